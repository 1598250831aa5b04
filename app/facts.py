"""Releases and programmes as a reader sees them: names for codes, words as printed, rupiah and dollars.

The value of a release is that of its largest stated figure, see entities/worth.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app import wording
from entities import countries, regions
from entities.rates import Converted
from entities.records import Article, Mention, Program, Release, Story
from entities.worth import Disagreement, day_of, disagreements, worth


@dataclass(frozen=True, kw_only=True)
class ReleaseFacts:
    """One release for reading; rupiah and dollars are None where no value was stated or no rate is known.

    printed and quantities are the article's words, or of what an editor set without such words the figures themselves.
    converted names the currencies of those two that were not stated but converted, with rate and day. warnings are
    sentences on statements of one deal that do not fit.
    """

    release: Release
    article: Article
    origins: tuple[str, ...]
    province: str | None
    destinations: tuple[str, ...]
    products: tuple[str, ...]
    printed: tuple[str, ...]
    quantities: tuple[str, ...]
    rupiah: Decimal | None
    dollars: Decimal | None
    converted: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def day(self) -> date | None:
        return self.release.date


@dataclass(frozen=True, kw_only=True)
class ProgramFacts:
    """One programme for reading."""

    program: Program
    article: Article
    name: str
    kind: str
    places: tuple[str, ...]


KINDS = {
    "training": "pelatihan",
    "exhibition": "pameran",
    "matching": "temu bisnis",
    "financing": "pembiayaan",
    "grant": "bantuan",
    "certification": "sertifikasi",
    "facility": "fasilitas",
    "campaign": "gerakan",
    "other": "lainnya",
}


def release_facts(story: Story) -> Iterator[ReleaseFacts]:
    """The releases of a story, in the order of the article."""
    for release in story.releases:
        yield facts_of_release(story, release)


def facts_of_release(story: Story, release: Release) -> ReleaseFacts:
    """One release of a story."""
    day = day_of(story.article, release)
    found = worth(release.values, day)
    return ReleaseFacts(
        release=release,
        article=story.article,
        origins=tuple(regions.label(code) for code in release.origins),
        province=next((regions.label(regions.province_of(code)) for code in release.origins), None),
        destinations=tuple(countries.label(code) for code in release.destinations),
        products=release.products,
        printed=_printed(release.evidence, "value")
        or tuple(wording.money(v.amount, v.currency) for v in release.values),
        quantities=_printed(release.evidence, "quantity")
        or tuple(wording.quantity(q.amount, q.unit) for q in release.quantities),
        rupiah=found.rupiah,
        dollars=found.dollars,
        converted=tuple(_how(rate) for rate in found.rates),
        warnings=tuple(warning(unlike) for unlike in disagreements(release.values, day)),
    )


def program_facts(story: Story) -> Iterator[ProgramFacts]:
    """The programmes of a story, in the order of the article."""
    for program in story.programs:
        yield facts_of_program(story, program)


def facts_of_program(story: Story, program: Program) -> ProgramFacts:
    """One programme of a story."""
    return ProgramFacts(
        program=program,
        article=story.article,
        name=program.name or f"(tanpa nama) {KINDS[program.kind]}",
        kind=KINDS[program.kind],
        places=tuple(regions.label(code) for code in program.places),
    )


def warning(found: Disagreement) -> str:
    """One sentence on two statements of one deal: what the first comes to, and what the article says instead."""
    first, second, rate = found.first, found.second, found.rate
    apart = f"{wording.number(found.factor, 0 if found.factor >= 10 else 1)} kali"
    return (
        f"Dua nilai satu transaksi tidak cocok: {wording.money(first.amount, first.currency)} setara "
        f"{wording.money(rate.amount, rate.currency)} (kurs {rate.rate_date.isoformat()}), "
        f"bukan {wording.money(second.amount, second.currency)}; beda {apart}."
    )


def _how(rate: Converted) -> str:
    return f"{rate.currency} dikonversi, kurs {rate.rate_date.isoformat()}"


def _printed(evidence: tuple[Mention, ...], kind: str) -> tuple[str, ...]:
    return wording.unlike(m.text for m in evidence if m.kind == kind)
