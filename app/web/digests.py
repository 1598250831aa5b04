"""The archive of digests: what `pantau digest --to DIR` wrote, as pages of the site, as files, and as a feed.

An issue is shown as it was written. Of its page only the body is taken, into the frame and style sheet of the site, so
that the content policy stays as strict as everywhere. Addresses name ISO weeks; nothing else reaches a path.
"""

import re
from collections.abc import Mapping

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from app.digests.feed import about, atom, by_year
from app.digests.reading import Archive, archives, body, is_week
from app.web import asked
from app.web.answers import JSON, answer
from app.web.operations import origin
from app.web.refused import Refused, Unknown
from app.web.settings import LANGUAGES
from app.web.visit import Visit

router = APIRouter(include_in_schema=False, prefix="/digest")
NAME = re.compile(r"(?P<week>\d{4}-W\d{2})(?:\.(?P<suffix>html|txt|md|json))?", re.ASCII)
KINDS = {"txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8", "json": JSON}
FEED = "application/atom+xml"
OWN = {"index.html": "", "atom.xml": "/atom.xml"}  # files of a folder that have another address here


class Broken(Refused):
    """An issue that is not as it was written."""

    http = 503

    def __init__(self, week: str) -> None:
        super().__init__("digest_broken", week=week)


@router.get("")
def contents(request: Request) -> Response:
    """All issues of the reader's language, newest first."""
    visit, found = _visited(request)
    held = _chosen(visit, found)
    told = held and about(held.issues)
    return visit.render("digests.html", held=held, told=told, years=by_year(held.issues) if held else {})


@router.get("/atom.xml")
def feed(request: Request) -> Response:
    """The feed of the newest issues; its entries lead to pages in its own language."""
    visit, found = _visited(request)
    held = _chosen(visit, found)
    if held is None:
        raise Unknown("no_digest")

    def address(name: str) -> str:
        return origin(request) + _address(visit, name, held.language)

    return answer(request, atom(held.issues, address).encode(), kind=FEED)


@router.get("/{name}")
def issue(request: Request, name: str) -> Response:
    """One issue: its page, or with .txt, .md, .json its file, byte for byte."""
    visit, found = _visited(request)
    match = NAME.fullmatch(name)
    if match is None or not is_week(match["week"]):
        raise Unknown("nothing")
    week, suffix = match["week"], match["suffix"] or "html"
    held = _chosen(visit, {language: one for language, one in found.items() if one.has(week)})
    if held is None:
        raise Broken(week) if _is_broken(found, week) else Unknown("digest", week=week)
    content = held.read(week, suffix)
    if content is None:
        raise Broken(week)
    if suffix in KINDS:
        return answer(request, content, kind=KINDS[suffix])
    return _page(visit, held, week, content)


def _page(visit: Visit, held: Archive, week: str, content: bytes) -> Response:
    inner = body(content.decode("utf-8", "replace"), lambda name: _escaped(visit, name))
    if inner is None:
        raise Broken(week)
    weeks = [one.week for one in held.issues]
    at = weeks.index(week)
    return visit.render(
        "digest.html",
        held=held,
        week=week,
        inner=Markup(inner),  # escaped when it was written (app/digests/html.py); no script of it would run
        earlier=weeks[at + 1] if at + 1 < len(weeks) else None,
        later=weeks[at - 1] if at else None,
    )


# ---------------------------------------------------------------- which


def _visited(request: Request) -> tuple[Visit, Mapping[str, Archive]]:
    """The visit and the archives of this server; Unknown where it has no folder of any."""
    visit = Visit(request)
    for name, _ in visit.pairs:
        if name != "bahasa":
            raise Refused("parameter", name=name[: asked.LONG])
    if not visit.settings.digests:
        raise Unknown("nothing")
    return visit, archives(visit.settings.digests)


def _chosen(visit: Visit, found: Mapping[str, Archive]) -> Archive | None:
    """The archive in the reader's language, else in the other; None where there is none."""
    return next((found[one] for one in (visit.t.language, *LANGUAGES) if one in found), None)


def _is_broken(found: Mapping[str, Archive], week: str) -> bool:
    return any(week in one.broken for one in found.values())


def _address(visit: Visit, name: str, language: str | None) -> str:
    """The address here of a file of the folder."""
    path = "/digest" + OWN.get(name, f"/{name.removesuffix('.html')}")
    return visit.settings.prefix + asked.address(path, None, {"bahasa": language})


def _escaped(visit: Visit, name: str) -> str:
    """The same for HTML, in the language that the reader chose."""
    return str(Markup.escape(_address(visit, name, visit.told)))
