"""Programmes of a week: each once, however many notices tell of it; those that open in it, those that close soon."""

import datetime as dt
from dataclasses import replace

from app.digests.events import Events
from app.digests.records import Programme
from app.digests.week import Week
from entities.scheme_claims import SchemeEntry
from indexer.index import Query

SOON = 14  # days after the week
KNOWN = dt.timedelta(days=550)  # how long before its end a programme is at most announced


def programmes(query: Query, held: Events) -> tuple[Programme, ...]:
    """The programmes that were first told of in the days of a query, by name."""
    found = (_programme(one) for one in held.schemes(query))
    return tuple(sorted(found, key=lambda one: one.sort))


def opening(query: Query, week: Week, held: Events) -> tuple[Programme, ...]:
    """Those told of before a week that opened in it."""
    known = replace(query, since=week.since - KNOWN, until=week.since)
    found = held.schemes_that(known, ("opens", week.name), lambda one: _opens(one, week))
    return tuple(sorted(map(_programme, found), key=lambda one: one.sort))


def closing(query: Query, week: Week, held: Events) -> tuple[Programme, ...]:
    """The programmes known by the end of a week that close in the two weeks after it, the first to close first."""
    known = replace(query, since=week.until - KNOWN, until=week.until)
    last = week.sunday + dt.timedelta(days=SOON)

    def is_closing(one: SchemeEntry) -> bool:
        day = closes(one, week.sunday)
        return day is not None and week.sunday < day <= last

    found = held.schemes_that(known, ("closes", week.name), is_closing)
    ending = (replace(_programme(one), closes=closes(one, week.sunday)) for one in found)
    return tuple(sorted(ending, key=lambda one: (one.closes or last, *one.sort)))


def closes(one: SchemeEntry, on: dt.date) -> dt.date | None:
    """The last day of what is open on a day; of what is not open then its own last day, if it is told."""
    status = one.status(on)
    return status.closes if status.state == "open" and status.closes else one.end


def _opens(one: SchemeEntry, week: Week) -> bool:
    """True where it opened in a week, as its notices say with a day."""
    days = (stage.day for stage in one.history if stage.kind == "opened" and stage.shown and stage.printed)
    return any(week.monday <= day <= week.sunday for day in days)


def _programme(one: SchemeEntry) -> Programme:
    return Programme(entry=one)
