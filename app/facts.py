"""Releases and programmes as a reader sees them: names for codes, words as printed, rupiah and dollars.

The converted value of a release is that of its largest stated figure: partial values and the same deal in a second
currency are never added up, so a total never counts a deal twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.wording import WIB
from entities import countries, regions
from entities.rates import convert
from entities.records import Article, Mention, Money, Program, Release, Story


@dataclass(frozen=True, kw_only=True)
class ReleaseFacts:
    """One release for reading; rupiah and dollars are None where no value was stated or no rate is known.

    converted names the currencies of those two that were not stated but converted, with rate and day.
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
        on = release.date or _published_day(story.article)
        rupiah, dollars, converted = both(release.values, on)
        yield ReleaseFacts(
            release=release,
            article=story.article,
            origins=tuple(regions.label(code) for code in release.origins),
            province=next((regions.label(regions.province_of(code)) for code in release.origins), None),
            destinations=tuple(countries.label(code) for code in release.destinations),
            products=release.products,
            printed=_printed(release.evidence, "value"),
            quantities=_printed(release.evidence, "quantity"),
            rupiah=rupiah,
            dollars=dollars,
            converted=converted,
        )


def program_facts(story: Story) -> Iterator[ProgramFacts]:
    """The programmes of a story, in the order of the article."""
    for program in story.programs:
        yield ProgramFacts(
            program=program,
            article=story.article,
            name=program.name or f"(tanpa nama) {KINDS[program.kind]}",
            kind=KINDS[program.kind],
            places=tuple(regions.label(code) for code in program.places),
        )


def both(
    values: tuple[Money, ...], on: date | None
) -> tuple[Decimal | None, Decimal | None, tuple[str, ...]]:
    """Rupiah and dollars of the largest stated figure, and how those not stated were converted."""
    if on is None:
        return _stated(values, "IDR"), _stated(values, "USD"), ()
    inexpressible = Decimal(-1)
    ranked = [
        (got.amount if (got := convert(value, "IDR", on)) else inexpressible, value) for value in values
    ]
    if not ranked:
        return None, None, ()
    largest = max(ranked, key=lambda pair: pair[0])[1]
    same_deal = tuple(v for v in values if v is largest or (v.deal is not None and v.deal == largest.deal))
    found, how = {}, []
    for currency in ("IDR", "USD"):
        found[currency] = _stated(same_deal, currency)
        if found[currency] is None and (got := convert(largest, currency, on)):
            found[currency] = got.amount
            how.append(f"{currency} dikonversi, kurs {got.rate_date.isoformat()}")
    return found["IDR"], found["USD"], tuple(how)


def _stated(values: tuple[Money, ...], currency: str) -> Decimal | None:
    return max((v.amount for v in values if v.currency == currency), default=None)


def _printed(evidence: tuple[Mention, ...], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.text for m in evidence if m.kind == kind))


def _published_day(article: Article) -> date | None:
    return article.published_at and article.published_at.astimezone(WIB).date()
