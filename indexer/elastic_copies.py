"""What an index on a server knows of copies; searches must see all that was written (`refresh`)."""

from base64 import b64decode
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from entities.copies import Seen
from entities.prints import unpacked
from entities.records import Copy, Story
from indexer import elastic_search
from indexer.batches import batches
from indexer.bounds import utc
from indexer.elastic_documents import key, story_of
from indexer.elastic_mapping import Json
from indexer.elastic_query import BY_ID, all_of
from indexer.elastic_server import Server
from indexer.linking import group, links

ARTICLES = "articles"
TERMS = 10_000  # values asked for in one request; a server takes 65,536
COLUMNS = ("id", "seen.at", "seen.print", "copy_of.id")
# What is asked for, and of how many at a time: of columns, so that the server need not read whole documents.
COMPARED: Json = {
    "docvalue_fields": list(COLUMNS),
    "source": False,
    "stored_fields": "_none_",
    "size": 5_000,
}
STORY: Json = {"source": ["line"], "size": elastic_search.TOGETHER}


def linked(server: Server, ids: list[str]) -> tuple[list[Story], list[str]]:
    """Stories whose link turns by these that were put, with the link; and the ids of these that are copies."""
    fresh = list(Copies(server).seen("id", ids))
    found = links((replace(one, copy_of=None) for one in fresh), (), Copies(server))
    copies = [one.id for one in fresh if found[one.id]]
    for one in fresh:  # most articles are copies of nothing, and say so already
        if not (found[one.id] or one.copy_of):
            del found[one.id]
    return _turned(server, found), copies


def unlinked(server: Server, gone: Collection[str]) -> list[Story]:
    """Stories held whose link turns when these are gone."""
    return _turned(server, links((), gone, Copies(server)))


def _turned(server: Server, found: dict[str, Copy | None]) -> list[Story]:
    """Those of which something else is found than they say; a document of an id is read as it is now."""
    keys, name = {key(id): id for id in found}, server.index(ARTICLES)
    with server.telling():
        told = server.reader.mget(index=name, ids=list(keys), source=["line"])["docs"] if keys else []
    stories = [story_of(each["_source"]) for each in told if each.get("found")]
    return [
        replace(story, copy_of=copy)
        for story in stories
        if story.copy_of != (copy := found[story.article.id])
    ]


class Copies:
    """The stories of a server as indexer/linking.py asks for them."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def sharing(
        self, keys: Collection[int], since: datetime, until: datetime, but: Collection[str]
    ) -> Iterator[Seen]:
        """See linking.Held."""
        when = {"range": {"seen.at": {"gte": utc(since), "lte": utc(until)}}}
        others = {"bool": {"must_not": {"terms": {"id": sorted(but)[:TERMS]}}}}
        found = self.seen("seen.keys", [str(key) for key in keys], when, others)
        yield from (one for one in found if one.id not in but)

    def linked_to(self, ids: Collection[str]) -> Iterator[Seen]:
        """See linking.Held."""
        yield from self.seen("copy_of.id", ids)

    def seen(self, field: str, values: Collection[str], *more: Json) -> Iterator[Seen]:
        """Those that have one of these values."""
        for row in self._rows(field, values, COMPARED, *more):
            id, at, print, first = (row["fields"].get(name, [None])[0] for name in COLUMNS)
            moment, held = datetime.fromisoformat(at), unpacked(b64decode(print))
            yield Seen(id=id, moment=moment, print=held, copy_of=first)

    def _stories(self, field: str, values: Collection[str]) -> Iterator[Story]:
        return (story_of(row["_source"]) for row in self._rows(field, values, STORY))

    def _rows(self, field: str, values: Collection[str], what: Json, *more: Json) -> Iterator[Json]:
        with self.server.telling():
            for some in batches(sorted(values), TERMS):
                yield from self._pages(all_of([{"terms": {field: some}}, *more]), what)

    def _pages(self, query: Json, what: Json) -> Iterator[Json]:
        """Every match, page by page; what is written meanwhile is no matter, see docs/decisions/0007-duplicates.md."""
        after: Json = {}
        while True:
            size = min(what["size"], elastic_search.MOST)
            asked: Json = {"query": query, "sort": BY_ID, **what, "size": size, **after}
            name = self.server.index(ARTICLES)
            rows = self.server.reader.search(index=name, track_total_hits=False, **asked)["hits"]["hits"]
            yield from rows
            if len(rows) < size:
                return
            after = {"search_after": rows[-1]["sort"]}

    def get(self, id: str) -> Story | None:
        """See linking.Stories."""
        return next(self._stories("id", [id]), None)

    def linked(self, ids: Collection[str]) -> Iterator[Story]:
        """See linking.Stories."""
        return self._stories("copy_of.id", ids)

    def group(self, id: str) -> tuple[Story, ...]:
        """See Index.copies."""
        return group(id, self)
