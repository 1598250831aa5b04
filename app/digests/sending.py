"""`pantau digest send`: mails each subscriber the week that is due, once, whatever happens on the way.

What is due is put into the outbox first. Letters of the same search, language and week share one digest. A run that is
killed leaves at most one letter of which nobody can know whether it arrived; the next run tells it and goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from typing import Protocol

from app.delivery import Mail, Undelivered, Webhook, configured, wanted
from app.digests.letters import letter_headers, notice, write
from app.digests.links import Links
from app.digests.outbox import SUPERSEDED, Outbox, Summary
from app.digests.periods import Due, due, last_moment, week_at
from app.digests.posting import Post
from app.digests.searches import notes, query_of
from app.digests.subscribing import letter_of, tidy
from app.digests.week import Week, read_week
from app.web.language import Speech
from crawler.lock import crawling
from entities.errors import BadInput, Busy
from indexer.index import Query
from state.mailing import Kind, Letter, Subscription
from state.state import State

# What the state locks beside its sources.
SENDING, QUICK = "the mailing of digests", "the mailing of confirmations"
OTHERS: tuple[Kind, ...] = ("confirm", "known", "full", "broken")  # kinds of letters that are no digest


class Issue(Protocol):
    """A digest of one search and week, to be mailed to all who asked for it."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        ...

    def message(self, letter: Letter, one: Subscription, sender: str) -> EmailMessage:
        """The mail to one of them."""
        ...

    def keep(self) -> None:
        """It was mailed: keep what it told, for the corrections of later ones."""
        ...


class Composer(Protocol):
    """Makes digests; BadInput for a search that cannot be asked."""

    def __call__(self, query: Query, week: Week, language: str) -> Issue: ...


@dataclass(frozen=True, kw_only=True)
class Sender:
    """All that a run needs. index: its URL, which is held against a restore meanwhile; clock: aware moments.

    compose: None where only other letters are mailed.
    """

    state: State
    index: str
    links: Links
    post: Post
    compose: Composer | None
    clock: Callable[[], datetime]

    def outbox(self) -> Outbox:
        return Outbox(mailing=self.state.mailing, post=self.post, clock=self.clock)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Letters that share a digest. why: what is wrong with their search."""

    query: Query | None
    language: str
    week: Week
    letters: tuple[tuple[Letter, Subscription], ...]
    why: str = ""


# ---------------------------------------------------------------- a run


def send(sender: Sender) -> Summary:
    """Mail what is due and what waits; Busy where another process does. IndexUnusable and StateUnusable end it."""
    with alone(sender.state, SENDING), crawling(sender.index):
        outbox, mailing = sender.outbox(), sender.state.mailing
        outbox.recover(["digest"])
        tidy(mailing, sender.clock())
        plan(sender.state, sender.clock())
        try:
            for group in groups(sender.state, sender.clock()):
                _send_group(sender, outbox, group)
        except Undelivered as error:
            outbox.summary.told.append(str(error))
        finally:
            sender.post.close()
        _tell_operator(sender, outbox)
    send_others(sender, outbox.summary)
    outbox.report()
    return outbox.summary


def plan(state: State, now: datetime) -> int:
    """Put into the outbox what is due; how many letters."""
    found = planned(state, now)
    for one in found:
        for old in state.mailing.letters(one.subscription, fates=["waiting"], kinds=["digest"]):
            state.mailing.keep_letter(replace(old, fate="failed", why=SUPERSEDED, ended_at=now, told=True))
    return state.mailing.post(found)


def planned(state: State, now: datetime) -> list[Letter]:
    """The letters of the weeks that are due; none is kept yet."""
    return [
        Letter(subscription=one.id, period=found.week.name, made_at=now, next_at=now, missed=found.missed)
        for one in state.mailing.subscriptions(standing="active")
        if (found := _due(state, one, now))
    ]


def _due(state: State, one: Subscription, now: datetime) -> Due | None:
    last = state.mailing.last_period(one.id)
    if last and last >= week_at(last_moment(one.day, one.hour, now)).name:
        return None
    return due(one, state.mailing.letters(one.id, kinds=["digest"]), now)


def planned_groups(sender: Sender) -> Iterator[tuple[Group, bool]]:
    """What a run would mail now, and whether there is nothing to tell; nothing is kept."""
    state, now = sender.state, sender.clock()
    fresh = planned(state, now)
    replaced = {letter.subscription for letter in fresh}
    waiting = state.mailing.letters(fates=["waiting"], kinds=["digest"])
    letters = [*(letter for letter in waiting if letter.subscription not in replaced), *fresh]
    for group in groups(state, now, letters):
        issue, why = _issue(sender, group)
        yield replace(group, why=why), bool(issue and issue.is_empty)


def groups(state: State, now: datetime, letters: Iterable[Letter] | None = None) -> Iterator[Group]:
    """Waiting digests, or these, by what they share: search, language, week; ordered by the first letter of each."""
    waiting = state.mailing.letters(fates=["waiting"], kinds=["digest"]) if letters is None else letters
    shared: dict[tuple[Query | str, str, str], list[tuple[Letter, Subscription]]] = {}
    for letter in waiting:
        one = state.mailing.subscription(letter.subscription)
        if one and letter.next_at <= now:
            shared.setdefault((_asked(one), one.language, letter.period), []).append((letter, one))
    for (asked, language, period), some in shared.items():
        query, why = (asked, "") if isinstance(asked, Query) else (None, asked)
        yield Group(query=query, language=language, week=week_named(period), letters=tuple(some), why=why)


def week_named(period: str) -> Week:
    """The week of a digest's period."""
    return read_week(period, date.min)


def _asked(one: Subscription) -> Query | str:
    """The query of a subscription, or why it cannot be asked as its owner meant it, in the owner's language."""
    t = Speech(one.language)
    try:
        query = query_of(one.search)
    except BadInput as error:
        return t.refusal(error) or str(error)
    fresh = [t.note(note) for note in notes(query) if note not in one.notes]
    return "; ".join(fresh) if fresh else query


def _send_group(sender: Sender, outbox: Outbox, group: Group) -> None:
    """Compose once, send to each; a search that cannot be asked tells its owners once, and waits to work again."""
    issue, why = _issue(sender, group)
    if issue is None:
        for letter, one in group.letters:
            _break(sender.state, one, why, sender.clock())
            outbox.again(letter, why)
        outbox.summary.told.append(f"{len(group.letters)} pencarian tidak dapat dijalankan: {why}")
        return
    outbox.summary.composed += 1
    for letter, one in group.letters:
        if one.broken:
            sender.state.mailing.subscribe(replace(one, broken=None))
        if issue.is_empty and not one.empty:
            outbox.end(letter, "empty", told=True)
            continue
        message = issue.message(letter, one, sender.post.sender)
        outbox.deliver(letter, one, letter_headers(message, letter, one, sender.links))
        issue.keep()


def _issue(sender: Sender, group: Group) -> tuple[Issue | None, str]:
    if group.query is None or sender.compose is None:
        return None, group.why
    try:
        return sender.compose(group.query, group.week, group.language), ""
    except BadInput as error:
        return None, Speech(group.language).refusal(error) or str(error)


def _break(state: State, one: Subscription, why: str, now: datetime) -> None:
    if not one.broken:
        state.mailing.subscribe(replace(one, broken=why), [letter_of(one.id, "broken", now)])


def _tell_operator(sender: Sender, outbox: Outbox) -> None:
    """Suspend whose mailbox is gone, and tell the operator by the ways of PANTAU_ALERT_*, where there are any."""
    lines = outbox.suspend()
    if not lines or not wanted():
        return
    try:
        for channel in configured():
            _tell(channel, lines, sender.clock())
    except (BadInput, Undelivered) as error:
        outbox.summary.told.append(str(error))


def _tell(channel: Mail | Webhook, lines: list[str], now: datetime) -> None:
    if isinstance(channel, Mail):
        channel.hand_over(notice(lines, channel.sender, channel.to, now))
    else:
        channel.post({"text": "\n".join(lines), "suspended": lines})


# ---------------------------------------------------------------- other letters


def send_others(sender: Sender, summary: Summary | None = None) -> Summary:
    """Mail what is no digest and waits: confirmations and notices. Another process that does so is left to it."""
    outbox = sender.outbox()
    outbox.summary = summary or outbox.summary
    try:
        with alone(sender.state, QUICK):
            outbox.recover(OTHERS)
            while waiting := _waiting(sender):
                for letter in waiting:
                    _send_other(sender, outbox, letter)
    except Busy:
        return outbox.summary
    except Undelivered as error:
        outbox.summary.told.append(str(error))
    finally:
        sender.post.close()
    return outbox.summary


def _waiting(sender: Sender) -> list[Letter]:
    found = sender.state.mailing.letters(fates=["waiting"], kinds=OTHERS)
    return [letter for letter in found if letter.next_at <= sender.clock()]


def _send_other(sender: Sender, outbox: Outbox, letter: Letter) -> None:
    one = sender.state.mailing.subscription(letter.subscription)
    if one is None:
        outbox.end(letter, "failed", "its subscription is gone", told=True)
        return
    outbox.deliver(letter, one, write(letter, one, sender.links, sender.post.sender))


@contextmanager
def alone(state: State, what: str) -> Iterator[None]:
    """Hold one kind of mailing; Busy in words of its own where another process does."""
    held = state.crawling(what)
    try:
        held.__enter__()
    except Busy as error:
        raise Busy(f"{what} goes on in another process; wait for it") from error
    try:
        yield
    finally:
        held.__exit__(None, None, None)
