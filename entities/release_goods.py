"""Which of the goods that a release names are told apart: no class beside its members, no good under a second name."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from entities.goods import categories, chapter, replaceable, standard, words_of
from entities.records import Article, Mention
from entities.roles import joined

Words = frozenset[str]
# After one of these a list only says what the good before it consists of.
INTRODUCES = re.compile(r"\b(?:seperti|yakni|yaitu|termasuk|berupa)\b", re.IGNORECASE)


def concrete(article: Article, goods: list[Mention], places: Words = frozenset()) -> list[Mention]:
    """The goods without the class they belong to ("camilan"), the head of a longer name ("rotan", "kursi rotan") and
    second names ("pala biji" for "biji pala"); places: words of the places that the article names.

    What the body lists beside other goods is a good of its own.
    """
    names = {m.name: frozenset(m.name.casefold().split()) for m in goods}
    vague = heads(names) | classes(names) | repeated(names, places)
    listed = _listed(article, goods)
    kept = [m for m in goods if m.name not in vague or m.name in listed]
    return kept or goods


def heads(names: Mapping[str, Words]) -> set[str]:
    """The names all of whose words stand in a longer one, looked for among those that share its rarest word."""
    holding: dict[str, list[Words]] = {}
    for own in names.values():
        for word in own:
            holding.setdefault(word, []).append(own)
    rarest = {name: min((holding[word] for word in own), key=len) for name, own in names.items() if own}
    return {name for name, near in rarest.items() if any(names[name] < other for other in near)}


def classes(names: Iterable[str]) -> set[str]:
    """The names of classes of goods: of any goods, or of those of an HS chapter that another name is of."""
    plain = {name: _plainly(name) for name in names}
    members = {chapter(name) for name, said in plain.items() if said not in replaceable()}
    return {
        name
        for name, said in plain.items()
        if said in categories() or (said in replaceable() and chapter(said) in members - {None})
    }


def _plainly(name: str) -> str:
    """A name without what says little of it: "rempah asli" is a class as "rempah" is."""
    if name in replaceable():
        return name
    return " ".join(word for word in name.split() if word not in words_of("slight")) or name


def repeated(names: Mapping[str, Words], places: Words) -> set[str]:
    """The names that say less of a good than another: "pala biji" and "biji pala", "kopi Jombang", "kopi excelsa".

    Another name is looked for among those that share the rarest word of a name's core.
    """
    places = places | words_of("reputed_places")
    ranked = sorted(names, key=lambda name: (not names[name] & places, len(names[name])), reverse=True)
    holding: dict[str, list[str]] = {}
    for name in ranked:
        for word in core(names[name], places):
            holding.setdefault(word, []).append(name)
    return {name for name in ranked if _falls_to(name, names, holding, places)}


def _falls_to(name: str, names: Mapping[str, Words], holding: Mapping[str, list[str]], places: Words) -> bool:
    """Whether an earlier name means the same good, or any goes on where this one stops."""
    own = names[name]
    near = min((holding[word] for word in core(own, places)), key=len)
    before = near[: near.index(name)]
    same = any(same_good(own, names[other], places) for other in before)
    return same or any(says_less(own, names[other], places) for other in near)


def same_good(words: Words, other: Words, places: Words) -> bool:
    """Whether two names mean one good; those of two places ("kopi Gayo", "kopi Flores") do not."""
    one, two = words & places, other & places
    return core(words, places) == core(other, places) and not (one and two and one != two)


def says_less(words: Words, other: Words, places: Words) -> bool:
    """Whether another name goes on where this one stops; parts ("biji pala", "bunga pala") are goods apart."""
    own, more = core(words, places), core(other, places)
    parted = (words - own) & words_of("parts") and (more - own) & (words_of("parts") | words_of("states"))
    return own < more and not parted


def core(words: Words, places: Words) -> Words:
    """The words of a name that tell its good from others, in their first spelling."""
    first = frozenset(standard().get(word, word) for word in words)
    return first - words_of("slight") - places or first


def place_words(mentions: Iterable[Mention]) -> Words:
    """The words of the cities and provinces that an article names."""
    return frozenset(
        word for m in mentions if m.kind in ("city", "province") for word in m.text.casefold().split()
    )


def _listed(article: Article, goods: list[Mention]) -> set[str]:
    """Names of the goods that stand in a list of the body, and are not what such a list only details."""
    pairs = [(a, b) for a, b in pairwise(goods) if a.field == b.field == "body" and a.end <= b.start]
    return {m.name for a, b in pairs if _in_one_list(article.body, a, b) for m in (a, b)}


def _in_one_list(text: str, a: Mention, b: Mention) -> bool:
    return joined(text, a, b) and not INTRODUCES.search(text, a.end, b.start)
