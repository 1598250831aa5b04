"""What was asked and answered, and what was made of it, as WARC 1.1 records: bytes of one gzip member each.

Nothing secret goes in: no Authorization, no cookies of either side, no user and password of an address. Bodies are as
they came (still content-encoded); the framing of the connection (chunks) is gone before we see them.
"""

import base64
import hashlib
import re
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote, urlsplit

from scrapy.http import Request, Response
from scrapy.http.headers import Headers
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

LEVEL = 6  # of gzip: nine takes three times the time for one byte in fifty
SECRET = {"authorization", "proxy-authorization", "cookie", "cookie2", "set-cookie", "set-cookie2"}
FRAMING = {"transfer-encoding", "content-length", "connection", "keep-alive"}
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
READING = "urn:pantau:"  # how the address of a reading's record begins: urn:pantau:SOURCE:ARTICLE
BREAKS = re.compile(r"[\x00-\x1f\x7f]+")
PRINTABLE = bytes(range(32, 127)).decode()
SOFTWARE = "Pantau"


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A record of the same address and payload that a revisit refers to; date as WARC-Date writes it."""

    id: str
    date: str
    digest: str


def new_id() -> str:
    return uuid.uuid4().urn


def warc_date(at: datetime) -> str:
    """An aware moment as WARC 1.1 writes it, in UTC, with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(body: bytes) -> str:
    """SHA-1 in base32, as archives write it; it tells equal payloads, and guards nothing."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def bare(url: str) -> str:
    """An address without user, password and fragment, in one line."""
    url = BREAKS.sub("", url).replace(" ", "%20").partition("#")[0]
    scheme, mark, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{mark}{authority.rpartition('@')[2]}{slash}{path}" if mark else url


def warcinfo(name: str, at: datetime, version: str) -> bytes:
    """The record that a file begins with."""
    says = {
        "software": f"{SOFTWARE}/{version}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "classic",
    }
    block = "".join(f"{key}: {value}\r\n" for key, value in says.items()).encode()
    return _record("", "warcinfo", at, new_id(), block, more={"WARC-Filename": name})


def asked(request: Request, at: datetime, answer: str) -> bytes:
    """The request whose answer has this record id."""
    url = bare(request.url)
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc), *_kept(request.headers, {*SECRET, "host", "content-length"})]
    if request.body:
        headers.append(("Content-Length", str(len(request.body))))
    http = StatusAndHeaders(f"{path} HTTP/1.1", headers, protocol=BREAKS.sub("", request.method))
    more = {"WARC-Concurrent-To": f"<{answer}>"}
    return _record(url, "request", at, new_id(), request.body, http=http, more=more)


def answered(response: Response, at: datetime, id: str, digest: str) -> bytes:
    """The whole answer."""
    more = {"WARC-Payload-Digest": digest}
    return _record(bare(response.url), "response", at, id, response.body, http=_head(response), more=more)


def revisit(response: Response, at: datetime, id: str, earlier: Earlier | None) -> bytes:
    """An answer whose payload is that of an earlier one; with status 304 the site said so itself."""
    more = {"WARC-Profile": UNCHANGED if response.status == 304 else WARCWriter.REVISIT_PROFILE_1_1}
    if earlier:
        more |= {
            "WARC-Refers-To": f"<{earlier.id}>",
            "WARC-Refers-To-Target-URI": bare(response.url),
            "WARC-Refers-To-Date": earlier.date,
            "WARC-Payload-Digest": earlier.digest,
        }
    return _record(bare(response.url), "revisit", at, id, b"", http=_head(response), more=more)


def read_from(url: str, at: datetime, id: str, says: bytes) -> bytes:
    """How an article was read, as JSON at an address of our own (see READING)."""
    return _record(url, "metadata", at, id, says, kind="application/json")


def _head(response: Response) -> StatusAndHeaders:
    headers = _kept(response.headers, SECRET | FRAMING)
    if response.status != 304:
        headers.append(("Content-Length", str(len(response.body))))
    return StatusAndHeaders(
        f"{response.status} {_phrase(response.status)}".strip(), headers, protocol="HTTP/1.1"
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _kept(headers: Headers, left_out: set[str]) -> list[tuple[str, str]]:
    """Headers in one line each, whatever a site put into them."""
    named = [(_line(name).replace(":", ""), values) for name, values in headers.items()]
    return [
        (name, _line(value)) for name, values in named if name.lower() not in left_out for value in values
    ]


def _line(raw: bytes) -> str:
    """Printable ASCII; all else is escaped as in addresses."""
    text = raw.decode("latin-1")
    if not (text.isascii() and text.isprintable()):
        text = quote(BREAKS.sub(" ", text).encode("latin-1"), safe=PRINTABLE)
    return text.strip()


def _record(
    url: str,
    kind_of: str,
    at: datetime,
    id: str,
    block: bytes,
    *,
    http: StatusAndHeaders | None = None,
    more: dict[str, str] | None = None,
    kind: str = "",
) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    headers = {
        "WARC-Type": kind_of,
        "WARC-Record-ID": f"<{id}>",
        "WARC-Date": warc_date(at),
        **(more or {}),
    }
    writer.write_record(
        writer.create_warc_record(
            url,
            kind_of,
            payload=BytesIO(block),
            length=len(block),
            warc_content_type=kind,
            warc_headers_dict=headers,
            http_headers=http,
        )
    )
    return zlib.compress(out.getvalue(), LEVEL, 31)
