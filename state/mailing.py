"""The part of the State port that mail rests on: who subscribed to which search, and what was sent to them.

A letter is known by its subscription and its period, so that nobody gets a period twice. Before its last byte leaves it
is marked as being sent, durably: what a killed process leaves so may have arrived or not, and is never sent again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

Standing = Literal["unconfirmed", "active", "paused", "suspended"]
Fate = Literal["waiting", "sending", "sent", "empty", "failed", "unknown"]
Kind = Literal["digest", "confirm", "known", "full", "broken"]
FINAL: tuple[Fate, ...] = ("sent", "empty", "failed", "unknown")


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """One search mailed to one address each week.

    id: random, what links and commands name it by. search: parameters of the search, by option, as the owner gave them.
    notes: what the index said of how it understood them then. day: 0 is Monday; hour: in WIB.
    empty: a line is wanted for a week without news. since: periods that fall due later are sent.
    why: the reason of a suspension. broken: why the search cannot be asked any more, as its owner was told.
    """

    id: str
    address: str
    search: Mapping[str, Any]
    language: str = "id"
    day: int = 0
    hour: int = 7
    empty: bool = False
    standing: Standing = "unconfirmed"
    asked_at: datetime
    confirmed_at: datetime | None = None
    since: datetime | None = None
    notes: tuple[str, ...] = ()
    why: str | None = None
    broken: str | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail to one subscriber in the outbox.

    period: the ISO week of a digest, as 2021-W51; of other mail its kind and moment. next_at: not before then.
    fate: "waiting" until it is sent, or "empty" as there was nothing to tell, "failed" for good, "unknown" where a
    process or a connection ended between sending and the answer. missed: earlier periods that this one makes up for.
    why: what stood in the way, without what a server said. ended_at: when its fate became final. told: whether a person
    was told of it, or need not be.
    """

    subscription: str
    period: str
    kind: Kind = "digest"
    fate: Fate = "waiting"
    made_at: datetime
    next_at: datetime
    tries: int = 0
    missed: tuple[str, ...] = ()
    why: str | None = None
    ended_at: datetime | None = None
    told: bool = False


class Mailing(Protocol):
    """Subscriptions and their outbox. What a method writes is on the disk when it returns."""

    def subscription(self, id: str) -> Subscription | None:
        """The subscription of this id, or None."""
        ...

    def subscriptions(
        self, address: str | None = None, standing: Standing | None = None
    ) -> tuple[Subscription, ...]:
        """All of them, oldest first; of one address (capitals do not count) or standing where that is named."""
        ...

    def subscribe(self, subscription: Subscription, letters: Iterable[Letter] = ()) -> None:
        """Keep a subscription, in place of that of the same id, with letters to it: all of it or nothing.

        One whose id was removed is not kept.
        """
        ...

    def erase(self, ids: Iterable[str]) -> int:
        """Remove subscriptions with their letters, so that the file holds no trace of them; how many there were."""
        ...

    def post(self, letters: Iterable[Letter]) -> int:
        """Put letters into the outbox, but for those that it has (of subscription and period); how many were put."""
        ...

    def letter(self, subscription: str, period: str) -> Letter | None:
        """A letter, or None."""
        ...

    def letters(
        self, subscription: str | None = None, fates: Iterable[Fate] = (), kinds: Iterable[Kind] = ()
    ) -> tuple[Letter, ...]:
        """Letters in the order they were made; of a subscription, and of these fates and kinds, where named."""
        ...

    def last_period(self, subscription: str) -> str | None:
        """The newest week of which a digest was put into the outbox for a subscription."""
        ...

    def keep_letter(self, letter: Letter) -> bool:
        """Keep what became of a letter; False, and nothing is kept, where it is there no more."""
        ...

    def claim(self, subscription: str, period: str) -> bool:
        """Mark a waiting letter as being sent; False where it is not waiting (any more).

        A digest to a subscription that is not active is not: who pauses or leaves at the last moment gets nothing more.
        """
        ...

    def mark_asked(self, mark: str, at: datetime) -> None:
        """Remember for a day that mail was asked for under a mark, which tells no address."""
        ...

    def asked(self, since: datetime, mark: str | None = None) -> int:
        """How often that was since a moment, under one mark or any."""
        ...

    def issues(self, search: str) -> dict[str, str]:
        """What digests of a search told, week -> text, oldest first. search: what stands for it."""
        ...

    def keep_issue(self, search: str, period: str, told: str) -> None:
        """Keep what a digest told, unless that week is kept already; of a search only the newest weeks stay."""
        ...

    def drop_issues(self, searches: Iterable[str]) -> None:
        """Remove what digests told, but for those of these searches."""
        ...
