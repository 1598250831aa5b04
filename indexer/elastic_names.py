"""Names and words that a server's index holds: for suggestions and for what was meant."""

from indexer.elastic_mapping import KIND_OF
from indexer.elastic_query import ALL, facet, phrase
from indexer.elastic_server import Server
from indexer.index import Query
from indexer.language import MAX_TEXT, Words, clean
from indexer.suggest import SUGGESTED, beginning, meant

NAMES = 65_000  # values under one name that are looked through; a server gives no more at once
LIKE = 50  # words spelt alike that are looked at


def suggest(server: Server, prefix: str, limit: int) -> tuple[str, ...]:
    """See Index.suggest."""
    answer = server.reader.search(
        index=_articles(server), query=ALL, size=0, aggs={name: facet(name, NAMES) for name in SUGGESTED}
    )
    found: dict[str, int] = {}
    for name in SUGGESTED:
        held = {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"][name]["buckets"]}
        for value, shown in beginning(clean(prefix), name, held):
            found[shown] = found.get(shown, 0) + held[value]
    return tuple(sorted(found, key=lambda shown: (-found[shown], shown)))[: max(0, limit)]


def meant_by(server: Server, query: Query) -> str | None:
    """The text of a query with its misspelt words mended, on its first page; see Results.meant."""

    def count(found: tuple[str, ...], most: int) -> int:
        asked = phrase(Words(text=" ".join(found)))
        answer = server.reader.search(index=_articles(server), query=asked, size=0, track_total_hits=most)
        return int(answer["hits"]["total"]["value"])

    def terms(word: str) -> list[str]:
        like = {
            "field": "words.all",
            "suggest_mode": "always",
            "max_edits": 2,
            "prefix_length": 0,
            "size": LIKE,
        }
        answer = server.reader.search(
            index=_articles(server), size=0, suggest={"like": {"text": word, "term": like}}
        )
        options = (option for told in answer["suggest"]["like"] for option in told["options"])
        return [option["text"] for option in options if option["freq"] > 1]

    return meant(clean(query.text[:MAX_TEXT]), count, terms) if query.after is None else None


def _articles(server: Server) -> str:
    return server.index(KIND_OF["stories"])
