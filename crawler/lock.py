"""One crawl at a time into one index: an advisory lock that the kernel frees when its holder is gone."""

import fcntl
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from entities.errors import Busy, IndexUnusable
from indexer.index import shown, sqlite_path

_held: dict[Path, int] = {}  # locks of this process, each with the number of its holders


@contextmanager
def only_crawl(index: str) -> Iterator[None]:
    """Hold the lock of an index; within one process it may be held many times. Busy where another process holds it."""
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
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(
                f"another crawl is writing to {shown(index)}; wait for it, or name another index"
            ) from None
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
