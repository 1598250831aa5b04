"""Goods that an article names, as the shortest phrase a trader would list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from entities.gazetteer import Match, Words
from entities.goods import Good, lexicon, vocabulary, words_of
from entities.program_names import find_programs
from entities.records import Article, Mention
from entities.spans import Span, mentions

MAX_EXTRA = 3
JOINTS = "|".join(sorted(words_of("joints")))
JOINT = re.compile(rf"\s*(?:[,;/&()]\s*)?(?:\b(?:{JOINTS})\b)?\s*(?:dari\s)?", re.I)
MAX_LIST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Find:
    """A good found at words first..last of a text."""

    first: int
    last: int
    name: str
    rank: str
    rule: str


def find_products(text: str) -> list[Span]:
    """Goods in a text, in order; every occurrence, a short name given the longer one it stands for."""
    words = cut(text)
    masked = taken(words, text)
    found = [find for find in candidates(words) if not blocked(words, find, masked)]
    kept = settle(words, found)
    kept = sorted([*kept, *listed(words, kept, masked)], key=lambda find: find.first)
    return [span(words, find) for find in kept]


def products(article: Article) -> list[Mention]:
    """Goods of an article without role; one name for all occurrences of one good."""
    return unify(mentions(article, "product", find_products))


# ---------------------------------------------------------------- words


def cut(text: str) -> Words:
    """The words of a text; "gulanya" compares as "gula"."""
    words = Words(text)
    known = vocabulary()
    for i, key in enumerate(words.keys):
        if key.endswith("nya") and key not in known and key[:-3] in known:
            start, end = words.spans[i]
            words.keys[i], words.spans[i] = key[:-3], (start, end - 3)
    return words


def taken(words: Words, text: str) -> set[int]:
    """Words inside the names of firms, offices, places and programmes."""
    masked: set[int] = set()
    for i in range(len(words)):
        if words.word(i) in words_of("named") and not (words.key(i) == "rumah" and words.opens(i)):
            j = i + 1
            while j < len(words) and words.joined(j) and words.capital(j) and j - i <= 6:
                masked.add(j)
                j += 1
    programmes = [(s.start, s.end) for s in find_programs(text)]
    if programmes:
        masked |= {
            i
            for i, (start, end) in enumerate(words.spans)
            if any(a <= start and end <= b for a, b in programmes)
        }
    return masked


# ---------------------------------------------------------------- single goods


def candidates(words: Words) -> Iterator[Find]:
    """Every lexicon match with the words that belong to it."""
    last = -1
    for match in lexicon().find(words):
        if match.first > last and (find := extend(words, match)):
            last = find.last
            yield find


def extend(words: Words, match: Match[Good]) -> Find | None:
    """The match with its modifiers; None for a head that stays alone."""
    good = match.values[0]
    last = match.last
    if repeated(words, match):
        last += match.last - match.first + 1
    name, rule = good.name, "lexicon"
    open_word = good.open
    while last + 1 < len(words) and last - match.last < MAX_EXTRA and words.spaced(last + 1):
        key = words.key(last + 1)
        if good.rank == "category" and not good.open:
            break
        if follows(words, last + 1):
            rule = "modifier"
        elif open_word and unknown_kind(words, last + 1):
            rule, open_word = "open head", False
        else:
            break
        name, last = f"{name} {key}", last + 1
    if good.rank == "head" and (last == match.last or words.key(match.last + 1) not in vocabulary()):
        return None
    rank = "good" if good.rank == "head" else good.rank
    return Find(match.first, last, name, rank, rule)


def repeated(words: Words, match: Match[Good]) -> bool:
    """ "kursi-kursi" is one good."""
    one = match.first == match.last and match.last + 1 < len(words)
    return one and words.gap(match.last + 1) == "-" and words.keys[match.last + 1] == words.keys[match.last]


def follows(words: Words, i: int) -> bool:
    """Whether word i is a modifier or a place of repute."""
    key = words.key(i)
    return key in words_of("modifiers") or (key in words_of("reputed_places"))


def unknown_kind(words: Words, i: int) -> bool:
    """Whether word i, unknown to the lexicon, may name the kind of the good before it."""
    return plain(words, i) and not words.capital(i)


def plain(words: Words, i: int) -> bool:
    """A word that is no stop word, number, verb or person."""
    key = words.key(i)
    if len(key) < 3 or not key.isalpha() or key in words_of("stops") or key in words_of("announcers"):
        return False
    if key.endswith(("nya", "kan", "lah", "kah", "pun")):
        return False
    return not (len(key) > 5 and key.startswith(tuple(words_of("verb_prefixes"))))


# ---------------------------------------------------------------- context


def blocked(words: Words, find: Find, masked: set[int]) -> bool:
    """Whether the words name a firm, a place, a material or something else that is no good."""
    if find.first in masked:
        return True
    before = words.key(find.first - 1) if words.spaced(find.first) else ""
    if before in words_of("blockers"):
        return True
    return part_of_name(words, find)


def part_of_name(words: Words, find: Find) -> bool:
    """Whether a capitalised good follows another capitalised word in running prose."""
    i = find.first
    if not words.capital(i) or words.opens(i) or not words.spaced(i) or title_case(words, i):
        return False
    before = words.word(i - 1)
    return before[:1].isupper() and not before.isupper() and not words.opens(i - 1)


def title_case(words: Words, i: int) -> bool:
    """Whether the words around stand in a headline, where every word has a capital."""
    near = [words.word(j) for j in range(max(0, i - 4), min(len(words), i + 5))]
    return sum(word[0].isupper() for word in near) >= 7 or (
        len(near) < 9 and all(w[0].isupper() for w in near)
    )


# ---------------------------------------------------------------- lists


def linked(words: Words, left: Find, right: Find) -> bool:
    """Whether two goods are neighbours of one list."""
    gap = words.text[words.spans[left.last][1] : words.spans[right.first][0]]
    return 0 < len(gap) < 30 and bool(JOINT.fullmatch(gap.replace("\u00a0", " "))) and "\n" not in gap


def settle(words: Words, found: list[Find]) -> list[Find]:
    """Goods as they are; weak words and categories only where the text around speaks for them."""
    kept = []
    for n, find in enumerate(found):
        near = found[max(0, n - 1) : n] + found[n + 1 : n + 2]
        beside = [
            other for other in near if linked(words, min(find, other, key=at), max(find, other, key=at))
        ]
        if accepted(words, find, beside, found[n + 1 :]):
            kept.append(find)
    return kept


def at(find: Find) -> int:
    return find.first


def accepted(words: Words, find: Find, beside: list[Find], later: list[Find]) -> bool:
    """Whether a good of its rank counts here."""
    if find.rank == "good":
        return True
    sibling = any(other.rank in ("good", find.rank) for other in beside)
    if find.rank == "category":
        return (sibling or announced(words, find)) and not detailed(words, find, later)
    return any(other.rank == "good" for other in beside) or announced(words, find)


def announced(words: Words, find: Find) -> bool:
    """Whether the word before or after says that something is made, sold or shipped."""
    if words.spaced(find.first) and words.key(find.first - 1) in words_of("announcers"):
        return True
    after = [i for i in (find.last + 1, find.last + 2) if words.spaced(i)]
    return any(words.key(i) in words_of("sold") for i in after)


def detailed(words: Words, find: Find, later: list[Find]) -> bool:
    """Whether a concrete list follows a category in its sentence."""
    i, opened = find.last + 1, False
    firsts = {other.first for other in later[:4] if other.rank == "good"}
    while i < len(words) and i - find.last < 14 and not words.opens(i):
        opened = opened or words.key(i) in words_of("openers")
        if opened and i in firsts:
            return True
        i += 1
    return False


def listed(words: Words, kept: list[Find], masked: set[int]) -> Iterator[Find]:
    """Unknown words that stand between two goods of one list are goods too."""
    for left, right in pairwise(kept):
        between = range(left.last + 1, right.first)
        if 0 < len(between) <= 2 * MAX_LIST_WORDS and not masked & set(between):
            yield from items(words, between)


def items(words: Words, between: range) -> Iterator[Find]:
    """The items of the stretch between two goods, if all of it is a list of plain words."""
    groups: list[list[int]] = [[]]
    for i in between:
        gap = words.gap(i)
        if "\n" in gap or not all(c in " ,\u00a0" for c in gap):
            return
        if "," in gap:
            groups.append([])
        if words.key(i) in words_of("joints"):
            groups.append([])
        else:
            groups[-1].append(i)
    closing = words.gap(between.stop)
    groups_ok = all(len(group) <= MAX_LIST_WORDS for group in groups)
    if groups[0] or not groups_ok or not all(c in " ,\u00a0" for c in closing):
        return
    if "," not in closing and groups[-1]:
        return
    for group in groups:
        if group and all(plain(words, i) and not words.capital(i) for i in group):
            name = " ".join(words.key(i) for i in group)
            yield Find(group[0], group[-1], name, "good", "list")


# ---------------------------------------------------------------- names


def span(words: Words, find: Find) -> Span:
    start, end = words.spans[find.first][0], words.spans[find.last][1]
    name = VARIETY.get(find.name, find.name)
    return Span(start=start, end=end, value=name, name=name, rule=find.rule)


VARIETY = {
    "robusta": "kopi robusta",
    "arabika": "kopi arabika",
    "arabica": "kopi arabika",
    "liberika": "kopi liberika",
}


def unify(found: Iterable[Mention]) -> list[Mention]:
    """A short name ("briket") takes the first longer name ("briket arang") that the article gives the good."""
    found = list(found)
    names = list(dict.fromkeys(mention.name for mention in found))
    longer = {name: full(name, names) for name in names}
    return [replace(mention, name=longer[mention.name], value=longer[mention.name]) for mention in found]


def full(name: str, names: list[str]) -> str:
    """The first name that says the same and more; a word alone needs it as its head."""
    words = name.split()
    for other in names:
        more = other.split()
        same_head = more[0] == words[0] or (more[0] in words_of("generic") and more[1:2] == words[:1])
        if len(more) > len(words) and same_head and set(words) <= set(more):
            return full(other, names)
    return name
