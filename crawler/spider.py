"""The spider every source builds on, and the bases of platforms. A site is attributes; a quirk is a method overridden.

Discovery adds up: each of `ways` is asked, a failing one is told while the others go on. The daily crawl asks the
cheap ones (`daily`), and the rest only if those gave nothing; a back-fill (`since`) asks all and turns their pages.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any, ClassVar
from urllib.parse import quote_plus, urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings

from crawler.discovery import (
    Broken,
    Link,
    Listing,
    Reader,
    page_of,
    read_api,
    read_feed,
    read_listing,
    read_rest,
    read_sitemap,
)
from crawler.failures import FAILURES, reason
from crawler.links import article_id, article_url, joined
from crawler.network import belongs
from crawler.relevance import is_relevant, keywords
from crawler.stats import by_reason, count, counted, tell
from crawler.window import Window, read_day
from entities.errors import Unreadable
from entities.records import Article

WAYS: dict[str, Reader] = {
    "feed": read_feed,
    "tag feed": read_feed,
    "rest": read_rest,
    "api": read_api,
    "home": read_listing,
    "tag": read_listing,
    "search": read_listing,
    "archive": read_listing,
    "section": read_listing,
    "sitemap": read_sitemap,
}
SAID_BY = {"rest": "api", "api": "api"}
WHOLE_TEXT = 300  # characters from which a text in a feed or API may stand for the page
PARTS = 20  # pages of one article at most
CHILDREN = 3  # sitemaps that a daily crawl opens of an index
NO_ARTICLE = re.compile(
    r"^/?$|/(?:tags?|categor\w+|kategori|kanal|topik?c?|authors?|penulis|page|search|indeks|feed|amp|login|wp-\w+)(?:/|$)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|css|js|xml|zip|mp[34])$",
    re.I,
)


class NewsSpider(scrapy.Spider):
    """A source of news. Attributes of a reader's rule (title, body, drop, date, ...) are CSS candidates of the site."""

    allowed_domains: ClassVar[list[str]] = []
    ways: ClassVar[dict[str, tuple[str, ...]]] = {}
    daily: ClassVar[tuple[str, ...]] = ("feed", "api", "home")
    api_fields: ClassVar[dict[str, str]] = {}
    article = ""  # pattern of an article's path; a group is the site's own number of it
    links = ""  # CSS of the anchors that lead to articles
    next_page = ""  # CSS of the anchor to the next page of a listing
    paged = ""  # how page numbers are written where no anchor says so: "page/{n}/" or "?page={n}"
    tag_links = ""  # part of a path that marks a tag's listing, to follow those about our subject
    max_pages = 500
    forgotten: frozenset[str] = frozenset()  # URLs and ids not to be fetched again; the store tells them
    verify_tls = True

    def __init__(self, since: Any = None, until: Any = None, limit: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.window = Window(since=read_day(since, "since"), until=read_day(until, "until"))
        self.limit = int(limit) if limit else None
        self.seen: set[str] = set()
        self.chains: dict[str, set[str]] = {}
        self.waiting = list(self.ways)
        self.stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "NewsSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signals.spider_idle)
        crawler.signals.connect(spider.on_error, signals.spider_error)
        crawler.signals.connect(spider.on_error, signals.item_error)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Accept a broken certificate chain for this source only where it was asked for by name."""
        super().update_settings(settings)
        named = re.split(r"[,\s]+", settings.get("PANTAU_TLS_UNVERIFIED") or "")
        if cls.name in named or not cls.verify_tls:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="spider")

    # ------------------------------------------------------------ asking

    @property
    def backfill(self) -> bool:
        return self.window.since is not None

    async def start(self) -> AsyncIterator[Request]:
        """The ways of this crawl; those left over are asked when these gave nothing."""
        first = list(self.ways) if self.backfill else [way for way in self.ways if way in self.daily]
        for request in self.ask(first):
            yield request

    def ask(self, ways: list[str]) -> Iterator[Request]:
        for way in ways:
            self.waiting.remove(way)
            for url in self.urls(way):
                yield self.request(way, url, url)

    def urls(self, way: str) -> list[str]:
        """The addresses of a way: {slug} and {words} stand for each keyword, {d}/{m}/{y} for each day of the window."""
        words = keywords(daily=not self.backfill)
        since = self.window.since or date(2000, 1, 1)
        found = []
        for template in self.ways[way]:
            filled = template.replace("{since}", f"{since.isoformat()}T00:00:00")
            for days in self.days() if "{d}" in filled else [{}]:
                for word in words if "{slug}" in filled or "{words}" in filled else [""]:
                    found.append(filled.format(slug=word.replace(" ", "-"), words=quote_plus(word), **days))
        return list(dict.fromkeys(urljoin(self.start_urls[0], url) for url in found))

    def days(self) -> list[dict[str, str]]:
        """Every day of the window, newest first; without a window the last two."""
        last = self.window.until or datetime.now(UTC).date()
        first = self.window.since or last - timedelta(days=1)
        span = range((last - first).days + 1)
        days = [last - timedelta(days=back) for back in span]
        return [{"d": f"{day:%d}", "m": f"{day:%m}", "y": f"{day:%Y}"} for day in days]

    def request(self, way: str, url: str, chain: str) -> Request:
        return Request(url, self.listed, errback=self.not_listed, cb_kwargs={"way": way, "chain": chain})

    def on_idle(self) -> None:
        """Nothing found by the cheap ways: ask the others before giving up."""
        if counted(self.crawler, "listed") or not self.waiting:
            return
        for request in self.ask(list(self.waiting)):
            self.crawler.engine.crawl(request)
        raise DontCloseSpider

    def on_error(self, failure: Any, response: Response | None = None) -> None:
        """A fault of ours in a page or a pipeline: the crawl goes on, and ends as failed."""
        count(self.crawler, "dropped/fault")
        said = f"{failure.type.__name__}: {failure.getErrorMessage()}"
        tell(self.crawler, f"{response.url if response else self.name}: {said}", "problems")

    # ------------------------------------------------------------ listings

    def listed(self, response: Response, way: str, chain: str) -> Iterator[Request]:
        """What a way gave: its articles, its next page while it brings new ones, tags about our subject."""
        try:
            listing = WAYS[way](response, self)
        except Broken as error:
            count(self.crawler, f"way/{way}/failed/{error}")
            return
        count(self.crawler, f"way/{way}/answers")
        links = [link for link in listing.links if self.is_ours(link.url)]
        count(self.crawler, f"way/{way}/links", len(links))
        for link in links:
            yield from self.follow(link, way)
        for url in self.turn(listing, links, way, chain):
            yield self.request(way, url, chain)
        for url in listing.tags:
            if url not in self.chains:
                self.chains[url] = set()
                yield self.request("tag", url, url)

    def turn(self, listing: Listing, links: list[Link], way: str, chain: str) -> list[str]:
        """The further pages worth asking for."""
        if way == "sitemap":
            return list(listing.more) if self.backfill else list(listing.more[-CHILDREN:])
        known = self.chains.setdefault(chain, set())
        new = {self.key(link.url) for link in links} - known
        known |= new
        if not self.backfill or not new or all(self.window.too_old(link.date) for link in links):
            return []
        if listing.more and page_of(listing.more[0]) > self.max_pages:
            tell(self.crawler, f"{way}: stopped at page {self.max_pages} of {chain}")
            return []
        return list(listing.more)

    def not_listed(self, failure: Any) -> None:
        """A way that fails is counted; past the last page of a listing it is just the end."""
        request, why = failure.request, reason(failure.value)
        if not (page_of(request.url) > 1 and why in ("HTTP 404", "HTTP 400")):
            count(self.crawler, f"way/{request.cb_kwargs['way']}/failed/{why}")

    def follow(self, link: Link, way: str) -> Iterator[Request]:
        """The article of a link, unless it was asked for already or surely lies outside the window."""
        url = self.clean(link.url)
        key = self.key(url)
        if key in self.seen:
            return
        self.seen.add(key)
        count(self.crawler, "listed")
        if self.forgotten & {key, url}:
            self.leave("forgotten", url)
            return
        if self.window.excludes(link.date, url):
            self.leave("outside the window", url)
            return
        if link.text and len(link.text) > WHOLE_TEXT and not is_relevant(link.title or "", _plain(link.text)):
            self.leave("not relevant", url)
            return
        likely = is_relevant(f"{link.title} {urlsplit(url).path.replace('-', ' ')}", "")
        yield Request(
            url,
            self.parse,
            errback=self.not_fetched,
            priority=2 if likely else 1,
            cb_kwargs={"link": link, "way": way},
        )

    def page(self, url: str, link: Link, way: str, priority: int) -> Request:
        known = {"link": link, "way": way}
        return Request(url, self.parse, errback=self.not_fetched, priority=priority, cb_kwargs=known)

    def leave(self, why: str, url: str) -> None:
        count(self.crawler, f"dropped/{why}")
        self.logger.debug("dropped (%s): %s", why, url)

    # ------------------------------------------------------------ addresses

    def is_ours(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and belongs(parts.hostname or "", self.allowed_domains)

    def is_known(self, asked: str, url: str) -> bool:
        """Whether a redirect leads to another article that was asked for already."""
        return self.key(url) != self.key(asked) and self.key(url) in self.seen and self.is_article(url)

    def is_article(self, url: str) -> bool:
        """Whether a link of a listing leads to an article: by the site's pattern, else by the look of its path."""
        if not self.is_ours(url):
            return False
        path = urlsplit(self.clean(url)).path
        if self.article:
            return re.search(self.article, path) is not None
        slug = path.rstrip("/").rpartition("/")[2]
        return not NO_ARTICLE.search(path) and (slug.count("-") > 2 or re.search(r"\d{4,}", path) is not None)

    def is_wanted_tag(self, url: str, words: str) -> bool:
        """Whether a link is a tag's listing about our subject."""
        path = urlsplit(url).path
        if not self.tag_links or self.tag_links not in path or not self.is_ours(url):
            return False
        return any(word in f"{words} {path.replace('-', ' ')}".lower() for word in keywords(daily=True))

    def clean(self, url: str) -> str:
        """The address of an article's first page, without AMP and tracking."""
        parts = urlsplit(article_url(url))
        return parts._replace(path=re.sub(r"(/[^/]{12,})/\d{1,2}/?$", r"\1/", parts.path)).geturl()

    def key(self, url: str) -> str:
        """The id of the article behind a URL: the site's own number of it, else a digest of the canonical address."""
        found = re.search(self.article, urlsplit(self.clean(url)).path) if self.article else None
        number = next((group for group in found.groups() if group), None) if found else None
        return f"{self.name}-{number}" if number else article_id(self.name, self.clean(url))

    # ------------------------------------------------------------ articles

    async def parse(
        self, response: Response, link: Link | None = None, way: str = ""
    ) -> AsyncIterator[Article | Request]:
        """The article of a page, its further pages joined."""
        count(self.crawler, "fetched")
        link = link or Link(url=response.url)
        if not isinstance(response, TextResponse):
            self.leave("not a page", response.url)
            return
        main = self.main_page(response)
        if main and self.key(main) not in self.seen:
            self.seen.add(self.key(main))
            yield Request(
                main, self.parse, errback=self.not_fetched, priority=3, cb_kwargs={"link": link, "way": way}
            )
            return
        pages = [(page.body, page.url) for page in await self.parts(response)]
        article = self.read(pages, link, way, response.encoding)
        if article:
            count(self.crawler, "read")
            yield article

    def main_page(self, response: TextResponse) -> str | None:
        """The page that an AMP copy names as the true one."""
        if not response.xpath("/html[@amp or @*[name()='⚡']]"):
            return None
        url = joined(response.url, response.css("link[rel=canonical]::attr(href)").get(""))
        return (
            self.clean(url)
            if url and self.is_article(url) and self.key(url) != self.key(response.url)
            else None
        )

    def read(
        self, pages: list[tuple[str | bytes, str]], link: Link, way: str, encoding: str = ""
    ) -> Article | None:
        """One Article from the pages of one article; None (counted) where none can be read."""
        from crawler.reader import Hints, read_pages

        known = Hints(
            title=link.title,
            published=link.date,
            published_source=SAID_BY.get(way, "feed"),
            author=link.author,
        )
        try:
            article = read_pages(
                pages,
                rule=self.rule(),
                source=self.name,
                encoding=encoding or None,
                fetched_at=datetime.now(UTC),
                sample=bool(self.settings.get("PANTAU_PRESS")),
                hints=known,
            )
        except Unreadable as error:
            self.logger.debug("%s", error)
            return self.leave("unreadable", pages[0][1])
        url = article.url if self.is_article(article.url) else self.clean(pages[0][1])
        return replace(article, url=url, id=self.key(url))

    @classmethod
    def rule(cls) -> Any:
        """The reader's rule of this site, from the attributes of the same names."""
        from crawler.reader import SiteRule

        names = {field.name for field in fields(SiteRule)}
        said = {name: getattr(cls, name) for name in names if name in _own(cls)}
        return SiteRule(**said)

    async def parts(self, response: TextResponse) -> list[TextResponse]:
        """The pages of an article: the all-in-one form where there is one, else the first and those that follow."""
        if whole := self.link_within(response, WHOLE):
            page = await self.get(whole)
            if page is not None:
                return [page]
        pages = [response]
        while len(pages) < PARTS and (url := self.next_part(pages[-1], len(pages) + 1)):
            page = await self.get(url)
            if page is None:
                tell(self.crawler, f"an article is incomplete: {url} could not be fetched")
                break
            pages.append(page)
        return pages

    def next_part(self, page: TextResponse, number: int) -> str | None:
        return self.link_within(page, re.compile(rf"(?:[?&](?:page|hal(?:aman)?)={number}|/{number}/?)$"))

    def link_within(self, page: TextResponse, form: re.Pattern[str]) -> str | None:
        """A link of the page to another form of the same article."""
        urls = (
            joined(page.url, href) for href in page.css("a[href], link[rel=next]").xpath("@href").getall()
        )
        here = self.key(page.url)
        return next(
            (url for url in urls if form.search(url) and self.is_ours(url) and self.key(url) == here), None
        )

    async def get(self, url: str) -> TextResponse | None:
        """A further page; None where it cannot be had."""
        try:
            response = await self.crawler.engine.download_async(Request(url, callback=NO_CALLBACK))
        except FAILURES:
            return None
        return response if response.status == 200 and isinstance(response, TextResponse) else None

    def stop(self, why: str) -> None:
        """End this source's crawl; what is on its way is still read and stored."""
        if not self.stopping:
            self.stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=why))

    def not_fetched(self, failure: Any) -> Iterator[Article]:
        """A page that cannot be had is counted; where a feed or API gave its whole text, that is read instead."""
        count(self.crawler, "asked in vain")
        link, way = (failure.request.cb_kwargs[name] for name in ("link", "way"))
        if not link.text or len(link.text) <= WHOLE_TEXT:
            self.leave(reason(failure.value), failure.request.url)
            return
        count(self.crawler, "read from the listing")
        page = f"<html><body><article><h1>{escape(link.title or '')}</h1>{link.text}</article></body></html>"
        if article := self.read([(page, failure.request.url)], link, way):
            count(self.crawler, "read")
            yield article

    # ------------------------------------------------------------ the end

    def closed(self, why: str) -> None:
        """Tell what failed; a source that gave nothing at all is a problem."""
        for way in self.ways:
            if sentence := self.told_of(way):
                tell(self.crawler, sentence)
        if why == "shutdown":
            tell(self.crawler, "stopped before the end", "problems")
        elif problem := self.problem():
            tell(self.crawler, problem, "problems")

    def told_of(self, way: str) -> str | None:
        """A sentence on a way that failed; a missing tag among others that exist is no news."""
        failed = by_reason(self.crawler, f"way/{way}/failed")
        if counted(self.crawler, f"way/{way}/answers"):
            failed.pop("HTTP 404", None)
        return f"{way}: {_numbers(failed)}" if failed else None

    def problem(self) -> str | None:
        listed, fetched, vain = (
            counted(self.crawler, what) for what in ("listed", "fetched", "asked in vain")
        )
        if not listed:
            failed = sum(
                (Counter(by_reason(self.crawler, f"way/{way}/failed")) for way in self.ways), Counter()
            )
            return f"no article found by any way ({_numbers(failed) or 'every answer was empty'})"
        if vain and not fetched:
            return (
                f"none of {listed} articles could be fetched ({_numbers(by_reason(self.crawler, 'dropped'))})"
            )
        if fetched and not counted(self.crawler, "read"):
            return f"none of {fetched} pages could be read"
        return None


WHOLE = re.compile(r"[?&](?:page|hal(?:aman)?)=all$|[?&](?:single|showall)=1$")


def _own(cls: type) -> set[str]:
    """Names of the attributes that a spider (or its platform) sets for the reader, not those of Scrapy or ours."""
    ours = set(dir(NewsSpider))
    return {name for name in dir(cls) if name not in ours}


def _plain(html: str) -> str:
    return re.sub(r"<[^<>]{0,2000}>", " ", html[:200_000])


def _numbers(reasons: dict[str, int] | Counter[str]) -> str:
    return ", ".join(f"{why} x{number}" if number > 1 else why for why, number in reasons.items())


class WordPressSpider(NewsSpider):
    """A WordPress site: feeds, REST, tags, search and sitemaps stand where WordPress puts them."""

    article = r"^/\d{4}/\d{2}/(?:\d{2}/)?[^/]+/?$"
    paged = "page/{n}/"
    daily = ("feed", "tag feed", "rest")
    ways: ClassVar[dict[str, tuple[str, ...]]] = {
        "feed": ("/feed/",),
        "tag feed": ("/tag/{slug}/feed/",),
        "rest": (
            "/wp-json/wp/v2/posts?per_page=100&page=1&after={since}&_fields=id,link,date,title,content",
        ),
        "tag": ("/tag/{slug}/",),
        "search": ("/?s={words}",),
        "sitemap": ("/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap.xml"),
        "home": ("/",),
    }
