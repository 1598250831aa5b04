"""The page of drawings: any search by province, city, flow, time, frequency, or two side by side, with its coverage.

Every drawing stands beside its table and can be taken away as SVG or PNG. Without JavaScript nothing is lost.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from app.coverage import Coverage, coverage
from app.coverage_words import sentences
from app.drawing.draw import draw, png
from app.drawing.gathered import Asked, bars, period, points, tiles
from app.drawing.gathered_flows import flows
from app.drawing.over_time import series
from app.drawing.records import Drawing
from app.drawing.sides import compared, read_sides
from app.drawing.table import Table, notes, table
from app.web import asked
from app.web.filters import standing
from app.web.language import Speech
from app.web.refused import Refused, Unknown
from app.web.visit import Visit
from crawler.health import Health
from crawler.health_words import says
from entities.almanac import day_in_wib
from entities.errors import BadInput
from indexer.index import Index, Query
from state.state import State

router = APIRouter(include_in_schema=False)
VIEWS = ("tiles", "map", "flows", "series", "bars", "compare")
MEASURES, UNITS, YES = ("count", "IDR", "USD"), ("week", "year"), ("", "yes")
FACETS = ("product", "destination", "program", "group", "exporter", "origin", "source")
TOP = ("product", "destination", "program")  # what is seen at once of the most frequent
KINDS = ("events", "articles", "schemes", "releases")
OWN = {"view": VIEWS, "measure": MEASURES, "unit": UNITS, "before": YES, "facet": ("", *FACETS)}
SIDES = ("left", "right")
FORMS = {"svg": "image/svg+xml", "png": "image/png"}
FRESH = timedelta(minutes=10)  # how long what is known of coverage is used again
KEPT = 64  # periods of which coverage is kept


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the page's own parameters say; facet is "" where none is chosen."""

    view: str
    measure: Any
    unit: Any
    before: bool
    facet: str
    left: str
    right: str

    def pairs(self, **other: str) -> dict[str, str | None]:
        """The same as parameters, with some others; what is as usual is left out."""
        told = {"view": self.view, "measure": self.measure, "unit": self.unit, "facet": self.facet}
        told |= {"before": "yes" if self.before else "", "left": self.left, "right": self.right, **other}
        return {
            name: value for name, value in told.items() if value and value not in (VIEWS[0], "count", "week")
        }


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One drawing on the page."""

    name: str
    drawing: Drawing
    svg: Markup
    table: Table
    notes: tuple[str, ...]
    facet: str = ""


@router.get("/lihat")
def see(request: Request) -> Response:
    """The drawings of a search that `view` names, and what the sources covered in its period."""
    visit = Visit(request)
    query, told = _read(visit)
    with _asked(visit, query) as found:
        figures = [figure(name, facet, drawing) for name, facet, drawing in _drawn(found, told)]
        covered = found.covered
    return visit.render(
        "seeing.html",
        query=query,
        path="/lihat",
        told={**asked.fields(query), "names": asked.names(query)},
        own=told,
        standing=standing(query, visit.t),
        figures=figures,
        covered=covered,
        because=because,
        days=period(query, visit.t.language) if query.since or query.until else None,
        sentences=sentences(covered, visit.t.language),
        views=[view for view in VIEWS if view != "flows" or query.of not in ("programs", "schemes")],
        kinds=KINDS,
        facets=FACETS,
        measures=MEASURES,
        units=UNITS,
        of=asked.OF_NAMES[query.of],
        list_page=asked.page_of(query),
    )


def because(one: Health, t: Speech) -> str:
    """Why a source is in its state, in the reader's language; the whole sentence is Indonesian only."""
    if t.language == "id":
        return one.why
    if one.cause:
        return says(one.cause, "english")
    key, when = ("crawled", one.last_run) if one.state == "unwatched" else ("newest", one.newest)
    return t(f"cover.{key}", day=t.day(day_in_wib(when))) if when else ""


@router.get("/lihat.{form}")
def take(request: Request, form: str) -> Response:
    """One drawing as a file that stands alone: SVG, or a picture of it."""
    visit = Visit(request)
    if form not in FORMS:
        raise Unknown("nothing")
    query, told = _read(visit)
    with _asked(visit, query) as found:
        _, _, drawing = next(_drawn(found, told), (None, None, None))
    if drawing is None:
        raise Refused("sides", left=told.left, right=told.right)
    svg = draw(drawing, standalone=True)
    headers = {"content-disposition": f'attachment; filename="pantau-{told.view}.{form}"'}
    return Response(svg.encode() if form == "svg" else png(svg), media_type=FORMS[form], headers=headers)


# ---------------------------------------------------------------- what is asked


def _read(visit: Visit) -> tuple[Query, Told]:
    query = asked.read(visit.pairs, of="events", also={*OWN, *SIDES})
    own = {name: asked.own(visit.pairs, name, known, known[0]) for name, known in OWN.items()}
    sides = {name: asked.free(visit.pairs, name) for name in SIDES}
    return query, Told(**{**own, **sides, "before": own["before"] == "yes"})


@contextmanager
def _asked(visit: Visit, query: Query) -> Iterator[Asked]:
    """The search with what the coverage of any period is."""
    with visit.held.index() as index, looked_at(index, query, visit) as found:
        yield found


@contextmanager
def looked_at(index: Index, query: Query, visit: Visit) -> Iterator[Asked]:
    """The same of an index that is lent already."""
    looks: Looks = visit.request.app.state.looks
    with visit.held.state() as state:

        def look(other: Query) -> Coverage:
            return looks.coverage(index, state, other, visit.now())

        yield Asked(index, query, look, visit.t.language)


class Looks:
    """The coverage of periods that was looked up lately: a week's costs tenths of a second, a year's seconds."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], Coverage] = {}
        self._lock = Lock()

    def coverage(self, index: Index, state: State | None, query: Query, now: datetime) -> Coverage:
        """As app/coverage.py says, as of the last ten minutes."""
        seconds = FRESH.total_seconds()
        now = datetime.fromtimestamp(now.timestamp() // seconds * seconds, now.tzinfo)
        key = (query.since, query.until, query.by == "learnt", query.sources, now)
        with self._lock:
            known = self._kept.get(key)
        if known is None:
            known = coverage(index, state, query, now)
            with self._lock:
                kept = [one for one in self._kept if one[-1] == now][-KEPT + 1 :]
                self._kept = {one: self._kept[one] for one in kept} | {key: known}
        return known


# ---------------------------------------------------------------- what is drawn


def _drawn(found: Asked, told: Told) -> Iterator[tuple[str, str, Drawing]]:
    """(name, facet, drawing) of all that a view shows, made one by one; none where two sides are still to be named."""
    if told.view == "bars":
        for facet in (told.facet,) if told.facet else TOP:
            yield f"bars-{facet}", facet, bars(found, facet)
        return
    if told.view == "compare":
        if told.left and told.right:
            yield "compare", told.facet, compared(found, _sides(found, told), told.facet or TOP[0])
        return
    make: dict[str, Callable[[], Drawing]] = {
        "tiles": lambda: tiles(found, told.measure),
        "map": lambda: points(found),
        "flows": lambda: flows(found),
        "series": lambda: series(found, told.unit, told.measure, before=told.before),
    }
    yield told.view, "", make[told.view]()


def _sides(found: Asked, told: Told) -> Any:
    try:
        return read_sides(found, [told.left, told.right])
    except BadInput:
        raise Refused("sides", left=told.left, right=told.right) from None


def figure(name: str, facet: str, drawing: Drawing) -> Figure:
    return Figure(
        name=name,
        facet=facet,
        drawing=drawing,
        svg=Markup(draw(drawing, id=name)),  # every text in it is escaped
        table=table(drawing),
        notes=notes(drawing),
    )
