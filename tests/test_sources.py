"""`pantau sources …` as a person and a schedule use it: states, exit statuses, off and on, news told once."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cli import main
from app.crawling import run_crawl
from crawler.run import UNPACED
from state.state import Page, Run, open_state, state_url
from tests.mail_server import webhook_server
from tests.tiny_press import Answer, article, feed, tiny_press

ROOT = Path(__file__).resolve().parents[1]
BD = "https://www.beritadaerah.co.id"
PATH = "/2021/12/22/keripik-umkm-satu-diekspor-ke-jepang/"
FINE = {"/feed/": feed(BD + PATH), PATH: article("Keripik UMKM Satu Diekspor")}
DAY = timedelta(days=1)


@pytest.fixture
def index(tmp_path, monkeypatch):
    for name in "PANTAU_ALERT_TO", "PANTAU_ALERT_WEBHOOK", "PANTAU_STATE":
        monkeypatch.delenv(name, raising=False)
    return f"sqlite:///{tmp_path / 'p.db'}"


@pytest.fixture
def state(index):
    held = open_state(state_url(index))
    yield held
    held.close()


@pytest.fixture
def pantau(monkeypatch, capsys, index):
    def run(*words):
        """A command in this process: its status, output and errors."""
        monkeypatch.setattr(sys, "argv", ["pantau", *words, "--index", index])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return run


def history(state, source, days, quiet=0):
    """A crawl a day up to now, and an article a day up to some days ago."""
    now = datetime.now(UTC)
    for back in reversed(range(days)):
        at = now - back * DAY - timedelta(minutes=30)
        run = Run(
            source=source, started_at=at, counts={"listed": 5}, ways={"feed": {"answers": 1, "links": 5}}
        )
        state.end(replace(state.begin(run), ended_at=at + timedelta(minutes=5), ending="finished"))
    times = [now - back * DAY - timedelta(minutes=26) for back in range(quiet, days)]
    state.keep(
        Page(
            source=source,
            id=f"{source}-{n}",
            url=f"https://{source}.example/{n}",
            first_seen=at,
            outcome="stored",
            published_at=at,
        )
        for n, at in enumerate(times)
    )


@pytest.mark.parametrize(("quiet", "state_is", "status"), [(0, "ok", 0), (14, "silent", 3)])
def test_a_silent_source_is_named_and_the_status_says_so(quiet, state_is, status, state, pantau):
    history(state, "side", 60, quiet)
    ended, out, _ = pantau("sources", "--json")
    rows = {row["source"]: row for row in map(json.loads, out.splitlines())}
    assert (ended, rows["side"]["state"], rows["solopos"]["state"]) == (status, state_is, "never")
    assert rows["side"]["rhythm_seconds"] == 86400
    assert bool(rows["side"]["advice"]) == bool(status)
    ended, out, _ = pantau("sources")
    assert (ended, "tiap hari" in out) == (status, True)
    assert ("pantau sources check side" in out) == bool(status)


def test_the_ledger_is_shown(state, pantau):
    history(state, "side", 3)
    run = Run(
        source="solopos",
        started_at=datetime.now(UTC),
        left={"not relevant": 2},
        missing={"authors": 3},
        notes=("feed: HTTP 404\x1b[31m",),
        counts={"requests": 12, "bytes": 4096},
    )
    state.end(replace(state.begin(run), ended_at=datetime.now(UTC), ending="finished"))
    status, out, _ = pantau("sources", "runs", "solopos")
    assert status == 0
    for said in ("selesai", "12 ", "tidak tentang ekspor", "penulis 3", "feed: HTTP 404"):
        assert said in out, said
    assert "\x1b[31m" not in out
    _, out, _ = pantau("sources", "runs", "--json", "--limit", "2")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["source"] for row in rows] == ["solopos", "side"]
    assert rows[0]["missing"] == {"authors": 3}


def test_no_ledger_is_no_failure(pantau, tmp_path):
    assert pantau("sources", "runs") == (0, "Belum ada perayapan.\n", "")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["runs", "off", "on"])
def test_an_unknown_source_is_named(command, pantau):
    status, _, err = pantau("sources", command, "kompos")
    assert status == 2
    assert err.startswith("pantau: unknown source 'kompos'")


# ---------------------------------------------------------------- off and on


def test_a_source_that_is_off_is_left_out_and_refused_by_name(pantau, index, capsys):
    pantau("sources", "off", "beritadaerah", "--why", "redaksi minta berhenti")
    for name in "joglosemarnews", "kedirikota", "solopos":
        pantau("sources", "off", name)
    assert "redaksi minta berhenti" in pantau("sources")[1]
    with tiny_press(FINE) as press:
        run_crawl([], index=index, press=press.address, settings=UNPACED, quiet=True)
        err = capsys.readouterr().err
        assert "beritadaerah is off (redaksi minta berhenti) and left out" in err
        assert not [url for url in press.asked if "side.id" not in url]
        status, _, err = pantau("crawl", "beritadaerah")
        assert (status, "beritadaerah is off (redaksi minta berhenti)" in err) == (2, True)
        assert "pantau sources on beritadaerah" in err
        pantau("sources", "on", "beritadaerah")
        assert run_crawl(["beritadaerah"], index=index, press=press.address, settings=UNPACED) == 0


def test_plain_scrapy_refuses_it_too(pantau, index):
    pantau("sources", "off", "side")
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "side"],
        cwd=ROOT,
        env=os.environ | {"PANTAU_INDEX": index, "PANTAU_PRESS": "127.0.0.1:1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "side is off" in done.stderr + done.stdout


def test_where_all_are_off_nothing_is_crawled(pantau):
    for name in "beritadaerah", "joglosemarnews", "kedirikota", "side", "solopos":
        pantau("sources", "off", name)
    status, _, err = pantau("crawl")
    assert (status, "every source is off" in err) == (2, True)


# ---------------------------------------------------------------- told


def test_news_is_told_once_and_the_status_stays(state, pantau, monkeypatch):
    history(state, "side", 60, 14)
    with webhook_server() as hook:
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address)
        status, out, _ = pantau("sources", "--notify")
        assert (status, out.startswith("side diam sejak")) == (3, True)
        assert pantau("sources", "--notify") == (3, "", "")
    assert len(hook.got) == 1


def test_nobody_to_tell_is_named(pantau):
    status, _, err = pantau("sources", "--notify")
    assert (status, "nobody to tell" in err) == (2, True)


def test_what_could_not_be_told_is_told_next_time(state, pantau, monkeypatch):
    history(state, "side", 60, 14)
    with webhook_server() as hook:
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address)
        hook.status = 503
        status, out, err = pantau("sources", "--notify")
        assert (status, out, "HTTP 503" in err) == (1, "", True)
        hook.status = 200
        assert pantau("sources", "--notify")[0] == 3
    assert len(hook.got) == 2


def test_a_crawl_tells_at_its_end_what_has_changed(index, monkeypatch):
    def go(routes):
        with tiny_press(routes) as press:
            return run_crawl(["beritadaerah"], index=index, press=press.address, settings=UNPACED, quiet=True)

    class Forbidden(dict):
        def get(self, path, *other):
            return Answer("jangan", status=404 if path.endswith("robots.txt") else 403)

    with webhook_server() as hook:
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address)
        assert go(FINE) == 0
        go(Forbidden())
        assert hook.got == []
        assert go(Forbidden()) == 1
        go(Forbidden())
        assert [one["sources"][0]["cause"] for one in hook.got] == ["blocked"]
        assert go(FINE) == 0
    assert [one["sources"][0]["recovered"] for one in hook.got] == [False, True]


def test_a_crawl_that_could_not_tell_says_so(index, monkeypatch, state, capsys):
    history(state, "side", 60, 14)
    with webhook_server() as hook, tiny_press(FINE) as press:
        hook.status = 500
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address)
        status = run_crawl(["beritadaerah"], index=index, press=press.address, settings=UNPACED, quiet=True)
    assert status == 1
    assert "HTTP 500" in capsys.readouterr().err
