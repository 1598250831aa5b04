"""What people decide of the ledger: an event split, events joined, what was decided so far, and a decision taken back.

Programmes likewise. Everything goes through the desk (app/desk.py).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app import wording
from app.desk import Desk, One, desk
from app.ledger_terminal import decision_words
from app.terminal import console, text
from entities.decision_wire import decision_json
from entities.errors import BadInput
from entities.ledger_decisions import Decision, Decisions
from entities.wire import dumps

LOST = {True: "kini mengabarkan hal lain", False: "tidak ada lagi di indeks"}


def run_split(id: str, named: Sequence[str], *, why: str, index: str, state: str | None) -> None:
    """Make an event of its own of these reports; prints what was before and after."""
    with desk(index, state) as here:
        _tell(here, *split_these(here, id, named, why))


def split_these(here: Desk, id: str, named: Sequence[str], why: str) -> tuple[Decision, list[One]]:
    """The decision that makes an event of its own of these reports, and what was before."""
    before = here.find(id)
    off = [report for name in named for report in _named(before, name)]
    rest = [report for report in before.reports if report not in off]
    if not off:
        raise BadInput("name some of the reports of {id}", field="report", id=before.id)
    if not rest:
        raise BadInput(
            "{id} would be left without a report; name only some of its reports", field="report", id=before.id
        )
    return here.decide("split", list(dict.fromkeys(off)), rest, why), [before]


def _named(one: One, name: str) -> list[Any]:
    """The reports of an event that a key, an article's id or URL, or an id of the event names."""
    ids = (one.id, *one.joined.aliases)
    found = [
        report
        for id, report in zip(ids, one.reports, strict=True)
        if name in (report.key, report.article, report.url) or name.upper() == id.upper()
    ]
    if not found:
        raise BadInput(
            "{name!r} is no report of {id}; `pantau ledger show {id}` lists them",
            field="report",
            name=name,
            id=one.id,
        )
    return found


def run_join(ids: Sequence[str], *, why: str, index: str, state: str | None) -> None:
    """Make one event of several; prints what was before and after."""
    with desk(index, state) as here:
        _tell(here, *join_these(here, ids, why))


def join_these(here: Desk, ids: Sequence[str], why: str) -> tuple[Decision, list[One]]:
    """The decision that makes one event of several, and what was before."""
    before = list({one.id: one for one in map(here.find, ids)}.values())
    if len(before) < 2:
        if not ids[1:]:
            raise BadInput("name two events")
        raise BadInput("{ids} are one event already; name two", ids=" and ".join(ids))
    if len({one.kind for one in before}) > 1:
        raise BadInput("an event and a programme are never one; name events, or programmes")
    for at, one in enumerate(before):
        for other in before[at + 1 :]:
            _refuse_parted(here.decisions, one, other)
    first, *others = (one.reports for one in before)
    return here.decide("join", first, [report for reports in others for report in reports], why), before


def _refuse_parted(decisions: Decisions, one: One, other: One) -> None:
    for a in one.reports:
        for b in other.reports:
            if decisions.parted(a, b):
                number = decisions.all[(decisions.latest(a, b) or (0,))[0]].number
                raise BadInput(
                    "decision {number} parts {one} from {other}; take it back first: `pantau ledger undo {number}`",
                    number=number,
                    one=a.key,
                    other=b.key,
                )


def run_undo(number: int, *, index: str, state: str | None) -> None:
    """Take a decision back; prints what was before and after."""
    with desk(index, state) as here:
        found = next((one for one in here.decisions.all if one.number == number), None)
        if found is None:
            raise BadInput(f"no decision {number}; `pantau ledger decisions` lists them")
        before = here.all_of(found.keys)
        here.undo(found)
        _tell(here, found, before, undone=True)


def _tell(here: Desk, decision: Decision, before: Iterable[One], *, undone: bool = False) -> None:
    for heading, entries in (("Sebelum", before), ("Sesudah", here.all_of(decision.keys))):
        console.print(heading, style="bold")
        for one in entries:
            one.show()
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
    return {**decision_json(one), "events": [found.id for found in here.all_of(one.keys)], "lost": lost}


def _print(here: Desk, one: Decision, gone: dict[str, bool]) -> None:
    sides = " | ".join(", ".join(side) for side in (one.one, one.other))
    console.print(text(f"{decision_words(one)}: {sides}", "bold"), soft_wrap=True)
    events = ", ".join(found.id for found in here.all_of(one.keys)) or wording.NOTHING
    lost = (f"tidak berlaku: {key} {LOST[held]}" for key, held in gone.items())
    for line in (f"peristiwa: {events}", *lost):
        console.print(text(f"   {line}"), soft_wrap=True)
