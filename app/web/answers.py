"""Answers for programs: bytes with validators, so that what a reader has already is not sent again.

The entity tag is strong: made of the content, and another one for its compressed form (RFC 9110, 8.8.3). It is weak
where the content holds a cursor that names a moment, as those of a server's index do: that differs at every asking.
"""

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import Any

from fastapi import Request
from starlette.responses import Response

from entities.wire import dumps
from indexer.cursor import timeless

JSON = "application/json"
REVALIDATED = "no-cache"  # may be kept, and is asked for again with its validator
HOURS = "max-age=3600"  # for what changes with the program alone
SMALLEST = 800  # bytes from which on an answer is compressed
LEVEL = 3


def json_answer(request: Request, value: Any, **how: Any) -> Response:
    """A value as JSON, amounts with their digits (entities/wire.py); `how` as in `answer`."""
    return answer(request, dumps(value).encode("utf-8", "replace"), **{"kind": JSON, **how})


def answer(
    request: Request,
    body: bytes,
    *,
    kind: str,
    age: str = REVALIDATED,
    links: Mapping[str, str] | None = None,
    changed: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    cursor: str | None = None,
) -> Response:
    """The content, or 304 for a reader who has it.

    kind: its media type. age: of Cache-Control. links: relation -> address, for the Link header (RFC 8288). changed:
    the moment of the last change, where it is known; the entity tag is believed before it. cursor: of the page that
    follows, as the content holds it.
    """
    zipped = len(body) >= SMALLEST and "gzip" in request.headers.get("accept-encoding", "").lower()
    steady = body.replace(cursor.encode(), timeless(cursor).encode()) if cursor else body
    print_ = blake2b(steady, digest_size=12).hexdigest()
    weak = "W/" if steady != body else ""
    told = {"etag": f'{weak}"{print_}{"-gzip" * zipped}"', "cache-control": age, "vary": "Accept-Encoding"}
    if changed:
        told["last-modified"] = format_datetime(changed.astimezone(UTC), usegmt=True)
    if links:
        told["link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
    told |= headers or {}
    if _known(request, print_, changed):
        return Response(status_code=304, headers=told)
    if zipped:
        body, told["content-encoding"] = gzip.compress(body, LEVEL, mtime=0), "gzip"
    return Response(body, headers=told, media_type=kind)


def _known(request: Request, print_: str, changed: datetime | None) -> bool:
    """Whether the reader has this very content, by tag, else by date (RFC 9110, 13.1)."""
    if (tags := request.headers.get("if-none-match")) is not None:
        told = {tag.strip().removeprefix("W/").strip('"').removesuffix("-gzip") for tag in tags.split(",")}
        return "*" in told or print_ in told
    since = _date(request.headers.get("if-modified-since"))
    return bool(changed and since and changed.replace(microsecond=0) <= since)


def _date(written: str | None) -> datetime | None:
    """The moment of an HTTP date; None for none, or for what is no date."""
    try:
        read = parsedate_to_datetime(written or "")
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
