"""Names and words that the embedded index holds: for filters, suggestions and what was meant."""

from functools import cache

import apsw

from indexer.index import Query
from indexer.language import MAX_TEXT, Words, clean
from indexer.sqlite_where import fts
from indexer.suggest import SUGGESTED, beginning, meant

VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.held USING fts5vocab (main, words, row)"


def held(db: apsw.Connection, of: str, name: str) -> list[str]:
    """Every value under a name, each once, from one step in the index for each."""
    rows = db.execute(
        "WITH RECURSIVE step (value) AS ("
        " SELECT min(value) FROM terms WHERE of = ?1 AND name = ?2"
        " UNION ALL"
        " SELECT (SELECT min(value) FROM terms WHERE of = ?1 AND name = ?2 AND value > step.value)"
        " FROM step WHERE step.value IS NOT NULL"
        ") SELECT value FROM step WHERE value IS NOT NULL",
        (of, name),
    )
    return [value for (value,) in rows]


def suggest(db: apsw.Connection, prefix: str, limit: int) -> tuple[str, ...]:
    """See Index.suggest."""
    found: dict[str, int] = {}
    for name in SUGGESTED:
        for value, shown in beginning(clean(prefix), name, held(db, "stories", name)):
            found[shown] = found.get(shown, 0) + _count(db, name, value)
    return tuple(sorted(found, key=lambda shown: (-found[shown], shown)))[: max(0, limit)]


def _count(db: apsw.Connection, name: str, value: str) -> int:
    sql = "SELECT count(*) FROM terms WHERE of = 'stories' AND name = ? AND value = ?"
    return int(db.execute(sql, (name, value)).get)


def meant_by(db: apsw.Connection, query: Query) -> str | None:
    """The text of a query with its misspelt words mended, on its first page; see Results.meant."""

    def count(found: tuple[str, ...], most: int) -> int:
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        return int(db.execute(sql, (fts(Words(text=" ".join(found))), most)).get)

    @cache
    def every() -> list[str]:
        return [term for (term,) in db.execute("SELECT term FROM temp.held WHERE doc > 1")]

    def terms(word: str) -> list[str]:
        return [term for term in every() if abs(len(term) - len(word)) <= 2]

    return meant(clean(query.text[:MAX_TEXT]), count, terms) if query.after is None else None
