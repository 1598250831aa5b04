"""What was read from a story, as text to be searched beside its title and body, for every backend.

So a sale told without the word "ekspor" is found by it, a story that prints "Makassar" by "Sulawesi Selatan", and
where goods go weighs more than a country that is only named.
"""

from collections.abc import Iterable, Iterator

from entities import countries, regions
from entities.records import Program, Release, Story
from indexer.words import kinds


def facts(story: Story) -> str:
    """The names of what the story's releases and programmes are about, a line each; empty where it has none."""
    told = [_of_release(release) for release in story.releases] + [_of_program(p) for p in story.programs]
    return "\n".join(" · ".join(dict.fromkeys(names)) for names in told)


def _of_release(release: Release) -> Iterator[str]:
    yield "ekspor"
    yield from _places(release.origins)
    yield from (countries.label(code) for code in release.destinations)
    yield from release.products
    if release.exporter:
        yield release.exporter


def _of_program(program: Program) -> Iterator[str]:
    yield from kinds().get(program.kind, ())
    yield from (name for name in (program.name, program.agency) if name)
    yield from _places(program.places)


def _places(codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        yield regions.label(code)
        yield regions.label(regions.province_of(code))
