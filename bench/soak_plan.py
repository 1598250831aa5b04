"""What generated sources hold, what goes wrong at each, and what must come of it. The same seed, the same web."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random

from bench.soak_articles import Written, written
from bench.soak_exchange import Sender
from bench.soak_faults import FAULTS
from bench.soak_sending import (
    MOVED,
    bomb,
    cut,
    drip,
    endless,
    leads_to,
    long_line,
    silent,
    spelt,
    status,
)
from crawler.links import article_id

KINDS = "feed", "atom", "listing", "sitemap", "rest"
EVERY = 8  # one article of so many has a fault, where they are dealt by chance
OFF_TOPIC = 12  # one of so many is about something else
PAGE = re.compile(r"^(?:/arsip)?/kabar/laporan-dari-daerah-(\d{6})/$")


@dataclass(frozen=True, kw_only=True)
class Sick:
    """A source with a fault of its own: in its front pages (by path, * for any) or in all its articles.

    problem: what its report must say, as a pattern; None where it must be well. stores: whether its articles
    come through.
    """

    kind: str = "feed"
    fronts: dict[str, Sender] | None = None
    once: bool = False  # the front is well when it is asked again
    articles: str | None = None
    feed: str | None = None
    problem: str | None = None
    stores: bool = False


def _front(sender: Sender, problem: str | None, path: str = "/feed/", **more: object) -> Sick:
    return Sick(fronts={path: sender}, problem=problem, **more)


ROBOTS = "/robots.txt"
SICK: dict[str, Sick] = {
    "dead": _front(silent, "timeout", "*"),
    "robots refused": _front(status(500), "HTTP 500", ROBOTS),
    "robots lead home": _front(leads_to("http://127.0.0.1:{trap}/robots.txt"), "other site", ROBOTS),
    "robots without end": _front(endless, "too large|timeout", ROBOTS),
    "falls silent": Sick(articles="silent, always", problem="could be fetched .*given up"),
    "asks for an hour": Sick(articles="hour", problem="could be fetched .*given up"),
    "feed is a page": Sick(feed="page", problem="not XML"),
    "empty feed": Sick(feed="no items", problem="no article found by any way"),
    "feed of no bytes": Sick(feed="nothing", problem="empty answer"),
    "feed of 10,000": Sick(feed="large", stores=True),
    "feed with an XML bomb": Sick(feed="entities", problem="no article found by any way"),
    "feed that reads files": Sick(feed="external", stores=True),
    "feed of private links": Sick(feed="private", problem="no article found"),
    "feed cut once": _front(cut("gzip"), None, once=True, stores=True),
    "feed gone once": _front(status(503), None, once=True, stores=True),
    "feed that is a bomb": _front(bomb("br"), "too large"),
    "feed without end": _front(endless, "too large|timeout"),
    "feed that drips": _front(drip, "timeout"),
    "feed in circles": _front(leads_to("https://{host}{path}"), "redirects"),
    "feed behind a long head": _front(long_line, "connection failed"),
    "sitemap that is a bomb": _front(bomb("gzip"), "too large", "/sitemap.xml", kind="sitemap"),
    "listing called hex": _front(spelt("cp1252", "hex", "hex"), None, "/", kind="listing", stores=True),
    "listing without end": Sick(kind="endless listing", stores=True),
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """An article of a source, by its number."""

    seed: int
    source: "Source"
    number: int
    fault: str | None = None
    off_topic: bool = False

    @property
    def path(self) -> str:
        return f"/kabar/laporan-dari-daerah-{self.number:06}/"

    @property
    def url(self) -> str:
        """The address that it is stored under."""
        return f"https://{self.source.host}{'/arsip' if self.fault == MOVED else ''}{self.path}"

    @property
    def id(self) -> str:
        return article_id(self.source.name, self.url)

    @property
    def written(self) -> Written:
        return written(Random(f"{self.seed}/{self.source.name}/{self.number}"), self.off_topic)

    @property
    def why(self) -> str | None:
        """Why it must be left; None where it must be stored."""
        if self.source.sick and self.fault:
            return "given up"
        return "not relevant" if self.off_topic else self.fault and FAULTS[self.fault].why


@dataclass(frozen=True, kw_only=True)
class Source:
    """A source of the plan: a healthy one of a kind, whose pages may have faults, or a sick one."""

    seed: int
    name: str
    kind: str
    articles: int
    sick: str | None = None
    dealt: tuple[str, ...] | None = None  # faults of its articles; None: by chance

    @property
    def host(self) -> str:
        return f"{self.name}.example"

    @cached_property
    def pages(self) -> list[Page]:
        """The articles that its front pages list, newest first."""
        return [self.page(number) for number in range(1, self.articles + 1)]

    def page(self, number: int) -> Page:
        chance = Random(f"{self.seed}/{self.name}/{number}/fault")
        fault: str | None = None
        if self.sick:
            return Page(seed=self.seed, source=self, number=number, fault=SICK[self.sick].articles)
        if self.dealt is not None:  # every second one, so that healthy ones stand between
            fault = (
                self.dealt[number // 2 - 1] if number % 2 == 0 and number // 2 <= len(self.dealt) else None
            )
        elif chance.randrange(EVERY) == 0:
            fault = chance.choice(list(FAULTS))
        off = fault is None and chance.randrange(OFF_TOPIC) == 0
        return Page(seed=self.seed, source=self, number=number, fault=fault, off_topic=off)

    @property
    def problem(self) -> str | None:
        return SICK[self.sick].problem if self.sick else None

    @property
    def stores(self) -> bool:
        return SICK[self.sick].stores if self.sick else True

    @property
    def stored(self) -> dict[str, Page]:
        """What must be in the index, by id."""
        return {page.id: page for page in self.pages if page.why is None} if self.stores else {}

    @property
    def left(self) -> Counter[str]:
        """What must be dropped, by reason; for a sick source that stores nothing its report tells that."""
        return Counter(page.why for page in self.pages if page.why)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All sources. each_once deals every fault to one article; else one article of EVERY has one by chance."""

    seed: int = 1
    sources: int = 100
    articles: int = 60
    each_once: bool = False

    @cached_property
    def all(self) -> dict[str, Source]:
        """Name -> source; every sick one once, the others healthy, in turn by kind."""
        return {source.name: source for source in self._sources()}

    def _sources(self) -> Iterator[Source]:
        sick = list(SICK)
        healthy = self.sources - len(sick)
        if healthy < len(KINDS):
            raise ValueError(f"{self.sources} sources are too few: {len(sick) + len(KINDS)} are needed")
        faults = list(FAULTS)
        for number in range(self.sources):
            known = {"seed": self.seed, "name": f"source-{number + 1:03}", "articles": self.articles}
            if number >= healthy:
                name = sick[number - healthy]
                yield Source(kind=SICK[name].kind, sick=name, **known)
            else:
                dealt = tuple(faults[number::healthy]) if self.each_once else None
                yield Source(kind=KINDS[number % len(KINDS)], dealt=dealt, **known)
