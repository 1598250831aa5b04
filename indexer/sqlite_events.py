"""The ledgers of the embedded index: events, the reports they are made of, and what they are found by.

Within a transaction.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import apsw

from entities.decision_wire import decision_from
from entities.ledger import signs
from entities.ledger_decisions import Decisions
from entities.records import Story
from entities.wire import loads, story_from
from indexer.books import BOOKS, Book
from indexer.ledgering import Stored, blocks, turned
from indexer.sqlite_rows import event_row

ASKED = "(SELECT value FROM json_each(?))"
# Those of these articles that are copies, with what they were first published as.
FIRST = f"""WITH RECURSIVE up (start, id) AS (
    SELECT id, id FROM stories WHERE id IN {ASKED}
    UNION SELECT start, copy_of FROM up JOIN stories USING (id) WHERE copy_of IS NOT NULL
) SELECT start, id FROM up JOIN stories USING (id) WHERE copy_of IS NULL"""
# These articles and all that are copies of them, of their copies, and so on.
COPIES = """WITH RECURSIVE down (id) AS (
    SELECT value FROM json_each(?)
    UNION SELECT stories.id FROM down JOIN stories ON stories.copy_of = down.id
) SELECT id FROM down"""

# What the releases of reports are found by.
UNION = """reports JOIN stories ON stories.id = reports.article
    JOIN {parts} AS part ON part.story = stories.number AND part.place = reports.place
    JOIN terms ON terms.of = '{parts}' AND terms.owner = part.number"""


class Events:
    """The events of one book in a file, as indexer/ledgering.py asks for them."""

    def __init__(self, db: apsw.Connection, book: Book) -> None:
        self.db, self.book = db, book

    def of_articles(self, ids: Collection[str]) -> Iterator[Stored]:
        """See ledgering.Held."""
        return self._stored(f"SELECT owner FROM reports WHERE article IN {ASKED} AND of = ?", ids)

    def of_reports(self, keys: Collection[str]) -> Iterator[Stored]:
        """See ledgering.Held."""
        return self._stored(f"SELECT owner FROM reports WHERE key IN {ASKED} AND of = ?", keys)

    def sharing(self, blocks: Collection[int], but: Collection[int]) -> Iterator[Stored]:
        """See ledgering.Held."""
        sql = "SELECT owner FROM json_each(?) AS asked CROSS JOIN blocks ON block = asked.value AND of = ?"
        return self._stored(sql, blocks, but)

    def signed(self, signs: str) -> Iterator[Stored]:
        """Those that a report with these signs is of, see entities/ledger.py."""
        return self._stored(f"SELECT owner FROM reports WHERE signs IN {ASKED} AND of = ?", [signs])

    def _stored(self, owners: str, asked: Collection[Any], but: Collection[int] = ()) -> Iterator[Stored]:
        sql = f"SELECT number, line FROM {self.book.of} WHERE number IN ({owners}) AND number NOT IN {ASKED}"
        bound = (json.dumps(sorted(asked)), self.book.of, json.dumps(sorted(but)))
        for number, line in self.db.execute(sql, bound).fetchall():
            yield Stored(name=number, event=self.book.event(str(line)))

    # ------------------------------------------------------------ writing

    def remove(self, number: int) -> None:
        """Take an event with all its rows out."""
        self.db.execute(f"DELETE FROM {self.book.of} WHERE number = ?", (number,))
        for table in ("terms", "reports", "blocks"):
            self.db.execute(f"DELETE FROM {table} WHERE of = ? AND owner = ?", (self.book.of, number))

    def write(self, event: Any) -> None:
        """Store an event whose stories are held."""
        row = event_row(self.book, event)
        first = event.reports[0]
        row["story"] = self.db.execute("SELECT number FROM stories WHERE id = ?", (first.article,)).get
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self.db.execute(f"INSERT INTO {self.book.of} ({names}) VALUES ({marks})", tuple(row.values()))
        self._found_by(self.db.last_insert_rowid(), event)

    def _found_by(self, number: int, event: Any) -> None:
        of = self.book.of
        told = [(of, r.key, r.article, r.place, signs(r.key), number) for r in event.reports]
        self.db.executemany("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?)", told)
        known = [(of, block, number) for block in sorted(blocks(self.book, event))]
        self.db.executemany("INSERT INTO blocks VALUES (?, ?, ?)", known)
        self.db.execute(
            "INSERT INTO terms SELECT DISTINCT ?1, ?2, terms.name, terms.value "
            f"FROM {UNION.format(parts=self.book.parts)} WHERE reports.of = ?1 AND reports.owner = ?2",
            (of, number),
        )


def settle(db: apsw.Connection, touched: Collection[str]) -> None:
    """Join anew what these articles, which were put, linked otherwise or taken out, tell of."""
    if not touched:
        return
    articles = [id for (id,) in db.execute(COPIES, (json.dumps(sorted(touched)),))]
    stories, decided = list(telling(db, articles)), decisions(db)
    for book in BOOKS.values():
        held = Events(db, book)
        reports = (report for story, first in stories for report in book.read(story, first))
        change = turned(book, articles, reports, held, decided)
        for stored in change.gone:
            held.remove(stored.name)
        for event in change.made:
            held.write(event)


def telling(db: apsw.Connection, articles: Iterable[str]) -> Iterator[tuple[Story, str | None]]:
    """The stories of these that tell of anything that is joined, each with what it was first published as."""
    asked = json.dumps(sorted(articles))
    firsts = dict(db.execute(FIRST, (asked,)))
    parts = " OR ".join(
        f"EXISTS (SELECT 1 FROM {b.parts} WHERE story = stories.number)" for b in BOOKS.values()
    )
    sql = f"SELECT line FROM stories WHERE id IN {ASKED} AND ({parts})"
    for (line,) in db.execute(sql, (asked,)).fetchall():
        story = story_from(loads(str(line)))
        yield story, firsts.get(story.article.id)


def reports_of(db: apsw.Connection, book: Book, articles: Iterable[str]) -> Iterator[Any]:
    """What these articles, as they are held, tell of."""
    return (report for story, first in telling(db, articles) for report in book.read(story, first))


# ---------------------------------------------------------------- decisions


def decisions(db: apsw.Connection) -> Decisions:
    """The decisions by which the events of a file are joined."""
    told = db.execute("SELECT value FROM meta WHERE key = 'decisions'").get
    return Decisions(map(decision_from, loads(told or "[]")))
