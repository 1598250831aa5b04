"""Exports as text: CSV, JSON Lines, GeoJSON. Each writes its rows as they come and holds none."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from typing import Any, BinaryIO, TextIO

from app.export_about import About
from app.export_columns import Value, columns
from app.export_row import Row, exact
from entities.regions import centroid

# What a spreadsheet takes for a formula, fullwidth forms included; blanks before it do not make it harmless.
# Apostrophes count as blanks, so that taking one away again always gives the words as they were.
FORMULA = re.compile(r"[\s\u200b\u2060\ufeff']*[=+\-@＝＋－＠]")
ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
BREAKS = {
    0x2028: "\\u2028",
    0x2029: "\\u2029",
    0x85: "\\u0085",
}  # characters that some take for the end of a line


@contextmanager
def utf8(file: BinaryIO, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Text for a binary file, which stays open."""
    text = TextIOWrapper(file, encoding, newline="", write_through=True)
    try:
        yield text
    finally:
        text.detach()


# ---------------------------------------------------------------- CSV


def write_csv(file: BinaryIO, rows: Iterable[Row], about: About, *, bom: bool = False) -> None:
    """RFC 4180: comma, CRLF, UTF-8; a byte order mark only where asked for."""
    chosen = columns(about.of)
    with utf8(file, "utf-8-sig" if bom else "utf-8") as text:
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(column.name for column in chosen)
        for row in rows:
            table.writerow(cell(column.of(row)) for column in chosen)


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


# ---------------------------------------------------------------- JSON


def write_jsonl(file: BinaryIO, rows: Iterable[Row], about: About) -> None:
    """One JSON object a line, lists as arrays, amounts as numbers with all their digits."""
    chosen = columns(about.of)
    with utf8(file) as text:
        for row in rows:
            text.write(json_object({c.name: c.of(row) for c in chosen}) + "\n")


def write_geojson(file: BinaryIO, rows: Iterable[Row], about: About) -> None:
    """A FeatureCollection (RFC 7946): one feature a row, at its origins; null geometry where none is known."""
    chosen = columns(about.of)
    with utf8(file) as text:
        text.write('{"type":"FeatureCollection","features":[')
        for number, row in enumerate(rows):
            feature = {
                "type": "Feature",
                "id": row.key,
                "geometry": geometry(row.places),
                "properties": {c.name: c.of(row) for c in chosen},
            }
            text.write((",\n" if number else "\n") + json_object(feature))
        text.write(f'\n],"about":{json_object(about.record())}}}\n')


def geometry(codes: Iterable[str]) -> dict[str, Any] | None:
    """A Point, for several regions a MultiPoint, at those whose centroid is known."""
    points = [point for code in codes if (point := centroid(code))]
    at = [(point.lon, point.lat) for point in points]
    if not at:
        return None
    return (
        {"type": "Point", "coordinates": at[0]} if len(at) == 1 else {"type": "MultiPoint", "coordinates": at}
    )


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
