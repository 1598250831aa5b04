"""Upkeep of the embedded index: make it anew, copy it, take a copy back.

Whatever replaces an index does so in one transaction of SQLite: readers see the old or the new one, a process that is
killed leaves the old one. Who writes must hold the lock of the crawl (crawler/lock.py).
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import apsw

from entities.errors import BadInput, Busy, IndexUnusable
from indexer import database
from indexer.rebuilding import COLUMNS, Correct, Rebuilding, Rebuilt, Step, as_read
from indexer.sqlite import SQLiteIndex, other_version
from indexer.sqlite_checking import check as check
from indexer.sqlite_events import decisions
from indexer.sqlite_file import connect, existing, is_empty, pragma, telling, versions

PAGES = 1_000  # copied at a time


def rebuild(
    path: Path, *, extract: bool = False, on_step: Step = lambda _: None, correct: Correct = as_read
) -> Rebuilt:
    """Make an index of any version anew from the lines of its stories, in today's version; tombstones stay.

    extract: today's rules read the stored articles again. on_step is told the number of stories done.
    Busy where another process wrote meanwhile; nothing is replaced then.
    """
    with telling(existing(path)), closing(connect(path)) as old, beside(path) as made:
        versions(old, path)
        # A copy of `backup` has none; to begin one later would look like a writer.
        old.pragma("journal_mode", "wal")
        old.execute("BEGIN")
        held = int(old.execute("SELECT count(*) FROM stories").get)
        seen = pragma(old, "data_version")
        done = Rebuilding(extract, on_step, correct)
        with closing(SQLiteIndex(made)) as new:
            new.db.execute("PRAGMA synchronous = OFF")  # a half-made file is thrown away
            new.decide(decisions(old))
            rows = (dict(zip(COLUMNS, row, strict=True)) for row in old.execute(_all(COLUMNS)))
            for batch in done.batches(rows):
                new.put(batch)
            if old.execute("SELECT 1 FROM sqlite_schema WHERE name = 'forgotten'").get:
                new.bury(dict(old.execute("SELECT key, at FROM forgotten")))
            stored = new.count()
        old.execute("COMMIT")
        if stored != held:
            raise IndexUnusable(f"{path}: only {stored} of {held} stories could be kept; the old index stays")
        with closing(connect(made)) as source:
            _put_over(path, source, unchanged=lambda: pragma(old, "data_version") == seen)
        return replace(done.told(), stories=stored)


def _all(columns: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(columns)} FROM stories ORDER BY number"


# ---------------------------------------------------------------- copies


def backup(path: Path, to: Path, *, force: bool = False) -> int:
    """Copy an index as it is at one moment, beside a crawl too; how many stories the verified copy holds."""
    if to.exists() and (not force or to.samefile(existing(path))):
        raise BadInput(f"{to} exists already; name another file" + ("" if force else ", or use --force"))
    with telling(existing(path)), closing(connect(path)) as source:
        versions(source, path)
    with telling(to), beside(to) as made:
        with closing(connect(path)) as source, closing(connect(made, create=True)) as copy:
            database.copy(source, copy)
            copy.pragma("journal_mode", "delete")  # one file that can be read from anywhere
            held = _sound(copy, made)
        os.replace(made, to)
        _flush(to.parent)
    return held


def restore(path: Path, copy: Path) -> tuple[int, bool]:
    """Put a backup in the place of an index, or where none is; how many stories, and whether it needs a rebuild.

    IndexUnusable where the copy is no sound index, or where another kind of file stands in the place.
    """
    with telling(copy), closing(connect(existing(copy), write=False)) as source:
        found = versions(source, copy)
        held = _sound(source, copy)
        with telling(path):
            _put_over(path, source)
    return held, other_version(found) is not None


def _sound(db: apsw.Connection, path: Path) -> int:
    """The number of stories in a file that SQLite finds whole; IndexUnusable else."""
    if (said := db.execute("PRAGMA integrity_check(1)").get) != "ok":
        raise IndexUnusable(f"{path}: the copy is damaged ({said})")
    return int(db.execute("SELECT count(*) FROM stories").get)


def dropped(path: Path, *, everything: bool = False) -> list[str]:
    """Delete the file of an index; without `everything` there is nothing to do. The names of what was deleted."""
    if not everything:
        return []
    with telling(existing(path)), closing(connect(path)) as db:
        versions(db, path)
    _remove(path)
    return [str(path)]


# ---------------------------------------------------------------- files


def _put_over(path: Path, source: apsw.Connection, unchanged: Callable[[], bool] = lambda: True) -> None:
    """Fill the file at `path` with what the source holds, all or nothing; readers go on meanwhile."""
    with closing(connect(path, create=True)) as live:
        if not is_empty(live):
            versions(live, path)
        live.pragma("journal_mode", "wal")
        with live.backup("main", source, "main") as copying:
            copying.step(1)  # takes the lock of the writer
            if not unchanged():
                raise Busy(f"{path} was written to meanwhile, so it was left as it is; try again")
            while not copying.done:
                copying.step(PAGES)
        live.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A name beside a file for what is being made of it; nothing is left there, nor what a killed process left."""
    made = path.with_name(f"{path.name}.new")
    _remove(made)
    try:
        yield made
    finally:
        _remove(made)


def _remove(path: Path) -> None:
    for tail in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + tail).unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    """Make a rename last."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


# ---------------------------------------------------------------- figures


def figures(path: Path) -> dict[str, int | str | None]:
    """Of the file itself: bytes with its log, versions, latest moment of learning, forgotten URLs and ids."""
    with telling(existing(path)), closing(connect(path)) as db:
        schema, words = versions(db, path)
        files = (path.with_name(path.name + tail) for tail in ("", "-wal"))
        return {
            "learnt": db.execute("SELECT max(learnt_at) FROM stories").get,
            "forgotten": db.execute("SELECT count(*) FROM forgotten").get,
            "bytes": sum(file.stat().st_size for file in files if file.exists()),
            "schema": schema,
            "words": words,
            "sqlite": apsw.sqlite_lib_version(),
        }
