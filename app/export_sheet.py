"""Exports as an Excel workbook: data, "Tentang" (what was asked, when, how many), "Kolom" (what the columns mean).

Cells are written as text or numbers and never as formulas; rows go to disk at once, so memory stays constant.
"""

import shutil
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from app.export_about import WHAT, About
from app.export_columns import columns
from app.export_row import Row, exact
from app.export_table import FORMULA, Column, Value, joined, plain

ROWS = 1_048_576  # of a sheet, its header included; what is more goes on a further sheet
CELL = 32_767  # characters of a cell
FORMATS = {
    "decimal": {"num_format": "#,##0.00"},
    "whole": {"num_format": "#,##0"},
    "rate": {"num_format": "0.0000000000"},
    "day": {"num_format": "yyyy-mm-dd"},
    "head": {"bold": True, "bottom": 1},
    "harmless": {"quote_prefix": True},
}
WIDTHS = {"title": 50, "evidence": 80, "url": 30}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
DICTIONARY = ("name", "kind", "unit", "meaning", "arti", "example", "empty")


def write_xlsx(file: BinaryIO, rows: Iterable[Row], about: About) -> None:
    """The workbook. OSError when it cannot be written."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # Made beside its temporary parts and then copied: an archive on a full disk cannot even be closed.
    with TemporaryDirectory() as folder, (Path(folder) / "book.xlsx").open("w+b") as made:
        book = Workbook(made, {**OPTIONS, "tmpdir": folder})
        try:
            Sheets(book, about).write(rows)
        finally:
            try:
                book.close()
            except FileCreateError as error:
                raise OSError(*getattr(error.args[0], "args", error.args)) from error
        made.seek(0)
        shutil.copyfileobj(made, file)


class Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Any, about: About) -> None:
        self.book, self.about = book, about
        self.formats = {name: book.add_format(given) for name, given in FORMATS.items()}
        self.columns = columns(about.of)

    def write(self, rows: Iterable[Row]) -> None:
        head = [name for column in self.columns for name in heads(column)]
        sheet, number, at = self.sheet(1, head), 1, 0
        for row in rows:
            at += 1
            if at == ROWS:
                number, at = number + 1, 1
                sheet = self.sheet(number, head)
            self.row(sheet, at, row)
        self.extra("Tentang", [[line] for line in (*self.about.lines(), *NOTES)], 120)
        self.extra("Kolom", [DICTIONARY, *([getattr(c, f) for f in DICTIONARY] for c in self.columns)], 24)

    def sheet(self, number: int, head: list[str]) -> Any:
        name = WHAT[self.about.of][0]
        sheet = self.book.add_worksheet(name if number == 1 else f"{name} {number}")
        sheet.freeze_panes(1, 1)
        for at, title in enumerate(head):
            sheet.set_column(at, at, WIDTHS.get(title, 16))
            sheet.write_string(0, at, title, self.formats["head"])
        return sheet

    def row(self, sheet: Any, at: int, found: Row) -> None:
        place = 0
        for column in self.columns:
            value = column.of(found)
            self.cell(sheet, at, place, value, "rate" if column.scale > 6 else column.kind)
            if column.kind == "decimal" and isinstance(value, Decimal):
                self.words(sheet, at, place + 1, exact(value))
            place += len(heads(column))

    def cell(self, sheet: Any, at: int, place: int, value: Value, kind: str) -> None:
        if value is None or value == ():
            return
        if isinstance(value, bool):
            sheet.write_boolean(at, place, value)
        elif isinstance(value, Decimal | int):
            sheet.write_number(at, place, float(value), self.formats[kind])
        elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
            sheet.write_datetime(at, place, value, self.formats["day"])
        else:
            self.words(sheet, at, place, joined(value) if isinstance(value, str | tuple) else plain(value))

    def words(self, sheet: Any, at: int, place: int, words: str) -> None:
        shown = words if len(words) <= CELL else words[: CELL - 1] + "…"
        sheet.write_string(at, place, shown, self.formats["harmless"] if FORMULA.match(shown) else None)

    def extra(self, name: str, lines: Iterable[Iterable[str]], width: int) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 8, width)
        for at, line in enumerate(lines):
            for place, words in enumerate(line):
                self.words(sheet, at, place, words)


NOTES = (
    "",
    "Angka adalah bilangan Excel (15 angka berarti); kolom *_exact memuat semua angka sebagai teks.",
    "Numbers are Excel's (15 significant digits); the columns *_exact hold all digits as text.",
    "Buka tautan aslinya sebelum mengutip. Open the original before you quote.",
)


def heads(column: Column) -> tuple[str, ...]:
    """The titles of a column; a decimal has one more for its exact text."""
    return (column.name, f"{column.name}_exact") if column.kind == "decimal" else (column.name,)
