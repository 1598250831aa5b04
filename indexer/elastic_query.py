"""A query as the JSON of a server: the reader's words are data there, never syntax."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from indexer.books import BOOKS
from indexer.bounds import amount, day_from, utc
from indexer.elastic_mapping import Json
from indexer.index import Between, Query
from indexer.language import Is, Node, Not, Or, Words, clean
from indexer.plan import Plan, Texts
from indexer.terms import WORDED, folded
from indexer.words import tokens

ALL: Json = {"match_all": {}}
NONE: Json = {"match_none": {}}
TOLD = 1.2  # how much more a story counts that has a release or a programme
LONGEST = 8_000  # letters of a value that a file in indexer/mappings keeps
STORED = {"place": ("city", "province")}


def asking(query: Query, plan: Plan) -> Json:
    """What a query matches, with a score by its words where it has any."""
    filters = [condition(node, query.of) for node in plan.conditions] + bounds(query)
    found = {"filter": filters, **_ranking(plan)}
    weighed = {"filter": {"term": {"told": True}}, "weight": TOLD}
    return {"function_score": {"query": {"bool": found}, "functions": [weighed], "boost_mode": "multiply"}}


def is_ranked(query: Query, plan: Plan) -> bool:
    """True where a score decides the order."""
    return query.sort == "relevance" and bool(plan.wanted or plan.spoken)


def _ranking(plan: Plan) -> Json:
    if not plan.wanted:
        return {"should": [phrase(words) for words in plan.spoken], "minimum_should_match": 0}
    wanted = [text(node) for node in plan.wanted]
    return {
        "must": wanted,
        "must_not": [text(node) for node in plan.unwanted],
        "should": _together(plan, wanted) if len(wanted) > 1 else [],
    }


def _together(plan: Plan, wanted: list[Json]) -> list[Json]:
    """What scores more: a title and facts that hold all words, and neighbours side by side."""
    about = [text(node, about=True) for node in plan.wanted]
    return [wanted[0], {"bool": {"must": about}}, *map(phrase, plan.pairs)]


# ---------------------------------------------------------------- words


def text(node: Texts, *, about: bool = False) -> Json:
    """Words, or alternatives of words; about: in the title or the facts only."""
    if isinstance(node, Or):
        return _any([phrase(part, about=about) for part in node.nodes if isinstance(part, Words)])
    return phrase(node, about=about)


def phrase(words: Words, *, about: bool = False) -> Json:
    """Search words side by side; nothing where the text has none."""
    if about and words.field == "body":
        return NONE
    field = f"words.{words.field or ('about' if about else 'all')}"
    told = " ".join(tokens(words.text))
    return {"match_phrase": {field: told}} if told else NONE


# ---------------------------------------------------------------- conditions


def condition(node: Node, of: str = "stories") -> Json:
    """What a node of the tree asks, without a score."""
    if isinstance(node, Not):
        return {"bool": {"must_not": [condition(node.node, of)]}}
    if isinstance(node, Or):
        return _any([condition(part, of) for part in node.nodes])
    return phrase(node) if isinstance(node, Words) else _is(node, of)


def _is(node: Is, of: str) -> Json:
    values = [clean(value) for value in node.values if len(value) <= LONGEST]
    if node.name == "id":
        return {"terms": {"articles" if of in BOOKS else "id": values}}
    if node.name in WORDED:
        return _any([{"match_phrase": {f"named.{node.name}": told}} for v in values if (told := folded(v))])
    return _any([{"terms": {f"terms.{name}": values}} for name in STORED.get(node.name, (node.name,))])


def _any(conditions: list[Json]) -> Json:
    return {"bool": {"should": conditions, "minimum_should_match": 1}} if conditions else NONE


def bounds(query: Query) -> list[Json]:
    """The window, and the ranges of value and weight; of a story one release must keep all that ask for a release."""
    of_story = query.of == "stories"
    first = [{"bool": {"must_not": {"exists": {"field": "copy_of.id"}}}}] if query.originals else []
    own = [*_range(query.value, query), *_range(query.volume, query)]
    if query.by == "release":
        field = "releases.date" if of_story else "moments.released"
        own += _window(field, query, day_from)
    if of_story and own:
        own = [{"nested": {"path": "releases", "query": {"bool": {"filter": own}}}}]
    own += first
    return own if query.by == "release" else own + _window(f"moments.{query.by}", query, utc)


def _range(asked: Between | None, query: Query) -> list[Json]:
    if asked is None:
        return []
    if query.of == "programs" and asked.unit == "kg":  # a programme weighs nothing
        return [NONE]
    field = ("releases." if query.of == "stories" else "") + amount(asked)
    ends = {sign: float(end) for sign, end in (("gte", asked.low), ("lte", asked.high)) if end is not None}
    return [{"exists": {"field": field}}, *([{"range": {field: ends}}] if ends else [])]


def _window(field: str, query: Query, told: Any) -> list[Json]:
    ends: dict[str, datetime | None] = {"gte": query.since, "lt": query.until}
    asked = {sign: told(moment) for sign, moment in ends.items() if moment}
    return [{"range": {field: asked}}] if asked else []


# ---------------------------------------------------------------- order


def order(query: Query, *, ranked: bool) -> list[Json]:
    """Score, moment or value, id, place; what has no moment or value comes last. Every place in it has a value."""
    descending = "asc" if query.sort == "oldest" else "desc"
    if query.sort == "value":
        key: Json = {"rupiah": {"order": "desc", "missing": -1.0}}
    elif query.sort == "sources":
        key = {"independent": {"order": "desc", "missing": -1, "unmapped_type": "integer"}}
    else:
        by = "learnt" if query.sort == "learnt" else query.by
        moment = "released" if by == "release" else by
        missing = "~" if query.sort == "oldest" else ""
        key = {f"moments.{moment}": {"order": descending, "missing": missing}}
    return [*([{"_score": "desc"}] if ranked else []), key, *BY_ID]


BY_ID: list[Json] = [{"id": "asc"}, {"place": "asc"}]


def facet(name: str, size: int) -> Json:
    """The count of each value under a name."""
    return {"terms": {"field": f"terms.{name}", "size": size}}


def pages_of(name: str, size: int, after: Json | None) -> Json:
    """The counts of all values under a name, a page at a time."""
    sources = [{"value": {"terms": {"field": f"terms.{name}"}}}]
    return {"composite": {"size": size, "sources": sources, **({"after": after} if after else {})}}


def all_of(conditions: Iterable[Json]) -> Json:
    """All conditions, without a score."""
    return {"bool": {"filter": list(conditions)}}
