"""The crawl as everybody starts it: all sources at once, each with its own report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler import archiving
from crawler.archive_place import limits_of
from crawler.ledger import Ledger
from crawler.lock import crawling
from crawler.network import press_address
from crawler.pipelines import Store, kept
from crawler.reactor import run
from crawler.sources import chosen, project_settings
from crawler.stats import by_reason, counted, tell, told
from crawler.verdict import STOPPED, lost
from crawler.window import read_day, read_limit, read_switch
from entities.errors import BadInput, Busy
from indexer.index import open_index
from state.state import open_state, state_url

# For a press on one's own machine, where politeness protects nobody.
UNPACED: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "CONCURRENT_REQUESTS": 32,
}
Progress = Callable[[str, dict[str, int]], None]


@dataclass(frozen=True, kw_only=True)
class SourceReport:
    """What became of one source: numbers of articles, reasons of those dropped, and in sentences what went wrong.

    listed are the addresses that the ways named, known those of them that an earlier crawl dealt with; unchanged were
    read again and are as they were, changed differ. duplicate are those of the new ones that are copies of another
    article, of this source or any other. notes tell of ways that failed while others went on; problems mean that the
    source, or its store, failed. interrupted: by Ctrl-C, what had been read is stored. duration is in seconds.
    """

    source: str
    listed: int = 0
    known: int = 0
    fetched: int = 0
    read: int = 0
    unchanged: int = 0
    stored: int = 0
    new: int = 0
    changed: int = 0
    duplicate: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    dates: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    interrupted: bool = False
    duration: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.problems


def crawl(
    names: Sequence[str] = (),
    *,
    index: str,
    since: date | str | None = None,
    until: date | str | None = None,
    limit: int | None = None,
    full: bool = False,
    press: str | None = None,
    settings: dict[str, Any] | None = None,
    on_progress: Progress | None = None,
) -> list[SourceReport]:
    """Crawl these sources (none: all) into an index; days are WIB and included, limit is stories per source.

    BadInput for an unknown source, an impossible window or a press that is not on loopback; IndexUnusable; Busy while
    another process makes the index anew, or where all these sources are being crawled already. A source that fails is
    a problem in its report; the others go on. full: ask for all, whatever earlier crawls know.
    """
    spiders = chosen(tuple(names))
    asked = wishes(since=since, until=until, limit=limit, full=full)
    with crawling(index):
        open_index(index, create=True).close()  # an unusable one is told before anything is asked of a site
        _refuse_busy(list(spiders), index, settings)
        process = AsyncCrawlerProcess(_settings(index, press, settings))
        crawlers = [(_crawler(process, spider, on_progress), asked) for spider in spiders.values()]
        failed = run(process, crawlers)
        for crawler, _ in crawlers:
            _finish(crawler)
    return [_report(crawler, error) for (crawler, _), error in zip(crawlers, failed, strict=True)]


def _refuse_busy(names: list[str], index: str, settings: dict[str, Any] | None) -> None:
    """Busy where each of these is being crawled already; where only some are, their reports tell it."""
    state = open_state(state_url(index, (settings or {}).get("PANTAU_STATE")))
    busy = [name for name in names if state.crawled_now(name)]
    state.close()
    if busy == names:
        raise Busy(f"{', '.join(busy)}: being crawled already; wait for that crawl to end")


def _finish(crawler: Crawler) -> None:
    """After a second Ctrl-C a spider has not been closed: store what it had read."""
    store = crawler.get_item_pipeline(Store) if crawler._engine else None
    if store and store.index is not None:
        store.close_spider()
        tell(crawler, STOPPED, "problems")
        if said := lost(crawler):
            tell(crawler, said, "problems")
        crawler.get_extension(Ledger).end("shutdown")
    archiving.leave(crawler)


def wishes(
    since: Any = None, until: Any = None, limit: Any = None, full: Any = None, **_: Any
) -> dict[str, Any]:
    """The arguments of a spider, read; BadInput for what cannot be."""
    asked = {
        "since": read_day(since, "since"),
        "until": read_day(until, "until"),
        "limit": read_limit(limit),
        "full": read_switch(full, "full"),
    }
    if asked["since"] and asked["until"] and asked["since"] > asked["until"]:
        raise BadInput(f"since {since} is later than until {until}")
    return asked


def _wants_log(settings: dict[str, Any] | None) -> bool:
    return bool(settings) and "LOG_LEVEL" in settings


def _settings(index: str, press: str | None, more: dict[str, Any] | None) -> Any:
    settings = project_settings()
    settings.set("LOG_ENABLED", _wants_log(more), priority="cmdline")
    settings.set("LOG_LEVEL", "INFO", priority="cmdline")  # spares the words of what nobody reads
    settings.set("PANTAU_INDEX", index, priority="cmdline")
    if press is not None:
        settings.set("PANTAU_PRESS", press, priority="cmdline")
    settings.update(more or {}, priority="cmdline")
    press_address(settings.get("PANTAU_PRESS", ""))
    limits_of(settings)  # told before anything is asked for
    return settings


def _crawler(process: AsyncCrawlerProcess, spider: type, on_progress: Progress | None) -> Crawler:
    crawler = process.create_crawler(spider)
    if on_progress:
        step = _on_step(crawler, on_progress)
        for signal in (signals.response_received, signals.item_scraped, signals.spider_closed):
            crawler.signals.connect(step, signal, weak=False)
    return crawler


def _on_step(crawler: Crawler, on_progress: Progress) -> Callable[[], None]:
    def step() -> None:
        days = len(crawler.spider.days_left) if crawler.spider else 0
        on_progress(crawler.spidercls.name, kept(crawler) | ({"days left": days} if days else {}))

    return step


def _report(crawler: Crawler, error: BaseException | None) -> SourceReport:
    name = crawler.spidercls.name
    if error is not None or crawler._stats is None:
        return SourceReport(source=name, problems=(f"could not start: {error or 'no reason given'}",))
    stats = crawler.stats
    started, ended = stats.get_value("start_time"), stats.get_value("finish_time")
    return SourceReport(
        source=name,
        **kept(crawler),
        duplicate=counted(crawler, "duplicate"),
        dropped=by_reason(crawler, "dropped"),
        dates=by_reason(crawler, "date") | ({"none": none} if (none := counted(crawler, "no date")) else {}),
        notes=told(crawler, "notes"),
        problems=told(crawler, "problems"),
        interrupted=STOPPED in told(crawler, "problems"),
        duration=(ended - started).total_seconds() if started and ended else 0.0,
    )
