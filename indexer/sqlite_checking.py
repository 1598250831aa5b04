"""What is wrong with an embedded index, found by reading it against the lines of its own stories.

Nothing is changed, and all is read at one moment of the index, so that a crawl may write meanwhile.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import apsw

from entities.copies import seen
from entities.errors import PantauError
from entities.records import Story
from entities.wire import loads, story_from
from indexer import sqlite_rows as rows
from indexer import terms
from indexer.books import BOOKS
from indexer.sqlite import SCHEMA, other_version
from indexer.sqlite_events_check import events
from indexer.sqlite_file import connect, existing, telling, versions
from indexer.words import tokens

TOLD = 20  # problems of one kind that are told one by one
LONGEST = 8_000  # characters of a word that are compared; FTS5 itself cuts a word at 32,768 bytes
AMOUNTS = ("rupiah", "dollars", "kilograms")
Problems = Iterator[str]


def check(path: Path) -> Problems:
    """What is wrong with an index, one sentence each; none where all is well. IndexUnusable where it is no index."""
    with telling(existing(path)), closing(connect(path)) as db:
        if said := other_version(versions(db, path)):
            yield f"it {said}"
            return
        db.execute("CREATE VIRTUAL TABLE temp.held_words USING fts5vocab (main, words, instance)")
        db.execute("BEGIN")
        try:
            for part in (_pages, _tables, _owners, _stories, events, _words):
                yield from _some(part(db))
        except (apsw.CorruptError, apsw.ConstraintError) as error:
            yield f"the file is damaged, so that not all of it could be read ({error}); restore a copy, or rebuild"


def _some(problems: Problems) -> Problems:
    """The first ones, and the number of the rest."""
    yield from islice(problems, TOLD)
    if more := sum(1 for _ in problems):
        yield f"and {more} more of this kind"


def _pages(db: apsw.Connection) -> Problems:
    """The file as SQLite sees it."""
    for (said,) in db.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"SQLite finds: {said}"
    for table, number, other, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"row {number} of {table} belongs to no row of {other}"


def _tables(db: apsw.Connection) -> Problems:
    """Tables and indexes that are not as schema.sql makes them."""
    with closing(connect(Path(":memory:"), create=True)) as fresh:
        fresh.execute(SCHEMA.read_text("utf-8"))
        wanted = _made(fresh)
    held = _made(db)
    for name in sorted(wanted | held):
        if wanted.get(name) != held.get(name):
            yield f"{name} is missing, foreign or made otherwise; `pantau index rebuild` mends it"


def _made(db: apsw.Connection) -> dict[str, str]:
    """Each table and index with the SQL that makes it."""
    sql = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
    return {str(name): str(made) for name, made in db.execute(sql)}


def _owners(db: apsw.Connection) -> Problems:
    """Rows that no story owns, and stories that should be gone."""
    for of in ("stories", "releases", "programs", *BOOKS):
        sql = f"SELECT DISTINCT owner FROM terms WHERE of = '{of}' AND owner NOT IN (SELECT number FROM {of})"
        for (owner,) in db.execute(sql):
            yield f"terms belong to number {owner} of {of}, which does not exist"
    sql = "SELECT id, copy_of FROM stories WHERE copy_of NOT IN (SELECT id FROM stories)"
    for id, first in db.execute(sql):
        yield f"{id} is a copy of {first}, which is not held; `pantau index rebuild` mends it"
    gone = "(SELECT key FROM forgotten)"
    for (id,) in db.execute(f"SELECT id FROM stories WHERE id IN {gone} OR url IN {gone}"):
        yield f"{id} was forgotten and is still held"


# ---------------------------------------------------------------- stories


def _stories(db: apsw.Connection) -> Problems:
    """Every line can be read, and what was taken from it into other columns and tables agrees."""
    for number, id, line in db.execute("SELECT number, id, line FROM stories ORDER BY number"):
        try:
            story = story_from(loads(line))
        except (PantauError, LookupError, TypeError, ValueError, ArithmeticError) as error:
            yield f"{id}: its line cannot be read ({type(error).__name__}: {error})"
            continue
        if wrong := ", ".join(_disagreeing(db, number, story)):
            yield f"{id}: {wrong} do not agree with its line"


def _disagreeing(db: apsw.Connection, number: int, story: Story) -> Iterator[str]:
    """Names of the columns and tables that do not hold what the line says."""
    told = rows.story_row(story)
    del told["line"]
    held = _rows(db, "stories", tuple(told), "number", number)
    yield from (name for name, value in told.items() if not held or held[0][1][name] != value)
    if _terms(db, "stories", number) != terms.story_terms(story):
        yield "terms"
    if _keys(db, number) != seen(story).keys:
        yield "prints"
    yield from _parts(db, "releases", number, story, story.releases, rows.release_row, terms.release_terms)
    yield from _parts(db, "programs", number, story, story.programs, rows.program_row, terms.program_terms)


def _parts(
    db: apsw.Connection,
    table: str,
    number: int,
    story: Story,
    parts: tuple[Any, ...],
    row: Callable[[Story, Any], rows.Row],
    known_by: Callable[[Story, Any], terms.Terms],
) -> Iterator[str]:
    told = [row(story, part) for part in parts]
    held = _rows(db, table, tuple(told[0]) if told else (), "story", number)
    if [_measured(found) for _, found in held] != [_measured(wanted) for wanted in told]:
        yield table
    elif any(_terms(db, table, n) != known_by(story, part) for (n, _), part in zip(held, parts, strict=True)):
        yield f"terms of {table}"


def _measured(row: rows.Row) -> rows.Row:
    """A row with its exact amounts as the numbers of JSON, which is how a line keeps them."""
    return {name: float(v) if name in AMOUNTS and v is not None else v for name, v in row.items()}


def _rows(
    db: apsw.Connection, table: str, names: tuple[str, ...], key: str, number: int
) -> list[tuple[int, rows.Row]]:
    """Rows with their numbers, in the order of the story."""
    sql = f"SELECT {', '.join(('number', *names))} FROM {table} WHERE {key} = ? ORDER BY number"
    return [(found[0], dict(zip(names, found[1:], strict=True))) for found in db.execute(sql, (number,))]


def _terms(db: apsw.Connection, of: str, owner: int) -> frozenset[tuple[str, str]]:
    found = db.execute("SELECT name, value FROM terms WHERE of = ? AND owner = ?", (of, owner))
    return frozenset((name, value) for name, value in found)


def _keys(db: apsw.Connection, story: int) -> frozenset[int]:
    found = db.execute(
        "SELECT key FROM prints JOIN stories ON number = story WHERE story = ?"
        " AND prints.came_out = stories.came_out",
        (story,),
    )
    return frozenset(key for (key,) in found)


# ---------------------------------------------------------------- words


def _words(db: apsw.Connection) -> Problems:
    """The full-text table holds each word of each story at its place, and nothing else."""
    held: Counter[int] = Counter()
    for term, number, column, place in db.execute("SELECT term, doc, col, offset FROM temp.held_words"):
        held[number] += hash((term[:LONGEST], column, place))
    columns = [name for _, name, *_ in db.execute("PRAGMA table_info(words)")]
    for number, id, *texts in db.execute(f"SELECT number, id, {', '.join(columns)} FROM stories"):
        if held.pop(number, 0) != sum(map(_sum, columns, texts)):
            yield f"{id}: the search words do not agree with its text"
    for number in held:
        yield f"search words are held for number {number}, which is no story"


def _sum(column: str, text: str) -> int:
    """A number that two columns with the same words at the same places share."""
    return sum(hash((word[:LONGEST], column, n)) for n, word in enumerate(tokens(text)))
