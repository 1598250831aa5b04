"""Programmes of the ledger as one tidy table: a row each, told column by column in app/data/schemes.csv."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.export_row import province_codes, region_names
from app.export_table import Column, Value, read_columns, rows_of, tidy
from app.facts import KINDS
from app.found import cents
from app.ledger_export import decided, edited
from entities.ledger_decisions import Decision
from entities.scheme_claims import SchemeEntry

TABLE = Path(__file__).with_name("data") / "schemes.csv"


@dataclass(frozen=True, kw_only=True)
class SchemeLine:
    """A row before it is printed."""

    entry: SchemeEntry
    decisions: tuple[Decision, ...] = ()

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
        return tidy(self.kind, GET[self.name](found))


@cache
def scheme_columns() -> tuple[Column, ...]:
    """The columns, in their order."""
    return read_columns(SchemeColumn, rows_of(TABLE))


def _stages(one: SchemeEntry) -> Iterator[str]:
    for stage in one.history:
        if stage.shown:
            yield f"{stage.kind} {stage.day.isoformat()}"


GET: dict[str, Callable[[SchemeLine], Any]] = {
    "id": lambda n: n.entry.id,
    "aliases": lambda n: n.entry.scheme.aliases,
    "name": lambda n: n.entry.name,
    "agency": lambda n: n.entry.agency,
    "kind": lambda n: n.entry.kind,
    "kind_name": lambda n: KINDS.get(n.entry.kind, n.entry.kind),
    "national": lambda n: n.entry.national,
    "place_codes": lambda n: n.entry.places,
    "place_names": lambda n: region_names(n.entry.places),
    "province_codes": lambda n: province_codes(n.entry.places),
    "year": lambda n: n.entry.year,
    "start": lambda n: n.entry.start,
    "end": lambda n: n.entry.end,
    "stages": lambda n: _stages(n.entry),
    "value_printed": lambda n: n.entry.printed,
    "value": lambda n: n.entry.worth.stated and n.entry.worth.stated.amount,
    "value_currency": lambda n: n.entry.worth.stated and n.entry.worth.stated.currency,
    "rupiah": lambda n: cents(n.entry.worth.rupiah),
    "dollars": lambda n: cents(n.entry.worth.dollars),
    "participants": lambda n: n.entry.participants,
    "notices": lambda n: len(n.entry.scheme.reports),
    "sources": lambda n: n.entry.sources,
    "conflicts": lambda n: (f"{conflict.field} {conflict.kind}" for conflict in n.entry.conflicts),
    "edited": lambda n: edited(n.entry.scheme.reports),
    "decisions": lambda n: decided(n.decisions),
    "urls": lambda n: dict.fromkeys(report.url for report in n.entry.scheme.reports),
    "sample": lambda n: n.entry.sample,
}
