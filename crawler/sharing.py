"""One connection to a file for all crawls of a process: a hundred sources would hold six hundred files open."""

from collections import Counter
from collections.abc import Callable
from typing import Any

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
