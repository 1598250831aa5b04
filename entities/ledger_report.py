"""A report of an export release as the ledger compares it: one release of one article, its amounts and names levelled.

The window of a report is the days on which its release can have taken place: the day it prints; else the days before
publication within which the press tells of a release, or, for a report that looks back, the weeks before.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import ClassVar

from entities import regions
from entities.gazetteer import table
from entities.goods import commodity, heading
from entities.ledger_told import Field, Said, Told, claim, naming
from entities.rates import convert
from entities.records import Article, Money, Release, Story
from entities.worth import day_of, published_day

TABLE = "ledger.toml"
FORMS = frozenset(
    "pt cv ud pd tbk kud ksu kwt kub koperasi kopwan kopontren gapoktan poktan kelompok tani nelayan usaha wanita "
    "bersama bumdes bumdesa umkm ukm ikm primer produsen".split()
)
HUNDRED = Decimal(100)
Span = tuple[Decimal, Decimal]
LISTS: tuple[Field, ...] = ("origins", "destinations", "products", "values", "quantities")


@dataclass(frozen=True, kw_only=True)
class Report(Told):
    """One release of one article; see Told. looks_back: it tells of a release of the weeks before.

    window: the days on which the release can have taken place. goods: the words of each product, places left out.
    sums (in rupiah) and amounts are spans with the tolerance added.
    """

    letter: ClassVar[str] = "r"

    release: Release
    goods: tuple[frozenset[str], ...] = ()
    headings: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    sums: tuple[Span, ...] = ()
    amounts: tuple[tuple[str, Span], ...] = ()
    firm: frozenset[str] = frozenset()

    @property
    def day(self) -> dt.date | None:
        return self.release.date

    @property
    def edited(self) -> tuple[str, ...]:
        """The fields that an editor set."""
        return self.release.edited


def reports_of(story: Story, first: str | None = None) -> Iterator[Report]:
    """The reports of a story; what only sums up a year or a season is none. first: see Report."""
    if not story.releases:
        return
    lead = _lead(story.article)
    sums_up, back = _speaks(lead, "summary"), _speaks(lead, "looks_back") and not _speaks(lead, "again")
    for place, release in enumerate(story.releases):
        if release.date is None and sums_up:
            continue
        yield _report(story, place, release, first or story.article.id, looks_back=back and not release.date)


def _report(story: Story, place: int, release: Release, first: str, *, looks_back: bool) -> Report:
    article, names = story.article, place_words(release.origins)
    return Report(
        article=article.id,
        place=place,
        source=article.source,
        url=article.url,
        title=article.title,
        published_at=article.published_at,
        learnt_at=story.learnt_at,
        first=first,
        release=release,
        window=_window(article, release, looks_back=looks_back),
        looks_back=looks_back,
        goods=tuple(frozenset(words) for name in release.products if (words := bare(name, names))),
        headings=frozenset(filter(None, map(heading, release.products))),
        groups=frozenset(filter(None, map(commodity, release.products))),
        sums=tuple(sums(release.values, day_of(article, release))),
        amounts=tuple((q.unit, span(q.amount, q.upto)) for q in release.quantities),
        firm=firm_words(release.exporter, names),
        said=tuple(_said(article, release)),
        sample=article.sample,
        alone=len(story.releases) == 1,
    )


def _window(article: Article, release: Release, *, looks_back: bool) -> tuple[int, int] | None:
    if release.date:
        return release.date.toordinal(), release.date.toordinal()
    published = published_day(article)
    if published is None:
        return None
    back = table(TABLE)["follow" if looks_back else "window"]
    return published.toordinal() - back, published.toordinal() - looks_back


# ---------------------------------------------------------------- levelled


def place_words(codes: Iterable[str]) -> frozenset[str]:
    """The words of the names of regions and of their provinces, in small letters."""
    known = regions.codes()
    labels = (regions.label(place) for code in codes if code in known for place in (code, code[:2]))
    return frozenset(word for label in labels for word in label.casefold().split())


def bare(name: str, places: frozenset[str]) -> list[str]:
    """The words of a product's name without those of its origin, unless nothing else is left."""
    words = name.casefold().split()
    return [word for word in words if word not in places] or words


def firm_words(name: str | None, places: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words by which a firm is known: no legal form, no place, no sign."""
    words = re.findall(r"[^\W_]+", (name or "").casefold())
    return frozenset(word for word in words if word not in FORMS and word not in places)


def sums(values: Iterable[Money], on: dt.date | None) -> Iterator[Span]:
    """The sums in rupiah at the rate of the day, each with the tolerance."""
    for value in values:
        got = convert(value, "IDR", on) if on else None
        if value.currency == "IDR":
            yield span(value.amount, value.upto)
        elif got:
            yield span(got.amount, value.upto and value.upto * got.rate)


def span(amount: Decimal, upto: Decimal | None) -> Span:
    """From one end to the other, the upper end raised by the tolerance: two spans that meet are one amount."""
    return amount, (amount if upto is None else upto) * (HUNDRED + table(TABLE)["tolerance"]) / HUNDRED


# ---------------------------------------------------------------- what it says


@cache
def speech(kind: str) -> re.Pattern[str]:
    """What tells of which time a report speaks, or that the state does."""
    words = table(TABLE)["speech"][kind]
    return re.compile("|".join(words), re.IGNORECASE)


def _lead(article: Article) -> str:
    return f"{article.title}\n{article.body[:2000].partition(chr(10))[0]}"


def _speaks(lead: str, kind: str) -> bool:
    return speech(kind).search(lead) is not None


def _said(article: Article, release: Release) -> Iterator[Said]:
    """Every value of every field with its sentence, the body's before the title's."""
    if release.date:
        days = [m for m in release.evidence if m.kind == "date"]
        yield claim(article, "day", release.date, days)
    for field in LISTS:
        for value in getattr(release, field):
            yield claim(article, field, value, [m for m in release.evidence if m.value == value])
    if firm := release.exporter:
        yield Said(field="exporter", value=firm, printed=firm, sentence=naming(article, firm))
