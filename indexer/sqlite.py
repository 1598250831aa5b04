"""The embedded index: one SQLite file, full-text search by FTS5 with our Indonesian tokenizer.

Its tables (schema.sql) are plain and readable by any SQLite tool; only the full-text table `words` needs our tokenizer.
Two SQLite libraries in one process must not share a file: open it with apsw only.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import apsw

from entities.copies import seen
from entities.decision_wire import decision_json
from entities.errors import IndexUnusable
from entities.ledger_claims import Entry
from entities.ledger_decisions import Decisions, article_of
from entities.ledger_firsts import Outline
from entities.records import Story
from entities.scheme_claims import SchemeEntry
from entities.wire import dumps, loads, story_from
from indexer import linking, sqlite_events, sqlite_names, sqlite_search, sqlite_sums, terms, words
from indexer import sqlite_rows as rows
from indexer.books import EVENTS, SCHEMES, Book, outline, signs_of
from indexer.bounds import utc
from indexer.database import transaction, use_wal
from indexer.index import Bucket, Hit, Left, Query, Results, Totals
from indexer.language import clean
from indexer.periods import Unit
from indexer.sqlite_copies import Copies
from indexer.sqlite_events import Events
from indexer.sqlite_file import APPLICATION_ID, WAIT, connect, existing, is_empty, telling, versions

SCHEMA_VERSION = 4
WORDS = "rowid, title, body, facts"
STEPS = 5_000  # of SQLite's machine between two looks at the clock
TOGETHER = 500  # stories whose words are written at once
# The matches of a query are kept in memory: some sixty bytes each. 16 MB of the file's pages are, too.
PRAGMAS = "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000"
WIPE_WORDS = "INSERT INTO words (words, rank) VALUES ('secure-delete', ?)"
SCHEMA = files("indexer") / "schema.sql"


class SQLiteIndex:
    """The Index port over one SQLite file; create makes the file where there is none.

    clock gives the moment a story counts as learnt when it brings none. write and patience: see open_index.
    """

    together = 20  # a transaction each

    def __init__(
        self,
        path: Path,
        *,
        create: bool = True,
        write: bool = True,
        patience: float | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.path, self.clock, self.patience = path, clock, patience
        if not create:
            existing(path)
        with self._telling():
            self.db = connect(path, create=create, write=write)
            self.known, self.copied = Copies(self.db), 0
            self._open()
        if patience is not None:
            self.db.set_progress_handler(self._is_late, STEPS)

    def _is_late(self) -> bool:
        return time.monotonic() > self.late_at

    def _open(self) -> None:
        if is_empty(self.db):
            self._create()
        if said := other_version(versions(self.db, self.path)):
            raise IndexUnusable(f"{self.path} {said}")
        self.db.execute(PRAGMAS)
        sqlite_search.prepare(self.db)

    def _create(self) -> None:
        use_wal(self.db, WAIT)
        with transaction(self.db, "IMMEDIATE"):
            if not is_empty(self.db):  # another process was first
                return
            self.db.execute(SCHEMA.read_text("utf-8"))
            self.db.execute("INSERT INTO meta VALUES ('words', ?)", (str(words.VERSION),))
            self.db.execute(
                f"PRAGMA user_version = {SCHEMA_VERSION}; PRAGMA application_id = {APPLICATION_ID}"
            )

    late_at = math.inf

    def _telling(self) -> AbstractContextManager[None]:
        if self.patience is not None:
            self.late_at = time.monotonic() + self.patience
        return telling(self.path)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One moment of the index for several statements."""
        if self.db.in_transaction:
            yield
            return
        with transaction(self.db, "DEFERRED"):
            yield

    # ------------------------------------------------------------ writing

    def put(self, stories: Iterable[Story]) -> int:
        """See Index.put."""
        with self._telling(), self._writing():
            new = [story.article.id for story in stories if self._put(story)]
            self.copied += self.known.count(new)
            if not self.path.exists():  # SQLite would go on writing into the void
                raise IndexUnusable(f"{self.path} has been removed")
            return len(new)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction at whose end the full-text table and the events are written: turn by turn costs more."""
        self.stale: list[tuple[Any, ...]] = []
        self.fresh: dict[int, tuple[str, str, str]] = {}
        self.touched: set[str] = set()
        with transaction(self.db, "IMMEDIATE"):
            yield
            self._write_words()
            sqlite_events.settle(self.db, self.touched)

    def _write_words(self) -> None:
        gone, new = self.stale, [(number, *texts) for number, texts in self.fresh.items()]
        self.db.executemany(f"INSERT INTO words (words, {WORDS}) VALUES ('delete', ?, ?, ?, ?)", gone)
        self.db.executemany(f"INSERT INTO words ({WORDS}) VALUES (?, ?, ?, ?)", new)
        self.stale, self.fresh = [], {}

    def _put(self, story: Story) -> bool:
        if self._is_forgotten(story):
            return False
        known = self.db.execute(
            "SELECT number, learnt_at FROM stories WHERE id = ?", (story.article.id,)
        ).fetchone()
        learnt = datetime.fromisoformat(known[1]) if known else story.learnt_at or self.clock()
        if known:
            self._remove(known[0])
        story = replace(story, learnt_at=learnt, copy_of=None)
        links = linking.links([one := seen(story)], (), self.known)
        number = self._store(replace(story, copy_of=links.pop(one.id)), known and known[0])
        self.known.keep(number, one)
        self.known.link(links)
        self.touched |= {one.id, *links}
        return not known

    def _is_forgotten(self, story: Story) -> bool:
        keys = (story.article.id, story.article.url)
        return bool(self.db.execute("SELECT count(*) FROM forgotten WHERE key IN (?, ?)", keys).get)

    def _remove(self, number: int) -> None:
        """Take a story with all its rows out; within a transaction."""
        if self.fresh.pop(number, None) is None:
            texts = "SELECT number, title, body, facts FROM stories WHERE number = ?"
            self.stale += self.db.execute(texts, (number,)).fetchall()
        for of, owners in (
            ("stories", "?"),
            ("releases", "SELECT number FROM releases WHERE story = ?"),
            ("programs", "SELECT number FROM programs WHERE story = ?"),
        ):
            self.db.execute(f"DELETE FROM terms WHERE of = '{of}' AND owner IN ({owners})", (number,))
        self.db.execute("DELETE FROM stories WHERE number = ?", (number,))

    def _store(self, story: Story, number: int | None) -> int:
        row = rows.story_row(story)
        number = self._insert("stories", {"number": number, **row}, terms.story_terms(story))
        self.fresh[number] = row["title"], row["body"], row["facts"]
        for place, release in enumerate(story.releases):
            row = {"story": number, "place": place, **rows.release_row(story, release)}
            self._insert("releases", row, terms.release_terms(story, release))
        for place, program in enumerate(story.programs):
            row = {"story": number, "place": place, **rows.program_row(story, program)}
            self._insert("programs", row, terms.program_terms(story, program))
        if len(self.fresh) >= TOGETHER:
            self._write_words()
        return number

    def _insert(self, table: str, row: rows.Row, known_by: terms.Terms) -> int:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
        number = self.db.last_insert_rowid()
        self.db.executemany(
            "INSERT INTO terms VALUES (?, ?, ?, ?)", [(table, number, *pair) for pair in sorted(known_by)]
        )
        return number

    # ------------------------------------------------------------ reading

    def get(self, id: str) -> Story | None:
        """See Index.get."""
        with self._telling():
            line = self.db.execute("SELECT line FROM stories WHERE id = ?", (clean(id),)).get
            return line and story_from(loads(line))

    def copies(self, id: str) -> tuple[Story, ...]:
        """See Index.copies."""
        with self._telling(), self._reading():
            return self.known.group(clean(id))

    def count(self) -> int:
        """See Index.count."""
        with self._telling():
            return int(self.db.execute("SELECT count(*) FROM stories").get)

    def search(self, query: Query) -> Results:
        """See Index.search."""
        with self._telling(), self._reading():
            return sqlite_search.search(self.db, query)

    def hits(self, query: Query | None = None) -> Iterator[Hit]:
        """See Index.hits."""
        with self._telling():
            yield from sqlite_search.hits(self.db, query or Query())

    def series(self, query: Query, unit: Unit) -> tuple[Bucket, ...]:
        """See Index.series."""
        with self._telling(), self._reading():
            return sqlite_sums.series(self.db, query, unit)

    def totals(self, query: Query) -> Totals:
        """See Index.totals."""
        with self._telling(), self._reading():
            return sqlite_sums.totals(self.db, query)

    def event(self, id: str) -> Entry | None:
        """See Index.event."""
        found: Entry | None = self._of(EVENTS, id)
        return found

    def scheme(self, id: str) -> SchemeEntry | None:
        """See Index.scheme."""
        found: SchemeEntry | None = self._of(SCHEMES, id)
        return found

    def _of(self, book: Book, id: str) -> Any:
        with self._telling(), self._reading():
            return book.found(id, (stored.event for stored in Events(self.db, book).signed(signs_of(id))))

    def outlines(self) -> Iterator[Outline]:
        """See Index.outlines."""
        with self._telling():
            for (shown,) in self.db.execute("SELECT shown FROM events"):
                yield outline(loads(shown))

    def decisions(self) -> Decisions:
        """See Index.decisions."""
        return sqlite_events.decisions(self.db)

    def decide(self, decisions: Decisions) -> None:
        """See Index.decide."""
        with self._telling():
            if (before := self.decisions()) == decisions:
                return
            with self._writing():
                told = dumps([decision_json(one) for one in decisions.all])
                self.db.execute("INSERT OR REPLACE INTO meta VALUES ('decisions', ?)", (told,))
                self.touched |= {article_of(key) for key in before.unlike(decisions)}

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """See Index.suggest."""
        with self._telling(), self._reading():
            return sqlite_names.suggest(self.db, prefix, limit)

    def forget(self, url: str) -> int:
        """See Index.forget."""
        return self._take_out(clean(url), refuse=True)

    def withdraw(self, id: str) -> int:
        """See Index.withdraw."""
        return self._take_out(clean(id), refuse=False)

    def _take_out(self, key: str, *, refuse: bool) -> int:
        """Remove an article and every trace of its words; refuse: keep out from now on what it was known by."""
        with self._telling(), self._wiping(), self._writing():
            found = list(
                self.db.execute("SELECT number, id, url FROM stories WHERE url = ?1 OR id = ?1", (key,))
            )
            self.db.execute(WIPE_WORDS, (1,))
            for number, *_ in found:
                self._remove(number)
            self._write_words()
            links = linking.links([], [str(id) for _, id, _ in found], self.known)
            self.known.link(links)
            self.touched |= {*(str(id) for _, id, _ in found), *links}
            self.db.execute(WIPE_WORDS, (0,))
            keys = {key} | {str(part) for _, *both in found for part in both}
            told = [(part, utc(self.clock())) for part in sorted(keys) if refuse]
            self.db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", told)
            return len(found)

    @contextmanager
    def _wiping(self) -> Iterator[None]:
        """What is deleted is overwritten, and the log that still has it emptied as far as readers let go of it."""
        self.db.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            self.db.execute("PRAGMA secure_delete = OFF")
        with suppress(apsw.BusyError):  # a reader needs the log; a later checkpoint empties it
            self.db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def forgotten(self) -> frozenset[str]:
        """See Index.forgotten."""
        return frozenset(self.buried())

    def buried(self) -> dict[str, str]:
        """See Index.buried."""
        with self._telling():
            return dict(self.db.execute("SELECT key, at FROM forgotten"))

    def bury(self, at: dict[str, str]) -> None:
        """See Index.bury."""
        with self._telling(), transaction(self.db, "IMMEDIATE"):
            self.db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", sorted(at.items()))

    def left(self) -> Left:
        """See Index.left: all that was put is held."""
        return Left()

    def republished(self) -> int:
        """See Index.republished."""
        return self.copied

    def close(self) -> None:
        """See Index.close."""
        with self._telling():
            self.db.close()


def other_version(found: tuple[int, int]) -> str | None:
    """What to say of an index whose versions of schema and search words are not today's."""
    if found == (SCHEMA_VERSION, words.VERSION):
        return None
    return (
        f"was made by another version of Pantau (schema {found[0]}, words {found[1]}; "
        f"this one has {SCHEMA_VERSION} and {words.VERSION}); `pantau index rebuild` mends it"
    )
