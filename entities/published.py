"""When a page says it was published. Words: data/dates.toml.

No clock is read: relative words count from `fetched_at`, and without it stay unread.
"""

import datetime as dt
import re
from datetime import date, datetime, timedelta, timezone, tzinfo

from entities.almanac import (
    DATA,
    MONTHS,
    WIB,
    WIT,
    WITA,
    YEARS,
    day_of,
    resolve,
    weekday_before,
    year_of,
)
from entities.numerals import NUMBER_WORDS, any_of
from entities.records import PartialDate

_ZONES: dict[str, int] = DATA["zones"]
_NAMED = {"wib": WIB, "wita": WITA, "wit": WIT}

Read = tuple[datetime | None, str | None, tuple[str, ...]]
_UNREADABLE: Read = (None, None, ("unreadable",))


_ZONE = rf"(?P<zone>(?:gmt|utc)?\s?[+-]\d{{1,2}}(?::?\d{{2}})?(?!\d)|{any_of(_ZONES)}\b)"
_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    rf"\s?(?P<half>[ap]m\b)?\s{{0,2}}{_ZONE}?"
)
_MONTH = rf"(?P<month>{any_of(MONTHS)})\b\.?"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})-?(?P<number>\d\d)-?(?P<day>\d\d)(?:(?P<mark>t|\s{{1,2}}|{any_of(_NAMED)})"
    rf"(?P<hour>\d\d)(?P<colon>[:.-]?)(?P<minute>\d\d)(?:[:.-]?(?P<second>\d\d)(?:[.,]\d{{1,9}})?)?\s?{_ZONE}?)?",
    re.IGNORECASE,
)
_UNIX = re.compile(r"(?P<seconds>\d{9,10})(?P<fraction>\d{3})?")
_PRINTED = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]{{0,3}}{_MONTH}[\s,\-/]{{0,3}}['’]?(?P<year>\d{{4}}|\d{{2}}(?![\d:.]))(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_MONTH}\s{{0,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\d/.-])(?P<day>\d{1,2})(?P<s>[/.-])(?P<number>\d{1,2})(?P=s)(?P<year>\d{4}|\d{2})(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<s>[/-])(?P<number>\d{1,2})(?P=s)(?P<day>\d{1,2})(?!\d)"),
)
_YEARLESS = (
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s{{1,2}}{_MONTH}(?![\s,'’]*\d)", re.IGNORECASE),
    re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<number>\d{1,2})(?![\d/])"),
)
_CLOCK = re.compile(rf"(?<![\d/.:]){_TIME}", re.IGNORECASE)
_AGO = re.compile(
    rf"(?:(?P<count>\d{{1,4}}|{any_of(NUMBER_WORDS)}|se|an?)\s{{0,2}})?(?P<unit>{any_of(DATA['ago'])})"
    r"\s(?:(?:yang\s)?lalu|ago)",
    re.IGNORECASE,
)
_JUST_NOW = re.compile(r"(?:baru saja|beberapa (?:detik|menit) (?:yang )?lalu|just now)", re.IGNORECASE)
_NEAR_DAY = re.compile(rf"(?P<word>{any_of(DATA['relative'])})\b", re.IGNORECASE)


_FIRST_PRINTED = re.compile(rf"\b{any_of(DATA['words']['printed'])}\b:?", re.IGNORECASE)
_CHANGED = re.compile(rf"\b{any_of(DATA['words']['changed'])}\b", re.IGNORECASE)


def read_published(raw: str, *, zone: tzinfo = WIB, fetched_at: datetime | None = None) -> Read:
    """The instant, its precision and the flags of a printed publication date, as in DateRead.

    zone is the site's own, taken where none is stated. Relative words and a missing year need fetched_at (aware).
    A date later than the fetch keeps its instant and gets the flag "future": whoever stores it decides. Nothing
    unreadable is guessed at: it is (None, None, ("unreadable",)).
    """
    text = _tidy(raw)
    for way in (_read_iso, _read_unix, _read_relative, _read_printed, _read_yearless, _read_otherwise):
        read = way(text, zone, fetched_at)
        if read is not None:
            return _checked(read, fetched_at)
    return _UNREADABLE


def _tidy(raw: str) -> str:
    text = re.sub(r"[\s\u00a0\u202f]+", " ", raw[:300]).strip(" \t|,.-–—·•")
    printed = _FIRST_PRINTED.search(text)
    text = text[printed.end() :] if printed and re.search(r"\d", text[printed.end() :]) else text
    text = text[: later.start()] if (later := _CHANGED.search(text, 8)) else text
    return re.sub(r"(?i)\bjum['’‘`´]+\s?at\b", "Jumat", text)


def _checked(read: Read, fetched_at: datetime | None) -> Read:
    instant, precision, flags = read
    if instant is None or fetched_at is None:
        return read
    late = (
        instant.date() > fetched_at.astimezone(instant.tzinfo).date()
        if precision == "day"
        else instant > fetched_at + timedelta(minutes=10)
    )
    return (instant, precision, (*flags, "future")) if late else read


def _read_iso(text: str, zone: tzinfo, _: datetime | None) -> Read | None:
    """ISO 8601 and its broken relatives: dashes in the time with a false Z, "WIB" for T with a false offset."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    day = day_of(int(match["year"]), int(match["number"]), int(match["day"]))
    if day is None:
        return _UNREADABLE
    mark = (match["mark"] or "").lower()
    if mark in _NAMED:
        return _instant(day, match, _NAMED[mark], ("false-zone",) if match["zone"] else ())
    if match["colon"] == "-":
        return _instant(day, match, zone, ("false-zone",) if match["zone"] else ("no-zone",))
    return _timed(day, match, zone)


def _read_unix(text: str, zone: tzinfo, _: datetime | None) -> Read | None:
    match = _UNIX.fullmatch(text)
    if match is None:
        return None
    return datetime.fromtimestamp(int(match["seconds"]), zone), "second", ()


def _read_relative(text: str, zone: tzinfo, fetched_at: datetime | None) -> Read | None:
    """ "12 jam lalu", "kemarin, 10.00 WIB": only known against the moment of the fetch."""
    if near := _NEAR_DAY.match(text):
        if fetched_at is None:
            return _UNREADABLE
        day = fetched_at.astimezone(zone).date() + timedelta(days=DATA["relative"][near["word"].lower()])
        return _timed(day, _CLOCK.search(text, near.end()), zone)
    ago, now = _AGO.fullmatch(text), _JUST_NOW.fullmatch(text)
    if ago is None and now is None:
        return None
    if fetched_at is None:
        return _UNREADABLE
    return _ago(ago, fetched_at.astimezone(zone)) if ago else (fetched_at.astimezone(zone), "minute", ())


def _ago(ago: re.Match[str], fetched_at: datetime) -> Read:
    minutes = DATA["ago"][ago["unit"].lower()]
    count = (ago["count"] or "").lower()
    number = int(count) if count.isdigit() else NUMBER_WORDS.get(count, 1)
    instant = fetched_at - timedelta(minutes=minutes * number)
    if minutes < 1440:
        return instant, "hour" if minutes == 60 else "minute", ()
    return instant.replace(hour=0, minute=0, second=0, microsecond=0), "day", ()


def _read_printed(text: str, zone: tzinfo, _: datetime | None) -> Read | None:
    """A day, a month by name or number and a year, with or without time, zone and weekday around them."""
    for pattern in _PRINTED:
        for match in pattern.finditer(text):
            day, flags = _printed_day(match, weekday_before(text[: match.start()]))
            if day:
                clock = _CLOCK.search(text, match.end()) or _CLOCK.search(text[: match.start()])
                instant, precision, more = _timed(day, clock, zone)
                return instant, precision, (*more, *flags)
    return None


def _printed_day(match: re.Match[str], weekday: int | None) -> tuple[date | None, tuple[str, ...]]:
    """The day; month before day only where the numbers or the weekday demand it."""
    parts = match.groupdict()
    year, number = (
        year_of(parts["year"]),
        MONTHS.get((parts.get("month") or "").lower()) or int(parts.get("number") or 0),
    )
    day, swapped = day_of(year, number, int(parts["day"])), day_of(year, int(parts["day"]), number)
    if parts.get("month"):
        swapped = None
    if day is None or (weekday not in (None, day.weekday()) and swapped and swapped.weekday() == weekday):
        day = swapped
    return day, ("weekday",) if day and weekday not in (None, day.weekday()) else ()


def _read_yearless(text: str, zone: tzinfo, fetched_at: datetime | None) -> Read | None:
    for pattern in _YEARLESS if fetched_at else ():
        match = pattern.search(text)
        if match is None or fetched_at is None:
            continue
        parts = match.groupdict()
        month = MONTHS.get((parts.get("month") or "").lower()) or int(parts.get("number") or 0)
        partial, weekday = (
            PartialDate(month=month, day=int(parts["day"])),
            weekday_before(text[: match.start()]),
        )
        day = resolve(partial, weekday, fetched_at.astimezone(zone).date(), future=False)
        return _timed(day, _CLOCK.search(text, match.end()), zone) if day else _UNREADABLE
    return None


def _read_otherwise(text: str, zone: tzinfo, _: datetime | None) -> Read | None:
    """What dateparser makes of it, with every part of the day printed and nothing taken from today."""
    if not 6 <= len(text) <= 80 or not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    import dateparser  # type: ignore[import-untyped]  # its first call loads for 0.1 s; most dates never come here

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
    }
    read: datetime | None = dateparser.parse(text, languages=["id", "en"], settings=settings)
    if read is None or read.year not in YEARS:
        return None
    clock = _CLOCK.search(text)
    if clock is None:
        return datetime.combine(read.date(), dt.time(), zone), "day", ()
    flags = () if read.tzinfo else ("no-zone",)
    return read.replace(tzinfo=read.tzinfo or zone), "second" if clock["second"] else "minute", flags


def _timed(day: date, clock: re.Match[str] | None, zone: tzinfo) -> Read:
    """The day with a clock time, if one stands there, in the stated zone or the site's own."""
    if clock is None or clock["hour"] is None:
        return datetime.combine(day, dt.time(), zone), "day", ()
    stated = _zone(clock["zone"])
    return _instant(day, clock, stated or zone, () if stated else ("no-zone",))


def _instant(day: date, clock: re.Match[str], zone: tzinfo, flags: tuple[str, ...]) -> Read:
    parts = clock.groupdict()
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    if half := (parts.get("half") or "").lower():
        hour = hour % 12 + 12 * (half == "pm")
    if hour > 23 or minute > 59 or second > 59:
        return datetime.combine(day, dt.time(), zone), "day", ()
    precision = "second" if parts["second"] else "minute"
    return datetime.combine(day, dt.time(hour, minute, second), zone), precision, flags


def _zone(printed: str | None) -> tzinfo | None:
    if not printed:
        return None
    word = printed.lower().replace(" ", "")
    if word in _NAMED:
        return _NAMED[word]
    if word in _ZONES:
        return timezone(timedelta(minutes=_ZONES[word]))
    sign, digits = (-1 if "-" in word else 1), re.sub(r"\D", "", word)
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return timezone(sign * timedelta(hours=hours, minutes=minutes)) if hours <= 14 and minutes < 60 else None
