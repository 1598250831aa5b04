"""Which reports are one event while stories come, change and go, for every backend.

An event is a property of the reports held and not of the order in which they came (entities/ledger.py): whatever may be
joined otherwise by what was put, linked or forgotten is joined anew, and nothing else is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Protocol

from entities.errors import PantauError
from entities.ledger import Event, Joining
from entities.ledger_blocks import Key
from entities.ledger_decisions import Decisions
from entities.ledger_report import Report
from indexer.books import Book

Keys = Callable[[Any], tuple[set[Key], set[Key]]]


@dataclass(frozen=True, kw_only=True)
class Stored:
    """An event as a backend holds it. name: what the backend knows it by."""

    name: Any
    event: Event


class Held(Protocol):
    """What a backend holds of the events of one book."""

    def of_articles(self, ids: Collection[str]) -> Iterable[Stored]:
        """Those that one of these articles tells of."""
        ...

    def of_reports(self, keys: Collection[str]) -> Iterable[Stored]:
        """Those that one of these reports is of."""
        ...

    def sharing(self, blocks: Collection[int], but: Collection[Any]) -> Iterable[Stored]:
        """Those that are known by one of these blocks; but for those of these names."""
        ...


@dataclass(frozen=True, kw_only=True)
class Turned:
    """What a backend has to do: take out, then write."""

    gone: tuple[Stored, ...] = ()
    made: tuple[Event, ...] = ()


def turned(
    book: Book, touched: Collection[str], reports: Iterable[Report], held: Held, decisions: Decisions
) -> Turned:
    """The events that change when these articles tell what the reports say, and nothing else any more."""
    before, fresh = list(held.of_articles(touched)), list(reports)
    if not before and not fresh:
        return Turned()
    walk = _Walk(book, held, decisions, frozenset(touched))
    walk.take(before)
    old = [report for stored in before for report in stored.event.reports]
    walk.explore(old)
    for report in old:
        if report.article in touched:
            walk.leave_out(report)
    for report in fresh:
        walk.ledger.put(report)
    walk.explore(fresh)
    return walk.told()


def wrong(
    book: Book, articles: list[str], reports: Iterable[Report], held: Held, decisions: Decisions
) -> Iterator[str]:
    """What is wrong with the events of these articles, which tell what the reports say, a sentence each."""
    try:
        change = turned(book, articles, reports, held, decisions)
    except (PantauError, LookupError, TypeError, ValueError, ArithmeticError) as error:
        yield f"{book.of}: articles {articles[0]} to {articles[-1]} cannot be joined ({type(error).__name__}: {error})"
        return
    made = {_keys(event): event for event in change.made}
    stored = {_keys(one.event): one.event for one in change.gone}
    for keys in sorted(made.keys() | stored.keys()):
        if made.get(keys) != stored.get(keys):
            named = (stored.get(keys) or made[keys]).id
            what = "is missing" if keys not in stored else "is not what its reports make"
            yield f"{book.of}: {named} {what}; `pantau index rebuild` mends it"


class _Walk:
    """A part of the ledger, large enough for the events of the reports that were reached to be right."""

    def __init__(self, book: Book, held: Held, decisions: Decisions, touched: Collection[str]) -> None:
        self.book, self.held, self.decisions, self.touched = book, held, decisions, touched
        self.kind = replace(book.kind, keys=_remembering(book.kind.keys))
        self.ledger: Joining[Any, Any] = Joining(self.kind, decisions=decisions)
        self.stored: dict[Any, Stored] = {}
        self.asked: set[int] = set()
        self.reached: set[str] = set()

    def take(self, stored: Iterable[Stored]) -> None:
        """Reports of events held; those of the articles touched only as long as they are told of at first."""
        for one in stored:
            if one.name not in self.stored:
                self.stored[one.name] = one
                for report in one.event.reports:
                    self.ledger.put(report)

    def explore(self, reports: Iterable[Report]) -> None:
        """Take all that these may be joined with, and what that may be joined with, as far as links go."""
        left = {report.key: report for report in reports}
        while left:
            self._near(left.values())
            self.reached |= left.keys()
            linked = {other for key in left for other in self.ledger.linked(key)} - self.reached
            left = {key: self.ledger.report(key) for key in linked}

    def _near(self, reports: Collection[Report]) -> None:
        blocks = {block(key) for one in reports for key in self.kind.keys(one)[1]} - self.asked
        self.asked |= blocks
        partners = {key for one in reports for key in self.decisions.joined(one.key)}
        if blocks:
            self.take(self.held.sharing(blocks, list(self.stored)))
        if partners:
            self.take(self.held.of_reports(partners))

    def leave_out(self, report: Report) -> None:
        self.ledger.remove(report.key)
        self.reached.discard(report.key)

    def told(self) -> Turned:
        events = {id(event): event for key in self.reached for event in [self.ledger.event(key)]}.values()
        held = {_keys(one.event): one for one in self.stored.values()}
        staying = {_keys(event) for event in events if self._stays(event, held)}
        return Turned(
            gone=tuple(one for keys, one in held.items() if keys not in staying and self._reaches(one.event)),
            made=tuple(event for event in events if _keys(event) not in staying),
        )

    def _reaches(self, event: Event) -> bool:
        """True where a report of an event was reached, or taken out."""
        return any(one.key in self.reached or one.article in self.touched for one in event.reports)

    def _stays(self, event: Event, held: Mapping[tuple[str, ...], Stored]) -> bool:
        """True where the same is held and none of its articles was written anew."""
        known = held.get(_keys(event))
        is_touched = any(report.article in self.touched for report in event.reports)
        return known is not None and not is_touched and known.event == event


def _remembering(keys: Keys) -> Keys:
    """The same, worked out once for a report; it must outlive what is returned."""
    known: dict[int, tuple[set[Key], set[Key]]] = {}

    def remembered(report: Report) -> tuple[set[Key], set[Key]]:
        if id(report) not in known:
            known[id(report)] = keys(report)
        return known[id(report)]

    return remembered


def _keys(event: Event) -> tuple[str, ...]:
    return tuple(report.key for report in event.reports)


def block(key: tuple[str | int, ...]) -> int:
    """A key of entities/ledger_blocks.py as a number of 63 bits, as an index keeps it."""
    told = "\x1f".join(map(str, key)).encode("utf-8", "replace")
    return int.from_bytes(blake2b(told, digest_size=8).digest()) >> 1


def blocks(book: Book, event: Event) -> set[int]:
    """What an event is found by."""
    return {block(key) for report in event.reports for key in book.kind.keys(report)[0]}
