"""Sentences and word lists that the records of programmes are read from."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from entities.gazetteer import table

WORD = re.compile(r"\w+(?:-\w+)*")
NEAR = 300  # characters
LEAD = 2  # the paragraphs from 0 to this one tell what an article is about


def words(text: str) -> list[str]:
    """The words of a text in lower case; "masing-masing" is one."""
    folded = text.casefold()
    if len(folded) == len(text):
        found: list[str] = WORD.findall(folded)
        return found
    return [word.casefold() for word in WORD.findall(text)]  # a few letters have a longer small form


@lru_cache(maxsize=2)  # the headline is asked for each kind of programme
def both(text: str) -> frozenset[str]:
    """The words of a text and its pairs of words, hyphened."""
    return _both(words(text))


def _both(found: list[str]) -> frozenset[str]:
    return frozenset([*found, *map("-".join, pairwise(found))])


@cache
def listed(key: str) -> frozenset[str]:
    """A word list of the records part of program_words.toml."""
    found = table("program_words.toml")["records"][key]
    return frozenset(found.split() if isinstance(found, str) else found)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the body: where it stands, its text, its paragraph counted from 0."""

    start: int
    end: int
    text: str
    paragraph: int

    @cached_property
    def words(self) -> list[str]:
        return words(self.text)

    @cached_property
    def bag(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Its words and pairs of words."""
        return _both(self.words)

    def around(self, start: int, end: int, before: int, after: int) -> frozenset[str]:
        """The words close to a span of the body, given in offsets of the body, within the sentence."""
        return frozenset([*self.before(start)[-before:], *self.after(end)[:after]])

    def before(self, offset: int) -> list[str]:
        """The words of the sentence shortly before an offset of the body."""
        return words(self.text[max(0, offset - self.start - NEAR) : offset - self.start])

    def after(self, offset: int) -> list[str]:
        """The words of the sentence shortly after an offset of the body."""
        return words(self.text[offset - self.start : offset - self.start + NEAR])


def sentence_at(read: Sequence[Sentence], offset: int) -> Sentence | None:
    """The sentence that holds an offset of the body; read is in the order of the text."""
    found = read[i - 1] if (i := bisect_right(read, offset, key=lambda s: s.start)) else None
    return found if found and offset < found.end else None
