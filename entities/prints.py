"""The print of an article: what two articles are compared by, small enough to be kept beside each.

Figures are read first: "Rp1,5 miliar" and "Rp 1.500.000.000" are one word, "20/12/2021" and "20 Desember 2021" are the
same three, "dua" is 2. Why these measures and no others: docs/decisions/0007-duplicates.md.
"""

import re
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

from entities.almanac import DAYS, MONTHS
from entities.numerals import NUMBER_WORDS, SCALES, SHORT_SCALES
from entities.records import Article

VERSION = 1  # raise it whenever the same article would get another print
MOST = 256  # shingles that are kept
KEYS = 12  # runs that are kept, by which copies are looked for
FEW = 30  # shingles below which no copy is looked for by text
TURNS = 128  # that are kept
HEADLINE = 5  # words from which a headline is one of its own
LETTERS = 40_000  # of a text that are read
PRIME, FACTOR = 0xFFFFFFFB, 0x9E3779B1  # of the numbers that stand for several words
SQUARE, CUBE, FOURTH = (FACTOR**n % PRIME for n in (2, 3, 4))
HOST = re.compile(r"^(?:(?:www|m|amp|mobile|wap)\.)+(?=[^.]+\.)")
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[.!?:;\n\"“”(]")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
TITLE, URL = 1 << 60, 1 << 61  # tell a headline and an address from a run
MASK = 0  # stands for every figure, day and name


@dataclass(frozen=True, kw_only=True)
class Print:
    """url: the address; title: the normalised headline, 0 where it says too little; both as numbers.

    runs: the smallest of all runs of six words, as numbers, ascending; rest: shingles and turns, packed.
    """

    url: int = 0
    title: int = 0
    runs: tuple[int, ...] = ()
    rest: bytes = b""

    @cached_property
    def keys(self) -> frozenset[int]:
        """Address, headline and runs as numbers of 63 bits: two articles without a common one are not alike."""
        tagged = (*self.runs, self.title and self.title | TITLE, self.url and self.url | URL)
        return frozenset(tagged) - {0}

    @cached_property
    def shingles(self) -> tuple[int, ...]:
        """Runs of three words as numbers, ascending; of a long text the smallest, which are a fair sample of all."""
        return self._numbers[2 : 2 + self._numbers[0]]

    @cached_property
    def turns(self) -> dict[int, int]:
        """The figure (an odd number), day or name (an even one) by the two words before and after it.

        So the same sentence with another figure is known from the same sentence.
        """
        at, size = 2 + self._numbers[0], self._numbers[1]
        return dict(zip(self._numbers[at : at + size], self._numbers[at + size :], strict=True))

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        return struct.unpack(f"<{len(self.rest) // 4}I", self.rest) or (0, 0)

    def packed(self) -> bytes:
        """The print in a kilobyte or two, for an index to keep."""
        return (
            struct.pack(f"<QIB{len(self.runs)}I", self.url, self.title, len(self.runs), *self.runs)
            + self.rest
        )


def unpacked(held: bytes) -> Print:
    """The print that was packed; shingles and turns are read when they are asked for."""
    url, title, size = struct.unpack_from("<QIB", held)
    runs = struct.unpack_from(f"<{size}I", held, 13)
    return Print(url=url, title=title, runs=runs, rest=held[13 + 4 * size :])


def print_of(article: Article) -> Print:
    """The print of an article by its address, headline and text; the same for the same three, everywhere."""
    return print_of_text(article.url, article.title, article.body)


@lru_cache(maxsize=512)  # an article on its way into an index is asked for more than once
def print_of_text(url: str, title: str, body: str) -> Print:
    """The same by its three parts."""
    words, headline = _words(body), _words(title)
    told = [word for word, _ in words]
    threes = [
        (a * SQUARE + b * FACTOR + c) % PRIME for a, b, c in zip(told, told[1:], told[2:], strict=False)
    ]
    sixes = {(a * CUBE + b) % PRIME for a, b in zip(threes, threes[3:], strict=False)}
    shingles, turns = sorted({*threes})[:MOST], _turns(words)
    numbers = (len(shingles), len(turns), *shingles, *turns, *turns.values())
    return Print(
        url=_address(url),
        title=_together(word for word, _ in headline) if len(headline) >= HEADLINE else 0,
        runs=tuple(sorted(sixes)[:KEYS]) if len(shingles) >= FEW else (),
        rest=struct.pack(f"<{len(numbers)}I", *numbers),
    )


def _address(url: str) -> int:
    """The same for http and https, with and without www, m or amp; 0 for none."""
    try:
        parts = urlsplit(url.strip())
        host = HOST.sub("", parts.hostname or "")
    except ValueError:
        return 0
    place = f"{host}{parts.path.rstrip('/')}?{parts.query}"
    return int.from_bytes(blake2b(place.encode("utf-8", "replace"), digest_size=7).digest()) if host else 0


def _turns(words: list[tuple[int, int]]) -> dict[int, int]:
    """What varies by what stands around it; of what stands around two that differ neither."""
    told = [MASK if kind else word for word, kind in words]
    found: dict[int, int] = {}
    unsure: set[int] = set()
    for at in [at for at in range(2, len(told) - 2) if not told[at]]:
        around = a, b, c, d = told[at - 2], told[at - 1], told[at + 1], told[at + 2]
        if around.count(MASK) <= 2:
            key, (word, kind) = (FOURTH + a * CUBE + b * SQUARE + c * FACTOR + d) % PRIME, words[at]
            if found.setdefault(key, value := word & ~1 | (kind == FIGURE)) != value:
                unsure.add(key)
    sure = ((key, value) for key, value in found.items() if key not in unsure)
    return dict(sorted(sure)[:TURNS])


def _together(told: Iterable[int]) -> int:
    key = 1
    for word in told:
        key = (key * FACTOR + word) % PRIME
    return key


# ---------------------------------------------------------------- words

COMMON, NAME, FIGURE = 0, 1, 2  # kinds; another name or figure could stand in the same sentence


class Token(NamedTuple):
    """A word, a figure in digits or a sign; number: the word's, 0 for the others; scale: what it makes of a figure."""

    number: int = 0
    kind: int = COMMON
    kind_first: int = COMMON  # at the beginning of a sentence, where every word has a capital
    is_digits: bool = False
    scale: int = 0


def _words(text: str) -> list[tuple[int, int]]:
    """The words of a text as numbers, each with its kind."""
    text = text[:LETTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found: list[tuple[int, int]] = []
    begins, figure = True, ""
    for piece in text.split(" "):
        told, begins, figure = _read(piece, begins, figure)
        found += told
    return [*found, _figure(figure, 1)] if figure else found


@lru_cache(maxsize=50_000)
def _read(piece: str, begins: bool, figure: str) -> tuple[tuple[tuple[int, int], ...], bool, str]:
    """The words of what stands between two spaces, no token goes over one; and what is known before the next piece.

    begins: a sentence does. figure: digits that a scale may follow, "" for none.
    """
    found: list[tuple[int, int]] = []
    for token in WORD.findall(piece):
        number, kind, kind_first, is_digits, scale = _token(token)
        if figure:
            found.append(_figure(figure, scale or 1))
            figure = ""
            if scale:
                continue
        if is_digits:
            figure = token
        elif number:
            found.append((number, kind_first if begins else kind))
        begins = not (number or is_digits)
    return tuple(found), begins, figure


@lru_cache(maxsize=50_000)
def _token(token: str) -> Token:
    small = token.lower()
    if token[0].isdecimal():
        return Token(is_digits=True)
    if not token[0].isalpha():
        return Token()
    if (number := NUMBER_WORDS.get(small, MONTHS.get(small))) is not None:
        word, kind = _figure(str(number), 1)
        return Token(number=word, kind=kind, kind_first=kind)
    scale = int(SCALES.get(small) or SHORT_SCALES.get(token) or 0)
    kind_first = NAME if small in DAYS else COMMON
    kind = NAME if token[0].isupper() else kind_first
    return Token(number=_number(small), kind=kind, kind_first=kind_first, scale=scale)


@lru_cache(maxsize=10_000)
def _figure(digits: str, scale: int) -> tuple[int, int]:
    """A figure by its value; thousands are told from decimals by their three digits."""
    grouped = THOUSANDS.fullmatch(digits)
    plain = re.sub("[.,]", "", digits) if grouped else digits.replace(",", ".")
    if plain.count(".") > 1:  # no number, as 12.30.45
        return _number(digits), FIGURE
    return _number(f"{(Decimal(plain) * scale).normalize():f}"), FIGURE


def _number(word: str) -> int:
    """A number for a word, never MASK."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=4).digest()) or 1
