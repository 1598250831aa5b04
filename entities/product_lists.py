"""Goods in their surroundings: what counts where."""

from collections import Counter
from collections.abc import Iterator

from entities.gazetteer import Words
from entities.goods import words_of
from entities.product_links import linked
from entities.product_words import Find, left_out

LIST_PAIRS = {("mulai", "dari"), ("terdiri", "dari"), ("terdiri", "atas"), ("antara", "lain")}
CLASSES = ("kind", "category", "vague")
# Why a good of a rank does not count where nothing speaks for it.
REASONS = {"weak": "plain-word", "kind": "class", "category": "class", "vague": "class", "head": "plain-word"}
REACH_OF_GIFT = 8
REACH = 14  # words within which a list follows its category


def settle(words: Words, found: list[Find]) -> list[Find]:
    """Goods as they are; weak words and categories only where the text around speaks for them."""
    kept: list[Find] = []
    ends = {find.last for find in found}
    concrete = {find.last for find in found if find.rank not in CLASSES}
    found = [find for find in found if not repeats(words, find, ends, concrete)]
    n = 0
    for run in runs(words, found):
        later = {
            find.first: found[n + m : n + m + 4] for m, find in enumerate(run, 1) if find.rank in CLASSES
        }
        kept += in_company(words, run, later)
        n += len(run)
    return kept


def in_company(words: Words, run: list[Find], later: dict[int, list[Find]]) -> list[Find]:
    """The goods of a list that count; one that does vouches for its weak neighbours, unless all are given away."""
    ranks = Counter(find.rank for find in run)
    lent = given(words, run[0])
    sure = set()
    for find in run:
        others = {rank for rank, count in ranks.items() if count > (rank == find.rank)}
        if not (lent and find.rank == "weak") and accepted(words, find, others, later.get(find.first, [])):
            sure.add(find)
    kept = {find for find in run if find in sure or (sure and find.rank == "weak" and not lent)}
    for find in run:
        if find not in kept:
            left_out(words, find, "given" if lent else REASONS[find.rank])
    return [find for find in run if find in kept]


def repeats(words: Words, find: Find, ends: set[int], concrete: set[int]) -> bool:
    """Whether it is the material of the good before it or says it once more."""
    reason = "material" if made_of(words, find, ends) else "gloss" if glosses(words, find, concrete) else ""
    if reason:
        left_out(words, find, reason)
    return bool(reason)


def made_of(words: Words, find: Find, ends: set[int]) -> bool:
    """Whether it is the material of the good before it: "lampu hias dari batok"."""
    return words.key(find.first - 1) == "dari" and find.first - 2 in ends and words.spaced(find.first - 1)


def glosses(words: Words, find: Find, ends: set[int]) -> bool:
    """Whether it says the good before once more in brackets: "tepung sagu (sago flour)", "gurita (Octopus sp)"."""
    first, after = find.first, find.last + 1
    first -= words.spaced(first) and words.capital(first - 1) and words.gap(first - 1).strip() == "("
    after += words.spaced(after) and words.key(after) in ("sp", "spp")
    closed = words.text[words.ends[after - 1] : words.ends[after - 1] + 2].lstrip(".").startswith(")")
    bracket = closed and words.gap(first).strip() == "("
    return bracket and first - 1 in ends and words.key(find.first) not in words_of("kinds_of_coffee")


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


def accepted(words: Words, find: Find, others: set[str], later: list[Find]) -> bool:
    """Whether a good of its rank counts here; others are the ranks of the goods in its list."""
    if find.rank == "good":
        return True
    if find.rank == "kind":
        return not replaced(words, find, later)
    if find.rank == "vague":
        other = words.key(find.last + 1) in ("lain", "lainnya")
        told = bool(others & {"good", "kind"}) or shipped(words, find)
        return told and not other and not replaced(words, find, later)
    if find.rank == "category":
        if besides(words, find):
            return True
        spoken = others - {"weak"} or announced(words, find) or enumerated(words, find)
        spoken = spoken or words.key(find.last + 1) in words_of("of_origin")
        return bool(spoken) and not replaced(words, find, later)
    return bool(others & {"good", "kind"}) or announced(words, find)


def besides(words: Words, find: Find) -> bool:
    """Whether it stands beside what follows instead of introducing it: "selain produk olahan kakao, ada karet"."""
    i = find.first - 1
    i -= words.key(i) in ("produk", "komoditas")
    return words.key(i) == "selain" and words.joined(find.first)


def replaced(words: Words, find: Find, later: list[Find]) -> bool:
    """Whether something more concrete says it: a good right after a class of goods, a list, the word it glosses."""
    concrete = [other for other in later if other.rank not in ("category", "vague")]
    named = bool(concrete) and concrete[0].first == find.last + 1 and words.spaced(find.last + 1)
    gloss = words.gap(find.first).endswith("(") and words.gap(find.last + 1).startswith(")")
    return named or gloss or detailed(words, find, concrete)


def given(words: Words, find: Find) -> bool:
    """Whether it is given away, lent or worked with: "hibah berupa mesin jahit", "peralatan seperti panci"."""
    i = find.first - 1
    if any(words.key(j) in words_of("given") for j in (i - 1, i)):
        return True
    if words.key(i) not in words_of("openers"):
        return False
    while i > max(0, find.first - REACH_OF_GIFT) and not words.opens(i):
        i -= 1
        if words.key(i) in words_of("given") or words.key(i) in words_of("worked_with"):
            return True
    return False


def announced(words: Words, find: Find) -> bool:
    """Whether the word before or after says that something is made, sold or shipped."""
    i = find.first - 1
    if words.spaced(find.first) and (words.key(i) in words_of("announcers") or listed(words, i)):
        return True
    after = [i for i in (find.last + 1, find.last + 2) if words.spaced(i)]
    return any(words.key(i) in words_of("sold") for i in after)


def listed(words: Words, i: int) -> bool:
    """Whether word i opens a list of goods: "meliputi", "mulai dari", "antara lain"."""
    pair = (words.key(i - 1), words.key(i))
    return pair in LIST_PAIRS or words.key(i) in words_of("list_words")


def shipped(words: Words, find: Find) -> bool:
    """Whether it is measured or goes abroad: "311 ton hasil perikanan", "hasil laut juga dibeli Singapura"."""
    before = words.key(find.first - 1) if words.spaced(find.first) else ""
    measured = before in words_of("measures") and words.key(find.first - 2)[:1].isdigit()
    i = find.last + 1 + (words.key(find.last + 1) in ("juga", "pun", "ikut"))
    return measured or words.key(i) in words_of("sold_abroad")


def enumerated(words: Words, find: Find) -> bool:
    """Whether the good stands between the commas or joints of a list."""
    joint = words.key(find.first - 1) in words_of("joints")
    before = "," in words.gap(find.first) or joint
    if joint and "," in words.gap(find.first - 1) and words.text.startswith(".", words.ends[find.last]):
        return True  # the last of a list: "..., dan kerajinan tangan."
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
