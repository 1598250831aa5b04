"""The Index port: all that a reader may ask, of any backend.

`tests/contracts/index.py` states what every backend promises. A backend is one file beside this one and one line
in `open_index`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from entities.errors import BadInput
from entities.records import Story


@dataclass(frozen=True, kw_only=True)
class Query:
    """What a reader asks. Empty text matches all; filters of one kind are alternatives, kinds add up.

    since and until bound the moment named by `by`: since <= moment < until, both aware.
    by: "published" (the site's date; stories without one never match a bound) or "learnt" (first seen by us).
    sort: "relevance" (newest first where text is empty), "newest" or "oldest"; ties are broken by id.
    """

    text: str = ""
    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    by: Literal["published", "learnt"] = "published"
    sort: Literal["relevance", "newest", "oldest"] = "relevance"
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One story found: score (higher is better, None where the sort is not by relevance), snippet with marks.

    title and snippet are the original text; matched words stand between MARK_START and MARK_END.
    """

    story: Story
    score: float | None
    title: str
    snippet: str


MARK_START, MARK_END = (
    "\x02",
    "\x03",
)  # control characters: no page's text holds them, every edge replaces them


@dataclass(frozen=True, kw_only=True)
class Results:
    """total counts all matches, not the page; facets: name -> value -> number of matching stories.

    Facets are "source", "topic", "province", "city", "country" (codes), by number, then by value.
    notes tells in plain words what of the query text was not understood as asked.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Index(Protocol):
    """Where stories live. Every method raises IndexUnusable in one sentence when the store cannot serve."""

    def put(self, stories: Iterable[Story]) -> int:
        """Store stories, replacing those of the same id (learnt_at stays the first one); how many were new.

        All or nothing: a failure leaves the index as it was.
        """
        ...

    def get(self, id: str) -> Story | None:
        """The story of this id, or None."""
        ...

    def search(self, query: Query) -> Results:
        """The page of hits asked for, with total and facets over all matches."""
        ...

    def stories(self, query: Query | None = None) -> Iterator[Story]:
        """Every matching story, streamed, never capped; by default all, in the order of id."""
        ...

    def count(self) -> int:
        """How many stories are held."""
        ...

    def close(self) -> None:
        """Release the store; a closed index is not used again."""
        ...


DEFAULT_INDEX = "sqlite:///pantau.db"


def open_index(url: str, *, create: bool = False) -> Index:
    """The index that a URL names: sqlite:///PATH (three slashes: relative, four: absolute).

    create makes it where there is none. BadInput for a URL of no known kind, IndexUnusable for one that cannot serve.
    """
    if not (path := sqlite_path(url)):
        raise BadInput(f"{url!r} names no index; use sqlite:///PATH, as {DEFAULT_INDEX}")
    from indexer.sqlite import SQLiteIndex

    return SQLiteIndex(path, create=create)


def sqlite_path(url: str) -> Path | None:
    """The file of a sqlite URL; None for any other URL."""
    prefix = "sqlite:///"
    return Path(url.removeprefix(prefix)) if url.startswith(prefix) and len(url) > len(prefix) else None
