"""Programmes of a week: each once, however many articles name it; and those that close soon."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from app.digests.events import Events
from app.digests.records import Programme
from app.digests.week import Week
from indexer.index import Hit, Query

SOON = 14  # days after the week
KNOWN = dt.timedelta(days=550)  # how long before its end a programme is at most announced


def programmes(query: Query, held: Events) -> tuple[Programme, ...]:
    """The programmes that a query finds, by name; articles that name one alike tell of one."""
    return tuple(sorted(_merged(held.programs(query)), key=lambda one: one.sort))


def count(query: Query, held: Events) -> int:
    """How many programmes a query finds, each name once; those without a name are each its own."""
    found = held.results(replace(query, of="programs"))
    named = found.facets["program"]
    return len({level(name) for name in named}) + found.total - sum(named.values())


def closing(query: Query, week: Week, held: Events) -> tuple[Programme, ...]:
    """The programmes known by the end of a week that end in the two weeks after it, the first to end first."""
    known = replace(query, since=week.until - KNOWN, until=week.until)
    last = week.sunday + dt.timedelta(days=SOON)
    ending = _merged(held.ending(week.sunday + dt.timedelta(days=1), last, known))
    return tuple(sorted(ending, key=lambda one: (one.program.end or last, *one.sort)))


def _merged(hits: Iterable[Hit]) -> list[Programme]:
    """One of each name; the report with most to tell stands for it, of equals the first."""
    found: dict[str, list[Programme]] = {}
    for hit in hits:
        if hit.program:
            one = Programme(program=hit.program, article=hit.story.article, key=_key(hit))
            found.setdefault(one.key, []).append(one)
    return [replace(max(group, key=_told), articles=_articles(group)) for group in found.values()]


def _key(hit: Hit) -> str:
    """What makes two programmes one: their name; one without a name is its article's own."""
    assert hit.program is not None
    return (
        level(hit.program.name or "") or f"\x00{hit.story.article.id}-{hit.story.programs.index(hit.program)}"
    )


def level(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())


def _told(one: Programme) -> int:
    program = one.program
    known = (program.agency, program.start, program.end, program.participants)
    return sum(value is not None for value in known) + bool(program.places) + bool(program.values)


def _articles(group: list[Programme]) -> int:
    return len({one.article.id for one in group})
