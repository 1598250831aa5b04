"""Programmes of an article: one name for all the ways it writes one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import cast

from entities.gazetteer import Words
from entities.program_forms import find_programs
from entities.program_known import known
from entities.program_runs import vocabulary
from entities.records import Article, Field, Mention
from entities.spans import mentions

ACRONYM = re.compile(r"[ \u00a0]?\(([A-Z][A-Za-z0-9&-]{1,11})\)")
EDITION = re.compile(
    r"\s+(?:(?:tahun\s+)?(?:19|20)\d\d|ke-?\s?\d+|(?:tahap|edisi|season|jilid|seri|angkatan|batch|vol\.?)\s+\w+)$",
    re.I,
)
MOST_NAMES = 40  # a text of more is no news
BRACKETED = re.compile(r"\s?\(([A-Z][\w &-]{1,20})\)")
ALIAS = re.compile(r"\s?\(|(?:\s?\([^()\n]{1,20}\))?\s(?:atau|alias)\s")
AGAIN = re.compile(
    r"(?=.*[a-z])[A-Z]\S*(?: \S+)*? [A-Z]\S*"
)  # begins and ends with a capital, no two acronyms
CAPITALS = re.compile(r"\b[A-Z][A-Za-z0-9&-]{1,11}\b")


def programs(article: Article) -> list[Mention]:
    """Programmes of an article, one name for all the ways it writes one; headlines follow the body."""
    found = mentions(article, "program", find_programs)
    return unify(article, found)


def bare(name: str) -> str:
    """A name without its year and edition, folded."""
    before = None
    while before != name:
        before, name = name, EDITION.sub("", name)
    return name.casefold().replace("&", "and")


def nounless(name: str) -> str:
    """A name without its edition and the noun before it: "Pameran Inkra 2019" is "inkra"."""
    first, _, rest = bare(name).partition(" ")
    return (
        rest
        if rest and first in vocabulary()["announce"].keys() | vocabulary()["heads"].keys()
        else bare(name)
    )


def called_alike(name: str, other: str) -> bool:
    """Whether two names are the same but for the noun before them: "Pameran Inkra", "Inkra"."""
    return nounless(name) == nounless(other)


def unify(article: Article, found: list[Mention]) -> list[Mention]:
    """Editions and acronyms of one programme share its first name in the body."""
    names: dict[str, str] = {}
    body = [m for m in found if m.field == "body"]
    for mention in [*body, *found]:
        names.setdefault(bare(mention.name), mention.name)
    full = longest(names)
    # In a headline every word may have a capital: known names stay, others need the body.
    told = {form for mention in body for form in (bare(mention.name), nounless(mention.name))}
    kept = [
        m
        for m in found
        if m.field == "body"
        or (m.rule == "known" and not m.name.startswith("UMKM "))  # "UMKM Go Digital" is also a wish
        or {bare(m.name), nounless(m.name)} & told
        or spoken_of(m.name, article.body)
    ]
    called = aliased(article.body, [_called(m, full[bare(m.name)]) for m in one_house(kept, told)])
    called = list(repeated(article.body, called))
    return sorted([*called, *_short_forms(article, called)], key=lambda m: (m.field != "title", m.start))


def spoken_of(name: str, body: str) -> bool:
    """Whether the body speaks of a headline's "Misi Dagang Sulut" as a "misi dagang"."""
    head = " ".join(name.casefold().split()[:2])
    return head in vocabulary()["meetings"] and head in body.casefold()


def aliased(body: str, found: list[Mention]) -> list[Mention]:
    """The mentions, with one name for what stands in brackets or after "atau" behind another programme."""
    names: dict[str, str] = {}
    short: dict[str, str] = {}
    told = sorted((m for m in found if m.field == "body"), key=lambda m: m.start)
    for mention in told:
        if given := BRACKETED.match(body, mention.end):
            short.setdefault(given.group(1).casefold(), mention.name)
    for first, second in pairwise(told):
        if ALIAS.fullmatch(body[first.end : second.start][:40]):
            names.setdefault(second.name, names.get(first.name, first.name))
    for mention in found:
        if full := short.get(nounless(mention.name)):
            names.setdefault(mention.name, full)
    return [_called(m, names.get(m.name, m.name)) for m in found]


def one_house(found: list[Mention], told: set[str]) -> Iterator[Mention]:
    """A headline's "Rumah Kemasan Sukoharjo" is the body's "Rumah Kemasan Makmur"."""
    bodies = {base: m for m in reversed(found) if m.field == "body" and (base := _base(m.name))}
    for mention in found:
        same = bodies.get(_base(mention.name)) if bare(mention.name) not in told else None
        yield _called(mention, same.name) if same else mention


def _base(name: str) -> str:
    """The known name that a longer name grows from."""
    return next((m.values[0].name for m in known().find(Words(name)) if m.values[0].grows), "")


def longest(names: dict[str, str]) -> dict[str, str]:
    """The name to use for each bare name: "Rumah BUMN" is the "Rumah BUMN Bojonegoro" of the same article."""
    longer: dict[str, str] = {}
    for key, name in names.items():
        parts = key.split(" ")
        for end in range(1, len(parts)):
            longer.setdefault(" ".join(parts[:end]), name)
    return {key: longer[key] if key in longer and _grows(name) else name for key, name in names.items()}


def _grows(name: str) -> bool:
    """Whether a longer name may be meant: no known one, or one that grows."""
    matches = list(known().find(Words(name)))
    return any(match.values[0].grows for match in matches) or (not matches and " " in name)


def _called(mention: Mention, name: str) -> Mention:
    return mention if mention.name == name else replace(mention, name=name, value=name)


def repeated(body: str, found: list[Mention]) -> Iterator[Mention]:
    """The mentions, with what is named again in the same words though nothing announces it, or only a part is known."""
    names = {m.text: m for m in found if m.field == "body" and m.rule != "known" and AGAIN.fullmatch(m.text)}
    names = names if len(names) <= MOST_NAMES else {}
    taken = {i for m in found if m.field == "body" and m.text in names for i in range(m.start, m.end)}
    covered: set[int] = set()
    for text, mention in sorted(names.items(), key=lambda name: -len(name[0])):
        for use in re.finditer(rf"\b{re.escape(text)}\b", body):
            if taken.isdisjoint(span := range(*use.span())):
                taken.update(span)
                covered.update(span)
                yield replace(_moved(mention, "body", use), rule="again")
    yield from (m for m in found if m.field != "body" or not covered >= {m.start, m.end - 1})


def _short_forms(article: Article, found: list[Mention]) -> Iterator[Mention]:
    """Later uses of an acronym that the body gives in brackets after a name."""
    acronyms: dict[str, Mention] = {}
    for mention in found:
        if mention.field == "body" and (given := ACRONYM.match(article.body, mention.end)):
            acronyms.setdefault(given.group(1), mention)
    for field, text in (("title", article.title), ("body", article.body)):
        taken = {i for m in found if m.field == field for i in (m.start, m.end - 1)}
        for use in CAPITALS.finditer(text) if acronyms else ():
            mention_of = acronyms.get(use.group())
            if mention_of and not taken & {use.start(), use.end() - 1}:
                yield _moved(mention_of, cast(Field, field), use)


def _moved(mention: Mention, field: Field, use: re.Match[str]) -> Mention:
    """The programme of a mention at the place where its acronym is used."""
    start, end = use.span()
    return replace(mention, field=field, start=start, end=end, text=use.group(), rule="acronym")
