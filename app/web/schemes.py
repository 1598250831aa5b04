"""The table of programmes and the page of one: each programme once, its history, whether it is open today and why."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.web import asked, books, entries, filters
from app.web.editor_back import Back
from app.web.entries import Claimed
from app.web.language import Speech
from app.web.refused import Unknown
from app.web.rows import Amounts, amounts, cut
from app.web.visit import Visit
from entities.scheme_claims import FIELDS, SchemeEntry
from entities.scheme_history import Dated, Status
from indexer.index import Hit, Index, Query

router = APIRouter(include_in_schema=False)
LOOKED_AT, SHOWN = 500, 50  # programmes looked at for those open today, and shown of them


@dataclass(frozen=True, kw_only=True)
class SchemeRow:
    """One programme in the table; why: what its state rests on, in words."""

    id: str
    name: str
    kind: str
    agency: str
    places: str
    days: str
    state: str
    why: str
    amounts: Amounts
    participants: str
    reports: int
    sources: int
    sample: bool
    conflicts: tuple[str, ...]
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class Staged:
    """One stage of a programme for reading, with the sentences that tell it."""

    words: str
    about: str
    shown: bool
    sentences: tuple[entries.Sentence, ...]


@router.get("/programmes")
def programmes(request: Request) -> Response:
    """The programmes that a search finds; those open today are asked for after them."""
    return books.listed(request, "/programmes", _row)


def _row(hit: Hit, visit: Visit) -> SchemeRow:
    assert hit.scheme
    return scheme_row(hit.scheme, visit.today(), visit.t)


@router.get("/programmes/open")
def open_today(request: Request) -> Response:
    """The programmes of a search that are open today: to be put above the table, or as a page of its own."""
    visit = Visit(request)
    today = visit.today()
    query = asked.read(visit.pairs, of="schemes")
    with visit.held.index() as index:
        found, looked_at = open_on(index, query, today)
    return visit.render(
        "part_open.html" if visit.is_part else "open.html",
        query=query,
        rows=[scheme_row(one, today, visit.t) for one in found],
        today=today,
        looked_at=looked_at,
    )


def open_on(index: Index, query: Query, today: date) -> tuple[list[SchemeEntry], int]:
    """Those of the newest programmes that match which are open on a day, what closes first before the others; and how
    many programmes were looked at."""
    newest = filters.first_page(query, of="schemes", sort="newest")
    looked_at = [hit.scheme for hit in islice(index.hits(newest), LOOKED_AT) if hit.scheme]
    told = [(one.status(today), one) for one in looked_at]
    held = [(status.closes or date.max, one.id, one) for status, one in told if status.state == "open"]
    return [one for _, _, one in sorted(held, key=lambda found: found[:2])][:SHOWN], len(looked_at)


@router.get("/programmes/{id}")
def programme(request: Request, id: str) -> Response:
    """One programme: its history, claims with sentences, conflicts, notices. An id that it had before leads here."""
    visit = Visit(request)
    asked.read(visit.pairs)
    return page(visit, id)


def page(visit: Visit, id: str, back: Back | None = None) -> Response:
    """The page of a programme; back: the editor's form that comes back on it."""
    with visit.held.index() as index:
        one = found(index, id)
        decisions = index.decisions().on(one.scheme.reports)
    if id != one.id and back is None:
        return visit.moved(f"/programmes/{one.id}")
    return books.shown(
        visit,
        "scheme.html",
        one.scheme,
        decisions,
        back,
        one=one,
        row=scheme_row(one, visit.today(), visit.t),
        stages=stages(one, visit.t),
        claims=claims(one, visit.t),
        today=visit.today(),
    )


@router.get("/programmes/{id}/evidence")
def evidence(request: Request, id: str) -> Response:
    """What one cell of the table rests on: to be put below its row, or as a page of its own."""
    visit = Visit(request)
    asked.read(visit.pairs, also={"field"})
    field = asked.own(visit.pairs, "field", (*FIELDS, "history"), "history")
    with visit.held.index() as index:
        one = found(index, id)
    return visit.render(
        "part_scheme_evidence.html" if visit.is_part else "scheme_evidence.html",
        one=one,
        row=scheme_row(one, visit.today(), visit.t),
        field=field,
        stages=stages(one, visit.t) if field == "history" else [],
        claims=[] if field == "history" else claims(one, visit.t, field),
        conflicts=[entries.conflict_words(c, visit.t) for c in one.conflicts if c.field == field],
    )


def found(index: Index, id: str) -> SchemeEntry:
    """The programme of an id, or of one that it had before; Unknown for any other."""
    one = index.scheme(id)
    if one is None:
        raise Unknown("programme", what=id[:60])
    return one


# ---------------------------------------------------------------- in words


def scheme_row(one: SchemeEntry, today: date, t: Speech) -> SchemeRow:
    """A programme for the table, as it stands on a day."""
    kind, status = t.label("kind", one.kind), one.status(today)
    places = [t("programme.national")] if one.national else []
    return SchemeRow(
        id=one.id,
        name=cut(one.name or t("program.unnamed", kind=kind)),
        kind=kind,
        agency=cut(one.agency or t.listing(())),
        places=t.listing([*places, *map(t.region, one.places)], 5),
        days=t.short_span(one.start, one.end),
        state=status.state,
        why=status_words(status, t),
        amounts=amounts((cut(one.printed),) if one.printed else (), one.worth, t),
        participants=t.listing(()) if one.participants is None else t.number(one.participants),
        reports=len(one.scheme.reports),
        sources=one.sources,
        sample=one.sample,
        conflicts=tuple(entries.conflict_words(conflict, t) for conflict in one.conflicts),
        edited=any(notice.edited for notice in one.scheme.reports),
    )


def status_words(status: Status, t: Speech) -> str:
    """Why it is open or not: "pendaftaran sampai 31 Mei 2024"."""
    day = status.rests.day if status.rests else None
    why = t(
        f"why.{status.why.replace(' ', '-')}",
        since=t.day(status.since),
        closes=t.day(status.closes),
        day=t.day(day),
    )
    return f"{t(f'stage-of.{status.of}')} {why}" if status.of else why


def stages(one: SchemeEntry, t: Speech) -> list[Staged]:
    """The history of a programme, by day."""
    reports = {notice.key: notice for notice in one.scheme.reports}
    return [
        Staged(
            words=_stage(stage, t),
            about=_about(stage, t),
            shown=stage.shown,
            sentences=tuple(entries.sentences(stage.tellings, reports)),
        )
        for stage in one.history[: entries.MANY]
    ]


def _stage(stage: Dated, t: Speech) -> str:
    """ "dibuka 4 Maret 2024 sampai 31 Mei 2024"; about where the day is only that of publication."""
    day = t.day(stage.day) if stage.printed else t("programme.about", day=t.day(stage.day))
    until = t("programme.until", day=t.day(stage.until)) if stage.until else ""
    return " ".join(filter(None, (t(f"stage.{stage.kind}"), day, until)))


def _about(stage: Dated, t: Speech) -> str:
    parts = [t(f"stage-of.{stage.of}"), t("event.sources", n=stage.sources)]
    return "; ".join([*parts, *([t("event.official")] if stage.official else [])])


def claims(one: SchemeEntry, t: Speech, field: str | None = None) -> list[Claimed]:
    """The claims of a programme, or of one of its fields."""
    return entries.claimed(one.claims, one.scheme.reports, FIELDS, t, field)
