"""Text as search words: one normaliser for documents and queries of every backend.

Order for each word: casefold and drop accents, fold spellings and place aliases, keep protected names, our own
lemmas, the dictionary (simplemma), the dictionary again without a clitic. A folded word may become several words.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain

import simplemma

from entities import countries, regions

VERSION = 2  # raise it whenever a rule or a list that decides a search word changes; an index stores it

WORD = re.compile(r"\w+(?:['’]\w+)*")
CLITIC = re.compile(r"(?<=\w{3})(?:nya|ku|mu|lah|kah|pun)$")


@cache
def _lists() -> tuple[dict[str, str], dict[str, tuple[str, ...]], frozenset[str]]:
    """Lemmas of our own, folds (spelling -> words) and protected names."""
    lists = tomllib.loads((files("indexer") / "words.toml").read_text(encoding="utf-8"))
    aliases = regions.aliases() | countries.aliases()
    folds = {plain(a): tuple(plain(n).split()) for a, n in aliases.items() if " " not in a}
    folds |= {spelling: tuple(words.split()) for spelling, words in lists["fold"].items()}
    names = {word for name in aliases.values() for word in plain(name).split()}
    labels = [room.label(code) for room in (regions, countries) for code in room.codes()]
    names |= {word for label in labels for word in plain(label).split()}
    return lists["lemma"], folds, frozenset(names)


def folds() -> dict[str, tuple[str, ...]]:
    """Spelling or abbreviation -> the words it is searched as."""
    return _lists()[1]


@cache
def kinds() -> dict[str, tuple[str, ...]]:
    """Kind of a programme -> how people call such a one."""
    lists = tomllib.loads((files("indexer") / "words.toml").read_text(encoding="utf-8"))
    return {kind: tuple(names) for kind, names in lists["kind"].items()}


@cache
def small_words() -> frozenset[str]:
    """Words that say nothing of what a text is about; they are indexed all the same, for phrases."""
    lists = tomllib.loads((files("indexer") / "words.toml").read_text(encoding="utf-8"))
    return frozenset(lists["small"])


def plain(text: str) -> str:
    """Casefolded text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def normal(word: str) -> tuple[str, ...]:
    """The search words of one written word: ("surakarta",) for "Solo", ("ekspor",) for "mengekspor"."""
    lemmas, folds, names = _lists()
    word = plain(word).replace("'", "").replace("’", "")
    if not word:  # nothing but marks, as a halfwidth sound mark
        return ()
    if (fold := folds.get(word, (word,))) != (word,):
        return tuple(found for part in fold for found in ((part,) if part in names else normal(part)))
    return (word,) if word in names else (_lemma(word, lemmas),)


def _lemma(word: str, lemmas: dict[str, str]) -> str:
    if word in lemmas:
        return lemmas[word]
    if (lemma := simplemma.lemmatize(word, lang="id").casefold()) != word:
        return lemma
    bare = CLITIC.sub("", word)
    return lemmas.get(bare) or simplemma.lemmatize(bare, lang="id").casefold()


def tokens(text: str) -> Iterator[str]:
    """The search words of a text one after the other, as an index keeps them."""
    return chain.from_iterable(map(_tokens, text.split()))


@lru_cache(maxsize=100_000)
def _tokens(between_spaces: str) -> tuple[str, ...]:
    """No word goes over a space, and what stands between two of them comes again."""
    return tuple(filter(None, chain.from_iterable(map(normal, WORD.findall(between_spaces)))))


def search_words(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(start, end, search words) of every written word, by code points."""
    for match in WORD.finditer(text):
        yield match.start(), match.end(), normal(match[0])
