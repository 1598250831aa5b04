"""Late finds: events that a week brought and that happened in an earlier one."""

from collections.abc import Iterable

from app.digests.measuring import is_late
from app.ledger import ordered
from entities.ledger_claims import Entry
from indexer.index import Query


def parted(entries: Iterable[Entry], query: Query) -> tuple[list[Entry], list[Entry]]:
    """The events of the week itself, and those of earlier ones, the latest first.

    An event without any day is taken for one of the week; one without a printed day counts by the last it can be.
    """
    found = list(entries)
    late = [one for one in found if is_late(one, query)]
    return [one for one in found if not is_late(one, query)], ordered(late, "newest")
