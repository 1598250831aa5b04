"""Answers that are no page: a sentence in the reader's language, below /api problem+json (RFC 9457); never a trace."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app.web.language import Speech, said
from app.web.refused import Refused
from app.web.security import METHODS, TooLarge
from app.web.visit import Visit
from entities.errors import BadInput, Busy, PantauError

log = logging.getLogger("pantau.web")
API = "/api/"
KEYS = {
    400: "refused.body_broken",
    404: "refused.nothing",
    405: "refused.method",
    413: "refused.body",
    500: "refused.broken",
}
INVALID = {
    "string_too_long": "refused.long"
}  # what a form is told that was not made by us, else "refused.field"
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
    if is_api(request):
        return problem(request, status, said("en", key, **values))
    visit = _visit(request)
    return _page(visit, status, visit.t(key, **values))


def _page(visit: Visit, status: int, sentence: str) -> Response:
    template = "part_failed.html" if visit.is_part else "failed.html"
    return visit.render(template, status=status, headers=MORE.get(status, {}), code=status, sentence=sentence)


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
    assert isinstance(error, PantauError)
    note(error)
    if is_api(request):
        return problem(request, status_of(error), _for_programs(error))
    visit = _visit(request)
    return _page(visit, status_of(error), sentence(error, visit.t))


def _for_programs(error: PantauError) -> str:
    """The same in English, as the command line words it."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, BadInput):
        return said("en", "refused.input", why=str(error))
    return sentence(error, Speech("en"))


def note(error: PantauError) -> None:
    """Log what was refused or failed."""
    if isinstance(error, BadInput) and not isinstance(error, Refused):
        log.info("refused: %s", error)
    elif not isinstance(error, BadInput | Busy):
        log.error("%s", error)  # names files and servers, which are no reader's business


def status_of(error: PantauError) -> int:
    """The status of an answer that tells of it."""
    if isinstance(error, Refused):
        return error.http
    return 400 if isinstance(error, BadInput) else 503


def sentence(error: PantauError, t: Speech) -> str:
    """What a reader is told of it, in their language."""
    if isinstance(error, Refused):
        return t(error.key, **error.values)
    if isinstance(error, BadInput):
        return t.refusal(error) or t("refused.input", why=str(error))
    return t("refused.busy" if isinstance(error, Busy) else "refused.away")


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    if is_api(request):
        return answer(request, 400, "refused.input", why=f"{where}: {first['msg']}"[:300])
    key = INVALID.get(first["type"], "refused.field")
    return answer(request, 400, key, name=where[:60], most=first.get("ctx", {}).get("max_length"))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answer(request, error.status_code, KEYS.get(error.status_code, "refused.nothing"))


async def _large(request: Request, error: Exception) -> Response:
    return answer(request, 413, "refused.body")


async def _broken(request: Request, error: Exception) -> Response:
    return answer(request, 500, "refused.broken")
