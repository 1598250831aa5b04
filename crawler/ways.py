"""The part of a spider that asks its ways of discovery: which of them, at which addresses, and when."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote_plus, urljoin

from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request

from crawler.discovery import Reader, read_api, read_feed, read_listing, read_rest, read_sitemap
from crawler.pages import Pages
from crawler.pipelines import WIB, Store
from crawler.relevance import keywords
from crawler.stats import count, counted, tell

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
EARLIEST = date(2000, 1, 1)


class Ways(Pages):
    """Asks the ways of a source; Listings reads what they answer."""

    ways: ClassVar[dict[str, tuple[str, ...]]] = {}  # kind of way -> its addresses, see `urls`
    daily: ClassVar[tuple[str, ...]] = ("feed", "api", "home")
    # Ways that list every article, so that no other need be asked.
    complete: ClassVar[tuple[str, ...]] = ("rest",)
    asking: Counter[str]  # chain -> listings of it that were not answered yet
    unanswered: int  # listings asked that may tell more of an article than its address
    waiting: list[str]  # ways not asked yet
    first_time: bool  # whether the index holds nothing of the source yet
    bases: list[str]  # the site's address, and the one with or without www. to try where it gives nothing
    days_asked: set[str]  # archives of a day each
    days_left: set[str]  # those of them not answered yet
    told_sitemaps: list[str]  # sitemaps that robots.txt names
    listed: Callable[..., Any]  # takes what a way answers
    not_listed: Callable[[Any], None]  # takes that it failed
    forgotten: frozenset[str] = frozenset()  # URLs and ids not to be fetched again; the store tells them
    hidden: frozenset[str] = frozenset()  # ids of articles that the editor hides

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
        for request in self.resumed():
            yield request
        for request in self.ask([way for way in self.ways if self.backfill or way in self.daily]):
            yield request

    def resumed(self) -> Iterator[Request]:
        """The articles that earlier crawls were asked for and did not read."""
        barred = self.forgotten | self.hidden
        for key, link in self.memory.waiting():
            if not self.is_ours(link.url) or not barred.isdisjoint((key, link.url)):
                continue
            here = self.key(link.url)
            self.memory.same(key, here)  # the site's form of addresses may have been learnt better since
            self.seen.add(here)
            self.known[here] = link
            count(self.crawler, "listed")
            count(self.crawler, "resumed")
            yield self.page(link.url, link, priority=2)

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
        # What gives dates and texts comes before what gives addresses only.
        first = 3 if WAYS[way] in TELLING else 0
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
        if not found and not self.waiting and len(self.bases) > 1:
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
