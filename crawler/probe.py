"""A source tried live: robots.txt, each way, a search for a word that does not exist, one article field by field.

By the rules of a crawl (public addresses, robots.txt, pace, bounds), with few requests and in little time; nothing is
stored. What is found is said in Indonesian; `sound` decides the exit status. A way or rule that the spider marks as
unproven is only a warning where it fails, unless the ledger shows that it has worked.
"""

import re
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import quote_plus, urljoin, urlsplit

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from crawler.discovery import Broken, Link
from crawler.failures import FAILURES, reason
from crawler.health_faults import REFUSING, cause_of
from crawler.health_words import day, says
from crawler.ledger import FUTURE
from crawler.network import press_address
from crawler.probe_article import Field, Verdict, fields_of, read_one
from crawler.reactor import run
from crawler.relevance import is_relevant, keywords
from crawler.sources import project_settings, sources
from crawler.spider import NewsSpider
from crawler.ways import WAYS
from crawler.window import moment
from entities.errors import PantauError

REQUESTS, SECONDS = 40, 120.0  # at most
PATIENCE = 15  # seconds for one answer
NONSENSE = "zxqvwkjabtl"  # a word of no language
PER_WAY, ARTICLES = 2, 3  # addresses that are tried of one way; articles until one can be read
UNREACHED = ("server", "dns", "tls", "connection")  # causes for which a robots.txt counts as one that forbids
WORDS = 4  # words of our subject that a search is tried with


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was tried: what, how it went, and what was seen."""

    part: str
    verdict: Verdict
    seen: str


@dataclass(frozen=True, kw_only=True)
class Probe:
    """All that was tried of a source."""

    source: str
    checks: tuple[Check, ...]
    url: str | None = None
    fields: tuple[Field, ...] = ()
    requests: int = 0
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """Whether the source can be crawled and read."""
        return not any(one.verdict == "bad" for one in (*self.checks, *self.fields))

    def json(self) -> dict[str, Any]:
        """All of it for machines."""
        return {
            "source": self.source,
            "sound": self.sound,
            "checks": [vars(one) for one in self.checks],
            "article": self.url,
            "fields": [vars(one) for one in self.fields],
            "requests": self.requests,
            "seconds": round(self.seconds, 1),
        }


def probe(source: str, proven: Iterable[str] = (), settings: dict[str, Any] | None = None) -> Probe:
    """Try a source. proven: ways that are known to have given links. PantauError where it cannot even start."""
    return probe_spider(sources()[source], proven, settings)


def probe_spider(
    spider: type[NewsSpider], proven: Iterable[str] = (), settings: dict[str, Any] | None = None
) -> Probe:
    """The same of a spider class, as of one that is being written."""
    made = project_settings()
    quiet = {"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "PANTAU_ARCHIVE": "off", "LOG_ENABLED": False}
    bounds = {"DOWNLOAD_TIMEOUT": PATIENCE, "RETRY_TIMES": 1, "PANTAU_PATIENCE": PATIENCE}
    made.update(quiet | bounds | (settings or {}), priority="cmdline")
    press_address(made.get("PANTAU_PRESS", ""))
    trying = type(spider.__name__, (Trying, spider), {"proven": frozenset(proven), "kept": []})
    process = AsyncCrawlerProcess(made)
    (error,) = run(process, [(process.create_crawler(trying), {})])
    if error is not None or not trying.kept:
        raise PantauError(f"{spider.name} could not be tried: {error or 'stopped before the end'}")
    return trying.kept[0]


class Trying(NewsSpider):
    """Mixed into a spider: tries it instead of crawling."""

    proven: ClassVar[frozenset[str]] = frozenset()
    kept: ClassVar[list[Probe]] = []

    async def start(self) -> AsyncIterator[Request]:
        """Try one thing after the other; what is found goes into `kept`."""
        self.checks: list[Check] = []
        self.given: dict[str, list[Link]] = {}  # by way
        self.failed: set[str] = set()
        self.asked, self.began = 0, time.monotonic()
        self.article_url: str | None = None
        self.fields: tuple[Field, ...] = ()
        if await self.try_robots():
            for way in sorted(self.ways, key=self.is_of_days):
                await self.try_way(way)
            self.judge_ways()
            await self.try_nonsense()
            await self.try_article()
        self.judge_certificate()
        spent = time.monotonic() - self.began
        self.kept.append(
            Probe(
                source=self.name,
                checks=tuple(self.checks),
                url=self.article_url,
                fields=self.fields,
                requests=self.asked,
                seconds=spent,
            )
        )
        for request in ():
            yield request

    def on_idle(self) -> None:
        """Nothing more is asked."""

    def closed(self, why: str) -> None:
        """Nothing is told of a crawl."""

    def say(self, part: str, verdict: Verdict, seen: str) -> None:
        self.checks.append(Check(part=part, verdict=verdict, seen=seen))

    async def fetch(self, url: str, **meta: Any) -> Response | str:
        """The answer of an address with a good status, else the reason in a few words."""
        if self.asked >= REQUESTS or time.monotonic() - self.began > SECONDS:
            return "not tried"
        self.asked += 1
        try:
            response = await self.crawler.engine.download_async(
                Request(url, callback=NO_CALLBACK, meta=meta, dont_filter=True)
            )
        except FAILURES as error:
            self.failed.add(why := reason(error))
            return why
        return response if response.status < 300 else f"HTTP {response.status}"

    # ------------------------------------------------------------ robots and certificate

    async def try_robots(self) -> bool:
        """Whether anything may be asked: of the first host that gives its robots.txt, or says that there is none."""
        for n, base in enumerate(self.bases):
            answer = await self.fetch(urljoin(base, "/robots.txt"), dont_obey_robotstxt=True)
            host = urlsplit(base).netloc
            if isinstance(answer, str) and (answer in REFUSING or cause_of(answer) in UNREACHED):
                self.say(f"robots.txt {host}", "warning", f"tidak terbaca ({answer})")
                continue
            self.bases = self.bases[n:]
            seen = answer if isinstance(answer, str) else f"{len(answer.body)} bita"
            self.say("robots.txt", "ok", f"tidak ada ({seen}), jadi semua boleh" if seen is answer else seen)
            return True
        self.say("robots.txt", "bad", "tidak terbaca, jadi tidak ada yang boleh diminta")
        return False

    def judge_certificate(self) -> None:
        """What the requests showed of the site's certificate."""
        if bad := [why for why in self.failed if cause_of(why) == "tls"]:
            self.say("TLS", "bad", f"{says('tls')} ({', '.join(bad)})")
        elif self.is_sample:
            self.say("TLS", "ok", "tidak dicoba, karena ini pers contoh")
        elif not self.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            self.say("TLS", "warning", "sertifikat tidak diperiksa (PANTAU_TLS_UNVERIFIED)")
        elif any(self.given.values()):
            self.say("TLS", "ok", "sertifikat sah")

    # ------------------------------------------------------------ ways

    def is_of_days(self, way: str) -> bool:
        """Ways that ask for a day come last: by then it is known which day has articles."""
        return any("{d}" in template for template in self.ways[way])

    def days(self) -> list[dict[str, str]]:
        """The day of the newest article seen, else today and yesterday."""
        newest = self.newest(link for links in self.given.values() for link in links)
        if newest is None:
            return super().days()
        return [{"d": f"{newest:%d}", "m": f"{newest:%m}", "y": f"{newest:%Y}"}]

    def newest(self, links: Iterable[Link]) -> datetime | None:
        """The latest date that links bear, not in the future."""
        dates = [when for link in links if (when := moment(link.date))]
        return max((when for when in dates if when <= datetime.now(UTC) + FUTURE), default=None)

    async def try_way(self, way: str) -> None:
        """Ask a way at one or two of its addresses, until one gives links."""
        told: list[str] = []
        for url in self.urls(way)[:PER_WAY]:
            answer = await self.read_way(way, url)
            if isinstance(answer, str):
                told.append(answer)
                continue
            self.given[way] = answer
            if answer:
                break
            told.append("menjawab tanpa tautan")
        if links := self.given.get(way):
            newest = self.newest(links)
            seen = f"{len(links)} tautan" + (f", terbaru {day(newest)}" if newest else ", tanpa tanggal")
            self.say(way, "ok", seen)
        else:
            self.say(way, self.weight(way), ", ".join(dict.fromkeys(told)) or "tidak dicoba")

    def weight(self, part: str) -> Verdict:
        """How bad it is that a way or rule fails: one that was never proven is only a warning."""
        return "warning" if part in self.unproven and part not in self.proven else "bad"

    async def read_way(self, way: str, url: str) -> list[Link] | str:
        """The links that one address of a way gives, one part of a sitemap's index opened; or why none."""
        answer = await self.fetch(url)
        if isinstance(answer, str):
            return answer
        try:
            listing = WAYS[way](answer, self)
        except Broken as error:
            return str(error)
        links = [link for link in listing.links if self.is_ours(link.url)]
        if way == "sitemap" and not links and listing.more:
            part = await self.fetch(listing.more[-1])
            return part if isinstance(part, str) else self.links_of(way, part)
        return links

    def links_of(self, way: str, answer: Response) -> list[Link] | str:
        try:
            return [link for link in WAYS[way](answer, self).links if self.is_ours(link.url)]
        except Broken as error:
            return str(error)

    def judge_ways(self) -> None:
        """A source whose ways all give nothing cannot be crawled."""
        if not any(self.given.values()):
            self.say("penemuan", "bad", "tidak satu cara pun memberi tautan ke artikel")

    async def try_nonsense(self) -> None:
        """A search for a word of no language finds nothing; a site that ignores the word finds the same as ever."""
        for way in self.ways:
            template = next((one for one in self.ways[way] if "{words}" in one), None)
            if template is None or not self.given.get(way):
                continue
            url = urljoin(self.bases[0], template.format(words=quote_plus(NONSENSE)))
            found = self.keys(await self.read_way(way, url))
            if not found:
                self.say(f"{way}: kata rekaan", "ok", "tidak menemukan apa-apa")
            elif await self.finds_more(way, found):
                self.say(f"{way}: kata rekaan", "warning", f"{len(found)} tautan di luar hasil pencarian")
            else:
                self.say(f"{way}: kata rekaan", "bad", f"mengabaikan kata: {len(found)} tautan yang sama")

    def keys(self, answer: list[Link] | str) -> set[str]:
        return {self.key(link.url) for link in answer} if isinstance(answer, list) else set()

    async def finds_more(self, way: str, stray: set[str]) -> bool:
        """Whether a search for some word of our subject gives more than stands on every page of results."""
        if self.keys(self.given[way]) - stray:
            return True
        for url in self.urls(way)[1:WORDS]:
            if self.keys(await self.read_way(way, url)) - stray:
                return True
        return False

    # ------------------------------------------------------------ one article

    def candidates(self) -> Iterator[Link]:
        """Articles worth reading: about our subject first, from ways in their order."""
        found = {self.key(link.url): link for links in self.given.values() for link in reversed(links)}
        links = list(found.values())
        words = keywords(daily=True)
        likely = [link for link in links if _names(link, words)]
        yield from likely[:ARTICLES]
        yield from (link for link in links if link not in likely)

    async def try_article(self) -> None:
        """Read one article; the first of a few that can be had and read."""
        tried: list[str] = []
        for link in list(self.candidates())[:ARTICLES]:
            answer = await self.fetch(self.clean(link.url))
            if not isinstance(answer, TextResponse):
                tried.append(answer if isinstance(answer, str) else "bukan halaman")
                continue
            if article := read_one(self, answer, link):
                self.article_url = answer.url
                self.fields = fields_of(self, article, answer, self.weight)
                self.say("artikel", "ok", answer.url)
                return
            tried.append("tidak ada artikel yang terbaca di halamannya")
        if any(self.given.values()):
            self.say("artikel", "bad", ", ".join(dict.fromkeys(tried)) or "tidak dicoba")


def _names(link: Link, words: Sequence[str]) -> bool:
    """Whether headline or address of a link are about our subject."""
    said = f"{link.title or ''} {re.sub(r'[-/]', ' ', link.url)}".lower()
    return is_relevant(said, "") or any(word in said for word in words)
