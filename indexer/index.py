"""The Index port: all that a reader may ask, of any backend.

`tests/contracts/index.py` states what every backend promises. A backend is one file beside this one and one line
in `open_index`.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from entities.errors import BadInput
from entities.records import Program, Release, Story

if TYPE_CHECKING:  # every command asks for a query, few for the ledger
    from entities.ledger_claims import Entry
    from entities.ledger_decisions import Decisions
    from entities.ledger_firsts import Outline
    from entities.scheme_claims import SchemeEntry

# Control characters: no page's text holds them, every edge replaces them.
MARK_START, MARK_END = "\x02", "\x03"
DEFAULT_INDEX = "sqlite:///pantau.db"

FACETS = (
    "source",
    "topic",
    "province",
    "city",
    "origin",
    "country",
    "destination",
    "product",
    "group",
    "program",
    "kind",
    "exporter",
    "year",
)


@dataclass(frozen=True, kw_only=True)
class Between:
    """A range of amounts, both ends included; None leaves an end open. unit: "IDR", "USD" or "kg"."""

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Query:
    """What a reader asks. Empty text matches all; filters of one kind are alternatives, kinds add up.

    of: what is looked for: stories, or the releases or programmes in them, each a hit of its own; or events, each of
    which is all releases that tell of one shipment (entities/ledger.py), or schemes, likewise of programmes. A release
    and a programme are known by their own fields, and by their story's for what they have no field for
    (indexer/terms.py); an event or scheme by all that its reports are known by together, its value, volume and day
    being those shown.
    text: the reader's words in the query language of indexer/language.py; never engine syntax.
    places and countries match any mention; origins and destinations only those in that role. A province's code
    matches its kabupaten and kota too. products, programs and exporters are compared as search words, a part of the
    name is enough; groups are HS chapters.
    value and volume bound a release's or programme's largest stated value (converted at its day) and a release's
    largest stated weight; of a story, one release must keep all that is asked of value, volume and release day.
    since and until bound the moment named by `by`: since <= moment < until, both aware; "release" is the midnight in
    WIB that the release's day, or the programme's first, begins with. What has no such moment, value or volume never
    matches a bound on it.
    sort: "relevance" (newest first where no word is asked for), "newest" or "oldest" by the moment named by `by`,
    "learnt" (what this index held last comes first, whatever `by` names), "value" in rupiah, largest first, or
    "sources", the events first that most independent sources tell of; what has no such moment or value comes last, ties
    are broken by id and place.
    originals: only first publications, what was republished of them is left out.
    after: the `next` of the page before, BadInput for any other; pages join without gap or repeat while the index
    does not change. facets: which to count; the answer names all of them, those without a value too.
    """

    of: Literal["stories", "releases", "programs", "events", "schemes"] = "stories"
    text: str = ""
    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()
    originals: bool = False
    value: Between | None = None
    volume: Between | None = None
    since: datetime | None = None
    until: datetime | None = None
    by: Literal["published", "learnt", "release"] = "published"
    sort: Literal["relevance", "newest", "oldest", "learnt", "value", "sources"] = "relevance"
    limit: int = 20
    after: str | None = None
    facets: tuple[str, ...] = FACETS


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One story, release, programme, event or scheme found; what was looked for is set.

    The story and the release or programme of an event or scheme are those of its first report.

    title and snippet are the original text; matched words stand between MARK_START and MARK_END.
    score: higher is better, None where the sort is not by relevance.
    """

    story: Story
    release: Release | None = None
    program: Program | None = None
    event: "Entry | None" = None
    scheme: "SchemeEntry | None" = None
    score: float | None = None
    title: str = ""
    snippet: str = ""


@dataclass(frozen=True, kw_only=True)
class Results:
    """total counts all matches, not the page; facets: name -> value -> number of matches, most first, then by value.

    next: hand it to Query.after for the page that follows; None at the end.
    notes tell in plain words what of the query text was not understood as asked.
    meant: a query text with misspelt places and products mended, None where nothing looks misspelt.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    next: str | None = None
    notes: tuple[str, ...] = ()
    meant: str | None = None


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One week ("2021-W51", ISO, WIB) or year of a series: matches, and those of them that state a value.

    A story counts once, with the values of its releases; by release day, in each period of a release asked for. An
    event counts once, with the value shown; it is published when its first report is.
    """

    period: str
    count: int
    valued: int = 0
    rupiah: Decimal = Decimal(0)
    dollars: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums over all matching releases or events, with what they leave out.

    reports: how many releases of articles they are; more than `releases` where events are asked for.
    valued releases are in rupiah and dollars, unrounded: the largest stated value of each, converted at its day.
    Further figures of the same release (`restated` of them) are never added. unvalued state no value, unconverted
    state one that no known rate converts; the three make up all releases. weighed releases are in kilograms, the
    largest stated weight of each; unweighed state no weight.
    """

    releases: int = 0
    reports: int = 0
    valued: int = 0
    rupiah: Decimal = Decimal(0)
    dollars: Decimal = Decimal(0)
    unvalued: int = 0
    unconverted: int = 0
    restated: int = 0
    weighed: int = 0
    kilograms: Decimal = Decimal(0)
    unweighed: int = 0


@dataclass(frozen=True, kw_only=True)
class Left:
    """What was put and is not held: waiting stories are written later, refused ones are kept aside with the reason.

    told says where, and what to do, a sentence each; ids are those of the refused.
    """

    waiting: int = 0
    refused: int = 0
    ids: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()


class Index(Protocol):
    """Where stories live. Every method raises IndexUnusable in one sentence when the store cannot serve.

    together: how many stories are best put at once.
    """

    together: int

    def put(self, stories: Iterable[Story]) -> int:
        """Store stories, replacing those of the same id (learnt_at stays the first one); how many were new.

        Releases are joined into events, which are at all times what entities/ledger.py makes of all that is held.
        Each is linked to its first publication (copy_of): the first held that came out before it and is like it. That
        holds for all stories at all times, in whatever order they are put, changed and forgotten.

        A forgotten article (see forget) is not stored. All or nothing: a failure leaves the index as it was. What a
        server cannot take now is kept and written later instead, see `left`.
        """
        ...

    def get(self, id: str) -> Story | None:
        """The story of this id, or None."""
        ...

    def copies(self, id: str) -> tuple[Story, ...]:
        """The first publication of a story and what was republished of it, in the order they came out, with itself.

        Copies of copies are among them. One story where it is no copy and none is known of it, none for an unknown id.
        """
        ...

    def search(self, query: Query) -> Results:
        """The page of hits asked for, with total and facets over all matches."""
        ...

    def hits(self, query: Query | None = None) -> Iterator[Hit]:
        """Every match, streamed, never capped, without score and marks; in the order of the query's sort.

        By default all stories, oldest id first (sort "relevance" without text orders by id here).
        """
        ...

    def series(self, query: Query, unit: Literal["week", "year"]) -> tuple[Bucket, ...]:
        """The matches by period of the query's `by`, without gaps between the first and the last."""
        ...

    def totals(self, query: Query) -> Totals:
        """Sums over the releases, events or schemes that match; of stories and programs, over the releases in them."""
        ...

    def event(self, id: str) -> "Entry | None":
        """The event of a public id, its last eight signs, or an id that it had before; None for any other."""
        ...

    def scheme(self, id: str) -> "SchemeEntry | None":
        """The scheme of a public id likewise."""
        ...

    def outlines(self) -> "Iterator[Outline]":
        """What is shown of every event, as far as firsts go by it; in no order."""
        ...

    def decide(self, decisions: "Decisions") -> None:
        """Join events by these decisions of people from now on, in the place of those known before."""
        ...

    def decisions(self) -> "Decisions":
        """The decisions by which events are joined."""
        ...

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Names of places, countries, products, programmes and exporters held that begin so, commonest first."""
        ...

    def forget(self, url: str) -> int:
        """Remove the article of this URL or id for good and refuse it from now on; how many were removed."""
        ...

    def withdraw(self, id: str) -> int:
        """Remove the article of this URL or id as `forget` does, without refusing it: it can be put again; how many."""
        ...

    def forgotten(self) -> frozenset[str]:
        """Every URL and id that `forget` refuses, for a crawl to spare the fetch."""
        ...

    def buried(self) -> dict[str, str]:
        """The same with the moment since when, in UTC as indexer/bounds.py writes it."""
        ...

    def bury(self, at: dict[str, str]) -> None:
        """Refuse these URLs and ids from now on, as another index does; held articles of theirs stay. For copies."""
        ...

    def count(self) -> int:
        """How many stories are held."""
        ...

    def left(self) -> Left:
        """What was put through this object and is not in the index; an embedded index has nothing of the kind."""
        ...

    def republished(self) -> int:
        """How many of the new stories put through this object were copies of others when they were put."""
        ...

    def close(self) -> None:
        """Release the store; a closed index is not used again."""
        ...


# ---------------------------------------------------------------- URLs

SERVER_SCHEMES = ("http", "https")
ANY_SERVER = (*SERVER_SCHEMES, "elasticsearch")


def open_index(url: str, *, create: bool = False, write: bool = True, patience: float | None = None) -> Index:
    """The index that a URL names: sqlite:///PATH (three slashes: relative, four: absolute) or https://HOST:9200/PREFIX.

    create makes it where there is none. BadInput for a URL of no known kind, IndexUnusable for one that cannot serve;
    a server that is away now can be opened with create, and keeps what is put in its outbox. write: False where it is
    only read; nothing can be changed through it then. patience: seconds that an answer may take before it is given up
    as IndexUnusable.
    """
    if path := sqlite_path(url):
        from indexer.sqlite import SQLiteIndex

        return SQLiteIndex(path, create=create, write=write, patience=patience)
    if is_server(url):
        from indexer.elastic import ElasticIndex

        return ElasticIndex(url, create=create, patience=patience)
    raise BadInput(
        f"{shown(url)!r} names no index; use sqlite:///PATH, as {DEFAULT_INDEX}, or https://HOST:9200/PREFIX"
    )


def sqlite_path(url: str) -> Path | None:
    """The file of a sqlite URL; None for any other URL."""
    prefix = "sqlite:///"
    return Path(url.removeprefix(prefix)) if url.startswith(prefix) and len(url) > len(prefix) else None


def user_folder() -> Path:
    """Where what belongs to an index on a server is kept here: $XDG_STATE_HOME/pantau, or ~/.local/state/pantau."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "pantau"


def is_server(url: str) -> bool:
    """True for the URL of an index on a server."""
    return url.partition("://")[0] in ANY_SERVER and "://" in url


def shown(url: str) -> str:
    """The URL of an index as people may see it: without user and password."""
    scheme, mark, rest = url.partition("://")
    return url if sqlite_path(url) else scheme + mark + rest.rpartition("@")[2]
