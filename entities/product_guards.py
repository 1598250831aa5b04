"""What rules a good out where it stands: it is a material, part of a name, a place, a verb, a vessel."""

import re
from collections.abc import Iterable
from itertools import pairwise

from entities.gazetteer import Words
from entities.goods import words_of
from entities.product_links import linked
from entities.product_words import Find, headline, left_out

SUCH_AS = re.compile(r",? (?:seperti|berupa|yakni|yaitu) (?:\w{1,20} )?", re.I)
SHORT = 3  # letters of an abbreviation ("UKM Batik", "NTB Mutiara") that is no part of a name
REACH_OF_MATERIAL = 5


def standing(words: Words, found: Iterable[Find], masked: set[int]) -> list[Find]:
    """The goods that nothing beside them rules out; a list that begins with a material is one of materials."""
    kept: list[Find] = []
    material: Find | None = None
    for find in found:
        if made_from(words, find) or (material and follows_material(words, material, find)):
            material = find
            left_out(words, find, "material")
            continue
        material = None
        if reason := ruled_out(words, find, masked):
            left_out(words, find, reason)
        else:
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
    told = range(
        material.last + 1, find.first
    )  # "rotan karya perajin, kain batik": what is made of it is told
    if any(words.key(i) in words_of("of_origin") for i in told):
        return False
    return linked(words, material, find) or bool(SUCH_AS.fullmatch(between))


def ruled_out(words: Words, find: Find, masked: set[int]) -> str:
    """Why the words name a firm, a place, a material or something else that is no good; empty where they do not."""
    before = words.key(find.first - 1) if words.spaced(find.first) else ""
    after = words.key(find.last + 1) if words.spaced(find.last + 1) else ""
    if find.first in masked or part_of_name(words, find):
        return "name"
    if before in words_of("blockers") or known_of(words, find):
        return "other-sense"
    if after in words_of("events"):
        return "event"
    if is_place(words, find, before):
        return "place"
    return "vessel" if holds(words, find, before) or used_up(words, find) else ""


def is_place(words: Words, find: Find, before: str) -> bool:
    """Whether a capital after "di", "ke" or "dari" tells of a place: "dari Kijing", not "terdiri dari Kopi"."""
    if not words.capital(find.first) or words.opens(find.first) or headline(words):
        return False
    from_list = words.key(find.first - 2) in words_of("made_of") | words_of("openers")
    return before in ("di", "ke") or (before == "dari" and not from_list)


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
