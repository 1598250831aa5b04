"""Two numbers as a range, and the words that make a figure approximate. Words: data/numerals.toml."""

import re
from decimal import Decimal

from entities.numerals import GAP, Numeral, any_of, table

_DATA = table("numerals.toml")
_RANGE = _DATA["range"]
_BETWEEN = re.compile(rf"\b{any_of(_RANGE['between'])}{GAP}{{1,2}}\Z", re.IGNORECASE)
_ENDS = re.compile(
    rf"{GAP}{{0,2}}(?:(?P<dash>{any_of(_RANGE['dashes'])})|(?P<word>{any_of(_RANGE['words'])})"
    rf"|(?P<alternative>{any_of(_RANGE['alternatives'])})|(?P<and>dan)){GAP}{{0,2}}",
    re.IGNORECASE,
)
_TIME_WORD = re.compile(rf"\b{any_of(_DATA['before_year']['words'])}\s\Z", re.IGNORECASE)
ABOUT_WORDS: list[str] = _DATA["approximate"]["before"]
_ABOUT_REACH = max(map(len, ABOUT_WORDS)) + 5
_ABOUT = re.compile(rf"(?<!\w){any_of(ABOUT_WORDS)}{GAP}{{0,2}}\Z", re.IGNORECASE)
_MORE = re.compile(
    rf"{GAP}{any_of(_DATA['approximate']['after'])}(?=[.,;:)\]”\"/]|\s*$|{GAP}\(|{GAP}{any_of(_DATA['approximate']['then'])}\b)"
    r"|-an\b",
    re.IGNORECASE,
)


def joint(text: str, low_start: int, low_end: int, high_start: int) -> str | None:
    """How two figures form a range: "dash", "word", "alternative", "and" (only after "antara"); None if they do not."""
    match = _ENDS.fullmatch(text, low_end, high_start)
    if not match:
        return None
    kind = match.lastgroup
    if kind == "and" and not _BETWEEN.search(text[max(0, low_start - 12) : low_start]):
        return None
    return kind


def ends(low: Numeral, high: Numeral) -> tuple[Decimal, Decimal] | None:
    """The ends of a range, a first without scale sharing the second's ("700-950 ribu"); None if not rising."""
    scale = high.scale if low.scale == 1 else 1
    while scale > 1 and low.amount * scale > high.amount:
        scale //= 1000
    bottom = low.amount * max(scale, 1)
    return (bottom, high.amount) if bottom < high.amount else None


def is_year(text: str, number: Numeral) -> bool:
    """True for a number that looks like a year after a word of time: "pada 2021 kontainer langka"."""
    return number.like_year and bool(_TIME_WORD.search(text, max(0, number.start - 14), number.start))


def about(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """The span widened over "sekitar" before and "lebih" after it, and whether there was one."""
    before = _ABOUT.search(text[max(0, start - _ABOUT_REACH) : start])
    after = _MORE.match(text, end)
    if before:
        start -= len(before[0])
    return start, after.end() if after else end, bool(before or after)


def plain(amount: Decimal) -> str:
    """The digits of an amount without exponent or trailing zeros after the point."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
