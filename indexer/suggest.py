"""What a reader may have meant, and names that begin as typed; for every backend.

A word is mended only where the index holds it nowhere or hardly, neither the tables nor the dictionary know it, and
a known word that the index does hold is spelt nearly alike.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice

import simplemma

from entities import countries, goods, regions
from entities.gazetteer import rows
from indexer.language import TERM
from indexer.words import normal, plain, small_words

Count = Callable[
    [tuple[str, ...], int], int
]  # stories that hold these search words side by side; it may stop there
Terms = Callable[
    [str], Iterable[str]
]  # search words that more than one story holds and that may be spelt like this one

ALIKE = 88  # of 100, by rapidfuzz's ratio: one letter more or less in five, one wrong letter in nine
SHORTEST = 4
LOOKED_AT = 24  # words of a text; a text pasted whole is no slip of the pen
LEVELS = {"kab": "kabupaten", "kab.": "kabupaten", "prov.": "provinsi"}
RARE, OFTEN = 2, 20  # so few stories may hold a misspelt word, and the right one this many times as many

Shown = Callable[[str], str]
SUGGESTED: dict[str, Shown] = {
    "province": regions.label,
    "city": regions.label,
    "country": countries.label,
    "product": str,
    "program": str,
    "exporter": str,
}


# ---------------------------------------------------------------- did you mean


def meant(text: str, count: Count, terms: Terms) -> str | None:
    """The text with its misspelt words mended; None where none is. Phrases, fields and exclusions stay as they are."""
    parts, at = [], 0
    for match in islice(TERM.finditer(text), LOOKED_AT):
        plain_word = match["word"] if not (match["minus"] or match["field"]) else None
        if plain_word and (mended := _mended(plain_word, count, terms)):
            parts += [text[at : match.start("word")], mended]
            at = match.end("word")
    return "".join([*parts, text[at:]]) if parts else None


def _mended(written: str, count: Count, terms: Terms) -> str | None:
    word = plain(written)
    if len(word) < SHORTEST or not word.isalpha() or _is_right(word):
        return None
    held = count(normal(word), RARE + 1)
    if held > RARE:
        return None
    enough = max(1, OFTEN * held)
    near = _near(word, terms)
    return next((other for other in near if count(normal(other), enough) >= enough), None)


def _is_right(word: str) -> bool:
    return word in names() or word in small_words() or simplemma.is_known(word, lang="id")


def _near(word: str, terms: Terms) -> Iterator[str]:
    """Words spelt nearly alike: two letters swapped first, then the likest; known names before other words."""
    from rapidfuzz import fuzz, process

    held = set(terms(word)) - {word}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    yield from sorted(swapped & (names() | held) - {word}, key=lambda other: (other not in names(), other))
    alike = process.extract(word, sorted(names() | held), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=8)
    for other, _, _ in sorted(alike, key=lambda found: (-found[1], found[0] not in names(), found[0])):
        yield other


@cache
def names() -> frozenset[str]:
    """Every word of the names of places, countries, products and programmes that the tables know."""
    told = [room.label(code) for room in (regions, countries) for code in room.codes()]
    told += [*regions.aliases(), *countries.aliases(), *goods.vocabulary()]
    told += [name for row in rows("programs.csv") for name in (row["name"], *row["also"].split("|"))]
    return frozenset(word for name in told for word in plain(name).split() if len(word) >= SHORTEST)


# ---------------------------------------------------------------- names that begin so


def beginning(prefix: str, name: str, held: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(value, how it is shown) of the held values one of whose names has a word that begins with the prefix."""
    wanted = " " + " ".join(LEVELS.get(word, word) for word in plain(prefix).split())
    for value in held:
        if any(wanted in f" {plain(called)}" for called in _called(name, value)):
            yield value, SUGGESTED[name](value)


def _called(name: str, value: str) -> tuple[str, ...]:
    shown = SUGGESTED[name](value)
    return (shown, *_others().get(value, ())) if SUGGESTED[name] is not str else (shown,)


@cache
def _others() -> dict[str, tuple[str, ...]]:
    """Code of a place or a country -> its other names."""
    others: dict[str, list[str]] = {}
    for row in (*rows("place_aliases.csv"), *rows("country_aliases.csv")):
        others.setdefault(row["code"], []).append(row["alias"])
    for row in rows("countries.csv"):
        others.setdefault(row["code"], []).append(row["english"])
    return {code: tuple(called) for code, called in others.items()}
