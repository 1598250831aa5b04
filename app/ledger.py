"""The ledger as commands read it: the events of an index, found by what their reports say."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from app import wording
from app.options import EventSort
from entities.errors import BadInput
from entities.ledger_claims import Entry
from entities.ledger_decisions import Decisions
from entities.ledger_firsts import First, firsts
from indexer.index import Index, Query, Results, open_index

ALL = Query(of="events")


@dataclass(frozen=True, kw_only=True)
class Book:
    """The ledger of an index."""

    held: Index

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All events, with what is said of each; a millisecond or two an event."""
        return tuple(matching(self, ALL))

    @cached_property
    def decisions(self) -> Decisions:
        """What people decided, as the index knows it."""
        return self.held.decisions()

    @cached_property
    def firsts(self) -> Mapping[str, tuple[First, ...]]:
        """What was first and who came back, by event id; asks the index since when it holds each source."""
        return firsts(self.held.outlines(), covered(self.held))

    @cached_property
    def left_out(self) -> int:
        """How many releases only sum up a year or a season, and are no reports."""
        releases = self.held.search(replace(ALL, of="releases", limit=0, facets=())).total
        return releases - self.held.totals(ALL).reports

    def find(self, id: str) -> Entry:
        """The event of an id, or of one that it had before; BadInput for any other."""
        found = self.held.event(id)
        if not found:
            raise BadInput("no event {id!r} in the ledger; `pantau ledger` lists them", id=id)
        return found


def book(held: Index) -> Book:
    """The ledger of an index."""
    return Book(held=held)


def covered(held: Index) -> dict[str, dt.date]:
    """Of each source that tells of an event the day of the earliest article that the index holds."""
    names = held.search(Query(of="events", limit=0, facets=("source",))).facets["source"]
    return {name: day for name in sorted(names) if (day := first_day(held, name, "oldest"))}


def first_day(held: Index, source: str, sort: Literal["oldest", "newest"]) -> dt.date | None:
    """The day (WIB) of the first article of a source in an order; None where it has none, or one without a moment."""
    found = held.search(Query(sources=(source,), sort=sort, limit=1, facets=())).hits
    at = found[0].story.article.published_at if found else None
    return at and at.astimezone(wording.WIB).date()


# ---------------------------------------------------------------- which, and in which order


def page(read: Book, query: Query, sort: EventSort, limit: int) -> Results:
    """The first events that a query finds, in an order: newest and oldest by their first report."""
    by = "sources" if sort == "reports" else sort
    return read.held.search(replace(query, of="events", limit=limit, facets=(), sort=by))


def matching(read: Book, query: Query) -> list[Entry]:
    """All events that a query finds."""
    return [hit.event for hit in read.held.hits(replace(query, of="events")) if hit.event]


def ordered(entries: Iterable[Entry], sort: EventSort) -> list[Entry]:
    """The events in an order; what has no day or no value comes last, ties are broken by id."""
    return sorted(entries, key=lambda one: (*_rank(one, sort), one.id))


def _rank(one: Entry, sort: EventSort) -> tuple[float, ...]:
    day = one.when.toordinal() if one.when else None
    by_day = (day is None, (day or 0) if sort == "oldest" else -(day or 0))
    if sort == "value":
        return (one.worth.rupiah is None, -float(one.worth.rupiah or 0), *by_day)
    return (-one.sources, -len(one.event.reports), *by_day) if sort == "reports" else by_day


def matched(query: Query, sort: EventSort, index: str) -> tuple[Book, list[Entry]]:
    """The ledger of an index and all events that match; how the words were understood goes to standard error."""
    read = book(open_index(index))
    if query.text:
        wording.note(read.held.search(replace(query, limit=0, facets=())).notes)
    return read, ordered(matching(read, query), sort)
