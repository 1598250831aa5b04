"""The State port: what a crawl must not forget, and what the index cannot give back.

Pages seen, validators of listings, the ledger of runs, what was told of each source, what people decided of events and
corrected in articles; subscriptions and their mail. The index can be made anew from the archive; this is authoritative,
and `pantau backup` takes both. `tests/contracts` states what every backend promises; a backend is one file beside this
one and a line in `open_state`. Moments are aware, kept in UTC.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from entities.errors import BadInput
from indexer.index import sqlite_path, user_folder
from state.mailing import Mailing

if TYPE_CHECKING:
    from entities.ledger_decisions import Decision
    from entities.records import Correction

Outcome = Literal["waiting", "stored", "left"]


@dataclass(frozen=True, kw_only=True)
class Page:
    """An address that some way named as an article, and what became of it.

    id: of the article behind it. outcome: "waiting" until it has been read, then "stored", or "left" for a `reason`.
    told: way -> signature of what that way last said of it; another signature means that the article changed.
    link: what the ways said (crawler/discovery.Link as JSON) while it waits, for a later crawl to ask with.
    tries: how often it was asked in vain. published_at: of what was read.
    """

    source: str
    id: str
    url: str
    first_seen: datetime
    outcome: Outcome = "waiting"
    reason: str | None = None
    read_at: datetime | None = None
    published_at: datetime | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    link: Mapping[str, Any] | None = None
    tries: int = 0


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A feed or another listing as it was last read whole.

    digest: of its body. not_modified: how often in a row the server said since then that nothing changed.
    distrusted: the server said so although something had; it is asked without validators.
    """

    source: str
    url: str
    read_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""
    not_modified: int = 0
    distrusted: bool = False


@dataclass(frozen=True, kw_only=True)
class Change:
    """An article that its site changed: fields -> (before, after), as text; of the body the lines that differ."""

    source: str
    id: str
    at: datetime
    fields: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, kw_only=True)
class Run:
    """One crawl of one source. A run without an end goes on, or was killed.

    mode: "daily", "backfill" (since a day) or "full". ending: why it ended, "finished" where all was done.
    counts: requests, bytes, listed, fetched, read, stored, new, changed, unchanged, duplicate, ... by name.
    left: articles let go, by reason. missing: articles read without a field, by field. dates: oddities of dates.
    ways: way -> what happened ("answers", "links", "not modified", "failed/HTTP 404") -> number.
    newest: the latest time that any way told of an article, wanted or not.
    """

    source: str
    started_at: datetime
    number: int | None = None
    mode: str = "daily"
    ended_at: datetime | None = None
    ending: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)
    ways: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    newest: datetime | None = None
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it took; 0 while it goes on."""
        return (self.ended_at - self.started_at).total_seconds() if self.ended_at else 0.0


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What was last told of a source: its state, since when, why, and when it was told."""

    source: str
    state: str
    since: datetime
    why: str = ""
    told_at: datetime | None = None


class State(Protocol):
    """What crawls share. Every method raises StateUnusable in one sentence when the store cannot serve."""

    # ---- pages and listings

    def page(self, source: str, id: str) -> Page | None:
        """The page of this article, or None for one never seen."""
        ...

    def pages(self, source: str | None = None, outcome: Outcome | None = None) -> Iterator[Page]:
        """All pages, oldest first seen first; of one source or outcome where that is named."""
        ...

    def times(self, source: str, since: datetime) -> tuple[tuple[datetime, datetime | None], ...]:
        """When each page first seen at `since` or later was seen and published (None: unknown), oldest seen first."""
        ...

    def last_stored(self, source: str) -> datetime | None:
        """When the newest stored article of a source was published; None where none is stored or dated."""
        ...

    def tally(self, source: str) -> dict[str, int]:
        """How many pages of a source there are by outcome."""
        ...

    def keep(self, pages: Iterable[Page] = (), listing: Listing | None = None) -> None:
        """Put these in place of those of the same source and id (or address), all at once or none."""
        ...

    def listing(self, source: str, url: str) -> Listing | None:
        """The listing of this address as it was last read, or None."""
        ...

    # ---- changes

    def changed(self, change: Change) -> None:
        """Add to the history of an article."""
        ...

    def changes(self, id: str) -> tuple[Change, ...]:
        """The history of an article, oldest first."""
        ...

    # ---- runs

    def begin(self, run: Run) -> Run:
        """Enter a run into the ledger; the same with its number. Runs of the source without an end were killed."""
        ...

    def end(self, run: Run) -> None:
        """Enter what became of a run that began."""
        ...

    def runs(
        self, source: str | None = None, since: datetime | None = None, limit: int = 100
    ) -> tuple[Run, ...]:
        """The latest runs, newest first; begun at `since` or later."""
        ...

    def first_run(self, source: str) -> Run | None:
        """The run of a source that began first: since when it is watched."""
        ...

    # ---- sources

    def condition(self, source: str) -> Condition | None:
        """What was last told of a source, or None."""
        ...

    def tell(self, condition: Condition) -> None:
        """Keep what was told of a source."""
        ...

    def switch(self, source: str, off: str | None) -> None:
        """Switch a source off for a reason, or on again with None."""
        ...

    def switched_off(self) -> dict[str, str]:
        """The sources that are off, each with the reason."""
        ...

    # ---- the ledger of events

    def decide(self, decision: "Decision") -> "Decision":
        """Add a decision, as the latest; the same with its number, which no other has or had."""
        ...

    def decisions(self) -> "tuple[Decision, ...]":
        """All decisions, in the order in which they were made."""
        ...

    def undecide(self, number: int) -> "Decision | None":
        """Take a decision back; it, or None where there is none of this number."""
        ...

    # ---- corrections

    def correct(self, correction: "Correction") -> "Correction":
        """Add a correction, as the latest; the same with its number, which no other has or had."""
        ...

    def corrections(self, article: str | None = None) -> "tuple[Correction, ...]":
        """All corrections, or those of one article, in the order in which they were made."""
        ...

    def hidden(self) -> frozenset[str]:
        """The ids of the articles that are hidden."""
        ...

    def uncorrect(self, number: int) -> "Correction | None":
        """Take a correction back; it, or None where there is none of this number."""
        ...

    # ---- mail

    @property
    def mailing(self) -> Mailing:
        """Subscriptions and their outbox (state/mailing.py)."""
        ...

    # ---- all of it

    def crawling(self, source: str) -> AbstractContextManager[None]:
        """Hold a source for one crawl; Busy, naming the holder, where another has it. Freed when the holder is gone."""
        ...

    def crawled_now(self, source: str) -> bool:
        """Whether some crawl holds a source now."""
        ...

    def forget(self, keys: Iterable[str]) -> int:
        """Remove pages by id or address, with their history, what was corrected and decided of them; how many.

        The index has the tombstones.
        """
        ...

    def backup(self, to: Path) -> None:
        """Copy all of it, as it is at one moment, into one file."""
        ...

    def restore(self, copy: "State") -> None:
        """Take over all that a copy holds, in place of what is here; all of it or nothing.

        Only that mail was sent, or that a subscription was removed, is not undone.
        """
        ...

    def check(self) -> tuple[str, ...]:
        """What is wrong, a sentence each; none where all is well."""
        ...

    def close(self) -> None:
        """Release the store; it is not used again."""
        ...


# ---------------------------------------------------------------- URLs


def open_state(url: str) -> State:
    """The state that a URL names, sqlite:///PATH, made where there is none. BadInput for any other URL."""
    if path := sqlite_path(url):
        from state.sqlite import SQLiteState

        return SQLiteState(path)
    raise BadInput(f"{url!r} names no state; use sqlite:///PATH, as sqlite:///pantau.state.db")


def existing_state(url: str) -> State | None:
    """The state that a URL names; None, and none is made, where there is none yet."""
    path = sqlite_path(url)
    return None if path and not path.exists() else open_state(url)


def beside(index: str, suffix: str) -> Path:
    """Where what belongs to an index has its place: beside its file, pantau.db -> pantau.SUFFIX.

    For a server that is $XDG_STATE_HOME/pantau, or ~/.local/state/pantau, where the outbox of a server is too.
    """
    if path := sqlite_path(index):
        return path.with_name(f"{path.stem if path.suffix == '.db' else path.name}.{suffix}")
    place = index.partition("://")[2].rpartition("@")[2].strip("/")
    return user_folder() / f"{re.sub(r'[^A-Za-z0-9.-]+', '_', place) or 'pantau'}.{suffix}"


def restore_state(url: str, copy: Path) -> None:
    """Put a copy that `backup` made in the place of a state, all of it or nothing. StateUnusable for no such copy."""
    held, source = open_state(url), open_state(f"sqlite:///{copy}")
    try:
        held.restore(source)
    finally:
        source.close()
        held.close()


def state_url(index: str, told: str | None = None) -> str:
    """The state that belongs to an index: the one told, else PANTAU_STATE, else the file beside it."""
    return told or os.environ.get("PANTAU_STATE") or f"sqlite:///{beside(index, 'state.db')}"
