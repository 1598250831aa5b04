"""Numbers in Indonesian text: digits in both styles, number words, scales ("1,5 miliar", "dua puluh ribu").

The words live in data/numerals.toml. Money and quantities both read the numbers of a text through `numerals`.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
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
_SIGNS = [sign for row in table("money.toml")["currency"] for sign in row["signs"]]
SCALES: dict[str, int] = _DATA["scales"] | _DATA["whole_scales"]
SHORT_SCALES: dict[str, int] = _DATA["short_scales"]
NUMBER_WORDS: dict[str, int] = _DATA["words"]
_MULTIPLIERS = {word: Decimal(times) for word, times in _DATA["multipliers"].items()}
_FRACTIONS = {word: Decimal(part) for word, part in _DATA["fractions"].items()}
_FIRSTS = [*NUMBER_WORDS, *_FRACTIONS, *_DATA["whole_scales"]]
_WORD = any_of([*_FIRSTS, *_MULTIPLIERS, "belas", "koma", *SCALES])
_FIRST = any_of(_FIRSTS)
_FIRST_WORDS = frozenset(keys(word)[0] for word in _FIRSTS)
_SCALE = any_of(_DATA["scales"])
# Each starts with a fixed set of characters, which lets the engine leap; the words run over the text in lower case.
_DIGITS = re.compile(
    rf"""(?P<digits>\d{{1,18}}(?:[.,]\d{{1,9}}){{0,6}})(?![.,]?\d)
         (?P<loose>-?an\b)?
         (?P<scales>(?:{GAP}{{0,2}}-?{_SCALE}(?:an)?\b|{GAP}?(?-i:[{"".join(SHORT_SCALES)}])\b(?!['’]|/T\b)){{0,2}})""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = re.compile(rf"\b{_FIRST}\b(?:{GAP}{{1,2}}{_WORD}\b){{0,30}}")
_MIDST = re.compile(r".?\d\Z|\d[.,]\Z")
# Groups of three after a blank, or decimals before a scale; which of them are one number, _from_spaced decides.
_SPACED = re.compile(
    rf"(?<![\d.,])(?P<digits>\d{{1,3}}(?:(?:(?:{GAP}?[.,]{GAP}?\d{{3}}(?!\d)){{1,4}}|(?:{GAP}\d{{3}}(?!\d)){{2,4}}|{GAP}000(?!\d))"
    rf"(?:,\d\d(?!\d))?|[.,]{GAP}\d{{1,2}}(?={GAP}?(?:{_SCALE}|{any_of(_DATA['spaced']['before'])})\b)))(?P<scale>{GAP}?{_SCALE}\b)?",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(
    rf"(?:(?<![^\W\d_]){any_of(_SIGNS)}|\b(?i:{any_of(_DATA['spaced']['after'])}){GAP}){GAP}{{0,2}}\Z"
)
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
        elif word in _FRACTIONS:
            part, digit = part + digit + _FRACTIONS[word], Decimal(0)
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
    broken = {m.start(): n for m in _SPACED.finditer(text) if (n := _from_spaced(m))}
    digits = [n for m in _DIGITS.finditer(text) if (n := broken.get(m.start()) or _from_digits(m))]
    if broken:
        digits = _outside(digits, broken.values())
    digits = _summed(text, digits)
    spelled = matches_at(_WORDS, words_of(text), _FIRST_WORDS, lowered(text))
    words = [n for m in spelled if (n := _from_words(m))]
    return tuple(sorted([*digits, *words], key=lambda n: n.start)) if words else tuple(digits)


def _from_spaced(match: re.Match[str]) -> Numeral | None:
    """ "Rp 1. 500. 000", "Rp 443. 8 juta": one number where a sign or a word of amount stands before it."""
    start, printed = match.start(), match["digits"]
    if not re.search(GAP, printed) or not _AMOUNT_BEFORE.search(match.string, max(0, start - 14), start):
        return None
    spelled = match["scale"] or ""
    scale = SCALES[spelled.strip().lower()] if spelled else 1
    joined = re.sub(rf"{GAP}(?=\d{{3}}(?!\d))(?<=\d.)", ".", printed)  # "1 500 000"
    base = read_digits(re.sub(GAP, "", joined), scaled=scale > 1)
    return None if base is None else Numeral(start, match.end(), base, scale, printed)


def _outside(found: Iterable[Numeral], broken: Iterable[Numeral]) -> list[Numeral]:
    """The numbers without the pieces of those that blanks broke."""
    kept: list[Numeral] = []
    whole = {number.start for number in broken}
    for number in found:
        if not (kept and number.start < kept[-1].end and kept[-1].start in whole):
            kept.append(number)
    return kept


def _summed(text: str, found: Iterable[Numeral]) -> list[Numeral]:
    """The numbers, "1 miliar 250 juta" as one."""
    kept: list[Numeral] = []
    for number in found:
        last = kept[-1] if kept else None
        if last and _goes_on(text, last, number):
            kept[-1] = replace(last, end=number.end, base=last.base + number.amount / last.scale)
        else:
            kept.append(number)
    return kept


def _goes_on(text: str, last: Numeral, number: Numeral) -> bool:
    smaller = 1 < number.scale < last.scale and number.amount < last.scale
    return smaller and not last.short and re.fullmatch(GAP, text[last.end : number.start]) is not None


def lowered(text: str) -> str:
    """The text in lower case, every character at its place; the few that would grow stay as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
