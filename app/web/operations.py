"""What the API is made of: operations, each with the parameters it takes and the schema of its answer.

The routes (app/web/api.py) and the OpenAPI document (app/web/openapi.py) are made from the same table.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from fastapi import Request
from starlette.responses import Response

from app import wording
from app.asking import FILTERS, PLAIN
from app.web import asked
from app.web.held import Held
from app.web.refused import Refused, Unknown
from app.web.settings import Settings
from entities.schema import STRING, WHOLE, many
from indexer.index import FACETS, Query

Json = dict[str, Any]
Format = TypeVar("Format")
ROOT = "/api/v1"
# Parameters of pages that have no meaning here: the path tells what is looked for.
ELSEWHERE = ("of", "bahasa")
PAGED = ("sort", "limit", "after")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation: GET (and HEAD), or POST, of a path below ROOT.

    name and told: how the OpenAPI document calls it, and what it says of it. takes: names of PARAMETERS. returns: the
    schema of the answer where it is JSON. kinds: its media types. of, suffixes: the values of {of} and {suffix} in its
    path. missing: it may answer that there is no such thing. moves: status -> response of a redirection. body: the
    schema of what is posted; acts: the values of {act}. refusals: status -> when, told of what belongs to one person,
    which has neither ETag nor 304.
    """

    path: str
    name: str
    told: str
    run: Callable[..., Response]
    takes: tuple[str, ...] = ()
    returns: Json = field(default_factory=dict)
    kinds: tuple[str, ...] = ("application/json",)
    of: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    missing: bool = False
    moves: Json = field(default_factory=dict)
    method: str = "GET"
    status: int = 200
    body: Json = field(default_factory=dict)
    acts: tuple[str, ...] = ()
    refusals: Mapping[str, str] = field(default_factory=dict)


def _string(told: str, **more: Any) -> Json:
    return {"description": told, "schema": {**STRING, **more}}


def _amount(name: str) -> str:
    """The help of an option of `pantau search`."""
    return str(PLAIN[name][0].__metadata__[0].help)


PARAMETERS: dict[str, Json] = {
    "q": _string("Words in the query language of `docs/search.md`; empty: everything.", maxLength=2000),
    **{
        name: {"description": told, "schema": many(STRING), "style": "form", "explode": True}
        for name, (_, told) in FILTERS.items()
    },
    **{name: _string(_amount(name)) for name in asked.AMOUNTS},
    "since": _string("On this day (WIB) or later.", format="date"),
    "until": _string("On this day (WIB) or earlier.", format="date"),
    "by": _string("Which day `since` and `until` mean.", enum=list(asked.BYS), default="published"),
    "copies": _string("`no`: first publications only.", enum=list(asked.COPIES), default="yes"),
    "sort": _string("Order of the items.", enum=list(asked.SORTS), default="relevance"),
    "limit": {
        "description": "Items on a page.",
        "schema": {**WHOLE, "minimum": 1, "maximum": asked.MOST, "default": asked.LIMIT},
    },
    "after": _string("The mark of the page before; follow `next` instead of making one.", maxLength=4000),
    "facets": _string(f"Which to count, by comma: {', '.join(FACETS)}; or all.", default="all"),
    "unit": _string("The period of a bucket.", enum=["week", "year"], default="week"),
    "field": _string("A path as `releases.0.date`, or a field as `destinations`; without it, everything."),
    "prefix": _string("The beginning of any word of a name.", minLength=1, maxLength=asked.LONG),
    "bom": _string("`yes`: CSV with a byte order mark, for Excel.", enum=["no", "yes"], default="no"),
}
ASKED = ("q", *FILTERS, *asked.AMOUNTS, "since", "until", "by", "copies")


# ---------------------------------------------------------------- what an address asks


def held(request: Request) -> Held:
    """The index of the server."""
    found: Held = request.app.state.held
    return found


def settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


def origin(request: Request) -> str:
    """Scheme and host that readers know the server by, else those that were asked."""
    if public := settings(request).public_url:
        return public.removesuffix(settings(request).prefix)
    return f"{request.url.scheme}://{request.headers['host']}"


def page_url(request: Request, query: Query) -> str:
    """The address of the page that lists what a query finds, with scheme and host."""
    return origin(request) + settings(request).prefix + asked.address(asked.page_of(query), query)


def today(request: Request) -> date:
    """The day in WIB by the clock of the server."""
    now: datetime = request.app.state.clock()
    return now.astimezone(wording.WIB).date()


def format_of(suffix: str, known: Mapping[str, Format]) -> Format:
    """What stands for a suffix; Unknown for one that is not among the known."""
    if suffix not in known:
        raise Unknown("format", what=suffix[: asked.LONG], known=", ".join(known))
    return known[suffix]


def query_of(request: Request, of: str, also: Collection[str] = (), without: Collection[str] = ()) -> Query:
    """The query of an address below `of`; Refused for what it does not take, and for an unknown `of`."""
    if of not in asked.OF:
        raise Refused("choice", name="of", value=of[: asked.LONG], known=", ".join(asked.OF))
    pairs = request.query_params.multi_items()
    refuse(pairs, (*ELSEWHERE, *without))
    return asked.read([*pairs, ("of", of)], also=also)


def refuse(pairs: Collection[tuple[str, str]], names: Collection[str]) -> None:
    """Refused where one of these parameters is told."""
    for name, _ in pairs:
        if name in names:
            raise Refused("parameter", name=name)


def only(request: Request, names: Collection[str]) -> dict[str, str]:
    """The parameters of an operation that takes no query: each at most once, none unknown."""
    pairs = request.query_params.multi_items()
    told = {name: value.strip() for name, value in pairs}
    for name, _ in pairs:
        if name not in names:
            raise Refused("parameter", name=name[: asked.LONG])
    if len(told) < len(pairs):
        raise Refused("twice", name=next(n for n, _ in pairs if sum(n == other for other, _ in pairs) > 1))
    for name, value in told.items():
        if len(value) > asked.LONG:
            raise Refused("long", name=name, most=asked.LONG)
    return {name: value for name, value in told.items() if value}


def address(request: Request, path: str, query: Query, also: Mapping[str, str | None] | None = None) -> str:
    """The path of an operation with the parameters of a query, below the prefix of the server."""
    pairs = [(name, value) for name, value in asked.written(query) if name not in ELSEWHERE]
    pairs += [(name, value) for name, value in (also or {}).items() if value]
    return settings(request).prefix + ROOT + path + (f"?{asked.urlencode(pairs)}" if pairs else "")
