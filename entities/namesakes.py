"""Which bearer of a shared name an article means: Kota or Kabupaten Bandung, Jambi the province or the kota."""

from collections import Counter
from itertools import pairwise

from entities.gazetteer import Words
from entities.regions import LEVELS, Name, bearers, district_homes, folded, labels
from entities.subdistricts import Part, parts

HEADS = {"bupati": "kabupaten", "pemkab": "kabupaten", "wabup": "kabupaten"}
CITY_HEADS = frozenset(["walikota", "pemkot", "wali", "pemko"])
TOLD_BY = HEADS.keys() | CITY_HEADS


class Clues:
    """What an article says of its places before any bare name is decided."""

    def __init__(self) -> None:
        self._stated: dict[str, set[str]] = {}
        self._hinted: dict[str, set[str]] = {}
        self._provinces: dict[str, Counter[str]] = {}
        self._codes: set[str] = set()
        self._possible: set[str] = set()
        self._heads: set[str] = set()

    def take(self, name: Name, cues: tuple[str, ...]) -> None:
        """A name as found, with the levels stated before it."""
        named = bearers()[name.base]
        if name.rule == "seat" and name.level:
            self._hinted.setdefault(name.base, set()).add(name.level)
            codes = {named[name.level]}
        else:
            self._stated.setdefault(name.base, set()).update(level for level in cues if level in named)
            codes = {named[level] for level in cues if level in named} or set(named.values())
        self._possible |= codes
        self._codes |= codes if len(codes) == 1 else set()
        provinces = {code[:2] for code in codes}
        if len(provinces) == 1:
            self._provinces.setdefault(provinces.pop(), Counter())[name.base] += 1

    def read(self, words: Words) -> list[tuple[Part, str]]:
        """Offices that the text names without their place; and its districts and villages, with their kabupaten."""
        for i in words.where(TOLD_BY):
            self._heads.add(HEADS.get(words.keys[i], "kota"))
        homes = [(part, code) for part in _together(words) if (code := self._home(part.homes))]
        for _, code in homes:
            name, level = labels()[code]
            self._hinted.setdefault(folded(name), set()).add(level)
        return homes

    def _home(self, homes: frozenset[str]) -> str | None:
        """The kabupaten of a district or village: the one named, the one in a province named, or the only one."""
        near = {code for code in homes if code[:2] in self._provinces}
        for among in (homes & self._codes, homes & self._possible, near):
            if among:
                return next(iter(among)) if len(among) == 1 else None
        return next(iter(homes)) if len(homes) == 1 and not self._provinces else None

    def levels(self, base: str) -> list[str]:
        """The levels that the article establishes for a name, stated ones before hinted ones."""
        known = self._stated.get(base) or self._hinted.get(base, set())
        return [level for level in LEVELS if level in known]

    def of_its_province(self, base: str) -> str | None:
        """For namesakes in different provinces (Banjar): the level of the one whose province is named otherwise."""
        near = [level for level, code in bearers()[base].items() if self._others(code[:2], base)]
        return near[0] if len(near) == 1 else None

    def means_a_district(self, base: str) -> bool:
        """Depok in an article on Sleman, which has such a district, that names no other place of Jawa Barat."""
        homes = district_homes().get(base)
        if not homes or self._stated.get(base) or homes.isdisjoint(self._codes):
            return False
        return not any(self._others(code[:2], base) for code in bearers()[base].values())

    def only_a_bupati_speaks(self, base: str) -> bool:
        """A bupati without a wali kota, and no other kabupaten named that could be his."""
        others = (self._stated.keys() | self._hinted.keys()) - {base}
        return self._heads == {"kabupaten"} and not any("kabupaten" in bearers()[other] for other in others)

    def _others(self, province: str, base: str) -> bool:
        return any(other != base for other in self._provinces.get(province, ()))


def _together(words: Words) -> list[Part]:
    """The districts and villages of a text; in "Desa X, Kecamatan Y" each lies where both can."""
    found = list(parts(words))
    for i, (one, other) in enumerate(pairwise(found)):
        both = one.homes & other.homes
        if both and other.first == one.last + 1 and words.gap(other.first) in (", ", " ", " (", ","):
            found[i], found[i + 1] = one._replace(homes=both), other._replace(homes=both)
    return found


def bearer(name: Name, listed_under: tuple[str, ...], clues: Clues) -> tuple[str, str]:
    """The code that a bare name means, and the rule that says so."""
    named = bearers()[name.base]
    usual = next(level for level in LEVELS if level in named)
    if len(named) == 1:
        return named[usual], name.rule
    known = clues.levels(name.base)
    if listed_under and listed_under[0] in named:
        return named[listed_under[0]], f"{listed_under[0]}-list"
    if known and usual not in known:
        return named[known[0]], f"{known[0]}-established"
    if not known and len({code[:2] for code in named.values()}) > 1:
        return named[clues.of_its_province(name.base) or usual], name.rule
    if not known and usual == "kota" and "kabupaten" in named and clues.only_a_bupati_speaks(name.base):
        return named["kabupaten"], "kabupaten-bupati"
    return named[usual], name.rule
