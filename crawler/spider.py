"""The spider every source builds on, and the bases of platforms. A site is attributes; a quirk is a method overridden.

Discovery adds up: each of `ways` is asked, a failing one is told while the others go on. A back-fill (`since`) asks
all and turns their pages. The daily crawl asks the cheap ones (`daily`) and turns pages until it meets what the index
holds, a few at most; the rest it asks only if those gave nothing, or where the index holds nothing of the source yet
and no `complete` way answered. What earlier crawls know (crawler/memory.py) is not asked for again: listings are asked
whether they changed, and articles only where a way tells of an edit; `full` asks for all.
"""

import asyncio
import re
from collections import Counter
from typing import Any, ClassVar
from urllib.parse import urlsplit

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.later import Later
from crawler.listings import Listings
from crawler.memory import Memory
from crawler.stats import count, tell
from crawler.verdict import STOPPED, lost, note, problem
from crawler.window import Window, read_day, read_limit, read_switch

COUNTRY = "ID"  # among what a spider covers: the whole country


class NewsSpider(Listings, scrapy.Spider):
    """A source of news. Attributes of a reader's rule (title, body, drop, date, ...) are CSS candidates of the site."""

    verify_tls = True
    # Codes of the provinces, kabupaten and kota that it reports on day by day; "ID" for the whole country.
    covers: ClassVar[tuple[str, ...]] = ()
    evidence = ""  # what the attributes rest on; docs/sources.md prints it
    # Ways and attributes that rest on inference until a live page is read.
    unproven: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, since: Any = None, until: Any = None, limit: Any = None, full: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.window = Window(since=read_day(since, "since"), until=read_day(until, "until"))
        self.limit = read_limit(limit)
        self.full = read_switch(full, "full")
        self.memory = Memory(self.name)  # the store gives it a state
        self.seen, self.done, self.heard = set(), set(), set()
        self.known, self.vain, self.later = {}, {}, Later()
        self.asking, self.chains, self.whole = Counter(), {}, {}
        self.waiting, self.unanswered, self.first_time = list(self.ways), 0, False
        self.days_asked, self.days_left = set(), set()
        self.bases = list(self.start_urls[:1]) + [_other_host(url) for url in self.start_urls[:1]]
        self.told_sitemaps = []
        self.stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "NewsSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signals.spider_idle)
        crawler.signals.connect(spider.on_error, signals.spider_error)
        crawler.signals.connect(spider.on_item_error, signals.item_error)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Accept a broken certificate chain for this source only where it was asked for by name."""
        super().update_settings(settings)
        named = re.split(r"[,\s]+", settings.get("PANTAU_TLS_UNVERIFIED") or "")
        if cls.name in named or not cls.verify_tls:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="spider")

    def stop(self, why: str) -> None:
        """End this source's crawl; what is on its way is still read and stored."""
        if not self.stopping:
            self.stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=why))

    def on_error(self, failure: Any, response: Response | None = None) -> None:
        """A fault of ours in a page or a pipeline: the crawl goes on, and ends as failed."""
        count(self.crawler, "dropped/fault")
        said = f"{failure.type.__name__}: {failure.getErrorMessage()}"
        link = response.request.cb_kwargs.get("link") if response and response.request else None
        if link:
            self.memory.left(self.key(link.url), "fault", link.url)
        tell(self.crawler, f"{response.url if response else self.name}: {said}", "problems")

    def on_item_error(self, failure: Any, response: Response | None = None) -> None:
        """The same of an article that was read."""
        count(self.crawler, "let go")
        self.on_error(failure, response)

    def closed(self, why: str) -> None:
        """Tell what failed; a source that gave nothing at all is a problem."""
        for way in self.ways:
            if said := note(self.crawler, way):
                tell(self.crawler, said)
        if self.days_left:
            tell(self.crawler, f"archive: {len(self.days_left)} of {len(self.days_asked)} days were not read")
        if why == "shutdown":
            tell(self.crawler, STOPPED, "problems")
        elif said := problem(self.crawler, self.ways):
            tell(self.crawler, said, "problems")
        if said := lost(self.crawler):
            tell(self.crawler, said, "problems")


def _other_host(url: str) -> str:
    host = urlsplit(url).netloc
    return url.replace(host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}", 1)


class WordPressSpider(NewsSpider):
    """A WordPress site: feeds, REST, tags, search and sitemaps stand where WordPress puts them."""

    article = r"^/\d{4}/\d{2}/(?:\d{2}/)?[^/]+/?$"
    paged = "page/{n}/"
    feed_paged = "?paged={n}"
    daily = ("feed", "tag feed", "rest")
    ways: ClassVar[dict[str, tuple[str, ...]]] = {
        "feed": ("/feed/",),
        "tag feed": ("/tag/{slug}/feed/",),
        "rest": (
            "/wp-json/wp/v2/posts?per_page=100&page=1&after={since}&_fields=id,link,date,modified,title,content",
        ),
        "tag": ("/tag/{slug}/",),
        "search": ("/?s={words}",),
        "search feed": ("/?s={words}&feed=rss2",),
        "sitemap": ("/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap.xml"),
        "home": ("/",),
    }
