"""The API told by itself: its OpenAPI document, and a page of ours that shows it."""

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.web.answers import HOURS, json_answer
from app.web.openapi import document
from app.web.operations import ROOT, Operation, only, settings
from app.web.visit import Visit


def made(operations: tuple[Operation, ...]) -> APIRouter:
    """The routes that tell of these operations."""
    router = APIRouter(prefix=ROOT, include_in_schema=False)

    @router.get("/openapi.json")
    def openapi(request: Request) -> Response:
        """The OpenAPI document."""
        only(request, ())
        return json_answer(request, document(operations, settings(request).prefix), age=HOURS)

    @router.get("/docs")
    def docs(request: Request) -> Response:
        """A page that shows the document."""
        visit = Visit(request)
        only(request, ("bahasa",))
        told = document(operations, settings(request).prefix)
        shown = [
            (method.upper(), path, one) for path, at in told["paths"].items() for method, one in at.items()
        ]
        return visit.render("api_docs.html", told=told, operations=shown, printed=printed)

    return router


def printed(example: object) -> str:
    """An example as people read it."""
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=1)
