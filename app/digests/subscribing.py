"""Subscriptions to the digest: asked for, confirmed by their owner, paused, ended, deleted.

Whoever asks gets the same answer for every address, so that nobody learns who subscribes; what differs stands in the
mail to its owner. Nothing is mailed before the owner said yes, and what is never confirmed is deleted.
"""

import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.digests.addresses import masked, read_address
from app.digests.links import CONFIRM, Links
from app.digests.searches import judge, kept, keys_of, notes, query_of
from entities.errors import BadInput, PantauError
from indexer.index import Index
from state.mailing import Kind, Letter, Mailing, Subscription
from state.state import State

log = logging.getLogger("pantau.digest")

LANGUAGES = ("id", "en")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST = 20  # subscriptions of one address
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MAILS_A_DAY = 3  # confirmation mails to one address
MAILS_AN_HOUR = 200  # confirmation mails to all
GONE = "this subscription is no longer there"


class TooMany(PantauError):
    """More was asked for than is mailed; later it will be."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for. search: as app/digests/searches.kept makes it."""

    address: str
    search: Mapping[str, Any]
    language: str = "id"
    day: int = 0
    hour: int = 7
    empty: bool = False


def wish(
    address: str,
    given: Mapping[str, Any],
    text: str,
    *,
    language: str = "id",
    day: int = 0,
    hour: int = 7,
    empty: bool = False,
) -> Wish:
    """What is asked for, checked; BadInput says what cannot be."""
    if language not in LANGUAGES:
        raise BadInput(
            "unknown language {language!r}; known are {known}", language=language, known=", ".join(LANGUAGES)
        )
    if day not in range(7) or hour not in range(24):
        raise BadInput("the day is one of the week, the hour one of 0 to 23 (WIB)")
    told = read_address(address), kept(given, text)
    return Wish(address=told[0], search=told[1], language=language, day=day, hour=hour, empty=empty)


def read_day(written: str) -> int:
    """The number of a weekday, Monday 0, by its English name or the beginning of it; BadInput for another word."""
    found = [
        number for number, name in enumerate(DAYS) if len(written) > 1 and name.startswith(written.lower())
    ]
    if len(found) != 1:
        raise BadInput(f"unknown day {written!r}; known are {', '.join(name.capitalize() for name in DAYS)}")
    return found[0]


# ---------------------------------------------------------------- asking


def subscribe(state: State, held: Index, links: Links, asked: Wish, now: datetime) -> bool:
    """Put what its owner is to be told into the outbox; whether there is any, which the asker must not learn.

    BadInput for a search that finds everything or nothing ever, TooMany where all together ask for too much; neither
    depends on the address.
    """
    query = query_of(asked.search)
    judge(held, query)
    mailing, mark = state.mailing, links.mark(asked.address)
    tidy(mailing, now)
    if mailing.asked(now - HOUR) >= MAILS_AN_HOUR:
        raise TooMany("too many have subscribed in the last hour; try again later")
    silent = mailing.asked(now - DAY, mark) >= MAILS_A_DAY
    if not silent:
        mailing.subscribe(*_answer(mailing, asked, notes(query), now))
        mailing.mark_asked(mark, now)
    what = "not mailed again today" if silent else "mailed"
    log.info("%s asked to subscribe: %s", masked(asked.address), what, extra={"event": "subscribe"})
    return not silent


def _answer(
    mailing: Mailing, asked: Wish, said: tuple[str, ...], now: datetime
) -> tuple[Subscription, list[Letter]]:
    """The subscription that the answer is about, and the letter."""
    others = mailing.subscriptions(asked.address)
    same = next((one for one in others if _is_same(one, asked)), None)
    if same:
        kind: Kind = "confirm" if same.standing == "unconfirmed" else "known"
        renewed = replace(same, asked_at=now) if kind == "confirm" else same
        return renewed, [letter_of(same.id, kind, now)]
    if len(others) >= MOST:
        return others[0], [letter_of(others[0].id, "full", now)]
    made = Subscription(id=secrets.token_urlsafe(9), asked_at=now, notes=said, **vars(asked))
    return made, [letter_of(made.id, "confirm", now)]


def _is_same(one: Subscription, asked: Wish) -> bool:
    mine = (one.search, one.language, one.day, one.hour, one.empty)
    return mine == (asked.search, asked.language, asked.day, asked.hour, asked.empty)


def letter_of(id: str, kind: Kind, now: datetime) -> Letter:
    """A mail that is no digest; its period tells it from all others."""
    return Letter(
        subscription=id, period=f"{kind} {now:%Y-%m-%dT%H%M%S.%f}", kind=kind, made_at=now, next_at=now
    )


def tidy(mailing: Mailing, now: datetime) -> int:
    """Delete what nobody confirmed in time; how many."""
    late = [one.id for one in mailing.subscriptions(standing="unconfirmed") if now - one.asked_at > CONFIRM]
    return remove(mailing, late) if late else 0


# ---------------------------------------------------------------- acting


def found(mailing: Mailing, id: str) -> Subscription:
    """The subscription of an id; BadInput where there is none (any more)."""
    if one := mailing.subscription(id):
        return one
    raise BadInput(GONE)


def confirm(mailing: Mailing, id: str, now: datetime) -> Subscription:
    """The owner said yes; once more changes nothing. Weeks that fall due from now on are mailed."""
    one = found(mailing, id)
    if one.standing != "unconfirmed":
        return one
    return _keep(mailing, replace(one, standing="active", confirmed_at=now, since=now))


def pause(mailing: Mailing, id: str) -> Subscription:
    """Mail nothing until it is resumed; one that nobody confirmed stays so."""
    one = found(mailing, id)
    return _keep(mailing, replace(one, standing="paused")) if one.standing == "active" else one


def resume(mailing: Mailing, id: str, now: datetime) -> Subscription:
    """Mail again, from the next week that falls due; also after a suspension."""
    one = found(mailing, id)
    if one.standing not in ("paused", "suspended"):
        return one
    return _keep(mailing, replace(one, standing="active", since=now, why=None))


def remove(mailing: Mailing, ids: Iterable[str]) -> int:
    """End subscriptions; all that is known of them is deleted. Once more changes nothing. How many there were."""
    gone = mailing.erase(ids)
    if gone:
        mailing.drop_issues(keys_of(mailing.subscriptions()))
        log.info("ended: %d", gone, extra={"event": "unsubscribe"})
    return gone


def delete_all(mailing: Mailing, id: str) -> int:
    """Delete all that is known of the owner of a subscription; how many subscriptions that were."""
    one = mailing.subscription(id)
    return remove(mailing, [other.id for other in mailing.subscriptions(one.address)]) if one else 0


def _keep(mailing: Mailing, one: Subscription) -> Subscription:
    mailing.subscribe(one)
    return one
