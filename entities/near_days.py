"""Days and months an article names without a date: "Rabu", "kemarin", "Senin pekan lalu", "Agustus 2023"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from entities.almanac import DATA, DAYS, FULL_MONTHS, MONTHS, NAMES, name_of, weekday_in
from entities.gazetteer import keys, matches_at, words_of
from entities.numerals import any_of, lowered
from entities.records import PartialDate
from entities.spans import Span

FIRST, LAST = (
    date.min + timedelta(days=60),
    date.max - timedelta(days=60),
)  # days that have near ones on either side
_MONTH = re.compile(
    rf"\b(?P<month>{any_of(word.capitalize() for word in MONTHS)})\b(?:\s(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_MONTH_WORDS = frozenset(MONTHS)
_NEAR_WORDS = frozenset(keys(near)[0] for near in DATA["relative"])
_DAY_WORDS = frozenset([*DAYS, "jum"])
_BARE = DATA["bare_day"]
_NEAR = re.compile(rf"\b{any_of(w for w in DATA['relative'] if not w.endswith('day'))}\b")
_DATED = re.compile(rf"(?:\)|{NAMES})\s\Z")  # "Senin (29/9) besok" and "Senin besok" are one date
_ALONE = re.compile(rf"\b(?P<weekday>{NAMES})\b(?!\s?[-–/]\s?{NAMES}|\s(?:hingga|sampai|dan)\s{NAMES})")
_NOT_AFTER = re.compile(rf"(?:\b{any_of(_BARE['not_after'])}\s|[-–/]\s?)\Z", re.IGNORECASE)
_NOT_BEFORE = re.compile(rf"\s(?:{any_of(_BARE['not_before'])}|{any_of(FULL_MONTHS)})\b", re.IGNORECASE)
_TAIL = re.compile(
    rf"\s(?:(?P<last>{any_of(_BARE['last_week'])})|(?P<earlier>{any_of(_BARE['earlier'])})|(?P<later>{any_of(_BARE['later'])}))\b",
    re.IGNORECASE,
)


def bare_days(text: str, published: date) -> Iterator[Span]:
    """ "hari ini", "kemarin", and a weekday without a date, which is the latest not after publication."""
    if not FIRST < published < LAST:
        return
    words = words_of(text)
    for match in matches_at(_NEAR, words, _NEAR_WORDS, lowered(text)):
        if _DATED.search(text, max(0, match.start() - 9), match.start()):
            continue
        day = published + timedelta(days=DATA["relative"][" ".join(match[0].split())])
        yield _near(match.start(), match.end(), day, "near-day")
    for match in matches_at(_ALONE, words, _DAY_WORDS):
        weekday = weekday_in(match["weekday"])
        out = _NOT_AFTER.search(text, max(0, match.start() - 12), match.start()) or _NOT_BEFORE.match(
            text, match.end()
        )
        if weekday is not None and not out:
            tail = _TAIL.match(text, match.end())
            end = tail.end() if tail else match.end()
            yield _near(match.start(), end, _that_day(weekday, published, tail), "bare-weekday")


def _near(start: int, end: int, day: date, rule: str) -> Span:
    value = PartialDate(year=day.year, month=day.month, day=day.day)
    return Span(start=start, end=end, value=value, name=name_of(value), rule=rule)


def _that_day(weekday: int, published: date, tail: re.Match[str] | None) -> date:
    back = timedelta(days=(published.weekday() - weekday) % 7)
    if tail is None:
        return published - back
    if tail["last"]:
        return published - timedelta(days=published.weekday() + 7 - weekday)
    if tail["earlier"]:
        return published - (back or timedelta(days=7))
    return published - back + timedelta(days=7)


def months(text: str) -> Iterator[Span]:
    for match in matches_at(_MONTH, words_of(text), _MONTH_WORDS):
        word = match["month"].lower()
        if word not in FULL_MONTHS and not match["year"]:
            continue
        value = PartialDate(year=int(match["year"]) if match["year"] else None, month=MONTHS[word])
        yield Span(start=match.start(), end=match.end(), value=value, name=name_of(value), rule="month")
