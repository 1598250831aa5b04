"""Weeks and years as a series names them, all in WIB, without gaps."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

Unit = Literal["week", "year"]


def period(day: dt.date, unit: Unit) -> str:
    """The ISO week ("2021-W51") or the calendar year ("2021") of a day."""
    if unit == "year":
        return f"{day.year:04}"
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def between(first: dt.date, last: dt.date, unit: Unit) -> Iterator[str]:
    """Every period from that of the first day to that of the last."""
    if unit == "year":
        yield from (f"{year:04}" for year in range(first.year, last.year + 1))
        return
    monday = first.toordinal() - first.weekday()
    for day in range(max(monday, 1), last.toordinal() + 1, 7):
        yield period(dt.date.fromordinal(day), "week")


def days(name: str, unit: Unit) -> tuple[dt.date, dt.date]:
    """The first and the last day of a period; ValueError for a week or year that is none."""
    if unit == "year":
        return dt.date(int(name), 1, 1), dt.date(int(name), 12, 31)
    year, week = name.split("-W")
    monday = dt.date.fromisocalendar(int(year), int(week), 1)
    return monday, monday + dt.timedelta(days=6)
