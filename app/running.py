"""`pantau run`: crawls for as long as it lives, each source at its learnt interval, each crawl a process of its own."""

import asyncio
import logging
import os
import random
import re
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.jobs import Job, read_done, write_done
from crawler.intervals import CEILING, FLOOR, learnt
from crawler.logs import log_form
from entities.errors import Busy, StateUnusable
from state.state import State, beside

log = logging.getLogger("pantau.run")

BUSY = Busy.status
TURN = 60.0  # seconds after which the state is looked at again
AGAIN = timedelta(minutes=2)  # until a source is tried again that another crawl holds
JITTER, MOST_JITTER = 0.1, timedelta(minutes=10)  # of a wait, so that hosts do not ask in step
LINE = 2**20  # characters; no line of a crawl is as long
WEEK = timedelta(days=7)
LOGGED = {  # lines of a child's log, by its form
    "json": re.compile(r'\{"time": '),
    "text": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [A-Z]+ "),
}
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a run shall do. longest: until a crawl is ended; grace: until one that was told to end is killed."""

    index: str
    sources: tuple[str, ...]
    at_once: int = 2
    jobs: tuple[Job, ...] = ()
    once: bool = False
    longest: timedelta = timedelta(hours=6)
    grace: timedelta = timedelta(seconds=90)


def to_start(
    due: Mapping[str, datetime], running: Collection[str], now: datetime, at_once: int
) -> tuple[list[str], datetime | None]:
    """What of `due` is to be started now, longest due first, and when to look again, None for when something ends."""
    waiting = sorted((when, name) for name, when in due.items() if name not in running)
    free = max(at_once - len(running), 0)
    start = [name for when, name in waiting if when <= now][:free]
    later = [when for when, name in waiting if name not in start]
    return start, later[0] if later and len(running) + len(start) < at_once else None


def jittered(due: datetime, wait: timedelta, dice: random.Random) -> datetime:
    """A moment somewhat later, by up to a tenth of what is waited."""
    return due + min(wait * JITTER, MOST_JITTER) * dice.random()


# ---------------------------------------------------------------- the run


class Running:
    """One run over one index and its state."""

    def __init__(
        self, wanted: Wanted, state: State, *, clock: Clock = utc_now, dice: random.Random | None = None
    ) -> None:
        self.wanted, self.state, self.clock = wanted, state, clock
        self.dice = dice or random.Random()
        self.due: dict[str, datetime] = {}
        self.stumbles: dict[str, int] = {}
        self.children: dict[str, asyncio.subprocess.Process] = {}
        self.told: set[int] = set()  # processes that were told to end
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.stop = asyncio.Event()
        self.failed = False
        self.jobs = {job.name: job for job in wanted.jobs}
        self.done_file = beside(wanted.index, "jobs.json")
        self.done = read_done(self.done_file)
        self.on_turn: Callable[[], None] = lambda: None

    async def go(self) -> int:
        """Until told to stop, or with `once` until all that is due has been crawled; the exit status."""
        self.prepare()
        try:
            while not self.stop.is_set() and (wake := self.turn()) is not None:
                await self.pause(wake)
        finally:
            self.stop.set()
            await self.finish()
        return int(self.wanted.once and self.failed)

    def prepare(self) -> None:
        """When each source is due, by the state; jobs whose time came and went while nobody ran."""
        for name in self.wanted.sources:
            self.due[name] = learnt(self.state, name, self.clock())[1]
        for job in self.jobs.values():
            self.done[job.name] = min(self.done.get(job.name, self.clock()), self.clock())
            self.due[job.name] = job.next_time(self.done[job.name])
        self.keep_done()

    def turn(self) -> float | None:
        """Start what is to be started; seconds to wait, None where a run that is done once has nothing left."""
        try:
            off = self.state.switched_off()
        except StateUnusable as error:
            log.error("%s; trying again", error, extra={"event": "state unusable"})
            return TURN
        now = self.clock()
        self.due = {name: min(when, now + self.latest(name)) for name, when in self.due.items()}
        due = {name: when for name, when in self.due.items() if name not in off}
        start, wake = to_start(due, self.tasks, now, self.wanted.at_once)
        for name in start:
            if self.state.crawled_now(name):  # by hand, or by a run that was killed
                self.due[name] = now + AGAIN
                continue
            self.tasks[name] = asyncio.ensure_future(self.attend(name))
        self.on_turn()
        if self.wanted.once and not self.tasks and not (wake and wake <= now):
            return None
        return min(TURN, max((wake - now).total_seconds(), 0.0)) if wake else TURN

    def latest(self, name: str) -> timedelta:
        """The longest that anything waits: a clock that ran ahead and was set back must not silence a source."""
        return WEEK if name in self.jobs else CEILING + MOST_JITTER

    async def pause(self, seconds: float) -> None:
        """Until something ends, or these seconds are over, or it is time to stop."""
        stopping = asyncio.ensure_future(self.stop.wait())
        waiting = {stopping, *self.tasks.values()}
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for name in [name for name, task in self.tasks.items() if task.done()]:
            self.tasks.pop(name).result()

    async def finish(self) -> None:
        """Tell all children to end, which stores what they have read; kill those that do not."""
        if self.tasks:
            log.info("stopping %s", ", ".join(self.tasks), extra={"event": "stopping"})
            await asyncio.gather(*(self.end(name) for name in list(self.children)))
            await asyncio.wait(self.tasks.values(), timeout=self.wanted.grace.total_seconds() + 10)

    # ------------------------------------------------------------ children

    def command(self, name: str) -> list[str]:
        """The words of a child. The index is told it in the environment: its URL may hold a password."""
        words = self.jobs[name].words if name in self.jobs else ("crawl", name, "--quiet")
        return [sys.executable, "-P", "-m", "app", *words]

    async def attend(self, name: str) -> None:
        """Start a child, hear it, end it when it takes too long, and see when it is due next."""
        began = self.clock()
        try:
            process = await asyncio.create_subprocess_exec(
                *self.command(name),
                env={**os.environ, "PANTAU_INDEX": self.wanted.index},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in a terminal reaches us alone
                limit=LINE,
            )
        except OSError as error:
            self.ended(name, began, None, [f"could not be started ({error.strerror})"])
            return
        self.children[name] = process
        log.info("started as process %d", process.pid, extra={"source": name, "event": "started"})
        heard: deque[str] = deque(maxlen=3)
        hearing = asyncio.ensure_future(_hear(process.stdout, heard))
        if self.stop.is_set():  # told so while the child was being made
            await self.end(name)
        try:
            async with asyncio.timeout(self.wanted.longest.total_seconds()):
                await process.wait()
        except TimeoutError:
            said = f"still runs after {self.wanted.longest}; it is ended"
            log.error(said, extra={"source": name, "event": "hangs"})
            await self.end(name)
        await asyncio.wait([hearing], timeout=5)
        self.children.pop(name, None)
        self.told.discard(process.pid)
        self.ended(name, began, process.returncode, list(heard))

    async def end(self, name: str) -> None:
        """End a child gracefully, or, where it does not, at once. Told twice, a crawl would break off."""
        process = self.children[name]
        if process.pid not in self.told:
            self.told.add(process.pid)
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(self.wanted.grace.total_seconds()):
                await process.wait()
        except TimeoutError:
            said = f"did not end within {self.wanted.grace} and is killed; its next run goes on from there"
            log.error(said, extra={"source": name, "event": "killed"})
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def ended(self, name: str, began: datetime, status: int | None, heard: list[str]) -> None:
        """Tell how a child ended, and see when it is due next."""
        now = self.clock()
        well, stopped = status in (self.jobs[name].fine if name in self.jobs else (0,)), self.stop.is_set()
        said = f"ended with {status} after {(now - began).total_seconds():.0f} s"
        if not well and heard:
            said += ": " + " / ".join(heard)
        level = logging.INFO if well or stopped or status == BUSY else logging.ERROR
        log.log(level, said, extra={"source": name, "event": "ended", "figures": {"status": status}})
        self.failed |= not (well or stopped or status == BUSY)
        self.stumbles[name] = 0 if well else self.stumbles.get(name, 0) + 1
        if well and name in self.jobs:
            self.done[name] = began
            self.keep_done()
        if self.wanted.once:
            self.due.pop(name, None)
        else:
            self.due[name] = self.next_due(name, began, now, status)

    def next_due(self, name: str, began: datetime, now: datetime, status: int | None) -> datetime:
        """When a child is due next; not before a while where it failed and left no entry in the ledger."""
        if status == BUSY:
            return now + AGAIN
        again = now + FLOOR * 2 ** min(self.stumbles[name] - 1, 4) if self.stumbles[name] else now
        if name in self.jobs:
            return again if self.stumbles[name] else self.jobs[name].next_time(began)
        try:
            runs = self.state.runs(name, limit=1)
            pace, due = learnt(self.state, name, now)
        except StateUnusable as error:
            log.error("%s", error, extra={"source": name, "event": "state unusable"})
            return now + FLOOR
        entered = bool(runs) and runs[0].started_at >= began
        return jittered(due if entered else max(due, again), pace.wait, self.dice)

    def keep_done(self) -> None:
        """Keep when jobs were done; where that fails they are done again after the next start."""
        if self.done:
            try:
                write_done(self.done_file, self.done)
            except OSError as error:
                log.error("%s: %s", self.done_file, error.strerror, extra={"event": "not kept"})


async def _hear(stream: asyncio.StreamReader | None, heard: deque[str]) -> None:
    """Keep the last words of a child; its log events go to our own log as they are."""
    if stream is None:
        return
    logged = LOGGED.get(log_form() or "")
    async for line in _lines(stream):
        if logged and logged.match(line):
            print(line, file=sys.stderr, flush=True)
        elif line:
            heard.append(line.removeprefix("pantau: "))


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    while True:
        try:
            line = await stream.readline()
        except ValueError:  # longer than any of ours; the reader has let it go
            continue
        if not line:
            return
        yield line.decode("utf-8", "replace").strip()
