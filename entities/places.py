"""Provinces, kabupaten and kota that an article names, by their Kemendagri codes.

A name may have several bearers: Bandung is a kota and a kabupaten, Jambi a province and a kota. The word before it
decides ("Kabupaten Bandung", "Wali Kota Jambi"); a bare name is the bearer that the article establishes elsewhere,
else the province, else the kota. Names that belong to something else (a street, a bank, a club) are left out.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple, cast

from entities.context import Guards, Phrases, swallow
from entities.gazetteer import Case, Gazetteer, Match, Words, keys, rows, table, words_of
from entities.records import Article, Field, Kind, Mention
from entities.spans import Span

LEVELS = ("provinsi", "kota", "kabupaten")  # a bare name is the first of these that bears it
CUE_GAP = re.compile(r"[ .(),\u00a0]{1,3}")
LIST_GAP = re.compile(r",? (?:dan |serta |maupun |hingga |sampai |juga )?|/|, ")
DATELINE_END = re.compile(r"\s{0,2}(?:,|\(|[-–—:])")


class Name(NamedTuple):
    """What a written name stands for: a canonical name, perhaps one bearer only, and the rule that says so."""

    base: str
    level: str | None
    rule: str


@dataclass(slots=True)
class Found:
    """A name in one field, before it is known which bearer is meant."""

    field: Field
    words: Words
    match: Match[Name | None]
    name: Name
    cues: tuple[str, ...] = ()
    start: int = 0
    doubtful: bool = False
    inherited: tuple[str, ...] = ()


# ---------------------------------------------------------------- tables


@cache
def _labels() -> dict[str, tuple[str, str]]:
    """Code -> (name, level)."""
    cities = {row["code"]: (row["name"], row["level"]) for row in rows("cities.csv")}
    return cities | {row["code"]: (row["name"], "provinsi") for row in rows("provinces.csv")}


@cache
def _bearers() -> dict[str, dict[str, str]]:
    """Canonical name -> level -> code."""
    bearers: dict[str, dict[str, str]] = {}
    for code, (name, level) in _labels().items():
        bearers.setdefault(_base(name), {})[level] = code
    return bearers


def _base(name: str) -> str:
    return " ".join(keys(name))


@cache
def _gazetteer() -> Gazetteer[Name | None]:
    gazetteer: Gazetteer[Name | None] = Gazetteer()
    for name, level in _labels().values():
        for variant in _variants(name):
            gazetteer.add(variant, Name(_base(name), None, "name"), _case(variant, level))
    for row in rows("place_aliases.csv"):
        name, level = _labels()[row["code"]]
        fixed = level if row["kind"] in ("nickname", "former name") else None
        gazetteer.add(row["alias"], Name(_base(name), fixed, row["kind"]), cast(Case, row["case"]))
    swallow(gazetteer, table("place_context.toml")["phrases"]["names"])
    swallow(gazetteer, (row["name"] for row in rows("district_names.csv") if " " in row["name"]))
    for foreign in ("foreign_cities.csv", "countries.csv"):
        swallow(gazetteer, (row["name"] for row in rows(foreign)))
    swallow(gazetteer, (row["alias"] for row in rows("country_aliases.csv") if row["case"] == "name"))
    return gazetteer


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


@cache
def _guards() -> Guards:
    return Guards(table("place_context.toml"))


@cache
def _level_cues() -> Phrases:
    return Phrases(table("place_context.toml")["level"])


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(table("place_context.toml")[section]["names"])


@cache
def _homonyms() -> dict[str, frozenset[str]]:
    """Districts named like a city: folded name -> codes of the kabupaten and kota that have such a district."""
    homes: dict[str, set[str]] = {}
    for row in rows("district_names.csv"):
        homes.setdefault(_base(row["name"]), set()).add(row["city"])
    return {name: frozenset(codes) for name, codes in homes.items()}


# ---------------------------------------------------------------- finding


def _find(field: Field, text: str) -> list[Found]:
    words = words_of(text)
    found: list[Found] = []
    chained: tuple[int, str | None] = (-1, None)
    for match in _gazetteer().find(words):
        names = [name for name in match.values if name]
        if not names:
            continue
        cues, start = _cues(words, match)
        place = Found(field, words, match, names[0], cues, start)
        guard = None if cues else _guard(place, chained)
        chained = (match.last, guard)
        if not guard:
            place.doubtful = not cues and _doubtful(place)
            found.append(place)
    _inherit(found)
    return [place for n, place in enumerate(found) if not _is_district(place, found[n + 1 : n + 2])]


def _guard(place: Found, chained: tuple[int, str | None]) -> str | None:
    """Why the name is part of another one. "Tol Solo-Semarang" and "Bank Sumsel Babel": the reason carries on."""
    words, match, base = place.words, place.match, place.name.base
    if chained[1] and chained[0] == match.first - 1 and words.joined(match.first):
        return chained[1]
    if place.field == "body" and base in _listed("persons") and _beside_capital(words, match):
        return "person"
    guard = _guards().guard(words, match)
    return None if guard == "island" and base in _listed("not_island") else guard


def _cues(words: Words, match: Match[Name | None]) -> tuple[tuple[str, ...], int]:
    """The levels that the words before a name state, and where the mention begins with them."""
    cue = None
    if CUE_GAP.fullmatch(words.gap(match.first)) and "," not in words.gap(match.first):
        cue = _level_cues().ending(words, match.first - 1)
    if cue is None:
        return (), match.start
    level, length = cue
    first = match.first - length
    levels = (level, *_second_cue(words, first, level))
    own = words.key(first) in ("kabupaten", "kab", "kota") and words.key(first - 1) not in (
        "wali",
        "balai",
        "ibu",
    )
    return levels, words.spans[first][0] if own else match.start


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
    if place.field == "title":
        return base in _listed("words") | _listed("persons")
    if base not in _listed("words") or _is_dateline(place):
        return False
    return words.opens(match.first) or words.word(match.first).isupper()


def _beside_capital(words: Words, match: Match[Name | None]) -> bool:
    after = words.spaced(match.last + 1) and words.capital(match.last + 1)
    before = (
        words.spaced(match.first)
        and words.capital(match.first - 1)
        and not words.word(match.first - 1).isupper()
    )
    return after or (before and not words.opens(match.first - 1))


def _is_dateline(place: Found) -> bool:
    at_start = not place.words.text[: place.match.start].strip(" (\n")
    return place.field == "body" and at_start and bool(DATELINE_END.match(place.words.text, place.match.end))


def _is_district(place: Found, following: Sequence[Found]) -> bool:
    """ "Depok, Sleman": the name of a district of the kabupaten that comes right after it."""
    homes = _homonyms().get(place.name.base)
    if not homes or place.cues or not following:
        return False
    gap = place.words.text[place.match.end : following[0].start]
    return gap in (", ", " ", " (", ",") and not homes.isdisjoint(_bearers()[following[0].name.base].values())


def _inherit(found: list[Found]) -> None:
    """In "Kabupaten Bandung, Garut dan Tasikmalaya" the first word governs the whole list."""
    for before, place in pairwise(found):
        governing = before.cues or before.inherited
        gap = before.words.text[before.match.end : place.start]
        if governing == ("kabupaten",) and not place.cues and LIST_GAP.fullmatch(gap):
            place.inherited = governing


# ---------------------------------------------------------------- deciding


def _decide(found: list[Found]) -> list[tuple[Found, str, str]]:
    """Each name with the code of its bearer and the rule that chose it."""
    established: dict[str, set[str]] = {}
    for place in found:
        established.setdefault(place.name.base, set()).update(place.cues)
    _believe_lists(found)
    sure = {place.name.base for place in found if not place.doubtful}
    kept = [place for place in found if not place.doubtful or place.name.base in sure]
    return [choice for place in kept for choice in _choose(place, established[place.name.base])]


def _believe_lists(found: list[Found]) -> None:
    """ "Kuningan dan Garut": a doubtful name in a list with a certain one is a place as well."""
    for before, place in pairwise(found):
        gap = place.words.text[before.match.end : place.start]
        if (
            before.words is place.words
            and LIST_GAP.fullmatch(gap)
            and not (before.doubtful and place.doubtful)
        ):
            before.doubtful = place.doubtful = False


def _choose(place: Found, established: set[str]) -> Iterable[tuple[Found, str, str]]:
    bearers = _bearers()[place.name.base]
    stated = [level for level in place.cues if level in bearers]
    if place.name.level:
        yield place, bearers[place.name.level], place.name.rule
    elif stated:
        for level in stated:
            yield place, bearers[level], f"{level}-cue" if len(bearers) > 1 else place.name.rule
    else:
        yield place, *_bare(place, bearers, established)


def _bare(place: Found, bearers: dict[str, str], established: set[str]) -> tuple[str, str]:
    usual = next(level for level in LEVELS if level in bearers)
    known = [level for level in LEVELS if level in established and level in bearers]
    listed = [level for level in place.inherited if level in bearers]
    if listed and len(bearers) > 1:
        return bearers[listed[0]], f"{listed[0]}-list"
    if known and usual not in known:
        return bearers[known[0]], f"{known[0]}-established"
    return bearers[usual], place.name.rule


def _span(place: Found, code: str, rule: str) -> Span:
    return Span(start=place.start, end=place.match.end, value=code, name=label(code), rule=rule)


# ---------------------------------------------------------------- what others use


def find_places(text: str) -> list[Span]:
    """The provinces, kabupaten and kota of a text read by itself; value is the Kemendagri code."""
    return [_span(*choice) for choice in _decide(_find("body", text))]


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
        end=place.match.end,
        text=place.words.text[place.start : place.match.end],
        value=code,
        name=label(code),
        rule=rule,
    )


def label(code: str) -> str:
    """How a region is called: "Kota Surakarta", "Kabupaten Bandung", "Jawa Tengah". KeyError for an unknown code."""
    name, level = _labels()[code]
    return name if level == "provinsi" else f"{level.capitalize()} {name}"


def codes() -> Collection[str]:
    """The codes of all provinces, kabupaten and kota."""
    return _labels().keys()


def province_of(code: str) -> str:
    """The code of the province of a kabupaten or kota; a province is its own."""
    return code[:2]


@cache
def aliases() -> dict[str, str]:
    """Other names, folded -> canonical name, folded: "solo" -> "surakarta", "jateng" -> "jawa tengah"."""
    listed = {row["alias"]: _labels()[row["code"]][0] for row in rows("place_aliases.csv")}
    variants = {v: name for name, _ in _labels().values() for v in _variants(name) if v != name}
    return {
        _base(alias): _base(name)
        for alias, name in (variants | listed).items()
        if _base(alias) != _base(name)
    }
