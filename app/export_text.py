"""Exports as text: CSV, JSON Lines, GeoJSON. Each writes its rows as they come and holds none."""

import csv
from collections.abc import Iterable
from typing import Any, BinaryIO

from app.export_about import About
from app.export_columns import columns
from app.export_row import Row
from app.export_table import cell, json_object, utf8
from entities.regions import centroid

# ---------------------------------------------------------------- CSV


def write_csv(file: BinaryIO, rows: Iterable[Row], about: About, *, bom: bool = False) -> None:
    """RFC 4180: comma, CRLF, UTF-8; a byte order mark only where asked for."""
    chosen = columns(about.of)
    with utf8(file, "utf-8-sig" if bom else "utf-8") as text:
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(column.name for column in chosen)
        for row in rows:
            table.writerow(cell(column.of(row)) for column in chosen)


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
