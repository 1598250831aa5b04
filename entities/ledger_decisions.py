"""What people decided of the ledger: that reports are of one event, or of two, whatever the rules say.

A decision names reports by their keys and keeps what each of them said. When an article is read again and its report
says something else, the decision is not applied to it; `Decisions.lost` tells of it. Of several decisions on two
reports the latest that still holds has the word.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal, Protocol

from entities.records import Money, Quantity
from entities.wire import dumps

Kind = Literal["split", "join"]
# By what a report is known again, where its article tells of several: none of these may be another.
TELLING = "day origins destinations products values quantities exporter name agency places start".split()
WORDED = frozenset(("products", "exporter", "name", "agency"))  # the same where they share a word
PLACED = frozenset(("origins", "places"))  # the same where one lies within the other


class Claimed(Protocol):
    """A value that a report claims for a field."""

    @property
    def field(self) -> str: ...

    @property
    def value(self) -> Any: ...


class Reported(Protocol):
    """A report of the ledger, as decisions look at it. alone: its article tells of nothing else."""

    @property
    def key(self) -> str: ...

    @property
    def alone(self) -> bool: ...

    @property
    def said(self) -> tuple[Claimed, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a report said when something was decided of it: its fields with their values, as text."""

    key: str
    alone: bool
    said: tuple[tuple[str, tuple[str, ...]], ...]

    def is_of(self, report: Reported) -> bool:
        """True where a report of this key is still the one: the only one of its article, as it was, or one that claims
        nothing else."""
        if self.alone and report.alone:
            return True
        now = dict(known(report).said)
        shared = [agree(field, values, now[field]) for field, values in self.said if field in now]
        return all(shared) and (bool(shared) or (not self.said and not now))


def known(report: Reported) -> Known:
    """What a report says now."""
    said: dict[str, set[str]] = defaultdict(set)
    for claim in report.said:
        if claim.field in TELLING:
            said[claim.field].add(as_text(claim.value))
    told = tuple((field, tuple(sorted(said[field]))) for field in TELLING if field in said)
    return Known(key=report.key, alone=report.alone, said=told)


def article_of(key: str) -> str:
    """The id of the article of a report."""
    return key.rpartition("-")[0]


def as_text(value: Any) -> str:
    """A claimed value as text: of an amount the figure and its unit alone."""
    if isinstance(value, Money | Quantity):
        return f"{value.amount.normalize():f} {value.currency if isinstance(value, Money) else value.unit}"
    return str(value)


def agree(field: str, one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two claims of a field, as text, can be of one thing."""
    if field in PLACED:
        return any(a.startswith(b) or b.startswith(a) for a in one for b in other)
    if field in WORDED:
        one, other = " ".join(one).casefold().split(), " ".join(other).casefold().split()
    return not set(one).isdisjoint(other)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision, over the keys of reports (`ARTICLE-r1`).

    join: all reports of both sides are one event. split: those of `one` are an event of their own, none of `other` in
    it; whether those of `other` are one stays with the rules. at: when it was made, aware. known: what the reports said
    then; of a report that is not in it the key alone decides. number: by which the state knows it.
    """

    kind: Kind
    one: tuple[str, ...]
    other: tuple[str, ...]
    at: dt.datetime
    why: str = ""
    known: tuple[Known, ...] = ()
    number: int | None = None

    @cached_property
    def keys(self) -> frozenset[str]:
        """All reports that it names."""
        return frozenset((*self.one, *self.other))

    @cached_property
    def _one(self) -> frozenset[str]:
        return frozenset(self.one)

    @cached_property
    def _other(self) -> frozenset[str]:
        return frozenset(self.other)

    @cached_property
    def _known(self) -> Mapping[str, Known]:
        return {one.key: one for one in self.known}

    def holds_for(self, report: Reported) -> bool:
        """True where it is about this report, and the report is still what it was."""
        one = self._known.get(report.key)
        return report.key in self.keys and (one is None or one.is_of(report))

    def says(self, one: str, other: str) -> Kind | None:
        """What it says of two reports, by their keys; None for nothing."""
        if not {one, other} <= self.keys or one == other:
            return None
        if self.kind == "join" or {one, other} <= self._one:
            return "join"
        return None if {one, other} <= self._other else "split"

    def partners(self, key: str) -> frozenset[str]:
        """The reports that it joins with this one."""
        if self.kind == "join":
            return self.keys - {key}
        return self._one - {key} if key in self._one else frozenset()

    def without(self, forgotten: Callable[[str], bool]) -> "Decision | None":
        """The decision without these reports; None where nothing is left to decide."""
        left = replace(
            self,
            one=tuple(key for key in self.one if not forgotten(key)),
            other=tuple(key for key in self.other if not forgotten(key)),
            known=tuple(one for one in self.known if not forgotten(one.key)),
        )
        return left if left.one and left.other else None


class Decisions:
    """Decisions in the order in which they were made, and what they say of two reports. It does not change."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all: tuple[Decision, ...] = tuple(decisions)
        self._on: dict[str, list[int]] = defaultdict(list)
        for at, decision in enumerate(self.all):
            for key in decision.keys:
                self._on[key].append(at)

    def __bool__(self) -> bool:
        return bool(self.all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decisions) and self.all == other.all

    def __hash__(self) -> int:
        return hash(self.all)

    @cached_property
    def keys(self) -> frozenset[str]:
        """All reports that something is decided of."""
        return frozenset(self._on)

    def digest(self) -> str:
        """Thirty-two signs that are the same for the same decisions, and for no others."""
        told = dumps([asdict(decision) for decision in self.all])
        return blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()

    def unlike(self, other: "Decisions") -> frozenset[str]:
        """The reports that one of both decides something of and the other does not."""
        return frozenset(key for decision in {*self.all} ^ {*other.all} for key in decision.keys)

    def latest(self, one: Reported, other: Reported) -> tuple[int, Kind] | None:
        """The latest word on two reports, and which of the decisions it is (from 0, the oldest)."""
        for at in reversed(self._on.get(one.key, ())):
            decision = self.all[at]
            said = decision.says(one.key, other.key)
            if said and decision.holds_for(one) and decision.holds_for(other):
                return at, said
        return None

    def parted(self, one: Reported, other: Reported) -> bool:
        """True where the latest word is that the two are never of one event."""
        found = self.latest(one, other)
        return found is not None and found[1] == "split"

    def joined(self, key: str) -> frozenset[str]:
        """The reports that some decision joins with this one; `latest` says whether it still does."""
        return frozenset(other for at in self._on.get(key, ()) for other in self.all[at].partners(key))

    def on(self, reports: Iterable[Reported]) -> tuple[Decision, ...]:
        """The decisions that hold for one of these reports, the oldest first."""
        places = {
            at for report in reports for at in self._on.get(report.key, ()) if self.all[at].holds_for(report)
        }
        return tuple(self.all[at] for at in sorted(places))

    def lost(self, reports: Mapping[str, Reported]) -> Iterator[tuple[Decision, tuple[str, ...]]]:
        """The decisions of which reports are gone, or say something else now, with the keys of these."""
        for decision in self.all:
            held = {key for key in decision.keys if key in reports and decision.holds_for(reports[key])}
            if gone := decision.keys - held:
                yield decision, tuple(sorted(gone))


UNDECIDED = Decisions()
