"""What the matches on a server state, for series and totals."""

import datetime as dt
from collections.abc import Iterator

from indexer import sums
from indexer.bounds import amount, day_from, day_of
from indexer.elastic_documents import stated_of
from indexer.elastic_search import Row, streamed
from indexer.elastic_server import Server
from indexer.index import Between, Bucket, Query, Totals
from indexer.periods import Unit
from indexer.stated import Stated


def series(server: Server, query: Query, unit: Unit) -> tuple[Bucket, ...]:
    """See Index.series."""
    return sums.series(_dated(server, query), unit)


def _dated(server: Server, query: Query) -> Iterator[tuple[str, dt.date, Stated]]:
    moment = f"moments.{query.by}"
    for row in _rows(server, query, "stated", moment):
        owner, stated = row["_id"], [stated_of(told) for told in _values(row, "stated")]
        if query.by == "release":  # of a story with several, those of the days asked for
            yield from ((owner, day_of(s.day), s) for s in stated if s.day and _is_asked(query, s))
        elif told := _values(row, moment):
            day = day_of(told[0])
            yield from ((owner, day, each) for each in stated or [Stated()])


def _is_asked(query: Query, stated: Stated) -> bool:
    ranges = (_holds(asked, stated) for asked in (query.value, query.volume) if asked)
    since, until = (moment and day_from(moment) for moment in (query.since, query.until))
    day = stated.day or ""
    return all(ranges) and (not since or day >= since) and (not until or day < until)


def _holds(asked: Between, stated: Stated) -> bool:
    told = getattr(stated, amount(asked))
    ends = (
        asked.low is None or float(told or 0) >= float(asked.low),
        asked.high is None or float(told or 0) <= float(asked.high),
    )
    return told is not None and all(ends)


def totals(server: Server, query: Query) -> Totals:
    """See Index.totals; the releases of a story count once, whatever the number of its programmes."""
    field, seen = ("sold" if query.of == "programs" else "stated"), set()
    found: list[Stated] = []
    for row in _rows(server, query, field, "id"):
        owner = _values(row, "id")[0] if query.of == "programs" else row["_id"]
        if owner not in seen:
            seen.add(owner)
            found += [stated_of(told) for told in _values(row, field)]
    return sums.totals(found)


def _rows(server: Server, query: Query, *fields: str) -> Iterator[Row]:
    """Every match with these fields, read without the documents."""
    return streamed(server, query, source=False, docvalue_fields=list(fields))


def _values(row: Row, field: str) -> list[str]:
    return list(row.get("fields", {}).get(field, ()))
