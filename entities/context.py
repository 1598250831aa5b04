"""What the words around a name say: that it belongs to the name of a bank, a street, a club, a person."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from entities.gazetteer import Match, Words, keys


class Phrases:
    """Which of some labelled phrases ends right before, or begins right after, a word."""

    def __init__(self, labelled: Mapping[str, Iterable[str]]) -> None:
        """A phrase given with a capital is met only with one."""
        self._labels: dict[tuple[str, ...], list[tuple[str, bool]]] = {}
        for label, phrases in labelled.items():
            for phrase in phrases:
                self._labels.setdefault(keys(phrase), []).append((label, phrase[0].isupper()))
        self._lengths_by_last = _lengths(self._labels, -1)
        self._lengths_by_first = _lengths(self._labels, 0)

    @property
    def last_words(self) -> AbstractSet[str]:
        """The folded words that a phrase ends with."""
        return self._lengths_by_last.keys()

    def _label(self, words: Words, first: int, length: int) -> str | None:
        labels = self._labels.get(tuple(words.keys[first : first + length]), ())
        return next((label for label, capital in labels if not capital or words.capital(first)), None)

    def ending(self, words: Words, last: int) -> tuple[str, int] | None:
        """The label of the longest phrase whose last word is `last`, and its number of words."""
        for length in self._lengths_by_last.get(words.key(last), ()):
            label = self._label(words, last - length + 1, length) if length <= last + 1 else None
            if label:
                return label, length
        return None

    def starting(self, words: Words, first: int) -> str | None:
        """The label of the longest phrase whose first word is `first`."""
        for length in self._lengths_by_first.get(words.key(first), ()):
            label = self._label(words, first, length)
            if label:
                return label
        return None


def _lengths(phrases: Iterable[tuple[str, ...]], at: int) -> dict[str, tuple[int, ...]]:
    """How long the phrases are that have a word as their first (0) or last (-1), the longest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[at], set()).add(len(phrase))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def beside_capital(words: Words, match: Match[Any]) -> bool:
    """Whether a capitalised word, no abbreviation, stands next to the name as in "Bima Prakoso"."""
    after, before = match.last + 1, match.first - 1
    if words.spaced(after) and words.word(after).istitle():
        return True
    return words.spaced(match.first) and words.word(before).istitle() and not words.opens(before)


class Guards:
    """The guards of a context table; `guard` names the one that keeps a match from being a mention."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._before = Phrases(table["before"])
        self._after = Phrases(table["after"])
        runs = table.get("run", {})
        self._runs = Phrases({guard: run["words"] for guard, run in runs.items()})
        self._reach = {guard: run["length"] for guard, run in runs.items()}
        self._located = {guard for guard, run in runs.items() if run.get("located")}

    def guard(self, words: Words, match: Match[Any]) -> str | None:
        """Why the match names no place: "company", "street", ...; None when it may be one."""
        before = None
        if words.joined(match.first) or words.gap(match.first).strip() == ".":
            found = self._before.ending(words, match.first - 1)
            before = found[0] if found else None
        if words.text.startswith("$", match.end):
            return "currency"
        after = self._after.starting(words, match.last + 1) if self._continues(words, match) else None
        return before or after or self._run(words, match)

    def _continues(self, words: Words, match: Match[Any]) -> bool:
        gap = words.gap(match.last + 1)
        return (gap.isspace() and "\n" not in gap) or gap in ("-", ".")

    def _run(self, words: Words, match: Match[Any]) -> str | None:
        """A run such as "PT Kayu Jati Jepara": capitalised words after its opening one, only spaces between.

        Where a firm is located may follow its name: "CV Mebel Jati Klaten,". Names of two words are rather its own,
        and after a long run stands a person's.
        """
        i = match.first
        ends = i == match.last and not (words.spaced(i + 1) and words.capital(i + 1))
        for steps in range(1, max(self._reach.values(), default=0) + 1):
            if not words.joined(i) or "\n" in words.gap(i):
                return None
            found = self._runs.ending(words, i - 1)
            if found and steps <= self._reach[found[0]]:
                return None if ends and steps in (2, 3) and found[0] in self._located else found[0]
            if not words.capital(i - 1):
                return None
            i -= 1
        return None
