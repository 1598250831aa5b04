"""Ends of windows and ranges as every backend compares them: moments and days as text, amounts as numbers."""

import datetime as dt
from datetime import UTC, datetime

from entities.dates import WIB
from entities.errors import BadInput
from indexer.index import Between

AMOUNT = {"IDR": "rupiah", "USD": "dollars", "kg": "kilograms"}


def amount(asked: Between) -> str:
    """What of a record a range is about: rupiah, dollars or kilograms. BadInput for any other unit."""
    if asked.unit not in AMOUNT:
        raise BadInput(f"no range in {asked.unit!r}; units are {', '.join(AMOUNT)}")
    return AMOUNT[asked.unit]


def utc(moment: datetime) -> str:
    """Fixed-width UTC, so that texts sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def day_from(moment: datetime) -> str:
    """The first day in WIB that begins at this moment or later."""
    local = moment.astimezone(WIB)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (local.date() + dt.timedelta(days=midnight < local)).isoformat()


def day_of(told: str) -> dt.date:
    """The day in WIB of a moment or a day as text."""
    if len(told) == len("2021-12-20"):
        return dt.date.fromisoformat(told)
    return datetime.fromisoformat(told).astimezone(WIB).date()
