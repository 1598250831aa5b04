"""`pantau run`: who is started when, what becomes of children that fail, hang or are stopped, and that nothing is lost."""

import asyncio
import json
import logging
import os
import pty
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from app.jobs import Job, jobs, read_done, write_done
from app.press import press
from app.run_command import plan, progress, span
from app.running import AGAIN, Running, Wanted, jittered, to_start
from crawler.intervals import FLOOR, UNKNOWN
from crawler.sources import sources
from entities.almanac import WIB
from indexer.index import open_index
from state.sqlite import SQLiteState
from state.state import Run
from tests.tiny_press import article, feed, tiny_press

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2021, 12, 22, 3, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BD = "https://www.beritadaerah.co.id"
PATHS = [f"/2021/12/22/keripik-umkm-nomor-{n}-diekspor/" for n in range(40)]
SITE = {"/feed/": feed(*(BD + path for path in PATHS))} | {
    path: article(f"Keripik UMKM Nomor {n} Diekspor") for n, path in enumerate(PATHS)
}

# ---------------------------------------------------------------- the plan

DUE = {"a": NOW - MINUTE, "b": NOW - HOUR, "c": NOW, "d": NOW + HOUR}
PLANS = {  # due, running, at once -> started, and when to look again
    "longest due first": (DUE, (), 9, ["b", "a", "c"], NOW + HOUR),
    "no more than may be": (DUE, (), 2, ["b", "a"], None),
    "those that run count": (DUE, ("x",), 2, ["b"], None),
    "none twice": (DUE, ("b",), 9, ["a", "c"], NOW + HOUR),
    "no room": (DUE, ("x", "y"), 2, [], None),
    "nothing due": ({"d": NOW + HOUR, "e": NOW + DAY}, (), 2, [], NOW + HOUR),
    "nothing to do": ({}, (), 2, [], None),
}


@pytest.mark.parametrize("case", PLANS)
def test_what_is_due_is_started(case):
    due, running, at_once, start, wake = PLANS[case]
    assert to_start(due, running, NOW, at_once) == (start, wake)


def test_a_wait_is_drawn_out_by_a_tenth_at_most():
    drawn = [jittered(NOW, HOUR, random.Random(seed)) - NOW for seed in range(50)]
    assert timedelta() <= min(drawn) < max(drawn) <= 6 * MINUTE
    assert len(set(drawn)) == 50
    assert jittered(NOW, 30 * DAY, random.Random(1)) - NOW <= 10 * MINUTE


WEEKLY = Job(name="digest", words=("digest",), weekday=0, hour=7)
NIGHTLY = Job(name="backup", words=("backup",), hour=2, minute=30)
HOURLY = Job(name="notify", words=("sources", "--notify"), minute=7)
TIMES = {  # a job and a moment in WIB -> when it was to be done before and after
    "a Wednesday": (WEEKLY, "2021-12-22T10:00", "2021-12-20T07:00", "2021-12-27T07:00"),
    "Monday before": (WEEKLY, "2021-12-20T06:59", "2021-12-13T07:00", "2021-12-20T07:00"),
    "Monday, on time": (WEEKLY, "2021-12-20T07:00", "2021-12-20T07:00", "2021-12-27T07:00"),
    "at night": (NIGHTLY, "2021-12-22T02:29", "2021-12-21T02:30", "2021-12-22T02:30"),
    "each hour": (HOURLY, "2021-12-31T23:08", "2021-12-31T23:07", "2022-01-01T00:07"),
    "an hour not begun": (HOURLY, "2022-01-01T00:06", "2021-12-31T23:07", "2022-01-01T00:07"),
    "after the night": (NIGHTLY, "2022-01-01T00:10", "2021-12-31T02:30", "2022-01-01T02:30"),
}


@pytest.mark.parametrize("case", TIMES)
def test_jobs_have_their_time(case):
    job, *times = TIMES[case]
    now, before, after = (datetime.fromisoformat(one).replace(tzinfo=WIB) for one in times)
    assert (job.last_time(now.astimezone(UTC)), job.next_time(now)) == (before, after)


def test_only_jobs_that_were_asked_for_are_there():
    assert jobs() == ()
    assert [job.name for job in jobs(digest_to=Path("d"), backup_to=Path("b"), notify=True)] == [
        "digest",
        "backup",
        "notify",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"digest": 3}', '{"digest": "soon"}', "\x00"])
def test_a_file_of_jobs_done_that_makes_no_sense_is_made_anew(text, tmp_path):
    file = tmp_path / "jobs.json"
    assert read_done(file) == {}
    file.write_text(text)
    assert read_done(file) == {}
    write_done(file, {"digest": NOW})
    assert read_done(file) == {"digest": NOW}


# ---------------------------------------------------------------- children


@pytest.fixture
def state(tmp_path):
    return SQLiteState(tmp_path / "p.state.db")


class Told(Running):
    """A run whose children are Python of a line, and whose clock stands unless it is moved."""

    def __init__(self, state, tmp_path, scripts, **wanted):
        self.scripts, self.now, self.most = scripts, NOW, 0
        names = tuple(name for name in scripts if name not in {job.name for job in wanted.get("jobs", ())})
        wanted = {"index": f"sqlite:///{tmp_path / 'p.db'}", "sources": names, "once": True, **wanted}
        super().__init__(Wanted(**wanted), state, clock=lambda: self.now, dice=random.Random(1))

    def command(self, name):
        return [sys.executable, "-c", self.scripts[name]]

    def turn(self):
        found = super().turn()
        self.most = max(self.most, len(self.tasks))
        return found


def went(running, caplog, ends=None, when=None):
    """Its status, and source -> what was logged of it. Stopped when so many children have ended, or `when` holds."""
    children = []

    def ended(*how):
        Running.ended(running, *how)
        children.append(how)
        if len(children) == ends:
            running.stop.set()

    async def stop():
        while not when():
            await asyncio.sleep(0.02)
        running.stop.set()

    async def go():
        stopping = asyncio.ensure_future(stop()) if when else None
        status = await running.go()
        if stopping:
            stopping.cancel()
        return status

    running.ended = ended
    with caplog.at_level(logging.INFO, "pantau.run"):
        status = asyncio.run(go())
    told = {}
    for record in caplog.records:
        told.setdefault(getattr(record, "source", None), []).append((record.event, record.getMessage()))
    return status, told


def test_each_child_is_told_with_its_status_and_last_words(state, tmp_path, caplog):
    scripts = {
        "good": "print('nothing of interest')",
        "bad": "import sys; print('many words'); sys.exit('pantau: bad: not found')",
        "held": "raise SystemExit(4)",
        "gone": "import os; os.kill(os.getpid(), 9)",
    }
    status, told = went(Told(state, tmp_path, scripts), caplog)
    assert status == 1
    assert {name: lines[-1] for name, lines in told.items() if name} == {
        "good": ("ended", "ended with 0 after 0 s"),
        "bad": ("ended", "ended with 1 after 0 s: many words / bad: not found"),
        "held": ("ended", "ended with 4 after 0 s"),
        "gone": ("ended", "ended with -9 after 0 s"),
    }
    assert {r.source: r.levelname for r in caplog.records if r.event == "ended"} == {
        "good": "INFO",
        "bad": "ERROR",
        "held": "INFO",
        "gone": "ERROR",
    }


def test_no_more_crawls_run_at_once_than_may(state, tmp_path, caplog):
    running = Told(state, tmp_path, dict.fromkeys("abcde", "pass"), at_once=2)
    status, told = went(running, caplog)
    assert (status, running.most, len(told)) == (0, 2, 5)


def test_a_crawl_that_hangs_is_ended_and_told(state, tmp_path, caplog):
    scripts = {"a": "import time; time.sleep(60)"}
    status, told = went(Told(state, tmp_path, scripts, longest=timedelta(seconds=0.3)), caplog)
    assert status == 1
    assert [event for event, _ in told["a"]] == ["started", "hangs", "ended"]


READY = "import pathlib, signal, sys, time; told = []; signal.signal(15, {how}); pathlib.Path('{file}').touch(); {then}"


def ready(tmp_path, how, then="time.sleep(60)"):
    """A child that takes SIGTERM so, and whether it has come so far as to do so."""
    file = tmp_path / "ready"
    return READY.format(file=file, how=how, then=then), file.exists


def test_one_that_does_not_end_when_told_is_killed(state, tmp_path, caplog):
    deaf, when = ready(tmp_path, "signal.SIG_IGN", "print('deaf', flush=True); time.sleep(60)")
    running = Told(state, tmp_path, {"a": deaf}, grace=timedelta(seconds=0.2))
    _, told = went(running, caplog, when=when)
    assert [event for event, _ in told["a"]] == ["started", "killed", "ended"]
    assert told["a"][-1][1].startswith("ended with -9 after 0 s")


def test_what_cannot_be_started_is_told_and_tried_later(state, tmp_path, caplog):
    running = Told(state, tmp_path, {"a": ""}, once=False)
    running.command = lambda name: ["/nowhere/python"]
    status, told = went(running, caplog, ends=1)
    assert status == 0
    assert "could not be started (No such file or directory)" in told["a"][-1][1]
    assert running.due["a"] >= NOW + FLOOR


def test_a_stop_ends_children_gracefully_and_with_0(state, tmp_path, caplog):
    child, when = ready(tmp_path, "lambda *_: sys.exit(130)")
    status, told = went(Told(state, tmp_path, {"a": child}, once=False), caplog, when=when)
    assert status == 0
    assert told["a"][-1] == ("ended", "ended with 130 after 0 s")
    assert told[None] == [("stopping", "stopping a")]


def test_a_child_is_told_to_end_once_whoever_asks(state, tmp_path, caplog):
    """As when it hangs just as the run is stopped; a crawl that is told twice breaks off."""
    wait = "[time.sleep(0.01) for _ in iter(lambda: not told, False)]; time.sleep(0.5); sys.exit(len(told))"
    child, when = ready(tmp_path, "lambda *_: told.append(1)", wait)
    running = Told(state, tmp_path, {"a": child})

    async def end_twice():
        while not when():
            await asyncio.sleep(0.02)
        first = asyncio.ensure_future(running.end("a"))
        await asyncio.sleep(0.1)
        await asyncio.gather(first, running.end("a"))

    async def go():
        await asyncio.gather(running.go(), end_twice())

    with caplog.at_level(logging.INFO, "pantau.run"):
        asyncio.run(go())
    assert caplog.records[-1].getMessage() == "ended with 1 after 0 s", "it was told so often"


def test_a_source_that_is_off_or_crawled_by_another_is_left_out(state, tmp_path, caplog):
    state.switch("off", "asked to by its publisher")
    other = SQLiteState(state.path)
    running = Told(state, tmp_path, dict.fromkeys(["off", "held", "a"], "pass"))
    with other.crawling("held"):
        _, told = went(running, caplog)
    assert told.keys() == {"a"}
    assert running.due["held"] == NOW + AGAIN


NEXT = {  # how a child ended, its stumbles so far, whether the ledger has it -> when it is due, of unknown rhythm
    "well": (0, 0, True, UNKNOWN),
    "failed": (1, 0, True, UNKNOWN),
    "failed, as the ledger knows": (1, 9, True, UNKNOWN),
    "left no entry": (1, 0, False, FLOOR),
    "left none again and again": (1, 9, False, 16 * FLOOR),
    "held by another": (4, 0, True, AGAIN),
}


@pytest.mark.parametrize("case", NEXT)
def test_a_child_is_due_again(case, state, tmp_path, caplog):
    status, stumbles, entered, wait = NEXT[case]
    running = Told(state, tmp_path, {"a": f"raise SystemExit({status})"}, once=False)
    running.stumbles["a"] = stumbles
    last = Run(source="a", started_at=NOW - (timedelta() if entered else HOUR))
    state.end(replace(state.begin(last), ended_at=last.started_at, ending="finished"))
    running.prepare()
    running.due["a"] = NOW
    running.prepare = lambda: None
    went(running, caplog, ends=1)
    assert wait <= running.due["a"] - NOW <= wait * 1.1


def test_a_clock_that_was_ahead_and_set_back_silences_nothing(state, tmp_path, caplog):
    """As of a machine that starts without knowing the year."""
    state.end(replace(state.begin(Run(source="a", started_at=NOW + 9000 * DAY)), ended_at=NOW + 9000 * DAY))
    write_done(tmp_path / "p.jobs.json", {"digest": NOW + 9000 * DAY})
    running = Told(state, tmp_path, {"a": "pass", "digest": "pass"}, jobs=(WEEKLY,), once=False)
    went(running, caplog, when=lambda: True)
    assert running.due["a"] <= NOW + DAY + 10 * MINUTE
    assert running.due["digest"] == WEEKLY.next_time(NOW)


def test_a_child_that_leaves_nothing_in_the_ledger_is_not_started_in_a_circle(state, tmp_path, caplog):
    """As where the index cannot be opened: the state says that the source was never asked."""
    running = Told(state, tmp_path, {"a": "raise SystemExit(3)"}, once=False)
    went(running, caplog, ends=1)
    assert running.due["a"] >= NOW + FLOOR


# ---------------------------------------------------------------- jobs


def test_a_job_whose_time_passed_while_nobody_ran_is_done_and_kept(state, tmp_path, caplog):
    first = Told(state, tmp_path, {"digest": "pass"}, jobs=(WEEKLY,))
    _, told = went(first, caplog)
    assert told == {}, "nothing is due on the day of the first start"
    caplog.clear()
    later = Told(state, tmp_path, {"digest": "pass"}, jobs=(WEEKLY,), once=False)
    later.now = NOW + 30 * DAY
    _, told = went(later, caplog, ends=1)
    assert [event for event, _ in told["digest"]] == ["started", "ended"]
    assert later.due["digest"] == WEEKLY.next_time(later.now)
    assert read_done(later.done_file) == {"digest": later.now}


def test_a_job_that_fails_is_tried_again(state, tmp_path, caplog):
    write_done(tmp_path / "p.jobs.json", {"digest": NOW - 30 * DAY})
    running = Told(state, tmp_path, {"digest": "raise SystemExit(1)"}, jobs=(WEEKLY,), once=False)
    went(running, caplog, ends=1)
    assert running.due["digest"] == NOW + FLOOR
    assert read_done(running.done_file) == {"digest": NOW - 30 * DAY}


def test_a_status_that_is_fine_for_a_job_is_no_failure(state, tmp_path, caplog):
    """A source in trouble is what `pantau sources --notify` tells, not a failure of it."""
    (job,) = jobs(notify=True)
    write_done(tmp_path / "p.jobs.json", {"notify": NOW - DAY})
    status, told = went(Told(state, tmp_path, {"notify": "raise SystemExit(3)"}, jobs=(job,)), caplog)
    assert (status, told["notify"][-1]) == (0, ("ended", "ended with 3 after 0 s"))
    assert {r.levelname for r in caplog.records} == {"INFO"}


def test_the_words_of_a_child_hold_no_index(state, tmp_path):
    wanted = Wanted(index="https://u:rahasia@x.example/p", sources=("a",), jobs=(WEEKLY,))
    running = Running(wanted, state)
    assert running.command("a")[-3:] == ["crawl", "a", "--quiet"]
    assert "rahasia" not in " ".join([*running.command("a"), *running.command("digest")])


# ---------------------------------------------------------------- shown

SPANS = {
    None: "–",
    timedelta(): "segera",
    90 * MINUTE: "1 jam 30 menit",
    DAY: "1 hari",
    DAY + 65 * MINUTE: "1 hari 1 jam",
}


@pytest.mark.parametrize("length", SPANS)
def test_a_span_is_told_in_words(length):
    assert span(length) == SPANS[length]


def test_the_plan_puts_first_what_comes_first_and_last_what_is_off(state):
    state.switch("a", "asked to")
    for name, started in (("b", NOW), ("c", NOW - HOUR / 2)):
        state.end(
            replace(state.begin(Run(source=name, started_at=started)), ended_at=started, ending="finished")
        )
    rows = plan(state, ["a", "b", "c", "new"], NOW)
    assert [(row.source, row.due - NOW) for row in rows] == [
        ("new", timedelta()),
        ("c", HOUR / 2),
        ("b", HOUR),
        ("a", timedelta()),
    ]


def test_progress_says_what_runs_and_what_comes(state, tmp_path):
    running = Told(state, tmp_path, {"a": "pass", "b": "pass"})
    running.due = {"a": NOW, "b": NOW + HOUR}
    running.tasks = {"a": None}
    assert progress(running) == "berjalan: a · berikutnya: b 22 Desember 2021 11.00 WIB"


# ---------------------------------------------------------------- the command


@pytest.fixture
def index(tmp_path):
    return f"sqlite:///{tmp_path / 'p.db'}"


@contextmanager
def pantau_run(index, press, *options, delay="0.05"):
    """`pantau run` as a process of its own, which does not outlive the block."""
    environment = os.environ | {"PANTAU_PRESS": press, "PANTAU_DELAY": delay, "COLUMNS": "200"}
    command = [sys.executable, "-m", "app", "run", "beritadaerah", "--index", index, *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # whatever started the tests
    process = subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=heeds, **pipes)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def held(index):
    store = open_index(index)
    try:
        return store.count()
    finally:
        store.close()


def held_by_source(index):
    store = open_index(index)
    try:
        return Counter(hit.story.article.source for hit in store.hits())
    finally:
        store.close()


def wait_for(what, seconds=120):
    """Until it is so; a failure where it never is."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.02)


def articles(press):
    return [path for path in press.asked if "/2021/12/22/" in path]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_in_mid_crawl_stores_what_was_read_and_ends_with_0(number, index):
    with tiny_press(SITE) as press, pantau_run(index, press.address) as process:
        wait_for(lambda: len(articles(press)) > 8)
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert out == ""
    assert "Traceback" not in err
    assert "stopping beritadaerah" in err
    assert err.rstrip().endswith("INFO ended")
    assert 1 <= held(index) < len(PATHS)


def child_of(process):
    """The process that a run has started, as its log says."""
    for line in process.stderr:
        if "started as process" in line:
            return int(line.rsplit(maxsplit=1)[-1])
    raise AssertionError("no child was started")


def test_killed_and_started_again_it_goes_on_and_stores_all(index):
    with tiny_press(SITE) as press:
        with pantau_run(index, press.address) as process:
            child = child_of(process)
            wait_for(lambda: len(articles(press)) > 8)
            process.kill()
            os.kill(child, signal.SIGKILL)
        with pantau_run(index, press.address, "--once", "--json-logs", delay="0") as process:
            out, err = process.communicate(timeout=120)
    assert (process.returncode, out, held(index)) == (0, "", len(PATHS)), err
    events = [json.loads(line) for line in err.splitlines()]
    assert [event["event"] for event in events if event["logger"] == "pantau.run"] == [
        "begins",
        "started",
        "ended",
        "ends",
    ]


def test_a_second_run_is_refused_and_a_killed_one_holds_nothing(index):
    with tiny_press(SITE) as press:
        with pantau_run(index, press.address) as process:
            child = child_of(process)
            with pantau_run(index, press.address) as second:
                out, err = second.communicate(timeout=120)
            assert (second.returncode, out, err.count("\n")) == (4, "", 1)
            assert err.startswith("pantau: another `pantau run` looks after sqlite:///")
            with pantau_run(index, press.address, "--status") as status:
                out, _ = status.communicate(timeout=120)
            assert (status.returncode, "pantau run: berjalan" in out) == (0, True)
            process.kill()
            process.wait()
        with pantau_run(index, press.address, "--status") as status:
            out, err = status.communicate(timeout=120)
        assert (status.returncode, "pantau run: tidak berjalan" in out, err) == (1, True, "")
        os.kill(child, signal.SIGKILL)


def all_of(served, index, *options):
    """Every source crawled that is due, and the jobs: status, events by source."""
    done = subprocess.run(
        [sys.executable, "-m", "app", "run", "--once", "--json-logs", "--index", index, *map(str, options)],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | {"PANTAU_PRESS": served.address, "PANTAU_DELAY": "0"},
    )  # fmt: skip
    events = {}
    for line in done.stderr.splitlines():
        event = json.loads(line)
        if event["logger"] == "pantau.run":
            events.setdefault(event["source"], []).append(event["event"])
    return done.returncode, events, done.stderr


def test_sources_are_crawled_at_once_into_one_index_and_left_alone_until_due(index, tmp_path):
    jobs = ("--digest-to", tmp_path / "d", "--backup-to", tmp_path / "b")
    with press() as served:
        status, events, err = all_of(served, index, *jobs, "--at-once", 3)
        assert (status, events.keys()) == (0, {None, *sources()}), err
        stored = held(index)
        assert stored == sum(held_by_source(index).values()) > 30
        asked = len(served.requests)
        long_ago = datetime.now(UTC) - 30 * DAY
        write_done(tmp_path / "p.jobs.json", {"digest": long_ago, "backup": long_ago})
        status, events, err = all_of(served, index, *jobs)
    assert (status, events.keys()) == (0, {None, "digest", "backup"}), err
    assert (len(served.requests), held(index)) == (asked, stored)
    assert len(list((tmp_path / "b").iterdir())) == 1
    assert not list(
        (tmp_path / "d").glob("*-W*.html")
    )  # all was learnt this week, and an empty one has no digest


def test_a_terminal_shows_what_runs_in_one_line(index):
    with tiny_press(SITE) as press:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "run", "beritadaerah", "--index", index],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT,
            env=os.environ | {"PANTAU_PRESS": press.address, "PANTAU_DELAY": "0.05", "TERM": "xterm", "COLUMNS": "150"},
        )  # fmt: skip
        os.close(theirs)
        wait_for(lambda: len(articles(press)) > 3)
        process.send_signal(signal.SIGTERM)
        seen = b"".join(iter(lambda: read_from(ours), b"")).decode()
        assert process.wait(120) == 0
    assert "berjalan: beritadaerah · berikutnya: –" in seen
    assert "INFO beritadaerah: started as process" in seen


def read_from(terminal):
    """What is there, nothing once the other side has gone."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_a_source_that_is_not_there_is_told_at_once(index):
    done = subprocess.run(
        [sys.executable, "-m", "app", "run", "tidakada", "--index", index],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n"), "tidakada" in done.stderr) == (2, 1, True)
