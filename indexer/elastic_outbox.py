"""What a server could not take: stories that wait on this machine's disk, and those that it refused, with the reason.

Lines are flushed to the disk before `add` returns. A drain takes the file away under another name first and removes it
when all of it is written; killed in between, it is written once more, which changes nothing.
"""

import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from entities.errors import BadInput, IndexUnusable
from entities.records import Story
from entities.wire import dumps, loads, story_from, story_json
from indexer.index import user_folder


def folder() -> Path:
    """Where outboxes are: PANTAU_OUTBOX, else in the user's folder for state."""
    return Path(os.environ.get("PANTAU_OUTBOX") or user_folder() / "outbox")


class Lines:
    """Files of lines beside a lock that their users share, made when needed; named: the one that failures name."""

    def __init__(self, lock: Path, named: Path) -> None:
        self.lock, self.named = lock, named

    def _append(self, path: Path, lines: list[str]) -> None:
        with self._locked(), self._telling(), path.open("a+b") as file:
            if file.tell() and not _ends_whole(path):
                file.write(b"\n")  # a killed process left half a line
            file.write("".join(f"{line}\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._telling():
            self.lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.lock.open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise IndexUnusable(f"the outbox {self.named} cannot be written ({error.strerror})") from error


class Outbox(Lines):
    """The files of one index."""

    def __init__(self, name: str, at: Path | None = None) -> None:
        at = at or folder()
        file = re.sub(r"[^\w.-]+", "-", name.partition("://")[2] or name).strip("-")
        self.waiting = at / f"{file}.waiting.jsonl"
        super().__init__(at / f"{file}.lock", self.waiting)
        self.unlinked = at / f"{file}.unlinked"
        self.taken = at / f"{file}.taken.jsonl"
        self.refused = at / f"{file}.refused.jsonl"

    def __len__(self) -> int:
        """How many stories wait."""
        return sum(_lines(path) for path in (self.taken, self.waiting))

    def holds(self) -> bool:
        """Whether anything waits; cheap enough to be asked before every batch."""
        return self.taken.exists() or self.waiting.exists()

    def refusals(self) -> int:
        """How many were refused."""
        return _lines(self.refused)

    def add(self, stories: Iterable[Story]) -> None:
        """Keep these until the server takes them."""
        self._append(self.waiting, [dumps(story_json(story)) for story in stories])

    def refuse(self, story: Story, reason: str) -> None:
        """Keep what the server will not take as it is."""
        self._append(self.refused, [dumps({"reason": reason, "story": story_json(story)})])

    def take(self) -> Iterator[Story]:
        """What waits, oldest first; it is gone when `done` is called."""
        with self._locked():
            if not self.taken.exists() and self.waiting.exists():
                os.replace(self.waiting, self.taken)
        return self._read(self.taken)

    def done(self) -> None:
        """What was taken is written."""
        with self._locked():
            self.taken.unlink(missing_ok=True)

    def readmit(self) -> None:
        """What was refused waits again, as after a mended mapping."""
        lines = self.refused.read_bytes().splitlines() if self.refused.exists() else []
        self.add(story for line in lines if (story := _story(line)))
        self.refused.unlink(missing_ok=True)

    def drop(self, keys: frozenset[str]) -> int:
        """Remove the articles of these URLs or ids from all files; how many lines that were."""
        removed = 0
        for path in (self.taken, self.waiting, self.refused):
            if path.exists():
                with self._locked():
                    removed += _without(path, keys)
        return removed

    # ------------------------------------------------------------ files

    def _read(self, path: Path) -> Iterator[Story]:
        """The stories of a file; a line that cannot be read, as one that a kill cut off, is kept with the refused."""
        if not path.exists():
            return
        with path.open("rb") as file:
            for line in file:
                if (story := _story(line)) is not None:
                    yield story
                elif line.strip():
                    cut = line.decode("utf-8", "replace").rstrip("\n")
                    self._append(self.refused, [dumps({"reason": "the line cannot be read", "line": cut})])


def _lines(path: Path) -> int:
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _story(line: bytes) -> Story | None:
    """The story of a line, or of a refusal; None for what is no whole line."""
    try:
        told = loads(line)
        return story_from(told.get("story", told))
    except (BadInput, LookupError, TypeError, AttributeError):
        return None


def _without(path: Path, keys: frozenset[str]) -> int:
    kept, removed = [], 0
    for line in path.read_bytes().splitlines(keepends=True):
        story = _story(line)
        if story is not None and keys & {story.article.id, story.article.url}:
            removed += 1
        else:
            kept.append(line)
    if removed:
        new = path.with_suffix(".new")
        new.write_bytes(b"".join(kept))
        os.replace(new, path)
    return removed
