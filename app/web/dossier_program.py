"""The dossier of a programme: where it stands and its history, and the shipments told of in articles that name it."""

from typing import Any

from starlette.responses import Response

from app.web import dossier_parts as parts
from app.web import entries, naming, schemes
from app.web.dossier_kinds import PROGRAM_WITH
from app.web.visit import Visit
from indexer.index import Index, Query, Results

ID = 60  # letters of an id


def program(index: Index, visit: Visit, id: str, own: Query) -> Response | None:
    """The dossier of an id, or of one that it had before; None for any other."""
    one = index.scheme(id) if id.isascii() and len(id) <= ID else None
    if one is None:
        return None
    path = naming.dossier("program", one.id)
    if id != one.id:
        return visit.moved(path)
    whole = Query(of="events", programs=(one.name,), facets=()) if one.name else None
    values = parts.listed(index, visit, whole, own, path) if whole else _nothing(own, path)
    if visit.is_part:
        return visit.render("part_dossier_events.html", **values)
    total = values["results"].total
    return visit.render(
        "dossier_program.html",
        one=one,
        row=schemes.scheme_row(one, visit.today(), visit.t),
        places=naming.places(one.places, visit.t),
        stages=schemes.stages(one, visit.t),
        joins=entries.joins(one.scheme.joins, visit.t),
        totals=index.totals(whole) if whole and total else None,
        partners=parts.partners(index, whole, PROGRAM_WITH, visit) if whole and total else [],
        seen=parts.seen(index, whole, "program", total, visit) if whole else None,
        today=visit.today(),
        **{**values, "sample": one.sample},
    )


def _nothing(own: Query, path: str) -> dict[str, Any]:
    """The events of a programme without a name: they cannot be looked for."""
    return {
        "results": Results(hits=(), total=0),
        "rows": [],
        "sample": False,
        "query": own,
        "whole": None,
        "path": path,
    }
