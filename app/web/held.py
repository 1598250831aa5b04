"""The index as the pages read it: a few open ones, each for one request at a time, never written to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock

from app.web.settings import Settings
from entities.errors import Busy, IndexUnusable
from indexer.index import Index, open_index, sqlite_path
from state.state import State, open_state, state_url

STREAMS = 3  # downloads at once; each holds an index for as long as its reader takes
WAIT = 15.0  # seconds that a request waits for a free index; less than it may take in all

Identity = tuple[int, int] | None


@dataclass(frozen=True)
class _Open:
    index: Index
    identity: Identity


class Held:
    """The index of a server, for many threads: `index` lends one that nobody else uses meanwhile.

    One that failed is closed, and one whose file was replaced (restored, dropped and made anew) is opened again.
    """

    def __init__(self, settings: Settings, *, wait: float = WAIT) -> None:
        self.settings, self.wait = settings, wait
        self._path = sqlite_path(settings.index)
        self._idle: list[_Open] = []
        self._lock = Lock()
        self._asking = BoundedSemaphore(settings.readers)
        self._streaming = BoundedSemaphore(STREAMS)

    @contextmanager
    def index(self) -> Iterator[Index]:
        """An open index for one request. IndexUnusable where it is away, Busy where all stay in use."""
        with self._turn(self._asking), self._lent(self.settings.seconds) as index:
            yield index

    @contextmanager
    def streaming(self) -> Iterator[Index]:
        """One for a download, which may take as long as its reader does."""
        with self._turn(self._streaming), self._lent(None) as index:
            yield index

    @contextmanager
    def state(self) -> Iterator[State | None]:
        """What crawls remember, opened for one request; None where there is none."""
        url = state_url(self.settings.index, self.settings.state)
        path = sqlite_path(url)
        if path is not None and not path.exists():
            yield None
            return
        state = open_state(url)
        try:
            yield state
        finally:
            state.close()

    def close(self) -> None:
        """Close what is idle; what is lent is closed by its borrower's end."""
        with self._lock:
            idle, self._idle = self._idle, []
        for one in idle:
            one.index.close()

    # ------------------------------------------------------------ lending

    @contextmanager
    def _turn(self, turns: BoundedSemaphore) -> Iterator[None]:
        if not turns.acquire(timeout=self.wait):
            raise Busy("too many readers ask at once; try again in a moment")
        try:
            yield
        finally:
            turns.release()

    @contextmanager
    def _lent(self, patience: float | None) -> Iterator[Index]:
        identity = self._identity()
        one = (self._take(identity) if patience else None) or self._opened(identity, patience)
        sound = False
        try:
            yield one.index
            sound = True
        finally:
            if sound and patience:
                with self._lock:
                    self._idle.append(one)
            else:
                one.index.close()

    def _take(self, identity: Identity) -> _Open | None:
        with self._lock:
            fresh = [one for one in self._idle if one.identity == identity]
            stale = [one for one in self._idle if one.identity != identity]
            self._idle = fresh[:-1]
        for one in stale:
            one.index.close()
        return fresh[-1] if fresh else None

    def _opened(self, identity: Identity, patience: float | None) -> _Open:
        return _Open(open_index(self.settings.index, write=False, patience=patience), identity)

    def _identity(self) -> Identity:
        """Which file it is; None for a server, which knows its index by name."""
        return None if self._path is None else _file(self._path)


def _file(path: Path) -> Identity:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        raise IndexUnusable(f"there is no index at {path}; `pantau crawl` makes one") from None
    except OSError as error:
        raise IndexUnusable(f"{path}: the index cannot be opened ({error.strerror})") from error
    return found.st_dev, found.st_ino
