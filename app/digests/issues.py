"""A digest as it is mailed: composed once a search, language and week, put into words once, then addressed to many.

What differs between the mails to two readers are their addresses and the links at the foot; links of a fixed form stand
for those in what is shared.
"""

from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from app.digests.composing import compose
from app.digests.covering import Watch
from app.digests.events import Events
from app.digests.html import MailLinks
from app.digests.letters import NAME, missed
from app.digests.links import Links
from app.digests.mail import message, message_id
from app.digests.record import Told, digest_json, told_from
from app.digests.records import Digest
from app.digests.searches import key_of
from app.digests.sending import Composer
from app.digests.week import Week
from entities.wire import dumps, loads
from indexer.index import Index, Query
from state.mailing import Letter, Mailing, Subscription
from state.state import State

OWN = ("To", "Date", "Message-ID", "Content-Type", "MIME-Version")  # headers that are not shared
NOBODY = "nobody@pantau.invalid"


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A mail but for whom it is to: its headers, its text, its page, the parts of its images."""

    headers: tuple[tuple[str, Any], ...]
    text: str
    html: str
    images: tuple[EmailMessage, ...]

    def to(self, values: dict[str, str], headers: dict[str, str]) -> EmailMessage:
        """The mail to one reader. values: what stands in for what, in text and page."""
        made = EmailMessage(policy=SMTP)
        told = (*self.headers, *headers.items())
        for name, value in told:
            if not name.startswith("Content-"):
                made[name] = value
        made.set_content(_with(self.text, values), cte="quoted-printable")
        made.add_alternative(_with(self.html, values), subtype="html", cte="quoted-printable")
        page = made.get_payload(1)
        if self.images:
            page.make_related()
            for image in self.images:
                page.attach(image)
        for name, value in told:
            if name.startswith("Content-"):  # making an alternative would have moved it into its first part
                made[name] = value
        return made


@dataclass(kw_only=True)
class Issued:
    """A digest to be mailed. search: what stands for its search where what it told is kept."""

    digest: Digest
    links: Links
    mailing: Mailing
    search: str
    shared: dict[str, Shared] = field(default_factory=dict)
    kept: bool = False

    @property
    def is_empty(self) -> bool:
        """See sending.Issue."""
        return self.digest.is_empty

    def keep(self) -> None:
        """See sending.Issue."""
        if not self.kept:
            self.mailing.keep_issue(self.search, self.digest.name, dumps(digest_json(self.digest)))
            self.kept = True

    def message(self, letter: Letter, one: Subscription, sender: str) -> EmailMessage:
        """See sending.Issue."""
        note = missed(letter, self.digest.language) if letter.missed else ""
        if note not in self.shared:
            self.shared[note] = self._written(note, sender, letter)
        headers = {
            "To": one.address,
            "Date": format_datetime(letter.made_at),
            "Message-ID": message_id(one.id, letter.period, self.links.host),
        }
        return self.shared[note].to(self._values(one), headers)

    def _values(self, one: Subscription) -> dict[str, str]:
        return {
            self._place("manage"): self.links.link("manage", one.id, one.language),
            self._place("unsubscribe"): self.links.link("unsubscribe", one.id, one.language),
        }

    def _place(self, name: str) -> str:
        """An address that stands for one of a reader's own."""
        return f"{self.links.base}/pantau-{name}-pantau"

    def _written(self, note: str, sender: str, letter: Letter) -> Shared:
        told = MailLinks(
            public=self.links.base,
            manage=self._place("manage"),
            unsubscribe=self._place("unsubscribe"),
            note=note or None,
        )
        made = message(
            self.digest,
            sender=formataddr((NAME, sender)),
            recipient=NOBODY,
            links=told,
            message_id=message_id("", letter.period, self.links.host),
            date=letter.made_at,
        )
        parts = list(made.walk())
        (text,) = (part for part in parts if part.get_content_type() == "text/plain")
        (html,) = (part for part in parts if part.get_content_type() == "text/html")
        return Shared(
            headers=tuple((name, value) for name, value in made.items() if name not in OWN),
            text=text.get_content(),
            html=html.get_content(),
            images=tuple(part for part in parts if part.get_content_maintype() == "image"),
        )


def _with(text: str, values: dict[str, str]) -> str:
    for place, value in values.items():
        text = text.replace(place, value)
    return text


# ---------------------------------------------------------------- composing


def composer(held: Index, state: State, links: Links) -> Composer:
    """Composes from an index, with what its crawls remember and what earlier mailed digests of a search told.

    What digests of one run share is asked of the index and of the state once.
    """
    shared, watch = Events(held), Watch(state)

    def make(query: Query, week: Week, language: Any) -> Issued:
        search = key_of(query, language)
        earlier = _earlier(state.mailing, search)
        digest = compose(shared, query, week, by="learnt", language=language, state=watch, earlier=earlier)
        return Issued(digest=digest, links=links, mailing=state.mailing, search=search)

    return make


def _earlier(mailing: Mailing, search: str) -> list[Told]:
    kept = mailing.issues(search)
    return [told_from(loads(line), f"the digest of {week}") for week, line in kept.items()]
