"""A notice of a programme as schemes are made of: one programme of one article, its name, office and days levelled."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

from entities.gazetteer import fold, table
from entities.ledger_report import Span, place_words, sums
from entities.ledger_told import Field, Said, Told, claim, naming
from entities.records import Article, Program, Story
from entities.scheme_levels import (
    NATIONAL,
    TABLE,
    Name,
    batches,
    initials,
    name_of,
    office_words,
    scope,
    years,
)
from entities.scheme_stages import FARTHEST, Stage, stages_of
from entities.worth import day_of, published_day

UNNAMED = Name()
LISTS: tuple[Field, ...] = ("places", "values")
ONE: tuple[Field, ...] = ("name", "agency", "kind", "start", "end", "participants")


@dataclass(frozen=True, kw_only=True)
class Notice(Told):
    """One programme of one article; see Told.

    window: from the first to the last of the days that it tells of and the day of publication. name and short (its
    initials), office, years and batches are levelled. scope: for whom it is run, see scheme_levels.scope. sums are in
    rupiah, with the tolerance. stages: by day.
    """

    letter: ClassVar[str] = "p"

    program: Program
    name: Name = UNNAMED
    short: str = ""
    office: frozenset[str] = frozenset()
    scope: str | None = None
    years: frozenset[int] = frozenset()
    batches: frozenset[int] = frozenset()
    sums: tuple[Span, ...] = ()
    stages: tuple[Stage, ...] = ()

    @property
    def edited(self) -> tuple[str, ...]:
        """The fields that an editor set."""
        return self.program.edited

    @property
    def named(self) -> bool:
        """True where it has a name of its own, or one that is known for one programme."""
        return (bool(self.name.words) and not self.name.general) or self.name.single

    @property
    def national(self) -> bool:
        return self.scope == NATIONAL

    @property
    def standing(self) -> bool:
        """True for a programme of the state that goes on without a period."""
        return self.name.known in table(TABLE)["standing"]["names"]

    @property
    def lasting(self) -> bool:
        """True for what goes on until it is ended: a facility or fund without a year or a batch."""
        kinds = table(TABLE)["standing"]["lasting"]
        return self.program.kind in kinds and not (self.years or self.batches or self.standing)

    @cached_property
    def printed(self) -> frozenset[dt.date]:
        """The days that it prints for a stage, its first and its last."""
        days = {stage.day for stage in self.stages if stage.printed}
        days |= {day for stage in self.stages if (day := stage.until)}
        return frozenset(days | {day for day in (self.program.start, self.program.end) if day})

    @property
    def year(self) -> int | None:
        """The year of the name, else of the first day, else of publication."""
        if self.years:
            return min(self.years)
        day = self.program.start or self.program.end
        return day.year if day else dt.date.fromordinal(self.window[1]).year if self.window else None


def notices_of(story: Story, first: str | None = None) -> Iterator[Notice]:
    """The notices of a story. first: see Told."""
    article = story.article
    on = published_day(article)
    for place, program in enumerate(story.programs):
        words = _place_words(program.places)
        office = office_words(program.agency, words)
        name = name_of(program.name, words, office)
        stages = stages_of(article, program, story.programs, on)
        yield Notice(
            article=article.id,
            place=place,
            source=article.source,
            url=article.url,
            title=article.title,
            published_at=article.published_at,
            learnt_at=story.learnt_at,
            first=first or article.id,
            window=_window(program, stages, on),
            said=tuple(_said(article, program)),
            sample=article.sample,
            alone=len(story.programs) == 1,
            program=program,
            name=name,
            short=initials(program.name),
            office=office,
            scope=scope(program, name),
            years=years(program, article),
            batches=batches(program, article, alone=len(story.programs) == 1),
            sums=tuple(sums(program.values, day_of(article, program))),
            stages=stages,
        )


@lru_cache(maxsize=2048)
def _place_words(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, place_words(places)))


def _window(program: Program, stages: tuple[Stage, ...], on: dt.date | None) -> tuple[int, int] | None:
    told = [program.start, program.end, on, *(s.day for s in stages), *(s.until for s in stages)]
    days = [day.toordinal() for day in told if day and (on is None or abs((day - on).days) <= FARTHEST)]
    return (min(days), max(days)) if days else None


# ---------------------------------------------------------------- what it says


def _said(article: Article, program: Program) -> Iterator[Said]:
    """Every value of every field with its sentence, the body's before the title's."""
    named = [m for m in program.evidence if m.kind == "program"]
    if program.name:
        yield claim(article, "name", program.name, named)
    if program.agency:
        yield Said(
            field="agency",
            value=program.agency,
            printed=program.agency,
            sentence=naming(article, program.agency),
        )
    yield Said(field="kind", value=program.kind, sentence=claim(article, "name", "", named).sentence)
    for field in LISTS:
        for value in getattr(program, field):
            yield claim(article, field, value, [m for m in program.evidence if m.value == value])
    for field, day in (("start", program.start), ("end", program.end)):
        if day:
            days = [m for m in program.evidence if m.kind == "date" and _is(m.value, day)]
            yield claim(article, "start" if field == "start" else "end", day, days)
    if program.participants is not None:
        yield _participants(article, program.participants)


def _is(value: object, day: dt.date) -> bool:
    as_date = getattr(value, "as_date", None)
    return as_date is not None and as_date() == day


def _participants(article: Article, count: int) -> Said:
    for printed in (f"{count:,}".replace(",", "."), str(count)):
        if sentence := naming(article, printed):
            return Said(field="participants", value=count, printed=printed, sentence=sentence)
    return Said(field="participants", value=count)
