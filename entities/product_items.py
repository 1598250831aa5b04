"""The unknown items of a list of goods: "kopi, wuluhan, dan lada"."""

from dataclasses import replace
from itertools import pairwise

from entities.gazetteer import Words
from entities.goods import words_of
from entities.product_links import linked, opening
from entities.product_words import Find, ends_here, plain

MAX_ITEM = 3  # words
MAX_ITEMS = 6


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
    between = range(left.last + 1, opening(words, right, left.last))
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
