"""What is wrong with the events on a server: joined anew from its articles, some at a time, and compared."""

import json
from collections.abc import Collection, Iterator

from entities.ledger_decisions import Decisions
from indexer import elastic_search
from indexer.batches import batches
from indexer.books import BOOKS, Book
from indexer.elastic_events import Events, decisions, documents, reports_of, telling
from indexer.elastic_mapping import Json
from indexer.elastic_query import BY_ID
from indexer.elastic_search import scanned
from indexer.elastic_server import Server
from indexer.ledgering import wrong

TOGETHER = 200  # articles, or events
Problems = Iterator[str]


def events(here: Server, waiting: Collection[str]) -> Problems:
    """Events are what today's rules make of the reports held, and their documents what their releases make of them.

    waiting: articles that a crawl has written and will join. What does not agree is looked at once more: a crawl may
    have joined it meanwhile.
    """
    for book in BOOKS.values():
        yield from _joined(here, book, frozenset(waiting))
        yield from _documents(here, book, frozenset(waiting))


def _joined(here: Server, book: Book, waiting: frozenset[str]) -> Problems:
    asked: Json = {"query": telling(), "sort": BY_ID}
    decided = decisions(here)
    ids = (row["_source"]["id"] for row in scanned(here, "articles", asked, source=["id"]))
    for some in batches((id for id in ids if id not in waiting), TOGETHER):
        if _wrong(here, book, some, decided):
            here.reader.indices.refresh(index=[here.index(kind) for kind in ("articles", book.of)])
            decided = decisions(here)
            yield from _wrong(here, book, some, decided)


def _wrong(here: Server, book: Book, ids: list[str], decided: Decisions) -> list[str]:
    return list(wrong(book, ids, reports_of(here, book, ids), Events(here, book), decided))


def _documents(here: Server, book: Book, waiting: frozenset[str]) -> Problems:
    asked: Json = {"query": {"match_all": {}}, "sort": BY_ID}
    for some in batches(scanned(here, book.of, asked, size=elastic_search.TOGETHER), TOGETHER):
        joined = (row for row in some if waiting.isdisjoint(row["_source"]["articles"]))
        held = {row["_id"]: row["_source"] for row in joined}
        made = documents(here, book, [book.event(told["joined"]) for told in held.values()])
        right = {each.key for each in made if json.loads(each.json) == held.get(each.key)}
        for key in held.keys() - right:
            yield f"{book.of}: {held[key]['event']} does not agree with its releases; `pantau index rebuild` mends it"
