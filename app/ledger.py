"""The ledger as commands read it: the releases of an index joined into events, found by what their reports say.

It is made anew from the releases of the index at every call; nothing of it is stored.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from app import wording
from app.ledger_cli import Sort
from entities.errors import BadInput
from entities.ledger import Ledger, signs
from entities.ledger_claims import Entry, entry
from entities.ledger_firsts import First, firsts
from entities.ledger_report import Report, reports_of
from entities.records import Release
from indexer.index import Hit, Index, Query

ALL = Query(of="releases")


@dataclass(frozen=True, kw_only=True)
class Book:
    """The ledger of an index: its events with what is said of each. left_out: releases that only sum up a time."""

    held: Index
    entries: tuple[Entry, ...]
    left_out: int = 0

    @cached_property
    def firsts(self) -> Mapping[str, tuple[First, ...]]:
        """What was first and who came back, by event id; asks the index since when it holds each source."""
        return firsts(self.entries, covered(self.held, self.entries))

    def find(self, id: str) -> Entry:
        """The event of an id, or of one that it had before; BadInput for any other."""
        asked = id.strip().lower().rpartition("-")[2]
        found = [one for one in self.entries if asked in {signs(r.key) for r in one.event.reports}]
        if len(found) > 1:
            found = [one for one in found if id.strip().upper() in _ids(one)]
        if not found:
            raise BadInput(f"no event {id!r} in the ledger; `pantau ledger` lists them")
        return found[0]


def _ids(one: Entry) -> set[str]:
    return {id.upper() for id in (one.id, *one.event.aliases)}


def book(held: Index) -> Book:
    """The ledger of all releases that the index holds."""
    reports, left_out = _reports(held.hits(ALL))
    entries = tuple(entry(event) for event in Ledger(reports).events())
    return Book(held=held, entries=entries, left_out=left_out)


def _reports(hits: Iterable[Hit]) -> tuple[list[Report], int]:
    """The reports of the releases found, and how many of them only sum up a time."""
    found: list[Report] = []
    releases = 0
    copies: dict[str, str] = {}
    for id, together in groupby(hits, key=lambda hit: hit.story.article.id):
        story = next(together).story
        releases += len(story.releases)
        found.extend(reports_of(story))
        if story.copy_of:
            copies[id] = story.copy_of.id
    return [replace(one, first=_first(one.article, copies)) for one in found], releases - len(found)


def _first(id: str, copies: Mapping[str, str]) -> str:
    """What an article was first published as: links of copies are followed to their end."""
    while id in copies:
        id = copies[id]
    return id


def covered(held: Index, entries: Iterable[Entry]) -> dict[str, dt.date]:
    """Of each source that tells of an event the day of the earliest article that the index holds."""
    return reach(held, {report.source for one in entries for report in one.event.reports})


def reach(held: Index, names: Iterable[str]) -> dict[str, dt.date]:
    """Of each of these sources the day of its earliest article."""
    oldest = {
        name: held.search(Query(sources=(name,), sort="oldest", limit=1, facets=())) for name in sorted(names)
    }
    moments = {name: found.hits[0].story.article.published_at for name, found in oldest.items() if found.hits}
    return {name: moment.astimezone(wording.WIB).date() for name, moment in moments.items() if moment}


# ---------------------------------------------------------------- which, and in which order


def matching(read: Book, query: Query) -> list[Entry]:
    """The events of which a report matches the query; all where it asks for nothing."""
    if query == ALL:
        return list(read.entries)
    found: dict[str, list[Release | None]] = defaultdict(list)
    for hit in read.held.hits(query):
        found[hit.story.article.id].append(hit.release)
    return [one for one in read.entries if any(r.release in found[r.article] for r in one.event.reports)]


def ordered(entries: Iterable[Entry], sort: Sort) -> list[Entry]:
    """The events in an order; what has no day or no value comes last, ties are broken by id."""
    return sorted(entries, key=lambda one: (*_rank(one, sort), one.id))


def _rank(one: Entry, sort: Sort) -> tuple[float, ...]:
    day = one.when.toordinal() if one.when else None
    by_day = (day is None, (day or 0) if sort == "oldest" else -(day or 0))
    if sort == "value":
        return (one.worth.rupiah is None, -float(one.worth.rupiah or 0), *by_day)
    return (-one.sources, -len(one.event.reports), *by_day) if sort == "reports" else by_day
