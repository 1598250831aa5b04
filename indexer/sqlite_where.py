"""A query as SQL: every word and value of the reader is bound, never pasted, and quoted once more for FTS5."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from entities.dates import WIB
from entities.errors import BadInput
from indexer.index import Between, Query
from indexer.language import Asked, Is, Node, Not, Or, Words, clean
from indexer.terms import WORDED

Bound = tuple[object, ...]
Held = Callable[[str, Iterable[str]], list[str]]  # the stored names that an asked one means, see terms.alike

NUMBER = {"stories": "story.number", "releases": "item.number", "programs": "item.number"}
FROM = {
    "stories": "stories AS story",
    "releases": "stories AS story JOIN releases AS item ON item.story = story.number",
    "programs": "stories AS story JOIN programs AS item ON item.story = story.number",
}
MOMENT = {"published": "story.published_at", "learnt": "story.learnt_at"}
PAIRS = 8  # neighbours in a query whose nearness is looked at
STORED = {"place": ("city", "province")}
AMOUNT = {"IDR": "rupiah_number", "USD": "dollars_number", "kg": "kilograms_number"}


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with the values for its question marks, in their order."""

    text: str
    bound: Bound = ()


@dataclass(frozen=True)
class Where:
    """What a query matches.

    condition: on the tables of FROM. match: an FTS5 expression for score and marks, None where no word is asked for.
    must: every match is a match of it.
    """

    condition: Sql
    match: str | None
    must: bool
    notes: tuple[str, ...]


def where(query: Query, tree: Asked, held: Held) -> Where:
    """The condition, the words to rank and mark by, and the notes of a query read as this tree."""
    texts = [node for node in tree.nodes if _is_text(node)]
    wanted = [fts(node) for node in texts if not isinstance(node, Not)]
    wanted += _together(wanted, texts)
    conditions = [_condition(node, query.of, held) for node in tree.nodes if not wanted or node not in texts]
    if wanted:
        unwanted = [f" NOT {fts(node.node)}" for node in texts if isinstance(node, Not)]
        match: str | None = " AND ".join(wanted) + "".join(unwanted)
        match = f"({' AND '.join(wanted)}){''.join(unwanted)}" if unwanted else match
    else:
        match = " OR ".join(_wanted_words(tree.nodes)) or None
    conditions += _bounds(query)
    return Where(all_of(conditions), match, bool(wanted), tree.notes)


# ---------------------------------------------------------------- words


def fts(node: Node) -> str:
    """A node of words only as an FTS5 expression."""
    if isinstance(node, Words):
        phrase = '"' + node.text.replace('"', " ") + '"'
        return f"{{{node.field}}} : {phrase}" if node.field else phrase
    if isinstance(node, Or):
        return "(" + " OR ".join(fts(part) for part in node.nodes) + ")"
    raise TypeError(node)


def _together(wanted: list[str], texts: list[Node]) -> list[str]:
    """What every match matches, and scores more whose title and facts hold all, or whose words stand together."""
    single = [node.text if isinstance(node, Words) and node.field is None else None for node in texts]
    pairs = [fts(Words(text=f"{a} {b}")) for a, b in pairwise(single) if a and b][:PAIRS]
    about = f"{{title facts}} : ({' AND '.join(wanted)})"
    return [f"({' OR '.join([wanted[0], about, *pairs])})"] if len(wanted) > 1 else []


def _is_text(node: Node) -> bool:
    """True for words, exclusions of words, and alternatives of words; what FTS5 can decide alone."""
    if isinstance(node, Or):
        return all(isinstance(part, Words) for part in node.nodes)
    return isinstance(node.node if isinstance(node, Not) else node, Words)


def _wanted_words(nodes: Iterable[Node]) -> list[str]:
    parts = [part for node in nodes for part in (node.nodes if isinstance(node, Or) else (node,))]
    return [fts(part) for part in parts if isinstance(part, Words)]


# ---------------------------------------------------------------- conditions


def _condition(node: Node, of: str, held: Held) -> Sql:
    if isinstance(node, Not):
        inner = _condition(node.node, of, held)
        return Sql(f"NOT ({inner.text})", inner.bound)
    if isinstance(node, Or):
        return _joined(" OR ", [_condition(part, of, held) for part in node.nodes])
    if isinstance(node, Words):
        return Sql("story.number IN (SELECT rowid FROM words WHERE words MATCH ?)", (fts(node),))
    return _is(node, of, held)


def _is(node: Is, of: str, held: Held) -> Sql:
    values = [clean(value) for value in node.values]
    if node.name == "id":
        return Sql("story.id IN (SELECT value FROM json_each(?))", (json.dumps(values),))
    if node.name in WORDED:
        values = held(node.name, values)
    names = STORED.get(node.name, (node.name,))
    listed = ", ".join("?" * len(names))
    return Sql(
        f"{NUMBER[of]} IN (SELECT owner FROM terms WHERE of = ? AND name IN ({listed})"
        " AND value IN (SELECT value FROM json_each(?)))",
        (of, *names, json.dumps(values)),
    )


def _bounds(query: Query) -> list[Sql]:
    """The window, and the ranges of value and weight; of a story one release must keep all that ask for a release."""
    item = _of_item(query, item_bounds(query))
    return item if query.by == "release" else item + _window(MOMENT[query.by], utc, query)


def item_bounds(query: Query) -> list[Sql]:
    """What is asked of a release or programme itself: value, weight, and its day where the window is on that."""
    item = [range_ for asked in (query.value, query.volume) for range_ in _range(asked, query.of)]
    return item + (_window("item.day", _day_from, query) if query.by == "release" else [])


def _of_item(query: Query, conditions: list[Sql]) -> list[Sql]:
    if query.of != "stories" or not conditions:
        return conditions
    inner = all_of(conditions)
    return [Sql(f"story.number IN (SELECT item.story FROM releases AS item WHERE {inner.text})", inner.bound)]


def _range(asked: Between | None, of: str) -> list[Sql]:
    if asked is None:
        return []
    if of == "programs" and asked.unit == "kg":  # a programme weighs nothing
        return [Sql("0")]
    if asked.unit not in AMOUNT:
        raise BadInput(f"no range in {asked.unit!r}; units are {', '.join(AMOUNT)}")
    column = f"item.{AMOUNT[asked.unit]}"
    ends = [
        Sql(f"{column} {sign} ?", (float(end),))
        for sign, end in ((">=", asked.low), ("<=", asked.high))
        if end is not None
    ]
    return [Sql(f"{column} IS NOT NULL"), *ends]


def _window(column: str, told: Callable[[datetime], str], query: Query) -> list[Sql]:
    ends = ((">=", query.since), ("<", query.until))
    return [Sql(f"{column} {sign} ?", (told(moment),)) for sign, moment in ends if moment]


def utc(moment: datetime) -> str:
    """Fixed-width UTC, so that texts sort as the moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")


def _day_from(moment: datetime) -> str:
    """The first day in WIB that begins at this moment or later."""
    local = moment.astimezone(WIB)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (local.date() + dt.timedelta(days=midnight < local)).isoformat()


def all_of(conditions: list[Sql]) -> Sql:
    """All conditions at once; true where there is none."""
    return _joined(" AND ", conditions) if conditions else Sql("1")


def _joined(word: str, parts: list[Sql]) -> Sql:
    return Sql(word.join(f"({part.text})" for part in parts), tuple(v for part in parts for v in part.bound))


# ---------------------------------------------------------------- moments

RELEASED = {
    "stories": "(SELECT max(day) FROM releases WHERE releases.story = story.number)",
    "releases": "item.day",
    "programs": "item.day",
}


def moment(query: Query) -> str:
    """The SQL of the moment that a query's window, order and series go by."""
    return RELEASED[query.of] if query.by == "release" else MOMENT[query.by]
