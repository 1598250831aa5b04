"""Provinces, kabupaten and kota that an article names, by their Kemendagri codes.

A name may have several bearers: Bandung is a kota and a kabupaten, Jambi a province and a kota. The word before it
decides ("Kabupaten Bandung", "Wali Kota Jambi"); a bare name is the bearer that the article establishes elsewhere,
else the province, else the kota. Names that belong to something else (a street, a bank, a club) are left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from entities.context import Guards, Phrases, beside_capital
from entities.gazetteer import Match, Words, table, words_of
from entities.namesakes import Clues, bearer
from entities.records import Article, Field, Kind, Mention
from entities.regions import (
    CONTEXT,
    Name,
    aliases,
    bearers,
    district_homes,
    gazetteer,
    label,
    listed,
    province_of,
)
from entities.spans import Span

CUE_GAP = re.compile(r"[ .()\u00a0]{1,3}")
LIST_GAP = re.compile(r",? (?:dan |serta |maupun |hingga |sampai |juga )?|/|, ")
DATELINE_END = re.compile(r"\s{0,2}(?:,|\(|[-–—:])")
OUTLET = re.compile(r"[a-z]\.(?:com|co|id|net|news|asia|org)(?:\.id)?$", re.IGNORECASE)
NOT_ITS_OWN = ("wali", "balai", "ibu")  # "Wali Kota Solo": the word Kota is not the city's

__all__ = ["aliases", "find_places", "label", "places", "province_of"]


@dataclass(slots=True)
class Found:
    """A name in one field, before it is known which bearer is meant."""

    field: Field
    words: Words
    match: Match[Name | None]
    name: Name
    cues: tuple[str, ...]
    start: int
    doubtful: bool = False
    listed_under: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        return self.match.end


# ---------------------------------------------------------------- what others use


def find_places(text: str) -> list[Span]:
    """The provinces, kabupaten and kota of a text read by itself; value is the Kemendagri code."""
    return [
        Span(start=place.start, end=place.end, value=code, name=label(code), rule=rule)
        for place, code, rule in _decide(_find("body", text))
    ]


def places(article: Article) -> list[Mention]:
    """City and province mentions of an article, without role; the whole article decides between kota and kabupaten."""
    found = _find("title", article.title) + _find("body", article.body)
    return [_mention(place, code, rule) for place, code, rule in _decide(found)]


def _mention(place: Found, code: str, rule: str) -> Mention:
    kind: Kind = "city" if "." in code else "province"
    return Mention(
        kind=kind,
        field=place.field,
        start=place.start,
        end=place.end,
        text=place.words.text[place.start : place.end],
        value=code,
        name=label(code),
        rule=rule,
    )


# ---------------------------------------------------------------- finding


@cache
def _guards() -> Guards:
    return Guards(table(CONTEXT))


@cache
def _level_cues() -> Phrases:
    return Phrases(table(CONTEXT)["level"])


def _find(field: Field, text: str) -> list[Found]:
    words = words_of(text)
    found: list[Found] = []
    chained: tuple[int, str | None] = (-1, None)
    for match in gazetteer().find(words):
        name = next((name for name in match.values if name), None)
        if name is None:
            continue
        place = Found(field, words, match, name, *_cues(words, match))
        guard = None if place.cues else _guard(place, chained)
        chained = (match.last, guard)
        if not guard:
            place.doubtful = not place.cues and _doubtful(place)
            found += [place, *_sharing_its_head(place)]
    _inherit(found)
    return [place for n, place in enumerate(found) if not _is_district(place, found[n + 1 : n + 2])]


def _guard(place: Found, chained: tuple[int, str | None]) -> str | None:
    """Why the name is part of another one. "Tol Solo-Semarang" and "Bank Sumsel Babel": the reason carries on."""
    words, match, base = place.words, place.match, place.name.base
    if chained[1] and chained[0] == match.first - 1 and words.joined(match.first):
        return chained[1]
    followed = gazetteer().begins(words.key(match.last + 1))  # "Siak Riau", not "Bima Prakoso"
    if place.field == "body" and base in listed("persons") and beside_capital(words, match) and not followed:
        return "person"
    guard = _guards().guard(words, match)
    return None if guard == "island" and base in listed("not_island") else guard


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
    words, match, base = place.words, place.match, place.name.base
    if base in listed("cue_only"):
        return True
    if place.field == "title":
        return base in listed("words") or base in listed("persons")
    if base not in listed("words") or _is_dateline(place):
        return False
    return words.opens(match.first) or words.word(match.first).isupper()


def _is_dateline(place: Found) -> bool:
    """ "SERANG -", "Kabar.com, SERANG -" at the head of the body."""
    before = place.words.text[: place.start].strip(" (|,\n") if place.start <= 40 else "."
    at_head = place.field == "body" and (not before or OUTLET.search(before) is not None)
    return at_head and bool(DATELINE_END.match(place.words.text, place.end))


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


def _inherit(found: list[Found]) -> None:
    """In "Kabupaten Bandung, Garut dan Tasikmalaya" the first word governs the whole list."""
    for before, place in pairwise(found):
        governing = before.cues or before.listed_under
        if governing == ("kabupaten",) and not place.cues and _in_one_list(before, place):
            place.listed_under = governing


def _in_one_list(before: Found, place: Found) -> bool:
    return before.words is place.words and bool(
        LIST_GAP.fullmatch(place.words.text, before.end, max(before.end, place.start))
    )


# ---------------------------------------------------------------- deciding


def _decide(found: list[Found]) -> list[tuple[Found, str, str]]:
    """Each name with the code of its bearer and the rule that chose it."""
    _believe_lists(found)
    sure = {place.name.base for place in found if not place.doubtful}
    kept = [place for place in found if place.name.base in sure]
    clues = Clues()
    for place in kept:
        clues.take(place.name, place.cues)
    for words in {id(place.words): place.words for place in kept}.values():
        clues.read(words)
    return [choice for place in kept if place.name.rule != "seat" for choice in _choose(place, clues)]


def _believe_lists(found: list[Found]) -> None:
    """ "Kuningan dan Garut": a doubtful name in a list with a certain one is a place as well; an outlet is not."""
    for before, place in pairwise(found):
        if before.doubtful != place.doubtful and _in_one_list(before, place):
            unsure = before if before.doubtful else place
            unsure.doubtful = unsure.words.word(unsure.match.first).isupper()


def _choose(place: Found, clues: Clues) -> Iterable[tuple[Found, str, str]]:
    named = bearers()[place.name.base]
    stated = [level for level in place.cues if level in named]
    if place.name.level:
        yield place, named[place.name.level], place.name.rule
    elif stated:
        for level in stated:
            yield place, named[level], f"{level}-cue" if len(named) > 1 else place.name.rule
    elif not clues.means_a_district(place.name.base):
        yield place, *bearer(place.name, place.listed_under, clues)
