"""From a search to its series by week or year.

A period in which nothing matched is 0 where a source was watched or the index holds any article of it; else it is
unknown, and drawn as a gap.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.coverage import Coverage
from app.drawing.gathered import Asked
from app.drawing.records import Amount, Measure, Series, Step
from app.drawing.words import say
from app.wording import WIB, last_day
from entities.errors import BadInput
from indexer.index import Bucket, Query
from indexer.periods import Unit, between
from indexer.periods import days as days_of
from indexer.periods import period as named

DAY = dt.timedelta(days=1)
LONGEST = 2000  # periods of a series


def series(asked: Asked, unit: Unit = "week", measure: Measure = "count", *, before: bool = False) -> Series:
    """The search by week or year, by its `by`; before: with the same a year earlier. BadInput where it is too long."""
    line = _line(asked, asked.query, unit)
    names = _names(asked.query, line, unit)
    more = [say(asked.language, "coverage.partial")] * _partial(asked.query, unit)
    if measure != "count":
        more.append(asked.sums(asked.held.totals(asked.query), measure))
    return Series(
        about=asked.about(unit, measure, *more),
        unit=unit,
        steps=tuple(line.step(name, measure) for name in names),
        before=_earlier(asked, names, measure) if before and unit == "week" else (),
    )


@dataclass(frozen=True, kw_only=True)
class Line:
    """A search in time. found: its buckets by period; held: the periods of which the index holds any article."""

    unit: Unit
    found: Mapping[str, Bucket]
    held: frozenset[str]
    covered: Coverage

    def step(self, name: str, measure: Measure) -> Step:
        """A period with its figure; 0 where somebody looked; None where nobody did, and for "", a week that is none."""
        bucket = self.found.get(name)
        if bucket:
            sums: dict[Measure, Amount] = {"count": bucket.count, "IDR": bucket.rupiah, "USD": bucket.dollars}
            return Step(period=name, value=sums[measure])
        looked = name and (name in self.held or self.covered.watched(*days_of(name, self.unit)))
        return Step(period=name, value=0 if looked else None)


def _line(asked: Asked, query: Query, unit: Unit) -> Line:
    return Line(
        unit=unit,
        found={bucket.period: bucket for bucket in asked.held.series(query, unit) if bucket.count},
        held=frozenset(bucket.period for bucket in asked.held.series(_all(query), unit) if bucket.count),
        covered=asked.covered if query == asked.query else asked.look(query),
    )


def _names(query: Query, line: Line, unit: Unit) -> list[str]:
    """The periods of a series: those of the search's days; where it leaves an end open, of all articles and matches."""
    days = [day for name in (*line.held, *line.found) for day in days_of(name, unit)]
    first, last = _first_day(query) or min(days, default=None), _last_day(query) or max(days, default=None)
    if first is None or last is None or first > last:
        return []
    names = list(between(first, last, unit))
    if len(names) > LONGEST:
        raise BadInput(
            "a series of {n} periods cannot be drawn; narrow it by days, or draw years", n=len(names)
        )
    return names


def _earlier(asked: Asked, names: list[str], measure: Measure) -> tuple[Step, ...]:
    """The same weeks a year earlier; "" for week 53 of a year that has none."""
    earlier = [_year_before(name) for name in names]
    known = [name for name in earlier if name]
    if not known:
        return tuple(Step(period=name, value=None) for name in earlier)
    first, last = days_of(known[0], "week")[0], days_of(known[-1], "week")[1]
    line = _line(asked, replace(asked.query, since=midnight(first), until=midnight(last + DAY)), "week")
    return tuple(line.step(name, measure) for name in earlier)


def _all(query: Query) -> Query:
    """All articles of a search's days."""
    by: Literal["published", "learnt"] = "learnt" if query.by == "learnt" else "published"
    return Query(since=query.since, until=query.until, by=by, sources=query.sources)


def _first_day(query: Query) -> dt.date | None:
    return query.since and query.since.astimezone(WIB).date()


def _last_day(query: Query) -> dt.date | None:
    return query.until and last_day(query.until)


def _partial(query: Query, unit: Unit) -> bool:
    """Whether the search begins or ends within a period."""
    first, last = _first_day(query), _last_day(query)
    cut_first = first is not None and first != days_of(named(first, unit), unit)[0]
    return cut_first or (last is not None and last != days_of(named(last, unit), unit)[1])


def _year_before(name: str) -> str:
    """The week of the same number a year earlier; "" where that year had no week 53."""
    year, week = name.split("-W")
    known = dt.date(int(year) - 1, 12, 28).isocalendar().week
    return f"{int(year) - 1}-W{week}" if int(week) <= known else ""


def midnight(day: dt.date) -> dt.datetime:
    """The moment that a day begins with in WIB."""
    return dt.datetime.combine(day, dt.time(), WIB)
