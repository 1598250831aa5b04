"""What dates are made of: names of days, months and zones, and the rule for a year that is not printed."""

import re
from datetime import date, datetime, timedelta, timezone

from entities.numerals import any_of, table
from entities.records import PartialDate

WIB = timezone(timedelta(hours=7), "WIB")
WITA = timezone(timedelta(hours=8), "WITA")
WIT = timezone(timedelta(hours=9), "WIT")

DATA = table("dates.toml")
DAYS: dict[str, int] = DATA["days"]
FULL_MONTHS: dict[str, int] = DATA["months"]
MONTHS: dict[str, int] = FULL_MONTHS | DATA["more_months"]
YEARS = range(1980, 2100)
WEEKDAY = rf"(?P<weekday>{any_of(DAYS)})\b"
DAY_NAME = re.compile(rf"\b{WEEKDAY}", re.IGNORECASE)
JUMAT = r"Jum['’‘`´]at"
NAMES = any_of(
    w.capitalize()
    for w, _ in DAYS.items()
    if len(w) > 3 and not w.endswith("day") and w not in ("tues", "thur", "thurs")
)
NAMES = f"(?:{NAMES}|{JUMAT})"
_FRIDAY = re.compile(r"\bjum['’‘`´]+\s?at\b", re.IGNORECASE)


def year_of(printed: str) -> int:
    """A year of four digits, or of two: 70 to 99 are the last century's."""
    year = int(printed)
    return year if len(printed) == 4 else year + (1900 if year >= 70 else 2000)


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def weekday_before(before: str) -> int | None:
    """The weekday named last in the words before a date."""
    names = [match["weekday"].lower() for match in DAY_NAME.finditer(_FRIDAY.sub("Jumat", before[-40:]))]
    return DAYS[names[-1]] if names else None


def resolve(partial: PartialDate, weekday: int | None, published: date, *, future: bool) -> date | None:
    """The day meant by a date whose year may be missing, read on the day of publication.

    Candidates are the years before, of and after publication; a printed weekday (Monday is 0) must agree. future
    False takes the latest not after publication (a send-off that is reported); future True the nearest (an
    announcement). None where month or day is missing, none fits, or weekday and full date contradict each other.
    """
    if partial.month is None or partial.day is None:
        return None
    years = [partial.year] if partial.year else range(published.year - 1, published.year + 2)
    days = [
        d
        for year in years
        if (d := day_of(year, partial.month, partial.day)) and weekday in (None, d.weekday())
    ]
    if not future:
        return max((d for d in days if d <= published), default=None)
    return min(days, key=lambda d: (abs(d - published), published - d), default=None)


def weekday_in(text: str) -> int | None:
    """The first weekday named in a mention's text, Monday is 0: what `resolve` asks for."""
    match = DAY_NAME.search(_FRIDAY.sub("Jumat", text))
    return DAYS[match["weekday"].lower()] if match else None


def local_day(moment: datetime) -> date:
    """The day of a moment as its readers count it: by its own offset, by WIB where it is told in UTC."""
    return moment.date() if moment.utcoffset() else day_in_wib(moment)


def day_in_wib(moment: datetime) -> date:
    """The day of a moment in WIB; at the ends of the calendar, where WIB has none, the day as stated."""
    try:
        return moment.astimezone(WIB).date()
    except OverflowError:
        return moment.date()


def name_of(value: PartialDate) -> str:
    """ "2021-12-20", "2021-12", "--12-20": ISO 8601 as far as the date is known."""
    parts = [f"-{part:02}" for part in (value.month, value.day) if part]
    return (str(value.year) if value.year else "-") + "".join(parts)
