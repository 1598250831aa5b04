"""Single goods: a lexicon match with its modifiers, and goods outside the lexicon after a sure cue."""

from collections.abc import Iterator

from entities.gazetteer import Match, Words
from entities.goods import Good, lexicon, vocabulary, words_of
from entities.product_words import Find, ends_here, headline, plain

MAX_EXTRA = 3
MAX_CAPITALS = 2
MAX_UNKNOWN = 2
SIZES = ("kecil", "besar", "menengah", "mikro")
SENTENCE = 40  # words on either side that may tell of an export


def candidates(words: Words) -> Iterator[Find]:
    """Every lexicon match with the words that belong to it."""
    last = -1
    for match in lexicon().find(words):
        good = match.values[0]
        if match.first <= last or good is None:
            continue
        if good.rank == "weak" and doubled(words, match.last):
            last = match.last + 1  # "tahu-tahu"
        elif find := extend(words, match, good):
            last = find.last
            yield find


def extend(words: Words, match: Match[Good | None], good: Good) -> Find | None:
    """The match with its modifiers; None for a head that stays alone."""
    last, rule = modified(words, match, good)
    material = any(names_a_thing(words.key(i)) for i in range(match.last + 1, last + 1))
    if good.rank == "head" and not material:
        return None
    raised = good.rank == "head" or (good.rank == "weak" and good.open and material)
    raised = raised or (good.rank == "kind" and last > match.last)
    name = good.name if doubled(words, match.last) else named(words, match, good, last)
    return Find(match.first, last, name, "good" if raised else good.rank, rule)


def names_a_thing(key: str) -> bool:
    """Whether a word is part of the names of goods and no mere state: "biji kopi", not "biji kering"."""
    return key in vocabulary() and key not in words_of("states")


def modified(words: Words, match: Match[Good | None], good: Good) -> tuple[int, str]:
    """The last word that belongs to the good, and the rule that took it."""
    last = match.last
    if doubled(words, last):
        return last + 1, "lexicon"
    rule, may_be_unknown = "lexicon", good.open
    while last - match.last < MAX_EXTRA and words.spaced(last + 1):
        if good.rank == "category" and not good.open:
            break
        if words.key(last + 1) in SIZES and words.key(match.first - 1) in words_of("makers"):
            break  # "usaha mebel kecil" is a small business
        if follows(words, last + 1):
            rule = "modifier"
        elif may_be_unknown and plain(words, last + 1) and not own_good(words, last + 1, good):
            rule, may_be_unknown = "open head", False
        else:
            break
        last += 1
        if doubled(words, last):
            if words.key(last) not in words_of("doubles"):
                return last - 1, rule
            last += 1
    of_kinds = good.open or good.name == "kopi"
    if last == match.last and of_kinds and (capitals := christened(words, match)):
        return last + capitals, "named kind"
    return last, rule


def own_good(words: Words, i: int, good: Good) -> bool:
    """Whether word i is a good that a class of goods before it only introduces: "kerajinan tas rotan"."""
    return good.rank in ("category", "kind", "vague") and lexicon().begins(words.key(i))


def doubled(words: Words, i: int) -> bool:
    """Whether word i is repeated after a hyphen: "kursi-kursi"."""
    return bool(words.key(i)) and words.gap(i + 1) == "-" and words.key(i + 1) == words.key(i)


def follows(words: Words, i: int) -> bool:
    """Whether word i is a modifier or a place of repute, not the head of a longer place: "mete Flores Timur"."""
    if words.key(i) in words_of("modifiers"):
        return True
    longer = words.spaced(i + 1) and words.capital(i + 1) and words.key(i + 1) in words_of("directions")
    return words.key(i) in words_of("reputed_places") and not longer


def christened(words: Words, match: Match[Good | None]) -> int:
    """How many capitalised words after a capitalised good in running prose name its kind: "Kopi Sunda Hejo"."""
    first = match.first
    follows_name = words.spaced(first) and words.capital(first - 1)
    if not words.capital(first) or words.opens(first) or follows_name or headline(words):
        return 0
    count = 0
    while (
        count < MAX_CAPITALS
        and words.spaced(match.last + count + 1)
        and words.capital(match.last + count + 1)
        and words.key(match.last + count + 1) not in words_of("stops")
        and not words.word(match.last + count + 1).isupper()
    ):
        count += 1
    return count


def named(words: Words, match: Match[Good | None], good: Good, last: int) -> str:
    """The name of a match that goes on to word last; a repeated modifier stays."""
    name = good.name
    for i in range(match.last + 1, last + 1):
        name += ("-" if words.gap(i) == "-" else " ") + words.key(i)
    return name


# ---------------------------------------------------------------- goods outside the lexicon


def unknown(words: Words, masked: set[int], known: set[int]) -> Iterator[Find]:
    """Plain words right after "12 ton" or "ekspor perdana", where the text tells of an export."""
    for i in words.where(words_of("measures") | words_of("senders")):
        first = after_cue(words, i)
        if first and not exported_near(words, i):
            continue
        last = first
        while first and last - first < MAX_UNKNOWN and usable(words, last, masked, known):
            last += 1
            if ends_here(words, last):
                name = " ".join(words.key(j) for j in range(first, last))
                yield Find(first, last - 1, name, "good", "after cue")
                break


def after_cue(words: Words, i: int) -> int:
    """The word after a measure ("12 ton") or after "ekspor perdana" or "mengekspor" at word i; 0 where none is."""
    key = words.key(i)
    measured = key in words_of("measures") and words.key(i - 1)[:1].isdigit() and words.spaced(i)
    sent = key in words_of("senders") and words.key(i - 1) != "nilai"
    return i + 1 if (measured or sent) and words.spaced(i + 1) else 0


def usable(words: Words, i: int, masked: set[int], known: set[int]) -> bool:
    return words.spaced(i) and plain(words, i) and i not in masked and i not in known


def exported_near(words: Words, i: int) -> bool:
    """Whether the text around tells of goods that go abroad."""
    return not words_of("exporting").isdisjoint(words.keys[max(0, i - SENTENCE) : i + SENTENCE])
