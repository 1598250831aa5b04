"""The ledger of runs: a Scrapy extension that enters each crawl of a source into the state.

All figures come from Scrapy's stats (crawler/stats.py), so that `pantau crawl`, `scrapy crawl` and a server's job leave
the same entry. A run is entered with its first request and completed when its spider has closed; what was killed in
between is recognised by the next run. A crawl that was refused because another one holds its source leaves none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.sharing import remembered
from crawler.stats import by_reason, count, tell, told
from crawler.window import moment
from entities.errors import PantauError
from entities.records import Article
from state.state import Run, State, state_url

BUSY = "busy"
ENDINGS = {"shutdown": "interrupted"}  # Scrapy's reason -> ours, where they differ
FIGURES = {  # Scrapy's own counts -> how the ledger calls them
    "downloader/request_count": "requests",
    "downloader/response_bytes": "bytes",
    "downloader/exception_count": "no answer",
    "retry/count": "retries",
}
STATUS = "downloader/response_status_count/"
SHORTEST = 200  # characters of a body that is one
FUTURE = timedelta(days=1)  # a date that lies further ahead is wrong


class Ledger:
    """Enters the run of one spider."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.state: State | None = None
        self.run: Run | None = None
        self.started = datetime.now(UTC)
        crawler.signals.connect(self.begin, signals.request_reached_downloader)
        crawler.signals.connect(self.end, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Ledger":
        return cls(crawler)

    def begin(self) -> None:
        """Enter the run, once; a state that cannot take it is a problem of this crawl."""
        if self.run is not None:
            return
        self.run = Run(
            source=self.crawler.spidercls.name, started_at=self.started, mode=mode_of(self.crawler.spider)
        )
        settings = self.crawler.settings
        try:
            self.state = remembered(state_url(settings["PANTAU_INDEX"], settings.get("PANTAU_STATE")))
            self.run = self.state.begin(self.run)
        except PantauError as error:
            tell(self.crawler, f"{error}, so the ledger has no entry of this crawl", "problems")

    def end(self, reason: str) -> None:
        """Complete the entry; may be called again, as after a crawl that was broken off."""
        if self.run is not None and self.run.ended_at is not None:
            return
        if self.run is None and reason == BUSY:
            return
        self.begin()
        assert self.run is not None
        self.run = replace(figures(self.crawler, self.run), ended_at=datetime.now(UTC), ending=ending(reason))
        if self.state is None:
            return
        try:
            self.state.end(self.run)
        except PantauError as error:
            tell(self.crawler, f"{error}, so the ledger has no entry of this crawl", "problems")
        finally:
            self.state.close()
            self.state = None


def ending(reason: str) -> str:
    """Why a crawl ended, from Scrapy's reason for closing the spider."""
    return ENDINGS.get(reason, reason)


def mode_of(spider: object) -> str:
    """ "full" where the state is ignored, "backfill" since a day, else "daily"."""
    if getattr(spider, "full", False):
        return "full"
    return "backfill" if getattr(spider, "backfill", False) else "daily"


def figures(crawler: Crawler, run: Run) -> Run:
    """The run with all that its stats say so far."""
    stats = crawler.stats.get_stats()
    return replace(
        run,
        counts=counts(stats, run.source),
        left=by_reason(crawler, "dropped"),
        missing=by_reason(crawler, "missing"),
        dates=by_reason(crawler, "date")
        | ({"none": none} if (none := stats.get(f"pantau/{run.source}/no date", 0)) else {}),
        ways=ways(by_reason(crawler, "way")),
        newest=stats.get(f"pantau/{run.source}/newest"),
        notes=told(crawler, "notes"),
        problems=told(crawler, "problems"),
    )


def counts(stats: Mapping[str, object], source: str) -> dict[str, int]:
    """The plain figures: requests, bytes, statuses as "HTTP 200", and what Pantau counts of articles."""
    found = {name: stats[key] for key, name in FIGURES.items() if key in stats}
    found |= {f"HTTP {key.removeprefix(STATUS)}": stats[key] for key in stats if key.startswith(STATUS)}
    prefix = f"pantau/{source}/"
    own = {key.removeprefix(prefix): stats[key] for key in stats if key.startswith(prefix)}
    plain = {name: number for name, number in own.items() if "/" not in name and name != "no date"}
    return {name: number for name, number in (found | plain).items() if type(number) is int}


def ways(told: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """WAY/WHAT -> number, as way -> what -> number."""
    found: dict[str, dict[str, int]] = {}
    for key, number in told.items():
        way, _, what = key.partition("/")
        found.setdefault(way, {})[what] = number
    return found


# ---------------------------------------------------------------- what is counted where it is seen


def missing(article: Article) -> tuple[str, ...]:
    """The fields that an article was read without; a body of fewer than 200 characters is none."""
    has = {
        "title": bool(article.title),
        "body": len(article.body) >= SHORTEST,
        "published_at": article.published_at is not None,
        "authors": bool(article.authors),
        "section": bool(article.section),
        "tags": bool(article.tags),
        "summary": bool(article.summary),
    }
    return tuple(name for name, there in has.items() if not there)


def count_missing(crawler: Crawler, article: Article) -> None:
    """Count what an article was read without, by field."""
    for name in missing(article):
        count(crawler, f"missing/{name}")


def show_newest(crawler: Crawler, dates: Iterable[str | None]) -> None:
    """Keep the latest day that any way told of an article; what lies in the future tells nothing."""
    latest = datetime.now(UTC) + FUTURE
    seen = [when for raw in dates if (when := moment(raw)) and when <= latest]
    key = f"pantau/{crawler.spidercls.name}/newest"
    known = crawler.stats.get_value(key)
    if newest := max(filter(None, [known, *seen]), default=None):
        crawler.stats.set_value(key, newest)
