"""What filters and facets know of a story, a release and a programme: (name, value) pairs, for every backend.

A release and a programme are known by their own fields, and by their story's where they have no such field.
Places count for their province too.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from entities import regions
from entities.dates import WIB
from entities.goods import chapter
from entities.records import Program, Release, Story
from indexer.words import search_words

Terms = frozenset[tuple[str, str]]

WORDED = frozenset({"product", "program", "exporter"})  # names that are compared as search words
RELEASE_OWN = frozenset(
    {"province", "city", "origin", "country", "destination", "product", "group", "exporter", "year"}
)
PROGRAM_OWN = frozenset({"province", "city", "program", "kind", "year"})


def story_terms(story: Story) -> Terms:
    """All that the article mentions; each pair once."""
    return frozenset(_of_story(story))


def release_terms(story: Story, release: Release, of_story: Terms | None = None) -> Terms:
    """The release's own origins, destinations, goods and exporter, and the rest of its story's.

    of_story: the terms of the story, where they are known already.
    """
    return _rest(of_story or story_terms(story), RELEASE_OWN) | frozenset(_of_release(story, release))


def program_terms(story: Story, program: Program, of_story: Terms | None = None) -> Terms:
    """The programme's own name, kind and places, and the rest of its story's; of_story as for a release."""
    return _rest(of_story or story_terms(story), PROGRAM_OWN) | frozenset(_of_program(story, program))


def _rest(of_story: Terms, own: frozenset[str]) -> Terms:
    return frozenset(pair for pair in of_story if pair[0] not in own)


def _of_story(story: Story) -> Iterator[tuple[str, str]]:
    yield "source", story.article.source
    yield from (("topic", topic) for topic in story.topics)
    yield from _year(story, None)
    named = {(m.kind, m.value, m.role) for m in story.mentions if isinstance(m.value, str)}
    for kind, value, role in named:
        if kind in ("city", "province"):
            yield from _places([value], origin=role == "origin")
        elif kind == "country":
            yield from _countries([value], destination=role == "destination")
        elif kind == "product":
            yield from _goods([value])
        elif kind == "program":
            yield "program", value
    for release in story.releases:
        yield from _exporter(release)
    for program in story.programs:
        yield from _named(program)


def _of_release(story: Story, release: Release) -> Iterator[tuple[str, str]]:
    yield from _places(release.origins, origin=True)
    yield from _countries(release.destinations, destination=True)
    yield from _goods(release.products)
    yield from _exporter(release)
    yield from _year(story, release.date.year if release.date else None)


def _of_program(story: Story, program: Program) -> Iterator[tuple[str, str]]:
    yield from _places(program.places, origin=False)
    yield from _named(program)
    yield from _year(story, program.start.year if program.start else None)


def _places(codes: Iterable[str], *, origin: bool) -> Iterator[tuple[str, str]]:
    for code in codes:
        province = regions.province_of(code)
        yield "province", province
        if code != province:
            yield "city", code
        if origin:
            yield from (("origin", code), ("origin", province))


def _countries(codes: Iterable[str], *, destination: bool) -> Iterator[tuple[str, str]]:
    for code in codes:
        yield "country", code
        if destination:
            yield "destination", code


def _goods(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        yield "product", name
        if group := chapter(name):
            yield "group", group


def _exporter(release: Release) -> Iterator[tuple[str, str]]:
    if release.exporter:
        yield "exporter", release.exporter


def _named(program: Program) -> Iterator[tuple[str, str]]:
    yield "kind", program.kind
    if program.name:
        yield "program", program.name


def _year(story: Story, own: int | None) -> Iterator[tuple[str, str]]:
    published = story.article.published_at
    if year := own or (published and published.astimezone(WIB).year):
        yield "year", str(year)


# ---------------------------------------------------------------- names compared as search words


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """A name as search words: "Kopi Arabika" and "kopi arabica" need not be one, "Keripik" and "keripik" are."""
    return " ".join(word for _, _, found in search_words(name) for word in found)


def alike(asked: Iterable[str], held: Collection[str]) -> list[str]:
    """Those of the held names that hold the words of an asked one side by side: "kopi" takes "kopi robusta"."""
    wanted = [f" {words} " for name in asked if (words := folded(name))]
    return [name for name in held if any(words in f" {folded(name)} " for words in wanted)]
