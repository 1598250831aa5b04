"""Programmes of the ledger as one tidy table: a row each, told column by column in app/data/schemes.csv."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.export_columns import Column, Value, read_columns, rows_of, tidy
from app.export_row import province_codes, region_names
from app.facts import KINDS
from app.found import cents
from entities.scheme_claims import SchemeEntry

TABLE = Path(__file__).with_name("data") / "schemes.csv"


@dataclass(frozen=True, kw_only=True)
class SchemeLine:
    """A row before it is printed."""

    entry: SchemeEntry

    @property
    def key(self) -> str:
        return self.entry.id

    @property
    def places(self) -> tuple[str, ...]:
        """The regions a map shows the programme at."""
        return self.entry.places


class SchemeColumn(Column):
    """A column of this table."""

    def of(self, found: Any) -> Value:
        """The cell of a line."""
        return tidy(self.kind, GET[self.name](found.entry))


@cache
def scheme_columns() -> tuple[Column, ...]:
    """The columns, in their order."""
    return read_columns(SchemeColumn, rows_of(TABLE))


def _stages(one: SchemeEntry) -> Iterator[str]:
    for stage in one.history:
        if stage.shown:
            yield f"{stage.kind} {stage.day.isoformat()}"


GET: dict[str, Callable[[SchemeEntry], Any]] = {
    "id": lambda n: n.id,
    "aliases": lambda n: n.scheme.aliases,
    "name": lambda n: n.name,
    "agency": lambda n: n.agency,
    "kind": lambda n: n.kind,
    "kind_name": lambda n: KINDS.get(n.kind, n.kind),
    "national": lambda n: n.national,
    "place_codes": lambda n: n.places,
    "place_names": lambda n: region_names(n.places),
    "province_codes": lambda n: province_codes(n.places),
    "year": lambda n: n.year,
    "start": lambda n: n.start,
    "end": lambda n: n.end,
    "stages": _stages,
    "value_printed": lambda n: n.printed,
    "value": lambda n: n.worth.stated and n.worth.stated.amount,
    "value_currency": lambda n: n.worth.stated and n.worth.stated.currency,
    "rupiah": lambda n: cents(n.worth.rupiah),
    "dollars": lambda n: cents(n.worth.dollars),
    "participants": lambda n: n.participants,
    "notices": lambda n: len(n.scheme.reports),
    "sources": lambda n: n.sources,
    "conflicts": lambda n: (f"{conflict.field} {conflict.kind}" for conflict in n.conflicts),
    "urls": lambda n: dict.fromkeys(report.url for report in n.scheme.reports),
    "sample": lambda n: n.sample,
}
