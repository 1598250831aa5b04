"""What an index on a server knows of copies.

A search there does not see what was written just now: what this process wrote since the last refresh is remembered
instead (indexer/elastic_unseen.py), so that not every batch has to wait for a refresh.
"""

from base64 import b64decode
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from entities.copies import Seen, seen
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
FIELDS = ["id", "seen", "copy_of"]


def linked(server: Server, stories: list[Story]) -> tuple[list[Story], list[Story]]:
    """The stories with what each is a copy of, and stories held whose link turns by them; learnt_at must be known."""
    fresh = [seen(replace(story, copy_of=None)) for story in stories]
    found = links(fresh, (), Copies(server))
    ready = [replace(story, copy_of=found.pop(story.article.id)) for story in stories]
    return ready, _turned(server, found)


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

    def sharing(self, keys: Collection[int], since: datetime, until: datetime) -> Iterator[Seen]:
        """See linking.Held."""
        when = {"range": {"seen.at": {"gte": utc(since), "lte": utc(until)}}}
        yield from self._seen("seen.keys", [str(key) for key in keys], when)
        yield from (one for one in self.server.unseen.by_id.values() if not one.keys.isdisjoint(keys))

    def linked_to(self, ids: Collection[str]) -> Iterator[Seen]:
        """See linking.Held."""
        yield from self._seen("copy_of.id", ids)
        yield from (one for one in self.server.unseen.by_id.values() if one.copy_of in ids)

    def _seen(self, field: str, values: Collection[str], *more: Json) -> Iterator[Seen]:
        """Those that a search sees, as far as nothing newer is remembered of them."""
        for row in self._rows(field, values, FIELDS, *more):
            if row["id"] not in self.server.unseen.by_id:
                print = unpacked(b64decode(row["seen"]["print"]))
                at, first = datetime.fromisoformat(row["seen"]["at"]), row.get("copy_of", {}).get("id")
                yield Seen(id=row["id"], moment=at, print=print, copy_of=first)

    def _rows(self, field: str, values: Collection[str], source: list[str], *more: Json) -> Iterator[Json]:
        with self.server.telling():
            if self.server.unseen.needs_refresh():
                self.server.reader.indices.refresh(index=self.server.index(ARTICLES))
                self.server.unseen.refreshed()
            for some in batches(sorted(values), TERMS):
                yield from self._pages(all_of([{"terms": {field: some}}, *more]), source)

    def _pages(self, query: Json, source: list[str]) -> Iterator[Json]:
        """Every match, page by page; what is written meanwhile is no matter, see docs/decisions/0007-duplicates.md."""
        after: Json = {}
        while True:
            size = elastic_search.TOGETHER
            asked: Json = {"query": query, "sort": BY_ID, "size": size, "source": source, **after}
            name = self.server.index(ARTICLES)
            rows = self.server.reader.search(index=name, track_total_hits=False, **asked)["hits"]["hits"]
            yield from (row["_source"] for row in rows)
            if len(rows) < size:
                return
            after = {"search_after": rows[-1]["sort"]}

    def get(self, id: str) -> Story | None:
        """See linking.Stories."""
        return next((story_of(row) for row in self._rows("id", [id], ["line"])), None)

    def linked(self, ids: Collection[str]) -> Iterator[Story]:
        """See linking.Stories."""
        return (story_of(row) for row in self._rows("copy_of.id", ids, ["line"]))

    def group(self, id: str) -> tuple[Story, ...]:
        """See Index.copies."""
        return group(id, self)
