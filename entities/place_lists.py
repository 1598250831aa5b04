"""Names of regions that stand in one list, and what governs them all: "tiga kabupaten, yakni Jayapura dan Sarmi"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from entities.gazetteer import Match, Words
from entities.records import Field
from entities.regions import Name, bearers

LIST_GAP = re.compile(r",? (?:dan |serta |maupun |hingga |sampai |juga )?|/|, ")
OF_KABUPATEN = re.compile(
    r"(?<![/\w])(?<!kota\s)(?<!dan\s)kabupaten(?:\s(?:di|se)\s?-?[\w ]{3,30})?,?\s"
    r"(?:yakni|yaitu|antara lain|di antaranya|diantaranya|meliputi|ialah|adalah|seperti):?\s$",
    re.IGNORECASE,
)


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

    @property
    def stated_by_list(self) -> tuple[str, ...]:
        """What "tiga kabupaten, yakni" says of each place of its list; of no kota."""
        return self.listed_under if self.listed_under == ("kabupaten",) else ()


def inherit(found: list[Found]) -> None:
    """In "Kabupaten Bandung, Garut dan Tasikmalaya" the first word governs up to a place that is no kabupaten.

    In "Batam, Bengkulu, Manado dan Jayapura" a name that a province bears too is the kota's.
    """
    for place in found:
        if not place.cues and OF_KABUPATEN.search(place.words.text, max(0, place.start - 64), place.start):
            place.listed_under = ("kabupaten",)
    for before, place in pairwise(found):
        governing = before.cues or before.listed_under
        may_be = governing == ("kabupaten",) and "kabupaten" in bearers()[place.name.base]
        if may_be and not place.cues and in_one_list(before, place):
            place.listed_under = governing
    for members in _lists(found):
        for n, place in enumerate(members):
            beside = members[max(n - 2, 0) : n] + members[n + 1 : n + 3]
            kota = sum(map(_is_mostly_a_kota, beside))
            if not place.cues and _may_be_either(place) and kota >= 2 and all(map(_may_be_a_kota, beside)):
                place.listed_under = ("kota",)


def _lists(found: list[Found]) -> Iterable[list[Found]]:
    """Names that only list words separate, together."""
    members = found[:1]
    for before, place in pairwise(found):
        if not in_one_list(before, place):
            yield members
            members = []
        members.append(place)
    yield members


def _may_be_a_kota(place: Found) -> bool:
    """Jakarta counts as one."""
    return "kota" in bearers()[place.name.base] or place.name.base == "jakarta"


def _may_be_either(place: Found) -> bool:
    return {"provinsi", "kota"} <= set(bearers()[place.name.base])


def _is_mostly_a_kota(place: Found) -> bool:
    return _may_be_a_kota(place) and (
        place.name.base == "jakarta" or "provinsi" not in bearers()[place.name.base]
    )


def in_one_list(before: Found, place: Found) -> bool:
    return before.words is place.words and bool(
        LIST_GAP.fullmatch(place.words.text, before.end, max(before.end, place.start))
    )
