"""A story as rows of the embedded index."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from entities.records import Money, Program, Release, Story
from entities.wire import dumps, story_json
from entities.worth import day_of, kilograms, worth
from indexer.facts import facts
from indexer.sqlite_where import utc

Row = dict[str, Any]


def story_row(story: Story) -> Row:
    """The row in `stories`; learnt_at must be known."""
    article = story.article
    assert story.learnt_at is not None
    return {
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "body": article.body,
        "facts": facts(story),
        "published_at": article.published_at and utc(article.published_at),
        "learnt_at": utc(story.learnt_at),
        "sample": article.sample,
        "line": dumps(story_json(story)),
    }


def release_row(story: Story, release: Release) -> Row:
    """The row in `releases`, without number, story and place."""
    return {
        "day": release.date and release.date.isoformat(),
        "exporter": release.exporter,
        **_amounts(release.values, day_of(story.article, release)),
        **dict(_both("kilograms", kilograms(release.quantities))),
    }


def program_row(story: Story, program: Program) -> Row:
    """The row in `programs`, without number, story and place."""
    return {
        "day": program.start and program.start.isoformat(),
        "last_day": program.end and program.end.isoformat(),
        "name": program.name,
        "agency": program.agency,
        "kind": program.kind,
        "participants": program.participants,
        **_amounts(program.values, day_of(story.article, program)),
    }


def _amounts(values: tuple[Money, ...], on: date | None) -> Row:
    found = worth(values, on)
    return {
        "statements": len(values),
        **dict(_both("rupiah", found.rupiah)),
        **dict(_both("dollars", found.dollars)),
    }


def _both(name: str, amount: Decimal | None) -> Iterator[tuple[str, str | float | None]]:
    """The amount exactly and as a number."""
    yield name, None if amount is None else f"{amount:f}"
    yield f"{name}_number", None if amount is None else float(amount)
