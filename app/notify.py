"""Changes of state are told once, and recoveries once; all of one check together.

What was told is kept in the state only after it was delivered, so that a failing server is asked again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from app.delivery import Mail, Undelivered, Webhook, configured
from app.news import News, news
from crawler.health import Health
from entities.errors import Busy
from state.state import Condition, State

TELLING_NOW = "news of sources"  # held while news is told: two crawls that end at once tell it once


def notify(state: State, found: Sequence[Health], now: datetime | None = None) -> list[News]:
    """Tell what is new, in one mail and one call of the webhook, and keep that it was told; what was told.

    BadInput for settings that cannot be used. Undelivered where a message could not be handed over: where nobody got
    it, nothing is kept, and the next check tells it again.
    """
    channels = configured()
    try:
        with state.crawling(TELLING_NOW):
            return _told_once(state, found, channels, now or datetime.now(UTC))
    except Busy:  # another process tells at this moment; what it has not seen yet the next check tells
        return []


def _told_once(
    state: State, found: Sequence[Health], channels: Sequence[Mail | Webhook], now: datetime
) -> list[News]:
    fresh = news(found, _told_before(state, found))
    failed = [said for channel in channels if (said := _sent(channel, fresh))] if fresh else []
    if fresh and len(failed) < len(channels):
        for one in fresh:
            state.tell(_condition(one.health, now))
    if failed:
        raise Undelivered("; ".join(failed))
    return fresh


def _told_before(state: State, found: Sequence[Health]) -> dict[str, Condition]:
    kept = {one.source: state.condition(one.source) for one in found}
    return {source: condition for source, condition in kept.items() if condition}


def _sent(channel: Mail | Webhook, fresh: Sequence[News]) -> str | None:
    """Why a channel did not take the message; None where it did."""
    try:
        channel.send(fresh)
    except Undelivered as error:
        return str(error)
    return None


def _condition(one: Health, now: datetime) -> Condition:
    return Condition(source=one.source, state=one.state, since=one.since or now, why=one.why, told_at=now)
