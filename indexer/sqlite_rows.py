"""A story as rows of the embedded index."""

from collections.abc import Iterator
from typing import Any

from entities.copies import seen
from entities.records import Program, Release, Story
from entities.wire import dumps, story_json
from indexer.books import Book
from indexer.bounds import utc
from indexer.facts import facts
from indexer.stated import Stated, by_program, by_release

Row = dict[str, Any]


def story_row(story: Story) -> Row:
    """The row in `stories`; learnt_at must be known."""
    article, one = story.article, seen(story)
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
        **link_row(story),
        "came_out": utc(one.moment),
        "print": one.print.packed(),
    }


def link_row(story: Story) -> Row:
    """Of the row in `stories` what changes with the story that this one is a copy of."""
    return {"copy_of": story.copy_of and story.copy_of.id, "line": dumps(story_json(story))}


def release_row(story: Story, release: Release) -> Row:
    """The row in `releases`, without number, story and place."""
    stated = by_release(story, release)
    return {
        "day": stated.day,
        "exporter": release.exporter,
        **_amounts(stated),
        **dict(_both("kilograms", stated.kilograms)),
    }


def program_row(story: Story, program: Program) -> Row:
    """The row in `programs`, without number, story and place."""
    stated = by_program(story, program)
    return {
        "day": stated.day,
        "last_day": program.end and program.end.isoformat(),
        "name": program.name,
        "agency": program.agency,
        "kind": program.kind,
        "participants": program.participants,
        **_amounts(stated),
    }


def event_row(book: Book, event: Any) -> Row:
    """The row in the table of a book, without number and story; its articles must be held."""
    shown = book.entry(event)
    stated, first = book.stated(shown), event.reports[0]
    return {
        "place": first.place,
        "learnt_at": min(utc(report.learnt_at) for report in event.reports),
        "reports": len(event.reports),
        "sources": shown.sources,
        "day": stated.day,
        **_amounts(stated),
        **dict(_both("kilograms", stated.kilograms)),
        "shown": dumps({"event": event.id, **book.fields(shown)}),
        "line": book.line(event),
    }


def _amounts(stated: Stated) -> Row:
    return {
        "statements": stated.statements,
        **dict(_both("rupiah", stated.rupiah)),
        **dict(_both("dollars", stated.dollars)),
    }


def _both(name: str, amount: str | None) -> Iterator[tuple[str, str | float | None]]:
    """The amount exactly and as a number."""
    yield name, amount
    yield f"{name}_number", None if amount is None else float(amount)
