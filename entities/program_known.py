"""The recurring national and regional programmes of programs.csv, by every name they go by."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from entities.gazetteer import Gazetteer, rows


@dataclass(frozen=True, slots=True)
class Known:
    """A row of programs.csv under one of its names; grows: the words after it may belong to it.

    short: this is not the name of the row. agencies: how the one who runs it is written.
    """

    name: str
    kind: str
    grows: bool
    short: bool
    agencies: tuple[str, ...]


@cache
def known() -> Gazetteer[Known]:
    """The recurring national and regional programmes by every name they go by."""
    entries: list[tuple[str, Known, Any]] = []
    for row in rows("programs.csv"):
        for name in (row["name"], *filter(None, row["also"].split("|"))):
            agencies = tuple(filter(None, row["agency"].split("|")))
            value = Known(row["name"], row["kind"], row["grows"] == "yes", name != row["name"], agencies)
            entries.append((name, value, _case(name, loose=row["loose"] == "yes")))
    return Gazetteer(entries)


@cache
def unbranched() -> dict[str, str]:
    """The names, folded, of the known programmes that have no branches of their own, with the first of each."""
    alone = [row for row in rows("programs.csv") if row["grows"] != "yes"]
    return {
        name.casefold(): row["name"]
        for row in alone
        for name in (row["name"], *filter(None, row["also"].split("|")))
    }


def _case(name: str, *, loose: bool) -> Any:
    """How a name must be written: an acronym in capitals, a loose name of several words in any way."""
    if " " not in name:
        return "upper" if name.isupper() else "name"
    return "any" if loose else "name"
