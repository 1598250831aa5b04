"""Goods in their surroundings: what counts where, and what stands in a list with goods."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from entities.gazetteer import Words
from entities.goods import words_of
from entities.product_words import Find, ends_here, headline, plain

JOINTS = "|".join(sorted(words_of("joints")))
JOINT = re.compile(rf"\s*(?:[,;/&()]\s*)?(?:\b(?:{JOINTS})\b)?\s*(?:dari\s)?", re.I)
SUCH_AS = re.compile(r",? (?:seperti|berupa|yakni|yaitu) (?:\w{1,20} )?", re.I)
MAX_GAP = 30
MAX_ITEM = 3
SHORT = 3  # letters of an abbreviation ("UKM Batik", "NTB Mutiara") that is no part of a name
MAX_ITEMS = 6
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


# ---------------------------------------------------------------- unknown items of a list


def completed(words: Words, kept: list[Find], masked: set[int]) -> list[Find]:
    """The goods with the unknown words of their lists: a kind after a head, items before, between and after."""
    found: list[Find] = []
    listed = False  # whether the good before stands in one list with this one
    for left, right in pairwise([*kept, None]):
        assert left is not None
        if not listed:
            found += leading(words, left, found[-1].last if found else -1, masked)
        grown_left, others = joining(words, left, right, masked) if right else (left, [])
        found += [grown_left, *others]
        goes_on = right is not None and (bool(others) or linked(words, left, right))
        if listed and not goes_on:
            found += trailing(words, grown_left, right.first if right else len(words), masked)
        listed = goes_on
    return found


def joining(words: Words, left: Find, right: Find, masked: set[int]) -> tuple[Find, list[Find]]:
    """The left of two goods with its kind, and the items between them, where all stands in one list."""
    between = range(left.last + 1, right.first)
    if not 0 < len(between) <= MAX_ITEM * MAX_ITEMS or masked & set(between):
        return left, []
    titled = words.capital(left.first) and words.capital(right.first)
    kind, *others = groups(words, between, titled) or [[]]
    return grown(words, left, kind) if kind else left, [item(words, group) for group in others]


def groups(words: Words, between: range, titled: bool) -> list[list[int]] | None:
    """The stretch between two goods as items of a list, the first going on the good before; None if it is none."""
    found: list[list[int]] = [[]]
    for i in [*between, between.stop]:
        gap = words.gap(i)
        if not all(c in " ,;\u00a0" for c in gap):
            return None
        joint = i < between.stop and words.key(i) in words_of("joints")
        if "," in gap or ";" in gap or joint:
            found.append([])
        if i < between.stop and not joint:
            if not may_name(words, i, titled):
                return None
            found[-1].append(i)
    sound = len(found) > 1 and not found[-1] and all(len(group) <= MAX_ITEM for group in found)
    return [found[0], *(group for group in found[1:] if group)] if sound else None


def leading(words: Words, first: Find, after: int, masked: set[int]) -> list[Find]:
    """The unknown items between a word that opens a list ("antara lain") and the first good of it."""
    found: list[list[int]] = [[]]
    i = first.first - 1
    separated = "," in words.gap(first.first)
    if words.key(i) in words_of("joints") and words.spaced(first.first):
        i, separated = i - 1, True
    while separated and i > after and first.first - i <= MAX_ITEM * MAX_ITEMS:
        if opens_list(words, i):
            groups = [group[::-1] for group in reversed(found)]
            return [item(words, group) for group in groups] if all(groups) else []
        if i in masked or not may_name(words, i, words.capital(first.first)) or len(found[-1]) == MAX_ITEM:
            return []
        found[-1].append(i)
        if words.gap(i).strip() == ",":
            found.append([])
        elif not words.spaced(i):
            return []
        i -= 1
    return []


def opens_list(words: Words, i: int) -> bool:
    """Whether word i opens a list: "berupa", "antara lain", "mulai dari"."""
    whole = words.key(i) in ("dari", "atas") and words.key(i - 1) in ("mulai", "terdiri")
    return whole or words.key(i) in words_of("list_openers")


def trailing(words: Words, last: Find, before: int, masked: set[int]) -> list[Find]:
    """The unknown items that end a list of goods, up to the one after "dan"."""
    found: list[list[int]] = []
    i, joint = last.last + 1, False
    while i < before and i not in masked and not joint and len(found) <= MAX_ITEMS:
        comma = words.gap(i).strip() == ","
        joint = words.key(i) in words_of("joints") and (comma or words.spaced(i))
        if not (comma or joint):
            return []
        i += joint
        group = run_of_names(words, i, before, words.capital(last.first), masked)
        if not 0 < len(group) <= MAX_ITEM:
            return []
        found.append(group)
        i = group[-1] + 1
    complete = joint and i <= before and ends_here(words, i)
    return [item(words, group) for group in found] if complete else []


def run_of_names(words: Words, i: int, before: int, titled: bool, masked: set[int]) -> list[int]:
    """The words from word i on that may be one item of a list, one more than MAX_ITEM at most."""
    group = [i] if i < before and i not in masked and may_name(words, i, titled) else []
    while group and len(group) <= MAX_ITEM:
        i = group[-1] + 1
        if i >= before or i in masked or not words.spaced(i) or not may_name(words, i, titled):
            break
        group.append(i)
    return group


def may_name(words: Words, i: int, titled: bool) -> bool:
    """Whether word i may stand in the name of an unknown good; with a capital where the goods beside it have one."""
    return plain(words, i, titled) and words.key(i) not in words_of("no_items")


def grown(words: Words, left: Find, kind: list[int]) -> Find:
    name = " ".join([left.name, *(words.key(i) for i in kind)])
    return replace(left, last=kind[-1], name=name, rule="list kind") if len(kind) < MAX_ITEM else left


def item(words: Words, group: list[int]) -> Find:
    name = " ".join(words.key(i) for i in group)
    return Find(group[0], group[-1], name, "good", "list")
