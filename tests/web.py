"""A server over an index of the sample press, for the tests of the pages."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from fastapi.testclient import TestClient

from app.press import press
from app.web.server import create_app
from app.web.settings import Settings
from crawler.run import UNPACED, crawl

HOST = "http://127.0.0.1"


@cache
def sample_index() -> str:
    """The URL of an index of the sample press, made once for all tests; nobody writes to it."""
    url = f"sqlite:///{Path(mkdtemp(prefix='pantau-web-')) / 'contoh.db'}"
    with press() as served:
        crawl([], index=url, press=served.address, settings=UNPACED)
    return url


def reader(index: str | None = None, **settings) -> TestClient:
    """A reader without redirects followed, whose browser has no language."""
    app = create_app(Settings(index=index or sample_index(), **settings))
    return TestClient(app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False)
