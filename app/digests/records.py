"""What a digest says, before it is put into words: every number with the query that gives it."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from app.digests.week import Week
from app.export_about import described
from app.wording import Language
from crawler.health import Health
from entities.ledger_claims import Entry
from entities.ledger_firsts import First
from entities.scheme_claims import SchemeEntry
from indexer.index import Query

By = Literal["learnt", "published"]
Measure = Literal[
    "events",
    "late",
    "shown",
    "valued",
    "unvalued",
    "unconverted",
    "rupiah",
    "dollars",
    "provinces",
    "destinations",
    "programs",
    "stories",
    "reports",
]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number and what gives it: `measure` of what the query finds.

    events, programs (each once), stories: how many it finds; valued, unvalued, unconverted: how many of them state a
    value that is in rupiah and dollars, none, one without a known rate; rupiah, dollars: the sum over the valued;
    provinces, destinations: how many different ones; late: how many events of an earlier week than the query's first
    day; shown: how many of them this digest names.
    """

    measure: Measure
    value: int | Decimal
    query: Query


Kind = Literal["before", "year_ago"]


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A week that headline figures are held against.

    week: None where there was no such week (W53). missing: sources that told something in either week and were not
    covered in that one; unseen: those that are not covered in the digest's own. Both kinds are left out of every figure
    that is compared: sources are those that are left, () for all asked for. comparable: False where none is left.
    """

    kind: Kind
    week: Week | None = None
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    comparable: bool = True


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A figure of the week and of another, both over the sources of the baseline."""

    baseline: Baseline
    now: Figure
    then: Figure


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A figure of the week, and how it compares where that can be said."""

    figure: Figure
    comparisons: tuple[Comparison, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Value:
    """What the valued events add up to, and how many are left out of it."""

    rupiah: Figure
    dollars: Figure
    valued: Figure
    unvalued: Figure
    unconverted: Figure


@dataclass(frozen=True, kw_only=True)
class Group:
    """The events of a province, those that are named; an event of two provinces stands in both.

    figure: all of the province, with those told under another heading; it and code are None for events without a known
    origin, which no query asks for.
    """

    code: str | None
    figure: Figure | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A programme, told once however many notices name it. closes: the last day that one can still take part."""

    entry: SchemeEntry
    closes: dt.date | None = None

    @property
    def sort(self) -> tuple[str, str]:
        return (self.entry.name or "~").casefold(), self.entry.id


Change = Literal["changed", "joined", "gone"]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field of an event that an earlier digest told otherwise; values as the JSON of a digest holds them."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class Correction:
    """An event that an earlier digest told otherwise than it stands now.

    changed: some fields are different; joined: it is one with the event `entry`, which was told as another; gone: it no
    longer stands in the ledger, and entry is None. week: of the digest that told of it last.
    """

    id: str
    week: str
    change: Change
    entry: Entry | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A headline figure that the digest of an earlier week told otherwise; now: as the index gives it today."""

    week: str
    measure: Measure
    before: Decimal
    now: Figure


@dataclass(frozen=True, kw_only=True)
class Digest:
    """All that a digest says of a week. Whatever is cut is counted by the figures.

    groups, firsts, biggest and late name events of the week; groups leave out the late ones. programmes: first told of
    in the week; opening: told of earlier, and opened in it; closing: that close in the two weeks after it.
    series: events by week, the last of them this one; None where no source was watched. health: how each source was at
    the end of the week. most: how many events are named where not all can be. notes: what of the search was not
    understood as asked. reports: the figures of the head, but for the number of events, count what each article tells.
    """

    week: Week
    by: By
    language: Language
    query: Query
    events: Headline
    reports: bool = False
    baselines: tuple[Baseline, ...] = ()
    headlines: tuple[Headline, ...] = ()
    value: Value | None = None
    late_count: Figure | None = None
    shown: Figure | None = None
    series: tuple[tuple[Week, Figure | None], ...] = ()
    destinations: tuple[tuple[str, Figure], ...] = ()
    groups: tuple[Group, ...] = ()
    firsts: tuple[tuple[Entry, tuple[First, ...]], ...] = ()
    more_firsts: bool = False
    biggest: tuple[Entry, ...] = ()
    late: tuple[Entry, ...] = ()
    programmes: tuple[Programme, ...] = ()
    opening: tuple[Programme, ...] = ()
    closing: tuple[Programme, ...] = ()
    corrections: tuple[Correction, ...] = ()
    more_corrections: bool = False
    revisions: tuple[Revision, ...] = ()
    health: tuple[Health, ...] = ()
    sources: tuple[tuple[str, Figure], ...] = ()
    notes: tuple[str, ...] = ()
    sample: bool = False
    most: int = 30

    @property
    def is_empty(self) -> bool:
        """True where there is nothing new to tell."""
        told = (self.events.figure.value, self.programmes, self.opening, self.closing, self.corrected)
        return not any(told)

    @property
    def is_bare(self) -> bool:
        """True where it has only what closes soon, or corrections."""
        return not (self.events.figure.value or self.programmes or self.opening)

    @property
    def corrected(self) -> int:
        """How many corrections it has."""
        return len(self.corrections) + len(self.revisions)

    @property
    def name(self) -> str:
        return self.week.name

    @property
    def search(self) -> str:
        """The search as one would type it, without the days of the week; "" for all."""
        return described(replace(self.query, since=None, until=None))
