"""What a search is narrowed by: the parts that stand, each with the address without it, and facets beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app import wording
from app.asking import FILTERS
from app.empty import Lift, each_alone, parts_of, without_each
from app.export_about import OPTIONS
from app.web.language import Speech
from indexer.index import Between, Index, Query

FACET_FILTER = {  # facet of the index -> the filter that a click on its value sets
    "province": "place",
    "city": "place",
    "origin": "origin",
    "destination": "destination",
    "product": "product",
    "group": "group",
    "program": "program",
    "exporter": "exporter",
    "topic": "topic",
    "source": "source",
}
SHOWN = ("province", "city", "destination", "product", "group", "program", "exporter", "source", "year")
TOP, MOST = 6, 60  # values of a facet shown at once, and in all
FIELD_OF = {name: field for name, (field, _) in FILTERS.items()}
OPTION_OF = {option: name for name, option in OPTIONS.items()}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A part of the query that narrows it; `without` is the query that lifts it."""

    name: str
    value: str
    without: Query


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """A value with its number of matches; `query` sets or lifts it."""

    value: str
    label: str
    count: int
    query: Query
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One facet, most frequent values first; rest: those that are unfolded."""

    name: str
    top: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...]


def first_page(query: Query, **changes: Any) -> Query:
    """The query with something changed, from its first page on."""
    return replace(query, after=None, **changes)


# ---------------------------------------------------------------- what stands


def standing(query: Query, t: Speech) -> list[Standing]:
    """The filters of a query in the order of the options; words and order are none."""
    return [*_names(query, t), *_bounds(query, t)]


def _names(query: Query, t: Speech) -> Iterator[Standing]:
    for name, field in FIELD_OF.items():
        values = getattr(query, field)
        for value in values:
            rest = tuple(other for other in values if other != value)
            label = shown(name, value, t)
            yield Standing(name=t(f"field.{name}"), value=label, without=first_page(query, **{field: rest}))


def shown(name: str, value: str, t: Speech) -> str:
    """A value of a filter as a reader knows it."""
    return t.label("origin" if name == "place" else name, value)


def _bounds(query: Query, t: Speech) -> Iterator[Standing]:
    for name in ("value", "volume"):
        if bound := getattr(query, name):
            without = first_page(query, **{name: None})
            yield Standing(name=t(f"field.{name}"), value=_range(bound, t), without=without)
    if query.since or query.until:
        without = first_page(query, since=None, until=None)
        yield Standing(name=t(f"by.{query.by}"), value=_window(query, t), without=without)
    if query.originals:
        without = first_page(query, originals=False)
        yield Standing(name=t("field.copies"), value=t("copies.no"), without=without)


def _range(bound: Between, t: Speech) -> str:
    show = t.quantity if bound.unit == "kg" else t.money
    low, high = (None if end is None else show(end, bound.unit) for end in (bound.low, bound.high))
    return " – ".join((low or "…", high or "…"))


def _window(query: Query, t: Speech) -> str:
    first = t.short_day(query.since.astimezone(wording.WIB).date()) if query.since else "…"
    last = t.short_day(wording.last_day(query.until)) if query.until else "…"
    return first if first == last else f"{first} – {last}"


# ---------------------------------------------------------------- facets


def facets(query: Query, counted: dict[str, dict[str, int]], t: Speech) -> list[Facet]:
    """The facets to show, of what the index counted; those without values are left out."""
    return [_facet(name, query, counted[name], t) for name in SHOWN if counted.get(name)]


def _facet(name: str, query: Query, counted: dict[str, int], t: Speech) -> Facet:
    if name == "year":
        counted = dict(sorted(counted.items(), reverse=True))
    values = [_facet_value(name, query, value, count, t) for value, count in list(counted.items())[:MOST]]
    values.sort(key=lambda one: not one.chosen)
    return Facet(name=name, top=tuple(values[:TOP]), rest=tuple(values[TOP:]))


def _facet_value(name: str, query: Query, value: str, count: int, t: Speech) -> FacetValue:
    chosen, changes = _year(query, value) if name == "year" else _toggled(name, query, value)
    label = t.label(name, value)
    return FacetValue(
        value=value, label=label, count=count, query=first_page(query, **changes), chosen=chosen
    )


def _toggled(name: str, query: Query, value: str) -> tuple[bool, dict[str, Any]]:
    field = FIELD_OF[FACET_FILTER[name]]
    values = getattr(query, field)
    rest = tuple(other for other in values if other != value)
    return value in values, {field: rest if value in values else (*values, value)}


def _year(query: Query, value: str) -> tuple[bool, dict[str, Any]]:
    first = datetime(int(value), 1, 1, tzinfo=wording.WIB)
    after = first.replace(year=first.year + 1)
    chosen = (query.since, query.until) == (first, after)
    return chosen, {"since": None if chosen else first, "until": None if chosen else after}


# ---------------------------------------------------------------- nothing found


@dataclass(frozen=True, kw_only=True)
class Emptied:
    """Why nothing was found: held articles in all, each part that could be lifted, or alone found something."""

    held: int
    without: tuple[tuple[str, Lift], ...] = ()
    alone: tuple[tuple[str, Lift], ...] = ()
    articles: int = 0


def emptied(index: Index, query: Query, t: Speech) -> Emptied:
    """What to do about a search that found nothing; each part is called by its name and values."""
    held = index.count()
    parts = parts_of(query)
    without = without_each(index, query, parts) if held and len(parts) > 1 else []
    alone = each_alone(index, query, parts) if held and len(parts) > 1 and not without else []
    articles = first_page(query, of="stories", limit=1)
    return Emptied(
        held=held,
        without=tuple((part_words(lift.part, query, t), lift) for lift in without),
        alone=tuple((part_words(lift.part, query, t), lift) for lift in alone),
        articles=index.search(articles).total if held and query.of != "stories" else 0,
    )


def part_words(part: str, query: Query, t: Speech) -> str:
    """A part of app.empty.PARTS with what it asks: "tujuan Jepang, Belanda"."""
    name = part_name(part, t)
    if part in OPTION_OF:
        values = getattr(query, OPTION_OF[part])
        return f"{name} {t.listing(shown(part.removeprefix('--'), value, t) for value in values)}"
    asked = {"--min-value": query.value, "--min-weight": query.volume}.get(part.split()[0])
    if asked:
        return f"{name} {_range(asked, t)}"
    return f"{name} {_window(query, t)}" if part.startswith("--since") else name


def part_name(part: str, t: Speech) -> str:
    """How a part of app.empty.PARTS is called."""
    if part in OPTION_OF:
        return t(f"field.{part.removeprefix('--')}")
    return t(
        {"--min-value": "field.value", "--min-weight": "field.volume", "--since": "field.days"}.get(
            part.split()[0], "field.words"
        )
    )
