"""`pantau export`: any search as a file for other tools. Formats are one function each, in the table FORMATS.

A file appears under its name only when it is whole: rows go to a temporary file beside it, which is then renamed.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Literal

from app import wording
from app.export_about import About, stock
from app.export_row import Row
from app.export_target import target
from entities.errors import BadInput
from entities.ledger_decisions import UNDECIDED
from entities.ledger_firsts import First
from indexer.index import Index, Query, open_index, sqlite_path

Format = Literal["csv", "jsonl", "xlsx", "geojson", "ris", "bibtex", "parquet"]
Write = Callable[[BinaryIO, Iterable[Row], About], None]
FORMATS: dict[str, tuple[str, str]] = {
    "csv": ("app.export_text", "write_csv"),
    "jsonl": ("app.export_text", "write_jsonl"),
    "geojson": ("app.export_text", "write_geojson"),
    "xlsx": ("app.export_sheet", "write_xlsx"),
    "ris": ("app.export_references", "write_ris"),
    "bibtex": ("app.export_references", "write_bibtex"),
    "parquet": ("app.export_parquet", "write_parquet"),
}
SUFFIXES = {".json": "jsonl", ".ndjson": "jsonl", ".bib": "bibtex"} | {f".{name}": name for name in FORMATS}
BESIDE = ("csv", "jsonl", "ris")  # these have no place for a citation: it stands in FILE.about.txt
REFERENCES = ("ris", "bibtex")


def run_export(query: Query, *, index: str, format: str | None, to: Path | None, bom: bool = False) -> None:
    """Write every match of the query; the citation with the count goes to standard error.

    PantauError when the target cannot be written; what stood there before is then left as it was.
    """
    format = chosen(format, to)
    write = writer(format, bom=bom)
    if to and (path := sqlite_path(index)) and to.resolve() == path.resolve():
        raise BadInput(f"{to} is the index itself; name another file")
    held = open_index(index)
    refuse(query, format)
    asked = held.search(replace(query, limit=1, facets=()))
    about = about_of(held, query, datetime.now(wording.WIB))
    with target(to, format) as file:
        write(file, about.rows(held.hits(query)), about)
    if to and format in BESIDE:
        with target(Path(f"{to}.about.txt"), "txt") as file:
            file.write("".join(f"{line}\n" for line in about.lines()).encode())
    for line in (*about.lines(), *_changed(asked.total, about.count)):
        print(line, file=sys.stderr)


def about_of(held: Index, query: Query, at: datetime) -> About:
    """What an export of this query says of itself; its rows are counted while they pass."""
    found = held.search(replace(query, limit=1, facets=()))
    firsts = firsts_of(held) if query.of == "events" else {}
    decisions = held.decisions() if query.of in ("events", "schemes") else UNDECIDED
    return About(query=query, at=at, notes=found.notes, stock=stock(held), firsts=firsts, decisions=decisions)


def firsts_of(held: Index) -> Mapping[str, tuple[First, ...]]:
    """What was first in each event, by its id."""
    from app.ledger import covered
    from entities.ledger_firsts import firsts

    return firsts(held.outlines(), covered(held))


def refuse(query: Query, format: str) -> None:
    """BadInput for a format that has no form for what is asked: an event is no reference, its reports are."""
    if query.of in ("events", "schemes") and format in REFERENCES:
        raise BadInput(
            f"{query.of} are no references; export what single articles tell as {format}, or these in another format"
        )


def _changed(before: int, written: int) -> list[str]:
    """A word on an index that grew or shrank while it was read."""
    told = f"The index changed during the export: {before} rows before, {written} written; all of them are in the file."
    return [] if before == written else [told]


def chosen(format: str | None, to: Path | None) -> str:
    """The format asked for, else the one that the file's suffix names, else CSV."""
    if format is None and to is not None and to.suffix:
        format = SUFFIXES.get(to.suffix.lower())
        if format is None:
            raise BadInput(f"{to.name}: no format has this suffix; use --format {' | '.join(FORMATS)}")
    return format or "csv"


def writer(format: str, *, bom: bool = False) -> Write:
    """The function that writes a format."""
    module, name = FORMATS[format]
    write: Write = getattr(import_module(module), name)
    if not bom:
        return write
    if format != "csv":
        raise BadInput("--bom is for --format csv only")
    return lambda file, rows, about: write(file, rows, about, bom=True)  # type: ignore[call-arg]


# ---------------------------------------------------------------- where it goes
