"""Sentences and word lists that the records of programmes are read from."""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from entities.gazetteer import table

WORD = re.compile(r"\w+(?:-\w+)*")


def words(text: str) -> list[str]:
    """The words of a text in lower case; "masing-masing" is one."""
    return [word.casefold() for word in WORD.findall(text)]


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

    def around(self, start: int, end: int, before: int, after: int) -> frozenset[str]:
        """The words close to a span of the body, given in offsets of the body, within the sentence."""
        left = words(self.text[max(0, start - self.start - 160) : start - self.start])[-before:]
        right = words(self.text[end - self.start : end - self.start + 160])[:after]
        return frozenset([*left, *right])
