"""Exports as Parquet, where pyarrow is installed (`pip install pantau[parquet]`)."""

import json
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from app.export_about import About
from app.export_columns import columns
from app.export_row import ENOUGH, Row
from app.export_table import Column, Value
from entities.errors import BadInput

BATCH = 2000  # rows held at a time
DIGITS = 38


def write_parquet(file: BinaryIO, rows: Iterable[Row], about: About) -> None:
    """Lists as lists, amounts as decimals, times with zone; the citation and what columns mean in the metadata."""
    arrow, parquet = _pyarrow()
    chosen, waiting = columns(about.of), iter(rows)
    schema = arrow.schema([_field(arrow, column) for column in chosen])
    with parquet.ParquetWriter(file, schema, compression="zstd") as out:
        while batch := list(islice(waiting, BATCH)):
            cells = {c.name: [_fitting(c, c.of(row)) for row in batch] for c in chosen}
            out.write_table(arrow.table(cells, schema=schema))
        out.add_key_value_metadata({"pantau": json.dumps(about.record(), ensure_ascii=False)})


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise BadInput("Parquet needs pyarrow; install it with: pip install pyarrow") from error
    return pyarrow, pyarrow.parquet


def _field(arrow: Any, column: Column) -> Any:
    kinds = {
        "text": arrow.string(),
        "list": arrow.list_(arrow.string()),
        "whole": arrow.int64(),
        "decimal": arrow.decimal128(DIGITS, column.scale),
        "day": arrow.date32(),
        "time": arrow.timestamp("us", tz="Asia/Jakarta"),
        "flag": arrow.bool_(),
    }
    about = {"meaning": column.meaning, "unit": column.unit, "empty": column.empty}
    return arrow.field(column.name, kinds[column.kind], metadata=about)


def _fitting(column: Column, value: Value) -> Any:
    """The value as Parquet holds it; an amount too long for 38 digits is null here, and whole in `values`."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return _rounded(value, column.scale)
    return value


def _rounded(amount: Decimal, scale: int) -> Decimal | None:
    if amount.adjusted() >= DIGITS - scale:
        return None
    return amount.quantize(Decimal(1).scaleb(-scale), context=ENOUGH)
