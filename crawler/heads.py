"""A bound on the head of an answer: Scrapy bounds the body, and Twisted each line, but not how many lines there are."""

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import BODY, DONE, Request
from twisted.web.iweb import IResponse

MOST = 128 * 1024  # bytes; servers send 1 or 2 thousand, browsers accept 256 thousand


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Hangs up on an answer whose head does not end."""

    head = 0

    def request(self, request: Request) -> Deferred[IResponse]:
        self.head = 0
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:
        super().dataReceived(bytes)
        if self._parser is not None and self._parser.state not in (BODY, DONE):
            self.head += len(bytes)
            if self.head > MOST:
                self.transport.abortConnection()


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes such protocols for the connections of a pool."""

    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:
        return BoundedProtocol(self._quiescentCallback)
