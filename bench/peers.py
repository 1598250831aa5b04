"""`make bench-peers`: Pantau's index beside the Elasticsearch pipelines of two peers, the node killed half-way.

    python -m bench.peers PYTHON

PYTHON is that of an environment with the peers (`make bench-peers` makes one). Each takes the same articles; half-way
the node is killed with SIGKILL and started again three seconds later. What the node holds in the end is counted.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.indexing import stories
from bench.serving import NO_HASTE
from entities.records import Story
from indexer.elastic import ElasticIndex
from tests.elasticsearch.node import Node, lacking

CHILD = Path(__file__).with_name("peer_child.py")
PEERS = {
    "news-please": "peer-news",
    "scrapy-elasticsearch": "peer-scrapy",
}  # and the index that each writes to
NUMBER, AT_ONCE = 400, 20
AWAY = 3.0  # seconds between the kill and the start


def main(python: str) -> None:
    if said := lacking():
        raise SystemExit(said)
    items = list(stories(NUMBER))
    print(f"{NUMBER} articles, the node killed half-way and back {AWAY:.0f} seconds later")
    print(f"  {'pantau':<24}{_with_node(lambda node: _ours(node, items))}")
    for name in PEERS:
        print(f"  {name:<24}{_with_node(lambda node, name=name: _peer(node, python, name, items))}")


def _with_node(work: Callable[[Node], str]) -> str:
    node = Node(NO_HASTE)
    try:
        node.start()
        return work(node)
    finally:
        node.stop()


def _restart(node: Node) -> threading.Thread:
    """Kill the node now, and start it again while others go on."""
    node.kill()
    back = threading.Thread(target=lambda: (time.sleep(AWAY), node.start()))
    back.start()
    return back


def _ours(node: Node, items: list[Story]) -> str:
    with tempfile.TemporaryDirectory() as outbox:
        index = ElasticIndex(f"{node.url}/pantau", outbox=Path(outbox))
        start = time.perf_counter()
        back = None
        for at in range(0, NUMBER, AT_ONCE):
            if at == NUMBER // 2:
                back = _restart(node)
            index.put(items[at : at + AT_ONCE])
        taken = time.perf_counter() - start
        if back:
            back.join()
        waiting = index.left().waiting
        index.asked_again_at = 0.0  # as `pantau index drain` or the next crawl would
        index.put([])
        return f"{_told(index.count(), taken)}; {waiting} waited in the outbox"


def _peer(node: Node, python: str, name: str, items: list[Story]) -> str:
    lines = "".join(
        json.dumps({"url": s.article.url, "title": s.article.title, "text": s.article.body}) + "\n"
        for s in items
    )
    child = subprocess.Popen(
        [python, str(CHILD), name, str(node.port)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(lines)
    child.stdin.close()
    back, last = None, "{}"
    for line in child.stdout:
        if line.strip() == "half":
            back = _restart(node)
        elif line.startswith("{"):
            last = line
    if back:
        back.join()
    told = json.loads(last)
    why = "; ".join(told["why"]) if isinstance(told.get("why"), list) else told.get("why", "no word")
    if not told.get("started"):
        return f"does not start: {why}"
    return f"{_told(_count(node, PEERS[name]), told['seconds'])}; {why}"


def _told(held: int, taken: float) -> str:
    return f"{held} held, {NUMBER - held} lost, {taken:.0f} s"


def _count(node: Node, name: str) -> int:
    from elasticsearch import Elasticsearch

    client = Elasticsearch(node.url)
    client.options(ignore_status=404).indices.refresh(index=name)
    return int(client.options(ignore_status=404).count(index=name).get("count", 0))


if __name__ == "__main__":
    main(sys.argv[1])
