"""Provinces, kabupaten and kota that an article names, by their Kemendagri codes.

A name may have several bearers: Bandung is a kota and a kabupaten, Jambi a province and a kota. The word before it
decides ("Kabupaten Bandung", "Wali Kota Jambi"); a bare name is the bearer that the article establishes elsewhere,
else the province, else the kota. Names that belong to something else (a street, a bank, a club) are left out.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from entities.gazetteer import Match, Words, words_of
from entities.namesakes import Clues, bearer
from entities.place_finds import find, leave_out
from entities.place_lists import Found, in_one_list
from entities.records import Article, Field, Kind, Mention
from entities.regions import Name, aliases, bearers, folded, label, labels, province_of
from entities.spans import Span
from entities.subdistricts import Part

__all__ = ["aliases", "find_places", "label", "places", "province_of"]


def find_places(text: str) -> list[Span]:
    """The provinces, kabupaten and kota of a text read by itself; value is the Kemendagri code."""
    words = words_of(text)
    return [
        Span(start=place.start, end=place.end, value=code, name=label(code), rule=rule)
        for place, code, rule in _decide(find("body", words), [("body", words)])
    ]


def places(article: Article) -> list[Mention]:
    """City and province mentions of an article, without role; the whole article decides between kota and kabupaten."""
    texts: list[tuple[Field, Words]] = [("title", words_of(article.title)), ("body", words_of(article.body))]
    found = [place for field, words in texts for place in find(field, words)]
    return [_mention(place, code, rule) for place, code, rule in _decide(found, texts)]


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


def _decide(found: list[Found], texts: Sequence[tuple[Field, Words]]) -> list[tuple[Found, str, str]]:
    """Each name with the code of its bearer and the rule that chose it."""
    _settle(found)
    _believe_lists(found)
    sure = {place.name.base for place in found if not place.doubtful}
    near, kept = _provinces(found), []
    for place in found:
        if place.name.base not in sure:
            leave_out(place, "doubtful")
        elif not _is_at_home(place, near):
            leave_out(place, "elsewhere")
        else:
            kept.append(place)
    clues = Clues()
    for place in kept:
        clues.take(place.name, place.cues or place.stated_by_list)
    homes = [(field, words, *home) for field, words in texts for home in clues.read(words)]
    chosen = [choice for place in kept if place.name.rule != "seat" for choice in _choose(place, clues)]
    if not any("." in code for _, code, _ in chosen):
        chosen += _by_district(homes)
    return sorted(chosen, key=lambda choice: (choice[0].field == "body", choice[0].start))


def _provinces(found: list[Found]) -> set[str]:
    """The provinces in which the names that are no nicknames may lie."""
    plain = {place.name.base for place in found if place.name.rule != "nickname" and not place.doubtful}
    return {code[:2] for base in plain for code in bearers()[base].values()}


def _is_at_home(place: Found, near: set[str]) -> bool:
    """Whether a nickname is in its own province: "Kota Bahari" is Tegal, but not in an article on Sampang."""
    own = {code[:2] for code in bearers()[place.name.base].values()}
    return place.name.rule != "nickname" or not near or not near.isdisjoint(own)


def _settle(found: list[Found]) -> None:
    """ "Mura" is Musi Rawas or Murung Raya: the one whose province the article names, else the first."""
    several = [place for place in found if len(place.match.values) > 1]
    single = [place.name.base for place in found if len(place.match.values) == 1] if several else []
    provinces = {code[:2] for base in single for code in bearers()[base].values()}
    for place in several:
        names = [name for name in place.match.values if name]
        own = [name for name in names if provinces & {code[:2] for code in bearers()[name.base].values()}]
        place.name = (own or names)[0]


def _by_district(homes: Iterable[tuple[Field, Words, Part, str]]) -> Iterable[tuple[Found, str, str]]:
    """The kabupaten of the districts and villages, for an article that names none; Jakarta is a province."""
    for field, words, part, code in homes:
        if code[:2] != "31":
            start = words.starts[part.first]
            match: Match[Name | None] = Match(part.first, part.last, start, words.ends[part.last], ())
            name, level = labels()[code]
            yield (
                Found(field, words, match, Name(folded(name), level, "district"), (), start),
                code,
                "district",
            )


def _believe_lists(found: list[Found]) -> None:
    """ "Kuningan dan Garut": a doubtful name in a list with a certain one is a place as well; an outlet is not."""
    for before, place in pairwise(found):
        if before.doubtful != place.doubtful and in_one_list(before, place):
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
    elif clues.means_a_district(place.name.base):
        leave_out(place, "district")
    else:
        yield place, *bearer(place.name, place.listed_under, clues)
