"""What tables for other tools are made of: their columns, as a file tells them, and their cells in CSV and JSON."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeVar

from app.export_row import clean, exact, wib

Value = str | int | bool | Decimal | date | datetime | tuple[str, ...] | None
# What a spreadsheet takes for a formula, fullwidth forms included; blanks before it do not make it harmless.
# Apostrophes count as blanks, so that taking one away again always gives the words as they were.
FORMULA = re.compile(r"[\s\u200b\u2060\ufeff']*[=+\-@＝＋－＠]")
ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
BREAKS = {
    0x2028: "\\u2028",
    0x2029: "\\u2029",
    0x85: "\\u0085",
}  # characters that some take for the end of a line


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the table. kind: text, list, whole, decimal, day, time or flag.

    empty tells what an empty cell means; scale is the digits after the point that Parquet keeps of a decimal.
    """

    name: str
    kind: str
    unit: str
    scale: int
    example: str
    empty: str
    meaning: str
    arti: str


def tidy(kind: str, value: Any) -> Value:
    """A cell of a kind: clean text, no empty text or item, no semicolon in an item, times in WIB."""
    if kind == "text":
        return clean(value) or None
    if kind == "list":
        return tuple(item for raw in value if (item := clean(raw).replace(";", ",")))
    cell: Value = wib(value) if kind == "time" else value
    return cell


C = TypeVar("C", bound=Column)


def rows_of(table: Path) -> list[dict[str, str]]:
    """The rows of a table of columns."""
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_columns(kind: type[C], rows: Iterable[dict[str, Any]]) -> tuple[C, ...]:
    """The columns of these rows, in their order."""
    return tuple(kind(**{**row, "scale": int(row["scale"] or 0)}) for row in rows)


# ---------------------------------------------------------------- how cells are written


@contextmanager
def utf8(file: BinaryIO, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Text for a binary file, which stays open."""
    text = TextIOWrapper(file, encoding, newline="", write_through=True)
    try:
        yield text
    finally:
        text.detach()


def cell(value: Value) -> str:
    """A value in CSV. Words that a spreadsheet would run as a formula get an apostrophe in front."""
    if isinstance(value, str | tuple):
        words = joined(value)
        return f"'{words}" if FORMULA.match(words) else words
    return plain(value)


def joined(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def plain(value: Value) -> str:
    """A number, day, time or flag as text; nothing for None."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return exact(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def json_object(value: Any) -> str:
    """JSON of a row: Decimals keep all digits, which `json` alone cannot do."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json_object(k)}:{json_object(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(json_object, value)) + "]"
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return ENCODE(value).translate(BREAKS)
