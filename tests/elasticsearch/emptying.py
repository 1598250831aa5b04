"""Making an index empty again, which is quicker than to make a new one, and dropping one."""

from entities.ledger_decisions import UNDECIDED
from indexer import elastic_events
from indexer.elastic import ElasticIndex
from indexer.elastic_admin import held
from indexer.elastic_mapping import KINDS, alias
from indexer.elastic_server import server


def empty(index: ElasticIndex) -> None:
    """Delete every document of an index, and what was decided of it."""
    client, prefix = index.server.client, index.server.prefix
    names = [alias(prefix, kind) for kind in KINDS]
    client.indices.refresh(index=names)
    while rows := client.search(index=names, size=10_000, source=False)["hits"]["hits"]:
        gone = [{"delete": {"_index": row["_index"], "_id": row["_id"]}} for row in rows]
        client.bulk(operations=gone, refresh=True)
    elastic_events.decide(index.server, UNDECIDED)
    with index.unlinked.take():
        pass


def drop(url: str) -> None:
    """Delete all indices under a prefix."""
    found = server(url)
    if names := list(held(found).indices):
        found.client.indices.delete(index=names)
    found.client.close()
