"""The words of a text as goods are read from them: what is plain, what belongs to a name, what is taken."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from entities.gazetteer import Words
from entities.gazetteer import words_of as words_as_written
from entities.goods import vocabulary, words_of
from entities.program_forms import find_programs
from entities.trace import rejected

MAX_NAME, MAX_HEADLINE = 6, 25


@dataclass(frozen=True, slots=True)
class Find:
    """A good found at words first..last of a text; rank as in products.csv, rule as told in a mention."""

    first: int
    last: int
    name: str
    rank: str
    rule: str


def left_out(words: Words, find: Find, reason: str) -> None:
    """Tell whoever listens why words that could be a good are none."""
    rejected("product", words.text, words.starts[find.first], words.ends[find.last], reason)


def cut(text: str) -> Words:
    """The words of a text; "gulanya" compares as "gula"."""
    words, known = words_as_written(text), vocabulary()
    owned = [i for i, key in enumerate(words.keys) if key.endswith("nya")]
    owned = [i for i in owned if words.keys[i] not in known and words.keys[i][:-3] in known]
    return _without_enclitic(words, owned) if owned else words


def _without_enclitic(words: Words, owned: Iterable[int]) -> Words:
    """A copy of the words in which the given ones end before "nya"."""
    words = words.copied()
    for i in owned:
        words.ends[i] -= 3
        words.gaps[i + 1] = words.written[i][-3:] + words.gaps[i + 1]
        words.keys[i], words.written[i] = words.keys[i][:-3], words.written[i][:-3]
    return words


def taken(words: Words) -> set[int]:
    """Words inside the names of firms, offices, places and programmes."""
    masked: set[int] = set()
    named, offices = words_of("named"), words_of("offices")
    does = words_of("headline_verbs") if headline(words) else frozenset()
    for i in [i for i, word in enumerate(words.written) if word in named]:
        if not (words.key(i) == "rumah" and words.opens(i)):
            j = i + 1
            office = words.written[i] in offices
            while (
                j < len(words)
                and j - i <= MAX_NAME
                and words.key(j) not in does
                and (goes_on(words, j) or (office and in_office(words, j)))
            ):
                masked.add(j)
                j += 1
    for span in find_programs(words.text):
        i = bisect_right(words.starts, span.start - 1)
        while i < len(words) and words.ends[i] <= span.end:
            masked.add(i)
            i += 1
    return masked


def goes_on(words: Words, j: int) -> bool:
    return words.joined(j) and words.capital(j)


def in_office(words: Words, j: int) -> bool:
    """Whether word j goes on the name of an office: "Dinas Tanaman Pangan, Hortikultura dan Perkebunan"."""
    if words.key(j) in ("dan", "serta"):
        return words.spaced(j) and words.capital(j + 1)
    return words.gap(j) in (" ", ", ") and words.capital(j)


def plain(words: Words, i: int, titled: bool = False) -> bool:
    """Whether word i may belong to the name of an unknown good: no stop word, number, verb, person or name.

    titled: the goods around it are written with capitals, so that it may have one too.
    """
    key = words.key(i)
    if len(key) < 3 or not key.isalpha() or (words.capital(i) and not titled) or words.word(i).isupper():
        return False
    if key in words_of("modifiers"):
        return True
    if key in words_of("stops") or key in words_of("announcers"):
        return False
    if key.endswith(("nya", "kan", "lah", "kah", "pun")):
        return False
    return not (len(key) > 5 and key.startswith(_verb_prefixes()))


@cache
def _verb_prefixes() -> tuple[str, ...]:
    return tuple(words_of("verb_prefixes"))


def ends_here(words: Words, i: int) -> bool:
    """Whether the words before word i are complete: punctuation, or a word that goes on to say whence or whither."""
    gap = words.gap(i)
    return any(c in gap for c in ",.;:()\n") or words.key(i) in words_of("closers")


def headline(words: Words) -> bool:
    """Whether the text is a headline in which most words have a capital."""
    return len(words) <= MAX_HEADLINE and 2 * sum(words.capital(i) for i in range(len(words))) > len(words)
