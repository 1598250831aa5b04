"""Numbers in Indonesian text: digits in both styles, number words, scales ("1,5 miliar", "dua puluh ribu").

The words live in data/numerals.toml. Money and quantities both read the numbers of a text through `numerals`.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from entities.gazetteer import keys, matches_at, words_of

GAP = "[ \u00a0\u202f\u2009]"  # a blank inside a figure: plain, no-break or thin, never a line break


@cache
def table(name: str) -> dict[str, Any]:
    """A word list of entities/data, read once."""
    return tomllib.loads((files("entities") / "data" / name).read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a blank in a word matches any run of up to three."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", f"{GAP}{{1,3}}") for w in ordered) + ")"


_DATA = table("numerals.toml")
SCALES: dict[str, int] = _DATA["scales"] | _DATA["whole_scales"]
SHORT_SCALES: dict[str, int] = _DATA["short_scales"]
NUMBER_WORDS: dict[str, int] = _DATA["words"]
_MULTIPLIERS: dict[str, int] = _DATA["multipliers"]
_WORD = any_of([*NUMBER_WORDS, *_MULTIPLIERS, "belas", "setengah", "koma", *SCALES])
_FIRST = any_of([*NUMBER_WORDS, "setengah", *_DATA["whole_scales"]])
_FIRST_WORDS = frozenset(keys(word)[0] for word in [*NUMBER_WORDS, "setengah", *_DATA["whole_scales"]])
_SCALE = any_of(_DATA["scales"])
# Each starts with a fixed set of characters, which lets the engine leap; the words run over the text in lower case.
_DIGITS = re.compile(
    rf"""(?P<digits>\d{{1,18}}(?:[.,]\d{{1,9}}){{0,6}})(?!\d)
         (?P<loose>-?an\b)?
         (?P<scales>(?:{GAP}{{0,2}}-?{_SCALE}(?:an)?\b|{GAP}?(?-i:[{"".join(SHORT_SCALES)}])\b(?!['’])){{0,2}})""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = re.compile(rf"\b{_FIRST}\b(?:{GAP}{{1,2}}{_WORD}\b){{0,12}}")
_MIDST = re.compile(r".?\d\Z|\d[.,]\Z")
_THOUSANDS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: base x scale; digits as printed, None where it is in words."""

    start: int
    end: int
    base: Decimal
    scale: int = 1
    digits: str | None = None
    loose: bool = False  # "100-an", "jutaan"
    short: bool = False  # the scale is a bare letter

    @property
    def amount(self) -> Decimal:
        return self.base * self.scale

    @property
    def like_year(self) -> bool:
        """Four plain digits of this or the last century, as years are printed and sums are not."""
        return (
            self.scale == 1 and self.digits is not None and bool(re.fullmatch(r"(?:19|20)\d\d", self.digits))
        )


def read_digits(printed: str, *, scaled: bool = False) -> Decimal | None:
    """The number that digits with dots and commas print; None for what is no number, as 12.03.2021.

    Indonesian style (dot between thousands, comma before decimals) unless the digits themselves say otherwise:
    "136.56" and "1,234,567.50" are English. A single comma before three digits ("32,145 juta") is decimal only
    before a scale, or after a zero.
    """
    marks = re.findall(r"[.,]", printed)
    if not marks:
        return Decimal(printed)
    if len(set(marks)) == 2:
        whole, mark, rest = re.split(rf"(\{marks[-1]})", printed, maxsplit=1)
        return _joined(whole, rest) if marks.count(mark) == 1 and marks[-1] != marks[0] else None
    if len(marks) > 1:
        return Decimal(re.sub("[.,]", "", printed)) if _THOUSANDS.fullmatch(printed) else None
    whole, rest = re.split("[.,]", printed)
    thousands = len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0")
    if thousands and not (scaled and marks[0] == ","):
        return Decimal(whole + rest)
    return Decimal(f"{whole}.{rest}")


def _joined(whole: str, rest: str) -> Decimal | None:
    if not _THOUSANDS.fullmatch(whole):
        return None
    return Decimal(re.sub("[.,]", "", whole) + "." + rest)


def read_words(words: list[str]) -> tuple[Decimal, int] | None:
    """Base and last scale of number words in lower case; None for a row of words that is no number."""
    total, part, digit, scale = Decimal(0), Decimal(0), Decimal(0), 1
    for at, word in enumerate(words):
        if word == "koma":
            return _with_decimals(total + part + digit, words[at + 1 :])
        if word in NUMBER_WORDS and digit:
            return None
        if NUMBER_WORDS.get(word, 100) < 100:
            digit = Decimal(NUMBER_WORDS[word])
        elif word in NUMBER_WORDS:
            part += NUMBER_WORDS[word]
        elif word == "belas":
            part, digit = part + digit + 10, Decimal(0)
        elif word in _MULTIPLIERS:
            part, digit = part + digit * _MULTIPLIERS[word], Decimal(0)
        elif word == "setengah":
            part, digit = part + digit + Decimal("0.5"), Decimal(0)
        else:
            scale = SCALES[word]
            total, part, digit = total + (part + digit or 1) * scale, Decimal(0), Decimal(0)
    if part or digit:
        return total + part + digit, 1
    return total / scale, scale


def _with_decimals(whole: Decimal, rest: list[str]) -> tuple[Decimal, int] | None:
    """ "dua koma lima juta": the decimals word by word, then at most one scale."""
    scale = SCALES[rest.pop()] if rest and rest[-1] in SCALES else 1
    if not rest or not all(word in NUMBER_WORDS and NUMBER_WORDS[word] < 10 for word in rest):
        return None
    return whole + Decimal("0." + "".join(str(NUMBER_WORDS[word]) for word in rest)), scale


def _from_digits(match: re.Match[str]) -> Numeral | None:
    printed, scales = match["digits"], match["scales"]
    if _MIDST.match(match.string, max(0, match.start() - 2), match.start()):
        return None
    words = re.findall(r"[^\W\d]+", scales)
    scale, loose = 1, bool(match["loose"])
    for word in words:
        known = SHORT_SCALES.get(word) or SCALES.get(word.lower())
        if known is None:
            loose, known = True, SCALES[word.lower().removesuffix("an")]
        scale *= known
    base = read_digits(printed, scaled=scale > 1)
    if base is None:
        return None
    short = any(word in SHORT_SCALES for word in words)
    return Numeral(match.start(), match.end(), base, scale, printed, loose, short)


def _from_words(match: re.Match[str]) -> Numeral | None:
    read = read_words(match[0].split())
    return read and Numeral(match.start(), match.end(), *read)


@lru_cache(maxsize=4)  # money and quantities look at the same text in turn
def numerals(text: str) -> tuple[Numeral, ...]:
    """Every number of the text, in order."""
    digits = [n for m in _DIGITS.finditer(text) if (n := _from_digits(m))]
    spelled = matches_at(_WORDS, words_of(text), _FIRST_WORDS, lowered(text))
    words = [n for m in spelled if (n := _from_words(m))]
    return tuple(sorted([*digits, *words], key=lambda n: n.start)) if words else tuple(digits)


def lowered(text: str) -> str:
    """The text in lower case, every character at its place; the few that would grow stay as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


# ---------------------------------------------------------------- ranges and "about"

_RANGE = _DATA["range"]
_BETWEEN = re.compile(rf"\b{any_of(_RANGE['between'])}{GAP}{{1,2}}\Z", re.IGNORECASE)
_ENDS = re.compile(
    rf"{GAP}{{0,2}}(?:(?P<dash>{any_of(_RANGE['dashes'])})|(?P<word>{any_of(_RANGE['words'])})"
    rf"|(?P<alternative>{any_of(_RANGE['alternatives'])})|(?P<and>dan)){GAP}{{0,2}}",
    re.IGNORECASE,
)
_TIME_WORD = re.compile(rf"\b{any_of(_DATA['before_year']['words'])}\s\Z", re.IGNORECASE)
ABOUT_WORDS: list[str] = _DATA["approximate"]["before"]
_ABOUT = re.compile(rf"(?<!\w){any_of(ABOUT_WORDS)}{GAP}{{0,2}}\Z", re.IGNORECASE)
_MORE = re.compile(
    rf"{GAP}lebih(?=[.,;:)\]”\"]|\s*$|{GAP}(?:per|itu|untuk|pada|dalam|yang|dan|di|ke|dengan|selama|setiap|saja)\b)"
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
    before = _ABOUT.search(text[max(0, start - 16) : start])
    after = _MORE.match(text, end)
    if before:
        start -= len(before[0])
    return start, after.end() if after else end, bool(before or after)


def plain(amount: Decimal) -> str:
    """The digits of an amount without exponent or trailing zeros after the point."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
