"""Which bearer of a shared name an article means: Kota or Kabupaten Bandung, Jambi the province or the kota."""

from collections import Counter

from entities.gazetteer import Words
from entities.regions import LEVELS, Name, bearers, district_homes, folded, labels, paired_districts

DISTRICT_WORDS = frozenset(["kecamatan", "kec", "camat"])
HEADS = {"bupati": "kabupaten", "pemkab": "kabupaten", "wabup": "kabupaten"}
CITY_HEADS = frozenset(["walikota", "pemkot", "wali", "pemko"])
TOLD_BY = DISTRICT_WORDS | HEADS.keys() | CITY_HEADS


class Clues:
    """What an article says of its places before any bare name is decided."""

    def __init__(self) -> None:
        self._stated: dict[str, set[str]] = {}
        self._hinted: dict[str, set[str]] = {}
        self._provinces: dict[str, Counter[str]] = {}
        self._codes: set[str] = set()
        self._heads: set[str] = set()

    def take(self, name: Name, cues: tuple[str, ...]) -> None:
        """A name as found, with the levels stated before it."""
        named = bearers()[name.base]
        if name.rule == "seat" and name.level:
            self._hinted.setdefault(name.base, set()).add(name.level)
            return
        self._stated.setdefault(name.base, set()).update(level for level in cues if level in named)
        codes = {named[level] for level in cues if level in named} or set(named.values())
        self._codes |= codes if len(codes) == 1 else set()
        provinces = {code[:2] for code in codes}
        if len(provinces) == 1:
            self._provinces.setdefault(provinces.pop(), Counter())[name.base] += 1

    def read(self, words: Words) -> None:
        """Districts and offices that the text names without their place."""
        for i in words.where(TOLD_BY):
            key = words.keys[i]
            if key in DISTRICT_WORDS:
                self._hint_by_district(words, i + 1)
            elif key in HEADS or key in CITY_HEADS:
                self._heads.add(HEADS.get(key, "kota"))

    def _hint_by_district(self, words: Words, first: int) -> None:
        for length in (3, 2, 1):
            homes = paired_districts().get(" ".join(words.keys[first : first + length]))
            if homes:
                for base, level in _split(homes):
                    self._hinted.setdefault(base, set()).add(level)
                return

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


def _split(codes: frozenset[str]) -> list[tuple[str, str]]:
    """(name, level) of regions of which no namesake is among the codes."""
    found = [(folded(labels()[code][0]), labels()[code][1]) for code in codes]
    return [(base, level) for base, level in found if sum(base == other for other, _ in found) == 1]


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
