"""What is to be said of a source when its crawl has ended."""

from collections import Counter
from collections.abc import Iterable, Mapping

from scrapy.crawler import Crawler

from crawler.stats import by_reason, counted, told

STOPPED = "stopped before the end"
ROBOTS = "robots.txt of "  # how a note begins that no rules could be had


def lost(crawler: Crawler) -> str | None:
    """The invariant: what was read was stored or dropped for a reason; None while that holds."""
    read, stored, let_go = (counted(crawler, what) for what in ("read", "stored", "let go"))
    missing = read - stored - let_go
    return (
        f"{missing} of {read} articles read were neither stored nor dropped for a reason"
        if missing > 0
        else None
    )


def note(crawler: Crawler, way: str) -> str | None:
    """A sentence on a way that failed; a missing tag among others that exist is no news."""
    failed = by_reason(crawler, f"way/{way}/failed")
    if counted(crawler, f"way/{way}/answers"):
        failed.pop("HTTP 404", None)
    return f"{way}: {numbers(failed)}" if failed else None


def problem(crawler: Crawler, ways: Iterable[str]) -> str | None:
    """Why a source counts as failed: nothing found, nothing fetched or nothing readable."""
    listed, fetched, vain = (counted(crawler, what) for what in ("listed", "fetched", "asked in vain"))
    if not listed and not counted(crawler, "not modified"):
        closed = [said for said in told(crawler, "notes") if said.startswith(ROBOTS)]
        if closed:
            return f"no article found: {'; '.join(closed)}"
        failed = sum((Counter(by_reason(crawler, f"way/{way}/failed")) for way in ways), Counter())
        return f"no article found by any way ({numbers(failed) or 'every answer was empty'})"
    if not counted(crawler, "read"):
        if vain and not fetched:
            return f"none of {vain} articles could be fetched ({numbers(by_reason(crawler, 'dropped'))})"
        if fetched:
            return f"none of {fetched} pages could be read"
    return None


def numbers(reasons: Mapping[str, int]) -> str:
    """Reasons with how often each was met."""
    return ", ".join(f"{why} x{number}" if number > 1 else why for why, number in reasons.items())
