"""Which week a subscriber is to be mailed now: the last whole one before their day and hour, in WIB."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.digests.week import Week, week_of
from app.wording import WIB
from state.mailing import Letter, Subscription

WEEK = timedelta(weeks=1)
MOST_MISSED = 52  # weeks that are named
UNTOLD = ("failed", "waiting", "empty")  # what the owner of a letter has not read


@dataclass(frozen=True, kw_only=True)
class Due:
    """A week to be mailed, since when, and earlier ones that were not."""

    week: Week
    at: datetime
    missed: tuple[str, ...] = ()


def last_moment(day: int, hour: int, now: datetime) -> datetime:
    """The last time that it was this hour of this weekday in WIB; day: 0 is Monday."""
    local = now.astimezone(WIB)
    then = local.replace(hour=hour, minute=0, second=0, microsecond=0) - timedelta(
        days=(local.weekday() - day) % 7
    )
    return then if then <= local else then - WEEK


def week_at(moment: datetime) -> Week:
    """The week that is told at a moment: the last that was over then."""
    return week_of(moment.astimezone(WIB).date()).earlier()


def due(one: Subscription, letters: Sequence[Letter], now: datetime) -> Due | None:
    """What is due of a subscription; None where that was put into the outbox already, or nothing fell due yet.

    letters: its digests so far. Of several weeks the newest is due, the others are missed.
    """
    at = last_moment(one.day, one.hour, now)
    if one.since is None or at <= one.since:
        return None
    week = week_at(at)
    held = {letter.period: letter for letter in letters}
    if any(period >= week.name for period in held):
        return None
    return Due(week=week, at=at, missed=tuple(_missed(one, week, at, held)))


def _missed(one: Subscription, week: Week, at: datetime, held: dict[str, Letter]) -> list[str]:
    """Weeks before this one that fell due and were not told, back to the last that was."""
    found: list[str] = []
    for back in range(1, MOST_MISSED + 1):
        name = week.earlier(back).name
        letter = held.get(name)
        if letter is None and (one.since is None or at - back * WEEK <= one.since):
            break
        if letter and letter.fate not in UNTOLD:
            break
        if letter is None or letter.fate != "empty":
            found.insert(0, name)
    return found
