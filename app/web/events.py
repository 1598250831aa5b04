"""The table of events and the page of one: every cell opens the sentences it rests on; conflicts are shown."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.export import firsts_of
from app.web import asked, books, entries
from app.web.editor_back import Back
from app.web.firsts import first_words
from app.web.refused import Unknown
from app.web.visit import Visit
from entities.ledger_claims import Entry
from indexer.index import Hit, Index

router = APIRouter(include_in_schema=False)


@router.get("/events")
def events(request: Request) -> Response:
    """The table of events that a search finds, and their totals with what they leave out."""
    return books.listed(request, "/events", _row)


def _row(hit: Hit, visit: Visit) -> entries.EntryRow:
    assert hit.event
    return entries.entry_row(hit.event, visit.t)


@router.get("/events/{id}")
def event(request: Request, id: str) -> Response:
    """One event: claims with sentences, conflicts, reports, why they are one. An id that it had before leads here."""
    visit = Visit(request)
    asked.read(visit.pairs)
    return page(visit, id)


def page(visit: Visit, id: str, back: Back | None = None) -> Response:
    """The page of an event; back: the editor's form that comes back on it."""
    with visit.held.index() as index:
        one = found(index, id)
        decisions = index.decisions().on(one.event.reports)
    if id != one.id and back is None:
        return visit.moved(f"/events/{one.id}")
    return books.shown(
        visit,
        "event.html",
        one.event,
        decisions,
        back,
        one=one,
        row=entries.entry_row(one, visit.t),
        claims=entries.claimed(one.claims, one.event.reports, entries.FIELDS, visit.t),
    )


@router.get("/events/{id}/evidence")
def evidence(request: Request, id: str) -> Response:
    """What one cell of the table rests on: to be put below its row, or as a page of its own."""
    visit = Visit(request)
    asked.read(visit.pairs, also={"field"})
    field = asked.own(visit.pairs, "field", entries.FIELDS, "values")
    with visit.held.index() as index:
        one = found(index, id)
    return visit.render(
        "part_evidence.html" if visit.is_part else "evidence.html",
        one=one,
        row=entries.entry_row(one, visit.t),
        field=field,
        claims=entries.claimed(one.claims, one.event.reports, entries.FIELDS, visit.t, field),
        conflicts=[entries.conflict_words(c, visit.t) for c in one.conflicts if c.field == field],
    )


@router.get("/events/{id}/firsts")
def firsts(request: Request, id: str) -> Response:
    """What was first of an event: asked after its page, for all earlier events are looked at."""
    visit = Visit(request)
    asked.read(visit.pairs)
    with visit.held.index() as index:
        one = found(index, id)
        told = [first_words(first, visit.t) for first in firsts_of(index).get(one.id, ())]
    return visit.render("part_firsts.html" if visit.is_part else "firsts.html", id=one.id, firsts=told)


def found(index: Index, id: str) -> Entry:
    """The event of an id, or of one that it had before; Unknown for any other."""
    one = index.event(id)
    if one is None:
        raise Unknown("event", what=id[:60])
    return one
