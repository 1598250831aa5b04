"""What a release or a programme states, in the form that every backend keeps and adds up."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from entities.records import Money, Program, Release, Story
from entities.worth import day_of, kilograms, worth


class Stated(NamedTuple):
    """day: of the release, or the first of the programme. Amounts are exact decimals as text: rupiah and dollars of the
    largest stated value, kilograms of the largest stated weight; statements counts the values stated, reports the
    articles that tell of an event."""

    day: str | None = None
    statements: int = 0
    rupiah: str | None = None
    dollars: str | None = None
    kilograms: str | None = None
    reports: int = 1


def by_release(story: Story, release: Release) -> Stated:
    weight = text(kilograms(release.quantities))
    return _stated(release.date, release.values, day_of(story.article, release))._replace(kilograms=weight)


def by_program(story: Story, program: Program) -> Stated:
    return _stated(program.start, program.values, day_of(story.article, program))


def _stated(day: date | None, values: tuple[Money, ...], on: date | None) -> Stated:
    found = worth(values, on)
    return Stated(day.isoformat() if day else None, len(values), text(found.rupiah), text(found.dollars))


def text(amount: Decimal | None) -> str | None:
    """An amount as exact text."""
    return None if amount is None else f"{amount:f}"
