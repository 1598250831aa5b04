"""From a search to what is drawn of it: the records of app/drawing/records.py, by facets and totals.

Events are counted, each shipment once, unless the query asks for reports, articles or programmes. Every number drawn is
one that the same search gives elsewhere: the total of the search narrowed to that province, country, product or week.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import get_args

from app import labels
from app.asking import Of
from app.coverage import Coverage, provinces
from app.coverage_words import national, of_province, sentences
from app.drawing.records import (
    About,
    Amount,
    Bar,
    Bars,
    Measure,
    Points,
    Spot,
    State,
    Tile,
    Tiles,
)
from app.drawing.words import capital, say
from app.wording import WIB as ZONE
from app.wording import Language, day, last_day, number
from entities import regions
from indexer.index import Index, Query, Results, Totals
from indexer.language import LOOSENED

BY_ORIGIN = ("events", "releases")  # what has an origin; the rest has places
PLACED = {of: "origin" if of in BY_ORIGIN else "province" for of in get_args(Of)}
TOWNS = {of: "origin" if of in BY_ORIGIN else "city" for of in get_args(Of)}
FIELD = {  # facet -> the field of a query that narrows to one of its values
    "province": "places", "city": "places", "origin": "origins", "country": "countries",
    "destination": "destinations", "product": "products", "group": "groups", "program": "programs",
    "exporter": "exporters", "source": "sources", "topic": "topics",
}  # fmt: skip
DAY = timedelta(days=1)
MOST = 10  # bars, or lines of a comparison


@dataclass(frozen=True)
class Asked:
    """A search that is to be drawn. look: the coverage of the period of a query, of this search and others."""

    held: Index
    query: Query
    look: Callable[[Query], Coverage]
    language: Language = "id"

    @cached_property
    def covered(self) -> Coverage:
        """The coverage of the search's own period."""
        return self.look(self.query)

    @cached_property
    def found(self) -> Results:
        """The first match with all facets that drawings need."""
        facets = (PLACED[self.query.of], TOWNS[self.query.of])
        return self.held.search(replace(self.query, limit=1, after=None, sort="newest", facets=facets))

    @property
    def sample(self) -> bool:
        """Whether it finds articles of the sample press."""
        return any(hit.story.article.sample for hit in self.found.hits)

    @property
    def what(self) -> str:
        return say(self.language, f"what.{self.query.of}")

    def counted(self, query: Query, facet: str) -> tuple[int, Mapping[str, int]]:
        """How much a query finds, and how much of each value of a facet."""
        found = self.held.search(replace(query, limit=1, after=None, sort="newest", facets=(facet,)))
        return found.total, found.facets[facet]

    def about(self, title: str, measure: Measure = "count", *more: str, **values: str) -> About:
        """What a drawing of this search says of itself, with the coverage of its period."""
        return self.about_two(title, (*more, *sentences(self.covered, self.language)), measure, **values)

    def about_two(self, title: str, more: Sequence[str], measure: Measure = "count", **values: str) -> About:
        """The same with what is said of coverage handed in, where it is not that of the search's own period."""
        what = capital(
            self.what if measure == "count" else say(self.language, f"title.{measure}", what=self.what)
        )
        named = say(self.language, f"title.{title}", what=what, **values)
        mark = [say(self.language, "coverage.mark")] if self.sample else []
        return About(
            title=": ".join([*mark, ", ".join([named, *scope(self.query, self.language)])]),
            what=self.what,
            language=self.language,
            measure=measure,
            notes=(*self._first_notes(), *more),
        )

    def _first_notes(self) -> tuple[str, ...]:
        told = {"coverage.sample": self.sample, "coverage.loosened": LOOSENED in self.found.notes}
        return tuple(say(self.language, key) for key, holds in told.items() if holds)

    def label(self, facet: str, value: str) -> str:
        """A value of a facet as the reader knows it."""
        if facet in ("country", "destination"):
            return labels.country(value, self.language)
        if facet == "group":
            return labels.group(value, self.language)
        return labels.facet_label(facet, value)

    def sums(self, totals: Totals, measure: Measure) -> str:
        """A sentence on what the sums of money leave out."""
        told = {
            name: number(getattr(totals, name), language=self.language)
            for name in ("valued", "unvalued", "unconverted")
        }
        return say(self.language, "coverage.valued", **told)


def scope(query: Query, language: Language) -> list[str]:
    """What a search asks, as the end of a title: words, filters by name, and days in WIB."""
    names = [*query.origins, *query.places]
    told = [labels.region(code) for code in names]
    told += [labels.country(code, language) for code in (*query.destinations, *query.countries)]
    told += [
        *query.products,
        *query.programs,
        *query.exporters,
        *(labels.group(code, language) for code in query.groups),
        *query.sources,
    ]
    return (
        [f"“{query.text}”"] * bool(query.text)
        + told
        + [period(query, language)] * bool(query.since or query.until)
    )


def period(query: Query, language: Language) -> str:
    """The days that a query spans, both included: "20 Desember 2021 – 26 Desember 2021", "Desember 2021", "2021"."""
    first = query.since and query.since.astimezone(ZONE).date()
    last = query.until and last_day(query.until)
    if first and last and first.day == 1 and (last + DAY).day == 1:
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return str(first.year)
        if (first.year, first.month) == (last.year, last.month):
            return day(first, language).partition(" ")[2]
    return " – ".join(dict.fromkeys((day(first, language), day(last, language))))


# ---------------------------------------------------------------- by place


def tiles(asked: Asked, measure: Measure = "count") -> Tiles:
    """The provinces of a search, of each what was found, or that there was no news or no source."""
    counted = {code: n for code, n in asked.found.facets[PLACED[asked.query.of]].items() if len(code) == 2}
    shown: dict[str, Amount] = dict(counted)
    more = list(national(asked.covered, asked.language))
    if measure != "count":
        shown = {code: money(asked.held.totals(within(asked.query, code)), measure) for code in counted}
        more.append(asked.sums(asked.held.totals(asked.query), measure))
    placed = (
        asked.held.search(replace(_anywhere(asked.query), limit=1, after=None, facets=()))
        if counted
        else None
    )
    return Tiles(
        about=asked.about("tiles", measure, *more),
        tiles=tuple(_tile(asked, code, shown.get(code)) for code in provinces()),
        unplaced=asked.found.total - (placed.total if placed else 0),
    )


def _tile(asked: Asked, code: str, value: Amount | None) -> Tile:
    own = asked.covered.province(code)
    state: State = "value" if value is not None else "quiet" if own.covered else "unsourced"
    sources = of_province(asked.covered, code, asked.language)
    return Tile(code=code, name=regions.label(code), state=state, value=value, sources=sources)


def _anywhere(query: Query) -> Query:
    """A search narrowed to what names any province; its own places as they are."""
    field = FIELD[PLACED[query.of]]
    return query if getattr(query, field) else replace(query, **{field: provinces()})  # type: ignore[arg-type]


def within(query: Query, code: str, field: str = "") -> Query:
    """A search narrowed to a province; places in it that the search asks for already stay."""
    field = field or FIELD[PLACED[query.of]]
    return replace(query, **{field: inside(getattr(query, field), (code,))})  # type: ignore[arg-type]


def inside(asked: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    """These provinces; of one that a search asks for in parts those parts."""
    parts = {code: tuple(one for one in asked if one[:2] == code) for code in codes}
    return tuple(one for code in codes for one in (parts[code] if code not in asked else ()) or (code,))


def money(totals: Totals, measure: Measure) -> Amount:
    """The sum in the currency that is measured."""
    return totals.rupiah if measure == "IDR" else totals.dollars


def points(asked: Asked) -> Points:
    """The kabupaten and kota of a search at their points; grey dots for all others."""
    counted = {code: n for code, n in asked.found.facets[TOWNS[asked.query.of]].items() if len(code) == 5}
    known = {code: regions.centroid(code) for code in regions.codes() if len(code) == 5}
    spots = (
        Spot(code=code, name=labels.region(code), value=n, lat=at and at.lat, lon=at and at.lon)
        for code, n in counted.items()
        for at in (known.get(code),)
    )
    named = replace(_in_a_town(asked.query), limit=1, after=None, facets=())
    return Points(
        about=asked.about("points"),
        spots=tuple(spots),
        dots=tuple((at.lat, at.lon) for code, at in sorted(known.items()) if at and code not in counted),
        unplaced=asked.found.total - asked.held.search(named).total,
    )


def _in_a_town(query: Query) -> Query:
    """A search narrowed to what names any kabupaten or kota, beside the places that it asks for already."""
    towns = tuple(sorted(code for code in regions.codes() if len(code) == 5))
    for field in ("origins", "places") if PLACED[query.of] == "origin" else ("places",):
        if not getattr(query, field):
            return replace(query, **{field: towns})  # type: ignore[arg-type]
    asked = set(query.places)
    return replace(query, places=tuple(code for code in towns if code in asked or code[:2] in asked))


# ---------------------------------------------------------------- the largest


def bars(asked: Asked, facet: str, most: int = MOST) -> Bars:
    """The values of a facet with the most matches."""
    _, counted = asked.counted(asked.query, facet)
    counted = of_one_kind(facet, counted)
    head = say(asked.language, f"facet.{facet}")
    return Bars(
        about=asked.about("bars", facet=head),
        head=capital(head),
        bars=tuple(Bar(name=asked.label(facet, value), value=n) for value, n in list(counted.items())[:most]),
        others=max(0, len(counted) - most),
    )


def of_one_kind(facet: str, counted: Mapping[str, int]) -> dict[str, int]:
    """Origins are provinces here: a kabupaten stands for its province too, and would count twice in one list."""
    return {value: n for value, n in counted.items() if facet != "origin" or len(value) == 2}
