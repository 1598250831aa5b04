"""What an export says of itself: the query, the day, the count, in Indonesian and English, to be cited."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version
from shlex import quote
from typing import Any

from app import wording
from app.export_columns import Of
from app.export_row import Row, clean, exact, wib
from entities.ledger_decisions import Decisions
from entities.ledger_firsts import First
from indexer.index import Hit, Index, Query

WHAT = {
    "stories": ("berita", "articles"),
    "releases": ("pelepasan ekspor", "export releases"),
    "programs": ("program", "programmes"),
    "events": ("peristiwa ekspor", "export events"),
    "schemes": ("program, satu kali", "programmes, each once"),
}
OPTIONS = {
    "sources": "--source",
    "topics": "--topic",
    "places": "--place",
    "origins": "--origin",
    "countries": "--country",
    "destinations": "--destination",
    "products": "--product",
    "groups": "--group",
    "programs": "--program",
    "exporters": "--exporter",
}
PART = re.compile(r'-?"[^"]*"|\S+')
STEERS = re.compile(r"[$`\\&|;<>()*?\[\]{}!#~']")  # what a shell would act on, in double quotes or outside
SAMPLE = (
    "CONTOH: {} di antaranya data rekaan dari pers contoh, bukan berita.",
    "SAMPLE: {} of them are invented, from the sample press, and no news.",
)


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What an index held when it was asked: the same search finds more on another day. learnt: when its newest came."""

    articles: int
    learnt: datetime | None
    program: str

    def lines(self) -> tuple[str, str]:
        """A sentence in Indonesian and in English."""
        at = wib(self.learnt)
        here = f", yang terbaru masuk {wording.moment(at)}" if at else ""
        there = f", the newest added {at:%Y-%m-%d %H:%M %z}" if at else ""
        return (
            f"Indeks: {self.articles} berita{here}; Pantau {self.program}.",
            f"Index: {self.articles} articles{there}; Pantau {self.program}.",
        )

    def record(self) -> dict[str, Any]:
        at = wib(self.learnt)
        return {"articles": self.articles, "learnt_at": at and at.isoformat(), "program": self.program}


def stock(index: Index) -> Stock:
    """What an index holds now."""
    newest = index.search(Query(by="learnt", sort="newest", limit=1, facets=()))
    learnt = newest.hits[0].story.learnt_at if newest.hits else None
    return Stock(articles=newest.total, learnt=learnt, program=version("pantau"))


@dataclass(kw_only=True)
class About:
    """One export; count and samples grow while the rows pass.

    notes tell how the query was understood; firsts: of events, by their ids; decisions: of events and schemes.
    """

    query: Query
    at: datetime
    notes: tuple[str, ...] = ()
    stock: Stock | None = None
    firsts: Mapping[str, tuple[First, ...]] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    count: int = 0
    samples: int = 0

    @property
    def of(self) -> Of:
        return self.query.of

    def rows(self, hits: Iterable[Hit]) -> Iterator[Any]:
        """The rows of the hits, counted as they pass: a Row each, of an event or scheme a line."""
        for hit in hits:
            self.count += 1
            joined = hit.event or hit.scheme
            self.samples += joined.sample if joined else hit.story.article.sample
            yield self._line(hit) if joined else Row(hit)

    def _line(self, hit: Hit) -> Any:
        from app.ledger_export import Line
        from app.schemes_export import SchemeLine

        if hit.scheme:
            return SchemeLine(entry=hit.scheme, decisions=self.decisions.on(hit.scheme.scheme.reports))
        assert hit.event is not None
        decided = self.decisions.on(hit.event.event.reports)
        return Line(entry=hit.event, firsts=self.firsts.get(hit.event.id, ()), decisions=decided)

    def source(self) -> tuple[str, str]:
        """The citation without the count, for what is written before all rows are known."""
        (here, there), at = self.titles(), wib(self.at)
        return (
            f"{here}, diekspor {wording.moment(at)}",
            f"{there}, exported {at:%Y-%m-%d %H:%M %z}",
        )

    def titles(self) -> tuple[str, str]:
        """What the list is called, in Indonesian and in English."""
        asked = described(self.query)
        here, there = WHAT[self.of]
        return f"Pantau, pencarian {here}: {asked or 'semua'}", f"Pantau, search of {there}: {asked or 'all'}"

    def lines(self) -> list[str]:
        """The citation with the count, in Indonesian and in English, and a word about invented rows."""
        here, there = self.source()
        told = [line.format(self.samples) for line in SAMPLE] if self.samples else []
        held = self.stock.lines() if self.stock else ()
        return [f"{here}, {self.count} baris.", f"{there}, {self.count} rows.", *held, *told, *self.notes]

    def record(self) -> dict[str, Any]:
        """The same for formats that have a place for it."""
        at = wib(self.at)
        return {
            "citation": self.lines()[0],
            "citation_en": self.lines()[1],
            "query": described(self.query),
            "of": self.of,
            "exported_at": at and at.isoformat(timespec="seconds"),
            "count": self.count,
            "samples": self.samples,
            "notes": self.notes,
            "index": self.stock and self.stock.record(),
        }


def described(query: Query) -> str:
    """The query as one would type it after `pantau search`; days in WIB, the last one included."""
    parts = [_typed(clean(query.text))]
    for name, option in OPTIONS.items():
        parts += [f"{option} {quote(clean(value))}" for value in getattr(query, name)]
    for name, bound in (("value", query.value), ("weight", query.volume)):
        parts += [f"--min-{name} {_amount(bound.low, bound.unit)}"] if bound and bound.low is not None else []
        parts += (
            [f"--max-{name} {_amount(bound.high, bound.unit)}"] if bound and bound.high is not None else []
        )
    if query.since:
        parts.append(f"--since {query.since.astimezone(wording.WIB):%Y-%m-%d}")
    if query.until:
        parts.append(f"--until {wording.last_day(query.until):%Y-%m-%d}")
    if query.originals:
        parts.append("--no-copies")
    if query.by != "published" and (query.since or query.until):
        parts.append(f"--by {query.by}")
    return " ".join(filter(None, parts))


def _typed(text: str) -> str:
    """The words so that a shell passes them on as they are; phrases stay in their quotation marks."""
    return " ".join(quote(part) if STEERS.search(part) else part for part in PART.findall(text))


def _amount(amount: Decimal, unit: str) -> str:
    return quote(f"USD {exact(amount)}" if unit == "USD" else exact(amount))
