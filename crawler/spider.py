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
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote_plus, urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from crawler.discovery import (
    Broken,
    Link,
    Listed,
    Reader,
    page_of,
    read_api,
    read_feed,
    read_listing,
    read_rest,
    read_sitemap,
)
from crawler.failures import reason
from crawler.later import Later
from crawler.ledger import show_newest
from crawler.memory import Memory
from crawler.pages import WHOLE_TEXT, Pages, is_whole
from crawler.pipelines import WIB, Store
from crawler.relevance import is_hopeless, is_relevant, keywords
from crawler.stats import count, counted, tell
from crawler.verdict import STOPPED, lost, note, problem
from crawler.window import Window, read_day, read_limit, read_switch
from entities.records import Article
from state.state import Listing

WAYS: dict[str, Reader] = {
    "feed": read_feed,
    "tag feed": read_feed,
    "search feed": read_feed,
    "rest": read_rest,
    "api": read_api,
    "home": read_listing,
    "tag": read_listing,
    "search": read_listing,
    "archive": read_listing,
    "section": read_listing,
    "sitemap": read_sitemap,
}
TELLING = (read_feed, read_rest, read_api)
DATING = (*TELLING, read_sitemap)
CHILDREN = 3  # sitemaps that a daily crawl opens of an index
LOOK_BACK = 60  # links of one listing after which a daily crawl turns no further page
EARLIEST = date(2000, 1, 1)
COUNTRY = "ID"  # among what a spider covers: the whole country


class NewsSpider(Pages, scrapy.Spider):
    """A source of news. Attributes of a reader's rule (title, body, drop, date, ...) are CSS candidates of the site."""

    ways: ClassVar[dict[str, tuple[str, ...]]] = {}
    daily: ClassVar[tuple[str, ...]] = ("feed", "api", "home")
    complete: ClassVar[tuple[str, ...]] = (
        "rest",
    )  # ways that list every article, so that no other need be asked
    api_fields: ClassVar[dict[str, str]] = {}
    links = ""  # CSS of the anchors that lead to articles
    next_page = ""  # CSS of the anchor to the next page of a listing
    feed_paged = ""  # the same of feeds
    paged = ""  # how page numbers are written where no anchor says so: "page/{n}/" or "?page={n}"
    max_pages = 500
    forgotten: frozenset[str] = frozenset()  # URLs and ids not to be fetched again; the store tells them
    hidden: frozenset[str] = frozenset()  # ids of articles that the editor hides
    verify_tls = True
    covers: ClassVar[
        tuple[str, ...]
    ] = ()  # codes of the provinces, kabupaten and kota that it reports on day by day; "ID" for the whole country
    evidence = ""  # what the attributes rest on; docs/sources.md prints it
    unproven: ClassVar[
        tuple[str, ...]
    ] = ()  # ways and attributes that rest on inference until a live page is read

    def __init__(
        self, since: Any = None, until: Any = None, limit: Any = None, full: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.window = Window(since=read_day(since, "since"), until=read_day(until, "until"))
        self.limit = read_limit(limit)
        self.full = read_switch(full, "full")
        self.memory = Memory(self.name)  # the store gives it a state
        self.asking: Counter[str] = Counter()  # chain -> listings of it that were not answered yet
        self.whole: dict[
            str, Listing
        ] = {}  # chain -> its first page, to be kept when the chain has come to its end
        self.seen: set[str] = set()
        self.heard: set[tuple[str, str]] = set()  # keys of articles, and the ways that told of them
        self.done: set[str] = (
            set()
        )  # keys of articles that earlier crawls dealt with, so that this one asks for none
        self.vain: dict[str, tuple[str, str]] = {}
        self.known: dict[str, Link] = {}
        self.later = Later()
        self.unanswered = 0  # listings asked that may tell more of an article than its address
        self.chains: dict[str, set[str]] = {}
        self.waiting = list(self.ways)
        self.first_time = False
        self.days_asked: set[str] = set()  # archives of a day each, and those of them not answered yet
        self.days_left: set[str] = set()
        self.bases = list(self.start_urls[:1]) + [_other_host(url) for url in self.start_urls[:1]]
        self.told_sitemaps: list[str] = []
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

    # ------------------------------------------------------------ asking

    @property
    def backfill(self) -> bool:
        return self.window.since is not None

    async def start(self) -> AsyncIterator[Request]:
        """The ways of this crawl; those left over are asked when these gave nothing."""
        if not (self.settings.get("PANTAU_CONTACT") or self.is_sample):
            tell(
                self.crawler,
                "no contact is sent with the requests; set PANTAU_CONTACT to a mail address or a page",
            )
        self.first_time = self.store is not None and not self.store.held_before
        for key, link in self.memory.waiting():
            known_by = {key, link.url}
            if (
                self.is_ours(link.url)
                and self.forgotten.isdisjoint(known_by)
                and self.hidden.isdisjoint(known_by)
            ):
                here = self.key(link.url)
                self.memory.same(key, here)  # the site's form of addresses may have been learnt better since
                self.seen.add(here)
                self.known[here] = link
                count(self.crawler, "listed")
                count(self.crawler, "resumed")
                yield self.page(link.url, link, priority=2)
        for request in self.ask([way for way in self.ways if self.backfill or way in self.daily]):
            yield request

    @property
    def store(self) -> Store | None:
        """The pipeline that knows what the index holds."""
        return self.crawler.get_item_pipeline(Store)

    def ask(self, ways: list[str]) -> Iterator[Request]:
        for way in ways:
            self.waiting.remove(way)
            urls = [url for url in self.urls(way) if url not in self.asking]
            if any("{d}" in template for template in self.ways[way]):
                self.days_asked.update(urls)
                self.days_left.update(urls)
            for url in urls:
                yield self.request(way, url, url)

    def urls(self, way: str) -> list[str]:
        """The addresses of a way: {slug}, {words} are each keyword, {d}, {m}, {y} each day, {since} the first one."""
        since = f"{(self.window.since or EARLIEST).isoformat()}T00:00:00"
        words = [
            {"slug": w.replace(" ", "-"), "words": quote_plus(w)} for w in keywords(daily=not self.backfill)
        ]
        found = []
        for template in self.ways[way]:
            days = self.days() if "{d}" in template else [{}]
            terms = words if "{slug}" in template or "{words}" in template else [{}]
            found += [template.format(since=since, **day, **term) for day in days for term in terms]
        return list(dict.fromkeys(urljoin(self.bases[0], url) for url in found))

    def days(self) -> list[dict[str, str]]:
        """Every day of the window, newest first; without a window the last two."""
        last = self.window.until or datetime.now(WIB).date()
        first = self.window.since or last - timedelta(days=1)
        days = [last - timedelta(days=back) for back in range((last - first).days + 1)]
        return [{"d": f"{day:%d}", "m": f"{day:%m}", "y": f"{day:%Y}"} for day in days]

    def request(self, way: str, url: str, chain: str) -> Request:
        first = (
            3 if WAYS[way] in TELLING else 0
        )  # what gives dates and texts comes before what gives addresses only
        known = {"way": way, "chain": chain}
        self.asking[chain] += 1
        self.unanswered += WAYS[way] in DATING
        headers = self.memory.validators(chain) if url == chain else {}
        return Request(
            url,
            self.listed,
            errback=self.not_listed,
            priority=first,
            cb_kwargs=known,
            headers=headers,
            meta={"handle_httpstatus_list": [304]} if headers else None,
        )

    def on_idle(self) -> None:
        """Ask what is left: sitemaps that robots.txt names, and, when nothing was found, every other way."""
        found = self.found()
        if (
            not found and not self.waiting and len(self.bases) > 1
        ):  # the same on its host with or without www.
            self.bases, self.waiting = self.bases[1:], list(self.ways)
        left = list(self.ask(self.untried()))
        if self.backfill or not found:
            left += [self.request("sitemap", url, url) for url in self.told_sitemaps if self.is_ours(url)]
            self.told_sitemaps = []
        if not left:
            return
        for request in left:
            self.crawler.engine.crawl(request)
        raise DontCloseSpider

    def found(self) -> int:
        """How many articles the ways named, or said to be those of the crawl before."""
        return counted(self.crawler, "listed") + counted(self.crawler, "not modified")

    def untried(self) -> list[str]:
        """The ways still to ask: all if nothing was found, all but sitemaps where a first crawl saw only the newest."""
        if not self.found():
            return list(self.waiting)
        answered = any(counted(self.crawler, f"way/{way}/answers") for way in self.complete)
        return [way for way in self.waiting if way != "sitemap"] if self.first_time and not answered else []

    # ------------------------------------------------------------ listings

    def listed(self, response: Response, way: str, chain: str) -> Iterator[Request | Article]:
        """What a way gave: its articles, its next page while it brings new ones, tags about our subject."""
        self.days_left.discard(chain)
        if response.status == 304:
            self.answered(way)
            count(self.crawler, f"way/{way}/answers")
            count(self.crawler, "not modified")
            count(self.crawler, f"way/{way}/not modified")
            self.memory.not_modified(chain)
            self.asking[chain] -= 1
            return
        try:
            listing = WAYS[way](response, self)
        except Broken as error:
            count(self.crawler, f"way/{way}/failed/{error}")
            self.whole.pop(chain, None)
            self.answered(way)
            return
        count(self.crawler, f"way/{way}/answers")
        links = [link for link in listing.links if self.is_ours(link.url)]
        count(self.crawler, f"way/{way}/links", len(links))
        show_newest(self.crawler, (link.date for link in links))
        if response.request is None or response.request.url == chain:
            self.whole[chain] = self.memory.listed_whole(chain, response, links)
        asked: list[Request | Article] = [one for link in links for one in self.follow(link, way)]
        asked += [self.request(way, url, chain) for url in self.turn(listing, links, way, chain)]
        for url in listing.tags:
            if url not in self.chains:
                self.chains[url] = set()
                asked.append(self.request("tag", url, url))
        self.memory.keep_pages()
        self.ended(chain)
        self.answered(way)
        yield from asked

    def answered(self, way: str) -> None:
        """One listing less that may tell of articles; what was read early waits for the last of them only."""
        self.unanswered -= WAYS[way] in DATING
        if not self.tellable():
            self.later.clear()

    def tellable(self) -> frozenset[str]:
        """See Pages.tellable: nothing once all ways of this crawl have answered."""
        if not (self.unanswered or self.untried()):
            return frozenset()
        feeds = any(WAYS[way] is read_feed for way in self.ways)
        told = {"title": True, "date": True, "author": feeds, "section": "section" in self.api_fields}
        return frozenset(name for name, does in told.items() if does)

    def ended(self, chain: str) -> None:
        """One listing less to wait for; the chain's first page is kept when all of it was read."""
        self.asking[chain] -= 1
        if not self.asking[chain] and (listing := self.whole.pop(chain, None)):
            self.memory.finished(listing)

    def turn(self, listing: Listed, links: list[Link], way: str, chain: str) -> list[str]:
        """The further pages worth asking for."""
        if way == "sitemap":
            return list(listing.more) if self.backfill else list(listing.more[-CHILDREN:])
        known = self.chains.setdefault(chain, set())
        new = {self.key(link.url) for link in links} - known
        known |= new
        enough = self.looked_back(links, known, chain) if not self.backfill else False
        if enough or not new or all(self.window.too_old(link.date) for link in links):
            return []
        if listing.more and page_of(listing.more[0]) > self.max_pages:
            tell(self.crawler, f"{way}: stopped at page {self.max_pages} of {chain}")
            return []
        return list(listing.more)

    def holds(self, id: str) -> bool:
        """Whether the index has the article of this id."""
        return self.store is not None and self.store.holds(id)

    def looked_back(self, links: list[Link], known: set[str], chain: str) -> bool:
        """Whether a daily crawl has met what the index holds, or seen enough of a listing.

        Where no crawl came to the end of the listing, as one that was killed, what is held says nothing of the rest.
        """
        if len(known) >= LOOK_BACK:
            return True
        return self.memory.has_finished(chain) and any(self.holds(self.key(link.url)) for link in links)

    def not_listed(self, failure: Any) -> None:
        """A way that fails is counted; past the last page of a listing it is just the end."""
        request, why = failure.request, reason(failure.value)
        chain, way = request.cb_kwargs["chain"], request.cb_kwargs["way"]
        self.days_left.discard(chain)
        self.answered(way)
        if page_of(request.url) > 1 and why in ("HTTP 404", "HTTP 400"):
            self.ended(chain)
            return
        self.whole.pop(chain, None)
        count(self.crawler, f"way/{way}/failed/{why}")

    def follow(self, link: Link, way: str) -> Iterator[Request | Article]:
        """The article of a link, unless it was asked for already, is known or surely lies outside the window."""
        url = self.clean(link.url)
        key = self.key(url)
        self.known[key] = self.known.get(key, link).completed(link)
        heard = (key, way) in self.heard
        self.heard.add((key, way))
        if key in self.seen:
            yield from self.learn(key, replace(link, url=url), None if heard else way)
            return
        self.seen.add(key)
        count(self.crawler, "listed")
        title, text = link.title or "", _plain(link.text or "")
        if self.forgotten & {key, url}:
            self.leave("forgotten", url)
        elif key in self.hidden:
            self.leave("hidden", url)
        elif self.window.excludes(link.date, url):
            self.leave("outside the window", url)
        elif not self.memory.wants(key, way, replace(link, url=url), self.holds):
            self.done.add(key)
            count(self.crawler, "known")
        elif len(text) > WHOLE_TEXT and is_hopeless(title, text):
            self.leave("not relevant", url)
        else:
            likely = is_relevant(f"{title} {urlsplit(url).path.replace('-', ' ')}", "")
            yield self.page(url, link, priority=2 if likely else 1)

    def learn(self, key: str, link: Link, way: str | None) -> Iterator[Request | Article]:
        """What one more way tells of an article: an edit, a text in place of a page, what its page lacks.

        way is None where it has spoken before, in another of its listings.
        """
        if key in self.done:
            if way and self.memory.wants(key, way, link, self.holds):
                self.done.discard(key)
                count(self.crawler, "known", -1)
                yield self.page(link.url, link, priority=2)
            return
        if way:
            self.memory.tells(key, way, link)
        told = self.known[key]
        if key in self.vain and is_whole(told):
            url, why = self.vain.pop(key)
            count(self.crawler, f"dropped/{why}", -1)
            yield from self.read_listed(told, url)
        else:
            yield from self.read_again(key, told)

    # ------------------------------------------------------------ the end

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


def _plain(html: str) -> str:
    return re.sub(r"<[^<>]{0,2000}>", " ", html[:200_000])


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
