"""What a reader writes for a place, a country, a topic or a commodity group, as the code that is stored.

A name may mean several ("Bandung": the kota and the kabupaten); all of them are then asked for.
"""

from collections.abc import Callable
from difflib import get_close_matches
from functools import cache

from entities import countries, goods, regions
from entities.gazetteer import rows
from entities.regions import folded

Codes = tuple[str, ...]
LEVEL_WORDS = {
    "kota": "kota",
    "kotamadya": "kota",
    "kab": "kabupaten",
    "kabupaten": "kabupaten",
    "provinsi": "provinsi",
    "prov": "provinsi",
}
TOPICS = {
    "export_release": "export_release",
    "ekspor": "export_release",
    "pelepasan": "export_release",
    "pelepasan ekspor": "export_release",
    "program": "program",
    "programme": "program",
}
CITIES, PROVINCES = frozenset({"kota", "kabupaten"}), frozenset({"provinsi"})


def places(written: str, levels: frozenset[str] = CITIES | PROVINCES) -> Codes:
    """The codes of a code or name of a province, kabupaten or kota ("33.72", "Solo", "kab. Bandung"); () if unknown."""
    if (code := written.strip()) in regions.codes():
        return (code,) if regions.labels()[code][1] in levels else ()
    words = folded(written).split()
    if len(words) > 1 and words[0] in LEVEL_WORDS:
        wanted = levels & {LEVEL_WORDS[words[0]]}
        if found := _bearers(" ".join(words[1:]), wanted):
            return found
    return _bearers(" ".join(words), levels)


def cities(written: str) -> Codes:
    """As `places`, without provinces."""
    return places(written, CITIES)


def provinces(written: str) -> Codes:
    """As `places`, only provinces."""
    return places(written, PROVINCES)


def _bearers(name: str, levels: frozenset[str]) -> Codes:
    levels = _alias_levels().get(name, levels) & levels
    bearers = regions.bearers().get(regions.aliases().get(name, name), {})
    return tuple(bearers[level] for level in regions.LEVELS if level in levels and level in bearers)


@cache
def _alias_levels() -> dict[str, frozenset[str]]:
    """Other names that mean one bearer only: "solo" is the kota."""
    table = rows("place_aliases.csv")
    return {
        folded(row["alias"]): frozenset({regions.labels()[row["code"]][1]})
        for row in table
        if row["kind"] in ("nickname", "former name")
    }


def nations(written: str) -> Codes:
    """The code of a code or name of a country, in Indonesian or English ("JP", "Jepang", "Japan"); () if unknown."""
    if (code := written.strip().upper()) in countries.codes():
        return (code,)
    name = folded(written)
    return _nations().get(countries.aliases().get(name, name), ())


@cache
def _nations() -> dict[str, Codes]:
    return {folded(countries.label(code)): (code,) for code in countries.codes()}


def topics(written: str) -> Codes:
    """export_release or program; () if unknown."""
    found = TOPICS.get(written.strip().casefold())
    return (found,) if found else ()


def groups(written: str) -> Codes:
    """The HS chapter of two digits, or that of a product's name ("kopi"); () if unknown."""
    name = written.strip()
    if len(name) == 2 and name in goods.chapters().values():
        return (name,)
    found = goods.chapter(" ".join(name.casefold().split()))
    return (found,) if found else ()


def anything(written: str) -> Codes:
    """A name as it is written; () where there is none."""
    return (written.strip(),) if written.strip() else ()


READ: dict[str, Callable[[str], Codes]] = {
    "source": lambda written: anything(written.casefold()),
    "topic": topics,
    "place": places,
    "city": cities,
    "province": provinces,
    "origin": places,
    "country": nations,
    "destination": nations,
    "product": anything,
    "group": groups,
    "program": anything,
    "exporter": anything,
    "id": anything,
}


def near(written: str, field: str, most: int = 3) -> list[str]:
    """Known names that look like an unknown one, nearest first, as they are shown: "Solo (Surakarta)"."""
    known = _shown(field)
    found = get_close_matches(folded(written), known, most, cutoff=0.75)
    return list(dict.fromkeys(known[name] for name in found))


@cache
def _shown(field: str) -> dict[str, str]:
    """Folded name -> how it is shown, for the fields whose values are known; short ones look like anything."""
    if field in ("country", "destination"):
        labels, aliases = [countries.label(code) for code in countries.codes()], countries.aliases()
    elif field in ("place", "city", "province", "origin"):
        labels, aliases = [name for name, _ in regions.labels().values()], regions.aliases()
    else:
        return {}
    names = {folded(label): label for label in labels}
    other = {a: f"{a.title()} ({names[n]})" for a, n in aliases.items() if n in names and len(a) > 3}
    return other | names
