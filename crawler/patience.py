"""When a host may be asked again: not before the time it names, and no more after it has long been silent.

One crawl keeps one record of its hosts. A host that answers 429 or 503 with Retry-After is left alone until then, all
its pages together; one that asks for more waiting than PANTAU_PATIENCE seconds between two good answers, or leaves
SILENT requests in a row without any, is given up for this crawl: what is left of it is not asked, and that is told.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.failures import UNANSWERED
from crawler.network import GuardedHandler
from crawler.stats import tell

BUSY = {429, 503}
UNSAID = 5.0  # seconds to leave a host alone that says 429 without a time
SILENT = 10  # requests in a row without an answer, after which a host counts as dead
TURNS = 6  # of the event loop that a request needs, from connecting to the end of a short answer
LONGEST_LAG = 20.0  # seconds of one turn that a time limit makes up for
FADING = 0.9  # what of a lag is still expected with the next request
LATE = 0.5  # seconds beyond its time limit after which a request was held up here, not there
STEP = 0.5  # seconds between looks at whether the crawl is ending


class GivenUp(IgnoreRequest):
    """A host is not asked any more in this crawl."""


class Patience:
    """What a crawl has learnt of the hosts it asks. Times are seconds of `clock`, a monotonic one."""

    def __init__(self, most: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self.until: dict[str, float] = {}
        self.waited: dict[str, float] = {}
        self.silent: dict[str, int] = {}
        self.dead: dict[str, str] = {}

    def left(self, host: str) -> float:
        """Seconds until the host may be asked, 0 where it may be now; GivenUp where it is no more."""
        if host in self.dead:
            raise GivenUp(f"given up: {host} {self.dead[host]}")
        return max(self.until.get(host, 0.0) - self.clock(), 0.0)

    def answered(self, host: str, status: int, asked: float | None) -> str | None:
        """Remember an answer, and the seconds it asked to wait; a sentence where that gives the host up."""
        self.silent[host] = 0
        if status < 400:
            self.waited[host] = 0.0
        if status not in BUSY or (asked is None and status != 429):
            return None
        now = self.clock()
        until = now + (UNSAID if asked is None else asked)
        more = until - max(now, self.until.get(host, now))
        if more <= 0:
            return None
        self.until[host] = until
        self.waited[host] = self.waited.get(host, 0.0) + more
        return self._give_up(host, "asks to wait too long") if self.waited[host] > self.most else None

    def unanswered(self, host: str) -> str | None:
        """Remember a request without an answer; a sentence where it is one too many."""
        self.silent[host] = self.silent.get(host, 0) + 1
        return self._give_up(host, "does not answer") if self.silent[host] >= SILENT else None

    def _give_up(self, host: str, why: str) -> str | None:
        told = host in self.dead
        self.dead.setdefault(host, why)
        return None if told else f"{host} {why}, so it was not asked for the rest"


class Lag:
    """How far this process is behind: an answer that it has no time to read is not one that did not come."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.seconds = 0.0  # that one turn of the event loop takes

    async def look(self) -> None:
        """Wait for the next turn, and learn how long that takes."""
        before = self.clock()
        await asyncio.sleep(0)
        self.seconds = max(self.clock() - before, self.seconds * FADING)

    def allow(self, limit: float) -> float:
        """A time limit, with what this process itself will take."""
        return limit + TURNS * min(self.seconds, LONGEST_LAG)


class PatientHandler(GuardedHandler):
    """Downloads when the host's time has come."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        most = crawler.settings.getfloat("PANTAU_PATIENCE")
        self.patience = _patience.setdefault(crawler, Patience(most))

    async def download_request(self, request: Request) -> Response:
        """The response; GivenUp where the host is not asked any more."""
        host = urlsplit(request.url).hostname or ""
        await self.turn(host)
        await _lag.look()
        own = request.meta.setdefault("own_timeout", request.meta.get("download_timeout", 0.0))
        request.meta["download_timeout"] = _lag.allow(own)
        start = time.monotonic()
        try:
            response = await super().download_request(request)
        except UNANSWERED:
            # A request asked again tells nothing new: those that fail gather at the end of a crawl. One that ends
            # late shows that this process had no time to read an answer.
            late = time.monotonic() - start - request.meta["download_timeout"]
            if not request.meta.get("retry_times") and late < LATE:
                self.say(self.patience.unanswered(host))
            raise
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        self.say(self.patience.answered(host, response.status, asked))
        return response

    async def turn(self, host: str) -> None:
        """Wait until the host may be asked; a crawl that ends meanwhile does not wait."""
        while left := self.patience.left(host):
            if not self.crawler.crawling or getattr(self.crawler.spider, "stopping", None):
                raise GivenUp(f"given up: the crawl ended while {host} asked to wait")
            await asyncio.sleep(min(left, STEP))

    def say(self, sentence: str | None) -> None:
        if sentence:
            tell(self.crawler, sentence)


_lag = Lag()  # of all crawls of this process
_patience: WeakKeyDictionary[Crawler, Patience] = WeakKeyDictionary()  # one for the handlers of all schemes


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait, as a number or as a date of HTTP; None where it says neither."""
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds(), 0.0)
