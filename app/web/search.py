"""The search page: one box, results first, facets after them; suggestions as one types. Plain links do all of it."""

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.web import asked, books, filters
from app.web.rows import row
from app.web.visit import Visit
from indexer.index import Index, Query

router = APIRouter(include_in_schema=False)
PAGED = tuple(asked.OF[name] for name in asked.PAGE_OF)  # what has a page of its own
SHORTEST = 2  # letters from which on names are suggested
SUGGESTIONS, WORDS = 8, 3  # names at once; words at the end of the box that may begin a name


@router.get("/")
def search(request: Request) -> Response:
    """The page of results of a search; without words or filters the newest articles."""
    return books.listed(request, "/", lambda hit, visit: row(hit, visit.t), asked.COMMON_SORTS)


@router.get("/facets")
def facets(request: Request) -> Response:
    """The facets of a search, and how many articles, events and programmes it finds: asked after the results."""
    visit = Visit(request)
    query = asked.read(visit.pairs)
    with visit.held.index() as index:
        counted = index.search(replace(query, limit=1, after=None, facets=filters.SHOWN))
        others = [of for of in PAGED if of != query.of]
        totals = {asked.OF_NAMES[of]: _total(index, query, of) for of in others}
    return visit.render(
        "part_facets.html" if visit.is_part else "facets.html",
        query=query,
        facets=filters.facets(query, counted.facets, visit.t),
        totals={**totals, asked.OF_NAMES[query.of]: counted.total},
        path=asked.page_of(query),
    )


def _total(index: Index, query: Query, of: str) -> int:
    return index.search(filters.first_page(query, of=of, limit=1, sort="newest")).total


@router.get("/suggest")
def suggest(request: Request) -> Response:
    """Names of places, countries, products, programmes and exporters that complete what stands in the box."""
    visit = Visit(request)
    text = asked.read(visit.pairs).text
    with visit.held.index() as index:
        completed = list(completions(index, text))
    return visit.render("part_suggest.html", completed=completed)


def completions(index: Index, text: str) -> list[tuple[str, str]]:
    """(name, the whole text with it) of names in the index that an end of the text begins, its longest end first."""
    words = text.split()
    found: dict[str, str] = {}
    for count in range(min(WORDS, len(words)), 0, -1):
        begun, before = " ".join(words[-count:]).strip('"'), " ".join(words[:-count])
        for name in index.suggest(begun, SUGGESTIONS) if len(begun) >= SHORTEST else ():
            found.setdefault(name, f"{before} {quoted(name)}".strip())
    return list(found.items())[:SUGGESTIONS]


def quoted(name: str) -> str:
    """A name as the query language takes it: several words stand together."""
    return f'"{name}"' if " " in name else name
