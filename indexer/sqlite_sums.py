"""What the matches in the embedded index state, for series and totals."""

import datetime as dt
from collections.abc import Iterator

import apsw

from indexer import sums
from indexer.books import BOOKS
from indexer.bounds import day_of
from indexer.index import Bucket, Query, Totals
from indexer.periods import Unit
from indexer.sqlite_search import condition, match
from indexer.sqlite_where import Sql, all_of, item_bounds, moment
from indexer.stated import Stated

# a story has a row for each of its releases
ITEMS = {
    "stories": "LEFT JOIN releases AS item ON item.story = matched.story",
    "releases": "JOIN releases AS item ON item.number = matched.number",
    "programs": "JOIN programs AS item ON item.number = matched.number",
    **{of: f"JOIN {of} AS item ON item.number = matched.number" for of in BOOKS},
}
MATCHED = "number IN (SELECT number FROM temp.matched)"
IN_STORIES = "story IN (SELECT story FROM temp.matched)"
CHOSEN = {
    "stories": IN_STORIES,
    "releases": MATCHED,
    "programs": IN_STORIES,
    **dict.fromkeys(BOOKS, MATCHED),
}


def series(db: apsw.Connection, query: Query, unit: Unit) -> tuple[Bucket, ...]:
    """See Index.series; within one read transaction."""
    match(db, query, condition(db, query))
    return sums.series(_dated(db, query), unit)


def _dated(db: apsw.Connection, query: Query) -> Iterator[tuple[int, dt.date, Stated]]:
    at, asked = moment(query), Sql("1")
    if query.by == "release":  # of a story with several, those of the days asked for
        at, asked = "item.day", all_of(item_bounds(query))
    rows = db.execute(
        f"SELECT matched.number, {at}, item.rupiah, item.dollars FROM temp.matched "
        f"JOIN stories AS story ON story.number = matched.story {ITEMS[query.of]} "
        f"WHERE {at} IS NOT NULL AND {asked.text}",
        asked.bound,
    )
    for owner, told, rupiah, dollars in rows:
        yield owner, day_of(told), Stated(rupiah=rupiah, dollars=dollars)


def totals(db: apsw.Connection, query: Query) -> Totals:
    """See Index.totals; within one read transaction."""
    match(db, query, condition(db, query))
    table, reports = (query.of, "reports") if query.of in BOOKS else ("releases", "1")
    columns = f"day, statements, rupiah, dollars, kilograms, {reports}"
    rows = db.execute(f"SELECT {columns} FROM {table} WHERE {CHOSEN[query.of]}")
    return sums.totals(Stated(*row) for row in rows)
