"""The lists of the API: articles, releases, programmes and events, page by page."""

from dataclasses import replace
from datetime import date
from functools import partial

from fastapi import Request
from starlette.responses import Response

from app.searching import hit_json
from app.web.answers import json_answer
from app.web.operations import ASKED, PAGED, Json, Operation, address, held, query_of, today
from app.web.shapes import page_of
from entities.ledger_decisions import UNDECIDED, Decisions
from entities.ledger_wire import entry_json
from entities.schema import ref
from entities.scheme_wire import scheme_json
from indexer.index import Hit

SHAPE = {
    "articles": "found_article",
    "releases": "found_release",
    "programmes": "found_programme",
    "events": "found_event",
    "schemes": "scheme",
}
SUMMARY = {
    "articles": "Search the articles.",
    "releases": "Search the releases: single shipments and sales, as one article tells of each.",
    "programmes": "Search the programmes for small businesses, as one article tells of each.",
    "events": "Search the ledger: each export release once, however many papers tell of it.",
    "schemes": "Search the programmes of the ledger: each once, with its history and whether it is open today.",
}


def page(request: Request, *, of: str) -> Response:
    """One page of what was found; `next` and the Link header lead to the one that follows."""
    query = query_of(request, of)
    with held(request).index() as index:
        found = index.search(query)
        decided = index.decisions() if of in ("events", "schemes") else UNDECIDED
    day = today(request)
    links = {"first": address(request, f"/{of}", replace(query, after=None))}
    if found.next:
        links["next"] = address(request, f"/{of}", replace(query, after=found.next))
    body = {
        "total": found.total,
        "next": links.get("next"),
        "notes": found.notes,
        "meant": found.meant,
        "items": [item(hit, decided, day) for hit in found.hits],
    }
    return json_answer(request, body, links=links, cursor=found.next)


def item(hit: Hit, decided: Decisions, day: date) -> Json:
    """A hit as an item of its list; what was first is told of one event alone, as it asks all others."""
    if hit.scheme is not None:
        return scheme_json(hit.scheme, day, decided.on(hit.scheme.scheme.reports))
    if hit.event is None:
        return hit_json(hit)
    line = entry_json(hit.event, decisions=decided.on(hit.event.event.reports))
    return {name: value for name, value in line.items() if name != "firsts"}


OPERATIONS = tuple(
    Operation(
        path=f"/{of}",
        name=f"list_{of}",
        told=SUMMARY[of],
        run=partial(page, of=of),
        takes=(*ASKED, *PAGED),
        returns=page_of(ref(SHAPE[of])),
    )
    for of in SHAPE
)
