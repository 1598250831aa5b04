"""The search page."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.web import asked
from app.web.visit import Visit

router = APIRouter(include_in_schema=False)


@router.get("/")
def search(request: Request) -> Response:
    """The page of results of a search; without words the newest articles."""
    visit = Visit(request)
    query = asked.read(visit.pairs)
    with visit.held.index() as index:
        results = index.search(query)
    return visit.render("search.html", query=query, results=results)
