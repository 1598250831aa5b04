"""Public holidays and collective leave of Indonesia: the days on which news is thin without anything being broken.

From entities/data/holidays.csv (2015 to 2028; rows without a decree yet are marked as estimated). Days are WIB.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from entities.almanac import WIB, day_in_wib
from entities.gazetteer import rows

DAY = timedelta(days=1)
LEBARAN = range(-2, 8)  # days around the first day of Idul Fitri on which newsrooms are empty
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """A day off. kind: "holiday", "lebaran" (Idul Fitri), "leave" (cuti bersama) or "election"."""

    day: date
    name: str
    kind: str
    estimated: bool = False


@cache
def holidays() -> tuple[Holiday, ...]:
    """All of the table, oldest first."""
    return tuple(
        Holiday(
            day=date.fromisoformat(row["date"]),
            name=row["name"],
            kind=row["kind"],
            estimated=bool(row["estimated"]),
        )
        for row in rows("holidays.csv")
    )


@cache
def free_days() -> dict[date, str]:
    """Day -> why little is published: holidays, the week of Lebaran, and weekends that join them."""
    free: dict[date, str] = {}
    for holiday in holidays():
        free.setdefault(holiday.day, holiday.name)
        if holiday.kind == "lebaran":
            free |= {holiday.day + n * DAY: "Lebaran" for n in LEBARAN}
    for day in sorted(free):
        for joined in (_joining(day, DAY), _joining(day, -DAY)):
            free |= {other: free[day] for other in joined if other not in free}
    return free


def _joining(day: date, step: timedelta) -> list[date]:
    """The weekend that adjoins a day on one side."""
    found = []
    while (day := day + step).weekday() >= SATURDAY:
        found.append(day)
    return found


def free_between(start: datetime, end: datetime) -> tuple[timedelta, str]:
    """How much of the time between two moments falls on free days, and the name of the last such day ("": none)."""
    first, last, total, name = day_in_wib(start), day_in_wib(end), timedelta(0), ""
    days = free_days()
    for n in range((last - first).days + 1):
        day = first + n * DAY
        if day in days:
            total, name = total + _overlap(day, start, end), days[day]
    return total, name


def _overlap(day: date, start: datetime, end: datetime) -> timedelta:
    """What of a day in WIB lies between two moments."""
    begin = datetime(day.year, day.month, day.day, tzinfo=WIB)
    return max(min(end, begin + DAY) - max(start, begin), timedelta(0))
