"""A report of an export release as the ledger compares it: one release of one article, its amounts and names levelled.

The window of a report is the days on which its release can have taken place: the day it prints; else the days before
publication within which the press tells of a release, or, for a report that looks back, the weeks before.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Literal

from entities import regions
from entities.gazetteer import table
from entities.goods import commodity, heading
from entities.rates import convert
from entities.records import Article, Mention, Money, Quantity, Release, Story
from entities.sentences import sentences
from entities.worth import day_of, published_day

TABLE = "ledger.toml"
FORMS = frozenset(
    "pt cv ud pd tbk kud ksu kwt kub koperasi kopwan kopontren gapoktan poktan kelompok tani nelayan usaha wanita "
    "bersama bumdes bumdesa umkm ukm ikm primer produsen".split()
)
HUNDRED = Decimal(100)
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
Span = tuple[Decimal, Decimal]
Field = Literal["day", "origins", "destinations", "products", "values", "quantities", "exporter"]
LISTS: tuple[Field, ...] = ("origins", "destinations", "products", "values", "quantities")
Value = dt.date | str | Money | Quantity


@dataclass(frozen=True, kw_only=True)
class Said:
    """A claim as a report makes it: one value of a field, the words it was read from and their sentence, "" if none."""

    field: Field
    value: Value
    printed: str = ""
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """One release of one article. place: which of the article's releases, from 0.

    first: the id of the article that this one was republished from, else its own. window: the days on which the release
    can have taken place, both included; None where neither day nor publication is known. goods: the words of each
    product, places left out. rupiah, dollars and amounts are spans with the tolerance added.
    """

    article: str
    place: int
    source: str
    url: str
    title: str
    published_at: dt.datetime | None
    learnt_at: dt.datetime | None
    first: str
    release: Release
    window: tuple[int, int] | None
    looks_back: bool = False
    goods: tuple[frozenset[str], ...] = ()
    headings: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    sums: tuple[Span, ...] = ()
    amounts: tuple[tuple[str, Span], ...] = ()
    firm: frozenset[str] = frozenset()
    said: tuple[Said, ...] = ()
    sample: bool = False

    @cached_property
    def key(self) -> str:
        """The id of the report: `pantau export` names the release so too."""
        return f"{self.article}-r{self.place + 1}"

    @property
    def day(self) -> dt.date | None:
        return self.release.date

    @cached_property
    def order(self) -> tuple[bool, dt.datetime, str]:
        """Of the reports of an event the one with the least is its first: no look back, the earliest published."""
        return self.looks_back, self.published_at or NEVER, self.key


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


def is_summary(story: Story) -> bool:
    """True where a story has releases and all of them only sum up a year or a season."""
    return bool(story.releases) and not any(reports_of(story))


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
        sums=tuple(_sums(release.values, day_of(article, release))),
        amounts=tuple((q.unit, _span(q.amount, q.upto)) for q in release.quantities),
        firm=firm_words(release.exporter, names),
        said=tuple(_said(article, release)),
        sample=article.sample,
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


def _sums(values: Iterable[Money], on: dt.date | None) -> Iterator[Span]:
    """The sums in rupiah at the rate of the day, each with the tolerance."""
    for value in values:
        got = convert(value, "IDR", on) if on else None
        if value.currency == "IDR":
            yield _span(value.amount, value.upto)
        elif got:
            yield _span(got.amount, value.upto and value.upto * got.rate)


def _span(amount: Decimal, upto: Decimal | None) -> Span:
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
        yield _claim(article, "day", release.date, days)
    for field in LISTS:
        for value in getattr(release, field):
            yield _claim(article, field, value, [m for m in release.evidence if m.value == value])
    if firm := release.exporter:
        yield Said(field="exporter", value=firm, printed=firm, sentence=_naming(article, firm))


def _claim(article: Article, field: Field, value: Value, told: list[Mention]) -> Said:
    best = min(told, key=lambda m: (m.field == "title", m.start), default=None)
    if best is None:
        return Said(field=field, value=value)
    text = article.title if best.field == "title" else article.body
    return Said(field=field, value=value, printed=best.text, sentence=_sentence(text, best.start))


def _naming(article: Article, words: str) -> str:
    """The first sentence that has the words, the title last; "" for none."""
    text = next((text for text in (article.body, article.title) if words in text), "")
    return _sentence(text, text.find(words))


def _sentence(text: str, at: int) -> str:
    return next((text[start:end] for start, end in sentences(text) if start <= at < end), "")
