"""How a source publishes, and how long its silence is: pure functions of what was seen of it and when.

A sign of life is the publication of any article that a source lists, wanted or not; where no date is known, the moment
it was first seen, unless the crawler was only getting acquainted then. Silence is counted only while the crawler
watched, up to its last look, and without the days off of Indonesia.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from entities.holidays import free_between
from state.state import Run

DAY = timedelta(days=1)
LATE = 14 * DAY  # an article may show so long after the day it bears, and still be a sign of that moment
RECENT = 180 * DAY  # history that tells of today's habits, where it holds enough
ENOUGH = 20  # gaps that are enough; with fewer, older ones are taken in
SOME, FEW = 20, 5  # gaps: from which on one may be an outage; that make a history
NIGHT = timedelta(hours=8)  # shorter gaps, as within a day, tell nothing of silence
MARGIN = 2  # how often as long as what was seen a silence may be
UNSEEN = 2 * DAY  # a longer gap that no crawl looked into is the crawler's, where articles bear no date
LEAST = 2 * DAY  # no source is silent sooner
# Nor is one that never showed an article silent sooner than this; one that showed a few.
NOTHING, LITTLE = 30 * DAY, 120 * DAY
Times = Sequence[tuple[datetime, datetime | None]]


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """usual: the median gap between two articles; explained: the silence that its history explains; None: unknown.

    newest: the last sign of life. quiet: how long there was none, as counted; off: the name of the last day off in it.
    """

    usual: timedelta | None
    explained: timedelta | None
    newest: datetime | None
    quiet: timedelta
    off: str = ""

    @property
    def silent(self) -> bool:
        """Whether it is quiet for longer than its history explains."""
        return self.quiet > (self.explained or (LITTLE if self.newest else NOTHING))


def rhythm_of(times: Times, runs: Sequence[Run], first: Run | None = None) -> Rhythm:
    """The rhythm of a source from its pages (first seen, published) and the crawls that looked, newest first.

    first: the first crawl of all, where `runs` does not reach back to it.
    """
    looked, first = ended(runs[0]), first or runs[-1]
    began = ended(first)
    meetings = [(run.started_at, ended(run)) for run in (*runs, first) if run is first or run.mode != "daily"]
    times = [(seen, day) for seen, day in times if seen <= looked]
    moments = _moments(times, meetings, looked)
    looks = sorted(run.started_at for run in runs)
    gaps = _gaps(moments, looks)
    # A list's own clock may be hours ahead.
    told = [min(run.newest, ended(run)) for run in runs if run.newest]
    newest = max([*told, *_signs(times, meetings, looks)], default=None)
    quiet, off = effective(max(newest or began, began), looked)
    usual = median([end - start for start, end in _recent(gaps)]) if len(gaps) >= FEW else None
    explained = _explained(gaps, usual) if usual else None
    return Rhythm(usual=usual, explained=explained, newest=newest, quiet=quiet, off=off)


def ended(run: Run) -> datetime:
    """When a run ended; when it began, while it goes on."""
    return run.ended_at or run.started_at


def effective(start: datetime, end: datetime) -> tuple[timedelta, str]:
    """The time between two moments without days off, and the name of the last of those."""
    off, name = free_between(start, end)
    return max(end - start - off, timedelta(0)), name


def _met(seen: datetime, meetings: Iterable[tuple[datetime, datetime]]) -> bool:
    """Whether a page was seen while the crawler got acquainted: its first run, or one that fetched old articles."""
    return any(start <= seen <= end for start, end in meetings)


def _moments(
    times: Times, meetings: list[tuple[datetime, datetime]], looked: datetime
) -> list[tuple[datetime, bool]]:
    """When articles appeared, each moment once, oldest first, and whether they bear that date themselves."""
    found = {day: True for _, day in times if day and day <= looked}
    found |= {seen: False for seen, day in times if day is None and not _met(seen, meetings)}
    return sorted(found.items())


def _signs(
    times: Times, meetings: list[tuple[datetime, datetime]], looks: list[datetime]
) -> Iterable[datetime]:
    """Signs of life: an article counts on its day; where it has none, or showed late, when it was seen."""
    for seen, day in times:
        if not _met(seen, meetings) and (day is None or _was_late(seen, day, looks)):
            yield seen
        elif day and day <= seen:
            yield day


def _was_late(seen: datetime, day: datetime, looks: list[datetime]) -> bool:
    """Whether a crawl between an article's day and the crawl that found it had looked in vain; looks: oldest first."""
    before = bisect_left(looks, seen) - 1
    return seen - day <= LATE and before > 0 and looks[before - 1] > day


def _gaps(
    moments: Sequence[tuple[datetime, bool]], looks: Sequence[datetime]
) -> list[tuple[datetime, datetime]]:
    """Pairs of moments that follow one another; without those that are the crawler's own pauses."""
    pairs = itertools.pairwise(moments)
    return [
        (start, end)
        for (start, _), (end, dated) in pairs
        if dated or end - start <= UNSEEN or any(start < look < end - UNSEEN / 2 for look in looks)
    ]


def _recent(gaps: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The gaps of the half year up to the last article, or all where those are few; none of none."""
    if not gaps:
        return []
    recent = [one for one in gaps if one[1] >= gaps[-1][1] - RECENT]
    return recent if len(recent) >= ENOUGH else gaps


def _explained(gaps: list[tuple[datetime, datetime]], usual: timedelta) -> timedelta | None:
    """The silence that a history explains: twice its longest gap but one, as the longest may have been an outage.

    Only gaps of a night and longer count, so that ten articles of one day are not a history of ten gaps.
    """
    lengths = sorted(effective(start, end)[0] for start, end in _recent(_long(gaps)) or gaps)
    if len(lengths) < FEW:
        return None
    longest = lengths[-2] if len(lengths) >= SOME else lengths[-1]
    return max(LEAST, longest * MARGIN, usual * 3)


def _long(gaps: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    return [(start, end) for start, end in gaps if end - start >= NIGHT]
