"""What is counted and told about a crawl; all of it in Scrapy's stats, under pantau/{source}/."""

from scrapy.crawler import Crawler

NOTES, PROBLEMS = "notes", "problems"


def count(crawler: Crawler, what: str, number: int = 1) -> None:
    """Add to pantau/{source}/{what}."""
    crawler.stats.inc_value(f"pantau/{crawler.spidercls.name}/{what}", number)


def counted(crawler: Crawler, what: str) -> int:
    return crawler.stats.get_value(f"pantau/{crawler.spidercls.name}/{what}", 0)


def tell(crawler: Crawler, sentence: str, kind: str = NOTES) -> None:
    """Keep a sentence for the report, once: a note while the crawl goes on, a problem where it fails the source."""
    key = f"pantau/{crawler.spidercls.name}/{kind}"
    told = crawler.stats.get_value(key, [])
    if sentence not in told:
        crawler.stats.set_value(key, [*told, sentence])


def told(crawler: Crawler, kind: str) -> tuple[str, ...]:
    return tuple(crawler.stats.get_value(f"pantau/{crawler.spidercls.name}/{kind}", []))


def by_reason(crawler: Crawler, what: str) -> dict[str, int]:
    """pantau/{source}/{what}/REASON, as reason -> number."""
    prefix = f"pantau/{crawler.spidercls.name}/{what}/"
    stats = crawler.stats.get_stats()
    return {
        key.removeprefix(prefix): stats[key] for key in sorted(stats) if key.startswith(prefix) and stats[key]
    }
