"""The days an article names, as far as the text gives them. Words: data/dates.toml.

Rules, as they stand in Span.rule: "weekday-paren" ("Rabu (26/8)"), "paren" ("(24/04/2025)"), "full" (day, month, year),
"day-month" (no year), "weekday-contradicts" (no year fits, or the full date is another weekday: a release gets none),
"typo" ("(12/1/20210": the year stays open), "range-start" and "range-end" (two spans over "3-17 Oktober"), "month"
("Agustus 2023"), "bare-weekday" ("Rabu" alone: the latest not after publication), "near-day" ("hari ini", "kemarin").
A missing year is the one that brings the day nearest to publication, the printed weekday agreeing; who needs the past
or the future asks `resolve` with `weekday_in` of the mention's text.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from entities.almanac import WIB, WIT, WITA, day_of, local_day, name_of, resolve, weekday_in
from entities.near_days import bare_days, months
from entities.printed_days import BETWEEN, Printed, printed_days
from entities.published import read_published
from entities.records import Article, Mention, PartialDate
from entities.spans import Span, mentions

__all__ = [
    "WIB",
    "WIT",
    "WITA",
    "day_mentions",
    "find_dates",
    "local_day",
    "read_published",
    "resolve",
    "weekday_in",
]


def find_dates(text: str, published: date | None = None) -> list[Span]:
    """Every day, month or range of days the text names, in order; published is the day by the article's own clock."""
    spans = [span for item in _joined(text, printed_days(text)) for span in _spans(item, published)]
    if published:
        spans += _outside(bare_days(text, published), spans)
    spans += _outside(months(text), spans)
    return sorted(spans, key=lambda s: (s.start, s.end, s.rule != "range-start"))


def day_mentions(article: Article) -> list[Mention]:
    """The dates an article names, read against its day of publication."""
    published = article.published_at and local_day(article.published_at)
    return mentions(article, "date", lambda text: find_dates(text, published))


def _outside(found: Iterable[Span], taken: list[Span]) -> list[Span]:
    """Those of `found` that touch none of the spans taken, which never overlap unless they are the same."""
    taken = sorted(taken, key=lambda s: s.start)
    starts = [s.start for s in taken]
    return [s for s in found if not (at := bisect_left(starts, s.end)) or taken[at - 1].end <= s.start]


# ---------------------------------------------------------------- ranges


def _joined(text: str, printed: list[Printed]) -> Iterator[tuple[Printed, ...]]:
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


def _is_range(text: str, low: Printed, high: Printed) -> bool:
    joined = BETWEEN.fullmatch(text, low.end, high.start)
    return bool(joined) and (low.month, low.day) != (high.month, high.day)


def _spans(item: tuple[Printed, ...], published: date | None) -> Iterator[Span]:
    if len(item) == 1 and item[0].last is None:
        yield _single(item[0], published)
        return
    low, high = (item[0], replace(item[0], day=item[0].last or 0, weekday=None)) if len(item) == 1 else item
    end = _year_filled(high, published)
    start = _year_filled(replace(low, year=low.year or _year_before(low, end)), published)
    for value, rule in ((start, "range-start"), (end, "range-end")):
        yield Span(start=low.start, end=high.end, value=value, name=name_of(value), rule=rule)


def _year_before(low: Printed, end: PartialDate) -> int | None:
    """The year of a range's first day, from its last: 28 Desember-3 Januari crosses one."""
    if end.year is None or end.month is None:
        return None
    return end.year - (low.month > end.month)


def _single(printed: Printed, published: date | None) -> Span:
    value = _year_filled(printed, published)
    day = value.as_date() if value.year else None
    contradicts = printed.weekday is not None and (
        (day is not None and day.weekday() != printed.weekday) or (day is None and published is not None)
    )
    rule = "weekday-contradicts" if contradicts and printed.rule != "typo" else printed.rule
    return Span(start=printed.start, end=printed.end, value=value, name=name_of(value), rule=rule)


def _year_filled(printed: Printed, published: date | None) -> PartialDate:
    """The date, its year by the rule where none is printed; an impossible day keeps month and year only."""
    value = PartialDate(year=printed.year, month=printed.month, day=printed.day)
    if day_of(printed.year or 2000, printed.month, printed.day) is None:
        return replace(value, day=None)
    if printed.year or printed.rule == "typo" or published is None:
        return value
    day = resolve(value, printed.weekday, published, future=True)
    return replace(value, year=day.year) if day else value
