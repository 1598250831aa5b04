"""What becomes of one letter: sent, sent later, given up, or unknown; each is kept before the next one is begun."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from app.delivery import Undelivered
from app.digests.addresses import masked
from app.digests.posting import Post, Posted
from state.mailing import Letter, Mailing, Subscription

log = logging.getLogger("pantau.digest")

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=4)  # until a letter is tried again
GIVE_UP = timedelta(days=3)
MOST_LOST = 3  # connections lost in a row, after which the server is left alone
BOUNCES = 5  # refused mailboxes in one run, from which on a server that took none is what is wrong
SUPERSEDED = "a newer week is due"
PAUSED = "no longer wanted"


@dataclass(kw_only=True)
class Summary:
    """One run. composed: searches that a digest was made of; told: what a person should know, a sentence each."""

    counts: Counter[str] = field(default_factory=Counter)
    composed: int = 0
    told: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """False where something is to be looked at; a letter that waits is no failure."""
        return not self.told

    def json(self) -> dict[str, Any]:
        """The run as one line for a program."""
        names = ("sent", "empty", "later", "failed", "unknown", "suspended")
        return {**{name: self.counts[name] for name in names}, "composed": self.composed, "told": self.told}


@dataclass(kw_only=True)
class Outbox:
    """The letters of a state, and where they go."""

    mailing: Mailing
    post: Post
    clock: Callable[[], datetime]
    summary: Summary = field(default_factory=Summary)
    bounced: list[tuple[Letter, str]] = field(default_factory=list)
    lost: int = 0

    def recover(self, kinds: Iterable[str]) -> None:
        """Letters that a killed process was sending: a digest may have arrived, so it is told and not sent again."""
        for letter in self.mailing.letters(fates=["sending"], kinds=kinds):  # type: ignore[list-item]
            if letter.kind == "digest":
                self._unknown(letter, "the process ended while it was sent")
            else:
                self.mailing.keep_letter(replace(letter, fate="waiting"))

    def deliver(self, letter: Letter, one: Subscription, message: EmailMessage) -> None:
        """Send a letter and keep what became of it; Undelivered where the server takes no mail at all now."""
        posted = self.post.send(
            message, one.address, lambda: self.mailing.claim(letter.subscription, letter.period)
        )
        self._keep(letter, one, posted)
        log.info("%s: %s", letter.period, posted.answer, extra={"event": "mailed", "figures": {"id": one.id}})
        self.lost = self.lost + 1 if posted.answer == "lost" else 0
        if self.lost >= MOST_LOST:
            raise Undelivered(f"the mail server {self.post.server.host} takes no mail ({posted.why})")

    def _keep(self, letter: Letter, one: Subscription, posted: Posted) -> None:
        match posted.answer:
            case "sent":
                self.end(letter, "sent")
            case "later" | "lost":
                self.again(letter, posted.why)
            case "bounced":
                self.end(letter, "failed", posted.why)
                self.bounced.append((letter, posted.why))
            case "refused":
                self.end(letter, "failed", posted.why)
                self._tell(f"{letter.period} untuk {_who(one)} ditolak ({posted.why})")
            case "unknown":
                self._unknown(letter, posted.why)
            case "dropped":
                if self.mailing.letter(letter.subscription, letter.period):
                    self.end(letter, "failed", PAUSED)

    def end(self, letter: Letter, fate: Any, why: str | None = None) -> None:
        """Keep the fate of a letter for good, and count it."""
        self.mailing.keep_letter(replace(letter, fate=fate, why=why, ended_at=self.clock()))
        self.summary.counts[fate] += 1

    def again(self, letter: Letter, why: str) -> None:
        """Try a letter again later, ever later; not for ever."""
        now = self.clock()
        if now - letter.made_at > GIVE_UP:
            self.end(letter, "failed", why)
            self._tell(f"{letter.period} untuk {self._owner(letter)} tidak terkirim selama tiga hari ({why})")
            return
        wait = min(FIRST_WAIT * 2 ** min(letter.tries, 10), LONGEST_WAIT)
        tried = replace(letter, fate="waiting", tries=letter.tries + 1, next_at=now + wait, why=why)
        self.mailing.keep_letter(tried)
        self.summary.counts["later"] += 1

    def _unknown(self, letter: Letter, why: str) -> None:
        self.end(letter, "unknown", why)
        self._tell(
            f"{letter.period} untuk {self._owner(letter)} mungkin sudah terkirim; tidak dikirim lagi ({why})"
        )

    def suspend(self) -> list[str]:
        """Suspend subscriptions whose mailbox is not there, and tell; where a server took none at all, it is to blame.

        A line for each that is suspended.
        """
        if not self.summary.counts["sent"] and len(self.bounced) >= BOUNCES:
            for letter, why in self.bounced:
                self.summary.counts["failed"] -= 1
                self.again(replace(letter, ended_at=None), why)
            self._tell(f"server surel menolak semua {len(self.bounced)} alamat; tidak ada yang ditangguhkan")
            return []
        return [line for letter, why in self.bounced if (line := self._suspended(letter, why))]

    def _suspended(self, letter: Letter, why: str) -> str | None:
        one = self.mailing.subscription(letter.subscription)
        if one is None or one.standing != "active":
            return None
        self.mailing.subscribe(replace(one, standing="suspended", why=why))
        self.summary.counts["suspended"] += 1
        line = f"{_who(one)} ditangguhkan: server surel menolak alamatnya ({why})"
        self._tell(line)
        return line

    def _tell(self, line: str) -> None:
        self.summary.told.append(line)

    def _owner(self, letter: Letter) -> str:
        one = self.mailing.subscription(letter.subscription)
        return _who(one) if one else letter.subscription


def _who(one: Subscription) -> str:
    """How a subscription is named to an operator."""
    return f"{masked(one.address)} [{one.id}]"
