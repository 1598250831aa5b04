"""What differs between two ledgers as text: a page of Markdown, or lines for a terminal."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from app import wording
from app.export_row import exact
from app.ledger_changes import KINDS, Change, Field, Kind, Row, counted

HEADINGS: dict[Kind, str] = {
    "joined": "Disatukan",
    "split": "Dipisah",
    "regrouped": "Disusun ulang",
    "changed": "Berubah",
    "new": "Baru",
    "gone": "Hilang",
}
Escape = Callable[[str], str]


def markdown(text: str) -> str:
    """Web text within Markdown: none of it is markup."""
    return re.sub(r"([\\`*_\[\]<|#&~])", r"\\\1", text)


def summed(changes: Iterable[Change]) -> str:
    """ "1 disatukan, 2 berubah, 3 baru", or that nothing changed."""
    told = counted(changes)
    words = [f"{told[kind]} {HEADINGS[kind].lower()}" for kind in KINDS if told[kind]]
    return ", ".join(words) or "tidak ada peristiwa yang berubah"


def written(
    changes: Iterable[Change],
    *,
    heading: str = "",
    escape: Escape = lambda text: text,
    most: int | None = None,
) -> Iterator[str]:
    """The lines of all changes by kind, of a kind at most so many; heading stands before that of each kind."""
    held = list(changes)
    for kind in KINDS:
        of_kind = [change for change in held if change.kind == kind]
        if of_kind:
            yield f"{heading}{HEADINGS[kind]} ({len(of_kind)})"
            yield ""
            for change in of_kind[:most]:
                yield from _lines(change, escape)
            if most is not None and len(of_kind) > most:
                yield f"- … dan {len(of_kind) - most} lainnya"
            yield ""


def _lines(change: Change, escape: Escape) -> Iterator[str]:
    if change.kind == "changed":
        yield f"- {_ids(change.after)}: {escape(about(change.after[0]))}"
    elif not change.before or not change.after:
        [row] = change.before or change.after
        yield f"- {row['id']}: {escape(about(row))}"
    else:
        yield f"- {_ids(change.before)} -> {_ids(change.after)}"
        for row in change.after:
            yield f"    - {row['id']}: {escape(about(row))}"
    for field in change.fields:
        event = f"{field.event} " if len(change.after) > 1 else ""
        yield f"    - {event}{field.name}: {escape(values(field))}"


def _ids(rows: Iterable[Row]) -> str:
    return " + ".join(row["id"] for row in rows)


def about(row: Row) -> str:
    """An event in a line: day, origin → destination, goods."""
    day = row.get("date") or (f"≤ {row['told_on']}" if row.get("told_on") else wording.NOTHING)
    names = [
        wording.listing(row.get(name) or (), 4) for name in ("origin_names", "destination_names", "products")
    ]
    return wording.safe(f"{day}, {names[0]} → {names[1]}, {names[2]}")


def values(field: Field) -> str:
    """What a field was -> what it is; of lists what is no longer in it and what came."""
    before, after = field.before, field.after
    if isinstance(before, list) and isinstance(after, list):
        parts = [f"- {one}" for one in before if one not in after] + [
            f"+ {one}" for one in after if one not in before
        ]
        return wording.safe("; ".join(map(str, parts)) or f"{_words(before)} -> {_words(after)}")
    return wording.safe(f"{_words(before)} -> {_words(after)}")


def _words(value: Any) -> str:
    if value is None or value == []:
        return wording.NOTHING
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal | int):
        return exact(Decimal(value))
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
