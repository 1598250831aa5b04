"""Goods in their surroundings: what counts where, and what stands in a list with goods."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from entities.gazetteer import Words
from entities.goods import words_of
from entities.product_words import Find, headline, plain

JOINTS = "|".join(sorted(words_of("joints")))
JOINT = re.compile(rf"\s*(?:[,;/&()]\s*)?(?:\b(?:{JOINTS})\b)?\s*(?:dari\s)?", re.I)
MAX_GAP = 30
MAX_ITEM = 3
MAX_ITEMS = 6
REACH = 14  # words within which a list follows its category


def blocked(words: Words, find: Find, masked: set[int]) -> bool:
    """Whether the words name a firm, a place, a material or something else that is no good."""
    if find.first in masked:
        return True
    before = words.key(find.first - 1) if words.spaced(find.first) else ""
    if before in words_of("blockers") or part_of_name(words, find):
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
    if not before[:1].isupper() or before.isupper() or words.opens(i - 1):
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
            later = found[n + m + 1 : n + m + 5] if find.rank == "category" else []
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
    return "\n" not in gap and bool(JOINT.fullmatch(gap))


def accepted(words: Words, find: Find, others: set[str], later: list[Find]) -> bool:
    """Whether a good of its rank counts here; others are the ranks of the goods in its list."""
    if find.rank == "good":
        return True
    if find.rank == "category":
        spoken = others & {"good", "category"} or announced(words, find) or enumerated(words, find)
        return bool(spoken) and not detailed(words, find, later)
    return "good" in others or announced(words, find)


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
    firsts = {other.first for other in later if other.rank == "good"}
    while i < len(words) and i - find.last < reach:
        if "\n" in words.gap(i):
            break
        if words.opens(i) and not set(words.gap(i)).isdisjoint(".!?") and " " in words.gap(i):
            if words.key(i) not in words_of("contents"):
                break
            opened, reach = words.key(i) not in ("barang", "produk"), i - find.last + REACH
        opened = opened or words.key(i) in words_of("openers")
        if opened and i in firsts:
            return True
        i += 1
    return False


# ---------------------------------------------------------------- unknown items of a list


def completed(words: Words, kept: list[Find], masked: set[int]) -> list[Find]:
    """The goods with the unknown words that stand in their lists: a kind after a head, an item between two."""
    found: list[Find] = []
    for left, right in pairwise([*kept, None]):
        assert left is not None
        between = range(left.last + 1, right.first) if right else range(0)
        if not 0 < len(between) <= MAX_ITEM * MAX_ITEMS or masked & set(between):
            found.append(left)
            continue
        kind, *others = groups(words, between) or [[]]
        found.append(grown(words, left, kind) if kind else left)
        found += [item(words, group) for group in others]
    return found


def groups(words: Words, between: range) -> list[list[int]] | None:
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
            if not plain(words, i):
                return None
            found[-1].append(i)
    sound = len(found) > 1 and not found[-1] and all(len(group) <= MAX_ITEM for group in found)
    return [found[0], *(group for group in found[1:] if group)] if sound or closed(words, found) else None


def closed(words: Words, found: list[list[int]]) -> bool:
    """Whether the list ends with "dan" right before the second good."""
    return len(found) > 1 and not found[-1]


def grown(words: Words, left: Find, kind: list[int]) -> Find:
    name = " ".join([left.name, *(words.key(i) for i in kind)])
    return replace(left, last=kind[-1], name=name, rule="list kind") if len(kind) < MAX_ITEM else left


def item(words: Words, group: list[int]) -> Find:
    name = " ".join(words.key(i) for i in group)
    return Find(group[0], group[-1], name, "good", "list")
