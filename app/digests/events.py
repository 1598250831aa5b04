"""The events and programmes that a search finds in a span of time: the one place where a digest asks the index.

A search that no article matches whole is answered by the index with those that match some of its words; a digest takes
none of these.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from app.ledger import Book, book, matching
from entities.ledger_claims import Entry
from entities.ledger_firsts import First
from indexer.index import Hit, Index, Query, Results
from indexer.language import LOOSENED


class Events:
    """What an index holds, asked as digests ask: events by when they were first told of."""

    def __init__(self, held: Index) -> None:
        self.held = held
        self._book: Book | None = None
        self._found: dict[Query, list[Entry]] = {}

    def of(self, query: Query) -> list[Entry]:
        """The events of a query, by id; its days bound when the first report of each was learnt of or published."""
        anytime = replace(query, of="releases", since=None, until=None)
        if anytime not in self._found:
            exact = not is_loosened(self.held, anytime)
            self._found[anytime] = sorted(matching(self.book, anytime), key=_id) if exact else []
        return [one for one in self._found[anytime] if _within(first_told(one, query.by), query)]

    def firsts(self, one: Entry) -> tuple[First, ...]:
        """What was first in an event, or who came back."""
        return self.book.firsts.get(one.id, ())

    def find(self, id: str) -> Entry | None:
        """The event that an id means now, or None."""
        return next((one for one in self.book.entries if id in (one.id, *one.event.aliases)), None)

    @property
    def book(self) -> Book:
        if self._book is None:
            self._book = book(self.held)
        return self._book

    def programs(self, query: Query) -> Iterator[Hit]:
        """The programmes that a query finds, the oldest first."""
        asked = replace(query, of="programs", sort="oldest")
        return iter(()) if is_loosened(self.held, asked) else self.held.hits(asked)

    def stories(self, query: Query) -> Results:
        """How many articles a query finds, and of which sources."""
        asked = replace(query, of="stories", limit=1, facets=("source",))
        found = self.held.search(asked)
        return Results(hits=(), total=0, facets={"source": {}}) if LOOSENED in found.notes else found


def is_loosened(held: Index, query: Query) -> bool:
    """True where nothing matches all that was asked for, and the index would answer with less."""
    return bool(query.text) and LOOSENED in held.search(replace(query, limit=1, facets=())).notes


def first_told(one: Entry, by: str) -> datetime | None:
    """When an event was first learnt of, or when its first report was published."""
    if by == "published":
        return one.event.reports[0].published_at
    return min((r.learnt_at for r in one.event.reports if r.learnt_at), default=None)


def _id(one: Entry) -> str:
    return one.id


def _within(moment: datetime | None, query: Query) -> bool:
    if query.since is None and query.until is None:
        return True
    return moment is not None and (
        (query.since is None or query.since <= moment) and (query.until is None or moment < query.until)
    )
