"""ISO weeks in Jakarta time: the periods that digests are of."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.wording import WIB
from entities.errors import BadInput
from indexer.periods import period

WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
YEARS = range(1900, 9000)  # far from the ends of the calendar, where the week before or after does not exist
LAST = "last"


@dataclass(frozen=True, kw_only=True, order=True)
class Week:
    """An ISO week; it begins at midnight of its Monday in WIB."""

    monday: date

    @property
    def name(self) -> str:
        """As 2021-W51. The year is that of the week's Thursday: 1 January 2021 lies in 2020-W53."""
        return period(self.monday, "week")

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.monday, time(), WIB)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return self.since + timedelta(days=7)

    def earlier(self, weeks: int = 1) -> "Week":
        """The week so many weeks before."""
        return Week(monday=self.monday - timedelta(weeks=weeks))

    @property
    def year_ago(self) -> "Week | None":
        """The week of the same number a year ago; None for a W53 where that year had none."""
        year, week, _ = self.monday.isocalendar()
        return numbered(year - 1, week)


def numbered(year: int, week: int) -> Week | None:
    """The week of a number in an ISO year; None where that year has no such week."""
    try:
        return Week(monday=date.fromisocalendar(year, week, 1))
    except ValueError:
        return None


def week_of(day: date) -> Week:
    """The week that a day of WIB lies in."""
    return Week(monday=day - timedelta(days=day.weekday()))


def read_week(text: str, today: date) -> Week:
    """The week that "2021-W51" or "last" (the one before today's, by WIB) names; BadInput for anything else."""
    if text == LAST:
        return week_of(today).earlier()
    match = WEEK.fullmatch(text)
    found = numbered(int(match[1]), int(match[2])) if match and int(match[1]) in YEARS else None
    if found is None:
        raise BadInput(f"{text!r} is no ISO week; write it as 2021-W51, or last")
    return found
