"""The state in one SQLite file beside the index; several crawls of different sources may share it."""

import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import apsw

from entities.errors import Busy, StateUnusable
from entities.ledger_decisions import Decision, article_of
from entities.records import Correction
from indexer import database
from indexer.bounds import utc
from state.sqlite_file import StateFile
from state.sqlite_mailing import SQLiteMailing
from state.sqlite_rows import record_of, row_of
from state.state import Change, Condition, Listing, Outcome, Page, Run, State

T = TypeVar("T")


class SQLiteState(StateFile):
    """The State port over one SQLite file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.mailing = SQLiteMailing(self)

    def _rows(self, kind: type[T], sql: str, values: Iterable[Any] = ()) -> Iterator[T]:
        with self.telling():
            cursor = self.db.execute(sql, tuple(values))
            for row in cursor:
                names = [name for name, _ in cursor.get_description()]
                yield record_of(kind, dict(zip(names, row, strict=True)))

    def _first(self, kind: type[T], sql: str, values: Iterable[Any] = ()) -> T | None:
        return next(iter(list(self._rows(kind, sql, values))), None)

    def _replace(self, table: str, *records: Any) -> None:
        for record in records:
            row = row_of(record)
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            self.db.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))

    # ------------------------------------------------------------ pages and listings

    def page(self, source: str, id: str) -> Page | None:
        """See State.page."""
        return self._first(Page, "SELECT * FROM pages WHERE source = ? AND id = ?", (source, id))

    def pages(self, source: str | None = None, outcome: Outcome | None = None) -> Iterator[Page]:
        """See State.pages."""
        where = "(?1 IS NULL OR source = ?1) AND (?2 IS NULL OR outcome = ?2)"
        yield from self._rows(
            Page, f"SELECT * FROM pages WHERE {where} ORDER BY first_seen, id", (source, outcome)
        )

    def times(self, source: str, since: datetime) -> tuple[tuple[datetime, datetime | None], ...]:
        """See State.times."""
        sql = "SELECT first_seen, published_at FROM pages WHERE source = ? AND first_seen >= ? ORDER BY first_seen"
        with self.telling():
            rows = list(self.db.execute(sql, (source, utc(since))))
        return tuple(
            (datetime.fromisoformat(str(seen)), datetime.fromisoformat(str(published)) if published else None)
            for seen, published in rows
        )

    def last_stored(self, source: str) -> datetime | None:
        """See State.last_stored."""
        sql = "SELECT max(published_at) FROM pages WHERE source = ? AND outcome = 'stored'"
        with self.telling():
            found = self.db.execute(sql, (source,)).get
        return datetime.fromisoformat(str(found)) if found else None

    def tally(self, source: str) -> dict[str, int]:
        """See State.tally."""
        with self.telling():
            sql = "SELECT outcome, count(*) FROM pages WHERE source = ? GROUP BY outcome"
            return {str(outcome): int(str(number)) for outcome, number in self.db.execute(sql, (source,))}

    def keep(self, pages: Iterable[Page] = (), listing: Listing | None = None) -> None:
        """See State.keep."""
        with self.writing():
            self._replace("pages", *pages)
            self._replace("listings", *filter(None, [listing]))

    def listing(self, source: str, url: str) -> Listing | None:
        """See State.listing."""
        return self._first(Listing, "SELECT * FROM listings WHERE source = ? AND url = ?", (source, url))

    # ------------------------------------------------------------ changes

    def changed(self, change: Change) -> None:
        """See State.changed."""
        with self.writing():
            self._replace("changes", change)

    def changes(self, id: str) -> tuple[Change, ...]:
        """See State.changes."""
        return tuple(
            self._rows(
                Change, "SELECT source, id, at, fields FROM changes WHERE id = ? ORDER BY number", (id,)
            )
        )

    # ------------------------------------------------------------ runs

    def begin(self, run: Run) -> Run:
        """See State.begin."""
        with self.writing():
            killed = "UPDATE runs SET ending = 'killed', ended_at = started_at WHERE source = ? AND ended_at IS NULL"
            self.db.execute(killed, (run.source,))
            self._replace("runs", run)
            return replace(run, number=self.db.last_insert_rowid())

    def end(self, run: Run) -> None:
        """See State.end."""
        with self.writing():
            self._replace("runs", run)

    def runs(
        self, source: str | None = None, since: datetime | None = None, limit: int = 100
    ) -> tuple[Run, ...]:
        """See State.runs."""
        where = "(?1 IS NULL OR source = ?1) AND (?2 IS NULL OR started_at >= ?2)"
        order = f"SELECT * FROM runs WHERE {where} ORDER BY started_at DESC, number DESC LIMIT ?3"
        return tuple(self._rows(Run, order, (source, since and utc(since), limit)))

    def first_run(self, source: str) -> Run | None:
        """See State.first_run."""
        return self._first(
            Run, "SELECT * FROM runs WHERE source = ? ORDER BY started_at, number LIMIT 1", (source,)
        )

    # ------------------------------------------------------------ sources

    def condition(self, source: str) -> Condition | None:
        """See State.condition."""
        return self._first(Condition, "SELECT * FROM conditions WHERE source = ?", (source,))

    def tell(self, condition: Condition) -> None:
        """See State.tell."""
        with self.writing():
            self._replace("conditions", condition)

    def switch(self, source: str, off: str | None) -> None:
        """See State.switch."""
        with self.writing():
            self.db.execute("DELETE FROM switched_off WHERE source = ?", (source,))
            if off is not None:
                self.db.execute("INSERT INTO switched_off VALUES (?, ?)", (source, off))

    def switched_off(self) -> dict[str, str]:
        """See State.switched_off."""
        with self.telling():
            rows = self.db.execute("SELECT source, why FROM switched_off ORDER BY source")
            return {str(source): str(why) for source, why in rows}

    # ------------------------------------------------------------ the ledger of events

    def decide(self, decision: Decision) -> Decision:
        """See State.decide."""
        with self.writing():
            self._replace("decisions", replace(decision, number=None))
            return replace(decision, number=self.db.last_insert_rowid())

    def decisions(self) -> tuple[Decision, ...]:
        """See State.decisions."""
        return tuple(self._rows(Decision, "SELECT * FROM decisions ORDER BY number"))

    def undecide(self, number: int) -> Decision | None:
        """See State.undecide."""
        with self.writing():
            found = self._first(Decision, "SELECT * FROM decisions WHERE number = ?", (number,))
            self.db.execute("DELETE FROM decisions WHERE number = ?", (number,))
            return found

    # ------------------------------------------------------------ corrections

    def correct(self, correction: Correction) -> Correction:
        """See State.correct."""
        with self.writing():
            self._replace("corrections", replace(correction, number=None))
            return replace(correction, number=self.db.last_insert_rowid())

    def corrections(self, article: str | None = None) -> tuple[Correction, ...]:
        """See State.corrections."""
        order = "SELECT * FROM corrections WHERE ?1 IS NULL OR article = ?1 ORDER BY number"
        return tuple(self._rows(Correction, order, (article,)))

    def hidden(self) -> frozenset[str]:
        """See State.hidden."""
        with self.telling():
            rows = self.db.execute("SELECT article FROM corrections WHERE kind = 'hide'")
            return frozenset(str(article) for (article,) in rows)

    def uncorrect(self, number: int) -> Correction | None:
        """See State.uncorrect."""
        with self.writing():
            found = self._first(Correction, "SELECT * FROM corrections WHERE number = ?", (number,))
            self.db.execute("DELETE FROM corrections WHERE number = ?", (number,))
            return found

    def _forget_decisions(self, articles: set[str]) -> None:
        """Leave out the reports of these articles, and what was decided of nothing else."""
        for decision in self.decisions():
            left = decision.without(lambda key: article_of(key) in articles)
            if left is None:
                self.db.execute("DELETE FROM decisions WHERE number = ?", (decision.number,))
            elif left != decision:
                self._replace("decisions", left)

    # ------------------------------------------------------------ all of it

    @contextmanager
    def crawling(self, source: str) -> Iterator[None]:
        """See State.crawling. The kernel frees the lock with its holder: what a killed crawl left holds nobody."""
        path = self._lock(source)
        try:
            path.parent.mkdir(exist_ok=True)
            file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StateUnusable(
                f"{path} cannot be written to ({error.strerror}), so no crawl can start"
            ) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(f"{source} is being crawled already{_holder(path)}; wait for it") from None
            file.truncate(0)
            print(os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"), file=file, flush=True)
            yield

    def crawled_now(self, source: str) -> bool:
        """See State.crawled_now."""
        try:
            with self._lock(source).open() as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def _lock(self, source: str) -> Path:
        name = re.sub(r"[^\w-]", "_", source)
        return self.path.with_name(f"{self.path.name}.locks") / f"{name}.lock"

    def forget(self, keys: Iterable[str]) -> int:
        """See State.forget."""
        gone, forgotten = 0, set[str]()
        with self.writing():
            self.db.execute("PRAGMA secure_delete = ON")
            for key in keys:
                ids = [
                    row[0]
                    for row in self.db.execute("SELECT id FROM pages WHERE id = ?1 OR url = ?1", (key,))
                ]
                forgotten |= {key, *ids}
                for id in {key, *ids}:
                    self.db.execute("DELETE FROM changes WHERE id = ?", (id,))
                    self.db.execute("DELETE FROM pages WHERE id = ?", (id,))
                    self.db.execute("DELETE FROM corrections WHERE article = ?", (id,))
                gone += len(ids)
            self._forget_decisions(forgotten)
        return gone

    def backup(self, to: Path) -> None:
        """See State.backup."""
        with self.telling():
            copy = apsw.Connection(str(to))
            try:
                database.copy(self.db, copy)
            finally:
                copy.close()

    def restore(self, copy: State) -> None:
        """See State.restore."""
        if not isinstance(copy, SQLiteState) or copy.check():
            raise StateUnusable("the copy of the state is damaged; take an earlier one")
        carried = self.mailing.carried()
        with self.telling():
            database.copy(copy.db, self.db)
        self.mailing.carry(carried)

    def check(self) -> tuple[str, ...]:
        """See State.check."""
        with self.telling():
            told = [row[0] for row in self.db.execute("PRAGMA integrity_check")]
        return () if told == ["ok"] else tuple(told)

    def close(self) -> None:
        """See State.close."""
        self.db.close()


def _holder(path: Path) -> str:
    """Who holds a lock, for people; empty where that cannot be read."""
    told = path.read_text("utf-8").split()
    return f" by process {told[0]} since {told[1]}" if len(told) == 2 else ""
