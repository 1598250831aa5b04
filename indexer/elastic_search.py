"""Finding on a server: pages of hits with total and facets, and the stream of all hits.

Each page is of one point in time, which its cursor names, so that pages join while a crawl writes; where that point has
been given up meanwhile, the page that follows is of the index as it is then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from elasticsearch import NotFoundError

from entities.records import Story
from entities.wire import loads, story_from
from indexer import cursor
from indexer.elastic_facets import counting, facets
from indexer.elastic_mapping import KIND_OF, Json
from indexer.elastic_names import meant_by
from indexer.elastic_query import BY_ID, all_of, asking, is_ranked, order
from indexer.elastic_server import Server
from indexer.index import Hit, Query, Results
from indexer.language import Asked, asked, loosened
from indexer.marks import hit, lead, marked, phrases, snippet
from indexer.plan import Plan, plan

KEEP = "2m"  # that a point in time waits for the page that follows
MOST = 10_000  # hits of one request, by the server's own limit
TOGETHER = 500  # stories of one request in a stream

WANTED = ["line", "place", "joined"]  # of the document of a hit

Row = dict[str, Any]


class Found(NamedTuple):
    """What a query was taken for, and the first answer to it."""

    plan: Plan
    notes: tuple[str, ...]
    answer: Json


# ---------------------------------------------------------------- a page


def search(server: Server, query: Query) -> Results:
    """See Index.search."""
    after = cursor.read_with_moment(query)
    with _moment(server, query, after[1] if after else "") as moment:
        found = _found(server, query, moment, after and after[0])
        rows = _rows(server, query, moment, found)
        page = rows[: max(0, query.limit)]
        more = len(rows) > len(page) > 0
        counted = found.answer.get("aggregations", {})
        results = Results(
            hits=tuple(_shown(query, page, found.plan)),
            total=found.answer["hits"]["total"]["value"],
            facets=facets(server, query, counted, asking(query, found.plan)),
            next=cursor.written(query, _key(query, page[-1], found.plan), moment.id) if more else None,
            notes=found.notes,
            meant=meant_by(server, query),
        )
        moment.kept = more
        return results


class _Moment:
    """A point in time of an index."""

    def __init__(self, id: str) -> None:
        self.id, self.kept = id, False

    def pit(self) -> Json:
        return {"id": self.id, "keep_alive": KEEP}


@contextmanager
def _moment(server: Server, query: Query, known: str = "") -> Iterator[_Moment]:
    """A point in time, closed at the end unless a page follows."""
    moment = _Moment(known if known and _is_alive(server, known) else _open(server, query))
    try:
        yield moment
    finally:
        if not moment.kept:
            close(server, moment.id)


def _open(server: Server, query: Query) -> str:
    name = server.index(KIND_OF[query.of])
    return str(server.reader.open_point_in_time(index=name, keep_alive=KEEP)["id"])


def _is_alive(server: Server, moment: str) -> bool:
    try:
        server.reader.search(pit={"id": moment, "keep_alive": KEEP}, size=0, track_total_hits=False)
    except NotFoundError:
        return False
    return True


def close(server: Server, moment: str) -> None:
    """Let go of a point in time; one that is gone already is no failure."""
    server.client.options(ignore_status=404).close_point_in_time(id=moment)


def _found(server: Server, query: Query, moment: _Moment, after: cursor.Key | None) -> Found:
    """All words first; where nothing holds them, what holds some, if anything does."""
    tree = asked(query)
    first = _first(server, query, moment, tree, after)
    if first.answer["hits"]["total"]["value"] or not (looser := loosened(tree)):
        return first
    other = _first(server, query, moment, looser, after)
    return other if other.answer["hits"]["total"]["value"] else first


def _first(server: Server, query: Query, moment: _Moment, tree: Asked, after: cursor.Key | None) -> Found:
    wanted = plan(tree)
    body = _page(query, wanted, after and _after(query, after, wanted), min(max(0, query.limit) + 1, MOST))
    counted = counting(query)
    answer = _ask(server, moment, body | {"track_total_hits": True} | ({"aggs": counted} if counted else {}))
    return Found(wanted, tree.notes, answer)


def _page(query: Query, wanted: Plan, after: list[Any] | None, size: int) -> Json:
    return {
        "query": asking(query, wanted),
        "sort": order(query, ranked=is_ranked(query, wanted)),
        "size": size,
        "source": WANTED,
        **({"search_after": after} if after else {}),
    }


def _ask(server: Server, moment: _Moment, body: Json) -> Json:
    answer = dict(server.reader.search(pit=moment.pit(), **body))
    moment.id = answer.get("pit_id", moment.id)
    return answer


def _rows(server: Server, query: Query, moment: _Moment, found: Found) -> list[Row]:
    """The rows of the page and one more, if there is one."""
    rows: list[Row] = list(found.answer["hits"]["hits"])
    wanted = max(0, query.limit) + 1
    while len(rows) % MOST == 0 and 0 < len(rows) < wanted:
        body = _page(query, found.plan, rows[-1]["sort"], min(wanted - len(rows), MOST))
        if not (more := _ask(server, moment, body)["hits"]["hits"]):
            break
        rows += more
    return rows


def _key(query: Query, row: Row, wanted: Plan) -> cursor.Key:
    ranked = is_ranked(query, wanted)
    score = float(row["sort"][0]) if ranked else 0.0
    key, id, place = row["sort"][ranked : ranked + 3]
    return score, key if isinstance(key, str) else float(key), id, place


def _after(query: Query, key: cursor.Key, wanted: Plan) -> list[Any]:
    return list(key) if is_ranked(query, wanted) else list(key[1:])


# ---------------------------------------------------------------- hits


def _shown(query: Query, page: list[Row], wanted: Plan) -> Iterator[Hit]:
    title, body = (phrases(wanted.marked, field) for field in ("title", "body"))
    ranked = is_ranked(query, wanted)
    for row in page:
        story = story_of(row)
        yield hit(
            story,
            query.of,
            row["_source"]["place"],
            row["_source"].get("joined"),
            score=float(row["sort"][0]) if ranked else None,
            title=marked(story.article.title, title),
            snippet=snippet(story.article.body, body) or lead(story.article.body),
        )


def story_of(row: Row) -> Story:
    """The story of a row; releases of one story come one after the other, and it is read once."""
    return _story(row["_source"]["line"])


@lru_cache(maxsize=2)
def _story(line: str) -> Story:
    return story_from(loads(line))


def hits(server: Server, query: Query) -> Iterator[Hit]:
    """See Index.hits; of one point in time."""
    for row in streamed(server, query, source=WANTED, size=TOGETHER):
        story, told = story_of(row), row["_source"]
        shown = {"title": story.article.title, "snippet": lead(story.article.body)}
        yield hit(story, query.of, told["place"], told.get("joined"), **shown)


def streamed(server: Server, query: Query, *, size: int = MOST, **wanted: Any) -> Iterator[Row]:
    """Every row that a query matches, in its order, never capped."""
    asks = decided(server, query)
    ranked = is_ranked(query, asks)
    by_id = query.sort == "relevance" and not ranked
    body = {"query": asking(query, asks), "sort": BY_ID if by_id else order(query, ranked=ranked)}
    yield from scanned(server, KIND_OF[query.of], body, size=size, **wanted)


def scanned(server: Server, kind: str, body: Json, *, size: int = MOST, **wanted: Any) -> Iterator[Row]:
    """Every row of an index that a request matches, of one point in time, in the order that it asks for."""
    opened = server.reader.open_point_in_time(index=server.index(kind), keep_alive=KEEP)
    moment, after = _Moment(str(opened["id"])), None
    try:
        while True:
            more: Json = {"search_after": after} if after else {}
            rows = _ask(server, moment, {**body, **wanted, **more, "size": size, "track_total_hits": False})
            yield from rows["hits"]["hits"]
            if len(rows["hits"]["hits"]) < size:
                return
            after = rows["hits"]["hits"][-1]["sort"]
    finally:
        close(server, moment.id)


def decided(server: Server, query: Query) -> Plan:
    """The plan of a query: with all its words, or with some where nothing holds all."""
    tree = asked(query)
    first = plan(tree)
    if not (looser := loosened(tree)) or _any(server, query, first):
        return first
    other = plan(looser)
    return other if _any(server, query, other) else first


def _any(server: Server, query: Query, wanted: Plan) -> bool:
    name = server.index(KIND_OF[query.of])
    answer = server.reader.search(
        index=name, query=all_of([asking(query, wanted)]), size=0, terminate_after=1, track_total_hits=1
    )
    return bool(answer["hits"]["total"]["value"])
