"""What every SQLite file of ours needs, whatever it holds: write-ahead log, transactions, failures in words."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import apsw


def use_wal(db: apsw.Connection, wait: int) -> None:
    """Keep a write-ahead log. SQLite does not wait for another process that does the same at this moment; we do.

    wait: milliseconds.
    """
    until = time.monotonic() + wait / 1000
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except apsw.BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


@contextmanager
def transaction(db: apsw.Connection, kind: str) -> Iterator[None]:
    """Commit at the end, take all back on any failure; a full disk makes SQLite roll back by itself."""
    db.execute(f"BEGIN {kind}")
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def reason(error: apsw.Error, reasons: Mapping[type[apsw.Error], str], what: str) -> str:
    """What SQLite says in the words of `reasons`; what: the thing that failed, where they have no word for it."""
    told = next((said for kind, said in reasons.items() if isinstance(error, kind)), None)
    return told or f"the {what} failed: {error}"


def copy(source: apsw.Connection, target: apsw.Connection) -> None:
    """All that one database holds, as it is at one moment, in place of what is in another."""
    with target.backup("main", source, "main") as copying:
        copying.step(-1)
