"""What each measure of a figure comes to: one table, read by whatever makes a figure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.digests.events import Events
from app.digests.records import Figure, Measure
from app.digests.week import week_of
from app.wording import WIB
from entities.ledger_claims import Entry
from indexer.index import Query


def figure(held: Events, measure: Measure, query: Query) -> Figure:
    """A figure of a query, as the index has it."""
    asked = _of(query, measure)
    return Figure(measure=measure, value=MEASURES[measure](held, asked), query=asked)


def is_valued(one: Entry) -> bool:
    """True where the value is known in rupiah and in dollars, and so is in the sums."""
    return one.worth.rupiah is not None and one.worth.dollars is not None


def is_late(one: Entry, query: Query) -> bool:
    """True where an event happened, at the latest, in an earlier week than that of the query's first day."""
    if query.since is None or one.when is None:
        return False
    return one.when < week_of(query.since.astimezone(WIB).date()).monday


def late(entries: Sequence[Entry], query: Query) -> Figure:
    """How many events of a query happened in an earlier week."""
    return Figure(measure="late", value=sum(is_late(one, query) for one in entries), query=query)


def _of(query: Query, measure: Measure) -> Query:
    if measure == "programs":
        return replace(query, of="schemes")
    if measure == "reports":
        return replace(query, of="releases")
    return replace(query, of="stories") if measure == "stories" else query


MEASURES: dict[Measure, Callable[[Events, Query], int | Decimal]] = {
    "events": lambda held, query: held.results(query).total,
    "stories": lambda held, query: held.results(query).total,
    "reports": lambda held, query: held.results(query).total,
    "programs": lambda held, query: held.results(query).total,
    "provinces": lambda held, query: len(held.results(query).facets["province"]),
    "destinations": lambda held, query: len(held.results(query).facets["destination"]),
    "late": lambda held, query: sum(is_late(one, query) for one in held.entries(query)),
    "valued": lambda held, query: held.totals(query).valued,
    "unvalued": lambda held, query: held.totals(query).unvalued,
    "unconverted": lambda held, query: held.totals(query).unconverted,
    "rupiah": lambda held, query: held.totals(query).rupiah,
    "dollars": lambda held, query: held.totals(query).dollars,
}
