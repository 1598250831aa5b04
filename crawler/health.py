"""How each source is: ok, quiet, silent, broken and by what, off, never crawled, or not watched any more.

Pure but for `conditions`, which asks the state: the ledger of runs, the pages, which sources are off. docs/health.md
tells the rules to people. Nothing here asks a clock or a network; moments are aware.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from crawler.health_faults import Fault, fault
from crawler.health_rhythm import Rhythm, Times, rhythm_of
from crawler.health_words import advice, day, lasting, rhythm_words, says
from state.state import Run, State

DAY = timedelta(days=1)
REMEMBERED = 400 * DAY  # how far back the ledger and the pages are read
RUNS = 400  # entries of the ledger that are read of one source
TROUBLE = ("silent", "broken")  # what an exit status of 3 means
UNTELLING = {
    "killed",
    "interrupted",
    "busy",
    "index unusable",
    "state unusable",
}  # endings of ours, not of the source
ABSENT, TURNS = 3 * DAY, 4  # no crawl for so long, and for so many of the usual intervals: not watched
FIRM = DAY  # a state that holds for two runs, or so long, is no flicker
STEPS = 30  # runs that are looked back on for the beginning of a state


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
    """What is known of a source: its runs, newest first, when its pages were seen and published, why it is off."""

    source: str
    runs: Sequence[Run] = ()
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
    since = now - REMEMBERED
    return History(
        source=source,
        runs=state.runs(source, since=since, limit=RUNS),
        times=state.times(source, since),
        last_article=state.last_stored(source),
        off=off,
    )


def telling(run: Run) -> bool:
    """Whether a run says anything of its source: it ended for a reason that is not ours."""
    return run.ended_at is not None and run.ending not in UNTELLING


def judge(history: History, now: datetime) -> Health:
    """The health of a source from all that is known of it."""
    runs = [run for run in history.runs if telling(run)]
    rhythm = rhythm_of(history.times, runs) if runs else None
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
        return _said(known, "unwatched", paused, since=_ended(runs[0]), firm=True)
    state, cause, why = _state(runs, rhythm)
    if state not in TROUBLE:
        return _said(known, state, why)
    return _said(known, state, why, cause=cause, **_lasted(history, runs, state, rhythm, now))


def _said(known: Health, state: str, why: str, **more: object) -> Health:
    return replace(known, state=state, why=why, **more)


def _ended(run: Run) -> datetime:
    return run.ended_at or run.started_at


def _never(runs: Sequence[Run]) -> str:
    if not runs:
        return "belum pernah dirayapi"
    return f"belum ada perayapan yang selesai (terakhir: {runs[0].ending or 'sedang berjalan'})"


def _paused(runs: Sequence[Run], now: datetime) -> str | None:
    """A sentence where the crawler has not looked for long: that is not the source's silence."""
    began = [run.started_at for run in runs]
    turns = [later - earlier for later, earlier in itertools.pairwise(began)]
    away = now - _ended(runs[0])
    if away <= max(ABSENT, TURNS * median(turns) if turns else ABSENT):
        return None
    return (
        f"tidak dirayapi sejak {day(_ended(runs[0]))} ({lasting(away)}), jadi keadaannya kini tidak diketahui"
    )


# ---------------------------------------------------------------- states


def _state(runs: Sequence[Run], rhythm: Rhythm) -> tuple[str, str | None, str]:
    """State, cause and sentence as of the last telling run."""
    if found := fault(runs):
        return "broken", found.cause, _broken(found)
    looked = _ended(runs[0])
    age = looked - rhythm.newest if rhythm.newest else None
    if age is not None and age <= max(DAY, 2 * (rhythm.usual or timedelta(0))):
        return "ok", None, f"terbit {rhythm_words(rhythm.usual)}" if rhythm.usual else "ada artikel baru"
    last = f"tidak ada artikel baru sejak {day(rhythm.newest)}" if rhythm.newest else "belum ada artikel baru"
    if rhythm.silent:
        usual = f", biasanya terbit {rhythm_words(rhythm.usual)}" if rhythm.usual else ""
        length = lasting(looked - max(rhythm.newest or _ended(runs[-1]), _ended(runs[-1])))
        return "silent", None, f"{last} ({length} diawasi){usual}; situsnya menjawab"
    return "quiet", None, f"{last}, {_habit(runs, rhythm, age)}"


def _broken(found: Fault) -> str:
    return f"{says(found.cause)}: {found.seen}"


def _habit(runs: Sequence[Run], rhythm: Rhythm, age: timedelta | None) -> str:
    """Why nothing lately is nothing to worry about."""
    if rhythm.explained is None:
        return "riwayatnya belum cukup untuk dinilai"
    began = _ended(runs[-1])
    if _ended(runs[0]) - max(rhythm.newest or began, began) > rhythm.explained:
        return f"wajar karena libur ({rhythm.off})"
    if age is None or age > rhythm.explained:
        return f"tetapi baru diawasi sejak {day(began)}"
    return f"masih dalam kebiasaannya (jeda sampai {lasting(rhythm.explained)})"


def _lasted(
    history: History, runs: Sequence[Run], state: str, rhythm: Rhythm, now: datetime
) -> dict[str, object]:
    """When trouble began, and whether it is firm: seen by two runs on end, or for a day."""
    first, seen = runs[0], 1
    for n in range(1, min(len(runs), STEPS)):
        earlier = runs[n:]
        if _state(earlier, rhythm_of(history.times, earlier))[0] != state:
            break
        first, seen = runs[n], seen + 1
    began = _ended(first)
    silent_since = rhythm.newest if state == "silent" else None
    return {"since": silent_since or began, "firm": seen > 1 or now - began >= FIRM}
