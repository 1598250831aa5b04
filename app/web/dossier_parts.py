"""The parts of a dossier: partners with counts, what happened when, drawings with their tables, programmes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.coverage_words import of_province, sentences
from app.drawing.gathered import Asked, bars
from app.drawing.gathered_flows import flows
from app.drawing.over_time import series
from app.drawing.records import Drawing
from app.web import asked, entries, schemes, seeing
from app.web.dossier_kinds import PARTNERS, Partner
from app.web.naming import CITY, Named, dossier, named
from app.web.rows import cut
from app.web.visit import Visit
from entities.errors import BadInput
from indexer.index import Index, Query
from indexer.periods import Unit

TOP = 8  # partners of a kind
WEEKS = 3  # calendar years that a series may span by week
NEWEST = 10  # programmes shown beside those open today
DRAWN = {  # kind of dossier -> what is drawn beside its series: flows, or the most frequent of a facet
    "city": "destination",
    "province": "flows",
    "country": "origin",
    "product": "flows",
    "group": "flows",
    "exporter": "destination",
    "program": "destination",
}


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A partner with the number of events of both, and the search that gives just these."""

    name: Named
    count: int
    query: Query


@dataclass(frozen=True, kw_only=True)
class Partners:
    """The most frequent partners of a kind; more: how many others there are."""

    kind: str
    top: tuple[Counted, ...]
    more: int


def listed(index: Index, visit: Visit, whole: Query, own: Query, path: str) -> dict[str, Any]:
    """All events of a dossier, a page of them, as its table shows them."""
    page = replace(whole, sort=own.sort, by=own.by, after=own.after, limit=own.limit)
    results = index.search(page)
    shown = [hit.event for hit in results.hits if hit.event]
    return {
        "results": results,
        "rows": [entries.entry_row(one, visit.t) for one in shown],
        "sample": any(one.sample for one in shown),
        "query": own,
        "whole": whole,
        "path": path,
    }


# ---------------------------------------------------------------- partners


def partners(index: Index, query: Query, kinds: tuple[str, ...], visit: Visit) -> list[Partners]:
    """Whom the events of a query are shared with; kinds without any are left out."""
    facets = tuple({PARTNERS[kind].facet for kind in kinds})
    counted = index.search(replace(query, limit=0, facets=facets)).facets
    found = (_partners(index, query, kind, counted[PARTNERS[kind].facet], visit) for kind in kinds)
    return [one for one in found if one.top]


def _partners(index: Index, query: Query, kind: str, counted: dict[str, int], visit: Visit) -> Partners:
    one = PARTNERS[kind]
    held = [value for value in counted if one.wanted(value) and _inside(query, one, value)]
    return Partners(
        kind=kind,
        top=tuple(_counted(index, query, one, value, counted[value], visit) for value in held[:TOP]),
        more=len(held[TOP:]),
    )


def _inside(query: Query, one: Partner, value: str) -> bool:
    """A city of the province whose dossier this is; a shipment that started elsewhere too is not another's partner."""
    own = getattr(query, one.field)
    return not own or value[:2] in own


def _counted(index: Index, query: Query, one: Partner, value: str, count: int, visit: Visit) -> Counted:
    narrowed = replace(query, limit=asked.LIMIT, **{one.field: (value,)})  # type: ignore[arg-type]
    if not one.exact:
        count = index.search(replace(narrowed, limit=0)).total
    if one.kind in ("product", "exporter"):
        name = named(one.kind, value)
    else:
        label = visit.t.label(one.facet, value)
        name = Named(label, dossier(one.kind, value))
    return Counted(name=name, count=count, query=narrowed)


def spellings(index: Index, query: Query, kind: str) -> list[tuple[str, int]]:
    """The prints that a firm's or product's name found, where they are not one: names are compared as search words."""
    if kind not in ("exporter", "product"):
        return []
    wanted = {word for name in getattr(query, f"{kind}s") for word in name.casefold().split()}
    counted = index.search(replace(query, limit=0, facets=(kind,))).facets[kind]
    found = [(name, n) for name, n in counted.items() if wanted & set(name.casefold().split())]
    return [(cut(name), n) for name, n in found] if len(found) > 1 else []


# ---------------------------------------------------------------- history


@dataclass(frozen=True, kw_only=True)
class History:
    """The first and the last event by its day, and the number of events of which none is known."""

    first: tuple[str, date] | None
    last: tuple[str, date] | None
    undated: int


def history(index: Index, query: Query, total: int) -> History:
    """What happened first and last."""
    ends = [_end(index, replace(query, by="release", sort=sort, limit=1)) for sort in ("oldest", "newest")]
    dated = sum(bucket.count for bucket in index.series(replace(query, by="release"), "year"))
    return History(first=ends[0], last=ends[1], undated=max(0, total - dated))


def _end(index: Index, query: Query) -> tuple[str, date] | None:
    events = [hit.event for hit in index.search(query).hits if hit.event and hit.event.day]
    return (events[0].id, events[0].day) if events and events[0].day else None


# ---------------------------------------------------------------- drawings and coverage


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is drawn of a dossier, and what is said of coverage."""

    figures: tuple[tuple[seeing.Figure, dict[str, str]], ...]
    coverage: tuple[str, ...]


def seen(index: Index, query: Query, kind: str, total: int, visit: Visit) -> Seen:
    """The drawings of the events of a query, none where there are none, and its coverage line."""
    with seeing.looked_at(index, query, visit) as found:
        drawn = _drawn(index, found, kind) if total else ()
        figures = tuple((seeing.figure(name, "", drawing), own) for name, drawing, own in drawn)
        return Seen(figures=figures, coverage=_coverage(found, query, visit))


def _drawn(index: Index, found: Asked, kind: str) -> Iterator[tuple[str, Drawing, dict[str, str]]]:
    """(name, drawing, the parameters of the page of drawings that shows it alone)."""
    years = index.series(Query(), "year")
    unit: Unit = "week" if len(years) <= WEEKS else "year"
    yield "series", series(found, unit), {"view": "series", "unit": unit}
    what = DRAWN[kind]
    if what != "flows":
        yield "bars", bars(found, what), {"view": "bars", "facet": what}
        return
    try:
        yield "flows", flows(found), {"view": "flows"}
    except BadInput:
        return


def _coverage(found: Asked, query: Query, visit: Visit) -> tuple[str, ...]:
    told = list(sentences(found.covered, visit.t.language))
    for code in dict.fromkeys(code[:2] for code in query.origins if len(code) <= CITY):
        sources = of_province(found.covered, code, visit.t.language)
        key = "covered" if found.covered.province(code).covered else "uncovered"
        named_sources = ", ".join(sources) or visit.t("dossier.nosource")
        told.append(visit.t(f"dossier.{key}", place=visit.t.region(code), sources=named_sources))
    return tuple(told)


# ---------------------------------------------------------------- programmes


def programmes(index: Index, query: Query, visit: Visit) -> dict[str, Any]:
    """The programmes of a query: how many, those open today, and the newest."""
    today, t = visit.today(), visit.t
    newest = index.search(replace(query, sort="newest", limit=NEWEST))
    open_now, looked_at = schemes.open_on(index, query, today) if newest.total else ([], 0)
    return {
        "plans": replace(query, limit=asked.LIMIT),
        "programme_total": newest.total,
        "looked_at": looked_at,
        "open_now": [schemes.scheme_row(one, today, t) for one in open_now],
        "newest": [schemes.scheme_row(hit.scheme, today, t) for hit in newest.hits if hit.scheme],
    }
