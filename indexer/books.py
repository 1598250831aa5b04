"""The ledgers that an index keeps: events, joined from the releases that articles tell of; schemes, from programmes.

A book says how its reports are read from a story, joined and shown; backends know only that.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from entities.ledger import RELEASES, Join, Kind
from entities.ledger_claims import Entry, entry
from entities.ledger_firsts import Outline
from entities.ledger_pairs import Compared
from entities.ledger_report import reports_of
from entities.ledger_wire import report_from, report_json
from entities.records import Story
from entities.scheme_claims import SchemeEntry, scheme_entry
from entities.scheme_report import notices_of
from entities.scheme_wire import notice_from, notice_json
from entities.schemes import PROGRAMS
from entities.wire import dumps, loads
from entities.worth import kilograms
from indexer.stated import Stated, text


@dataclass(frozen=True, kw_only=True)
class Book:
    """A ledger. of: what a query asks for; one: what a hit has of it. parts and part: what of a story tells of them.

    read: the reports of a story; its second argument is the id of the article that it was first published as.
    entry: what is shown of reports that are one. stated: what that adds to totals and series.
    fields: what is shown, by the names that an index has for it.
    """

    of: str
    one: str
    parts: str
    part: str
    kind: Kind[Any, Any]
    read: Callable[[Story, str | None], Iterator[Any]]
    to_json: Callable[[Any], dict[str, Any]]
    from_json: Callable[[dict[str, Any]], Any]
    entry: Callable[[Any], Any]
    stated: Callable[[Any], Stated]
    fields: Callable[[Any], dict[str, Any]]

    def line(self, event: Any) -> str:
        """An event as one line of JSON, as an index keeps it."""
        joins = [_join(join) for join in event.joins]
        return dumps({"reports": [self.to_json(report) for report in event.reports], "joins": joins})

    def shown(self, line: str) -> Any:
        """What is shown of the event of a line."""
        return self.entry(self.event(line))

    def found(self, id: str, events: Iterable[Any]) -> Any | None:
        """What is shown of the event that an id means, of those that have a report with its signs; None for none."""
        held = list(events)
        exact = [one for one in held if id.strip().upper() in {i.upper() for i in (one.id, *one.aliases)}]
        chosen = next(iter(exact or held), None)
        return chosen and self.entry(chosen)

    def event(self, line: str) -> Any:
        """The event of a line."""
        told = loads(line)
        return self.kind.made(
            tuple(self.from_json(report) for report in told["reports"]),
            tuple(map(_join_from, told["joins"])),
        )


def _join(join: Join) -> list[Any]:
    return [join.one, join.other, join.compared.points, list(join.compared.rules), join.compared.table]


def _join_from(told: list[Any]) -> Join:
    one, other, points, rules, table = told
    return Join(one=one, other=other, compared=Compared(points, tuple(rules), table))


def _of_release(one: Entry) -> Stated:
    return _stated(one, one.day, len(one.event.reports))._replace(kilograms=text(kilograms(one.quantities)))


def _of_program(one: SchemeEntry) -> Stated:
    return _stated(one, one.start, len(one.scheme.reports))


def _stated(one: Entry | SchemeEntry, day: date | None, reports: int) -> Stated:
    """See Stated; statements are the different values claimed."""
    return Stated(
        day=_iso(day),
        statements=sum(claim.field == "values" for claim in one.claims),
        rupiah=text(one.worth.rupiah),
        dollars=text(one.worth.dollars),
        reports=reports,
    )


def _event_fields(one: Entry) -> dict[str, Any]:
    return {
        "date": _iso(one.day),
        "origins": list(one.origins),
        "destinations": list(one.destinations),
        "products": list(one.products),
        "exporter": one.exporter,
        **_fields(one),
    }


def _scheme_fields(one: SchemeEntry) -> dict[str, Any]:
    return {
        "name": one.name,
        "agency": one.agency,
        "kind": one.kind,
        "places": list(one.places),
        "start": _iso(one.start),
        "end": _iso(one.end),
        "participants": one.participants,
        **_fields(one),
    }


def _fields(one: Entry | SchemeEntry) -> dict[str, Any]:
    return {
        "value_printed": one.printed,
        "independent": one.sources,
        "when": _iso(one.when),
        "conflicts": sorted({conflict.field for conflict in one.conflicts}),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def outline(shown: dict[str, Any]) -> Outline:
    """The outline of an event from its id and the fields shown."""
    when = shown["when"]
    lists = {name: tuple(shown[name]) for name in ("origins", "destinations", "products")}
    return Outline(
        id=shown["event"],
        when=date.fromisoformat(when) if when else None,
        exporter=shown["exporter"],
        **lists,
    )


def signs_of(id: str) -> str:
    """The eight signs of a public id, or the signs alone."""
    return id.strip().lower().rpartition("-")[2]


EVENTS = Book(
    of="events",
    one="event",
    parts="releases",
    part="release",
    kind=RELEASES,
    read=reports_of,
    to_json=report_json,
    from_json=report_from,
    entry=entry,
    stated=_of_release,
    fields=_event_fields,
)
SCHEMES = Book(
    of="schemes",
    one="scheme",
    parts="programs",
    part="program",
    kind=PROGRAMS,
    read=notices_of,
    to_json=notice_json,
    from_json=notice_from,
    entry=scheme_entry,
    stated=_of_program,
    fields=_scheme_fields,
)
BOOKS = {book.of: book for book in (EVENTS, SCHEMES)}
