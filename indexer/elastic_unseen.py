"""What a process wrote to a server that a search there may not see yet."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from entities.copies import Seen

MOST = 1_000  # articles that are remembered, a few kB each
LONG = 2.0  # seconds after which what others wrote is to be seen too


@dataclass
class Unseen:
    """Articles written since the last refresh; is_whole: these are all that searches may not see, or see as they were.

    Another process, or a batch that broke off, may have written what only a refresh brings to light.
    """

    by_id: dict[str, Seen] = field(default_factory=dict)
    is_whole: bool = False
    since: float = 0.0

    def needs_refresh(self) -> bool:
        return not self.is_whole or len(self.by_id) > MOST or time.monotonic() - self.since > LONG

    def refreshed(self) -> None:
        """Searches see everything now."""
        self.by_id, self.is_whole, self.since = {}, True, time.monotonic()

    @contextmanager
    def writing(self, articles: Iterable[Seen]) -> Iterator[None]:
        """Remember these when they are written."""
        self.is_whole = False
        yield
        self.by_id |= {one.id: one for one in articles}
        self.is_whole = True
