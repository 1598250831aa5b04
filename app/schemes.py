"""Programmes as commands read them: those of an index joined into schemes, found by what their notices say.

They are made anew from the programmes of the index at every call; nothing of them is stored.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from entities.errors import BadInput
from entities.ledger import signs
from entities.records import Program
from entities.scheme_claims import SchemeEntry, scheme_entry
from entities.scheme_report import Notice, notices_of
from entities.schemes import Schemes
from indexer.index import Hit, Index, Query

Sort = Literal["newest", "oldest", "closing", "notices"]
ALL = Query(of="programs")
PREFIX = "PR-"
NEVER = dt.date.max


@dataclass(frozen=True, kw_only=True)
class Plans:
    """The programmes of an index with what is said of each."""

    held: Index
    entries: tuple[SchemeEntry, ...]

    def find(self, id: str) -> SchemeEntry:
        """The programme of an id, or of one that it had before; BadInput for any other."""
        asked = id.strip().lower().rpartition("-")[2]
        found = [one for one in self.entries if asked in {signs(n.key) for n in one.scheme.reports}]
        if len(found) > 1:
            found = [one for one in found if id.strip().upper() in _ids(one)]
        if not found:
            raise BadInput(f"no programme {id!r} in the ledger; `pantau ledger programs` lists them")
        return found[0]


def _ids(one: SchemeEntry) -> set[str]:
    return {id.upper() for id in (one.id, *one.scheme.aliases)}


def plans(held: Index) -> Plans:
    """The programmes of all stories that the index holds."""
    found = Schemes(_notices(held.hits(ALL)), held.decisions())
    return Plans(held=held, entries=tuple(map(scheme_entry, found.events())))


def _notices(hits: Iterable[Hit]) -> list[Notice]:
    found: list[Notice] = []
    copies: dict[str, str] = {}
    for id, together in groupby(hits, key=lambda hit: hit.story.article.id):
        story = next(together).story
        found.extend(notices_of(story))
        if story.copy_of:
            copies[id] = story.copy_of.id
    return [replace(one, first=_first(one.article, copies)) for one in found]


def _first(id: str, copies: Mapping[str, str]) -> str:
    """What an article was first published as: links of copies are followed to their end."""
    while id in copies:
        id = copies[id]
    return id


# ---------------------------------------------------------------- which, and in which order


def matching(read: Plans, query: Query) -> list[SchemeEntry]:
    """The programmes of which a notice matches the query; all where it asks for nothing."""
    if query == ALL:
        return list(read.entries)
    found: dict[str, list[Program | None]] = defaultdict(list)
    for hit in read.held.hits(query):
        found[hit.story.article.id].append(hit.program)
    return [one for one in read.entries if any(n.program in found[n.article] for n in one.scheme.reports)]


def open_on(entries: Iterable[SchemeEntry], on: dt.date, within: int | None = None) -> list[SchemeEntry]:
    """Those that are open on a day; within: only what closes in so many days, that day too."""
    told = ((one, one.status(on)) for one in entries)
    held = [(one, status) for one, status in told if status.state == "open"]
    if within is None:
        return [one for one, _ in held]
    return [one for one, status in held if status.closes and (status.closes - on).days <= within]


def ordered(entries: Iterable[SchemeEntry], sort: Sort, on: dt.date) -> list[SchemeEntry]:
    """The programmes in an order; what has no day comes last, ties are broken by id."""
    return sorted(entries, key=lambda one: (*_rank(one, sort, on), one.id))


def _rank(one: SchemeEntry, sort: Sort, on: dt.date) -> tuple[int, ...]:
    day = one.when.toordinal() if one.when else None
    by_day = (day is None, (day or 0) if sort == "oldest" else -(day or 0))
    if sort == "closing":
        status = one.status(on)
        closes = status.closes if status.state == "open" and status.closes else NEVER
        return (closes.toordinal(), status.state != "open", *by_day)
    return (-one.sources, -len(one.scheme.reports), *by_day) if sort == "notices" else by_day
