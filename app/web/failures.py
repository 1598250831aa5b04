"""Answers that are no page: a sentence in the reader's language, below /api problem+json (RFC 9457); never a trace."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app.web.language import said
from app.web.refused import Refused
from app.web.security import METHODS, TooLarge
from app.web.visit import Visit
from entities.errors import BadInput, Busy, PantauError

log = logging.getLogger("pantau.web")
API = "/api/"
KEYS = {404: "refused.nothing", 405: "refused.method", 413: "refused.body", 500: "refused.broken"}
MORE = {405: {"allow": ", ".join(METHODS)}, 503: {"retry-after": "5"}}


def handle(app: FastAPI) -> None:
    """Answer every failure of an app."""
    app.add_exception_handler(PantauError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(TooLarge, _large)
    app.add_exception_handler(Exception, _broken)


def answer(request: Request, status: int, key: str, **values: Any) -> Response:
    """The answer of this status with the sentence of a key."""
    headers = MORE.get(status, {})
    if is_api(request):
        return problem(request, status, said("en", key, **values))
    visit = _visit(request)
    template = "part_failed.html" if visit.is_part else "failed.html"
    return visit.render(
        template, status=status, headers=headers, code=status, sentence=visit.t(key, **values)
    )


def problem(request: Request, status: int, detail: str) -> Response:
    """The same for programs."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    headers = MORE.get(status, {})
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def is_api(request: Request) -> bool:
    """True for an address below /api, with or without the prefix of the server."""
    prefix = request.scope.get("root_path", "")
    return request.scope["path"].removeprefix(prefix).startswith(API)


def _visit(request: Request) -> Visit:
    """The visit of a request; one whose address tells an unknown language is answered without it."""
    try:
        return Visit(request)
    except Refused:
        return Visit(Request({**request.scope, "query_string": b""}))


async def _told(request: Request, error: Exception) -> Response:
    if isinstance(error, Refused):
        return answer(request, error.http, error.key, **error.values)
    if isinstance(error, BadInput):
        log.info("refused: %s", error)
        return answer(request, 400, "refused.input", why=str(error))
    if isinstance(error, Busy):
        return answer(request, 503, "refused.busy")
    log.error("%s", error)  # names files and servers, which are no reader's business
    return answer(request, 503, "refused.away")


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return answer(request, 400, "refused.input", why=f"{where}: {first['msg']}"[:300])


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answer(request, error.status_code, KEYS.get(error.status_code, "refused.nothing"))


async def _large(request: Request, error: Exception) -> Response:
    return answer(request, 413, "refused.body")


async def _broken(request: Request, error: Exception) -> Response:
    return answer(request, 500, "refused.broken")
