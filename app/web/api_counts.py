"""Counts, sums, names, sources and codes of the API."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial

from fastapi import Request
from starlette.responses import Response

from app.asking import facets_of
from app.found import rounded
from app.health import health_json, health_of
from app.labels import chapters as chapter_titles
from app.searching import rows_of
from app.web import asked
from app.web.answers import HOURS, json_answer
from app.web.operations import ASKED, Json, Operation, held, only, query_of
from app.web.refused import Unknown
from app.web.shapes import listed, strict
from entities import countries as nations
from entities import regions as places
from entities.gazetteer import rows
from entities.schema import RECORDS, STRING, WHOLE, many, ref
from entities.schema import schema as schema_of

SUGGESTED = 50


def facets(request: Request) -> Response:
    """How many matches each value has; a match counts once under each of its values."""
    of = request.path_params["of"]
    query = query_of(request, of, also=("facets",), without=("sort", "limit", "after"))
    chosen = request.query_params.get("facets", "all")
    with held(request).index() as index:
        found = index.search(replace(query, limit=1, facets=facets_of([chosen])))
    return json_answer(request, {"total": found.total, "facets": found.facets, "notes": found.notes})


def series(request: Request) -> Response:
    """The matches by week or year, without gaps, with the value stated in each."""
    query = query_of(request, request.path_params["of"], also=("unit",), without=("sort", "limit", "after"))
    unit = asked.own(request.query_params.multi_items(), "unit", ("week", "year"), "week")
    with held(request).index() as index:
        found = index.series(query, unit)
    return json_answer(request, {"unit": unit, "items": [rounded(asdict(bucket)) for bucket in found]})


def totals(request: Request) -> Response:
    """Sums over all that matches, and what they leave out."""
    query = query_of(request, request.path_params["of"], without=("sort", "limit", "after"))
    with held(request).index() as index:
        found = index.totals(query)
    return json_answer(request, rounded(asdict(found)))


def suggest(request: Request) -> Response:
    """Names in the index that have a word beginning so, commonest first."""
    told = only(request, ("prefix", "limit"))
    limit = asked.read([("limit", told.get("limit", ""))], most=SUGGESTED, limit=8).limit
    with held(request).index() as index:
        names = index.suggest(told.get("prefix", ""), limit)
    return json_answer(request, {"items": list(names)})


def sources(request: Request) -> Response:
    """Each source with what the index holds of it and how its crawls are: what is covered, and what is silent."""
    only(request, ())
    with held(request).index() as index:
        known = rows_of(index)
    with held(request).state() as state:
        found = health_of(state, datetime.now(UTC))
    lines = [{**row, **health_json(one)} for row, one in zip(known, found, strict=True)]
    return json_answer(request, {"items": lines})


# ---------------------------------------------------------------- codes


def regions() -> Iterable[Json]:
    """Provinces, kabupaten and kota by code."""
    for code in sorted(places.codes()):
        name, level = places.labels()[code]
        point = places.centroid(code)
        at = {"lat": point and point.lat, "lon": point and point.lon}
        yield {"code": code, "name": name, "level": level, "province": places.province_of(code), **at}


def countries() -> Iterable[Json]:
    """Countries by code, in Indonesian and English."""
    for row in rows("countries.csv"):
        yield {"code": row["code"], "name": nations.label(row["code"]), "english": row["english"]}


def chapters() -> Iterable[Json]:
    """HS chapters by code."""
    for code, title in sorted(chapter_titles().items()):
        yield {"code": code, "name": title}


def codes(request: Request, *, made: Callable[[], Iterable[Json]]) -> Response:
    """A whole list of codes; it changes with the program alone."""
    only(request, ())
    return json_answer(request, {"items": list(made())}, age=HOURS)


def schemas(request: Request) -> Response:
    """The names of the records."""
    only(request, ())
    return json_answer(request, {"items": list(RECORDS)}, age=HOURS)


def schema(request: Request) -> Response:
    """The JSON Schema of a record."""
    only(request, ())
    record = request.path_params["record"]
    if record not in RECORDS:
        raise Unknown("record", what=record, known=", ".join(RECORDS))
    return json_answer(request, schema_of(record), age=HOURS, kind="application/schema+json")


# ---------------------------------------------------------------- operations


def _codes(name: str, told: str, made: Callable[[], Iterable[Json]], shape: str) -> Operation:
    run = partial(codes, made=made)
    return Operation(path=f"/codes/{name}", name=name, told=told, run=run, returns=listed(ref(shape)))


LISTS = tuple(asked.OF)
OPERATIONS = (
    Operation(
        path="/facets/{of}",
        name="facets",
        told="Count what matches by source, topic, place, country, product and so on.",
        run=facets,
        takes=(*ASKED, "facets"),
        returns=strict({"total": WHOLE, "facets": ref("facets"), "notes": many(STRING)}),
        of=LISTS,
    ),
    Operation(
        path="/series/{of}",
        name="series",
        told="Count what matches by week or year.",
        run=series,
        takes=(*ASKED, "unit"),
        returns=strict({"unit": STRING, "items": many(ref("bucket"))}),
        of=LISTS,
    ),
    Operation(
        path="/totals/{of}",
        name="totals",
        told="Sum up value and weight of what matches, and say what the sums leave out.",
        run=totals,
        takes=ASKED,
        returns=ref("totals"),
        of=LISTS,
    ),
    Operation(
        path="/suggest",
        name="suggest",
        told="Suggest names of places, countries, products, programmes and exporters.",
        run=suggest,
        takes=("prefix", "limit"),
        returns=listed(STRING),
    ),
    Operation(
        path="/sources",
        name="sources",
        told="List the sources with what is held of each and how its crawls are.",
        run=sources,
        returns=listed(ref("source")),
    ),
    _codes("regions", "List provinces, kabupaten and kota with codes of the ministry.", regions, "region"),
    _codes("countries", "List countries with codes of ISO 3166-1.", countries, "country"),
    _codes("chapters", "List the chapters of the Harmonized System.", chapters, "chapter"),
    Operation(
        path="/schema",
        name="schemas",
        told="List the records that have a schema.",
        run=schemas,
        returns=listed(STRING),
    ),
    Operation(
        path="/schema/{record}",
        name="schema",
        told="Show the JSON Schema of a record, made from the code.",
        run=schema,
        kinds=("application/schema+json",),
        returns={"type": "object"},
        missing=True,
    ),
)
