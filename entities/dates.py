"""The days an article names, as far as the text gives them. Words: data/dates.toml.

Rules, as they stand in Span.rule: "weekday-paren" ("Rabu (26/8)"), "paren" ("(24/04/2025)"), "full" (day, month, year),
"day-month" (no year), "weekday-contradicts" (no year fits, or the full date is another weekday: a release gets none),
"typo" ("(12/1/20210": the year stays open), "range-start" and "range-end" (two spans over "3-17 Oktober"), "month"
("Agustus 2023"), "bare-weekday" ("Rabu" alone: the latest not after publication), "near-day" ("hari ini", "kemarin").
A missing year is the one that brings the day nearest to publication, the printed weekday agreeing; who needs the past
or the future asks `resolve` with `weekday_in` of the mention's text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from entities.almanac import (
    DATA,
    DAYS,
    FULL_MONTHS,
    MONTHS,
    WIB,
    WIT,
    WITA,
    day_of,
    resolve,
    weekday_in,
    year_of,
)
from entities.numerals import any_of, lowered
from entities.published import read_published
from entities.records import Article, Mention, PartialDate
from entities.spans import Span, mentions

__all__ = ["WIB", "WIT", "WITA", "day_mentions", "find_dates", "read_published", "resolve", "weekday_in"]

_TO = r"(?:\s?[-–—]\s?|\s(?:hingga|sampai dengan|sampai|s/d|s\.d\.|dan)\s)"
_NUMERIC = re.compile(
    rf"(?P<day>\d{{1,2}})(?:{_TO}(?P<last>\d{{1,2}}))?/(?P<number>\d{{1,2}})(?:/(?P<year>\d{{2,6}}))?(?![\d/])"
)
_WORDED = re.compile(
    rf"(?P<day>\d{{1,2}})(?:{_TO}(?P<last>\d{{1,2}}))?\s{{1,2}}(?P<month>{any_of(MONTHS)})\b\.?"
    r"(?:[\s,]{1,2}(?P<year>\d{3,5})(?![\d.,]?\d))?",
    re.IGNORECASE,
)
_MIDST = re.compile(r"[\d/.,]$")
_MONTH = re.compile(
    rf"\b(?P<month>{any_of(word.capitalize() for word in MONTHS)})\b(?:\s(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_JUMAT = r"Jum['’‘`´]at"
_LEAD = re.compile(
    rf"(?:\b(?:(?P<weekday>{any_of(DAYS)}|{_JUMAT})|(?P<near>{any_of(DATA['relative'])}))(?:\s(?:pagi|siang|sore|malam|petang))?"
    r"(?:\s?,)?\s{0,2})?(?P<open>\()?(?:tanggal\s)?$",
    re.IGNORECASE,
)
_BARE = DATA["bare_day"]
_NAMES = any_of([w.capitalize() for w in DAYS if len(w) > 3 and not w.endswith("day") and w != "tues"])
_NEAR = re.compile(rf"\b{any_of(w for w in DATA['relative'] if not w.endswith('day'))}\b")
_ALONE = re.compile(
    rf"\b(?P<weekday>{_NAMES}|{_JUMAT})\b(?!\s?[-–/]\s?{_NAMES}|\s(?:hingga|sampai|dan)\s{_NAMES})"
)
_NOT_AFTER = re.compile(rf"(?:\b{any_of(_BARE['not_after'])}\s|[-–/]\s?)$", re.IGNORECASE)
_NOT_BEFORE = re.compile(rf"\s(?:{any_of(_BARE['not_before'])}|{any_of(FULL_MONTHS)})\b", re.IGNORECASE)
_TAIL = re.compile(
    rf"\s(?:(?P<last>{any_of(_BARE['last_week'])})|(?P<earlier>{any_of(_BARE['earlier'])})|(?P<later>{any_of(_BARE['later'])}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A date as printed: `last` is the second day of a range in one month, year 0 a year that cannot be read."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None
    last: int | None
    rule: str


def find_dates(text: str, published: date | None = None) -> list[Span]:
    """Every day, month or range of days the text names, in order; published is the day by the article's own clock."""
    printed = sorted([*_numeric(text), *_worded(text)], key=lambda p: p.start)
    spans = [span for item in _joined(text, printed) for span in _spans(item, published)]
    if published:
        spans += _outside(_alone(text, published), spans)
    spans += _outside(_months(text), spans)
    return sorted(spans, key=lambda s: (s.start, s.end, s.rule != "range-start"))


def day_mentions(article: Article) -> list[Mention]:
    """The dates an article names, read against its day of publication."""
    published = article.published_at and article.published_at.date()
    return mentions(article, "date", lambda text: find_dates(text, published))


def _outside(found: Iterable[Span], taken: list[Span]) -> list[Span]:
    """Those of `found` that touch none of the spans taken, which never overlap unless they are the same."""
    taken = sorted(taken, key=lambda s: s.start)
    starts = [s.start for s in taken]
    return [s for s in found if not (at := bisect_left(starts, s.end)) or taken[at - 1].end <= s.start]


# ---------------------------------------------------------------- printed dates


def _lead(text: str, at: int) -> tuple[int, int | None, bool, bool]:
    """Start of what leads up to a date, its weekday, whether a bracket opens and whether a day word stands there."""
    match = _LEAD.search(text, max(0, at - 40), at)
    if match is None:
        return at, None, False, False
    name = match["weekday"]
    weekday = (weekday_in(name) if name else None) if match.start() < at else None
    return match.start(), weekday, bool(match["open"]), bool(name or match["near"])


def _numeric(text: str) -> Iterator[_Printed]:
    """ "Rabu (26/8)", "(24/04/2025)", "Kamis, 22/3/2018"; bare "1/2" is a fraction."""
    for match in _NUMERIC.finditer(text):
        if _MIDST.search(text, max(0, match.start() - 1), match.start()):
            continue
        start, weekday, opened, led = _lead(text, match.start())
        day, month = int(match["day"]), int(match["number"])
        if not (opened or led or match["year"]) or not (1 <= day <= 31 and 1 <= month <= 12):
            continue
        end = match.end() + (opened and text[match.end() : match.end() + 1] == ")")
        year, broken = _printed_year(match["year"])
        rule = (
            "typo"
            if broken
            else "weekday-paren"
            if weekday is not None and opened
            else "paren"
            if opened
            else "full"
        )
        yield _Printed(
            start,
            end,
            day,
            month,
            year,
            weekday,
            _int(match["last"]),
            rule if year or opened or broken else "day-month",
        )


def _worded(text: str) -> Iterator[_Printed]:
    for match in _WORDED.finditer(text):
        day, word = int(match["day"]), match["month"].lower()
        if _MIDST.search(text, max(0, match.start() - 1), match.start()):
            continue
        if not 1 <= day <= 31 or (word not in FULL_MONTHS and match["month"].islower()):
            continue
        start, weekday, opened, _ = _lead(text, match.start())
        end = match.end() + (opened and text[match.end() : match.end() + 1] == ")")
        if opened and text[end - 1] != ")" and weekday is None:
            start = match.start()
        year, broken = _printed_year(match["year"])
        rule = "typo" if broken else "full" if year else "day-month"
        yield _Printed(start, end, day, MONTHS[word], year, weekday, _int(match["last"]), rule)


def _int(printed: str | None) -> int | None:
    return int(printed) if printed else None


def _printed_year(printed: str | None) -> tuple[int | None, bool]:
    """The year and whether it is a misprint, as 20210 or 205."""
    if printed is None:
        return None, False
    if len(printed) not in (2, 4) or (len(printed) == 4 and printed[:2] not in ("19", "20")):
        return None, True
    return year_of(printed), False


# ---------------------------------------------------------------- ranges


def _joined(text: str, printed: list[_Printed]) -> Iterator[tuple[_Printed, ...]]:
    """The printed dates, two joined by a dash or "hingga" together."""
    at = 0
    while at < len(printed):
        low, high = printed[at], printed[at + 1] if at + 1 < len(printed) else None
        if high and low.last is None and high.last is None and _is_range(text, low, high):
            closed = text[low.start : high.start].count("(") > 0 and text[high.end : high.end + 1] == ")"
            yield low, replace(high, end=high.end + closed)
            at += 2
        else:
            yield (low,)
            at += 1


def _is_range(text: str, low: _Printed, high: _Printed) -> bool:
    gap = text[low.end : high.start]
    joined = re.fullmatch(r"\s?[-–—]\s?|\s(?:hingga|sampai dengan|sampai|s/d|s\.d\.)\s", gap)
    return bool(joined) and (low.month, low.day) != (high.month, high.day)


def _spans(item: tuple[_Printed, ...], published: date | None) -> Iterator[Span]:
    if len(item) == 1 and item[0].last is None:
        yield _single(item[0], published)
        return
    low, high = (item[0], replace(item[0], day=item[0].last or 0, weekday=None)) if len(item) == 1 else item
    end = _year_filled(high, published)
    start = _year_filled(replace(low, year=low.year or _year_before(low, end)), published)
    for value, rule in ((start, "range-start"), (end, "range-end")):
        yield Span(start=low.start, end=high.end, value=value, name=name_of(value), rule=rule)


def _year_before(low: _Printed, end: PartialDate) -> int | None:
    """The year of a range's first day, from its last: 28 Desember-3 Januari crosses one."""
    if end.year is None or end.month is None:
        return None
    return end.year - (low.month > end.month)


def _single(printed: _Printed, published: date | None) -> Span:
    value = _year_filled(printed, published)
    day = value.as_date() if value.year else None
    contradicts = printed.weekday is not None and (
        (day is not None and day.weekday() != printed.weekday) or (day is None and published is not None)
    )
    rule = "weekday-contradicts" if contradicts and printed.rule != "typo" else printed.rule
    return Span(start=printed.start, end=printed.end, value=value, name=name_of(value), rule=rule)


def _year_filled(printed: _Printed, published: date | None) -> PartialDate:
    """The date, its year by the rule where none is printed; an impossible day keeps month and year only."""
    value = PartialDate(year=printed.year, month=printed.month, day=printed.day)
    if day_of(printed.year or 2000, printed.month, printed.day) is None:
        return replace(value, day=None)
    if printed.year or printed.rule == "typo" or published is None:
        return value
    day = resolve(value, printed.weekday, published, future=True)
    return replace(value, year=day.year) if day else value


# ---------------------------------------------------------------- days and months alone


def _alone(text: str, published: date) -> Iterator[Span]:
    """ "hari ini", "kemarin", and a weekday without a date, which is the latest not after publication."""
    for match in _NEAR.finditer(lowered(text)):
        if text[max(0, match.start() - 2) : match.start()] == ") ":  # "Senin (29/9) besok" is one date
            continue
        day = published + timedelta(days=DATA["relative"][" ".join(match[0].split())])
        yield _near(match.start(), match.end(), day, "near-day")
    for match in _ALONE.finditer(text):
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


def _months(text: str) -> Iterator[Span]:
    for match in _MONTH.finditer(text):
        word = match["month"].lower()
        if word not in FULL_MONTHS and not match["year"]:
            continue
        value = PartialDate(year=_int(match["year"]), month=MONTHS[word])
        yield Span(start=match.start(), end=match.end(), value=value, name=name_of(value), rule="month")


def name_of(value: PartialDate) -> str:
    """ "2021-12-20", "2021-12", "--12-20": ISO 8601 as far as the date is known."""
    parts = [f"-{part:02}" for part in (value.month, value.day) if part]
    return (str(value.year) if value.year else "-") + "".join(parts)
