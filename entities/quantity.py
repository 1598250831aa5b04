"""Measured amounts of goods in the units of the data contract. Words: data/quantity.toml.

Rules, as they stand in Span.rule: "unit" (number and unit word), "range", "per-container" ("2 x 40 feet").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from entities.numerals import GAP, NUMBER_WORDS, Numeral, any_of, numerals, table
from entities.ranges import about, ends, is_year, joint, plain
from entities.records import Article, Mention, Quantity
from entities.spans import Span, mentions
from entities.trace import rejected

_DATA = table("quantity.toml")
_ROWS: dict[str, dict[str, Any]] = {word.lower(): row for row in _DATA["unit"] for word in row["words"]}
_NO_GOODS = frozenset(_DATA["people"])
_UNIT = re.compile(rf"\)?{GAP}{{0,2}}-?(?P<word>{any_of(_ROWS)})(?!\w)", re.IGNORECASE)
_NEXT = re.compile(rf"(?:{GAP}lebih)?{GAP}{{1,2}}([\w-]+)")
_EXPLAINED = re.compile(rf"{GAP}\({GAP}?\d")  # "satu kodi (20 pasang)" counts once
_FIRMS = _DATA["businesses"]
_FIRMS_BEFORE = re.compile(rf"\b{any_of(_FIRMS['before'])}\b[^.,;:\n]{{0,30}}\Z", re.IGNORECASE)
_MADE = re.compile(any_of(_FIRMS["makes"]), re.IGNORECASE)
_NO_NOUN_AFTER = re.compile(rf"\s*(?:$|[.,;:)\n”\"]|{any_of(_FIRMS['after'])}\b)", re.IGNORECASE)
_TIMES = re.compile(
    rf"{GAP}?[xX×]{GAP}?(?=\d{{2}}{GAP}?-?{any_of(_DATA['per_container']['words'])}(?!\w))", re.IGNORECASE
)
_BOX = re.compile(rf"{GAP}?-?{any_of(_DATA['per_container']['words'])}(?!\w)", re.IGNORECASE)
_BRACKETED = re.compile(
    rf"(?:(?<!\d)\d[\d.,]{{0,20}}|\b{any_of(NUMBER_WORDS)}(?:{GAP}(?:{any_of(NUMBER_WORDS)}|belas|puluh|ratus|ribu|juta)){{0,5}})"
    rf"{GAP}?\(\Z",
    re.IGNORECASE,
)
_SQUARE = re.compile(rf"{GAP}{{1,2}}(?:persegi|kuadrat|per{GAP}segi)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Measure:
    """One number with the unit after it."""

    start: int
    end: int
    number: Numeral
    unit: str | None
    factor: Decimal = Decimal(1)
    rule: str = "unit"


def _measure(text: str, number: Numeral) -> _Measure:
    """The number with its unit; unit None where the words after it are no unit of goods."""
    match = _UNIT.match(text, number.end)
    nothing = _Measure(number.start, number.end, number, None)
    if match is None:
        return nothing
    row = _ROWS[" ".join(match["word"].lower().split())]
    if reason := _no_goods(text, number, match, row):
        rejected("quantity", text, number.start, match.end(), reason)
        return nothing
    start = _outer(text, number) if match[0].startswith(")") else number.start
    if start is None:
        return nothing
    return _Measure(start, match.end(), number, row["unit"], Decimal(row.get("factor", "1")))


def _is_part(text: str, number: Numeral) -> bool:
    """True where the number belongs to what stands before it: "G20", "2/3 ton", "salah satu", a year."""
    before = text[number.start - 1] if number.start else " "
    if (
        before.isalpha() and not _BY.match(text, max(0, number.start - 2), number.start)
    ) or before in "/$€£¥_":
        return True
    return is_year(text, number) or bool(_ONE_OF.search(text, max(0, number.start - 8), number.start))


_BY = re.compile(r"\d[xX]\Z")
_ONE_OF = re.compile(r"\bsalah\s\Z", re.IGNORECASE)


def _no_goods(text: str, number: Numeral, unit: re.Match[str], row: dict[str, Any]) -> str:
    """Why a number before a unit measures no goods; empty where it does."""
    following = _NEXT.match(text, unit.end())
    word = following[1].lower() if following else ""
    reasons: dict[str, Callable[[], bool]] = {
        "short-scale": lambda: number.short,
        "part-of-name": lambda: _is_part(text, number),
        "counts-firms": lambda: _counts_firms(text, number, unit),
        "explained": lambda: "factor" in row and _EXPLAINED.match(text, unit.end()) is not None,
        "no-goods": lambda: word in _NO_GOODS or word in row.get("not_before", ()),
        "area": lambda: _SQUARE.match(text, unit.end()) is not None,
        "article": lambda: _is_one(number) and row["unit"] in _DATA["one"]["units"] and "factor" not in row,
        "other-size": lambda: "only" in row and number.amount not in row["only"],
        "other-sense": lambda: "only_before" in row and word not in row["only_before"],
    }
    return next((reason for reason, holds in reasons.items() if holds()), "")


def _is_one(number: Numeral) -> bool:
    """True for the word "satu", which before a piece is mostly "a"."""
    return number.digits is None and number.amount == 1


def _counts_firms(text: str, number: Numeral, unit: re.Match[str]) -> bool:
    """True for "industri batik mencapai 6.120 unit." where no goods follow the unit."""
    if unit["word"].lower() not in _FIRMS["units"] or not _NO_NOUN_AFTER.match(text, unit.end()):
        return False
    before = _FIRMS_BEFORE.search(text, max(0, number.start - 50), number.start)
    return before is not None and not _MADE.search(before[0])


def _outer(text: str, number: Numeral) -> int | None:
    """Where "2 (dua) kontainer" or "dua belas (12) ton" begins."""
    match = _BRACKETED.search(text, max(0, number.start - 48), number.start)
    return match.start() if match else None


# ---------------------------------------------------------------- ranges and boxes


def _measures(text: str) -> Iterator[tuple[_Measure, Quantity | None]]:
    """Each number of the text with its quantity, ranges joined; None for a number that measures no goods."""
    found = [_measure(text, number) for number in numerals(text)]
    at = 0
    while at < len(found):
        low, high = found[at], found[at + 1] if at + 1 < len(found) else None
        joined = _range(text, low, high) if high else None
        if high and joined:
            yield replace(low, end=high.end, rule="range"), joined
            at += 2
            continue
        if high and _times(text, low, high):
            yield (
                replace(low, end=_box_end(text, high), rule="per-container"),
                Quantity(amount=low.number.amount, unit="container"),
            )
        else:
            yield low, _quantity(low)
        at += 1


def _quantity(measure: _Measure) -> Quantity | None:
    if measure.unit is None or measure.number.amount == 0:
        return None
    return Quantity(amount=measure.number.amount * measure.factor, unit=measure.unit)


def _times(text: str, count: _Measure, length: _Measure) -> bool:
    """True for "2 x 40 feet": so many containers of that length."""
    match = _TIMES.match(text, count.end)
    return match is not None and match.end() == length.number.start


def _box_end(text: str, length: _Measure) -> int:
    match = _BOX.match(text, length.number.end)
    return match.end() if match else length.end


def _range(text: str, low: _Measure, high: _Measure) -> Quantity | None:
    """The range whose ends these are, in the unit of the second end, or None."""
    if high.unit is None or low.unit not in (None, high.unit):
        return None
    if low.number.like_year or low.number.short or _is_part(text, low.number):
        return None
    if not joint(text, low.start, low.end, high.start):
        return None
    if low.unit and low.factor != high.factor:  # "500 kg hingga 1 ton"
        bottom, top = low.number.amount * low.factor, high.number.amount * high.factor
        return Quantity(amount=bottom, upto=top, unit=high.unit) if bottom < top else None
    pair = ends(low.number, high.number)
    return pair and Quantity(amount=pair[0] * high.factor, upto=pair[1] * high.factor, unit=high.unit)


# ---------------------------------------------------------------- the finder


def find_quantities(text: str) -> list[Span]:
    """Every measured amount of goods in the text, in order, in canonical units."""
    return [_span(text, measure, quantity) for measure, quantity in _measures(text) if quantity]


def _span(text: str, measure: _Measure, quantity: Quantity) -> Span:
    start, end, roughly = about(text, measure.start, measure.end)
    if roughly or measure.number.loose:
        quantity = replace(quantity, approximate=True)
    return Span(start=start, end=end, value=quantity, name=name_of(quantity), rule=measure.rule)


def name_of(quantity: Quantity) -> str:
    """ "18000 kg"; "~" before what is approximate, "-" between the ends of a range."""
    upto = f"-{plain(quantity.upto)}" if quantity.upto is not None else ""
    return f"{'~' if quantity.approximate else ''}{plain(quantity.amount)}{upto} {quantity.unit}"


def quantities(article: Article) -> list[Mention]:
    """The amounts of goods an article states."""
    return mentions(article, "quantity", find_quantities)
