"""How each source is: ok, quiet, silent, broken and by what, off, never crawled, or not watched any more.

Pure but for `conditions`, which asks the state: the ledger of runs, the pages, which sources are off. docs/health.md
tells the rules to people. Nothing here asks a clock or a network; moments are aware.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from crawler.health_faults import fault
from crawler.health_rhythm import Rhythm, Times, ended, rhythm_of
from crawler.health_words import advice, day, lasting, rhythm_words, says
from state.state import Run, State

DAY = timedelta(days=1)
PAGES, LEDGER = 400 * DAY, 90 * DAY  # how far back the pages and the ledger are read
RUNS = 10_000  # entries of the ledger that are read of one source
TROUBLE = ("silent", "broken")  # what an exit status of 3 means
WHOLE = {"finished", "limit reached"}  # endings of a crawl that did what it was asked to
OURS = {"killed", "interrupted", "busy", "index unusable", "state unusable"}  # not of the source
ABSENT, TURNS = 3 * DAY, 4  # no crawl for so long, and for so many of the usual intervals: not watched
LONGEST = 300  # characters of what was seen
FIRM = DAY  # a state that holds for two runs, or so long, is no flicker


@dataclass(frozen=True, kw_only=True)
class Health:
    """How a source is, and why in one Indonesian sentence.

    state: "ok", "quiet" (nothing lately, within its habit or on days off), "silent" (longer than its history explains),
    "broken" by a `cause` (crawler/health.toml), "off", "never" (no telling crawl yet), "unwatched" (the crawler
    itself has paused). last_article: publication of the newest stored one. newest: the last sign of any article.
    rhythm: the median gap between articles that it lists. since: when the state began. firm: it has held for two runs
    or a day, so it is worth telling. advice: what to do, "" for nothing. None is unknown.
    """

    source: str
    state: str
    why: str
    last_article: datetime | None = None
    rhythm: timedelta | None = None
    cause: str | None = None
    newest: datetime | None = None
    last_run: datetime | None = None
    since: datetime | None = None
    firm: bool = False

    @property
    def trouble(self) -> bool:
        """Whether someone has to look after the source."""
        return self.state in TROUBLE

    @property
    def advice(self) -> str:
        """What to do, in Indonesian."""
        return advice(self.source, self.state, self.cause)


@dataclass(frozen=True, kw_only=True)
class History:
    """What is known of a source: its runs, newest first, when its pages were seen and published, why it is off.

    first: its first run of all, where `runs` does not reach back to it.
    """

    source: str
    runs: Sequence[Run] = ()
    first: Run | None = None
    times: Times = ()
    last_article: datetime | None = None
    off: str | None = None


def conditions(state: State, now: datetime, sources: Iterable[str] | None = None) -> tuple[Health, ...]:
    """The health of these sources (None: of all there are), by name, as of a moment. StateUnusable."""
    if sources is None:
        from crawler.sources import sources as known

        sources = known()
    off = state.switched_off()
    return tuple(judge(_history(state, name, now, off.get(name)), now) for name in sorted(sources))


def _history(state: State, source: str, now: datetime, off: str | None) -> History:
    return History(
        source=source,
        runs=state.runs(source, since=now - LEDGER, limit=RUNS) or state.runs(source, limit=1),
        first=state.first_run(source),
        times=state.times(source, now - PAGES),
        last_article=state.last_stored(source),
        off=off,
    )


def telling(run: Run) -> bool:
    """Whether a run says anything of its source: it did all, or was ended early and had asked some way before."""
    return run.ended_at is not None and (run.ending in WHOLE or (run.ending not in OURS and bool(run.ways)))


def judge(history: History, now: datetime) -> Health:
    """The health of a source from all that is known of it."""
    runs = [run for run in history.runs if telling(run)]
    rhythm = rhythm_of(history.times, runs, history.first) if runs else None
    known = Health(
        source=history.source,
        state="",
        why="",
        last_article=history.last_article,
        rhythm=rhythm and rhythm.usual,
        newest=rhythm and rhythm.newest,
        last_run=history.runs[0].started_at if history.runs else None,
    )
    if history.off is not None:
        return _said(known, "off", f"dimatikan: {history.off}" if history.off else "dimatikan", firm=True)
    if rhythm is None:
        return _said(known, "never", _never(history.runs))
    if paused := _paused(runs, now):
        return _said(known, "unwatched", paused, since=ended(runs[0]), firm=True)
    if found := fault(runs):
        why = f"{says(found.cause)}: {' '.join(found.seen.split())[:LONGEST]}"  # sites may have a say in it
        began, held = _broken_since(runs)
        return _said(known, "broken", why, cause=found.cause, since=began, firm=held or now - began >= FIRM)
    began = ended(history.first or runs[-1])
    state, why = _pace(ended(runs[0]), began, rhythm)
    if state != "silent":
        return _said(known, state, why)
    held = len(runs) > 1 and rhythm_of(history.times, runs[1:], history.first).silent
    return _said(known, state, why, since=rhythm.newest or began, firm=held or now - ended(runs[0]) >= FIRM)


def _said(known: Health, state: str, why: str, **more: object) -> Health:
    return replace(known, state=state, why=why, **more)


def _never(runs: Sequence[Run]) -> str:
    if not runs:
        return "belum pernah dirayapi"
    return f"belum ada perayapan yang selesai (terakhir: {runs[0].ending or 'sedang berjalan'})"


def _paused(runs: Sequence[Run], now: datetime) -> str | None:
    """A sentence where the crawler has not looked for long: that is not the source's silence."""
    began = [run.started_at for run in runs]
    turns = [later - earlier for later, earlier in itertools.pairwise(began)]
    away = now - ended(runs[0])
    if away <= max(ABSENT, TURNS * median(turns) if turns else ABSENT):
        return None
    return (
        f"tidak dirayapi sejak {day(ended(runs[0]))} ({lasting(away)}), jadi keadaannya kini tidak diketahui"
    )


def _broken_since(runs: Sequence[Run]) -> tuple[datetime, bool]:
    """When a source broke that is broken now, and whether more than one run saw it; by strides, as runs may be many."""
    back, stride = 0, 1
    while back + stride < len(runs) and fault(runs[back + stride :]):
        back, stride = back + stride, stride * 2
    while stride := stride // 2:
        if back + stride < len(runs) and fault(runs[back + stride :]):
            back += stride
    return ended(runs[back]), back > 0


# ---------------------------------------------------------------- pace


def _pace(looked: datetime, began: datetime, rhythm: Rhythm) -> tuple[str, str]:
    """State and sentence of a source that works, at the last look; began: since when it is watched."""
    age = looked - rhythm.newest if rhythm.newest else None
    if age is not None and age <= max(DAY, 2 * (rhythm.usual or timedelta(0))):
        return "ok", f"terbit {rhythm_words(rhythm.usual)}" if rhythm.usual else "ada artikel baru"
    last = f"tidak ada artikel baru sejak {day(rhythm.newest)}" if rhythm.newest else "belum ada artikel baru"
    watched = looked - max(rhythm.newest or began, began)
    if rhythm.silent:
        usual = f", biasanya terbit {rhythm_words(rhythm.usual)}" if rhythm.usual else ""
        return "silent", f"{last} ({lasting(watched)} diawasi){usual}; situsnya menjawab"
    return "quiet", f"{last}, {_habit(rhythm, age, watched, began)}"


def _habit(rhythm: Rhythm, age: timedelta | None, watched: timedelta, began: datetime) -> str:
    """Why nothing lately is nothing to worry about."""
    if rhythm.explained is None:
        return "riwayatnya belum cukup untuk dinilai"
    if watched > rhythm.explained:
        return f"wajar karena libur ({rhythm.off})"
    if age is None or age > rhythm.explained:
        return f"tetapi baru diawasi sejak {day(began)}"
    return f"masih dalam kebiasaannya (jeda sampai {lasting(rhythm.explained)})"
