"""Every crawl leaves an entry in the ledger: what was asked, what came of it, and why it ended."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.health_faults import fault
from crawler.ledger import missing
from crawler.run import UNPACED, crawl
from entities.errors import StateUnusable
from entities.records import Article
from state.sqlite import SQLiteState
from state.state import Run, open_state, state_url
from tests.tiny_press import OFF_TOPIC, Answer, article, feed, tiny_press

ROOT = Path(__file__).resolve().parents[1]
BD = "https://www.beritadaerah.co.id"
ONE, TWO, THREE = (f"/2021/12/22/keripik-umkm-{n}-diekspor-ke-jepang/" for n in ("satu", "dua", "tiga"))
ROUTES = {
    "/feed/": feed(BD + ONE, BD + TWO, BD + THREE, BD + "/2021/12/22/halaman-yang-sudah-lama-hilang/"),
    ONE: article("Keripik UMKM Satu Diekspor"),
    TWO: article("Keripik UMKM Dua Diekspor", published=None),
    THREE: article("Sepak Bola Antarkampung", OFF_TOPIC, OFF_TOPIC[::-1]),
}


@pytest.fixture
def index(tmp_path):
    return f"sqlite:///{tmp_path / 'pantau.db'}"


def runs(index, source=None):
    state = open_state(state_url(index))
    try:
        return state.runs(source)
    finally:
        state.close()


def go(routes, index, source="beritadaerah", **how):
    with tiny_press(routes) as press:
        crawl([source], index=index, press=press.address, settings=UNPACED, **how)
    return runs(index, source)[0]


def test_a_crawl_leaves_its_figures(index):
    run = go(ROUTES, index)
    assert (run.source, run.mode, run.ending) == ("beritadaerah", "daily", "finished")
    assert run.started_at <= run.ended_at <= datetime.now(UTC)
    told = {"listed": 4, "read": 3, "stored": 2, "new": 2}
    assert {name: run.counts[name] for name in told} == told
    assert run.counts["requests"] >= 6
    assert run.counts["bytes"] > 1000
    assert run.counts["HTTP 200"] >= 4
    assert run.left == {"HTTP 404": 1, "not relevant": 1}
    assert run.missing == {"authors": 3, "section": 3, "tags": 3, "summary": 3}
    assert run.ways["feed"] == {"answers": 1, "links": 4}
    assert "failed/HTTP 404" in run.ways["rest"]
    assert run.newest == datetime(2021, 12, 22, 2, tzinfo=UTC)
    assert any(note.startswith("rest: HTTP 404") for note in run.notes)


def test_what_a_way_dates_in_the_future_is_not_the_newest(index):
    routes = ROUTES | {"/tag/umkm/feed/": feed(BD + ONE, at="2121-12-22T02:00:00+00:00")}
    assert go(routes, index).newest == datetime(2021, 12, 22, 2, tzinfo=UTC)


ENDINGS = {
    "limit reached": (ROUTES, {"limit": 1}, "limit reached", "daily"),
    "since a day": (ROUTES, {"since": "2021-12-01"}, "finished", "backfill"),
    "nothing answers": ({}, {}, "finished", "daily"),
}


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_crawl_says_how_and_why_it_ended(kind, index):
    routes, how, ending, mode = ENDINGS[kind]
    run = go(routes, index, **how)
    assert (run.ending, run.mode) == (ending, mode)
    assert bool(run.problems) == (not routes)


def start(command, index, press):
    environment = os.environ | {"PANTAU_PRESS": press, "PANTAU_DELAY": "0", "PANTAU_INDEX": index}
    return subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )


def test_plain_scrapy_leaves_the_same_entry(index):
    with tiny_press(ROUTES) as press:
        process = start(["scrapy", "crawl", "beritadaerah"], index, press.address)
        process.communicate(timeout=60)
    scrapy = runs(index)[0]
    ours = go(ROUTES, index + "2")
    for field in ("source", "mode", "ending", "left", "missing", "ways", "newest"):
        assert getattr(scrapy, field) == getattr(ours, field), field


def test_a_killed_crawl_is_known_as_killed_and_an_interrupted_one_as_interrupted(index):
    for how, ending in ((signal.SIGKILL, None), (signal.SIGTERM, "interrupted")):

        class Stopping(dict):
            """Routes at whose first article the crawl gets a signal."""

            def get(self, path, *other):
                if path == ONE:
                    process.send_signal(how)  # noqa: B023
                return super().get(path, *other)

        with tiny_press(Stopping(ROUTES)) as press:
            process = start(["scrapy", "crawl", "beritadaerah"], index, press.address)
            process.communicate(timeout=60)
        assert runs(index)[0].ending == ending
    assert [run.ending for run in runs(index)] == ["interrupted", "killed"]


def test_two_sources_at_once_leave_an_entry_each(index):
    with tiny_press(ROUTES) as press:
        crawl(["beritadaerah", "joglosemarnews"], index=index, press=press.address, settings=UNPACED)
    assert {run.source: run.counts.get("read", 0) for run in runs(index)} == {
        "beritadaerah": 3,
        "joglosemarnews": 0,
    }


def test_a_ledger_that_cannot_be_written_is_told(index, monkeypatch):
    def full(self, run):
        raise StateUnusable("disk full")

    monkeypatch.setattr(SQLiteState, "begin", full)
    with tiny_press(ROUTES) as press:
        (report,) = crawl(["beritadaerah"], index=index, press=press.address, settings=UNPACED)
    assert report.stored == 2
    assert report.problems == ("disk full, so the ledger has no entry of this crawl",)


def test_a_crawl_that_is_refused_leaves_the_entry_of_the_other_alone(index):
    state = open_state(state_url(index))
    running = state.begin(Run(source="beritadaerah", started_at=datetime.now(UTC)))
    with state.crawling("beritadaerah"), tiny_press(ROUTES) as press:
        crawl(["beritadaerah", "side"], index=index, press=press.address, settings=UNPACED)
    state.close()
    assert runs(index, "beritadaerah") == (running,)
    assert runs(index, "side")[0].ending == "finished"


def test_what_was_read_and_not_kept_tells_of_the_source_s_rhythm(index):
    go(ROUTES, index)
    state = open_state(state_url(index))
    (page,) = [page for page in state.pages("beritadaerah", "left") if page.reason == "not relevant"]
    state.close()
    assert page.published_at == datetime(2021, 12, 22, 2, tzinfo=UTC)


def test_a_listing_that_says_it_has_not_changed_counts_as_one_that_answers(index):
    same = {"/feed/": Answer(ROUTES["/feed/"], headers={"ETag": '"1"'})}
    go(ROUTES | same, index)
    second = go(ROUTES | {"/feed/": Answer(status=304)}, index)
    assert second.ways["feed"] == {"answers": 1, "not modified": 1}
    assert second.counts.get("read", 0) == 0
    assert second.problems == ()
    assert not fault([second])


WHOLE = Article(
    id="1",
    source="a",
    url="https://a.example/",
    title="Judul",
    body="x" * 200,
    published_at=datetime(2021, 12, 22, tzinfo=UTC),
    authors=("Redaksi",),
    section="Ekonomi",
    tags=("ekspor",),
    summary="Ringkas",
)
LACKING = {
    "nothing": ({}, ()),
    "body too short to be one": ({"body": "x" * 199}, ("body",)),
    "date": ({"published_at": None}, ("published_at",)),
    "names and words": (
        {"authors": (), "tags": (), "section": None, "summary": ""},
        ("authors", "section", "tags", "summary"),
    ),
}


@pytest.mark.parametrize("kind", LACKING)
def test_what_an_article_lacks_is_named(kind):
    change, lacking = LACKING[kind]
    assert missing(replace(WHOLE, **change)) == lacking
