"""The index on a server: its rate against helpers.bulk alone with the same documents, a faceted search against a bare
query, and how a search grows with what it matches. The node is the one of the tests.
"""

import gc
import json
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from statistics import median

from elasticsearch import Elasticsearch, helpers

from bench.indexing import ASKED, ROUNDS, stories
from entities.prints import print_of_text
from entities.records import Story
from indexer import elastic_keep as keep
from indexer.batches import batches
from indexer.elastic import ElasticIndex
from indexer.elastic_documents import Document, documents
from indexer.elastic_mapping import Json
from indexer.elastic_query import asking
from indexer.elastic_write import Action, Refused, send, writing
from indexer.index import Query
from indexer.language import asked
from indexer.plan import plan
from tests.elasticsearch.emptying import drop
from tests.elasticsearch.node import Node, lacking

PAGE = 1000  # hits
WARM = 2  # batches that are not counted: as long as a young node compiles what it does often, it has no core to spare
NO_HASTE: dict[str, str] = {}  # a node for a bench takes its time to become fast


def serving(articles: int) -> None:
    """Prints all figures; says what is missing where there is no node."""
    if said := lacking():
        print(f"the index on a server was not measured: {said}")
        return
    node = Node(NO_HASTE)
    try:
        node.start()
        few = ElasticIndex(f"{node.url}/few")
        fill(few, articles // 10)
        many = rates(node.url, articles)
        sizes(few, many)
        growth(few, many)
        paging(many)
    finally:
        node.stop()


def fill(index: ElasticIndex, number: int) -> None:
    made = stories(number)
    while batch := list(islice(made, index.together)):
        index.put(batch)


def rates(url: str, number: int) -> ElasticIndex:
    """Ours and helpers.bulk take the same batches in turn, into indices that are made alike, each first as often.

    "pantau" is the way of an article through the index: its documents made and written; what it costs beyond that to
    link copies and join events, which helpers.bulk does not, is told apart. A third index is as that of helpers.bulk,
    and searches see it as often as ours. A fourth takes the documents, made before, by our writer: what its bounds,
    answers and second tries cost. The middle of all batches is what a merge or another program on the machine, which
    hit one of them, move least.
    """
    names = {"pantau": "ours", "helpers.bulk": "bare", "and refreshed": "seen", "our writer alone": "sent"}
    indices = {name: ElasticIndex(f"{url}/{prefix}") for name, prefix in names.items()}
    taken: dict[str, list[float]] = {name: [] for name in names}
    made, ours, joining = stories(number), indices["pantau"], 0.0
    for n, batch in enumerate(batches(made, ours.together)):
        ways: dict[str, Callable[[], Callable[[], object]]] = {
            name: partial(_bulk, index, batch, n) for name, index in indices.items()
        }
        ways["pantau"] = partial(_write, ours, batch)
        ways["our writer alone"] = partial(_send, indices["our writer alone"], batch)
        for name in islice(cycle(names), n % len(names), n % len(names) + len(names)):
            taken[name].append(_undisturbed(ways[name]()))
        joining += _seconds(ours.link)
    joining += _seconds(ours.republished)
    warm = min(WARM, (number - 1) // ours.together)
    counted = {name: seconds[warm:] for name, seconds in taken.items()}
    _tell(counted, joining / number, number - warm * ours.together, ours.together)
    for name in list(names)[1:]:
        drop(f"{url}/{names[name]}")
    return ours


def _tell(taken: dict[str, list[float]], joining: float, number: int, together: int) -> None:
    """taken: seconds of each way, by batch; joining: seconds an article that copies and events cost beside."""
    print(f"{number} articles made from the sample press, {together} at once, on one node that is warm")
    for name, seconds in taken.items():
        print(f"  {name:<22}{number / sum(seconds):8.0f} articles a second")
    for name, against in (
        ("our writer alone", "helpers.bulk"),
        ("pantau", "helpers.bulk"),
        ("pantau", "and refreshed"),
    ):
        own, theirs = taken[name], taken[against]
        ratios = [their / our for our, their in zip(own, theirs, strict=True)]
        print(
            f"  {name} / {against} with the same documents: {sum(theirs) / sum(own):.2f}, "
            f"the middle of {len(ratios)} batches {median(ratios):.2f}"
        )
    whole = sum(taken["pantau"]) + joining * number
    print(
        f"  copies linked and events joined beside: {1000 * joining:.1f} ms an article; with them "
        f"{number / whole:.0f} articles a second, {sum(taken['helpers.bulk']) / whole:.2f} of helpers.bulk without"
    )


def _write(index: ElasticIndex, batch: list[Story]) -> Callable[[], object]:
    """As a crawl does, for which nobody made prints of the same articles just before."""
    print_of_text.cache_clear()
    return partial(index.write, batch)


def _bulk(index: ElasticIndex, batch: list[Story], n: int) -> Callable[[], object]:
    """The documents, and where they are to be seen: what Pantau refreshes, as often."""
    actions = _actions(index, batch)

    def bulk() -> None:
        helpers.bulk(index.server.client, actions)
        if index.server.prefix == "seen" and (n + 1) * index.together % keep.LINKED == 0:
            keep.refresh(index.server)

    return bulk


def _send(index: ElasticIndex, batch: list[Story]) -> Callable[[], object]:
    ready: list[Action] = [writing(index.server, each.key, each) for each in _documents(batch)]

    def sent() -> None:
        send(index.server, ready, refused := Refused())
        assert not refused.by_id, refused

    return sent


def _documents(batch: list[Story]) -> list[Document]:
    return [each for story in batch for parts, article in [documents(story)] for each in (*parts, article)]


def _actions(index: ElasticIndex, batch: list[Story]) -> list[Json]:
    return [
        {"_index": index.server.index(d.kind), "_id": d.key, "_source": json.loads(d.json)}
        for d in _documents(batch)
    ]


def sizes(*indices: ElasticIndex) -> None:
    for index in indices:
        name = index.server.index("articles")
        index.server.client.indices.forcemerge(index=name, max_num_segments=1)
        index.server.client.indices.refresh(index=name)
        told = index.server.client.indices.stats(index=name, metric=["store", "segments"])["_all"][
            "primaries"
        ]
        size = told["store"]["size_in_bytes"] / 1e6
        print(
            f"  {index.count()} articles: {size:.0f} MB in their index, {1000 * size / index.count():.1f} kB each"
        )


def growth(few: ElasticIndex, many: ElasticIndex) -> None:
    """Top 20 with facets and marks, and the same without any; growth 1.00 is linear in the matches, less is better."""
    print(f"top 20 with all facets and marks, {few.count()} and {many.count()} articles, median of {ROUNDS}")
    for name, query in ASKED.items():
        totals = [index.search(query).total for index in (few, many)]
        whole = [_middle(lambda index=index, query=query: index.search(query)) for index in (few, many)]
        bare = _middle(lambda query=query: _bare(many.server.client, many, query))
        grown = (whole[1] / whole[0]) / (totals[1] / max(1, totals[0]))
        told = [f"{n:7} matches {seconds * 1000:7.1f} ms" for n, seconds in zip(totals, whole, strict=True)]
        beside = f"bare query {bare * 1000:6.1f} ms, times {whole[1] / bare:4.1f}"
        print(f"  {name:<10}{''.join(told)}  {beside}  growth / linear {grown:.2f}")


def paging(index: ElasticIndex) -> None:
    """Every match of one word, a thousand a page: past the 10,000 where a server's own paging ends."""
    start, keys, pages, after = time.perf_counter(), [], 0, None
    while pages == 0 or after:
        found = index.search(Query(text="ekspor", limit=PAGE, after=after, facets=()))
        keys += [hit.story.article.id for hit in found.hits]
        pages, after = pages + 1, found.next
    seconds = time.perf_counter() - start
    print(
        f"paged through {len(keys)} of {found.total} matches, {len(set(keys))} of them different, "
        f"in {pages} pages, {seconds / pages * 1000:.0f} ms a page"
    )


def _bare(client: Elasticsearch, index: ElasticIndex, query: Query) -> None:
    """The first 20 and their number, without facets, marks, order or point in time."""
    name = index.server.index({"stories": "articles"}.get(query.of, query.of))
    client.search(
        index=name, query=asking(query, plan(asked(query))), size=20, source=["line"], track_total_hits=True
    )


def _middle(ask: Callable[[], object]) -> float:
    return median(_seconds(ask) for _ in range(ROUNDS))


def _undisturbed(way: Callable[[], object]) -> float:
    """Seconds, without the collector going through what the bench holds besides."""
    gc.collect()
    gc.freeze()
    seconds = _seconds(way)
    gc.unfreeze()
    return seconds


def _seconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start
