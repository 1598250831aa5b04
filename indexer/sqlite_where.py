"""A query as SQL: every word and value of the reader is bound, never pasted, and quoted once more for FTS5."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from indexer.books import BOOKS
from indexer.bounds import amount, day_from, utc
from indexer.index import Between, Query
from indexer.language import Asked, Is, Node, Not, Or, Words, clean
from indexer.plan import Plan, plan
from indexer.terms import WORDED

Bound = tuple[object, ...]
Held = Callable[[str, Iterable[str]], list[str]]  # the stored names that an asked one means, see terms.alike

PARTS = ("releases", "programs", *BOOKS)  # tables of what is found in stories
NUMBER = {"stories": "story.number", **dict.fromkeys(PARTS, "item.number")}
FROM = {
    "stories": "stories AS story",
    **{of: f"stories AS story JOIN {of} AS item ON item.story = story.number" for of in PARTS},
}
MOMENT = {"published": "story.published_at", "learnt": "story.learnt_at"}
# What is known of the reports of an event: of which ones, by their stories.
OF_REPORT = "item.number IN (SELECT owner FROM reports WHERE of = ? AND article IN ({}))"
STORED = {"place": ("city", "province")}


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with the values for its question marks, in their order."""

    text: str
    bound: Bound = ()


@dataclass(frozen=True)
class Where:
    """What a query matches.

    condition: on the tables of FROM. match: an FTS5 expression for the score, None where no word is asked for.
    must: every match is a match of it. marked: the words to be marked in a hit.
    """

    condition: Sql
    match: str | None
    must: bool
    notes: tuple[str, ...]
    marked: tuple[Words, ...] = ()


def where(query: Query, tree: Asked, held: Held) -> Where:
    """The condition, the words to rank and mark by, and the notes of a query read as this tree."""
    asked = plan(tree)
    joined = query.of in BOOKS  # words may stand in any of its reports
    nodes = tree.nodes if joined else asked.conditions
    conditions = [_condition(node, query.of, held) for node in nodes]
    match = _match(asked) if not (joined and asked.wanted) else " OR ".join(map(fts, asked.wanted))
    must = bool(asked.wanted) and not joined
    return Where(all_of(conditions + _bounds(query)), match, must, tree.notes, asked.marked)


# ---------------------------------------------------------------- words


def fts(node: Node) -> str:
    """A node of words only as an FTS5 expression."""
    if isinstance(node, Words):
        phrase = '"' + node.text.replace('"', " ") + '"'
        return f"{{{node.field}}} : {phrase}" if node.field else phrase
    if isinstance(node, Or):
        return "(" + " OR ".join(fts(part) for part in node.nodes) + ")"
    raise TypeError(node)


def _match(asked: Plan) -> str | None:
    if not asked.wanted:
        return " OR ".join(map(fts, asked.spoken)) or None
    wanted = [fts(node) for node in asked.wanted]
    match = " AND ".join(wanted + _together(wanted, asked))
    unwanted = "".join(f" NOT {fts(node)}" for node in asked.unwanted)
    return f"({match}){unwanted}" if unwanted else match


def _together(wanted: list[str], asked: Plan) -> list[str]:
    """What every match matches, and scores more whose title and facts hold all, or whose words stand together."""
    about = f"{{title facts}} : ({' AND '.join(wanted)})"
    more = [wanted[0], about, *map(fts, asked.pairs)]
    return [f"({' OR '.join(more)})"] if len(wanted) > 1 else []


# ---------------------------------------------------------------- conditions


def _condition(node: Node, of: str, held: Held) -> Sql:
    if isinstance(node, Not):
        inner = _condition(node.node, of, held)
        return Sql(f"NOT ({inner.text})", inner.bound)
    if isinstance(node, Or):
        return _joined(" OR ", [_condition(part, of, held) for part in node.nodes])
    if isinstance(node, Words):
        return _in_stories("SELECT rowid FROM words WHERE words MATCH ?", fts(node), of)
    return _is(node, of, held)


def _is(node: Is, of: str, held: Held) -> Sql:
    values = [clean(value) for value in node.values]
    if node.name == "id":
        listed = "SELECT number FROM stories WHERE id IN (SELECT value FROM json_each(?))"
        return _in_stories(listed, json.dumps(values), of)
    if node.name in WORDED:
        values = held(node.name, values)
    names = STORED.get(node.name, (node.name,))
    listed = ", ".join("?" * len(names))
    return Sql(
        f"{NUMBER[of]} IN (SELECT owner FROM terms WHERE of = ? AND name IN ({listed})"
        " AND value IN (SELECT value FROM json_each(?)))",
        (of, *names, json.dumps(values)),
    )


def _in_stories(numbers: str, bound: str, of: str) -> Sql:
    """One of these stories; of an event, one that tells of it."""
    if of in BOOKS:
        return Sql(OF_REPORT.format(f"SELECT id FROM stories WHERE number IN ({numbers})"), (of, bound))
    return Sql(f"story.number IN ({numbers})", (bound,))


def _bounds(query: Query) -> list[Sql]:
    """The window, and the ranges of value and weight; of a story one release must keep all that ask for a release."""
    item = _of_item(query, item_bounds(query))
    item += [Sql("story.copy_of IS NULL")] if query.originals else []
    return item if query.by == "release" else item + _window(_moment(query), utc, query)


def item_bounds(query: Query) -> list[Sql]:
    """What is asked of a release or programme itself: value, weight, and its day where the window is on that."""
    item = [range_ for asked in (query.value, query.volume) for range_ in _range(asked, query.of)]
    return item + (_window("item.day", day_from, query) if query.by == "release" else [])


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
    column = f"item.{amount(asked)}_number"
    ends = [
        Sql(f"{column} {sign} ?", (float(end),))
        for sign, end in ((">=", asked.low), ("<=", asked.high))
        if end is not None
    ]
    return [Sql(f"{column} IS NOT NULL"), *ends]


def _window(column: str, told: Callable[[datetime], str], query: Query) -> list[Sql]:
    ends = ((">=", query.since), ("<", query.until))
    return [Sql(f"{column} {sign} ?", (told(moment),)) for sign, moment in ends if moment]


def all_of(conditions: list[Sql]) -> Sql:
    """All conditions at once; true where there is none."""
    return _joined(" AND ", conditions) if conditions else Sql("1")


def _joined(word: str, parts: list[Sql]) -> Sql:
    return Sql(word.join(f"({part.text})" for part in parts), tuple(v for part in parts for v in part.bound))


# ---------------------------------------------------------------- moments

RELEASED = {
    "stories": "(SELECT max(day) FROM releases WHERE releases.story = story.number)",
    **dict.fromkeys(PARTS, "item.day"),
}


def moment(query: Query) -> str:
    """The SQL of the moment that a query's window, order and series go by."""
    return RELEASED[query.of] if query.by == "release" else _moment(query)


def _moment(query: Query) -> str:
    """An event is published when its first report is, and learnt of with the first that is learnt of."""
    return "item.learnt_at" if query.of in BOOKS and query.by == "learnt" else MOMENT[query.by]
