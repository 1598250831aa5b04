"""A search that is kept: how it is written down, read back, judged before it is kept, and told.

What is kept is what its owner typed, by option, so that a name is looked up anew each week: one that has become
unknown is an error to be told, never a search that quietly finds nothing.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from app.asking import FILTERS, Asked
from app.empty import advice
from app.export_about import described
from entities.errors import BadInput
from indexer.index import Index, Query
from indexer.language import LOOSENED, MAX_TEXT, Not, Or, asked
from state.mailing import Subscription

AMOUNTS = ("min_value", "max_value", "min_weight", "max_weight")
MOST_VALUES, LONGEST = 60, 200  # values of filters in one search, letters of one
ENOUGH = 50  # stories in an index from which on a search that finds all of them, or none, says something
UNFIT = {
    "all": "this search finds every article, so it would mail everything each week; name a word, a place or a product",
    "opposed": "this search can find nothing, for it excludes what it asks for; leave one of both out",
    "nothing": "no article of the index has ever matched this search, so it would never mail anything.",
}
Search = Mapping[str, Any]


class Unfit(BadInput):
    """A search that no digest is made of. kind: "all", "opposed" or "nothing"; advice: sentences in Indonesian."""

    def __init__(self, kind: str, advice: tuple[str, ...] = ()) -> None:
        self.kind, self.advice = kind, advice
        super().__init__(" ".join((UNFIT[kind], *advice)))


def kept(given: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A search as it is kept. given: values by option of app/asking.py; BadInput for what no digest can have."""
    if given.get("since") or given.get("until"):
        raise BadInput("a digest has the days of its week; leave --since and --until out")
    if (given.get("by") or "published") != "published":
        raise BadInput("a digest holds what was learnt in its week; leave --by out")
    filters = {name: list(given[name]) for name in FILTERS if given.get(name)}
    values = [value for some in filters.values() for value in some]
    amounts = {name: given[name] for name in AMOUNTS if given.get(name)}
    if (
        len(text) > MAX_TEXT
        or len(values) > MOST_VALUES
        or any(len(v) > LONGEST for v in (*values, *amounts.values()))
    ):
        raise BadInput("this search is too long to be kept; leave some of it out")
    copies = {} if given.get("copies", True) else {"copies": False}
    return {**({"text": text} if text.strip() else {}), **filters, **amounts, **copies}


def query_of(search: Search) -> Query:
    """The query of a kept search; BadInput where it cannot be asked (any more): an unknown place, source, option."""
    if unknown := set(search) - {"text", "copies", *FILTERS, *AMOUNTS}:
        raise BadInput("this version of Pantau knows no {unknown}", unknown=", ".join(sorted(unknown)))
    given = {name: value for name, value in search.items() if name != "text"}
    return replace(Asked(given=given).query(), text=search.get("text", ""))


def told(search: Search) -> str:
    """A search in the words of the command line, also one that cannot be asked any more."""
    try:
        return described(query_of(search))
    except BadInput:
        return " ".join(f"{name}={value}" for name, value in search.items())


def key_of(query: Query, language: str) -> str:
    """What stands for a search in a language where what its digests told is kept."""
    return blake2b(f"{query!r} {language}".encode(), digest_size=16).hexdigest()


def keys_of(subscriptions: Iterable[Subscription]) -> set[str]:
    """The same for all searches of subscriptions, but for those that cannot be asked any more."""
    found = set()
    for one in subscriptions:
        with suppress(BadInput):
            found.add(key_of(query_of(one.search), one.language))
    return found


def notes(query: Query) -> tuple[str, ...]:
    """What of the words of a search is not understood as it stands there."""
    return asked(query).notes


def judge(held: Index, query: Query) -> None:
    """BadInput with advice for a search that finds everything, or nothing ever."""
    tree = asked(query)
    if not _asks(query):
        raise Unfit("all")
    wanted, excluded = _leaves(tree.nodes), [node.node for node in tree.nodes if isinstance(node, Not)]
    if any(one in excluded for one in wanted) or _is_backwards(query):
        raise Unfit("opposed")
    if (stories := held.count()) < ENOUGH:
        return
    found = held.search(replace(query, of="stories", limit=1, facets=()))
    if found.total >= stories:
        raise Unfit("all")
    if not found.total or LOOSENED in found.notes:
        raise Unfit("nothing", tuple(advice(held, replace(query, of="stories"))))


def _asks(query: Query) -> bool:
    """Whether anything narrows the search; words that are only excluded do not."""
    nodes = asked(query).nodes
    return bool(query.value or query.volume) or any(not isinstance(node, Not) for node in nodes)


def _leaves(nodes: Iterable[Any]) -> list[Any]:
    return [node for node in nodes if not isinstance(node, Not | Or)]


def _is_backwards(query: Query) -> bool:
    ends = [(one.low, one.high) for one in (query.value, query.volume) if one]
    return any(low is not None and high is not None and low > high for low, high in ends)
