"""A server over an index of the sample press, and its pages taken apart, for the tests of the pages."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from tempfile import mkdtemp

from fastapi.testclient import TestClient

from app.press import press
from app.web.server import create_app
from app.web.settings import Settings
from crawler.run import UNPACED, crawl
from entities.extract import annotate
from entities.records import Story
from indexer.sqlite import SQLiteIndex
from tests.backends import standing
from tests.ledger.press import reports

HOST = "http://127.0.0.1"
PART = {"hx-request": "true"}
VOID = {"meta", "link", "input", "br", "img", "hr"}


def sample_index() -> str:
    """The URL of an index of the sample press, made once for all tests; nobody writes to it."""
    return standing(_sample())


@cache
def _sample() -> str:
    url = f"sqlite:///{Path(mkdtemp(prefix='pantau-web-')) / 'contoh.db'}"
    with press() as served:
        crawl([], index=url, press=served.address, settings=UNPACED)
    return url


def ledger_index() -> str:
    """The URL of an index of short reports in our own wording, many of which tell of one event; made once."""
    return standing(_ledger())


@cache
def _ledger() -> str:
    return _made(annotate(one.article) for one in reports("first"))


def made_index(stories: Iterable[Story]) -> str:
    """The URL of a new index of these stories."""
    return standing(_made(stories))


def _made(stories: Iterable[Story]) -> str:
    path = Path(mkdtemp(prefix="pantau-web-")) / "pantau.db"
    index = SQLiteIndex(path)
    index.put(stories)
    index.close()
    return f"sqlite:///{path}"


def reader(
    index: str | None = None, *, breaking: bool = True, today: datetime | None = None, **settings
) -> TestClient:
    """A reader who follows no redirects and whose browser has no language.

    breaking: a failure of ours fails the test. today: the moment that the server takes for now.
    """
    clock = {"clock": lambda: today} if today else {}
    app = create_app(Settings(index=index or sample_index(), **settings), **clock)
    return TestClient(app, base_url=HOST, follow_redirects=False, raise_server_exceptions=breaking)


# ---------------------------------------------------------------- what a page says


class Page(HTMLParser):
    """A page as its tags; wrong nesting is told."""

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.tags = [], [], []
        self.feed(text)
        self.wrong += self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(tag)

    def all(self, tag, **wanted):
        return [a for t, a in self.tags if t == tag and all(a.get(k) == v for k, v in wanted.items())]


def words(text):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def links(text, start):
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', text) if href.startswith(start)]
