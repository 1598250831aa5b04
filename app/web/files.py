"""The few files that pages use, and what crawlers of other people may read."""

import gzip
from functools import cache
from mimetypes import guess_type

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from app.web.refused import Unknown
from app.web.visit import assets, print_of

router = APIRouter(include_in_schema=False)
FOREVER = "public, max-age=31536000, immutable"  # the address changes with the content
ROBOTS = "User-agent: *\nDisallow: /\n"  # the articles are the publishers'; their own pages are to be found


@router.get("/static/{name}")
async def static(name: str, request: Request) -> Response:
    """One file of ours."""
    if name not in assets():
        raise Unknown("nothing")
    etag = f'"{print_of(name)}"'
    headers = {"cache-control": FOREVER, "etag": etag, "vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    kind = guess_type(name)[0]
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed(name), headers={**headers, "content-encoding": "gzip"}, media_type=kind)
    return Response(assets()[name], headers=headers, media_type=kind)


@cache
def packed(name: str) -> bytes:
    """A file of ours as it is sent: packed once, not at every request."""
    return gzip.compress(assets()[name], 9, mtime=0)


@router.get("/robots.txt")
async def robots() -> Response:
    """Other people's crawlers keep out."""
    return PlainTextResponse(ROBOTS)


@router.get("/healthz")
async def health() -> Response:
    """That the server runs, for whoever watches it; the index is not asked."""
    return PlainTextResponse("ok\n")
