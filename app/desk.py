"""Where people decide of the ledger: the index that has its events and programmes, the state that keeps decisions.

The state is what counts; the index joins by what it was told last. Where the index cannot, nothing was decided.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app import wording
from app.correcting import bring_all, opened
from app.ledger import book
from app.ledger_terminal import print_entry
from app.options import SCHEME_ID
from app.schemes import find
from app.schemes_terminal import print_scheme
from entities.errors import PantauError
from entities.ledger import Joined, signs
from entities.ledger_claims import Entry
from entities.ledger_decisions import Decision, Decisions, Kind, known
from entities.scheme_claims import SchemeEntry
from entities.scheme_report import Notice
from indexer.index import Index
from state.state import State


@dataclass(frozen=True, kw_only=True)
class One:
    """An event or a programme as decisions look at it. show prints it in a few lines."""

    joined: Joined[Any]
    show: Callable[[], None]

    @property
    def id(self) -> str:
        return self.joined.id

    @property
    def reports(self) -> tuple[Any, ...]:
        return self.joined.reports

    @property
    def kind(self) -> type:
        """What its reports are: of one kind with another or not."""
        return type(self.reports[0])


def _event(one: Entry) -> One:
    return One(joined=one.event, show=lambda: print_entry(one))


def _scheme(one: SchemeEntry) -> One:
    return One(joined=one.scheme, show=lambda: print_scheme(one, wording.today()))


class Desk:
    """Where decisions are made."""

    def __init__(self, held: Index, state: State) -> None:
        self.held, self.state = held, state
        self.settle()

    @property
    def decisions(self) -> Decisions:
        """All decisions so far."""
        return Decisions(self.state.decisions())

    def settle(self) -> None:
        """Let the index join by what the state knows, as it may not yet, where it was restored or made anew."""
        self.held.decide(self.decisions)

    def find(self, id: str) -> One:
        """The event or programme of an id, or of one that it had before; BadInput for any other."""
        if id.strip().upper().startswith(SCHEME_ID):
            return _scheme(find(self.held, id))
        return _event(book(self.held).find(id))

    def all_of(self, keys: Iterable[str]) -> list[One]:
        """What reports are of now, each once; of keys that no report has none."""
        found = {one.id: one for key in keys if (one := self.of(key))}
        return sorted(found.values(), key=lambda one: (one.reports[0].order, one.id))

    def of(self, key: str) -> One | None:
        """What the report of a key is of; None where there is none."""
        found = self._of_notice(key) if _is_notice(key) else self._of_report(key)
        return found if found and key in {report.key for report in found.reports} else None

    def _of_report(self, key: str) -> One | None:
        event = self.held.event(signs(key))
        return _event(event) if event else None

    def _of_notice(self, key: str) -> One | None:
        scheme = self.held.scheme(signs(key))
        return _scheme(scheme) if scheme else None

    def reports(self, keys: Iterable[str]) -> dict[str, Any]:
        """The reports of these keys that the index holds."""
        return {r.key: r for key in keys if (one := self.of(key)) for r in one.reports if r.key == key}

    def decide(self, kind: Kind, one: Sequence[Any], other: Sequence[Any], why: str) -> Decision:
        """Keep a decision and join by it; all of it or nothing."""
        now = dt.datetime.now(dt.UTC)
        told = tuple(map(known, (*one, *other)))
        keys = [tuple(report.key for report in side) for side in (one, other)]
        made = self.state.decide(Decision(kind=kind, one=keys[0], other=keys[1], at=now, why=why, known=told))
        try:
            self.settle()
        except PantauError:
            self.state.undecide(made.number or 0)
            raise
        return made

    def undo(self, decision: Decision) -> None:
        """Take a decision back and join without it."""
        self.held.decide(Decisions(one for one in self.decisions.all if one.number != decision.number))
        self.state.undecide(decision.number or 0)


def _is_notice(key: str) -> bool:
    return key.rpartition("-")[2].startswith(Notice.letter)


@contextmanager
def desk(index: str, state: str | None = None) -> Iterator[Desk]:
    """The desk of an index, settled; PantauError where index or state cannot be used."""
    with opened(index, state) as (held, kept):
        yield Desk(held, kept)


def settle(index: str, state: str | None = None) -> None:
    """Let an index that was restored or made anew join by what the state knows, and hold what an editor said."""
    with desk(index, state) as here:
        bring_all(here.held, here.state)
