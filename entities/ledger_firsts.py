"""What happened for the first time, and who came back: as far as the ledger reaches, and it says how far that is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from entities.goods import heading
from entities.ledger_pairs import CITY
from entities.ledger_report import firm_words

Kind = Literal["origin-country", "product-country", "exporter-returns"]


class Shown(Protocol):
    """An event as firsts are found by it."""

    @property
    def id(self) -> str: ...

    @property
    def when(self) -> dt.date | None: ...

    @property
    def origins(self) -> tuple[str, ...]: ...

    @property
    def destinations(self) -> tuple[str, ...]: ...

    @property
    def products(self) -> tuple[str, ...]: ...

    @property
    def exporter(self) -> str | None: ...


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What is shown of an event, without what it rests on: enough for firsts, and quick to read by the thousands."""

    id: str
    when: dt.date | None = None
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    exporter: str | None = None


@dataclass(frozen=True, kw_only=True)
class First:
    """The first shipment of an origin or a product to a country, or a firm that exports again.

    what: the origin's code, the product (its HS heading where that is certain) or the firm as printed; country is None
    for a firm. checked: how many earlier events it was checked against; unsure: how many of them to that country do not
    tell their kabupaten, and so could be an earlier one. since: the first day of which any source is covered, None
    where none is known; sources: how many were covered by then. before: the event that a firm was last in.
    """

    kind: Kind
    event: str
    what: str
    country: str | None = None
    checked: int = 0
    unsure: int = 0
    since: dt.date | None = None
    sources: int = 0
    before: str | None = None


def firsts(entries: Iterable[Shown], covered: Mapping[str, dt.date]) -> dict[str, tuple[First, ...]]:
    """By event id; covered: of each source the day of its earliest article.

    Events of one day do not precede each other; an event without any day has no firsts and precedes none.
    """
    dated = sorted((e for e in entries if e.when), key=lambda e: (e.when or dt.date.min, e.id))
    seen = _Seen()
    found: dict[str, tuple[First, ...]] = {}
    for day, together in _by_day(dated):
        reach = _Reach(
            seen.events, min(covered.values(), default=None), sum(d <= day for d in covered.values())
        )
        for one in together:
            found[one.id] = tuple(_of(one, seen, reach))
        for one in together:
            seen.add(one)
    return found


@dataclass(frozen=True)
class _Reach:
    checked: int
    since: dt.date | None
    sources: int


class _Seen:
    """What the events so far held."""

    def __init__(self) -> None:
        self.events = 0
        self.pairs: set[tuple[Kind, str, str]] = set()
        self.unplaced: dict[str, int] = defaultdict(int)
        self.firms: dict[frozenset[str], str] = {}

    def add(self, one: Shown) -> None:
        self.events += 1
        self.pairs.update(_pairs(one))
        if not any(len(code) == CITY for code in one.origins):
            for country in one.destinations:
                self.unplaced[country] += 1
        if firm := firm_words(one.exporter):
            self.firms[firm] = one.id


def _by_day(dated: list[Shown]) -> Iterator[tuple[dt.date, list[Shown]]]:
    days: dict[dt.date, list[Shown]] = defaultdict(list)
    for one in dated:
        if one.when:
            days[one.when].append(one)
    yield from days.items()


def _pairs(one: Shown) -> Iterator[tuple[Kind, str, str]]:
    for country in one.destinations:
        for code in one.origins:
            yield "origin-country", code, country
        for name in one.products:
            yield "product-country", heading(name) or name.casefold(), country


def _of(one: Shown, seen: _Seen, reach: _Reach) -> Iterator[First]:
    for kind, what, country in dict.fromkeys(_pairs(one)):
        if (kind, what, country) not in seen.pairs:
            yield First(
                kind=kind,
                event=one.id,
                what=what,
                country=country,
                checked=reach.checked,
                unsure=seen.unplaced[country] if kind == "origin-country" else 0,
                since=reach.since,
                sources=reach.sources,
            )
    firm = firm_words(one.exporter)
    if one.exporter and firm in seen.firms:
        yield First(
            kind="exporter-returns",
            event=one.id,
            what=one.exporter,
            checked=reach.checked,
            since=reach.since,
            sources=reach.sources,
            before=seen.firms[firm],
        )
