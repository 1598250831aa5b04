"""Programmes as commands read them: the schemes of an index, found by what their notices say."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from app.options import SchemeSort
from entities.errors import BadInput
from entities.scheme_claims import SchemeEntry
from indexer.index import Index, Query

NEVER = dt.date.max


def find(held: Index, id: str) -> SchemeEntry:
    """The programme of an id, or of one that it had before; BadInput for any other."""
    found = held.scheme(id)
    if not found:
        raise BadInput("no programme {id!r} in the ledger; `pantau ledger programs` lists them", id=id)
    return found


# ---------------------------------------------------------------- which, and in which order


def matching(held: Index, query: Query) -> list[SchemeEntry]:
    """All programmes that a query finds."""
    return [hit.scheme for hit in held.hits(replace(query, of="schemes")) if hit.scheme]


def open_on(entries: Iterable[SchemeEntry], on: dt.date, within: int | None = None) -> list[SchemeEntry]:
    """Those that are open on a day; within: only what closes in so many days, that day too."""
    told = ((one, one.status(on)) for one in entries)
    held = [(one, status) for one, status in told if status.state == "open"]
    if within is None:
        return [one for one, _ in held]
    return [one for one, status in held if status.closes and (status.closes - on).days <= within]


def ordered(entries: Iterable[SchemeEntry], sort: SchemeSort, on: dt.date) -> list[SchemeEntry]:
    """The programmes in an order; what has no day comes last, ties are broken by id."""
    return sorted(entries, key=lambda one: (*_rank(one, sort, on), one.id))


def _rank(one: SchemeEntry, sort: SchemeSort, on: dt.date) -> tuple[int, ...]:
    day = one.when.toordinal() if one.when else None
    by_day = (day is None, (day or 0) if sort == "oldest" else -(day or 0))
    if sort == "closing":
        status = one.status(on)
        closes = status.closes if status.state == "open" and status.closes else NEVER
        return (closes.toordinal(), status.state != "open", *by_day)
    return (-one.sources, -len(one.scheme.reports), *by_day) if sort == "notices" else by_day
