"""Names of regions in one text, before it is known which bearer each means: what stands there, and what guards it.

Names that belong to something else (a street, a bank, a club) are left out; names that are also words or persons
are marked as doubtful where capitals prove nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from entities.context import Guards, Phrases, beside_capital
from entities.gazetteer import Match, Words, table
from entities.place_lists import Found, inherit
from entities.records import Field, Kind
from entities.regions import (
    CONTEXT,
    Name,
    bearers,
    district_homes,
    gazetteer,
    listed,
    near,
    small_names,
)
from entities.trace import rejected

CUE_GAP = re.compile(r"[ .()\u00a0]{1,3}")
DATELINE_END = re.compile(r"\s{0,2}(?:,|\(|[-–—:])")
OUTLET = re.compile(r"[a-z]\.(?:com|co|id|net|news|asia|org)(?:\.id)?$", re.IGNORECASE)
MASTHEAD = re.compile(r"[A-Z][A-Z0-9 ]{2,30},\s?$")  # "KETIK, SERANG -"
PLACE_WORDS = frozenset(["di", "ke", "dari", "asal"])
IN_ADDRESS = (".", "-", "@", "/", "_")
NOT_ITS_OWN = ("wali", "balai", "ibu")  # "Wali Kota Solo": the word Kota is not the city's


@cache
def _guards() -> Guards:
    return Guards(table(CONTEXT))


@cache
def _level_cues() -> Phrases:
    return Phrases(table(CONTEXT)["level"])


def find(field: Field, words: Words) -> list[Found]:
    """The names of regions that a text holds, in order."""
    found: list[Found] = []
    chained: tuple[int, str | None] = (-1, None)
    for match in _matches(words):
        name = next((name for name in match.values if name), None)
        if name is None:
            continue
        place = Found(field, words, match, name, *_cues(words, match))
        guard = None if place.cues else _guard(place, chained)
        chained = (match.last, guard)
        if guard:
            leave_out(place, guard)
        else:
            place.doubtful = not place.cues and _doubtful(place)
            found += [place, *_sharing_its_head(place)]
    inherit(found)
    kept = []
    for n, place in enumerate(found):
        if _is_district(place, found[n + 1 : n + 2]):
            leave_out(place, "district")
        else:
            kept.append(place)
    return kept


def leave_out(place: Found, reason: str) -> None:
    """Tell that a name is no mention, and why."""
    kind: Kind = "province" if "provinsi" in bearers()[place.name.base] else "city"
    rejected(kind, place.words.text, place.start, place.end, reason)


def _matches(words: Words) -> list[Match[Name | None]]:
    """All names, and the misspelt ones after a level word; other names that need such a word and have none are out."""
    known = [match for match in gazetteer().find(words) if not _lacks_its_cue(words, match)]
    slips = list(_misspelt(words, {match.first: match for match in known}))
    taken = {i for slip in slips for i in range(slip.first, slip.last + 1)}
    found = [*slips, *_small(words), *(match for match in known if match.first not in taken)]
    return sorted(found, key=lambda match: match.first)


def _small(words: Words) -> Iterable[Match[Name | None]]:
    """ "besok kita ke bali": a name in small letters after a word of place, if it can be nothing else."""
    for i in words.where(PLACE_WORDS):
        name = small_names().get(words.key(i + 1)) if words.spaced(i + 1) else None
        if name and words.word(i + 1).islower() and words.gap(i + 2) not in IN_ADDRESS:
            yield Match(i + 1, i + 1, words.starts[i + 1], words.ends[i + 1], (name,))


def _lacks_its_cue(words: Words, match: Match[Name | None]) -> bool:
    return _written(words, match) in listed("cued") and not _cues(words, match)[0]


def _written(words: Words, match: Match[Name | None]) -> str:
    return " ".join(words.keys[match.first : match.last + 1])


def _misspelt(words: Words, known: Mapping[int, Match[Name | None]]) -> Iterable[Match[Name | None]]:
    """ "Kabupaten Kutai Kertanegara": what a level word announces, one slip from a name of that level."""
    for i in words.where(_level_cues().last_words):
        cue, first = _level_cues().ending(words, i), i + 1
        level = cue[0] if cue else ""
        if not cue or not CUE_GAP.fullmatch(words.gap(first)):
            continue
        right = known[first].last if _bears(known.get(first), level) else i
        for last in range(min(first + 3, len(words) - 1), right, -1):
            whole = all(words.capital(k) and (k == first or words.joined(k)) for k in range(first, last + 1))
            bases = near(level).find("".join(words.keys[first : last + 1])) if whole else ()
            if len(bases) == 1:
                names = tuple(Name(base, None, "misspelt") for base in bases)
                yield Match(first, last, words.starts[first], words.ends[last], names)
            if bases:
                break


def _bears(match: Match[Name | None] | None, level: str) -> bool:
    """Whether a known name stands there that needs no other reading: no region, a seat, or one with that level."""
    return match is not None and any(
        name is None or name.rule == "seat" or level in bearers()[name.base] for name in match.values
    )


def _guard(place: Found, chained: tuple[int, str | None]) -> str | None:
    """Why the name is part of another one. "Tol Solo-Semarang" and "Bank Sumsel Babel": the reason carries on."""
    words, match, base = place.words, place.match, place.name.base
    if chained[1] and chained[0] == match.first - 1 and words.joined(match.first):
        return chained[1]
    followed = gazetteer().begins(words.key(match.last + 1))  # "Siak Riau", not "Bima Prakoso"
    if place.field == "body" and base in listed("persons") and beside_capital(words, match) and not followed:
        return "person"
    if words.key(match.first - 1) in listed("venues") and _at_home_elsewhere(words, match):
        return "venue"
    guard = _guards().guard(words, match)
    return None if guard == "island" and base in listed("not_island") else guard


def _at_home_elsewhere(words: Words, match: Match[Name | None]) -> bool:
    """ "Lapangan Mataram, Kota Pekalongan": another place follows the name of a ground or hall."""
    after = match.last + 1
    gap = words.gap(after).strip()
    after += words.key(after) in ("kota", "kabupaten", "kab")
    return gap in ("", ",", "(") and gazetteer().begins(words.key(after)) and words.capital(after)


def _cues(words: Words, match: Match[Name | None]) -> tuple[tuple[str, ...], int]:
    """The levels that the words before a name state, and where the mention begins with them."""
    near = CUE_GAP.fullmatch(words.gap(match.first))
    cue = _level_cues().ending(words, match.first - 1) if near else None
    if cue is None:
        return (), match.start
    level, length = cue
    first = match.first - length
    own = words.key(first) in ("kabupaten", "kab", "kota") and words.key(first - 1) not in NOT_ITS_OWN
    return (level, *_second_cue(words, first, level)), words.starts[first] if own else match.start


def _second_cue(words: Words, first: int, level: str) -> tuple[str, ...]:
    """ "Kabupaten dan Kota Malang", "Kota/Kabupaten Malang" mean both."""
    last = first - 2 if words.key(first - 1) in ("dan", "maupun", "serta") else first - 1
    if last == first - 1 and words.gap(first) != "/":
        return ()
    other = _level_cues().ending(words, last)
    return (other[0],) if other and other[0] != level else ()


def _doubtful(place: Found) -> bool:
    """Whether a name that is also a word, or a person's, stands where capitals prove nothing."""
    words, match = place.words, place.match
    written = _written(words, match)
    if place.name.base in listed("cue_only") or words.key(match.first - 1) in listed("venues"):
        return True
    if place.field == "title":
        return written in listed("words") or written in listed("persons")
    if written not in listed("words") or _is_dateline(place) or _is_in_brackets(place):
        return False
    return words.opens(match.first) or words.word(match.first).isupper()


def _is_in_brackets(place: Found) -> bool:
    """ "CV Laut Biru (Pati)": where the firm is."""
    text = place.words.text
    return text.startswith("(", max(place.start - 1, 0)) and text.startswith(")", place.end)


def _is_dateline(place: Found) -> bool:
    """ "SERANG -", "Kabar.com, SERANG -" at the head of the body."""
    before = place.words.text[: place.start].strip(" (|,\n") if place.start <= 40 else "."
    at_head = place.field == "body" and (not before or _names_an_outlet(place, before))
    return at_head and bool(DATELINE_END.match(place.words.text, place.end))


def _names_an_outlet(place: Found, before: str) -> bool:
    """ "Kabar.com", "KETIK": what stands before the place of a dateline; in "PADANG, METRO -" Metro is the paper."""
    masthead = MASTHEAD.fullmatch(place.words.text[: place.start])
    elsewhere = gazetteer().begins(place.words.key(0))
    return OUTLET.search(before) is not None or (masthead is not None and not elsewhere)


def _sharing_its_head(place: Found) -> Iterable[Found]:
    """ "Jawa Tengah dan Timur": the direction after the list word is a region of its own."""
    words, last = place.words, place.match.last
    head = place.name.base.rpartition(" ")[0]
    after = last + 2 if words.key(last + 1) in ("dan", "serta", "maupun") else last + 1
    base = f"{head} {words.key(after)}"
    closed = not (words.joined(after + 1) and words.capital(after + 1))  # not "dan Timur Tengah"
    if after == last + 2 and words.key(after) in listed("directions") and words.capital(after) and closed:
        start, end = words.starts[after], words.ends[after]
        if base in bearers():
            yield Found(
                place.field,
                words,
                Match(after, after, start, end, ()),
                Name(base, None, "shared head"),
                (),
                start,
            )


def _is_district(place: Found, following: Sequence[Found]) -> bool:
    """ "Depok, Sleman": the name of a district of the kabupaten that comes right after it."""
    homes = district_homes().get(place.name.base)
    if not homes or place.cues or not following:
        return False
    gap = place.words.text[place.end : following[0].start]
    return gap in (", ", " ", " (", ",") and not homes.isdisjoint(bearers()[following[0].name.base].values())
