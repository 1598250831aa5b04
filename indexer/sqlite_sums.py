"""Series and totals of the embedded index; amounts are added as exact decimals, not by SQLite."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import apsw

from entities.dates import WIB
from entities.worth import added
from indexer.index import Bucket, Query, Totals
from indexer.periods import Unit, between, period
from indexer.sqlite_search import condition, match
from indexer.sqlite_where import Sql, all_of, item_bounds, moment

# owner, moment, rupiah, dollars: a story has a row for each of its releases
AMOUNTS = {
    "stories": "LEFT JOIN releases AS item ON item.story = matched.story",
    "releases": "JOIN releases AS item ON item.number = matched.number",
    "programs": "JOIN programs AS item ON item.number = matched.number",
}
IN_STORIES = "story IN (SELECT story FROM temp.matched)"
CHOSEN = {
    "stories": IN_STORIES,
    "releases": "number IN (SELECT number FROM temp.matched)",
    "programs": IN_STORIES,
}


@dataclass
class Period:
    """What falls into one period so far."""

    owners: set[int] = field(default_factory=set)
    valued: set[int] = field(default_factory=set)
    rupiah: list[Decimal] = field(default_factory=list)
    dollars: list[Decimal] = field(default_factory=list)

    def bucket(self, name: str) -> Bucket:
        return Bucket(
            period=name,
            count=len(self.owners),
            valued=len(self.valued),
            rupiah=added(self.rupiah),
            dollars=added(self.dollars),
        )


def series(db: apsw.Connection, query: Query, unit: Unit) -> tuple[Bucket, ...]:
    """See Index.series; within one read transaction."""
    match(db, query, condition(db, query))
    found: dict[str, Period] = {}
    days = []
    for owner, day, rupiah, dollars in _dated(db, query):
        days.append(day)
        held = found.setdefault(period(day, unit), Period())
        held.owners.add(owner)
        if rupiah is not None and dollars is not None:
            held.valued.add(owner)
            held.rupiah.append(Decimal(rupiah))
            held.dollars.append(Decimal(dollars))
    names = between(min(days), max(days), unit) if days else ()
    return tuple(found.get(name, Period()).bucket(name) for name in names)


def _dated(db: apsw.Connection, query: Query) -> Iterator[tuple[int, dt.date, str | None, str | None]]:
    at, asked = moment(query), Sql("1")
    if query.by == "release":  # of a story with several, those of the days asked for
        at, asked = "item.day", all_of(item_bounds(query))
    rows = db.execute(
        f"SELECT matched.number, {at}, item.rupiah, item.dollars FROM temp.matched "
        f"JOIN stories AS story ON story.number = matched.story {AMOUNTS[query.of]} "
        f"WHERE {at} IS NOT NULL AND {asked.text}",
        asked.bound,
    )
    for owner, told, rupiah, dollars in rows:
        yield owner, _day(told), rupiah, dollars


def _day(told: str) -> dt.date:
    if len(told) == len("2021-12-20"):
        return dt.date.fromisoformat(told)
    return datetime.fromisoformat(told).astimezone(WIB).date()


class Stated(NamedTuple):
    """What a release states, exact amounts as text."""

    statements: int
    rupiah: str | None
    dollars: str | None
    kilograms: str | None


def totals(db: apsw.Connection, query: Query) -> Totals:
    """See Index.totals; within one read transaction."""
    match(db, query, condition(db, query))
    rows = [
        Stated(*row)
        for row in db.execute(
            f"SELECT statements, rupiah, dollars, kilograms FROM releases WHERE {CHOSEN[query.of]}"
        )
    ]
    valued = [row for row in rows if row.rupiah is not None and row.dollars is not None]
    weighed = [Decimal(row.kilograms) for row in rows if row.kilograms is not None]
    unvalued = sum(not row.statements for row in rows)
    return Totals(
        releases=len(rows),
        valued=len(valued),
        rupiah=added(Decimal(row.rupiah or 0) for row in valued),
        dollars=added(Decimal(row.dollars or 0) for row in valued),
        unvalued=unvalued,
        unconverted=len(rows) - len(valued) - unvalued,
        restated=sum(max(0, row.statements - 1) for row in valued),
        weighed=len(weighed),
        kilograms=added(weighed),
        unweighed=len(rows) - len(weighed),
    )
