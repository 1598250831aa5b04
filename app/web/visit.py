"""One reader's visit to one page: their language, links that keep it, and pages of templates that escape everything."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from app import wording
from app.correction_words import about
from app.digests.office import mails
from app.feeds import web
from app.web import asked
from app.web.filters import standing
from app.web.held import Held
from app.web.language import Speech, chosen
from app.web.settings import Settings
from app.web.taking import taking
from app.wording import Language, safe
from indexer.index import Query

LONGEST = 20_000  # letters of any one text on a page, whatever an article holds
HERE = Path(__file__).parent
PAGES = (
    ("search", "/"),
    ("events", "/events"),
    ("programmes", "/programmes"),
    ("seeing", "/lihat"),
)


class Visit:
    """What a page knows of its request. link() makes every address on it, so that none leaves the reader's language."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.settings: Settings = request.app.state.settings
        self.pairs = request.query_params.multi_items()
        self.told = asked.language(self.pairs)
        accepted = request.headers.get("accept-language", "")
        self.t = Speech(chosen(self.told, self.settings.language, accepted))

    @property
    def mails(self) -> bool:
        """Whether this server is set up to mail digests, so that a search can be subscribed to."""
        return mails()

    @property
    def pages(self) -> tuple[tuple[str, str], ...]:
        """The menu: key of its text, path."""
        return (*PAGES, ("digests", "/digest")) if self.settings.digests else PAGES

    @property
    def held(self) -> Held:
        """The index of the server."""
        held: Held = self.request.app.state.held
        return held

    def now(self) -> datetime:
        """The moment by the clock of the server."""
        now: datetime = self.request.app.state.clock()
        return now

    def today(self) -> date:
        """The day in WIB by the clock of the server."""
        return self.now().astimezone(wording.WIB).date()

    @property
    def is_part(self) -> bool:
        """True where only a part of the page is wanted, to be put into it."""
        headers = self.request.headers
        return headers.get("hx-request") == "true" and "hx-history-restore-request" not in headers

    def is_at(self, path: str) -> bool:
        """True on a page of the menu, and on what stands below it."""
        here = self.path
        return here == path if path == "/" else here == path or here.startswith(f"{path}/")

    @property
    def path(self) -> str:
        """The path of this page, without the prefix of the server."""
        path = self.request.scope["path"].removeprefix(self.settings.prefix)
        return "/" + quote(path.lstrip("/\\"))  # "//host" would be another site's

    def link(self, path: str, query: Query | None = None, **also: str | None) -> str:
        """The address of a page of ours in the reader's language."""
        return self.settings.prefix + asked.address(path, query, {**also, "bahasa": self.told})

    def article(self, id: str) -> str:
        """The address of the page of an article."""
        return self.link(f"/articles/{quote(id, safe='')}")

    def tabs(self, query: Query) -> list[tuple[str, str, bool]]:
        """(name, address, whether it is this one) of the pages that list articles, events and programmes alike."""
        found = []
        for name, page in asked.PAGE_OF.items():
            same = query.of == asked.OF[name]
            other = replace(query, of=asked.OF[name], after=None, sort=query.sort if same else "relevance")
            found.append((name, self.link(page, other), same))
        return found

    @staticmethod
    def from_first(query: Query) -> Query:
        """The query from its first page on."""
        return replace(query, after=None)

    @staticmethod
    def from_here(query: Query, after: str) -> Query:
        """The query from a place on."""
        return replace(query, after=after)

    @staticmethod
    def sorted(query: Query, sort: Any, by: Any) -> Query:
        """The query in another order, from its first page on."""
        return replace(query, sort=sort, by=query.by if sort in ("value", "sources") else by, after=None)

    @staticmethod
    def again(query: Query, text: str) -> Query:
        """The query with other words."""
        return replace(query, text=text, after=None)

    def moved(self, path: str, query: Query | None = None) -> RedirectResponse:
        """To another page of ours, never anywhere else."""
        return RedirectResponse(self.link(path, query), 303)

    def other(self, language: Language) -> str:
        """This page in another language."""
        pairs = [(name, value) for name, value in self.pairs if name != "bahasa"]
        return self.settings.prefix + self.path + "?" + urlencode([*pairs, ("bahasa", language)])

    def listing(self, page: str, part: str, *, query: Query, **values: Any) -> HTMLResponse:
        """A page of hits, or only its list where that is put into a page that stands."""
        path = asked.page_of(query)
        told = {**asked.fields(query), "names": asked.names(query)}
        here = {"hx-push-url": self.link(path, query)} if self.is_part else {}
        return self.render(
            part if self.is_part else page,
            headers=here,
            query=query,
            path=path,
            told=told,
            standing=standing(query, self.t),
            **values,
        )

    def render(
        self, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
    ) -> HTMLResponse:
        """A page; values are those of its template. Everything is escaped, and freed of characters that steer."""
        html = environment().get_template(template).render(visit=self, t=self.t, link=self.link, **values)
        vary = {"vary": "Accept-Language, HX-Request"}
        return HTMLResponse(html, status_code=status, headers={**vary, **(headers or {})})


@cache
def environment() -> Environment:
    """The templates. Autoescape is on for all of them."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: safe(value[:LONGEST]) if type(value) is str else value,
    )
    made.globals |= {
        "w": wording,
        "static": static,
        "http_link": web,
        "about": about,
        "taking": taking,
    }
    return made


# ---------------------------------------------------------------- files of ours


@cache
def assets() -> dict[str, bytes]:
    """Name -> content of the few files that pages use; nothing else is ever served from the disk."""
    return {file.name: file.read_bytes() for file in sorted((HERE / "static").iterdir()) if file.is_file()}


@cache
def print_of(name: str) -> str:
    """A few signs that change with the content of a file."""
    return hashlib.sha256(assets()[name]).hexdigest()[:12]


def static(name: str) -> str:
    """The path of a file of ours, another one whenever its content changes; KeyError for an unknown one."""
    return f"/static/{name}?v={print_of(name)}"
