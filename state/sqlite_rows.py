"""Records of the state as rows of its file, and back: moments in UTC, what has parts as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, TypeVar

from entities.ledger_decisions import Decision, Known
from entities.records import Correction
from entities.wire import dumps, loads
from indexer.bounds import utc
from state.state import Change, Run

FIGURES = ("counts", "left", "missing", "dates", "ways", "newest", "notes", "problems")
T = TypeVar("T")


def _moment(value: Any) -> Any:
    return utc(value) if isinstance(value, datetime) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc(value)
    return dumps(value) if isinstance(value, (Mapping, tuple, list)) else value


def row_of(record: Any) -> dict[str, Any]:
    """A record as column -> value."""
    told = asdict(record)
    if isinstance(record, Run):
        told["figures"] = {name: _moment(told.pop(name)) for name in FIGURES}
    return {name: _plain(value) for name, value in told.items()}


MOMENTS = (
    "first_seen",
    "read_at",
    "published_at",
    "at",
    "started_at",
    "ended_at",
    "newest",
    "since",
    "told_at",
)
JSON = ("told", "link", "fields", "one", "other", "known", "said")


def record_of(kind: type[T], row: dict[str, Any]) -> T:
    """The record of a row; columns that it has no field for are left out."""
    row |= loads(row.pop("figures")) if "figures" in row else {}
    for name in MOMENTS:
        if row.get(name):
            row[name] = datetime.fromisoformat(row[name])
    for name in JSON:
        if row.get(name) is not None:
            row[name] = loads(row[name])
    for name in ("notes", "problems"):
        if name in row:
            row[name] = tuple(row[name])
    if "distrusted" in row:
        row["distrusted"] = bool(row["distrusted"])
    if kind is Change:
        row["fields"] = {name: tuple(pair) for name, pair in row["fields"].items()}
    if kind is Correction:
        row["said"] = tuple((field, tuple(values)) for field, values in row["said"])
    if kind is Decision:
        row |= {"one": tuple(row["one"]), "other": tuple(row["other"])}
        row["known"] = tuple(_known(**one) for one in row["known"])
    return kind(**{f.name: row[f.name] for f in fields(kind) if f.name in row})  # type: ignore[arg-type]


def _known(*, key: str, alone: bool, said: list[tuple[str, list[str]]]) -> Known:
    return Known(key=key, alone=alone, said=tuple((field, tuple(values)) for field, values in said))
