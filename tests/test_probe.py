"""`pantau sources check`: a source tried live says what works and what does not, part by part."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.press import press
from crawler.probe import Probe, probe_spider
from crawler.run import UNPACED
from crawler.sources import sources
from state.state import Run, open_state, state_url
from tests.tiny_press import Answer, article, feed, listing, tiny_press

ROOT = Path(__file__).resolve().parents[1]
SP = "https://www.solopos.com"
ONE = "/keripik-umkm-solo-diekspor-ke-jepang-1343212"


@pytest.fixture(scope="module")
def served():
    with press() as serving:
        yield serving


def tried(address, source="solopos", proven=(), **changed) -> Probe:
    """A source tried on a press, its spider changed in these attributes."""
    spider = type("Changed", (sources()[source],), changed)
    return probe_spider(spider, proven, settings=UNPACED | {"PANTAU_PRESS": address})


def verdicts(found: Probe) -> dict[str, str]:
    return {one.part: one.verdict for one in found.checks} | {one.name: one.verdict for one in found.fields}


def seen(found: Probe) -> dict[str, str]:
    return {one.part: one.seen for one in found.checks} | {one.name: one.rests_on for one in found.fields}


@pytest.mark.parametrize("source", sorted(sources()))
def test_every_source_passes_on_the_sample_press(source, served):
    before = len(served.requests)
    found = tried(served.address, source)
    assert found.sound, found.json()
    assert found.url
    assert {one.name: one.value for one in found.fields}["title"]
    assert found.requests <= 40
    assert len(served.requests) - before <= found.requests + 5  # and robots.txt of each host


BROKEN = {  # what is changed in the spider -> which part is bad, and what is said of it
    "selector of titles": ({"title": "h1.tidak-ada"}, "title", "aturan title tidak cocok lagi"),
    "selector of texts": ({"body": "div.tidak-ada"}, "body", "aturan body tidak cocok lagi"),
    "feed moved": ({"ways": {"feed": ("/umpan",), "tag": ("/tag/{slug}",)}}, "feed", "HTTP 404"),
    "feed turned into a page": (
        {"ways": {"feed": ("/bisnis",), "tag": ("/tag/{slug}",)}},
        "feed",
        "not XML of a feed or sitemap",
    ),
    "nothing answers": ({"ways": {"feed": ("/umpan",)}}, "penemuan", "tidak satu cara pun"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_named(kind, served):
    changed, part, words = BROKEN[kind]
    found = tried(served.address, **changed)
    assert not found.sound
    assert verdicts(found)[part] == "bad", found.json()
    assert words in seen(found)[part]


WHOLE = {"/feed": feed(SP + ONE), ONE: article()}
SICK = {  # routes -> which part is bad, and what is said of it
    "robots.txt refused": (
        WHOLE | {"/robots.txt": Answer(status=403)},
        "robots.txt",
        "tidak ada yang boleh diminta",
    ),
    "robots.txt fails": (WHOLE | {"/robots.txt": Answer(status=503)}, "robots.txt", "tidak ada yang"),
    "robots.txt forbids the feed": (
        WHOLE | {"/robots.txt": Answer("User-agent: *\nDisallow: /feed")},
        "feed",
        "robots.txt",
    ),
    "feed is empty": (WHOLE | {"/feed": feed()}, "feed", "menjawab tanpa tautan"),
    "a list without articles": (
        {"/": "<html><body><a href='/tentang-kami'>Tentang kami</a></body></html>"},
        "home",
        "menjawab tanpa tautan",
    ),
    "no date anywhere": (
        {"/feed": feed(SP + ONE).replace("pubDate", "x"), ONE: article(published=None)},
        "published_at",
        "",
    ),
    "hardly a text": (WHOLE | {ONE: article("Keripik", "Pendek sekali isi berita ini.")}, "body", ""),
    "the article is refused": (WHOLE | {ONE: Answer(status=403)}, "artikel", "HTTP 403"),
    "the article is no page": (
        WHOLE | {ONE: Answer(b"\x00\x01", headers={"Content-Type": "application/pdf"})},
        "artikel",
        "bukan halaman",
    ),
}


@pytest.mark.parametrize("kind", SICK)
def test_a_sick_site_is_named_part_by_part(kind):
    routes, part, words = SICK[kind]
    with tiny_press(routes) as serving:
        found = tried(serving.address)
    assert verdicts(found)[part] == "bad", found.json()
    assert words in seen(found)[part]
    assert not found.sound


def test_a_host_that_is_gone_is_named_and_the_other_tried():
    routes = {f"solopos.com{path}": page for path, page in WHOLE.items()}
    routes |= {"www.solopos.com/robots.txt": Answer(status=503)}
    with tiny_press(routes) as serving:
        found = tried(serving.address, ways={"feed": ("/feed",)}, date="")
    assert seen(found)["robots.txt www.solopos.com"] == "tidak terbaca (HTTP 503)"
    assert verdicts(found)["feed"] == "ok"


def test_a_site_that_asks_to_wait_long_is_not_waited_for():
    later = Answer(status=429, headers={"Retry-After": "3600"})
    with tiny_press(WHOLE | {"/feed": later}) as serving:
        found = tried(serving.address, ways={"feed": ("/feed",)})
    assert verdicts(found)["feed"] == "bad"
    assert found.seconds < 30


def test_where_nothing_may_be_asked_nothing_is():
    with tiny_press({"/robots.txt": Answer(status=403)}) as serving:
        found = tried(serving.address)
    assert found.requests == 2
    assert {url.rpartition("/")[2] for url in serving.asked} == {"robots.txt"}


SEARCH = {"ways": {"search": ("/?s={words}",)}, "unproven": (), "date": ""}
OTHER = "/pelatihan-umkm-solo-dibuka-tahun-ini-1343213"


class Searching(dict):
    """A site that answers a search with these pages, by whether the word is one of ours."""

    def __init__(self, ours: str, nonsense: str) -> None:
        super().__init__({ONE: article()})
        self.ours, self.nonsense = ours, nonsense

    def get(self, path, *other):
        if "?s=" in path and not path.startswith("/"):
            return self.nonsense if "zxqv" in path else self.ours
        return super().get(path, *other)


NONSENSE = {
    "finds nothing": (listing(), "ok", "tidak menemukan apa-apa"),
    "finds what stands beside": (listing(OTHER), "warning", "di luar hasil"),
    "finds the same": (listing(ONE), "bad", "mengabaikan kata"),
}


@pytest.mark.parametrize("kind", NONSENSE)
def test_a_search_for_nonsense(kind):
    page, verdict, words = NONSENSE[kind]
    with tiny_press(Searching(listing(ONE), page)) as serving:
        found = tried(serving.address, **SEARCH)
    part = "search: kata rekaan"
    assert (verdicts(found)[part], words in seen(found)[part]) == (verdict, True)
    assert found.sound == (verdict != "bad")


def test_a_way_that_was_never_proven_is_a_warning_until_the_ledger_shows_it(served):
    gone = {"ways": {"feed": ("/umpan",), "tag": ("/tag/{slug}",)}, "unproven": ("feed",)}
    assert verdicts(tried(served.address, **gone))["feed"] == "warning"
    assert verdicts(tried(served.address, proven={"feed"}, **gone))["feed"] == "bad"


def test_a_slow_site_costs_a_bounded_time(monkeypatch, served):
    monkeypatch.setattr("crawler.probe.REQUESTS", 4)
    found = tried(served.address)
    assert found.requests == 4
    assert "not tried" in " ".join(seen(found).values())


def command(*words, index, press):
    return subprocess.run(
        [sys.executable, "-m", "app", "sources", "check", *words, "--index", index],
        cwd=ROOT,
        env=os.environ | {"PANTAU_PRESS": press, "PANTAU_DELAY": "0", "COLUMNS": "160"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_the_command_shows_it_and_ends_with_its_status(served, tmp_path):
    index = f"sqlite:///{tmp_path / 'p.db'}"
    done = command("solopos", index=index, press=served.address)
    assert done.returncode == 0, done.stderr
    for said in ("robots.txt", "aturan title", "solopos: dapat dirayapi dan dibaca"):
        assert said in done.stdout
    assert not list(tmp_path.iterdir())
    state = open_state(state_url(index))
    run = state.begin(Run(source="side", started_at=_now(), ways={"feed": {"links": 3}}))
    state.end(replace(run, ended_at=_now(), ending="finished"))
    state.close()
    done = command("side", "--json", index=index, press=served.address)
    found = json.loads(done.stdout)
    assert (done.returncode, found["sound"]) == (3, False)
    assert [one["part"] for one in found["checks"] if one["verdict"] == "bad"] == ["feed"]


def test_a_site_that_is_not_there_is_told(tmp_path):
    done = command("side", index=f"sqlite:///{tmp_path / 'p.db'}", press="127.0.0.1:1")
    assert done.returncode == 3
    assert "tidak terbaca (connection refused)" in done.stdout
    assert "rusak: robots.txt (" in done.stdout
    assert "Traceback" not in done.stderr


def _now():
    return datetime.now(UTC)
