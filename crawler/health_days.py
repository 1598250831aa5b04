"""How a source was on each of many days, by the same judgement as today's, of what was known at the end of each.

`judge` (crawler/health.py) over all that is known costs most for its history of pages. Here each day is judged twice,
cheaply: what ails a source beside silence does not need its pages, and a source that showed an article within the
shortest silence there is cannot be silent. Between two articles silence, once it has begun, lasts: so where it began is
found by halving.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from crawler.health import LEDGER, PAGES, RUNS, Health, History, judge
from crawler.health_rhythm import LEAST, Times
from state.state import Run, State

SEEN = itemgetter(0)  # of a page: when it was first seen


def known_of(state: State, source: str, first: datetime, last: datetime) -> History:
    """All that is needed to judge a source at any moment from `first` to `last`. StateUnusable."""
    return History(
        source=source,
        runs=state.runs(source, since=first - LEDGER, limit=RUNS) or state.runs(source, limit=1),
        first=state.first_run(source),
        times=[one for one in state.times(source, first - PAGES) if one[0] <= last],
        last_article=state.last_stored(source),
        off=state.switched_off().get(source),
    )


def judged(state: State | None, source: str, moment: datetime, off: str | None = None) -> Health:
    """How a source was at a moment, by what was known then; off: why it is switched off. StateUnusable.

    state: None where nothing is remembered.
    """
    known = cut(known_of(state, source, moment, moment), moment) if state else History(source=source)
    return judge(replace(known, off=off), moment)


def cut(known: History, moment: datetime) -> History:
    """What was known at a moment: a run that ended later was still going on, a page seen later was not known.

    Whether a source is switched off is known of today only, and left out.
    """
    runs = [_then(run, moment) for run in _begun(known, moment)]
    times = _seen(known, moment - PAGES, moment)
    first = _then(known.first, moment) if known.first and known.first.started_at <= moment else None
    published = [day for _, day in times if day and day <= moment]
    return History(
        source=known.source,
        runs=runs or ([first] if first else []),
        first=first,
        times=times,
        last_article=max(published, default=None),
    )


def _begun(known: History, moment: datetime) -> Sequence[Run]:
    """The runs that had begun by a moment, newest first: those of the ledger's reach, or else the last."""
    newest = bisect_left(known.runs, -moment.timestamp(), key=_backwards)
    oldest = bisect_right(known.runs, -(moment - LEDGER).timestamp(), key=_backwards)
    return known.runs[newest : max(oldest, newest + 1)]


def _backwards(run: Run) -> float:
    return -run.started_at.timestamp()


def _then(run: Run, moment: datetime) -> Run:
    return run if run.ended_at is None or run.ended_at <= moment else replace(run, ended_at=None, ending=None)


def states(known: History, moments: Sequence[datetime]) -> list[str]:
    """The state of a source at each of these moments, oldest first; "ok" stands for "quiet" too."""
    found: list[str] = []
    for _, group in groupby(moments, key=lambda moment: _signs(known, moment)):
        found += _of_group(known, list(group))
    return found


def _signs(known: History, moment: datetime) -> tuple[int, datetime | None]:
    """What changes whenever a source shows an article: how many pages were seen, and the latest that a list told."""
    seen = bisect_right(known.times, moment, key=SEEN)
    told = [run.newest for run in _begun(known, moment) if run.newest and (run.ended_at or moment) <= moment]
    return seen, max(told, default=None)


def _of_group(known: History, moments: list[datetime]) -> Iterator[str]:
    """The states at moments between which the source showed nothing new."""
    plain = [_beside_silence(known, moment) for moment in moments]
    asked = [at for at, state in enumerate(plain) if state == "ok" and not _lively(known, moments[at])]
    silent = set(asked[bisect_left(asked, True, key=lambda at: _silent(known, moments[at])) :])
    yield from ("silent" if at in silent else state for at, state in enumerate(plain))


def _beside_silence(known: History, moment: datetime) -> str:
    """The state without a look at how long nothing was shown."""
    then = cut(replace(known, times=()), moment)
    state = judge(then, moment).state
    return "ok" if state in ("quiet", "silent") else state


def _lively(known: History, moment: datetime) -> bool:
    """Whether an article was published and seen so lately that the source cannot be silent."""
    lately = _seen(known, moment - LEAST, moment)
    return any(day is not None and moment - LEAST <= day <= seen for seen, day in lately)


def _seen(known: History, start: datetime, end: datetime) -> Times:
    """The pages that were first seen from one moment to another."""
    first, last = (
        bisect_left(known.times, start, key=SEEN),
        bisect_right(known.times, end, key=SEEN),
    )
    return known.times[first:last]


def _silent(known: History, moment: datetime) -> bool:
    return judge(cut(known, moment), moment).state == "silent"
