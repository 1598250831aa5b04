"""The index as pages hold it: for many threads, never written to, taken up anew when another file stands in its place."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from app.web.held import Held
from app.web.settings import Settings
from entities.errors import Busy, IndexUnusable
from indexer.index import Query, open_index
from state.state import Change, open_state, state_url
from tests.contracts.making import DAY, story
from tests.web import made_index


def held(url, **settings):
    return Held(Settings(index=url, **settings), wait=0.05)


def ids(index):
    return sorted(hit.story.article.id for hit in index.search(Query()).hits)


def test_nothing_is_written_through_it():
    url = made_index([story("a")])
    with held(url).index() as index:
        for change in (lambda: index.put([story("b")]), lambda: index.forget("a")):
            with pytest.raises(IndexUnusable, match="may be read here but not written"):
                change()
    with closing(open_index(url)) as index:
        assert ids(index) == ["a"]


def test_many_threads_read_at_once():
    pool = Held(
        Settings(index=made_index([story(f"{n}", title="kopi") for n in range(50)]), readers=4), wait=30
    )

    def ask(_):
        with pool.index() as index:
            return index.search(Query(text="kopi")).total

    with ThreadPoolExecutor(16) as readers:
        assert set(readers.map(ask, range(100))) == {50}
    pool.close()


def test_an_open_index_is_used_again():
    pool = held(made_index([story("a")]))
    with pool.index() as one:
        pass
    with pool.index() as other:
        assert other is one


def test_what_a_crawl_adds_is_seen_at_the_next_request():
    url = made_index([story("a")])
    pool = held(url)
    with pool.index() as index, closing(open_index(url)) as writer:
        assert ids(index) == ["a"]
        writer.put([story("b")])
        assert ids(index) == ["a", "b"]


def test_a_file_that_was_replaced_is_opened_anew(tmp_path):
    place = tmp_path / "pantau.db"
    os.replace(made_index([story("old")]).removeprefix("sqlite:///"), place)
    pool = held(f"sqlite:///{place}")
    with pool.index() as index:
        assert ids(index) == ["old"]
    os.replace(made_index([story("new")]).removeprefix("sqlite:///"), place)
    with pool.index() as index:
        assert ids(index) == ["new"]


def test_a_missing_index_is_told_and_taken_up_when_it_is_there(tmp_path):
    place = tmp_path / "pantau.db"
    pool = held(f"sqlite:///{place}")
    with pytest.raises(IndexUnusable, match="there is no index"), pool.index():
        pass
    os.replace(made_index([story("a")]).removeprefix("sqlite:///"), place)
    with pool.index() as index:
        assert ids(index) == ["a"]


def test_one_reader_too_many_is_told_to_come_again():
    pool = held(made_index([story("a")]), readers=1)
    with pool.index():
        with pytest.raises(Busy), pool.index():
            pass
        with pool.streaming() as index:  # a download has turns of its own
            assert ids(index) == ["a"]
    with pool.index() as index:
        assert ids(index) == ["a"]


def test_downloads_have_turns_of_their_own():
    pool, let_go = held(made_index([story("a")])), threading.Event()
    begun = threading.Barrier(4)

    def download():
        with pool.streaming():
            begun.wait(10)
            let_go.wait(10)

    with ThreadPoolExecutor(3) as readers:
        for _ in range(3):
            readers.submit(download)
        begun.wait(10)
        with pytest.raises(Busy), pool.streaming():
            pass
        with pool.index() as index:
            assert ids(index) == ["a"]
        let_go.set()


def test_an_answer_that_takes_too_long_is_given_up():
    url = made_index([story(f"{n}", title="kopi " * 50) for n in range(200)])
    with closing(open_index(url, write=False, patience=0.0)) as index:  # noqa: SIM117
        with pytest.raises(IndexUnusable, match="took too long"):
            index.search(Query(text="kopi OR teh OR gula", sort="value"))


def test_the_state_is_read_where_there_is_one():
    url = made_index([story("a")])
    with held(url).state() as state:
        assert state is None
    with closing(open_state(state_url(url))) as state:
        state.changed(Change(source="s", id="a", at=DAY, fields={"title": ("old", "new")}))
    with held(url).state() as state:
        assert state.changes("a")[0].fields == {"title": ("old", "new")}
