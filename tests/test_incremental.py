"""A crawl asks for what is new or was changed, for what an earlier one did not get to, and for nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.press import press
from crawler.changes import differences
from crawler.discovery import Link
from crawler.memory import BELIEVED, BELIEVED_FOR, GIVEN_UP, PAUSE, Memory
from crawler.run import UNPACED, crawl
from entities.errors import Busy, StateUnusable
from entities.records import Article
from indexer.index import sqlite_path
from state.sqlite import SQLiteState
from state.state import Page, open_state, state_url
from tests.crawls import BD, ONE, PAGES, THREE, TWO, go
from tests.tiny_press import LEAD, MORE, Answer, article, feed, listing, tiny_press

SLUGS = [path.rstrip("/").rpartition("/")[2] for path in (ONE, TWO, THREE)]
LATER = "2021-12-22T05:00:00+00:00"
CHANGED = article("Keripik UMKM Satu Diekspor", LEAD.replace("dua", "tiga"), MORE)


@pytest.fixture
def index(tmp_path):
    return f"sqlite:///{tmp_path / 'pantau.db'}"


@pytest.fixture
def state(index):
    return open_state(state_url(index))


def articles(asked):
    return [path for path in asked if any(slug in path for slug in SLUGS)]


# ---------------------------------------------------------------- what is known is not asked for


def test_a_second_crawl_of_the_sample_press_asks_no_article(index):
    with press() as served:
        settings = UNPACED
        first = crawl(index=index, press=served.address, settings=settings)
        before = len(served.requests)
        again = crawl(index=index, press=served.address, settings=settings)
    assert sum(report.new for report in first) > 40
    assert [(r.fetched, r.stored, r.problems) for r in again] == [(0, 0, ())] * 5
    assert 0 < len(served.requests) - before < 40


def test_a_listing_is_asked_whether_it_changed(index):
    routes = {"/feed/": Answer(feed(BD + ONE), headers={"ETag": '"1"'}), **PAGES}
    with tiny_press(routes) as small:
        for _ in range(2):
            (report,) = crawl(["beritadaerah"], index=index, press=small.address, settings=UNPACED)
    sent = [
        headers.get("If-None-Match")
        for asked, headers in zip(small.asked, small.headers, strict=True)
        if asked.endswith("co.id/feed/")
    ]
    assert (sent, report.ok, report.listed) == ([None, '"1"'], True, 0)


def test_a_listing_without_validators_is_read_and_its_articles_are_known(index):
    routes = {"/feed/": feed(BD + ONE, BD + TWO), **PAGES}
    go(routes, "beritadaerah", index)
    report, _, asked = go(routes, "beritadaerah", index)
    assert (report.listed, report.known, report.fetched, report.ok) == (2, 2, 0, True)
    assert articles(asked) == []


def test_what_was_not_relevant_or_gone_is_not_asked_for_again(index):
    routes = {"/feed/": feed(BD + ONE, BD + TWO), TWO: article("Sepak Bola", "Skor dua satu. " * 20)}
    first, _, _ = go(routes, "beritadaerah", index)
    _, _, asked = go(routes, "beritadaerah", index)
    assert first.dropped == {"HTTP 404": 1, "not relevant": 1}
    assert articles(asked) == []


def test_full_asks_for_all(index):
    routes = {"/feed/": Answer(feed(BD + ONE, BD + TWO), headers={"ETag": '"1"'}), **PAGES}
    go(routes, "beritadaerah", index)
    report, stories, _ = go(routes, "beritadaerah", index, full=True)
    assert (report.fetched, report.stored, report.new, len(stories)) == (2, 2, 0, 2)


def test_an_address_that_redirects_to_an_article_is_known_with_it(index):
    moved = {THREE: Answer(status=301, headers={"Location": BD + ONE}), ONE: PAGES[ONE]}
    routes = {"/feed/": feed(BD + THREE), **moved}
    first, stories, _ = go(routes, "beritadaerah", index)
    _, _, asked = go(routes, "beritadaerah", index)
    assert (first.stored, len(stories)) == (1, 1)
    assert articles(asked) == []


# ---------------------------------------------------------------- what was changed


def test_a_changed_article_is_read_again_and_its_history_kept(index, state):
    go({"/feed/": feed(BD + ONE, BD + TWO), **PAGES}, "beritadaerah", index)
    edited = {"/feed/": feed(BD + ONE, BD + TWO, at=LATER), **PAGES, ONE: CHANGED}
    report, stories, _ = go(edited, "beritadaerah", index)
    assert (report.fetched, report.changed, report.unchanged, report.new) == (2, 1, 1, 0)
    (changed,) = [story for story in stories if "tiga" in story.article.body]
    (change,) = state.changes(changed.article.id)
    before, after = change.fields["body"]
    assert (before, after) == (LEAD, LEAD.replace("dua", "tiga"))
    assert set(change.fields) == {"body"}
    report, _, _ = go(edited, "beritadaerah", index)
    assert (report.known, report.fetched) == (2, 0)


BEFORE = Article(
    id="a-1", source="a", url="https://a.example/1", title="Judul", body="Satu.\n\nDua.\n\nTiga."
)
DIFFERENCES = {
    "nothing": ({}, {}),
    "fetched again": ({"fetched_at": datetime(2021, 1, 1, tzinfo=UTC)}, {}),
    "headline": ({"title": "Judul Baru"}, {"title": ("Judul", "Judul Baru")}),
    "a paragraph more": ({"body": "Satu.\n\nDua.\n\nTiga.\n\nEmpat."}, {"body": (None, "Empat.")}),
    "a paragraph less": ({"body": "Satu.\n\nTiga."}, {"body": ("Dua.", None)}),
    "a paragraph mended": ({"body": "Satu.\n\n2.\n\nTiga."}, {"body": ("Dua.", "2.")}),
    "tags": ({"tags": ("ekspor", "umkm")}, {"tags": (None, "ekspor, umkm")}),
    "date": (
        {"published_at": datetime(2021, 1, 1, tzinfo=UTC)},
        {"published_at": (None, "2021-01-01 00:00:00+00:00")},
    ),
}


@pytest.mark.parametrize("kind", DIFFERENCES)
def test_a_history_tells_what_differs(kind):
    new, told = DIFFERENCES[kind]
    assert differences(BEFORE, replace(BEFORE, **new)) == told


# ---------------------------------------------------------------- what an earlier crawl did not get to


def test_what_a_killed_crawl_announced_is_asked_for_though_no_listing_names_it_any_more(index, state):
    link = Link(url=BD + ONE, title="Keripik UMKM Satu", date="2021-12-22T02:00:00+00:00")
    waiting = Page(
        source="beritadaerah",
        id="beritadaerah-x",
        url=link.url,
        first_seen=datetime.now(UTC) - timedelta(hours=1),
        link={"url": link.url, "title": link.title, "date": link.date, "said_by": "feed"},
    )
    state.keep([waiting])
    report, stories, _ = go({"/feed/": feed(BD + TWO), **PAGES}, "beritadaerah", index)
    assert (report.listed, report.stored) == (2, 2)
    assert {story.article.url for story in stories} == {BD + ONE, BD + TWO}
    assert state.tally("beritadaerah") == {
        "left": 1,
        "stored": 2,
    }  # the odd id is another address of the first


def test_a_page_that_fails_for_now_waits_and_is_not_pressed(index, state):
    routes = {"/feed/": feed(BD + ONE, BD + TWO), ONE: Answer(status=503), TWO: PAGES[TWO]}
    none = {"RETRY_ENABLED": False}
    first, _, _ = go(routes, "beritadaerah", index, none)
    assert first.dropped == {"HTTP 503": 1}
    assert state.tally("beritadaerah") == {"stored": 1, "waiting": 1}
    again, _, asked = go(routes, "beritadaerah", index, none)
    assert (articles(asked), again.ok) == ([], True)
    (page,) = state.pages(outcome="waiting")
    state.keep([replace(page, read_at=page.read_at - PAUSE)])
    later, stories, _ = go(routes | PAGES, "beritadaerah", index, none)
    assert (later.stored, len(stories)) == (1, 2)
    assert state.tally("beritadaerah") == {"stored": 2}


def test_a_listing_that_was_not_read_to_its_end_is_read_again(index):
    pages = {f"/tag/umkm/feed/{paged}": feed(BD + path) for paged, path in (("", TWO), ("?paged=2", ONE))}
    broken = pages | {"/tag/umkm/feed/?paged=2": Answer(status=503)}
    first, _, _ = go(broken | PAGES, "beritadaerah", index, {"RETRY_ENABLED": False})
    again, stories, _ = go(pages | PAGES, "beritadaerah", index)
    assert (first.stored, again.stored, len(stories)) == (1, 1, 2)


def test_an_index_that_was_lost_is_told_and_filled_again(index):
    routes = {"/feed/": Answer(feed(BD + ONE, BD + TWO), headers={"ETag": '"1"'}), **PAGES}
    go(routes, "beritadaerah", index)
    sqlite_path(index).unlink()
    report, stories, _ = go(routes, "beritadaerah", index)
    assert (report.stored, len(stories)) == (2, 2)
    assert any("the index holds 0 of the 2 articles" in note for note in report.notes)


def test_what_a_window_left_out_is_there_for_another(index):
    routes = {"/feed/": feed(BD + ONE), **PAGES}
    first, _, _ = go(routes, "beritadaerah", index, since="2022-01-01")
    again, _, _ = go(routes, "beritadaerah", index)
    assert (first.stored, again.stored) == (0, 1)


def test_what_is_stored_stays_so_whatever_window_comes_after(index, state):
    routes = {"/feed/": feed(BD + ONE), **PAGES}
    go(routes, "beritadaerah", index)
    (before,) = state.pages()
    go(routes, "beritadaerah", index, since="2022-01-01")
    go(routes, "beritadaerah", index, until="2020-01-01", full=True)
    (after,) = state.pages()
    assert (after.outcome, after.told) == (before.outcome, before.told) == ("stored", after.told)


def test_an_article_that_fails_by_our_own_fault_waits(index, state, monkeypatch):
    from crawler import pipelines

    def fail(article):
        raise ValueError("a fault of ours")

    routes = {"/feed/": feed(BD + ONE), **PAGES}
    with monkeypatch.context() as broken:
        broken.setattr(pipelines, "annotate", fail)
        report, _, _ = go(routes, "beritadaerah", index)
    (page,) = state.pages()
    assert (report.dropped, page.outcome, page.reason, page.tries) == ({"fault": 1}, "waiting", "fault", 1)
    state.keep([replace(page, read_at=page.read_at - PAUSE)])
    assert go(routes, "beritadaerah", index)[0].stored == 1


def test_a_crawl_with_a_limit_leaves_nothing_to_catch_up_with(index, state):
    routes = {"/feed/": feed(BD + ONE, BD + TWO), **PAGES}
    go(routes, "beritadaerah", index, limit=1)
    assert state.tally("beritadaerah").get("waiting") is None
    report, stories, _ = go(routes, "beritadaerah", index)
    assert (report.stored, len(stories)) == (1, 2)


# ---------------------------------------------------------------- one crawl of a source at a time


def test_a_second_crawl_of_a_source_is_refused_and_another_source_is_not(index, state):
    routes = {"/feed/": feed(BD + ONE), **PAGES}
    with state.crawling("beritadaerah"), tiny_press(routes) as small:
        with pytest.raises(Busy, match="beritadaerah: being crawled already"):
            crawl(["beritadaerah"], index=index, press=small.address)
        names = ["beritadaerah", "side"]
        told = crawl(names, index=index, press=small.address, settings=UNPACED)
    assert "already by process" in told[0].problems[0]
    assert "no article found by any way" in told[1].problems[0]


def test_a_state_that_fails_ends_the_crawl_loudly_and_loses_nothing(index, monkeypatch):
    routes = {"/feed/": feed(BD + ONE, BD + TWO), **PAGES}

    def full(self, *what, **more):
        raise StateUnusable("pantau.state.db: the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(SQLiteState, "keep", full)
        report, _, _ = go(routes, "beritadaerah", index)
    assert report.problems == ("pantau.state.db: the disk is full",)
    again, stories, _ = go(routes, "beritadaerah", index)
    assert (again.ok, len(stories)) == (True, 2)


# ---------------------------------------------------------------- how far a server's word is believed

NOW = datetime(2021, 12, 22, 2, 0, tzinfo=UTC)
URL = "https://a.example/feed"


class Reply:
    def __init__(self, **headers):
        self.headers = {name.replace("_", "-"): value.encode() for name, value in headers.items()}


@pytest.fixture
def remembered(tmp_path):
    """A memory whose clock stands where the test puts it."""

    class Clock:
        now = NOW

        def __call__(self):
            return self.now

    memory = Memory("a", SQLiteState(tmp_path / "s.db"), clock=(clock := Clock()))
    memory.time = clock
    return memory


def read(memory, *links, **headers):
    memory.finished(memory.listed_whole(URL, Reply(**headers), links))


def test_validators_are_sent_back_as_they_came(remembered):
    assert remembered.validators(URL) == {}
    read(remembered, ETag='W/"1"', Last_Modified="Wed, 22 Dec 2021 02:00:00 GMT")
    assert remembered.validators(URL) == {
        "If-None-Match": 'W/"1"',
        "If-Modified-Since": "Wed, 22 Dec 2021 02:00:00 GMT",
    }


def test_a_listing_that_never_changes_is_asked_whole_now_and_then(remembered):
    read(remembered, ETag='"1"')
    for _ in range(BELIEVED):
        assert remembered.validators(URL)
        remembered.not_modified(URL)
    assert remembered.validators(URL) == {}
    read(remembered, ETag='"1"')
    assert remembered.validators(URL)
    remembered.time.now += BELIEVED_FOR
    assert remembered.validators(URL) == {}


def test_a_server_whose_validators_stand_still_while_its_links_do_not_is_not_believed(remembered):
    one, two = (Link(url=f"https://a.example/{n}", date="x") for n in (1, 2))
    read(remembered, one, ETag='"1"')
    read(remembered, two, one, ETag='"2"')
    assert remembered.validators(URL)
    read(remembered, one, ETag='"2"')
    assert remembered.validators(URL) == {}
    read(remembered, one, two, ETag='"3"')
    assert remembered.validators(URL) == {}


def test_a_page_that_never_answers_is_given_up(remembered):
    link = Link(url="https://a.example/1", date="x")
    tries = 0
    while remembered.wants("a-1", "feed", link, lambda id: False):
        tries += 1
        remembered.left("a-1", "timeout", link.url)
        remembered.keep_pages()
        if remembered.page("a-1").outcome == "left":
            break
        for _ in range(100):
            remembered.time.now += timedelta(minutes=15)
            if list(remembered.waiting()):
                break
    assert remembered.page("a-1").reason == "timeout"
    assert remembered.time.now - NOW >= GIVEN_UP
    assert 8 <= tries <= 20


def test_a_listing_page_is_no_signature():
    assert listing(BD + ONE)  # a card tells a headline, and often how long ago: no word of an edit
    assert Link(url=BD + ONE, title="Keripik, 2 jam lalu").signature is None
    assert Link(url=BD + ONE, date="x").signature != Link(url=BD + ONE, date="y").signature
    assert (
        Link(url=BD + ONE, date="x", changed="c").signature == Link(url=BD, date="y", changed="c").signature
    )
