"""What pages of articles, events and programmes share: the list that a search finds, one with the editor's part."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.web import asked, editor_back, entries, filters, signing
from app.web.editor_back import Back
from app.web.visit import Visit
from entities.ledger import Joined
from entities.ledger_decisions import Decision
from indexer.index import Hit

TEMPLATES: Mapping[str, tuple[str, str]] = {
    "/": ("search.html", "part_results.html"),
    "/events": ("events.html", "part_events.html"),
    "/programmes": ("schemes.html", "part_schemes.html"),
}  # path -> the page of a list, and its list alone
COUNTED = {
    "stories": "search.found",
    "releases": "search.told",
    "programs": "search.notices",
    "events": "event.found",
    "schemes": "programme.found",
}  # how what was found is counted
SUMMED = "events"  # of these the sums stand above the list


def listed(
    request: Request, path: str, row: Callable[[Hit, Visit], Any], sorts: Sequence[str] = asked.SORTS
) -> Response:
    """What a search finds, each a row with `sample`; an address that looks for something else leads to its page."""
    visit = Visit(request)
    query = asked.read(visit.pairs, of=asked.PLACES[path])
    if asked.page_of(query) != path:
        return visit.moved(asked.page_of(query), query)
    with visit.held.index() as index:
        results = index.search(query)
        totals = index.totals(query) if results.total and query.of == SUMMED else None
        emptied = None if results.total else filters.emptied(index, query, visit.t)
    rows = [row(hit, visit) for hit in results.hits]
    return visit.listing(
        *TEMPLATES[path],
        query=query,
        results=results,
        totals=totals,
        emptied=emptied,
        rows=rows,
        sample=any(one.sample for one in rows),
        sorts=sorts,
        counted=COUNTED[query.of],
    )


def shown(
    visit: Visit,
    template: str,
    joined: Joined[Any],
    decisions: Sequence[Decision],
    back: Back | None,
    **values: Any,
) -> Response:
    """One event or programme, with what was decided of it; for the editor with forms, `back` as it was sent."""
    form = signing.form_of(visit.request)
    page = visit.render(
        template,
        form=form,
        back=back or editor_back.NONE,
        decisions=decisions,
        joins=entries.joins(joined.joins, visit.t),
        **values,
    )
    return signing.private(page) if form else page
