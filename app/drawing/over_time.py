"""From a search to its series by week or year.

A period in which nothing matched is 0 where a source was watched or the index holds any article of it; else it is
unknown, and drawn as a gap.
"""

import datetime as dt
from dataclasses import replace
from typing import Literal

from app.coverage import Coverage
from app.drawing.gathered import Asked
from app.drawing.records import Amount, Measure, Series, Step
from app.drawing.words import say
from app.wording import WIB
from entities.errors import BadInput
from indexer.index import Bucket, Query
from indexer.periods import between
from indexer.periods import period as named

Unit = Literal["week", "year"]
DAY = dt.timedelta(days=1)
LONGEST = 2000  # periods of a series


def series(asked: Asked, unit: Unit = "week", measure: Measure = "count", *, before: bool = False) -> Series:
    """The search by week or year, by its `by`; before: with the same a year earlier."""
    names = _names(asked, asked.query, unit)
    more = [say(asked.language, "coverage.partial")] * _partial(asked.query, unit)
    if measure != "count":
        more.append(asked.sums(asked.held.totals(asked.query), measure))
    earlier = [_year_before(name) for name in names] if before and unit == "week" else []
    return Series(
        about=asked.about(unit, measure, *more),
        unit=unit,
        steps=_steps(asked, asked.query, names, unit, measure),
        before=_steps(asked, _shifted(asked.query, names), earlier, unit, measure) if earlier else (),
    )


def _names(asked: Asked, query: Query, unit: Unit) -> list[str]:
    """The periods of a series: those of the search's days, where it leaves an end open those of the articles held."""
    held = asked.held.series(_all(query), unit)
    first, last = _first_day(query), _last_day(query)
    days = [day for one in held for day in days_of(one.period, unit)]
    first, last = first or min(days, default=None), last or max(days, default=None)
    if first is None or last is None or first > last:
        return []
    names = list(between(first, last, unit))
    if len(names) > LONGEST:
        raise BadInput(f"a series of {len(names)} periods cannot be drawn; narrow it by days, or draw years")
    return names


def _all(query: Query) -> Query:
    """All articles of a search's days."""
    by: Literal["published", "learnt"] = "learnt" if query.by == "learnt" else "published"
    return Query(since=query.since, until=query.until, by=by, sources=query.sources)


def _first_day(query: Query) -> dt.date | None:
    return query.since and query.since.astimezone(WIB).date()


def _last_day(query: Query) -> dt.date | None:
    return query.until and (query.until - query.until.resolution).astimezone(WIB).date()


def days_of(name: str, unit: Unit) -> tuple[dt.date, dt.date]:
    """The first and the last day of a period."""
    if unit == "year":
        return dt.date(int(name), 1, 1), dt.date(int(name), 12, 31)
    year, week = name.split("-W")
    monday = dt.date.fromisocalendar(int(year), int(week), 1)
    return monday, monday + 6 * DAY


def _partial(query: Query, unit: Unit) -> bool:
    """Whether the search begins or ends within a period."""
    first, last = _first_day(query), _last_day(query)
    cut_first = first is not None and first != days_of(named(first, unit), unit)[0]
    return cut_first or (last is not None and last != days_of(named(last, unit), unit)[1])


def _steps(asked: Asked, query: Query, names: list[str], unit: Unit, measure: Measure) -> tuple[Step, ...]:
    found = {bucket.period: bucket for bucket in asked.held.series(query, unit)}
    held = {bucket.period for bucket in asked.held.series(_all(query), unit) if bucket.count}
    covered = asked.covered if query == asked.query else asked.look(query)
    return tuple(
        Step(period=name, value=_value(covered, found.get(name), name, held, unit, measure)) for name in names
    )


def _value(
    covered: Coverage, bucket: Bucket | None, name: str, held: set[str], unit: Unit, measure: Measure
) -> Amount | None:
    """The figure of a period; 0 where somebody looked; None where nobody did, and for a week that a year has not."""
    if bucket and bucket.count:
        return bucket.count if measure == "count" else bucket.rupiah if measure == "IDR" else bucket.dollars
    return 0 if name in held or (name and covered.watched(*days_of(name, unit))) else None


def _year_before(name: str) -> str:
    """The week of the same number a year earlier; "" where that year had no week 53."""
    year, week = name.split("-W")
    known = dt.date(int(year) - 1, 12, 28).isocalendar().week
    return f"{int(year) - 1}-W{week}" if int(week) <= known else ""


def _shifted(query: Query, names: list[str]) -> Query:
    """A search of the same weeks a year earlier."""
    earlier = [name for name in map(_year_before, names) if name]
    first, last = days_of(earlier[0], "week")[0], days_of(earlier[-1], "week")[1]
    return replace(query, since=midnight(first), until=midnight(last + DAY))


def midnight(day: dt.date) -> dt.datetime:
    """The moment that a day begins with in WIB."""
    return dt.datetime.combine(day, dt.time(), WIB)
