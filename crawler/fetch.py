"""One page, fetched by the rules of a crawl: public addresses, robots obeyed, bounds on size, time and redirects."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response

from crawler.failures import reason
from crawler.network import press_address
from crawler.reactor import run
from crawler.sources import project_settings, source_of, sources
from crawler.stats import told
from entities.errors import BadInput, PantauError


class Fetched(NamedTuple):
    """Body, final address and encoding (None: unknown) of a page."""

    body: bytes
    url: str
    encoding: str | None


class OnePage(scrapy.Spider):
    """Asks for one address and keeps the answer, or why there is none."""

    name = "read"

    def __init__(self, url: str, domains: list[str], kept: dict[str, Any]) -> None:
        super().__init__()
        self.url, self.allowed_domains, self.kept = url, domains, kept

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self.url, self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Keep the answer."""
        self.kept["page"] = response

    def failed(self, failure: Any) -> None:
        """Keep the reason."""
        self.kept["reason"] = reason(failure.value)

    def is_ours(self, url: str) -> bool:
        """One page may redirect to any public address."""
        return url.startswith(("http://", "https://"))

    def is_known(self, asked: str, url: str) -> bool:
        """Nothing was asked for before."""
        return False


def fetch(url: str) -> Fetched:
    """The page at an address.

    BadInput for what is no web address, PantauError with the reason for one that cannot be had.
    """
    if not url.startswith(("http://", "https://")):
        raise BadInput(f"{url!r} is no web address; it must start with http:// or https://")
    settings = project_settings()
    settings.update({"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "LOG_ENABLED": False}, priority="cmdline")
    press_address(settings.get("PANTAU_PRESS", ""))
    source, kept = source_of(url), {}
    domains = list(sources()[source].allowed_domains) if source else []
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(OnePage)
    (error,) = run(process, [(crawler, {"url": url, "domains": domains, "kept": kept})])
    if "page" not in kept:
        why = [*told(crawler, "notes"), kept.get("reason") or error or "no answer"]
        raise PantauError(f"{url} could not be fetched: {why[0]}")
    page = kept["page"]
    return Fetched(page.body, page.url, getattr(page, "encoding", None))
