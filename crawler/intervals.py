"""How long to wait until a source is asked again, learnt from when it publishes. Pure: moments and runs in, a wait out.

The usual gap at a time of day is the gap between two articles that spanned this time on earlier days: of the same
weekday where enough is known, else of all days; the middle one counts. So nights, weekends and Friday noon need no
rule of ours. Half of it is waited. A source that has been silent for longer is asked more slowly, one that fails more
slowly each time, and none is ever given up.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise, takewhile
from statistics import median

from state.state import Run, State

FLOOR, CEILING = timedelta(minutes=15), timedelta(hours=24)
CLOSE = timedelta(minutes=10)  # moments closer than this are one
UNKNOWN = timedelta(hours=1)  # the wait for a source of which nothing is known yet
DAYS = 28  # looked back upon
ENOUGH = 3  # earlier days of the same weekday that outweigh the others
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
PATIENCE = 10  # a tenth of a silence is waited
# Endings of runs that were not the source's doing: what is left of them is taken up soon.
BROKEN_OFF = frozenset({"killed", "interrupted", "busy", "index unusable", "state unusable"})


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How often a source is asked. gap: between its articles at this time of day, None where unknown.

    failures: runs that failed in a row. wait: from the beginning of the last run until the next.
    """

    wait: timedelta
    gap: timedelta | None = None
    failures: int = 0


def pace(moments: Iterable[datetime], runs: Sequence[Run], now: datetime) -> Pace:
    """The pace of a source, from when its articles appeared and its runs, newest first. All moments are aware."""
    known = _apart(moment for moment in moments if moment <= now)
    gap = usual_gap(known, now)
    silence = now - known[-1] if known else timedelta()
    wait = max(gap / 2, silence / PATIENCE) if gap else UNKNOWN
    broken_off = _in_a_row(runs, broken_off_run)
    failures = _in_a_row(runs[broken_off:], failed)
    if (
        broken_off
    ):  # goes on where it stopped; not at once for ever, should it be what brings the machine down
        again = FLOOR * 2 ** min(broken_off - 2, 4) if broken_off > 1 else timedelta()
        return Pace(wait=again, gap=gap, failures=failures)
    slower = min(max(wait, FLOOR), CEILING) * 2 ** min(failures, 10)
    return Pace(wait=min(slower, CEILING), gap=gap, failures=failures)


def due(pace: Pace, runs: Sequence[Run], now: datetime) -> datetime:
    """When a source is to be asked next: now where it never was; not in the same breath after a long run."""
    if not runs:
        return now
    last = runs[0]
    return max(last.started_at + pace.wait, (last.ended_at or last.started_at) + min(pace.wait, FLOOR))


def usual_gap(moments: Sequence[datetime], now: datetime) -> timedelta | None:
    """The gap between articles that is usual at this time of day; None where fewer than two are known, in order."""
    spans = {day: gap for day in range(1, DAYS + 1) if (gap := _spanning(moments, now - timedelta(days=day)))}
    alike = [gap for day, gap in spans.items() if day % 7 == 0]
    gaps = alike if len(alike) >= ENOUGH else list(spans.values())
    gaps = gaps or [after - before for before, after in pairwise(moments)]
    return timedelta(seconds=median(gap.total_seconds() for gap in gaps)) if gaps else None


def _apart(moments: Iterable[datetime]) -> list[datetime]:
    """The moments in order, without those that follow closely: one poll sees many articles, second by second."""
    kept: list[datetime] = []
    for moment in sorted(moments):
        if not kept or moment - kept[-1] >= CLOSE:
            kept.append(moment)
    return kept


def _spanning(moments: Sequence[datetime], at: datetime) -> timedelta | None:
    """The gap between the last article until `at` and the first one after it."""
    after = bisect_right(moments, at)
    return moments[after] - moments[after - 1] if 0 < after < len(moments) else None


def broken_off_run(run: Run) -> bool:
    """Whether a run was stopped or killed before its end."""
    return run.ended_at is None or run.ending in BROKEN_OFF


def failed(run: Run) -> bool:
    """Whether a run came to its end and failed."""
    return bool(run.problems) and not broken_off_run(run)


def _in_a_row(runs: Sequence[Run], such: Callable[[Run], bool]) -> int:
    return sum(1 for _ in takewhile(such, runs))


# ---------------------------------------------------------------- of a state


def learnt(state: State, source: str, now: datetime) -> tuple[Pace, datetime]:
    """The pace of a source by what a state holds of it, and when it is due."""
    since = now - timedelta(days=DAYS + 7)
    lately = [moment for moment in _appeared(state, source, since) if moment >= since]
    runs = state.runs(source, limit=20)
    # A dead source has only old articles.
    found = pace(lately or _appeared(state, source, LONG_AGO), runs, now)
    return found, due(found, runs, now)


def _appeared(state: State, source: str, since: datetime) -> Iterator[datetime]:
    """When each article appeared: as it says of itself, but not later than it was seen."""
    return (min(published or seen, seen) for seen, published in state.times(source, since))
