"""Finding in the embedded index: pages of hits with total and facets, and the stream of all hits.

What a query matches is found once, into the temporary table `matched`; total, facets and page read that.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import apsw

from entities.records import Story
from entities.wire import loads, story_from
from indexer import cursor
from indexer.books import BOOKS
from indexer.index import Hit, Query, Results
from indexer.language import asked, loosened
from indexer.marks import hit, lead, marked, phrases, snippet
from indexer.sqlite_names import VOCABULARY, held, meant_by
from indexer.sqlite_where import FROM, NUMBER, PARTS, Sql, Where, moment, where
from indexer.terms import alike

MATCHED = """CREATE TEMP TABLE IF NOT EXISTS matched (
    number INTEGER PRIMARY KEY, story INTEGER, id TEXT, place INTEGER, score REAL, key
)"""
SCORE = "-bm25(words, 4.0, 1.0, 2.0)"  # a word in the title weighs four in the body, one in the facts two
TOLD = "iif(story.facts = '', 1.0, 1.2)"  # how much more a story counts that has a release or a programme
MUCH = 0.4  # of all; from here on counting by term is faster
TERMS_FIRST = "terms INDEXED BY terms_value CROSS JOIN temp.matched"
MATCHES_FIRST = "temp.matched CROSS JOIN terms"
PLACE = {"stories": "0", **dict.fromkeys(PARTS, "item.place")}
RUPIAH = {
    "stories": "(SELECT max(rupiah_number) FROM releases WHERE releases.story = story.number)",
    **dict.fromkeys(PARTS, "item.rupiah_number"),
}
SCORED = f"SELECT rowid AS scored, {SCORE} AS score FROM words WHERE words MATCH ?"
# Of an event the score of its best report.
OWNER = dict.fromkeys(BOOKS, "item.number")
OWN_LINE = {of: f"(SELECT line FROM {of} WHERE number = matches.number)" for of in BOOKS}
BEST = f"""SELECT owner AS scored, max(score) AS score FROM ({SCORED} LIMIT -1)
    JOIN stories ON stories.number = scored JOIN reports ON article = stories.id AND of = '{{}}' GROUP BY owner"""


@dataclass(frozen=True)
class Row:
    """A row of `matched`: what a hit is, and its place in the order."""

    number: int
    story: int
    id: str
    place: int
    score: float
    key: Any

    @property
    def sort(self) -> cursor.Key:
        return self.score, self.key, self.id, self.place


def prepare(db: apsw.Connection) -> None:
    """Make the temporary tables of matches and of the words held, once a connection."""
    db.execute(MATCHED)
    db.execute(VOCABULARY)


# ---------------------------------------------------------------- a page


def search(db: apsw.Connection, query: Query) -> Results:
    """See Index.search; within one read transaction."""
    after, found = cursor.read(query), condition(db, query)
    total = match(db, query, found)
    rows = _page(db, query, after)
    page = rows[: query.limit]
    more = len(rows) > len(page) > 0
    return Results(
        hits=tuple(_shown(db, query, page, found)),
        total=total,
        facets=_facets(db, query, total),
        next=cursor.written(query, page[-1].sort) if more else None,
        notes=found.notes,
        meant=meant_by(db, query),
    )


def condition(db: apsw.Connection, query: Query) -> Where:
    """What a query matches; names that are compared as words are looked up among those held."""
    tree = asked(query)
    found = where(query, tree, names := lambda name, asked: alike(asked, held(db, query.of, name)))
    if (looser := loosened(tree)) and not _any(db, query, found):
        found_looser = where(query, looser, names)
        return found_looser if _any(db, query, found_looser) else found
    return found


def _any(db: apsw.Connection, query: Query, found: Where) -> bool:
    chosen = _select(replace(query, sort="newest"), found, "''")
    return bool(db.execute(f"SELECT EXISTS ({chosen.text})", chosen.bound).get)


def match(db: apsw.Connection, query: Query, found: Where) -> int:
    """Fill `matched` and say how many there are."""
    db.execute("DELETE FROM temp.matched")
    chosen = _select(query, found, _key(query))
    db.execute(f"INSERT INTO temp.matched {chosen.text}", chosen.bound)
    return int(db.execute("SELECT count(*) FROM temp.matched").get)


def _select(query: Query, found: Where, key: str) -> Sql:
    """The matches as (number, story, id, place, score, key)."""
    ranked = query.sort == "relevance" and found.match is not None
    score = f"{SCORE} * {TOLD}" if ranked else "0.0"
    tables, also = FROM[query.of], ""
    if found.must:
        tables = f"words CROSS JOIN {tables}"
        also = "words.rowid = story.number AND words MATCH ? AND "
    elif ranked:
        scored = BEST.format(query.of) if query.of in BOOKS else SCORED
        tables = f"{tables} LEFT JOIN ({scored}) ON scored = {OWNER.get(query.of, 'story.number')}"
        score = f"coalesce(score, 0.0) * {TOLD}"
    used = (found.match,) if found.must or ranked else ()
    return Sql(
        f"SELECT {NUMBER[query.of]}, story.number, story.id, {PLACE[query.of]}, {score}, {key} "
        f"FROM {tables} WHERE {also}{found.condition.text}",
        used + found.condition.bound,
    )


def _key(query: Query) -> str:
    """What orders equal scores; what has no moment or value comes last."""
    if query.sort == "value":
        return f"coalesce({RUPIAH[query.of]}, -1.0)"
    if query.sort == "sources":
        return "CAST(item.sources AS REAL)" if query.of in BOOKS else "-1.0"
    query = replace(query, by="learnt") if query.sort == "learnt" else query
    return f"coalesce({moment(query)}, '{'~' if query.sort == 'oldest' else ''}')"


def _order(query: Query) -> str:
    return f"score DESC, key {'ASC' if query.sort == 'oldest' else 'DESC'}, id, place"


def _page(db: apsw.Connection, query: Query, after: cursor.Key | None) -> list[Row]:
    """The rows of the page and one more, if there is one."""
    sign = ">" if query.sort == "oldest" else "<"
    behind = f"(score < ?1 OR score = ?1 AND (key {sign} ?2 OR key = ?2 AND (id, place) > (?3, ?4)))"
    rows = db.execute(
        f"SELECT * FROM temp.matched WHERE {behind if after else '1'} ORDER BY {_order(query)} "
        f"LIMIT {max(0, int(query.limit)) + 1}",
        after or (),
    )
    return [Row(*row) for row in rows]


def _facets(db: apsw.Connection, query: Query, total: int) -> dict[str, dict[str, int]]:
    """Counts of each value; where much matches, all terms in their order are cheaper than those of each match."""
    counted: dict[str, dict[str, int]] = {name: {} for name in query.facets}
    held = db.execute(f"SELECT max(number) FROM {query.of}").get or 0
    joined = TERMS_FIRST if total > held * MUCH else MATCHES_FIRST
    rows = db.execute(
        f"SELECT name, value, count(*) AS n FROM {joined} ON owner = matched.number "
        "WHERE of = ? AND name IN (SELECT value FROM json_each(?)) GROUP BY name, value ORDER BY n DESC, value",
        (query.of, json.dumps(query.facets)),
    )
    for name, value, number in rows if query.facets else ():
        counted[name][value] = number
    return counted


# ---------------------------------------------------------------- hits


def _shown(db: apsw.Connection, query: Query, page: list[Row], found: Where) -> Iterator[Hit]:
    # FTS5 marks words too, but its snippet() costs the square of the matches in a text.
    title, body = (phrases(found.marked, field) for field in ("title", "body"))
    ranked = query.sort == "relevance" and found.match is not None
    for row in page:
        story = _story(db.execute("SELECT line FROM stories WHERE number = ?", (row.story,)).get)
        yield hit(
            story,
            query.of,
            row.place,
            line=_line(db, query.of, row.number),
            score=row.score if ranked else None,
            title=marked(story.article.title, title),
            snippet=snippet(story.article.body, body) or lead(story.article.body),
        )


def _line(db: apsw.Connection, of: str, number: int) -> str | None:
    """The line of an event; None for what has none of its own."""
    if of not in BOOKS:
        return None
    return str(db.execute(f"SELECT line FROM {of} WHERE number = ?", (number,)).get)


def hits(db: apsw.Connection, query: Query) -> Iterator[Hit]:
    """See Index.hits; one statement, so one moment of the index."""
    found = condition(db, query)
    plain = query.sort == "relevance" and found.match is None
    chosen = _select(query, found, "''" if plain else _key(query))
    rows = db.execute(
        "WITH matches (number, story, id, place, score, key) AS MATERIALIZED "
        f"(SELECT * FROM ({chosen.text}) ORDER BY 5 DESC, 6 {_order(query).split()[3].rstrip(',')}, 3, 4) "
        f"SELECT line, matches.id, place, {OWN_LINE.get(query.of, 'NULL')} "
        "FROM matches CROSS JOIN stories ON stories.number = matches.story",
        chosen.bound,
    )
    for line, _, place, own in rows:
        story = _story(line)
        yield hit(
            story, query.of, place, line=own, title=story.article.title, snippet=lead(story.article.body)
        )


@lru_cache(maxsize=2)
def _story(line: str) -> Story:
    """Releases of one story come one after the other; it is read once."""
    return story_from(loads(line))
