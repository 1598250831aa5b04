"""Subscriptions and their outbox in the SQLite file of the state."""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypeVar

from entities.wire import dumps, loads
from indexer.bounds import utc
from state.mailing import FINAL, Fate, Kind, Letter, Standing, Subscription
from state.sqlite_file import StateFile

MOMENTS = ("asked_at", "confirmed_at", "since", "made_at", "next_at", "ended_at")
JSON = ("search", "notes", "missed")
LISTS = ("notes", "missed")
FLAGS = ("empty", "told")
TABLES: dict[type[Any], str] = {Subscription: "subscriptions", Letter: "letters"}
ASKED = timedelta(days=1)  # how long it is remembered that mail was asked for
ISSUES = 14  # weeks of a search whose digests are kept
T = TypeVar("T")
# A row leaves copies of itself in the gaps of pages that were split or joined, which SQLite's secure_delete does not
# reach. Pages that a table gives back are blanked whole, so the table gives all of them back and is filled anew.
REWRITTEN = """
CREATE TEMP TABLE kept AS SELECT * FROM subscriptions;
DELETE FROM subscriptions;
INSERT INTO subscriptions SELECT * FROM kept;
DROP TABLE temp.kept;
"""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What a restore must not take back: whom nobody may write to again, and what was sent."""

    erased: tuple[str, ...]
    letters: tuple[Letter, ...]


class SQLiteMailing:
    """The Mailing port over the file of a state."""

    def __init__(self, state: StateFile) -> None:
        self.state = state

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction that is on the disk when it ends: a power cut must not undo that a letter was sent."""
        db = self.state.db
        with self.state.telling():
            db.execute("PRAGMA synchronous = FULL")
        try:
            with self.state.writing():
                yield
        finally:
            with self.state.telling():
                db.execute("PRAGMA synchronous = NORMAL")

    def _select(self, kind: type[T], where: str, values: Iterable[Any]) -> tuple[T, ...]:
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        sql = f"SELECT {', '.join(names)} FROM {TABLES[kind]} WHERE {where}"
        with self.state.telling():
            rows = list(self.state.db.execute(sql, tuple(values)))
        return tuple(kind(**_record(dict(zip(names, row, strict=True)))) for row in rows)

    def _put(self, record: Subscription | Letter, how: str = "REPLACE") -> int:
        """How many rows it made; called within a transaction."""
        row = {name: _plain(value) for name, value in asdict(record).items()}
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        sql = f"INSERT OR {how} INTO {TABLES[type(record)]} ({names}) VALUES ({marks})"
        self.state.db.execute(sql, tuple(row.values()))
        return self.state.db.changes()

    def _is_erased(self, id: str) -> bool:
        return bool(self.state.db.execute("SELECT 1 FROM erased WHERE id = ?", (id,)).get)

    # ------------------------------------------------------------ subscriptions

    def subscription(self, id: str) -> Subscription | None:
        """See Mailing.subscription."""
        return next(iter(self._select(Subscription, "id = ?", (id,))), None)

    def subscriptions(
        self, address: str | None = None, standing: Standing | None = None
    ) -> tuple[Subscription, ...]:
        """See Mailing.subscriptions."""
        where = "(?1 IS NULL OR address = ?1) AND (?2 IS NULL OR standing = ?2) ORDER BY asked_at, id"
        return self._select(Subscription, where, (address, standing))

    def subscribe(self, subscription: Subscription, letters: Iterable[Letter] = ()) -> None:
        """See Mailing.subscribe."""
        with self._writing():
            if self._is_erased(subscription.id):
                return
            self._put(subscription)
            for letter in letters:
                self._put(letter, "IGNORE")

    def erase(self, ids: Iterable[str]) -> int:
        """See Mailing.erase."""
        db, gone = self.state.db, 0
        with self.state.telling():
            db.execute("PRAGMA temp_store = MEMORY")
        with self._writing():
            for id in ids:
                db.execute("DELETE FROM letters WHERE subscription = ?", (id,))
                db.execute("DELETE FROM subscriptions WHERE id = ?", (id,))
                if db.changes():
                    gone += 1
                    db.execute("INSERT OR IGNORE INTO erased VALUES (?)", (id,))
            db.execute(REWRITTEN)
        with self.state.telling():  # the log of writes still has what was written before
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    # ------------------------------------------------------------ letters

    def post(self, letters: Iterable[Letter]) -> int:
        """See Mailing.post."""
        with self._writing():
            return sum(self._put(letter, "IGNORE") for letter in letters)

    def letter(self, subscription: str, period: str) -> Letter | None:
        """See Mailing.letter."""
        found = self._select(Letter, "subscription = ? AND period = ?", (subscription, period))
        return next(iter(found), None)

    def letters(
        self, subscription: str | None = None, fates: Iterable[Fate] = (), kinds: Iterable[Kind] = ()
    ) -> tuple[Letter, ...]:
        """See Mailing.letters."""
        asked = [
            ("subscription", (subscription,) if subscription else ()),
            ("fate", (*fates,)),
            ("kind", (*kinds,)),
        ]
        asked = [(name, values) for name, values in asked if values]
        where = " AND ".join(f"{name} IN ({', '.join('?' * len(values))})" for name, values in asked)
        values = [value for _, some in asked for value in some]
        return self._select(Letter, f"{where or 'TRUE'} ORDER BY made_at, subscription, period", values)

    def last_period(self, subscription: str) -> str | None:
        """See Mailing.last_period."""
        sql = "SELECT max(period) FROM letters WHERE subscription = ? AND kind = 'digest'"
        with self.state.telling():
            found = self.state.db.execute(sql, (subscription,)).get
        return str(found) if found else None

    def keep_letter(self, letter: Letter) -> bool:
        """See Mailing.keep_letter."""
        row = {name: _plain(value) for name, value in asdict(letter).items()}
        to = ", ".join(f"{name} = ?" for name in row)
        with self._writing():
            sql = f"UPDATE letters SET {to} WHERE subscription = ? AND period = ?"
            self.state.db.execute(sql, (*row.values(), letter.subscription, letter.period))
            return self.state.db.changes() == 1

    def claim(self, subscription: str, period: str) -> bool:
        """See Mailing.claim."""
        sql = """
            UPDATE letters SET fate = 'sending'
            WHERE subscription = ?1 AND period = ?2 AND fate = 'waiting' AND EXISTS (
                SELECT 1 FROM subscriptions WHERE id = ?1 AND (standing = 'active' OR letters.kind <> 'digest')
            )
        """
        with self._writing():
            self.state.db.execute(sql, (subscription, period))
            return self.state.db.changes() == 1

    # ------------------------------------------------------------ bounds

    def mark_asked(self, mark: str, at: datetime) -> None:
        """See Mailing.mark_asked."""
        with self._writing():
            self.state.db.execute("DELETE FROM asked WHERE at < ?", (utc(at - ASKED),))
            self.state.db.execute("INSERT INTO asked (mark, at) VALUES (?, ?)", (mark, utc(at)))

    def asked(self, since: datetime, mark: str | None = None) -> int:
        """See Mailing.asked."""
        sql = "SELECT count(*) FROM asked WHERE at >= ?1 AND (?2 IS NULL OR mark = ?2)"
        with self.state.telling():
            return int(str(self.state.db.execute(sql, (utc(since), mark)).get))

    # ------------------------------------------------------------ what was told

    def issues(self, search: str) -> dict[str, str]:
        """See Mailing.issues."""
        with self.state.telling():
            rows = list(
                self.state.db.execute(
                    "SELECT period, told FROM issues WHERE search = ? ORDER BY 1", (search,)
                )
            )
        return {
            str(period): zlib.decompress(told).decode() for period, told in rows if isinstance(told, bytes)
        }

    def keep_issue(self, search: str, period: str, told: str) -> None:
        """See Mailing.keep_issue."""
        old = "SELECT period FROM issues WHERE search = ?1 ORDER BY period DESC LIMIT -1 OFFSET ?2"
        with self._writing():
            row = search, period, zlib.compress(told.encode())
            self.state.db.execute("INSERT OR IGNORE INTO issues VALUES (?, ?, ?)", row)
            self.state.db.execute(
                f"DELETE FROM issues WHERE search = ?1 AND period IN ({old})", (search, ISSUES)
            )

    def drop_issues(self, searches: Iterable[str]) -> None:
        """See Mailing.drop_issues."""
        kept = set(searches)
        with self._writing():
            held = [str(row[0]) for row in self.state.db.execute("SELECT DISTINCT search FROM issues")]
            gone = [(one,) for one in held if one not in kept]
            self.state.db.executemany("DELETE FROM issues WHERE search = ?", gone)

    # ------------------------------------------------------------ a restore

    def carried(self) -> Carried:
        """What is to outlive a restore of an earlier state."""
        with self.state.telling():
            erased = tuple(str(row[0]) for row in self.state.db.execute("SELECT id FROM erased"))
        return Carried(erased=erased, letters=self.letters(fates=("sending", *FINAL)))

    def carry(self, carried: Carried) -> None:
        """Enter that into the restored state: nobody who left is written to again, and nobody gets a week twice."""
        with self._writing():
            for letter in carried.letters:
                held = self.state.db.execute(
                    "SELECT 1 FROM subscriptions WHERE id = ?", (letter.subscription,)
                ).get
                if held:
                    self._put(letter)
            self.state.db.executemany(
                "INSERT OR IGNORE INTO erased VALUES (?)", ((id,) for id in carried.erased)
            )
        held_still = [id for id in carried.erased if self.subscription(id)]
        if held_still:
            self.erase(held_still)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc(value)
    return dumps(value) if isinstance(value, (dict, tuple, list)) else value


def _record(row: dict[str, Any]) -> dict[str, Any]:
    for name in MOMENTS:
        if row.get(name):
            row[name] = datetime.fromisoformat(row[name])
    for name in JSON:
        if name in row:
            row[name] = loads(row[name])
    for name in LISTS:
        if name in row:
            row[name] = tuple(row[name])
    for name in FLAGS:
        if name in row:
            row[name] = bool(row[name])
    return row
