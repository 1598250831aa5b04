"""What people decide of the ledger: an event split, events joined, what was decided so far, and a decision taken back.

The state keeps decisions; the index joins its events by them. Where the index cannot, nothing was decided.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app import wording
from app.ledger_terminal import decision_words, print_entry
from app.terminal import console, text
from entities.decision_wire import decision_json
from entities.errors import BadInput, PantauError
from entities.ledger import signs
from entities.ledger_claims import Entry
from entities.ledger_decisions import Decision, Decisions, Kind, known
from entities.ledger_report import Report
from entities.wire import dumps
from indexer.index import Index, open_index
from state.state import State, open_state, state_url

LOST = {True: "kini mengabarkan hal lain", False: "tidak ada lagi di indeks"}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where decisions are made: the index whose events they are of, and the state that keeps them."""

    held: Index
    state: State

    @property
    def decisions(self) -> Decisions:
        """All decisions so far."""
        return Decisions(self.state.decisions())

    def settle(self) -> None:
        """Let the index join its events by what the state knows, as it may not yet, where it was made anew."""
        self.held.decide(self.decisions)

    def find(self, id: str) -> Entry:
        """The event of an id, or of one that it had before; BadInput for any other."""
        found = self.held.event(id)
        if found is None:
            raise BadInput(f"no event {id!r} in the ledger; `pantau ledger` lists them")
        return found

    def entries(self, keys: Iterable[str]) -> list[Entry]:
        """The events that reports are of now, each once, by id; of keys that no report has none."""
        found = {one.id: one for key in keys if (one := self.entry_of(key))}
        return sorted(found.values(), key=lambda one: (one.event.reports[0].order, one.id))

    def entry_of(self, key: str) -> Entry | None:
        """The event of the report of a key; None where there is none."""
        found = self.held.event(signs(key))
        return found if found and key in _keys(found) else None

    def reports(self, keys: Iterable[str]) -> dict[str, Report]:
        """The reports of these keys that the index holds."""
        return {
            r.key: r for key in keys if (one := self.entry_of(key)) for r in one.event.reports if r.key == key
        }

    def decide(self, kind: Kind, one: Sequence[Report], other: Sequence[Report], why: str) -> Decision:
        """Keep a decision and join events by it; all of it or nothing."""
        now = datetime.now(UTC)
        told = tuple(map(known, (*one, *other)))
        keys = [tuple(report.key for report in side) for side in (one, other)]
        made = self.state.decide(Decision(kind=kind, one=keys[0], other=keys[1], at=now, why=why, known=told))
        try:
            self.settle()
        except PantauError:
            self.state.undecide(made.number or 0)
            raise
        return made

    def undo(self, number: int) -> Decision:
        """Take a decision back and join events without it; BadInput where there is none of this number."""
        held = self.decisions.all
        found = next((one for one in held if one.number == number), None)
        if found is None:
            raise BadInput(f"no decision {number}; `pantau ledger decisions` lists them")
        self.held.decide(Decisions(one for one in held if one.number != number))
        self.state.undecide(number)
        return found


def _keys(one: Entry) -> set[str]:
    return {report.key for report in one.event.reports}


@contextmanager
def desk(index: str, state: str | None = None) -> Iterator[Desk]:
    """The desk of an index, settled; PantauError where index or state cannot be used."""
    held = open_index(index)
    opened = open_state(state_url(index, state))
    try:
        made = Desk(held=held, state=opened)
        made.settle()
        yield made
    finally:
        opened.close()
        held.close()


def settle(index: str, state: str | None = None) -> None:
    """Let an index that was restored or made anew join its events by what the state knows."""
    with desk(index, state):
        pass


# ---------------------------------------------------------------- deciding


def run_split(id: str, named: Sequence[str], *, why: str, index: str, state: str | None) -> None:
    """Make an event of its own of these reports; prints what was before and after."""
    with desk(index, state) as here:
        before = here.find(id)
        off = [report for name in named for report in _named(before, name)]
        rest = [report for report in before.event.reports if report not in off]
        if not rest:
            raise BadInput(f"{before.id} would be left without a report; name only some of its reports")
        _tell(here, here.decide("split", list(dict.fromkeys(off)), rest, why), [before])


def _named(one: Entry, name: str) -> list[Report]:
    """The reports of an event that a key, an article's id or URL, or an id of the event names."""
    ids = (one.id, *one.event.aliases)
    found = [
        report
        for id, report in zip(ids, one.event.reports, strict=True)
        if name in (report.key, report.article, report.url) or name.upper() == id.upper()
    ]
    if not found:
        raise BadInput(f"{name!r} is no report of {one.id}; `pantau ledger show {one.id}` lists them")
    return found


def run_join(ids: Sequence[str], *, why: str, index: str, state: str | None) -> None:
    """Make one event of several; prints what was before and after."""
    with desk(index, state) as here:
        before = list({one.id: one for one in map(here.find, ids)}.values())
        if len(before) < 2:
            raise BadInput(
                f"{' and '.join(ids)} are one event already; name two" if ids[1:] else "name two events"
            )
        for at, one in enumerate(before):
            for other in before[at + 1 :]:
                _refuse_parted(here.decisions, one, other)
        first, *others = (one.event.reports for one in before)
        _tell(
            here,
            here.decide("join", first, [report for reports in others for report in reports], why),
            before,
        )


def _refuse_parted(decisions: Decisions, one: Entry, other: Entry) -> None:
    for a in one.event.reports:
        for b in other.event.reports:
            if decisions.parted(a, b):
                number = decisions.all[(decisions.latest(a, b) or (0,))[0]].number
                raise BadInput(
                    f"decision {number} parts {a.key} from {b.key}; take it back first: `pantau ledger undo {number}`"
                )


def run_undo(number: int, *, index: str, state: str | None) -> None:
    """Take a decision back; prints what was before and after."""
    with desk(index, state) as here:
        found = next((one for one in here.decisions.all if one.number == number), None)
        before = here.entries(found.keys) if found else []
        _tell(here, here.undo(number), before, undone=True)


def _tell(here: Desk, decision: Decision, before: Iterable[Entry], *, undone: bool = False) -> None:
    for heading, entries in (("Sebelum", before), ("Sesudah", here.entries(decision.keys))):
        console.print(heading, style="bold")
        for one in entries:
            print_entry(one)
    number = decision.number
    undo = f"keputusan {number} dicatat; `pantau ledger undo {number}` membatalkannya"
    print(f"keputusan {number} dibatalkan" if undone else undo)


# ---------------------------------------------------------------- what was decided


def run_decisions(*, index: str, state: str | None, as_json: bool) -> None:
    """List all decisions, the oldest first, with what no longer finds its report."""
    with desk(index, state) as here:
        decisions = here.decisions
        held = here.reports(decisions.keys)
        lost = dict(decisions.lost(held))
        for one in decisions.all:
            gone = {key: key in held for key in lost.get(one, ())}
            if as_json:
                print(dumps(_line(here, one, gone)))
            else:
                _print(here, one, gone)
        if not as_json:
            void = f", {len(lost)} di antaranya tidak berlaku seluruhnya" if lost else ""
            print(f"{len(decisions.all)} keputusan{void}")


def _line(here: Desk, one: Decision, gone: dict[str, bool]) -> dict[str, Any]:
    lost = [{"report": key, "why": "changed" if held else "gone"} for key, held in gone.items()]
    return {**decision_json(one), "events": [found.id for found in here.entries(one.keys)], "lost": lost}


def _print(here: Desk, one: Decision, gone: dict[str, bool]) -> None:
    sides = " | ".join(", ".join(side) for side in (one.one, one.other))
    console.print(text(f"{decision_words(one)}: {sides}", "bold"), soft_wrap=True)
    events = ", ".join(found.id for found in here.entries(one.keys)) or wording.NOTHING
    lost = (f"tidak berlaku: {key} {LOST[held]}" for key, held in gone.items())
    for line in (f"peristiwa: {events}", *lost):
        console.print(text(f"   {line}"), soft_wrap=True)
