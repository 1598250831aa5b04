"""What Scrapy's own middlewares leave open: robots.txt that cannot be read, redirects that lead away, cut answers."""

import re
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response, TextResponse
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

from crawler.failures import reason
from crawler.links import joined
from crawler.markup import charset_of
from crawler.stats import tell
from crawler.unpacking import is_whole
from crawler.verdict import ROBOTS

MOST_PATIENT = 60.0  # seconds between requests that a robots.txt may ask for
FORBID_ALL = b"User-agent: *\nDisallow: /"
# RFC 9309: 4xx means there are no rules. These three mean "not you, not now", so nothing is asked either.
REFUSING = {401, 403, 429}


class RobotsFailClosed(RobotsTxtMiddleware):
    """Obeys robots.txt; none (404) allows, an unreachable or refused one forbids the host and is told."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status < 300:
            self._remember_sitemaps(response)
            await super()._parse_robots(response, netloc, request)
        elif response.status >= 500 or response.status in REFUSING:
            self._forbid(netloc, f"HTTP {response.status}")
        else:
            self._settle(netloc, b"")

    async def process_request(self, request: Request) -> None:
        """Obey, and keep the Crawl-delay where requests are paced at all."""
        await super().process_request(request)
        host, settings = urlsplit(request.url).hostname, self.crawler.settings
        slot = self.crawler.engine.downloader.slots.get(host)
        rules = getattr(self._parsers.get(urlsplit(request.url).netloc), "rp", None)
        delay = rules.crawl_delay(self._robotstxt_useragent or "") if rules else None
        if slot and delay and settings.getfloat("DOWNLOAD_DELAY"):
            request.meta["autothrottle_dont_adjust_delay"] = True
            slot.delay = max(slot.delay, min(float(delay), MOST_PATIENT))

    def _remember_sitemaps(self, response: Response) -> None:
        told = re.findall(rb"(?im)^\s*sitemap\s*:\s*(\S{1,500})", response.body[:100_000])
        urls = [joined(response.url, url.decode("latin-1")) for url in told]
        if (spider := self.crawler.spider) and hasattr(spider, "told_sitemaps"):
            spider.told_sitemaps += [url for url in urls if url and url not in spider.told_sitemaps]

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._forbid(netloc, reason(exc))

    def _forbid(self, netloc: str, reason: str) -> None:
        tell(self.crawler, f"{ROBOTS}{netloc} could not be read ({reason}), so nothing was asked there")
        self._settle(netloc, FORBID_ALL)

    def _settle(self, netloc: str, rules: bytes) -> None:
        parser = build_from_crawler(self._parserimpl, self.crawler, rules)
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)


class Redirects(RedirectMiddleware):
    """Follows redirects within the source, a few at most; one that leads elsewhere fails its request and is counted."""

    def process_response(self, request: Request, response: Response, **known: object) -> Request | Response:
        """The response, or the request it redirects to."""
        following = super().process_response(request, response, **known)
        if not isinstance(following, Request):
            return following
        spider = self.crawler.spider
        if not spider.is_ours(following.url):
            raise IgnoreRequest(f"redirected offsite, to {following.url}")
        if spider.is_known(request.url, following.url):
            raise IgnoreRequest(f"redirected to what was seen already, {following.url}")
        # Scrapy drops a repeated request without a word; a circle shall end at REDIRECT_MAX_TIMES instead.
        return following.replace(dont_filter=True)


class Whole:
    """Has a packed answer that is cut off or garbled asked for again, as Scrapy does with one that is not packed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Whole":
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response, or the request again; ResponseDataLossError where it was cut each time."""
        encoding = (response.headers.get("Content-Encoding") or b"").decode("latin-1").rpartition(",")[2]
        most = self.crawler.settings.getint("DOWNLOAD_MAXSIZE")
        if not response.body or is_whole(response.body, encoding.strip().lower(), most):
            return response
        again = get_retry_request(request, spider=self.crawler.spider, reason="cut off")
        if again is None:
            raise ResponseDataLossError(f"the {encoding} answer of {request.url} is cut off")
        return again


class Spelt:
    """Has a page read as UTF-8 that calls its charset by the name of none, as "hex": Scrapy would fail on it."""

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, with an encoding that can be read."""
        if not isinstance(response, TextResponse):
            return response
        try:
            known = charset_of(response.encoding)
        except (LookupError, UnicodeError):
            known = None
        return response if known else response.replace(encoding="utf-8")
