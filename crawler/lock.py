"""Who may write to an index: many crawls, of different sources, or one who makes it anew.

Advisory locks that the kernel frees when their holder is gone; the crawls of one source are kept apart by the state.
"""

import fcntl
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from entities.errors import Busy, IndexUnusable
from indexer.index import shown, sqlite_path

_held: dict[Path, int] = {}  # locks of this process, each with the number of its holders


def crawling(index: str) -> AbstractContextManager[None]:
    """Share an index with other crawls; Busy while it is being made anew, restored or copied into."""
    said = f"{shown(index)} is being rebuilt, restored or copied by another process; wait for it, or name another index"
    return _hold(index, fcntl.LOCK_SH, said)


def only_crawl(index: str) -> AbstractContextManager[None]:
    """Have an index alone; within one process it may be held many times. Busy while a crawl or another one writes."""
    return _hold(
        index,
        fcntl.LOCK_EX,
        f"another crawl is writing to {shown(index)}; wait for it, or name another index",
    )


@contextmanager
def _hold(index: str, how: int, said: str) -> Iterator[None]:
    path = lock_path(index)
    if path in _held:
        _held[path] += 1
        try:
            yield
        finally:
            _held[path] -= 1
        return
    try:
        file = path.open("a")
    except OSError as error:
        raise IndexUnusable(
            f"{path.parent} cannot be written to ({error.strerror}), so no crawl can start"
        ) from error
    with file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(said) from None
        _held[path] = 1
        try:
            yield
        finally:
            del _held[path]


def lock_path(index: str) -> Path:
    """The lock file: beside an SQLite index, in the temporary directory for any other."""
    if found := sqlite_path(index):
        return found.with_name(found.name + ".lock").absolute()
    name = hashlib.sha256(shown(index).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"pantau-{name}.lock"
