"""The ledger as one tidy table: a row an event, told column by column in app/data/ledger.csv."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from app.export_row import country_names, province_codes, region_names, stated
from app.export_table import Column, Value, cell, json_object, read_columns, rows_of, tidy, utf8
from app.export_target import target
from app.found import cents
from app.ledger import Book
from app.options import EventFormat
from entities.errors import BadInput
from entities.gazetteer import rows
from entities.goods import chapter, heading
from entities.ledger_claims import Entry
from entities.ledger_decisions import Decision
from entities.ledger_firsts import First
from entities.ledger_report import Report
from entities.ledger_told import Told
from entities.worth import kilograms

TABLE = Path(__file__).with_name("data") / "ledger.csv"
HEAD = """# Data dictionary of the ledger

Made from `app/data/ledger.csv` by `pantau ledger export --dictionary`; edit that table, not this page.

- One row is one event: an export release, however many papers tell of it. Values may be added up, with a look at
  `conflicts`; a row whose `sources` is 1 rests on one paper's word.
- Empty (`null` in JSON) means what the last column says, never zero. Lists are joined by `; ` in CSV.
- Codes join with official statistics: HS 2022 chapters and headings and ISO countries with foreign trade, provinces
  with tables of the ministry of home affairs (`province_codes`) and of BPS (`province_bps_codes`). Codes of kabupaten
  and kota are the ministry's; those of BPS are mostly the same without the dot on Java and Bali, and differ in many
  other places: join those by BPS's own bridge of codes.
- CSV is RFC 4180 in UTF-8; a cell that a spreadsheet would take for a formula has an apostrophe in front.

| column | kind | unit | meaning | arti | example | empty means |
|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row before it is printed."""

    entry: Entry
    firsts: tuple[First, ...]
    decisions: tuple[Decision, ...] = ()

    @property
    def key(self) -> str:
        return self.entry.id

    @property
    def places(self) -> tuple[str, ...]:
        """The regions a map shows the event at."""
        return self.entry.origins


def chosen(format: EventFormat | None, to: Path | None) -> EventFormat:
    """The format asked for, else the one that the file's suffix names, else CSV."""
    suffix = to.suffix.lower().removeprefix(".") if to else ""
    if format is None and suffix not in ("", *WRITE):
        raise BadInput(f"{to}: the ledger is written as .csv or .jsonl; use --format")
    return format or ("jsonl" if suffix == "jsonl" else "csv")


def export(read: Book, entries: Iterable[Entry], *, format: EventFormat, to: Path | None) -> None:
    """Write the events; PantauError when the target cannot be written, which is then left as it was."""
    with target(to, format) as file:
        WRITE[format](file, lines(read, entries))


def lines(read: Book, entries: Iterable[Entry]) -> Iterator[Line]:
    """The rows of events, before they are printed."""
    for one in entries:
        decided = read.decisions.on(one.event.reports)
        yield Line(entry=one, firsts=read.firsts.get(one.id, ()), decisions=decided)


def _write_csv(file: BinaryIO, lines: Iterable[Line]) -> None:
    with utf8(file) as text:
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(columns())
        table.writerows([cell(value) for value in row(line).values()] for line in lines)


def _write_jsonl(file: BinaryIO, lines: Iterable[Line]) -> None:
    with utf8(file) as text:
        text.writelines(json_object(row(line)) + "\n" for line in lines)


WRITE: dict[str, Callable[[BinaryIO, Iterable[Line]], None]] = {"csv": _write_csv, "jsonl": _write_jsonl}


@cache
def columns() -> dict[str, str]:
    """The kinds of the columns by name, in their order."""
    return {column.name: column.kind for column in event_columns()}


class EventColumn(Column):
    """A column of the ledger."""

    def of(self, found: Any) -> Value:
        """The cell of a line."""
        return tidy(self.kind, GET[self.name](found))


@cache
def event_columns() -> tuple[EventColumn, ...]:
    """The columns of the ledger, in their order."""
    return read_columns(EventColumn, rows_of(TABLE))


def row(line: Line) -> dict[str, Value]:
    """The cells of an event: clean text, no empty text or item, no semicolon in an item."""
    return {column.name: column.of(line) for column in event_columns()}


def dictionary() -> str:
    """The page that tells what the columns mean."""
    return HEAD + "".join(map(_told, rows_of(TABLE)))


def _told(row: dict[str, str]) -> str:
    cells = [
        f"`{row['name']}`",
        *(row[name] for name in ("kind", "unit", "meaning", "arti", "example", "empty")),
    ]
    return "| " + " | ".join(text.replace("|", r"\|") for text in cells) + " |\n"


# ---------------------------------------------------------------- how a row gives each


def _known(names: Iterable[str], read: Callable[[str], str | None]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(read, names))))


@cache
def _bps() -> dict[str, str]:
    return {row["code"]: row["bps"] for row in rows("bps_provinces.csv")}


def _provinces(one: Entry) -> tuple[str, ...]:
    return province_codes(one.origins)


def _conflicts(one: Entry) -> Iterator[str]:
    for conflict in one.conflicts:
        yield f"{conflict.field} {conflict.factor if conflict.kind == 'factor' else conflict.kind}"


def _first(first: First) -> str:
    return " ".join(filter(None, (first.kind, first.what, first.country)))


def edited(reports: Iterable[Told]) -> dict[str, None]:
    """The fields that an editor set in reports, each once."""
    return dict.fromkeys(name for report in reports for name in report.edited)


def decided(decisions: Iterable[Decision]) -> list[str]:
    """What people decided: kind and number."""
    return [f"{one.kind} {one.number}" for one in decisions]


def _urls(reports: Iterable[Report]) -> dict[str, None]:
    return dict.fromkeys(report.url for report in reports)


GET: dict[str, Callable[[Line], Any]] = {
    "id": lambda n: n.entry.id,
    "aliases": lambda n: n.entry.event.aliases,
    "date": lambda n: n.entry.day,
    "told_on": lambda n: n.entry.told_on,
    "year": lambda n: n.entry.when and n.entry.when.year,
    "origin_codes": lambda n: n.entry.origins,
    "origin_names": lambda n: region_names(n.entry.origins),
    "province_codes": lambda n: _provinces(n.entry),
    "province_bps_codes": lambda n: [_bps().get(code, code) for code in _provinces(n.entry)],
    "province_names": lambda n: region_names(_provinces(n.entry)),
    "destination_codes": lambda n: n.entry.destinations,
    "destination_names": lambda n: country_names(n.entry.destinations),
    "products": lambda n: n.entry.products,
    "groups": lambda n: _known(n.entry.products, chapter),
    "headings": lambda n: _known(n.entry.products, heading),
    "exporter": lambda n: n.entry.exporter,
    "value_printed": lambda n: n.entry.printed,
    "value": lambda n: n.entry.worth.stated and n.entry.worth.stated.amount,
    "value_currency": lambda n: n.entry.worth.stated and n.entry.worth.stated.currency,
    "rupiah": lambda n: cents(n.entry.worth.rupiah),
    "dollars": lambda n: cents(n.entry.worth.dollars),
    "quantities": lambda n: map(stated, n.entry.quantities),
    "kilograms": lambda n: kilograms(n.entry.quantities),
    "reports": lambda n: len(n.entry.event.reports),
    "sources": lambda n: n.entry.sources,
    "conflicts": lambda n: _conflicts(n.entry),
    "firsts": lambda n: map(_first, n.firsts),
    "checked": lambda n: max((first.checked for first in n.firsts), default=None),
    "covered_since": lambda n: min((first.since for first in n.firsts if first.since), default=None),
    "decisions": lambda n: decided(n.decisions),
    "edited": lambda n: edited(n.entry.event.reports),
    "urls": lambda n: _urls(n.entry.event.reports),
    "sample": lambda n: n.entry.sample,
}
