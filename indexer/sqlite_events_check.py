"""What is wrong with the events of an embedded index: joined anew from its stories, some at a time, and compared."""

from collections.abc import Iterator

import apsw

from indexer.batches import batches
from indexer.books import BOOKS, Book
from indexer.ledgering import Stored, blocks, wrong
from indexer.sqlite_events import UNION, Events, decisions, reports_of
from indexer.sqlite_rows import event_row

TOGETHER = 200  # articles
Problems = Iterator[str]


def events(db: apsw.Connection) -> Problems:
    """Events are what today's rules make of the reports held, and are found by what their releases are found by."""
    for book in BOOKS.values():
        yield from _joined(db, book)
        yield from _rows(db, book)
        yield from _terms(db, book)


def _joined(db: apsw.Connection, book: Book) -> Problems:
    held, decided = Events(db, book), decisions(db)
    sql = f"SELECT id FROM stories WHERE number IN (SELECT story FROM {book.parts}) ORDER BY number"
    for some in batches((id for (id,) in db.execute(sql)), TOGETHER):
        yield from wrong(book, some, reports_of(db, book, some), held, decided)
    left = "SELECT key FROM reports WHERE of = ? AND article NOT IN (SELECT id FROM stories)"
    for (key,) in db.execute(left, (book.of,)):
        yield f"{book.of}: report {key} is of no article that is held"


def _rows(db: apsw.Connection, book: Book) -> Problems:
    """Columns, reports and blocks agree with the line of each event."""
    readable = f"SELECT number, line FROM {book.of} WHERE json_valid(line)"  # the others are told of already
    for number, line in db.execute(readable):
        stored = Stored(name=number, event=book.event(str(line)))
        if said := ", ".join(_disagreeing(db, book, stored)):
            yield f"{book.of}: {stored.event.id}: {said} do not agree with its line"


def _disagreeing(db: apsw.Connection, book: Book, stored: Stored) -> Iterator[str]:
    row, first = event_row(book, stored.event), stored.event.reports[0]
    columns = f"SELECT {', '.join(row)} FROM {book.of} WHERE number = ?"
    (told,) = db.execute(columns, (stored.name,)).fetchall()
    yield from (name for name, value in zip(row, told, strict=True) if row[name] != value)
    sql = (
        f"SELECT stories.id FROM {book.of} JOIN stories ON stories.number = story WHERE {book.of}.number = ?"
    )
    if db.execute(sql, (stored.name,)).get != first.article:
        yield "story"
    for table, column, wanted in (
        ("reports", "key", {report.key for report in stored.event.reports}),
        ("blocks", "block", blocks(book, stored.event)),
    ):
        held = db.execute(f"SELECT {column} FROM {table} WHERE of = ? AND owner = ?", (book.of, stored.name))
        if {value for (value,) in held} != wanted:
            yield table


def _terms(db: apsw.Connection, book: Book) -> Problems:
    union = UNION.format(parts=book.parts)
    held = f"SELECT owner, name, value FROM terms WHERE of = '{book.of}'"
    made = f"SELECT reports.owner, terms.name, terms.value FROM {union} WHERE reports.of = '{book.of}'"
    both = f"SELECT * FROM ({held} EXCEPT {made}) UNION SELECT * FROM ({made} EXCEPT {held})"
    for (number,) in db.execute(f"SELECT DISTINCT owner FROM ({both})"):
        yield f"{book.of}: the terms of number {number} are not those of its {book.parts}"
