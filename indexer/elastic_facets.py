"""Counting the values of what matches on a server."""

from collections.abc import Iterator

from indexer.elastic_mapping import KIND_OF, Json
from indexer.elastic_query import all_of, facet, pages_of
from indexer.elastic_server import Server
from indexer.index import FACETS, Query

VALUES = 10_000  # counted at once; more are counted page by page


def counting(query: Query) -> Json:
    """The part of a request that counts the facets of a query; an unknown facet counts nothing."""
    return {name: facet(name, VALUES) for name in query.facets if name in FACETS}


def facets(server: Server, query: Query, told: Json, matching: Json) -> dict[str, dict[str, int]]:
    """Values with their numbers, most first, then by value; told: the answer to `counting`."""
    return {name: _counts(server, query, name, told.get(name), matching) for name in query.facets}


def _counts(server: Server, query: Query, name: str, told: Json | None, matching: Json) -> dict[str, int]:
    if told is None:
        return {}
    counts = {bucket["key"]: bucket["doc_count"] for bucket in told["buckets"]}
    if told["sum_other_doc_count"]:
        counts = dict(_page_by_page(server, query.of, name, matching))
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _page_by_page(server: Server, of: str, name: str, matching: Json) -> Iterator[tuple[str, int]]:
    """Every value under a name with the number of matches that have it."""
    after: Json | None = None
    while True:
        aggs = {"values": pages_of(name, VALUES, after)}
        answer = server.reader.search(
            index=server.index(KIND_OF[of]), query=all_of([matching]), size=0, aggs=aggs
        )
        told = answer["aggregations"]["values"]
        yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in told["buckets"])
        if not (after := told.get("after_key")):
            return
