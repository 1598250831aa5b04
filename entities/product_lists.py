"""Goods in their surroundings: what counts where."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from entities.gazetteer import Words
from entities.goods import words_of
from entities.product_words import Find, headline

JOINTS = "|".join(sorted(words_of("joints")))
JOINT = re.compile(rf"\s*(?:[,;/&()]\s*)?(?:\b(?:{JOINTS})\b)?\s*(?:dari\s)?", re.I)
SUCH_AS = re.compile(r",? (?:seperti|berupa|yakni|yaitu) (?:\w{1,20} )?", re.I)
MAX_GAP = 30
SHORT = 3  # letters of an abbreviation ("UKM Batik", "NTB Mutiara") that is no part of a name
REACH_OF_MATERIAL = 5
CLASSES = ("kind", "category", "vague")
REACH = 14  # words within which a list follows its category


def standing(words: Words, found: Iterable[Find], masked: set[int]) -> list[Find]:
    """The goods that nothing beside them rules out; a list that begins with a material is one of materials."""
    kept: list[Find] = []
    material: Find | None = None
    for find in found:
        if made_from(words, find) or (material and follows_material(words, material, find)):
            material = find
            continue
        material = None
        if not blocked(words, find, masked):
            kept.append(find)
    return kept


def made_from(words: Words, find: Find) -> bool:
    """Whether a word before says that it is what something is made of: "berbahan baku utama kayu jati"."""
    i = find.first - 1
    while (
        i > find.first - REACH_OF_MATERIAL and words.spaced(i + 1) and words.key(i) in words_of("of_material")
    ):
        i -= 1
    return words.spaced(i + 1) and words.key(i) in words_of("made_of")


def follows_material(words: Words, material: Find, find: Find) -> bool:
    between = words.text[words.ends[material.last] : words.starts[find.first]]
    return linked(words, material, find) or bool(SUCH_AS.fullmatch(between))


def blocked(words: Words, find: Find, masked: set[int]) -> bool:
    """Whether the words name a firm, a place, a material or something else that is no good."""
    if find.first in masked:
        return True
    before = words.key(find.first - 1) if words.spaced(find.first) else ""
    after = words.key(find.last + 1) if words.spaced(find.last + 1) else ""
    if before in words_of("blockers") or after in words_of("events") or part_of_name(words, find):
        return True
    return known_of(words, find) or holds(words, find, before) or used_up(words, find)


def known_of(words: Words, find: Find) -> bool:
    """Whether "tahu" is the verb: "baru tahu bahwa"."""
    near = {words.key(find.first - 1), words.key(find.first + 1)}
    return words.key(find.first) == "tahu" and bool(near & words_of("knowing"))


def holds(words: Words, find: Find, before: str) -> bool:
    """Whether it only holds or wraps the goods: "1.500 pot anggrek", "dikemas dalam 224 karung goni"."""
    first = find.first
    if find.first == find.last and words.key(first) in words_of("vessels") and words.spaced(first + 1):
        return before[:1].isdigit() or before in words_of("few")
    if before == "kemasan" and find.rank == "weak" and not words.key(first - 2)[:1].isdigit():
        return True  # "kemasan kayu"
    left = [words.key(i) for i in range(max(0, first - 4), first)]
    return any(a in words_of("packed") and b in ("dalam", "dengan") for a, b in pairwise(left))


def used_up(words: Words, find: Find) -> bool:
    """Whether it is what something is done with: "Dengan pisau dapur, seorang ibu …"."""
    i = find.first - 1
    return words.key(i) == "dengan" and words.opens(i) and "," in words.gap(find.last + 1)


def part_of_name(words: Words, find: Find) -> bool:
    """Whether a capitalised good follows another capitalised word in running prose."""
    i = find.first
    if not words.capital(i) or words.opens(i) or not words.spaced(i) or headline(words):
        return False
    before = words.word(i - 1)
    if not before[:1].isupper():
        return False
    if before.isupper():
        return len(before) > SHORT and words.key(i - 1) not in words_of("businesses")
    if words.opens(i - 1):
        return False
    return words.key(i - 1) not in words_of("announcers")


# ---------------------------------------------------------------- weak words and categories


def settle(words: Words, found: list[Find]) -> list[Find]:
    """Goods as they are; weak words and categories only where the text around speaks for them."""
    kept: list[Find] = []
    ends = {find.last for find in found}
    found = [find for find in found if not made_of(words, find, ends)]
    n = 0
    for run in runs(words, found):
        ranks = Counter(find.rank for find in run)
        for m, find in enumerate(run):
            others = {rank for rank, count in ranks.items() if count > (rank == find.rank)}
            later = found[n + m + 1 : n + m + 5] if find.rank in CLASSES else []
            if accepted(words, find, others, later):
                kept.append(find)
        n += len(run)
    return kept


def made_of(words: Words, find: Find, ends: set[int]) -> bool:
    """Whether it is the material of the good before it: "lampu hias dari batok"."""
    return words.key(find.first - 1) == "dari" and find.first - 2 in ends and words.spaced(find.first - 1)


def runs(words: Words, found: list[Find]) -> Iterator[list[Find]]:
    """The goods in their lists: neighbours with nothing but a joint between them stand together."""
    run: list[Find] = []
    for find in found:
        if run and not linked(words, run[-1], find):
            yield run
            run = []
        run.append(find)
    if run:
        yield run


def linked(words: Words, left: Find, right: Find) -> bool:
    """Whether two goods are neighbours of one list."""
    start, end = words.ends[left.last], words.starts[right.first]
    if not 0 < end - start < MAX_GAP:
        return False
    gap = words.text[start:end]
    if gap.isspace():
        return left.rank == right.rank == "category"  # "makanan minuman"
    return "\n" not in gap and bool(JOINT.fullmatch(gap))


def accepted(words: Words, find: Find, others: set[str], later: list[Find]) -> bool:
    """Whether a good of its rank counts here; others are the ranks of the goods in its list."""
    if find.rank == "good":
        return True
    if find.rank == "kind":
        return not replaced(words, find, later)
    if find.rank == "vague":
        other = words.key(find.last + 1) in ("lain", "lainnya")
        return bool(others & {"good", "kind"}) and not other and not replaced(words, find, later)
    if find.rank == "category":
        spoken = others - {"weak"} or announced(words, find) or enumerated(words, find)
        spoken = spoken or words.key(find.last + 1) in words_of("of_origin")
        return bool(spoken) and not replaced(words, find, later)
    return not given(words, find) and (bool(others & {"good", "kind"}) or announced(words, find))


def replaced(words: Words, find: Find, later: list[Find]) -> bool:
    """Whether something more concrete says it: a good right after a class of goods, a list, the word it glosses."""
    concrete = [other for other in later if other.rank not in ("category", "vague")]
    named = bool(concrete) and concrete[0].first == find.last + 1 and words.spaced(find.last + 1)
    gloss = words.gap(find.first).endswith("(") and words.gap(find.last + 1).startswith(")")
    return named or gloss or detailed(words, find, concrete)


def given(words: Words, find: Find) -> bool:
    """Whether it is given away or lent: "hibah berupa mesin jahit"."""
    return any(words.key(i) in words_of("given") for i in range(max(0, find.first - 2), find.first))


def announced(words: Words, find: Find) -> bool:
    """Whether the word before or after says that something is made, sold or shipped."""
    if words.spaced(find.first) and words.key(find.first - 1) in words_of("announcers"):
        return True
    after = [i for i in (find.last + 1, find.last + 2) if words.spaced(i)]
    return any(words.key(i) in words_of("sold") for i in after)


def enumerated(words: Words, find: Find) -> bool:
    """Whether the good stands between the commas or joints of a list."""
    before = "," in words.gap(find.first) or words.key(find.first - 1) in words_of("joints")
    after = "," in words.gap(find.last + 1) or words.key(find.last + 1) in words_of("joints")
    return before and after


def detailed(words: Words, find: Find, later: list[Find]) -> bool:
    """Whether a concrete list follows a category in its sentence, or in one that begins with "Isinya"."""
    i, opened, reach = find.last + 1, False, REACH
    firsts = {other.first for other in later}
    while i < len(words) and i - find.last < reach:
        if "\n" in words.gap(i):
            break
        if words.opens(i) and not set(words.gap(i)).isdisjoint(".!?") and " " in words.gap(i):
            if words.key(i) not in words_of("contents"):
                break
            opened, reach = words.key(i) not in ("barang", "produk"), i - find.last + REACH
        opened = opened or (words.key(i) in words_of("openers") and not begins(words, i, firsts))
        if opened and i in firsts:
            return True
        i += 1
    return False


def begins(words: Words, i: int, firsts: set[int]) -> bool:
    """Whether "mulai" is the verb: "mulai mendominasi", not "mulai (dari) keripik"."""
    return words.key(i) == "mulai" and i + 1 not in firsts and words.key(i + 1) != "dari"
