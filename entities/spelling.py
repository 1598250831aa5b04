"""Names one slip away from a known one: a letter more, less, other or swapped ("Kutai Kertanegara", "New Zeland").

Only for words that something else already marks as a name of the kind: a level word, a list of countries.
"""

from collections.abc import Iterable

SHORTEST = 7  # letters; shorter names are one slip from too much else
LONGEST = 40


class Near:
    """Known names by what is left of them when one letter is dropped."""

    def __init__(self, names: Iterable[tuple[str, str]], shortest: int = SHORTEST) -> None:
        """Pairs of a name in small letters without spaces and what it stands for."""
        self._shortest = shortest
        self._found: dict[str, set[str]] = {}
        for name, value in names:
            if len(name) >= shortest:
                for rest in _rests(name):
                    self._found.setdefault(rest, set()).add(value)

    def find(self, word: str) -> set[str]:
        """What the known names near a word stand for; names begin with the letter they ought to."""
        if not self._shortest - 1 <= len(word) <= LONGEST:
            return set()
        return {value for rest in _rests(word) for value in self._found.get(rest, ())}


def _rests(name: str) -> Iterable[str]:
    """The name, and the name without each of its letters but the first."""
    yield name
    for i in range(1, len(name)):
        yield name[:i] + name[i + 1 :]
