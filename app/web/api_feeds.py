"""Feeds that follow a search: what came into the index last, first, with validators."""

from dataclasses import replace

from fastapi import Request
from starlette.responses import Response

from app.export_about import About
from app.feeds import Feed, atom, entry, json_feed, stable
from app.web import asked
from app.web.answers import answer
from app.web.api_exports import now
from app.web.operations import ASKED, Operation, address, format_of, held, origin, page_url, query_of
from indexer.index import Query

WRITE = {"atom": atom, "json": json_feed}
KINDS = {"atom": "application/atom+xml", "json": "application/feed+json"}
ENTRIES = 50


def feed(request: Request) -> Response:
    """What matches, in the order in which the index came to hold it, the newest first; `updated` never moves."""
    of, suffix = request.path_params["of"], request.path_params["suffix"]
    write = format_of(suffix, WRITE)
    query = query_of(request, of, without=("sort",))
    size = query.limit if "limit" in request.query_params else ENTRIES
    query = replace(query, sort="learnt", limit=size)
    with held(request).index() as index:
        found = index.search(query)
    follows = replace(query, after=found.next) if found.next else None
    first = replace(query, sort="relevance", limit=asked.LIMIT, after=None)
    made = Feed(
        id=stable("feed", asked.address("", first)),
        title=About(query=query, at=now()).titles()[0],
        url=feed_url(request, of, suffix, query),
        home=page_url(request, first),
        entries=tuple(entry(hit) for hit in found.hits),
        next=follows and feed_url(request, of, suffix, follows),
    )
    changed = made.updated if made.entries else None
    return answer(request, write(made), kind=KINDS[suffix], changed=changed, cursor=found.next)


def feed_url(request: Request, of: str, suffix: str, query: Query) -> str:
    """The address of a feed of this query, with scheme and host."""
    plain = replace(query, sort="relevance", limit=asked.LIMIT if query.limit == ENTRIES else query.limit)
    return origin(request) + address(request, f"/feeds/{of}.{suffix}", plain)


OPERATIONS = (
    Operation(
        path="/feeds/{of}.{suffix}",
        name="feed",
        told="Follow a search: what came into the index last, as Atom or JSON Feed.",
        run=feed,
        takes=(*ASKED, "limit", "after"),
        kinds=tuple(KINDS.values()),
        suffixes=tuple(WRITE),
        of=tuple(asked.OF),
        missing=True,
    ),
)
