"""What watches a crawl: figures for Prometheus, logs by line, and no secret in any of them."""

import base64
import gzip
import json
import logging
import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.press import press
from app.watching import FAMILIES, exposition, metrics, sample, write
from crawler.logs import JsonLines, Record, TextLines, escaped, hidden, log_form, secrets_of
from entities.errors import BadInput
from indexer.sqlite import SQLiteIndex
from state.sqlite import SQLiteState
from state.state import Page, Run
from tests.contracts.index import story

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2021, 12, 22, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "r4h4sia-s3kali"


def figures(text):
    """name -> labels -> value, as Prometheus reads them."""
    found = {}
    for family in text_string_to_metric_families(text):
        assert family.type == "gauge"
        assert family.documentation
        for one in family.samples:
            found.setdefault(one.name, {})[tuple(sorted(one.labels.items()))] = one.value
    return found


# ---------------------------------------------------------------- figures

HOSTILE = ['a"b', "a\\b", "a\nb", 'x"} 1\nforged{a="', "\\n", "ä → 東京", ""]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_label_reads_back_as_it_was(value):
    read = figures(exposition([sample("pantau_info", 1, version=value)]))
    assert read == {"pantau_info": {(("version", value),): 1}}


def test_characters_that_steer_a_terminal_do_not_get_into_a_label():
    assert "\x1b" not in exposition([sample("pantau_info", 1, version="\x1b[31m\u202e")])


@pytest.fixture
def state(tmp_path):
    """Two sources: one crawled an hour ago, and once before; one switched off."""
    state = SQLiteState(tmp_path / "p.state.db")
    page = Page(source="a", id="a-1", url="u", first_seen=NOW - 2 * HOUR, published_at=NOW - 3 * HOUR)
    state.keep([replace(page, outcome="stored"), replace(page, id="a-2")])
    run = Run(source="a", started_at=NOW - 30 * HOUR)
    state.end(replace(state.begin(run), ended_at=NOW - 29 * HOUR, ending="finished", counts={"new": 9}))
    state.begin(replace(run, started_at=NOW - 2 * HOUR))
    last = replace(
        run,
        started_at=NOW - HOUR,
        ended_at=NOW - HOUR / 2,
        ending="finished",
        counts={"requests": 12, "bytes": 34567, "new": 3, "stored": 4, "HTTP 200": 11},
        left={"not relevant": 5, 'odd "reason"': 1},
    )
    state.end(replace(last, number=state.begin(last).number))
    state.switch("b", "asked to")
    return state


def test_figures_tell_of_each_source_and_of_all(state, tmp_path):
    index = f"sqlite:///{tmp_path / 'p.db'}"
    held = SQLiteIndex(tmp_path / "p.db", create=True)
    held.put([story("a-1")])
    held.close()
    told = figures(metrics(state, index, ["a", "b"], NOW))
    a, b = (("source", "a"),), (("source", "b"),)
    only = {name: values[()] for name, values in told.items() if () in values}
    assert only["pantau_written_timestamp_seconds"] == NOW.timestamp()
    assert (only["pantau_run_up"], only["pantau_index_up"], only["pantau_index_stories"]) == (0, 1, 1)
    assert min(only["pantau_index_bytes"], only["pantau_state_bytes"]) > 0
    assert {name: told[f"pantau_source_last_run_{name}"] for name in ("ok", "requests", "bytes")} == {
        "ok": {a: 1},
        "requests": {a: 12},
        "bytes": {a: 34567},
    }
    assert told["pantau_source_last_run_timestamp_seconds"] == {a: (NOW - HOUR).timestamp()}
    assert told["pantau_source_last_run_duration_seconds"] == {a: 1800}
    assert told["pantau_source_last_article_timestamp_seconds"] == {a: (NOW - 3 * HOUR).timestamp()}
    assert told["pantau_source_last_run_articles"] == {
        (("outcome", "new"), *a): 3,
        (("outcome", "stored"), *a): 4,
    }
    assert told["pantau_source_last_run_left"] == {
        (("reason", "not relevant"), *a): 5,
        (("reason", 'odd "reason"'), *a): 1,
    }
    assert told["pantau_day_runs"] == {(("ending", "finished"), *a): 1, (("ending", "killed"), *a): 1}
    assert told["pantau_day_new_articles"] == {a: 3, b: 0}
    assert told["pantau_source_pages"][(("outcome", "waiting"), *a)] == 1


def test_a_source_is_in_one_state_and_every_state_is_told(state, tmp_path):
    told = figures(metrics(state, "sqlite:///nowhere/p.db", ["a", "b"], NOW))["pantau_source_state"]
    by_source = {}
    for labels, value in told.items():
        by_source.setdefault(dict(labels)["source"], []).append((value, dict(labels)["state"]))
    assert {name: sum(value for value, _ in states) for name, states in by_source.items()} == {"a": 1, "b": 1}
    assert (1, "off") in by_source["b"]
    assert len(by_source["b"]) == 7


def test_an_index_that_cannot_be_asked_is_told_and_nothing_of_it_guessed(state):
    told = figures(metrics(state, "sqlite:////nowhere/p.db", [], NOW))
    assert told["pantau_index_up"] == {(): 0}
    assert "pantau_index_stories" not in told


def test_every_family_is_in_the_docs():
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [family for family in FAMILIES if f"`{family}`" not in page] == []


def test_a_file_of_figures_is_there_whole_and_others_may_read_it(tmp_path):
    file = tmp_path / "pantau.prom"
    write("old\n", file)
    write("new\n", file)
    assert file.read_text() == "new\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [file]


def test_figures_that_cannot_be_written_are_told_in_a_sentence(tmp_path):
    with pytest.raises(BadInput, match="cannot be written there"):
        write("x", tmp_path / "none" / "pantau.prom")


# ---------------------------------------------------------------- logs

ODD = "Judul\nERROR forged \x1b[2J\u202eberbalik\u2028"


def record(message="%s", *args, **extra):
    made = Record("pantau.run", logging.ERROR, __file__, 1, message, args, None)
    made.created = NOW.timestamp()
    vars(made).update(extra)
    return made


def test_an_event_is_one_json_object_a_line():
    line = JsonLines().format(record("%s", ODD, source="side", event="ended", figures={"status": 1}))
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2021-12-22T03:00:00.000Z",
        "level": "ERROR",
        "logger": "pantau.run",
        "source": "side",
        "event": "ended",
        "message": ODD,
        "figures": {"status": 1},
    }


def test_a_text_line_stays_a_line():
    line = TextLines().format(record("%s", ODD, source="side"))
    assert line == ("2021-12-22T03:00:00Z ERROR side: Judul\\nERROR forged \\x1b[2J\\u202eberbalik\\u2028")
    assert escaped("ä → 東京") == "ä → 東京"


@pytest.mark.parametrize("form", [JsonLines, TextLines])
def test_what_went_wrong_is_told_after_its_event_without_secrets(form, monkeypatch):
    monkeypatch.setattr("crawler.logs._known", {SECRET})
    try:
        raise ValueError(f"{SECRET} in a message")
    except ValueError:
        made = Record("x", logging.ERROR, __file__, 1, "failed: %s", (SECRET,), sys.exc_info())
    line = form().format(made)
    assert "ValueError: *** in a message" in line
    assert "failed: ***" in line
    assert SECRET not in line


WRITTEN = [  # how a secret may be written
    SECRET,
    f"postgres://rani:{SECRET}@db.example/x",
    f"Authorization: Basic {base64.b64encode(f'rani:{SECRET}'.encode()).decode()}",
    "Authorization: Bearer eyJhbGciOi.unknown.token",
    "{'authorization': 'ApiKey c2VrYWxpLXJhaGFzaWE='}",
    "http://x:other-secret@h.example/?q=1",
    "https://rani:p%40ss%2Fw0rd@h.example",
    "p@ss/w0rd",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_secret_is_hidden_however_it_is_written(text, monkeypatch):
    environment = {
        "PANTAU_INDEX": "https://rani:p%40ss%2Fw0rd@h.example/pantau",
        "PANTAU_SMTP_USER": "rani",
        "PANTAU_SMTP_PASSWORD": SECRET,
    }
    monkeypatch.setattr("crawler.logs._known", set(secrets_of((), environment)))
    left = hidden(text)
    for secret in (
        SECRET,
        "p@ss",
        "p%40ss",
        "other-secret",
        "eyJ",
        "c2Vr",
        base64.b64encode(b"rani:r4").decode()[:8],
    ):
        assert secret not in left
    assert "***" in left


def test_what_is_no_secret_is_left(monkeypatch):
    monkeypatch.setattr(
        "crawler.logs._known", set(secrets_of((), {"PANTAU_CONTACT": "kantor@contoh.example"}))
    )
    for text in ("https://www.solopos.com/a:b@c", "kantor@contoh.example", "GET http://h.example:9200/p"):
        assert hidden(text) == text


def test_an_unknown_form_of_log_is_told():
    with pytest.raises(BadInput, match="known are text, json"):
        log_form({"PANTAU_LOG": "xml"})


# ---------------------------------------------------------------- a crawl


def pantau(*words, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "app", *words],
        capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
        env=os.environ | environment | {"PANTAU_DELAY": "0", "COLUMNS": "200"},
    )  # fmt: skip
    assert not [line for line in done.stderr.splitlines() if line.startswith("Traceback")]
    return done


SECRETS = {
    "PANTAU_ELASTICSEARCH_API_KEY": f"key-{SECRET}",
    "PANTAU_SMTP_USER": "rani",
    "PANTAU_SMTP_PASSWORD": f"smtp-{SECRET}",
    "PANTAU_WEBHOOK": f"https://hooks.example/{SECRET}",
}
ENCODED = base64.b64encode(f"rani:smtp-{SECRET}".encode()).decode()


def files_with(secret, folder):
    """Files that hold it, the archive's compressed ones too."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            found += [path] * (secret.encode() in (gzip.decompress(held) if path.suffix == ".gz" else held))
    return found


@pytest.mark.parametrize("command", [["crawl", "side"], ["run", "side", "--once"]])
def test_no_secret_gets_out_of_a_crawl(command, tmp_path):
    """Not at the most talkative, by no output, log, figure, state, archive or index."""
    with press() as served:
        done = pantau(
            *command, "--index", f"sqlite:///{tmp_path / 'p.db'}", "--json-logs",
            **SECRETS, PANTAU_LOG_LEVEL="DEBUG", PANTAU_PRESS=served.address, HOME=str(tmp_path),
            PANTAU_METRICS=str(tmp_path / "pantau.prom"),
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert len(events) > 50
    assert {"source", "event", "level", "logger", "message", "time"} <= events[0].keys()
    assert [e["figures"]["stored"] for e in events if e["event"] == "crawled"] == [
        SQLiteIndex(tmp_path / "p.db").count()
    ]
    assert list(tmp_path.rglob("*.warc.gz"))
    for secret in (SECRET, ENCODED):
        assert secret not in done.stdout + done.stderr
        assert files_with(secret, tmp_path) == []
    assert figures((tmp_path / "pantau.prom").read_text())["pantau_index_stories"][()] > 0


AWAY = {"crawl": 1, "run": 1, "metrics": 0}  # command -> its status where the server is away


@pytest.mark.parametrize("command", AWAY)
def test_no_password_of_an_index_gets_out_where_the_server_is_away(command, tmp_path):
    url = f"http://rani:{SECRET}@127.0.0.1:1/uji"
    words = {"crawl": ["crawl", "side"], "run": ["run", "side", "--once"], "metrics": ["metrics"]}[command]
    with press() as served:
        done = pantau(
            *words, "--index", url,
            PANTAU_LOG="json", PANTAU_LOG_LEVEL="DEBUG", PANTAU_PRESS=served.address,
            HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path), PANTAU_OUTBOX=str(tmp_path / "outbox"),
        )  # fmt: skip
    assert done.returncode == AWAY[command], done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert all(line.startswith('{"time": ') for line in done.stderr.splitlines())
    assert files_with(SECRET, tmp_path) == []
    assert not [path for path in tmp_path.rglob("*") if SECRET in path.name]


def test_figures_that_cannot_be_written_are_a_problem_of_the_crawl_alone(tmp_path):
    with press() as served:
        done = pantau(
            "crawl", "side", "--quiet", "--index", f"sqlite:///{tmp_path / 'p.db'}",
            PANTAU_PRESS=served.address, PANTAU_METRICS=str(tmp_path / "none" / "pantau.prom"),
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "the figures cannot be written there" in done.stderr


def test_no_secret_gets_out_of_a_plain_scrapy_crawl(tmp_path):
    """As Scrapyd starts it: with a log file of Scrapy's own."""
    url = f"http://rani:{SECRET}@127.0.0.1:1/uji"
    with press() as served:
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "side", "-s", f"PANTAU_INDEX={url}", "-s", "LOG_FILE=" + str(tmp_path / "log")],
            capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
            env=os.environ | SECRETS | {
                "PANTAU_PRESS": served.address, "PANTAU_DELAY": "0", "XDG_STATE_HOME": str(tmp_path),
                "PANTAU_OUTBOX": str(tmp_path / "outbox"),
            },
        )  # fmt: skip
    assert "DEBUG" in (tmp_path / "log").read_text()
    assert SECRET not in done.stdout + done.stderr
    assert files_with(SECRET, tmp_path) == []


def test_without_being_asked_a_crawl_logs_nothing(tmp_path):
    with press() as served:
        done = pantau(
            "crawl",
            "side",
            "--quiet",
            "--index",
            f"sqlite:///{tmp_path / 'p.db'}",
            PANTAU_PRESS=served.address,
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
