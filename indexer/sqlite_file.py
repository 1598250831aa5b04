"""An SQLite file as the embedded index opens it: our tokenizer, and failures told in one sentence."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

import apsw

from entities.errors import IndexUnusable
from indexer.database import reason
from indexer.words import search_words, tokens

APPLICATION_ID = 0x50414E54  # "PANT"
WAIT = 10_000  # milliseconds that a writer waits for another one


def existing(path: Path) -> Path:
    """The path; IndexUnusable where nothing is there."""
    if not path.exists():
        raise IndexUnusable(f"there is no index at {path}; `pantau crawl` makes one")
    return path


def connect(path: Path, *, create: bool = False, write: bool = True) -> apsw.Connection:
    """The file, ready for the full-text table; what it holds is not looked at."""
    flags = apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY
    flags |= apsw.SQLITE_OPEN_CREATE * create
    db = apsw.Connection(str(path), flags=flags)
    db.set_busy_timeout(WAIT)
    pragma(db, "application_id")  # a file that is no database fails here, by its own name
    db.register_fts5_tokenizer("pantau", tokenizer)
    return db


def pragma(db: apsw.Connection, name: str) -> int:
    """A number that the file keeps in its header."""
    return int(db.pragma(name))


def is_empty(db: apsw.Connection) -> bool:
    """True for a database in which nothing was ever made."""
    return pragma(db, "application_id") == 0 and not db.execute("SELECT 1 FROM sqlite_schema").get


def versions(db: apsw.Connection, path: Path) -> tuple[int, int]:
    """The versions of schema and search words that made an index; IndexUnusable where it is none."""
    if pragma(db, "application_id") != APPLICATION_ID:
        raise IndexUnusable(f"{path} is an SQLite file but not a Pantau index; name another file")
    return pragma(db, "user_version"), int(db.execute("SELECT value FROM meta WHERE key = 'words'").get)


# ---------------------------------------------------------------- words


def tokenizer(_: apsw.Connection, __: list[str]) -> Callable[..., Iterable[Any]]:
    """The search words of a text for FTS5; their places only where they are asked for, as for marks."""

    def tokenize(utf8: bytes, flags: int, locale: str | None) -> Iterable[Any]:
        text = utf8.decode("utf-8", "replace")
        if flags & apsw.FTS5_TOKENIZE_DOCUMENT:
            return tokens(text)
        return _placed(text, len(utf8))

    return tokenize


def _placed(text: str, size: int) -> Iterator[Any]:
    at = range(len(text) + 1) if len(text) == size else _byte_offsets(text)
    for start, end, found in search_words(text):
        yield from ((at[start], at[end], word) for word in found if word)


def _byte_offsets(text: str) -> list[int]:
    """The place of each code point in the UTF-8 form of a text, and the end."""
    return [0, *accumulate(map(len, map(str.encode, text)))]


# ---------------------------------------------------------------- failures


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite says into one sentence that names the file."""
    try:
        yield
    except apsw.Error as error:
        raise IndexUnusable(f"{path}: {reason(error, REASONS, 'index')}") from error


REASONS = {
    apsw.NotADBError: "this is no SQLite file, so no Pantau index; name another file",
    apsw.CantOpenError: "the index cannot be opened or made there",
    apsw.FullError: "the disk is full; what was stored stays, nothing of this batch was",
    apsw.CorruptError: "the index is damaged; `pantau index restore` takes back a copy, or crawl into a new file",
    apsw.ReadOnlyError: "the index may be read here but not written",
    apsw.PermissionsError: "no permission to use the index",
    apsw.BusyError: "another process is writing to the index and did not finish in time",
    apsw.InterruptError: "the answer took too long and was given up; ask for less",
    apsw.IOError: "the disk failed while the index was read or written",
}
