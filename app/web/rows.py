"""Hits as a page prints them: names for codes, words as printed, money and days in the reader's form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app import wording
from app.web import naming
from app.web.language import Speech
from app.web.naming import NAME, Named
from entities.records import Article, Mention, Money, Program, Quantity, Release, Story
from entities.worth import Disagreement, Worth, day_of, disagreements, worth
from indexer.index import MARK_END, MARK_START, Hit

# Letters shown of a headline and of a passage; a page may have a megabyte of either.
TITLE, SNIPPET = 300, 700
FEW = 3  # releases or programmes told of beside an article's headline
Segments = list[tuple[bool, str]]  # (marked, words)


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """A value as printed, and in rupiah and dollars; comes_to are those of the two that were not stated but converted,
    converted tells how."""

    printed: tuple[str, ...] = ()
    rupiah: str | None = None
    dollars: str | None = None
    converted: tuple[str, ...] = ()
    comes_to: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.printed or self.rupiah or self.dollars)


@dataclass(frozen=True, kw_only=True)
class ReleaseChips:
    """One release in a line of chips."""

    day: str | None
    origins: tuple[Named, ...]
    destinations: tuple[Named, ...]
    products: tuple[Named, ...]
    amounts: Amounts
    quantities: tuple[str, ...]
    exporter: Named | None
    warnings: tuple[str, ...] = ()
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class ProgramChips:
    """One programme in a line of chips."""

    name: str
    kind: str
    agency: str | None
    places: tuple[Named, ...]
    days: str | None
    amounts: tuple[str, ...]
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One hit in a list; more: how many releases and programmes of an article are not told of."""

    article: Article
    title: Segments
    snippet: Segments
    when: str
    copy_of: str | None
    releases: tuple[ReleaseChips, ...]
    programs: tuple[ProgramChips, ...]
    more: int = 0
    edited: bool = False

    @property
    def sample(self) -> bool:
        """Whether it is of a sample press."""
        return self.article.sample


def row(hit: Hit, t: Speech) -> Row:
    """A hit for a list."""
    story = hit.story
    releases, programs = story.releases, story.programs
    if hit.release or hit.program:
        releases = (hit.release,) if hit.release else ()
        programs = (hit.program,) if hit.program else ()
    return Row(
        article=story.article,
        title=segments(hit.title or story.article.title, TITLE),
        snippet=segments(" ".join(hit.snippet.split()), SNIPPET),
        when=t.moment(story.article.published_at),
        copy_of=story.copy_of and story.copy_of.id,
        releases=tuple(release_chips(story, one, t) for one in releases[:FEW]),
        programs=tuple(program_chips(one, t) for one in programs[:FEW]),
        more=len(releases[FEW:]) + len(programs[FEW:]),
        edited=bool(story.corrections),
    )


def release_chips(story: Story, release: Release, t: Speech) -> ReleaseChips:
    """One release of a story."""
    day = day_of(story.article, release)
    return ReleaseChips(
        day=t.day(release.date) if release.date else None,
        origins=naming.places(release.origins, t),
        destinations=naming.countries(release.destinations, t),
        products=naming.products(release.products),
        amounts=amounts(_words(release, "value", release.values, t), worth(release.values, day), t),
        quantities=_words(release, "quantity", release.quantities, t),
        exporter=naming.named("exporter", release.exporter) if release.exporter else None,
        edited=bool(release.edited),
        warnings=tuple(warning(one, t) for one in disagreements(release.values, day)),
    )


def _words(
    release: Release, kind: str, values: tuple[Money, ...] | tuple[Quantity, ...], t: Speech
) -> tuple[str, ...]:
    """The amounts as printed; of what an editor set without such words the figures themselves."""
    return printed(release.evidence, kind) or tuple(t.amount(value) for value in values)


def program_chips(program: Program, t: Speech) -> ProgramChips:
    """One programme."""
    kind = t.label("kind", program.kind)
    return ProgramChips(
        name=cut(program.name or "") or t("program.unnamed", kind=kind),
        kind=kind,
        agency=program.agency and cut(program.agency),
        places=naming.places(program.places, t),
        days=t.short_span(program.start, program.end) if program.start or program.end else None,
        amounts=printed(program.evidence, "value"),
        edited=bool(program.edited),
    )


def amounts(words: tuple[str, ...], found: Worth, t: Speech) -> Amounts:
    """The value of a release or an event: in rupiah and dollars, and how each came about."""
    rates = {rate.currency for rate in found.rates}
    both = {"IDR": found.rupiah, "USD": found.dollars}
    shown = {c: t.money(a, c, exact=c not in rates) for c, a in both.items() if a is not None}
    return Amounts(
        printed=words,
        rupiah=shown.get("IDR"),
        dollars=shown.get("USD"),
        comes_to=tuple(words for currency, words in shown.items() if currency in rates),
        converted=tuple(
            t("value.converted", currency=rate.currency, day=t.day(rate.rate_date)) for rate in found.rates
        ),
    )


def warning(found: Disagreement, t: Speech) -> str:
    """One sentence on two statements of one deal that do not fit."""
    return t(
        "value.unlike",
        first=t.money(found.first.amount, found.first.currency),
        comes=t.money(found.rate.amount, found.rate.currency),
        day=t.day(found.rate.rate_date),
        second=t.money(found.second.amount, found.second.currency),
        factor=t.number(found.factor, 0 if found.factor >= 10 else 1),
    )


def cut(text: str, most: int = NAME) -> str:
    """A text that a page can bear."""
    return text if len(text) <= most else text[:most] + "…"


def printed(evidence: Iterable[Mention], kind: str) -> tuple[str, ...]:
    """The words of the mentions of a kind, each once."""
    return wording.unlike(cut(m.text) for m in evidence if m.kind == kind)


# ---------------------------------------------------------------- marked text


def segments(text: str, most: int) -> Segments:
    """A text with marks as runs of words, cut after `most` letters."""
    return list(_segments(text, most))


def _segments(text: str, most: int) -> Iterator[tuple[bool, str]]:
    left = most
    for part in text.split(MARK_START):
        marked, end, rest = part.partition(MARK_END)
        if not end:
            marked, rest = "", marked
        for is_marked, words in ((True, marked), (False, rest)):
            if words and left > 0:
                yield is_marked, words[:left] + ("…" if len(words) > left else "")
                left -= len(words)
