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
    by_word: dict[str, list[Core]] = {}
    for name in dict.fromkeys(mention.name for mention in found):
        said = core(name)
        if said in first:
            first[said] = max(first[said], name, key=len)  # "ikan koi", not "koi"
        else:
            first[said] = name
            for word in {*said, name.split()[0]}:
                by_word.setdefault(word, []).append(said)
    return [renamed(mention, first[full(core(mention.name), by_word)]) for mention in found]


def renamed(mention: Mention, name: str) -> Mention:
    return mention if mention.name == name else replace(mention, name=name, value=name)


@cache
def core(name: str) -> Core:
    """The words of a name in their first spelling, without a head that says nothing more: "ikan" of "ikan tuna"."""
    head, *rest = (standard().get(word, word) for word in name.split())
    bare = head in words_of("carriers") and rest and rest[0] not in words_of("states")
    return tuple(rest) if bare else (head, *rest)


def full(said: Core, by_word: dict[str, list[Core]]) -> Core:
    """The first name that says the same and more: with the same head, or a general head before it."""
    rarest = min((by_word[word] for word in said), key=len)
    more = next((more for more in rarest if more != said and says_more(more, said)), None)
    return full(more, by_word) if more else said


def says_more(more: Core, said: Core) -> bool:
    """Whether a name contains another, or goes on after a carrier that stands alone ("ikan", then "ikan tuna")."""
    stripped = len(said) == 1 and said[0] in words_of("carriers") and said[0] not in more
    same_head = more[0] == said[0] or (more[0] in words_of("generic") and more[1:2] == said[:1])
    contains = same_head and len(more) > len(said) and set(said) <= set(more)
    return contains or (stripped and more[0] not in words_of("carriers"))
