"""Upkeep of an index, whatever its backend: check, make anew, copy, take back, drop.

Who writes must hold the lock of the crawl (crawler/lock.py).
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from indexer.index import is_server, open_index, sqlite_path
from indexer.rebuilding import COUNTED, Correct, Rebuilt, Step, as_read

__all__ = ["COUNTED", "Upkeep"]


class Upkeep:
    """What an operator does to the index of a URL. IndexUnusable in one sentence where something cannot be done."""

    def __init__(self, url: str) -> None:
        self.place: str | Path | None = url if is_server(url) else sqlite_path(url)
        if self.place is None:
            open_index(url)  # says what is wrong with it
        self.backend: Any = import_module(f"indexer.{'elastic' if is_server(url) else 'sqlite'}_upkeep")

    def check(self) -> Iterator[str]:
        """What is wrong, one sentence each; none where all is well."""
        yield from self.backend.check(self.place)

    def rebuild(
        self, *, extract: bool = False, on_step: Step = lambda _: None, correct: Correct = as_read
    ) -> Rebuilt:
        """Make the index anew from its stories; readers see the old or the new one, a kill leaves the old one.

        correct: what an editor says of a story that was read again.
        """
        done: Rebuilt = self.backend.rebuild(self.place, extract=extract, on_step=on_step, correct=correct)
        return done

    def backup(self, to: Path, *, force: bool = False) -> int:
        """Copy the index into one embedded index; how many stories."""
        return int(self.backend.backup(self.place, to, force=force))

    def restore(self, file: Path) -> tuple[int, bool]:
        """Put such a copy in its place; how many stories, and whether it needs a rebuild."""
        held, older = self.backend.restore(self.place, file)
        return int(held), bool(older)

    def drop(self, *, everything: bool = False) -> list[str]:
        """Delete what serves nobody, or everything; the names of what was deleted."""
        return list(self.backend.dropped(self.place, everything=everything))

    def figures(self) -> dict[str, Any]:
        """Size, versions, latest moment of learning, tombstones."""
        return dict(self.backend.figures(self.place))
