"""One name for one good: what an article calls now "briket" and now "briket arang"."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from entities.goods import standard, words_of
from entities.records import Mention

Core = tuple[str, ...]


def unify(found: Iterable[Mention]) -> list[Mention]:
    """A short name ("briket") takes the first longer name ("briket arang") that the article gives the good."""
    found = list(found)
    first: dict[Core, str] = {}
    by_head: dict[str, list[Core]] = {}
    for name in dict.fromkeys(mention.name for mention in found):
        if (said := core(name)) not in first:
            first[said] = name
            for head in heads(said, name):
                by_head.setdefault(head, []).append(said)
    return [renamed(mention, first[full(core(mention.name), by_head)]) for mention in found]


def renamed(mention: Mention, name: str) -> Mention:
    return mention if mention.name == name else replace(mention, name=name, value=name)


@cache
def core(name: str) -> Core:
    """The words of a name in their first spelling, without a head that says nothing more: "ikan" of "ikan tuna"."""
    head, *rest = (standard().get(word, word) for word in name.split())
    bare = head in words_of("carriers") and rest and rest[0] not in words_of("states")
    return tuple(rest) if bare else (head, *rest)


def heads(said: Core, name: str) -> set[str]:
    """The words by which a name is found: its first, with or without a carrier, and the one after a general head."""
    general = len(said) > 1 and said[0] in words_of("generic")
    return {said[0], name.split()[0]} | ({said[1]} if general else set())


def full(said: Core, by_head: dict[str, list[Core]]) -> Core:
    """The first name that says the same and more: with the same head, or a general head before it."""
    longer = (more for more in by_head[said[0]] if more != said and says_more(more, said))
    more = next(longer, None)
    return full(more, by_head) if more else said


def says_more(more: Core, said: Core) -> bool:
    """Whether a name contains another, or goes on after a carrier that stands alone ("ikan", then "ikan tuna")."""
    if len(said) == 1 and said[0] in words_of("carriers"):
        return more[0] not in words_of("carriers")
    return len(more) > len(said) and set(said) <= set(more)
