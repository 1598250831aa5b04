"""What each measure of a figure comes to: one table, read by whatever makes a figure."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.digests.events import Events
from app.digests.programmes import programmes
from app.digests.records import Figure, Measure
from app.digests.week import week_of
from app.export_row import province_codes
from app.wording import WIB
from entities.ledger_claims import Entry
from entities.worth import added
from indexer.index import Query


def figure(held: Events, measure: Measure, query: Query) -> Figure:
    """A figure of a query, as the index has it."""
    if measure == "stories":
        return Figure(measure=measure, value=held.stories(query).total, query=replace(query, of="stories"))
    if measure == "programs":
        asked = replace(query, of="programs")
        return Figure(measure=measure, value=len(programmes(asked, held)), query=asked)
    return of_events(measure, held.of(query), query)


def of_events(measure: Measure, entries: Sequence[Entry], query: Query) -> Figure:
    """A figure of events that a query found."""
    value = late(entries, query) if measure == "late" else MEASURES[measure](entries)
    return Figure(measure=measure, value=value, query=query)


def is_valued(one: Entry) -> bool:
    """True where the value is known in rupiah and in dollars."""
    return one.worth.rupiah is not None and one.worth.dollars is not None


def is_late(one: Entry, query: Query) -> bool:
    """True where an event happened, at the latest, in an earlier week than the query's first day."""
    if query.since is None or one.when is None:
        return False
    return one.when < week_of(query.since.astimezone(WIB).date()).monday


def late(entries: Sequence[Entry], query: Query) -> int:
    return sum(is_late(one, query) for one in entries)


def provinces(entries: Sequence[Entry]) -> Counter[str]:
    """By province how many events have an origin there."""
    return Counter(code for one in entries for code in province_codes(one.origins))


def destinations(entries: Sequence[Entry]) -> Counter[str]:
    """By country how many events go there."""
    return Counter(code for one in entries for code in dict.fromkeys(one.destinations))


MEASURES: dict[Measure, Callable[[Sequence[Entry]], int | Decimal]] = {
    "events": len,
    "valued": lambda entries: sum(map(is_valued, entries)),
    "unvalued": lambda entries: sum(one.worth.stated is None for one in entries),
    "unconverted": lambda entries: sum(
        one.worth.stated is not None and not is_valued(one) for one in entries
    ),
    "rupiah": lambda entries: added(one.worth.rupiah or Decimal(0) for one in entries if is_valued(one)),
    "dollars": lambda entries: added(one.worth.dollars or Decimal(0) for one in entries if is_valued(one)),
    "provinces": lambda entries: len(provinces(entries)),
    "destinations": lambda entries: len(destinations(entries)),
}
