"""What a request can end with, in words short enough to count by."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.network import NotPublic

NAMES: dict[type[BaseException], str] = {
    NotPublic: "address not public",
    CannotResolveHostError: "no such host",
    DownloadTimeoutError: "timeout",
    DownloadConnectionRefusedError: "connection refused",
    DownloadCancelledError: "too large",
    DownloadFailedError: "connection failed",
    ResponseDataLossError: "cut off",
    UnsupportedURLSchemeError: "not http",
    NotSupported: "not http",
}
FAILURES = (*NAMES, IgnoreRequest)
UNANSWERED = (
    CannotResolveHostError,
    DownloadTimeoutError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
)


def reason(error: BaseException) -> str:
    """The failure of a request in two or three words."""
    if isinstance(error, HttpError):
        return f"HTTP {error.response.status}"
    said = str(error).lower()
    named = next((name for kind, name in NAMES.items() if isinstance(error, kind)), None)
    if named == "connection failed":
        return next((name for words, name in ENCRYPTED.items() if words in said), named)
    if named:
        return named
    return next((name for word, name in IGNORED.items() if word in said), type(error).__name__)


# Scrapy tells these apart by their words only.
ENCRYPTED = {"certificate verify failed": "bad certificate", "openssl.ssl.error": "no TLS"}
IGNORED = {
    "given up": "given up",
    "by robots.txt": "robots.txt",
    "offsite": "other site",
    "seen already": "seen twice",
    "decompression": "too large",
    "max redirections": "redirects",
}
