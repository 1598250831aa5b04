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
from state.mailing import Fate, Kind, Letter, Mailing, Subscription

log = logging.getLogger("pantau.digest")

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=4)  # until a letter is tried again
GIVE_UP = timedelta(days=3)
MOST_LOST = 3  # connections lost in a row, after which the server is left alone
BOUNCES = 5  # refused mailboxes in one run, from which on a server that took none is what is wrong
SUPERSEDED = "a newer week is due"
PAUSED = "no longer wanted"


@dataclass(kw_only=True)
class Summary:
    """One run. composed: searches that a digest was made of; told: what a person should know, a sentence each.

    letters: those that the sentences are about; see `Outbox.settle`.
    """

    counts: Counter[str] = field(default_factory=Counter)
    composed: int = 0
    told: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)

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

    def recover(self, kinds: Iterable[Kind]) -> None:
        """Letters that a killed process was sending: a digest may have arrived, so it is told and not sent again."""
        for letter in self.mailing.letters(fates=["sending"], kinds=kinds):
            if letter.kind == "digest":
                self.end(letter, "unknown", "the process ended while it was sent")
            else:
                self.mailing.keep_letter(replace(letter, fate="waiting"))

    def deliver(self, letter: Letter, one: Subscription, message: EmailMessage) -> None:
        """Send a letter and keep what became of it; Undelivered where the server takes no mail at all now."""
        posted = self.post.send(
            message, one.address, lambda: self.mailing.claim(letter.subscription, letter.period)
        )
        self._keep(letter, posted)
        log.info("%s: %s", letter.period, posted.answer, extra={"event": "mailed", "figures": {"id": one.id}})
        self.lost = self.lost + 1 if posted.answer == "lost" else 0
        if self.lost >= MOST_LOST:
            raise Undelivered(f"the mail server {self.post.server.host} takes no mail ({posted.why})")

    def _keep(self, letter: Letter, posted: Posted) -> None:
        match posted.answer:
            case "sent":
                self.end(letter, "sent", told=True)
            case "later" | "lost":
                self.again(letter, posted.why)
            case "refused" | "bounced":
                self.end(letter, "failed", posted.why)
            case "unknown":
                self.end(letter, "unknown", posted.why)
            case "dropped":
                self.end(letter, "failed", PAUSED, told=True)
        if posted.answer == "bounced":
            self.bounced.append((letter, posted.why))

    def end(self, letter: Letter, fate: Fate, why: str | None = None, *, told: bool = False) -> None:
        """Keep the fate of a letter for good, and count it; told: nobody need know.

        Of a question that did not arrive nobody need: anybody may ask for any address.
        """
        told = told or letter.kind == "confirm"
        ended = replace(letter, fate=fate, why=why, ended_at=self.clock(), told=told)
        if self.mailing.keep_letter(ended):
            self.summary.counts[fate] += 1

    def again(self, letter: Letter, why: str) -> None:
        """Try a letter again later, ever later; not for ever."""
        now = self.clock()
        if now - letter.made_at > GIVE_UP:
            self.end(letter, "failed", f"{why}, selama tiga hari")
            return
        wait = min(FIRST_WAIT * 2 ** min(letter.tries, 10), LONGEST_WAIT)
        tried = replace(letter, fate="waiting", tries=letter.tries + 1, next_at=now + wait, why=why)
        self.mailing.keep_letter(tried)
        self.summary.counts["later"] += 1

    # ------------------------------------------------------------ telling

    def suspend(self) -> list[str]:
        """Suspend subscriptions whose mailbox is not there; where a server took none at all, that is to blame.

        A line for each that is suspended.
        """
        if not self.summary.counts["sent"] and len(self.bounced) >= BOUNCES:
            for letter, why in self.bounced:
                self.summary.counts["failed"] -= 1
                self.again(letter, why)
            said = f"server surel menolak semua {len(self.bounced)} alamat; tidak ada yang ditangguhkan"
            self.summary.told.append(said)
            return []
        lines = [line for letter, why in self.bounced if (line := self._suspended(letter, why))]
        self.summary.told += lines
        return lines

    def _suspended(self, letter: Letter, why: str) -> str | None:
        one = self.mailing.subscription(letter.subscription)
        if one is None or one.standing != "active":
            return None
        self.mailing.subscribe(replace(one, standing="suspended", why=why))
        self.summary.counts["suspended"] += 1
        return f"{named(one)} ditangguhkan: server surel menolak alamatnya ({why})"

    def report(self) -> None:
        """Tell of each letter that was not sent or may have been, once: also of those of a run that could not."""
        for letter in self.mailing.letters(fates=TOLD):
            if letter.told:
                continue
            one = self.mailing.subscription(letter.subscription)
            who = named(one) if one else letter.subscription
            self.summary.told.append(f"{letter.period} untuk {who} {TOLD[letter.fate]} ({letter.why})")
            self.summary.letters.append(letter)

    def settle(self, summary: Summary) -> None:
        """A person has been told of a summary."""
        for letter in summary.letters:
            self.mailing.keep_letter(replace(letter, told=True))


TOLD: dict[Fate, str] = {
    "unknown": "mungkin sudah terkirim; tidak dikirim lagi",
    "failed": "tidak terkirim",
}


def named(one: Subscription) -> str:
    """How a subscription is named to an operator."""
    return f"{masked(one.address)} [{one.id}]"
