"""Which articles were written to a server and not compared with others yet: their ids, in a file beside the outbox.

Copies are looked for among many articles at once, when searches on the server see them. Until then an article has no
link; the ids are on disk before the articles are on the server, so that a killed process leaves them to the next one.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from entities.wire import dumps, loads
from indexer.elastic_outbox import Lines


class Unlinked(Lines):
    """The ids of one index that wait to be linked; several processes may add to them and take them."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.with_name(f"{path.name}.lock"), path)
        self.path = path
        self.number = 0  # added here since they were last taken

    def add(self, ids: Iterable[str]) -> None:
        """Keep these, safely on disk."""
        lines = [dumps(id) for id in ids]
        self.number += len(lines)
        self._append(self.path, lines)

    def holds(self) -> bool:
        """Whether any wait."""
        return self.path.exists()

    def waiting(self) -> list[str]:
        """All that wait, each once."""
        lines = self.path.read_bytes().splitlines() if self.path.exists() else []
        return list(dict.fromkeys(loads(line) for line in lines if _is_whole(line)))

    @contextmanager
    def take(self) -> Iterator[list[str]]:
        """All that wait; they are gone when the block ends well, else they wait on. Nobody adds any meanwhile."""
        with self._locked():
            yield self.waiting()
            self.number = 0
            self.path.unlink(missing_ok=True)


def _is_whole(line: bytes) -> bool:
    """Not one that a killed process left half; the article of such an id was not written yet."""
    return len(line) > 1 and line.startswith(b'"') and line.endswith(b'"')
