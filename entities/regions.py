"""The tables of provinces, kabupaten and kota: codes, names, other names, and who shares a name with whom."""

from collections.abc import Collection, Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple, cast

from entities.gazetteer import Case, Gazetteer, keys, rows, swallow, table
from entities.spelling import Near

LEVELS = ("provinsi", "kota", "kabupaten")  # a bare name is the first of these that bears it
CONTEXT = "place_context.toml"


class Name(NamedTuple):
    """What a written name stands for: a canonical name, perhaps one bearer only, and the rule that says so.

    The rule "seat" marks the capital of a kabupaten: no mention, but it tells which namesake is meant.
    """

    base: str
    level: str | None
    rule: str


def folded(name: str) -> str:
    """A name as it is compared: "Kulon-Progo" and "kulon progo" are one."""
    return " ".join(keys(name))


class Point(NamedTuple):
    """Degrees, WGS 84."""

    lat: float
    lon: float


@cache
def _centroids() -> dict[str, Point]:
    known = (row for row in rows("centroids.csv") if row["lat"])
    return {row["code"]: Point(float(row["lat"]), float(row["lon"])) for row in known}


def centroid(code: str) -> Point | None:
    """A point that stands for a region on a map, mostly its seat; None where entities/data/centroids.csv has none."""
    return _centroids().get(code)


@cache
def labels() -> dict[str, tuple[str, str]]:
    """Code -> (name, level)."""
    cities = {row["code"]: (row["name"], row["level"]) for row in rows("cities.csv")}
    return cities | {row["code"]: (row["name"], "provinsi") for row in rows("provinces.csv")}


@cache
def bearers() -> dict[str, dict[str, str]]:
    """Canonical name -> level -> code."""
    shared: dict[str, dict[str, str]] = {}
    for code, (name, level) in labels().items():
        shared.setdefault(folded(name), {})[level] = code
    return shared


@cache
def near(level: str) -> Near:
    """The names of a level, for what is one slip away from one."""
    bases = {folded(name) for name, own in labels().values() if own == level}
    known = ((base.replace(" ", ""), base) for base in bases)
    return Near(
        [*known, *((alias.replace(" ", ""), base) for alias, base in aliases().items() if base in bases)]
    )


@cache
def gazetteer() -> Gazetteer[Name | None]:
    """All names of regions; longer names that only contain one lead to None."""
    names: Gazetteer[Name | None] = Gazetteer()
    for name, level in labels().values():
        for variant in _variants(name):
            rule = "name" if variant == name else "spelling"
            names.add(variant, Name(folded(name), None, rule), _case(variant, level))
    for row in rows("place_aliases.csv"):
        name, level = labels()[row["code"]]
        fixed = level if row["kind"] in ("nickname", "former name", "part") else None
        names.add(row["alias"], Name(folded(name), fixed, row["kind"]), cast(Case, row["case"]))
    for row in rows("seats.csv"):
        name, level = labels()[row["city"]]
        for variant in _seat_spellings(row["name"]):
            names.add(variant, Name(folded(name), level, "seat"), "name")
    swallow(names, table(CONTEXT)["phrases"]["names"], "any")
    swallow(names, (row["name"] for row in rows("district_names.csv") if " " in row["name"]))
    for foreign in ("foreign_cities.csv", "countries.csv"):
        swallow(names, (row["name"] for row in rows(foreign)))
    swallow(names, (row["alias"] for row in rows("country_aliases.csv") if row["kind"] == "variant"))
    return names


@cache
def small_names() -> dict[str, Name]:
    """Names that are known in small letters too: long ones of one word that are no other word, and some short ones."""
    also = set(table(CONTEXT)["small"]["also"])
    never = {*table(CONTEXT)["small"]["never"], *listed("words"), *listed("persons")}
    bases = {base: base for base in bearers() if " " not in base} | aliases()
    return {
        written: Name(base, None, "small letters")
        for written, base in bases.items()
        if written in also or (len(written) >= 6 and written == base and written not in never)
    }


def _case(name: str, level: str) -> Case:
    """A province's name of two words is safe in small letters too; single words are not."""
    if name.startswith("DI "):
        return "initials"
    return "any" if len(keys(name)) > 1 and level == "provinsi" else "name"


def _variants(name: str) -> Iterable[str]:
    yield name
    if "Sumatera" in name:
        yield name.replace("Sumatera", "Sumatra")
    if name.startswith("Kepulauan "):
        yield name.replace("Kepulauan", "Kep")
    words = name.split()
    for i, (one, other) in enumerate(pairwise(words)):
        if "dan" not in (one, other) and other.lower() not in listed("directions"):
            yield " ".join(
                [*words[:i], one + other.lower(), *words[i + 2 :]]
            )  # "Deliserdang", "Ogan Komeringulu"
    yield name.replace("Barat Daya", "Baratdaya")


def _seat_spellings(name: str) -> Iterable[str]:
    """ "Rangkasbitung" and "Rangkas Bitung", which is not the kota Bitung."""
    yield name
    for base in bearers():
        if name.endswith(base) and len(name) > len(base) + 3 and " " not in name:
            yield f"{name.removesuffix(base)} {base.capitalize()}"


@cache
def listed(section: str) -> frozenset[str]:
    """The names under a section of the context table."""
    return frozenset(table(CONTEXT)[section]["names"])


@cache
def district_homes() -> dict[str, frozenset[str]]:
    """Districts named like a city: folded name -> codes of the kabupaten and kota that have such a district."""
    homes: dict[str, set[str]] = {}
    for row in rows("district_names.csv"):
        homes.setdefault(folded(row["name"]), set()).add(row["city"])
    return {name: frozenset(codes) for name, codes in homes.items()}


def label(code: str) -> str:
    """How a region is called: "Kota Surakarta", "Kabupaten Bandung", "Jawa Tengah". KeyError for an unknown code."""
    name, level = labels()[code]
    return name if level == "provinsi" else f"{level.capitalize()} {name}"


def codes() -> Collection[str]:
    """The codes of all provinces, kabupaten and kota."""
    return labels().keys()


def province_of(code: str) -> str:
    """The code of the province of a kabupaten or kota; a province is its own."""
    return code[:2]


@cache
def aliases() -> dict[str, str]:
    """Other names, folded -> canonical name, folded: "solo" -> "surakarta", "jateng" -> "jawa tengah"."""
    known = {row["alias"]: labels()[row["code"]][0] for row in rows("place_aliases.csv")}
    variants = {v: name for name, _ in labels().values() for v in _variants(name) if v != name}
    pairs = ((folded(alias), folded(name)) for alias, name in (variants | known).items())
    return {alias: name for alias, name in pairs if alias != name}
