"""One reader's visit to one page: their language, links that keep it, and pages of templates that escape everything."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from app import wording
from app.web import asked
from app.web.held import Held
from app.web.language import Speech, chosen
from app.web.settings import Language, Settings
from app.wording import safe
from indexer.index import Query

HERE = Path(__file__).parent
PAGES = (
    ("search", "/"),
    ("events", "/events"),
    ("programmes", "/programmes"),
)  # the menu: key of its text, path


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
    def held(self) -> Held:
        """The index of the server."""
        held: Held = self.request.app.state.held
        return held

    @property
    def is_part(self) -> bool:
        """True where only a part of the page is wanted, to be put into it."""
        return self.request.headers.get("hx-request") == "true"

    def is_at(self, path: str) -> bool:
        """True on a page of the menu, and on what stands below it."""
        here = self.path
        return here == path if path == "/" else here == path or here.startswith(f"{path}/")

    @property
    def path(self) -> str:
        """The path of this page, without the prefix of the server."""
        return self.request.url.path.removeprefix(self.settings.prefix) or "/"

    def link(self, path: str, query: Query | None = None, **also: str | None) -> str:
        """The address of a page of ours in the reader's language."""
        return self.settings.prefix + asked.address(path, query, {**also, "bahasa": self.told})

    def other(self, language: Language) -> str:
        """This page in another language."""
        pairs = [(name, value) for name, value in self.pairs if name != "bahasa"]
        return self.settings.prefix + self.path + "?" + asked.urlencode([*pairs, ("bahasa", language)])

    def absolute(self, path: str, query: Query | None = None, **also: str | None) -> str:
        """The same with scheme and host, for feeds and citations: those readers know, else those that were asked."""
        base = self.settings.public_url
        if base is None:
            base = f"{self.request.url.scheme}://{self.request.headers['host']}"
        return base + asked.address(path, query, {**also, "bahasa": self.told})

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
        finalize=lambda value: safe(value) if type(value) is str else value,
    )
    made.globals |= {"w": wording, "pages": PAGES, "static": static, "http_link": http_link}
    return made


def http_link(url: str) -> str:
    """The URL when it is a web address; a page's own script: or data: link never becomes ours."""
    return url if url.startswith(("https://", "http://")) else ""


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
