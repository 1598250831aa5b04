"""The ledgers on a server: events as documents, each with the words and names of the releases that it is made of.

What is made is written before what it takes the place of goes: a writer that is killed leaves too much and not too
little, and the next one, which joins the same articles once more, mends it. Searches must see all that was written.
"""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from entities.decision_wire import decision_from, decision_json
from entities.errors import IndexUnusable
from entities.ledger import signs
from entities.ledger_decisions import Decisions
from entities.ledger_firsts import Outline
from entities.wire import loads, story_from
from indexer import elastic_search
from indexer.batches import batches
from indexer.books import BOOKS, Book, outline
from indexer.elastic_documents import Document, packed, part_key, placed, told_of
from indexer.elastic_mapping import Json
from indexer.elastic_query import BY_ID, all_of
from indexer.elastic_search import scanned
from indexer.elastic_server import Server
from indexer.elastic_write import Action, Refused, send, writing
from indexer.ledgering import Stored, Turned, blocks, turned

ARTICLES = "articles"
TERMS = 10_000  # values asked for in one request; a server takes 65,536
TOGETHER = 500  # events written at once
UNION = ("terms", "named", "words")  # what an event has of all its releases


class Events:
    """The events of one book on a server, as indexer/ledgering.py asks for them."""

    def __init__(self, server: Server, book: Book) -> None:
        self.server, self.book = server, book

    def of_articles(self, ids: Collection[str]) -> Iterator[Stored]:
        """See ledgering.Held."""
        return self._stored("articles", ids)

    def of_reports(self, keys: Collection[str]) -> Iterator[Stored]:
        """See ledgering.Held."""
        return self._stored("reports", keys)

    def sharing(self, blocks: Collection[int], but: Collection[str]) -> Iterator[Stored]:
        """See ledgering.Held."""
        known = frozenset(but)
        return (one for one in self._stored("blocks", map(str, blocks)) if one.name not in known)

    def signed(self, signs: str) -> Iterator[Stored]:
        """Those that a report with these signs is of, see entities/ledger.py."""
        return self._stored("signs", [signs])

    def _stored(self, field: str, values: Iterable[str]) -> Iterator[Stored]:
        for some in batches(sorted(values), TERMS):
            asked: Json = {"query": all_of([{"terms": {field: some}}]), "sort": BY_ID}
            for row in scanned(
                self.server, self.book.of, asked, size=elastic_search.TOGETHER, source=["joined"]
            ):
                yield Stored(name=row["_id"], event=self.book.event(row["_source"]["joined"]))


def settle(server: Server, touched: Collection[str]) -> None:
    """Join anew what these articles, which were written, linked otherwise or taken out, tell of."""
    if not touched:
        return
    with server.telling():
        articles, decided = _with_copies(server, touched), decisions(server)
        stories = list(_stories(server, articles))

        def join(book: Book) -> None:
            reports = [r for story, first in stories for r in book.read(story, first)]
            _write(server, book, turned(book, articles, reports, Events(server, book), decided))

        # While the server is asked for one, the other is worked out.
        with ThreadPoolExecutor(len(BOOKS)) as hands:
            list(hands.map(join, BOOKS.values()))
        server.reader.indices.refresh(index=[server.index(of) for of in BOOKS])


def _write(server: Server, book: Book, change: Turned) -> None:
    made = [document for some in batches(change.made, TOGETHER) for document in documents(server, book, some)]
    refused = Refused()
    send(server, (writing(server, each.key, each) for each in made), refused)
    gone = {stored.name for stored in change.gone} - {each.key for each in made}
    send(server, (Action(name, server.index(book.of), name, None) for name in sorted(gone)), refused)
    _tell(server, book, refused)


def _tell(server: Server, book: Book, refused: Refused) -> None:
    for name, why in refused.by_id.items():
        raise IndexUnusable(f"{server.name}: {book.of}: {name} was refused ({why})")


def _with_copies(server: Server, ids: Iterable[str]) -> set[str]:
    """These articles and all that are copies of them, of their copies, and so on."""
    found, newest = set(ids), set(ids)
    while newest:
        newest = {row["id"] for row in _articles(server, "copy_of.id", newest, ["id"])} - found
        found |= newest
    return found


def _stories(server: Server, ids: Collection[str]) -> Iterator[tuple[Any, str | None]]:
    """The stories of these that tell of anything that is joined, each with what it was first published as."""
    rows = list(_articles(server, "id", ids, ["line", "copy_of"], telling()))
    first = _firsts(server, {row["copy_of"]["id"] for row in rows if row.get("copy_of")})
    for row in rows:
        copy_of: str | None = (row.get("copy_of") or {}).get("id")
        yield story_from(loads(row["line"])), copy_of and first.get(copy_of, copy_of)


def telling() -> Json:
    """Articles that tell of anything that is joined."""
    return {"bool": {"should": [{"range": {f"counts.{book.parts}": {"gte": 1}}} for book in BOOKS.values()]}}


def reports_of(server: Server, book: Book, articles: Collection[str]) -> Iterator[Any]:
    """What these articles, as they are held, tell of."""
    return (report for story, first in _stories(server, articles) for report in book.read(story, first))


def _firsts(server: Server, ids: set[str]) -> dict[str, str]:
    """What these articles were first published as: links are followed to their end."""
    link: dict[str, str] = {}
    left = ids
    while left:
        rows = _articles(server, "id", left, ["id", "copy_of"])
        link |= {row["id"]: row["copy_of"]["id"] for row in rows if row.get("copy_of")}
        left = {link[id] for id in left if id in link} - link.keys()
    return {id: _end(id, link) for id in ids}


def _end(id: str, link: dict[str, str]) -> str:
    while id in link:
        id = link[id]
    return id


def _articles(
    server: Server, field: str, values: Iterable[str], source: list[str], *more: Json
) -> Iterator[Json]:
    for some in batches(sorted(values), TERMS):
        asked: Json = {"query": all_of([{"terms": {field: some}}, *more]), "sort": BY_ID}
        for row in scanned(server, ARTICLES, asked, size=elastic_search.TOGETHER, source=source):
            yield row["_source"]


# ---------------------------------------------------------------- documents


def documents(server: Server, book: Book, events: list[Any]) -> Iterator[Document]:
    """An event as a document: that of its first report's release, with what all its releases are found by."""
    keys = {part_key(r.article, r.place) for event in events for r in event.reports}
    if not keys:
        return
    told = server.client.mget(index=server.index(book.parts), ids=sorted(keys))["docs"]
    held = {each["_id"]: each["_source"] for each in told if each.get("found")}
    for event in events:
        parts = [held[key] for r in event.reports if (key := part_key(r.article, r.place)) in held]
        if parts:
            yield document(book, event, parts)


def document(book: Book, event: Any, parts: list[Json]) -> Document:
    """The document of an event from those of its releases, the first one's first."""
    first = event.reports[0]
    shown = book.entry(event)
    stated = book.stated(shown)
    learnt = min(part["moments"]["learnt"] for part in parts)
    body = {
        **{name: parts[0][name] for name in parts[0] if name in KEPT},
        **told_of(stated),
        **book.fields(shown),
        "moments": {**parts[0]["moments"], "learnt": learnt, "released": stated.day},
        "event": event.id,
        "signs": sorted({signs(report.key) for report in event.reports}),
        "reports": [report.key for report in event.reports],
        "articles": sorted({report.article for report in event.reports}),
        "sources": sorted({report.source for report in event.reports}),
        "blocks": sorted(map(str, blocks(book, event))),
        "joined": book.line(event),
        **{name: _union(part.get(name, {}) for part in parts) for name in UNION},
    }
    key = part_key(first.article, first.place)
    return Document(book.of, key, packed(placed(book.of, body)))


KEPT = frozenset(
    "id source url title published_at learnt_at sample topics copy_of place told line moments origin_points".split()
)


def _union(parts: Iterable[Json]) -> Json:
    """Lists of values under the same names, each value once."""
    found: dict[str, dict[str, None]] = {}
    for part in parts:
        for name, values in part.items():
            listed = values if isinstance(values, list) else [values]
            found.setdefault(name, {}).update(dict.fromkeys(listed))
    return {name: list(values) for name, values in found.items()}


def outlines(server: Server) -> Iterator[Outline]:
    """See Index.outlines; read without the documents."""
    fields = ("event", "when", "exporter", "origins", "destinations", "products")
    asked: Json = {"query": {"match_all": {}}, "sort": BY_ID}
    for row in scanned(server, "events", asked, source=False, docvalue_fields=list(fields)):
        told = {name: row["fields"].get(name, []) for name in fields}
        one = {name: next(iter(told[name]), None) for name in fields[:3]}
        yield outline({**told, **one})


# ---------------------------------------------------------------- decisions


def decisions(server: Server) -> Decisions:
    """The decisions by which the events of a server are joined; they stand beside the versions of its index."""
    with server.telling():
        told = server.reader.indices.get_mapping(index=server.index("events"))
    (found,) = told.values()
    return Decisions(map(decision_from, found["mappings"]["_meta"].get("decisions", [])))


def decide(server: Server, decided: Decisions) -> None:
    """Keep decisions in the place of those before; nothing is joined anew by it."""
    with server.telling():
        (found,) = server.reader.indices.get_mapping(index=server.index("events")).values()
        meta = {**found["mappings"]["_meta"], "decisions": list(map(decision_json, decided.all))}
        server.client.indices.put_mapping(index=server.index("events"), meta=meta)
