"""Series and totals from what matches state, for every backend; amounts are added as exact decimals, by no engine."""

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from entities.worth import added
from indexer.index import Bucket, Totals
from indexer.periods import Unit, between, period
from indexer.stated import Stated

Dated = tuple[Hashable, dt.date, Stated]  # whose, the day that decides its period, what it states


@dataclass
class _Period:
    """What falls into one period so far."""

    owners: set[Hashable] = field(default_factory=set)
    valued: set[Hashable] = field(default_factory=set)
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


def series(rows: Iterable[Dated], unit: Unit) -> tuple[Bucket, ...]:
    """See Index.series; an owner with several records has a row for each, one without any has one all the same."""
    found: dict[str, _Period] = {}
    days: set[dt.date] = set()
    for owner, day, stated in rows:
        days.add(day)
        held = found.setdefault(period(day, unit), _Period())
        held.owners.add(owner)
        if stated.rupiah is not None and stated.dollars is not None:
            held.valued.add(owner)
            held.rupiah.append(Decimal(stated.rupiah))
            held.dollars.append(Decimal(stated.dollars))
    names = between(min(days), max(days), unit) if days else ()
    return tuple(found.get(name, _Period()).bucket(name) for name in names)


def totals(releases: Iterable[Stated]) -> Totals:
    """See Index.totals."""
    rows = list(releases)
    valued = [row for row in rows if row.rupiah is not None and row.dollars is not None]
    weighed = [Decimal(row.kilograms) for row in rows if row.kilograms is not None]
    unvalued = sum(not row.statements for row in rows)
    return Totals(
        releases=len(rows),
        reports=sum(row.reports for row in rows),
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
