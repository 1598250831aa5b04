"""Names in a text: a trie over words, longest match first.

Matching whole words keeps "Batang" from being found in "Batanghari"; the longest name wins, so that
"Papua Nugini" is never Papua. A name may span spaces, a hyphen, an apostrophe or one line break.
"""

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from operator import itemgetter
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")
Case = Literal["name", "any", "upper", "initials"]

DATA = files("entities") / "data"  # also within a zipped egg
WORD = re.compile(r"[^\W_]+")
PIECES = re.compile(r"([^\W_]+)")
GAP = re.compile(r"[ \t\u00a0]{1,3}|[ \t\u00a0]?\n[ \t]?|[-‐‑'’]")
LONGEST_GAP = 3
SHORT_STOP = re.compile(r"\.[ \u00a0]?")  # "Kab. Lahat", "U.S.A", never the end of a sentence


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV table of entities/data."""
    return tuple(csv.DictReader(io.StringIO((DATA / name).read_bytes().decode("utf-8"), newline="")))


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML table of entities/data."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def fold(word: str) -> str:
    """A word as it is compared: lower case, without accents."""
    word = word.lower()
    if word.isascii():
        return word
    marked = unicodedata.normalize("NFKD", word)
    return "".join(c for c in marked if not unicodedata.combining(c))


def keys(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(word) for word in WORD.findall(name))


class Words:
    """A text cut into words once: where they stand and how they compare."""

    def __init__(self, text: str) -> None:
        pieces = PIECES.split(text)  # gap, word, gap, ..., word, gap
        borders = list(accumulate(map(len, pieces)))
        self.text = text
        self.starts, self.ends = borders[:-1:2], borders[1::2]
        self.written = pieces[1::2]
        self.gaps = ["\n\n", *pieces[2:-1:2], "\n\n"]
        self.keys = _folded(self.written)
        self.capitals = list(map(str.isupper, map(itemgetter(0), self.written)))
        self._index: dict[str, list[int]] | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def copied(self) -> "Words":
        """A copy whose words may be changed."""
        other = copy(self)
        other.keys, other.written = list(self.keys), list(self.written)
        other.ends, other.gaps, other._index = list(self.ends), list(self.gaps), None
        return other

    def where(self, listed: AbstractSet[str]) -> list[int]:
        """Where any of the listed folded words stands, in order."""
        if self._index is None:
            self._index = {}
            for i, key in enumerate(self.keys):
                self._index.setdefault(key, []).append(i)
        return sorted([i for key in self._index.keys() & listed for i in self._index[key]])

    def word(self, i: int) -> str:
        """The word as written; empty beyond either end."""
        return self.written[i] if 0 <= i < len(self.written) else ""

    def key(self, i: int) -> str:
        """The word as compared; empty beyond either end."""
        return self.keys[i] if 0 <= i < len(self.keys) else ""

    def gap(self, i: int) -> str:
        """What stands between word i-1 and word i; a paragraph break beyond either end."""
        return self.gaps[i] if 0 < i < len(self.keys) else "\n\n"

    def joined(self, i: int) -> bool:
        """Whether word i continues the name that word i-1 belongs to."""
        gap = self.gap(i)
        if gap == " " or len(gap) > LONGEST_GAP:
            return gap == " "
        return bool(GAP.fullmatch(gap)) or (len(self.key(i - 1)) <= 3 and bool(SHORT_STOP.fullmatch(gap)))

    def spaced(self, i: int) -> bool:
        """Whether only space stands between word i-1 and word i."""
        gap = self.gap(i)
        return gap == " " or (len(gap) <= LONGEST_GAP and gap.isspace() and "\n\n" not in gap)

    def capital(self, i: int) -> bool:
        """Whether word i begins with a capital letter."""
        return 0 <= i < len(self.capitals) and self.capitals[i]

    def opens(self, i: int) -> bool:
        """Whether word i is the first of a sentence, a quotation or a paragraph."""
        gap = self.gap(i)
        if gap == " ":
            return False
        return "\n" in gap or (not OPENING.isdisjoint(gap) and not self._abbreviated(i))

    def _abbreviated(self, i: int) -> bool:
        return self.gap(i).strip() == "." and len(self.key(i - 1)) <= 3 and self.capital(i - 1)


def _folded(written: list[str]) -> list[str]:
    """The words as they are compared; most texts are ASCII but for their quotes and dashes."""
    lower = list(map(str.lower, written))
    return lower if "".join(lower).isascii() else list(map(fold, written))


@lru_cache(maxsize=4)  # the title and the body of one article, and of the one before
def words_of(text: str) -> Words:
    """The words of a text; finders that read the same text one after another share them."""
    return Words(text)


def matches_at(
    pattern: re.Pattern[str], words: Words, listed: AbstractSet[str], text: str | None = None
) -> Iterator[re.Match[str]]:
    """What `finditer` gives for a pattern that begins, at a word border, with one of the listed folded words.

    text is that of the words, or the same in lower case with every character at its place.
    """
    text, end = words.text if text is None else text, 0
    for i in words.where(listed):
        found = pattern.match(text, words.starts[i]) if words.starts[i] >= end else None
        if found:
            yield found
            end = found.end()


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Words first..last (inclusive) carry a name; values are all that it may stand for."""

    first: int
    last: int
    start: int
    end: int
    values: tuple[T, ...]


@dataclass(slots=True)
class _Node(Generic[T]):
    next: "dict[str, _Node[T]]"
    values: list[tuple[T, Case]]


class Gazetteer(Generic[T]):
    """Names and what they stand for; `add` all of them, then `find`."""

    def __init__(self, entries: Iterable[tuple[str, T, Case]] = ()) -> None:
        self._root: _Node[T] = _Node({}, [])
        for name, value, case in entries:
            self.add(name, value, case)

    def add(self, name: str, value: T, case: Case = "name") -> None:
        """Case "name": every word begins with a capital (small joining words aside); "upper": all capitals;
        "initials": as "name", but the first word all capitals ("DI Yogyakarta" is not "Di Yogyakarta")."""
        node = self._root
        for key in keys(name):
            node = node.next.setdefault(key, _Node({}, []))
        if node is not self._root and (value, case) not in node.values:
            node.values.append((value, case))

    def begins(self, key: str) -> bool:
        """Whether any name begins with this folded word."""
        return key in self._root.next

    def find(self, words: Words) -> Iterator[Match[T]]:
        """Leftmost longest matches, none overlapping another."""
        beyond = 0
        for i in words.where(self._root.next.keys()):
            if i >= beyond and (match := self._longest(words, i)):
                yield match
                beyond = match.last + 1

    def _longest(self, words: Words, first: int) -> Match[T] | None:
        best: tuple[int, tuple[T, ...]] | None = None
        keys, last = words.keys, first
        node: _Node[T] | None = self._root.next.get(keys[first])
        while node is not None:
            if node.values and (values := _fitting(node, words, first, last)):
                best = last, values
            last += 1
            if not node.next or last == len(keys):
                break
            node = node.next.get(keys[last])
            if node is not None and not words.joined(last):
                break
        return Match(first, best[0], words.starts[first], words.ends[best[0]], best[1]) if best else None


def _fitting(node: "_Node[T]", words: Words, first: int, last: int) -> tuple[T, ...]:
    return tuple([value for value, case in node.values if fits(words, first, last, case)])


def swallow(gazetteer: "Gazetteer[T | None]", names: Iterable[str], case: Case = "name") -> None:
    """Teach a gazetteer longer names that are none of its own, so that the longest match leaves them alone."""
    for name in names:
        gazetteer.add(name, None, case)


OPENING = frozenset('.!?:“"”–—()•*')
JOINING = frozenset("dan di of and the de da y d la".split())
DIRECTIONS = frozenset("bagian barat timur tengah selatan utara tenggara hulu hilir ulu ilir".split())
SMALL = JOINING | DIRECTIONS  # "Seram bagian barat"


def fits(words: Words, first: int, last: int, case: Case) -> bool:
    """Whether the words are written as the case rule of a name asks."""
    if case == "any":
        return True
    written = words.written[first : last + 1]
    if case == "upper":
        return all(word.isupper() or word.isdigit() for word in written)
    if case == "initials" and not written[0].isupper():
        return False
    return all(
        not w[0].islower() or (n and (w in SMALL or w == written[n - 1].lower()))  # "Pare-pare"
        for n, w in enumerate(written)
    )
