"""One connection to a file for all crawls of a process: a hundred sources would hold six hundred files open."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from indexer.index import open_index, sqlite_path
from state.state import open_state

_files: dict[str, Any] = {}
_users: Counter[str] = Counter()


class Shared:
    """An open index or state that several crawls use; it is closed with the last of them."""

    def __init__(self, key: str, make: Callable[[], Any]) -> None:
        if key not in _files:
            _files[key] = make()
        _users[key] += 1
        self.key = key
        self.file = _files[key]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def close(self) -> None:
        """Be done with it; again does nothing."""
        key, self.key = self.key, ""
        if not key:
            return
        _users[key] -= 1
        if not _users[key]:
            _files.pop(key).close()


def opened(url: str) -> Any:
    """The index of a URL; a file is opened once for all crawls. What a server could not take is counted by each."""
    if sqlite_path(url) is None:
        return open_index(url, create=True)
    return Shared(f"index {url}", lambda: open_index(url, create=True))


def remembered(url: str) -> Any:
    """The state of a URL, opened once for all crawls."""
    return Shared(f"state {url}", lambda: open_state(url))
