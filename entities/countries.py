"""Countries that an article names, by ISO 3166-1 alpha-2 code; cities abroad count as their country.

Indonesia is never one of them. Names of currencies, languages, styles, firms and persons are left out.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, cast

from entities.context import Guards, Phrases, beside_capital
from entities.gazetteer import Case, Gazetteer, Match, Words, keys, rows, swallow, table, words_of
from entities.records import Article, Mention
from entities.regions import gazetteer as regions
from entities.spans import Span, mentions
from entities.spelling import SHORTEST, Near
from entities.subdistricts import homes
from entities.trace import rejected

LIST_GAP = re.compile(r"\s?(?:,|/|-|&)?\s?(?:dan|serta|maupun|hingga|sampai|atau|juga|ataupun)?\s?")
REGION_GAP = re.compile(LIST_GAP.pattern + r"(?:(?:negara(?:-negara)?|kawasan|benua|pasar)\s(?:di\s)?)?")
REGION_WORDS = (
    5  # words after a name within which a region may go on with its list: "Amerika, negara-negara di Eropa"
)
EPITHET_GAP = re.compile(r",? |,? (?:yakni|yaitu) |,? \(")
SENT = frozenset(["ke", "negara", "tujuan"])
CONTEXT = "country_context.toml"


class Name(NamedTuple):
    """What a written name stands for, and the rule that says so."""

    code: str
    rule: str


@dataclass(slots=True)
class Found:
    """A name in a text, and whether it needs the company of a certain one."""

    words: Words
    match: Match[Name | None]
    name: Name
    doubtful: bool


# ---------------------------------------------------------------- tables


@cache
def _gazetteer() -> Gazetteer[Name | None]:
    gazetteer: Gazetteer[Name | None] = Gazetteer()
    for row in rows("countries.csv"):
        for name in (row["name"], row["english"]):
            gazetteer.add(name, Name(row["code"], "name"), "any" if len(keys(name)) > 1 else "name")
    for row in rows("country_aliases.csv"):
        gazetteer.add(row["alias"], Name(row["code"], row["kind"]), cast(Case, row["case"]))
    for name, code in _written_out():
        if len(keys(name)) == 2:
            gazetteer.add("".join(keys(name)), Name(code, "spelling"), "name")  # "Selandiabaru", "Timorleste"
    for row in rows("foreign_cities.csv"):
        gazetteer.add(row["name"], Name(row["country"], "city"), "name")
    swallow(gazetteer, table(CONTEXT)["phrases"]["names"], "any")
    swallow(gazetteer, (row["name"] for row in rows("cities.csv")))
    swallow(gazetteer, (row["name"] for row in rows("district_names.csv") if " " in row["name"]))
    swallow(gazetteer, (row["alias"] for row in rows("place_aliases.csv") if row["kind"] == "nickname"))
    return gazetteer


@cache
def _written_out() -> tuple[tuple[str, str], ...]:
    """All names that are no abbreviation or nickname, with their codes."""
    own = [(row[column], row["code"]) for row in rows("countries.csv") for column in ("name", "english")]
    others = ((row["alias"], row["code"]) for row in rows("country_aliases.csv") if row["kind"] == "variant")
    return tuple(dict.fromkeys([*own, *others]))


@cache
def _near() -> Near:
    return Near((("".join(keys(name)), code) for name, code in _written_out()), shortest=6)


@cache
def _guards() -> Guards:
    return Guards(table(CONTEXT))


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(table(CONTEXT)[section]["names"])


@cache
def _place_cues() -> Phrases:
    return Phrases(table(CONTEXT)["cue"])


@cache
def _regions() -> Phrases:
    return Phrases({"region": table(CONTEXT)["regions"]["names"]})


# ---------------------------------------------------------------- finding


def find_countries(text: str) -> list[Span]:
    """The countries of a text; value is the ISO code."""
    words = words_of(text)
    matches = list(_gazetteer().find(words))
    found = [place for match in _own_names(words, matches) if (place := _read(words, match))]
    slips = _misspelt(words, found, {i for match in matches for i in range(match.first, match.last + 1)})
    both = sorted([*found, *slips], key=lambda place: place.match.start)
    return [_span(place) for place in _standing(both)]


def _own_names(words: Words, matches: list[Match[Name | None]]) -> Iterator[Match[Name | None]]:
    """The names without the abbreviation of a currency's country: "44.495 dolar Amerika Serikat (AS)"."""
    money_ends = -1
    for match in matches:
        short = money_ends == match.first - 1 and words.gap(match.first).strip() == "("
        if short:
            rejected("country", words.text, match.start, match.end, "currency")
        else:
            money_ends = match.last if _guards().guard(words, match) == "currency" else -1
            yield match


def countries(article: Article) -> list[Mention]:
    """Country mentions of an article, without role."""
    return mentions(article, "country", find_countries)


def _read(words: Words, match: Match[Name | None]) -> Found | None:
    name = next((name for name in match.values if name), None)
    guard = _guards().guard(words, match) if name else None
    if name is None or guard:
        if guard:
            rejected("country", words.text, match.start, match.end, guard)
        return None
    return Found(words, match, name, _doubtful(words, match))


def _misspelt(words: Words, found: list[Found], taken: set[int]) -> list[Found]:
    """ "Jepang, Autralia dan India": an unknown name in a list of countries, or after "ke", one slip from one."""
    slips = {i + 1: slip for i in words.where(SENT) if (slip := _sent_to(words, i + 1, taken))}
    for place in found:
        first, last = place.match.first, place.match.last
        for i in (*range(max(first - 3, 0), first), *range(last + 1, min(last + 3, len(words)))):
            if i not in taken and i not in slips and words.capital(i) and (slip := _slip(words, i, taken)):
                slips[i] = slip
                taken |= {i, slip.match.last}
    return list(slips.values())


def _sent_to(words: Words, first: int, taken: set[int]) -> Found | None:
    """ "ke Sinegal": a long name after a word of destination needs no list."""
    if (
        first in taken
        or not (words.spaced(first) and words.capital(first))
        or len(words.key(first)) < SHORTEST
    ):
        return None
    slip = _slip(words, first, taken)
    if slip is None or regions().begins(words.key(first)) or homes(words.key(first), "kecamatan"):
        return None
    return replace(slip, doubtful=False)


def _slip(words: Words, first: int, taken: set[int]) -> Found | None:
    """The word, or the two, if one slip from a country's name."""
    for last in (first + 1, first):
        if last == first or (words.spaced(last) and words.capital(last) and last not in taken):
            codes = _near().find("".join(words.keys[first : last + 1]))
            if len(codes) == 1:
                match: Match[Name | None] = Match(first, last, words.starts[first], words.ends[last], ())
                return Found(words, match, Name(codes.pop(), "misspelt"), doubtful=True)
    return None


def _doubtful(words: Words, match: Match[Name | None]) -> bool:
    """Whether the name may be a person's or a plain word here."""
    base = " ".join(words.keys[match.first : match.last + 1])
    cue = _place_cues().ending(words, match.first - 1) if words.spaced(match.first) else None
    if base in _listed("words"):
        return cue is None or cue[0] != "place"
    return base in _listed("persons") and cue is None and beside_capital(words, match)


def _standing(found: list[Found]) -> Iterator[Found]:
    """Those that are no word or person: certain ones, and all that stand in one list with a certain one."""
    for together in _lists(found):
        if _is_epithet(together):
            _leave_out(together[0], "epithet")
            yield together[1]
            continue
        certain = any(not place.doubtful and place.name.rule != "bare" for place in together)
        for place in together:
            region = place.name.rule == "bare" and _beside_region(place)
            if certain or not (place.doubtful or region):
                yield place
            else:
                _leave_out(place, "region" if region else "doubtful")


def _leave_out(place: Found, reason: str) -> None:
    if place.name.rule != "misspelt":
        rejected("country", place.words.text, place.match.start, place.match.end, reason)


def _is_epithet(together: list[Found]) -> bool:
    """Whether the list is "negeri jiran, Timor Leste": the name says which neighbour is meant."""
    if len(together) != 2 or together[0].name.rule != "nickname":
        return False
    first, last = together
    told = EPITHET_GAP.fullmatch(first.words.text, first.match.end, last.match.start)
    return told is not None and first.name.code != last.name.code


def _lists(found: list[Found]) -> Iterator[list[Found]]:
    """Names that only list words separate, together."""
    together: list[Found] = []
    for place in found:
        if together and not LIST_GAP.fullmatch(place.words.text, together[-1].match.end, place.match.start):
            yield together
            together = []
        together.append(place)
    yield together


def _beside_region(place: Found) -> bool:
    """ "Eropa dan Amerika", "Amerika, Eropa": the continent."""
    words, match, text = place.words, place.match, place.words.text
    for last in (match.first - 1, match.first - 2):
        region = _regions().ending(words, last)
        if region and LIST_GAP.fullmatch(text, words.ends[last], match.start):
            return True
    return any(
        _regions().starting(words, first) and REGION_GAP.fullmatch(text, match.end, words.starts[first])
        for first in range(match.last + 1, min(match.last + 1 + REGION_WORDS, len(words)))
    )


def _span(place: Found) -> Span:
    match, name = place.match, place.name
    return Span(start=match.start, end=match.end, value=name.code, name=label(name.code), rule=name.rule)


# ---------------------------------------------------------------- what others use


@cache
def _labels() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows("countries.csv")}


def label(code: str) -> str:
    """How a country is called in Indonesian: "Jepang". KeyError for an unknown code."""
    return _labels()[code]


def codes() -> Collection[str]:
    """The codes of all countries that can be named."""
    return _labels().keys()


@cache
def aliases() -> dict[str, str]:
    """Other names, folded -> the name of `label`, folded: "perancis" -> "prancis", "cina" -> "tiongkok"."""
    english = {row["english"]: row["code"] for row in rows("countries.csv")}
    other = english | {row["alias"]: row["code"] for row in rows("country_aliases.csv")}
    folded = {" ".join(keys(name)): " ".join(keys(label(code))) for name, code in other.items()}
    return {alias: name for alias, name in folded.items() if alias != name}
