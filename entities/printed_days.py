"""Dates as an article prints them, day and month at least: "Rabu (26/8)", "3-17 Oktober 2022", "(24/04/2025)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from entities.almanac import DATA, DAYS, FULL_MONTHS, JUMAT, MONTHS, NAMES, weekday_in, year_of
from entities.numerals import any_of

_DASH = r"\s?[-–—]\s?"
_UNTIL = r"\s(?:hingga|sampai dengan|sampai|s/d|s\.d\.?)\s"
BETWEEN = re.compile(rf"{_DASH}|{_UNTIL}")
# "17, 18, dan 19 Desember", "14-17, 20 dan 21 Juni", "Kamis 23 - Sabtu 25 Desember" run from the first to the last day
_RUN = rf"(?:{_DASH}\d{{1,2}})?"
_LIST = rf"{_RUN}(?:,\s?\d{{1,2}}{_RUN}){{0,5}},?\s(?:dan|serta|&)\s(?:\d{{1,2}}{_DASH})?"
_TO = rf"(?:{_DASH}|{_UNTIL}|{_LIST})(?:{NAMES}[\s,]{{1,2}})?"
_NUMERIC = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:{_TO}(?P<last>\d{{1,2}}))?/(?P<number>\d{{1,2}})(?:/(?P<year>\d{{2,6}}))?(?![\d/])"
)
_DASHED = re.compile(
    r"(?P<day>\d{1,2})(?P<s>[-.])(?P<number>\d{1,2})(?P=s)(?P<year>(?:19|20)\d\d)(?P<last>)(?![\d-])"
)
_WORDED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:{_TO}(?P<last>\d{{1,2}}))?\s{{1,2}}(?P<month>{any_of(MONTHS)})\b\.?"
    r"(?:[\s,]{1,2}(?P<year>\d{3,5})(?![\d.,]?\d))?",
    re.IGNORECASE,
)
_MIDST = re.compile(r"(?:\d|\d[/.,])\Z")
_NO_DAY = re.compile(rf"\b{any_of(DATA['no_day']['after'])}\s\Z", re.IGNORECASE)
_LEAD = re.compile(
    rf"(?:\b(?:(?P<weekday>{any_of(DAYS)}|{JUMAT})|(?P<near>{any_of(DATA['relative'])}))"
    r"(?:\s(?:pagi|siang|sore|malam|petang))?(?:\s?,)?[^\S\n]{0,2})?(?P<open>\([^\S\n]?)?(?:tanggal[^\S\n])?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as printed: `last` is the second day of a range in one month, year None what is missing or unreadable."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None
    last: int | None
    rule: str


def printed_days(text: str) -> list[Printed]:
    """Every printed date of the text, in order."""
    return sorted([*_numeric(text), *_worded(text)], key=lambda p: p.start)


def _lead(text: str, at: int) -> tuple[int, int | None, bool, bool]:
    """Start of what leads up to a date, its weekday, whether a bracket opens and whether a day word stands there."""
    match = _LEAD.search(text, max(0, at - 40), at)
    if match is None:
        return at, None, False, False
    name = match["weekday"]
    weekday = (weekday_in(name) if name else None) if match.start() < at else None
    return match.start(), weekday, bool(match["open"]), bool(name or match["near"])


def _numeric(text: str) -> Iterator[Printed]:
    """ "Rabu (26/8)", "(24/04/2025)", "Kamis, 22/3/2018"; bare "1/2" is a fraction."""
    for match in chain(_NUMERIC.finditer(text), _DASHED.finditer(text)):
        if _MIDST.search(text, max(0, match.start() - 2), match.start()):
            continue
        start, weekday, opened, led = _lead(text, match.start())
        day, month = int(match["day"]), int(match["number"])
        if not (opened or led or match["year"]) or not (1 <= day <= 31 and 1 <= month <= 12):
            continue
        end = _closed(text, match.end()) if opened else match.end()
        year, broken = _printed_year(match["year"])
        yield Printed(
            start,
            end,
            day,
            month,
            year,
            weekday,
            day_number(match["last"]),
            _rule(match, weekday, opened, broken),
        )


def _rule(match: re.Match[str], weekday: int | None, opened: bool, broken: bool) -> str:
    if broken:
        return "typo"
    if opened:
        return "paren" if weekday is None else "weekday-paren"
    return "full" if match["year"] else "day-month"


def _closed(text: str, end: int) -> int:
    """The end with the closing bracket, where one follows."""
    bracket = re.compile(r"\s?\)").match(text, end)
    return bracket.end() if bracket else end


def _worded(text: str) -> Iterator[Printed]:
    for match in _WORDED.finditer(text):
        day, word = int(match["day"]), match["month"].lower()
        if _MIDST.search(text, max(0, match.start() - 2), match.start()):
            continue
        if _NO_DAY.search(text, max(0, match.start() - 14), match.start()):
            continue
        if not 1 <= day <= 31 or (word not in FULL_MONTHS and match["month"].islower()):
            continue
        start, weekday, opened, _ = _lead(text, match.start())
        end = _closed(text, match.end()) if opened else match.end()
        if opened and text[end - 1] != ")" and weekday is None:
            start = match.start()
        year, broken = _printed_year(match["year"])
        rule = "typo" if broken else "full" if year else "day-month"
        yield Printed(start, end, day, MONTHS[word], year, weekday, day_number(match["last"]), rule)


def day_number(printed: str | None) -> int | None:
    return int(printed) if printed else None


def _printed_year(printed: str | None) -> tuple[int | None, bool]:
    """The year and whether it is a misprint, as 20210 or 205."""
    if printed is None:
        return None, False
    if len(printed) not in (2, 4) or (len(printed) == 4 and printed[:2] not in ("19", "20")):
        return None, True
    return year_of(printed), False
