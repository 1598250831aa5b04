"""Where a request may go: the public internet, or the one press on loopback that was named.

The check sits in the resolver that the connection itself uses, so a name that changes its address between check and
use gains nothing. docs/decisions/0002-press-routing.md says why the press is reached from the download handler.
"""

import asyncio
import ipaddress
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from crawler import archive
from crawler.heads import BoundedFactory
from crawler.links import belongs
from entities.errors import BadInput

NAT64 = ipaddress.ip_network("64:ff9b::/96")
refused: set[str] = set()  # names that led to an address that is not public


class NotPublic(IgnoreRequest):
    """The address of a request is private, loopback, link-local or otherwise not of the public internet."""


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet; the IPv4 address inside an IPv6 one decides."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (inner := _inner(ip)):
        ip = inner
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local)


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in NAT64 or ip.packed[:12] == bytes(12):  # translated, or the old IPv4-compatible form
        return ipaddress.IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1]) or None


def press_address(text: str) -> tuple[str, int] | None:
    """Host and port of a press; None for no text. Only IPv4 loopback is accepted, all else is BadInput."""
    if not text:
        return None
    host, _, port = text.strip().removeprefix("http://").rstrip("/").rpartition(":")
    host = "127.0.0.1" if host == "localhost" else host
    try:
        good = ipaddress.IPv4Address(host).is_loopback and 0 < int(port) < 65536
    except ValueError:
        good = False
    if not good:
        raise BadInput(f"PANTAU_PRESS={text!r} is not a loopback address with a port, as 127.0.0.1:8900")
    return host, int(port)


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver (IPv4), which yields public addresses only; the named press is the one exception."""

    press: str = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: object) -> "PublicResolver":
        resolver = super().from_crawler(crawler, reactor)
        address = press_address(crawler.settings.get("PANTAU_PRESS", ""))
        resolver.press = address[0] if address else ""
        return resolver

    def getHostByName(self, name: str, timeout: object = ()) -> "Deferred[str]":
        """The public IPv4 address of a name; DNSLookupError where there is none."""
        if name == self.press:  # the literal address only: a name that resolves to it is refused below
            return succeed(name)
        return super().getHostByName(name, timeout).addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if not is_public(address):
        refused.add(name)
        raise DNSLookupError(f"{name} is at {address}, which is not a public address")
    return address


class GuardedHandler(HTTP11DownloadHandler):
    """Downloads from public addresses; with a press, what the spider's own hosts are asked goes to the press."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory
        self.crawler = crawler
        self.press = press_address(crawler.settings.get("PANTAU_PRESS", ""))

    async def download_request(self, request: Request) -> Response:
        """The response, its URL as asked, archived; NotPublic where the host is no public one."""
        response = await self._from_there(request)
        archive.keep(self.crawler, request, response)
        return response

    async def _from_there(self, request: Request) -> Response:
        host = (urlsplit(request.url).hostname or "").lower()
        if self.press and belongs(host, self.crawler.spider.allowed_domains or ()):
            return await self._from_press(request)
        if _is_literal(host) and not is_public(host):
            raise NotPublic(f"{host} is not a public address")
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            if host in refused:
                raise NotPublic(f"{host} is not at a public address") from None
            raise

    async def close(self) -> None:
        """Hang up on idle connections, within a second; Scrapy's own form fails where both ends coincide."""
        ended = maybe_deferred_to_future(self._pool.closeCachedConnections())
        await asyncio.wait({ended}, timeout=self._disconnect_timeout)

    async def _from_press(self, request: Request) -> Response:
        url = urlsplit(request.url)
        there = url._replace(scheme="http", netloc="{}:{}".format(*self.press)).geturl()
        headers = request.headers.copy()
        headers["Host"] = url.netloc.rpartition("@")[2]
        asked = request.replace(url=there, headers=headers)
        response = await super().download_request(asked)
        request.meta["download_latency"] = asked.meta.get("download_latency")  # AutoThrottle reads it
        return response.replace(url=request.url)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
