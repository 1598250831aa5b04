"""`pantau run` as a command: its options, what is seen of it in a terminal, the plan it would follow."""

import logging
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import wording
from app.jobs import jobs
from app.options import DEFAULT, AsJson, IndexUrl
from crawler.logs import log_level, log_to, start_logs
from entities.errors import Busy
from indexer.index import shown

if TYPE_CHECKING:
    from app.running import Running, Wanted
    from crawler.intervals import Pace
    from state.state import State

log = logging.getLogger("pantau.run")

ONE_RUN = "pantau run"  # what the state locks, beside its sources
IDLE = 1  # status of --status where nothing runs


def run(
    source: Annotated[
        list[str] | None, typer.Argument(help="Sources to look after; all where none is named.")
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="Crawls at one time.")] = 2,
    once: Annotated[bool, typer.Option("--once", help="Crawl what is due now, then end.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show when each source would be crawled.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="The same, and end with 1 where no run is.")
    ] = False,
    digest_to: Annotated[
        Path | None, typer.Option(help="Write last week's digest there each Monday.", metavar="DIR")
    ] = None,
    backup_to: Annotated[
        Path | None, typer.Option(help="Back up index and state there each night.", metavar="DIR")
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Mail each hour the digests that subscribers are due.")
    ] = False,
    notify: Annotated[
        bool, typer.Option("--notify", help="Tell each hour which sources fell silent or came back.")
    ] = False,
    metrics: Annotated[
        Path | None,
        typer.Option(envvar="PANTAU_METRICS", help="Write figures for Prometheus there.", metavar="FILE"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Log only what went wrong.")] = False,
    json_logs: Annotated[bool, typer.Option("--json-logs", help="Log as JSON lines.")] = False,
    longest: Annotated[float, typer.Option(min=0.01, help="Minutes after which a crawl is ended.")] = 360,
    grace: Annotated[
        float, typer.Option(min=0.1, help="Seconds that a crawl has to end in before it is killed.")
    ] = 90,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Crawl for as long as it runs, each source as often as it publishes, until SIGTERM or Ctrl-C.

    After a crash or a power cut start it again: it goes on where it was.
    """
    import os

    from app.running import Wanted
    from crawler.sources import chosen

    more = {"PANTAU_METRICS": str(metrics.absolute())} if metrics else {}
    more |= {"PANTAU_LOG": "json"} if json_logs else {}
    more |= {"PANTAU_LOG_LEVEL": "WARNING"} if quiet else {}
    os.environ.update(more)
    wanted = Wanted(
        index=index,
        sources=tuple(chosen(tuple(source or ()))),
        at_once=at_once,
        jobs=jobs(digest_to=digest_to, backup_to=backup_to, notify=notify, send=send),
        once=once,
        longest=timedelta(minutes=longest),
        grace=timedelta(seconds=grace),
    )
    raise typer.Exit(_show(wanted, status, json) if dry_run or status else look_after(wanted))


def look_after(wanted: "Wanted", *, seed: int | None = None) -> int:
    """Run until told to stop; the exit status. Busy where another run looks after the same index."""
    import asyncio

    from state.state import open_state, state_url

    state = open_state(state_url(wanted.index))
    try:
        if wanted.once and is_running(state):  # what is due is in good hands
            return 0
        with _alone(state, wanted.index):
            return asyncio.run(_run(wanted, state, random.Random(seed)))
    finally:
        state.close()


@contextmanager
def _alone(state: "State", index: str) -> Iterator[None]:
    held = state.crawling(ONE_RUN)
    try:
        held.__enter__()
    except Busy as error:
        raise Busy(f"another `pantau run` looks after {shown(index)} already; end it first") from error
    try:
        yield
    finally:
        held.__exit__(None, None, None)


async def _run(wanted: "Wanted", state: "State", dice: random.Random) -> int:
    import asyncio

    from app.running import Running

    running = Running(wanted, state, dice=dice)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup sets it
            loop.add_signal_handler(number, running.stop.set)
    with _logging(running):
        about = ", ".join(wanted.sources)
        log.info("looks after %s: %s", shown(wanted.index), about, extra={"event": "begins"})
        status = await running.go()
        log.info("ended", extra={"event": "ends"})
    return status


def is_running(state: "State") -> bool:
    """Whether some `pantau run` looks after this state now."""
    return state.crawled_now(ONE_RUN)


# ---------------------------------------------------------------- seen in a terminal


class Above(logging.Handler):
    """Log lines above the line of progress."""

    def emit(self, record: logging.LogRecord) -> None:
        from app.terminal import errors, text

        errors.print(text(self.format(record)), soft_wrap=True)


@contextmanager
def _logging(running: "Running") -> Iterator[None]:
    """A line of progress on a terminal, one log line an event otherwise."""
    if start_logs(running.wanted.index, default=None if sys.stderr.isatty() else "text"):
        yield
        return
    from rich.live import Live

    from app.terminal import errors, text

    log_to(Above(), "text", log_level())
    with Live(
        console=errors,
        transient=True,
        refresh_per_second=1,
        get_renderable=lambda: text(progress(running), "dim"),
    ):
        yield


def progress(running: "Running") -> str:
    """What runs now and what comes next, in one line."""
    now = ", ".join(running.tasks) or wording.NOTHING
    due = {name: when for name, when in running.due.items() if name not in running.tasks}
    name = min(due, key=lambda one: due[one], default=None)
    following = f"{name} {wording.moment(due[name])}" if name else wording.NOTHING
    return f"berjalan: {now} · berikutnya: {following}"


# ---------------------------------------------------------------- the plan


@dataclass(frozen=True, kw_only=True)
class Planned:
    """When a source would be crawled and why then. off: why it is left out."""

    source: str
    pace: "Pace"
    due: datetime
    now: bool = False
    off: str | None = None


def plan(state: "State", sources: Sequence[str], now: datetime) -> list[Planned]:
    """What a run would do, soonest first; sources that are off come last."""
    from crawler.intervals import learnt

    off = state.switched_off()
    rows = []
    for source in sources:
        pace, due = learnt(state, source, now)
        held = state.crawled_now(source)
        rows.append(Planned(source=source, pace=pace, due=due, now=held, off=off.get(source)))
    return sorted(rows, key=lambda row: (row.off is not None, row.due, row.source))


def _show(wanted: "Wanted", status: bool, as_json: bool) -> int:
    from app.running import utc_now
    from state.state import open_state, state_url

    state, now = open_state(state_url(wanted.index)), utc_now()
    try:
        rows, running = plan(state, wanted.sources, now), is_running(state)
        if as_json:
            _print_json(rows)
        else:
            _print(rows, now)
            print("pantau run: berjalan" if running else "pantau run: tidak berjalan")
    finally:
        state.close()
    return IDLE if status and not running else 0


def _print_json(rows: Sequence[Planned]) -> None:
    from entities.wire import dumps

    for row in rows:
        gap = row.pace.gap and round(row.pace.gap.total_seconds())
        told = {"source": row.source, "due": row.due, "wait_seconds": round(row.pace.wait.total_seconds())}
        print(
            dumps({**told, "gap_seconds": gap, "failures": row.pace.failures, "now": row.now, "off": row.off})
        )


def _print(rows: Sequence[Planned], now: datetime) -> None:
    from rich.table import Table

    from app.terminal import console, text

    table = Table("Sumber", "Jeda berita", "Ditanya tiap", "Berikutnya", "Catatan")
    for row in rows:
        cells = (row.source, span(row.pace.gap), span(row.pace.wait), _when(row, now), _note(row))
        table.add_row(*(text(cell) for cell in cells))
    console.print(table)


def _when(row: Planned, now: datetime) -> str:
    if row.off is not None:
        return wording.NOTHING
    return "sekarang" if row.due <= now else wording.moment(row.due)


def _note(row: Planned) -> str:
    notes = {
        f"dimatikan: {row.off}": row.off is not None,
        "sedang dirayapi": row.now,
        f"gagal {row.pace.failures} kali berturut-turut": row.pace.failures > 0,
    }
    return "; ".join(note for note, holds in notes.items() if holds)


def span(length: timedelta | None) -> str:
    """A length of time in its two largest units, as "1 jam 30 menit"; a dash where it is unknown."""
    if length is None:
        return wording.NOTHING
    minutes = round(length.total_seconds() / 60)
    parts = ((minutes // 1440, "hari"), (minutes // 60 % 24, "jam"), (minutes % 60, "menit"))
    return " ".join([f"{number} {unit}" for number, unit in parts if number][:2]) or "segera"
