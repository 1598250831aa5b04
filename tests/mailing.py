"""Subscribers, digests and a sender of a few lines, for the tests of mailing."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from app.digests.links import Links
from app.digests.posting import Post
from app.digests.sending import Sender
from app.smtp import Server
from entities.errors import BadInput
from state.mailing import Subscription
from state.sqlite import SQLiteState

SINCE = datetime(2021, 12, 1, tzinfo=UTC)
MONDAY = datetime(2021, 12, 27, 0, 2, tzinfo=UTC)  # 07.02 WIB; the week before is 2021-W51
WEEK = timedelta(weeks=1)
LINKS = Links(base="https://pantau.contoh.id", secrets=("kunci-uji-" * 4,))
FROM = "digest@pantau.contoh.id"
EMPTY = "sepi"  # a search for this finds nothing


def subscription(id: str, **more) -> Subscription:
    usual = {"address": f"{id}@contoh.id", "search": {"text": "ekspor kopi"}, "standing": "active"}
    return Subscription(
        **{"id": id, "asked_at": SINCE, "confirmed_at": SINCE, "since": SINCE, **usual, **more}
    )


@dataclass
class Plain:
    """A digest of one line."""

    query: object
    week: object
    language: str
    is_empty: bool

    def message(self, letter, one, sender):
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = sender, one.address, f"{letter.period} {self.language}"
        made.set_content(f"{self.query.text}\n.titik di awal\n{' '.join(letter.missed)}\n")
        return made

    def keep(self):
        """Nothing is kept."""


@dataclass
class Composing:
    """Makes such digests, and remembers of what; refuses searches that hold a word."""

    made: list = field(default_factory=list)
    refuses: str = ""

    def __call__(self, query, week, language):
        if self.refuses and self.refuses in query.text:
            raise BadInput(f"unknown word {self.refuses!r}")
        self.made.append((query.text, week.name, language))
        return Plain(query, week, language, is_empty=EMPTY in query.text)


@dataclass
class Office:
    """A state with subscribers, a mail server to send to, and a clock that is set by hand."""

    state: SQLiteState
    port: int
    now: datetime = MONDAY
    compose: Composing = field(default_factory=Composing)
    server: dict = field(default_factory=dict)

    def sender(self) -> Sender:
        usual = {"host": "127.0.0.1", "port": self.port, "security": "none", "user": "", "password": ""}
        return Sender(
            state=self.state,
            index=f"sqlite:///{self.state.path.with_name('pantau.db')}",
            links=LINKS,
            post=Post(Server(**{**usual, **self.server}), FROM),
            compose=self.compose,
            clock=lambda: self.now,
        )

    def join(self, *subscriptions: Subscription) -> None:
        for one in subscriptions:
            self.state.mailing.subscribe(one)

    def fates(self, kinds=("digest",)) -> dict[tuple[str, str], str]:
        return {(one.subscription, one.period): one.fate for one in self.state.mailing.letters(kinds=kinds)}

    def change(self, id: str, **what) -> None:
        self.state.mailing.subscribe(replace(self.state.mailing.subscription(id), **what))
