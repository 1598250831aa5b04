"""A page for every city, province, country, product, group, exporter and programme: all that the index tells of it.

Every number is one that the same search gives elsewhere; each links to it. Addresses stand: codes, names, public ids.
"""

from itertools import chain

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.export import firsts_of
from app.web import asked
from app.web import dossier_kinds as kinds
from app.web import dossier_parts as parts
from app.web.dossier_program import program
from app.web.firsts import first_words
from app.web.naming import dossier
from app.web.refused import Refused, Unknown
from app.web.visit import Visit
from indexer.index import Index, Query

router = APIRouter(include_in_schema=False)
OWN = ("sort", "by", "after", "limit", "bahasa")  # what an address may tell beside what it is about
FIRSTS = 60  # firsts shown, the latest


@router.get("/dossier/{kind}/{code:path}")
def page(request: Request, kind: str, code: str) -> Response:
    """The dossier of a code; a name leads to that of its code. What is unknown is answered with what is near."""
    visit = Visit(request)
    own = _own(visit)
    with visit.held.index() as index:
        if kind == "program":
            return program(index, visit, code, own) or unknown(index, visit, kind, code)
        return _found(index, visit, kind, code) or _dossier(index, visit, kind, code, own)


@router.get("/dossier-firsts/{kind}/{code:path}")
def firsts(request: Request, kind: str, code: str) -> Response:
    """The firsts of a dossier: asked after its page, for all events are looked at."""
    visit = Visit(request)
    asked.read(visit.pairs)
    with visit.held.index() as index:
        if moved := _found(index, visit, kind, code, "dossier-firsts"):
            return moved
        told = firsts_of(index).values()
    found = kinds.of_dossier(kind, code, chain.from_iterable(told))
    shown = [(one, first_words(one, visit.t)) for one in reversed(found[-FIRSTS:])]
    return visit.render(
        "part_dossier_firsts.html" if visit.is_part else "dossier_firsts.html",
        title=kinds.title(kind, code, visit.t),
        back=dossier(kind, code),
        shown=shown,
        earlier=len(found) - len(shown),
    )


def unknown(index: Index, visit: Visit, kind: str, code: str) -> HTMLResponse:
    """One sentence with the names that are near, status 404."""
    found = kinds.near(index, kind, code, visit.t)
    return visit.render(
        "dossier_unknown.html",
        status=404,
        sentence=visit.t("dossier.unknown", kind=visit.t(f"dossier.{kind}"), what=code[:60]),
        near=found,
    )


def _own(visit: Visit) -> Query:
    """The order and the place in the list of events; a dossier takes no filter."""
    for name, _ in visit.pairs:
        if name not in OWN:
            raise Refused("parameter", name=name[: asked.LONG])
    return asked.read(visit.pairs)


def _found(index: Index, visit: Visit, kind: str, code: str, base: str = "dossier") -> Response | None:
    """Where to go instead: None where there is a dossier of just this code."""
    if kind not in kinds.KINDS:
        raise Unknown("nothing")
    known = kinds.read(index, kind, code)
    if known == [(kind, code)]:
        return None
    if len(known) == 1:
        return visit.moved(dossier(*known[0]).replace("/dossier/", f"/{base}/", 1))
    if not known:
        return unknown(index, visit, kind, code)
    return visit.render(
        "dossier_unknown.html",
        status=404,
        sentence=visit.t("dossier.several", what=code[:60]),
        near=[kinds.Named(kinds.title(*one, visit.t), dossier(*one)) for one in known],
    )


def _dossier(index: Index, visit: Visit, kind: str, code: str, own: Query) -> Response:
    whole = kinds.query_of(kind, code)
    values = parts.listed(index, visit, whole, own, dossier(kind, code))
    if visit.is_part:
        return visit.render("part_dossier_events.html", **values)
    total = values["results"].total
    return visit.render(
        "dossier.html",
        kind=kind,
        title=kinds.title(kind, code, visit.t),
        up=kinds.Named(visit.t.region(code[:2]), dossier("province", code[:2])) if kind == "city" else None,
        totals=index.totals(whole) if total else None,
        history=parts.history(index, whole, total) if total else None,
        partners=parts.partners(index, whole, kinds.KINDS[kind].with_, visit),
        spellings=parts.spellings(index, whole, kind),
        seen=parts.seen(index, whole, kind, total, visit),
        articles=kinds.query_of(kind, code, "stories"),
        articles_total=index.search(kinds.query_of(kind, code, "stories", limit=0)).total,
        firsts_page=dossier(kind, code).replace("/dossier/", "/dossier-firsts/", 1),
        today=visit.today(),
        **parts.programmes(index, kinds.query_of(kind, code, "schemes"), visit),
        **values,
    )
