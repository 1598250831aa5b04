"""The ledger: reports of export releases joined into events, each of which stands once, however many papers tell of it.

Defined over the set of reports and not over the order in which they came: pairs that share a block
(entities/ledger_blocks.py) are compared (entities/ledger_pairs.py); from the strongest pair down two groups become one,
unless a report of the one and a report of the other speak against it. What people decided goes before every rule
(entities/ledger_decisions.py). What a report changes lies within the reports that are linked to it by pairs that join,
so only those are grouped anew.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from entities.ledger_blocks import Key, keys
from entities.ledger_decisions import UNDECIDED, Decisions
from entities.ledger_pairs import Compared, compare, decided, far, gap
from entities.ledger_report import Report
from entities.ledger_told import Told

SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: an id is read aloud and typed
LENGTH = 8
R = TypeVar("R", bound=Told)
E = TypeVar("E", bound="Joined[Any]")


@dataclass(frozen=True, kw_only=True)
class Join:
    """Why two groups of reports are one event: the two reports (their keys) and how they compare."""

    one: str
    other: str
    compared: Compared


@dataclass(frozen=True, kw_only=True)
class Joined(Generic[R]):
    """Reports that are one. They are in the order of Told.order: the first names it. joins: one less than they."""

    reports: tuple[R, ...]
    joins: tuple[Join, ...] = ()

    @staticmethod
    def named(report: R) -> str:
        """The public id of what a report is the first of."""
        raise NotImplementedError

    @property
    def id(self) -> str:
        """The public id, that of its first report."""
        return self.named(self.reports[0])

    @property
    def aliases(self) -> tuple[str, ...]:
        """The ids of the other reports: whatever id this had when fewer reports were known is one of them."""
        return tuple(map(self.named, self.reports[1:]))


class Event(Joined[Report]):
    """One export release."""

    @staticmethod
    def named(report: Report) -> str:
        return public_id(report)


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[R, E]):
    """How reports of a kind are joined.

    keys: what one is known by, and what it looks for. far: no rule can join the two, quicker told than compared.
    compare: the same in either order. parts: what speaks against the two being one, beside all that would be together.
    apart: days between them, by which ties are broken. made: what is made of reports that are one.
    """

    keys: Callable[[R], tuple[set[Key], set[Key]]]
    far: Callable[[R, R], bool]
    compare: Callable[[R, R], Compared]
    parts: Callable[[R, R, list[R]], bool]
    apart: Callable[[R, R], int]
    made: Callable[[tuple[R, ...], tuple[Join, ...]], E]


def public_id(report: Report) -> str:
    """The id of an event that a report is the first of, as EV-2021-33.72-7k3d9qxw.

    Year and origin are for the eye; eight signs, made of the article's id and the place of the release in it, tell it.
    """
    when = report.window and report.window[1]
    year = "0000" if when is None else f"{date.fromordinal(max(1, when)).year:04}"
    origin = min(report.release.origins, default="00")
    return f"EV-{year}-{origin}-{signs(report.key)}"


def signs(key: str) -> str:
    """Eight signs for the key of a report, 40 bits: among a million reports two alike are not to be expected."""
    number = int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=5).digest())
    return "".join(SIGNS[number >> 5 * at & 31] for at in reversed(range(LENGTH)))


class Joining(Generic[R, E]):
    """Reports of a kind and what they tell of, here called events. Not for several threads at once."""

    def __init__(self, kind: Kind[R, E], reports: Iterable[R] = (), decisions: Decisions = UNDECIDED) -> None:
        self._kind, self._decisions = kind, decisions
        self._reports: dict[str, R] = {}
        self._known: dict[Key, set[str]] = defaultdict(set)
        self._linked: dict[str, dict[str, Compared]] = {}
        self._event: dict[str, E] = {}
        self._open: set[str] = set()
        for report in reports:
            self.put(report)

    def put(self, report: R) -> None:
        """Take a report, in the place of one with its key."""
        self.remove(report.key)
        known, sought = self._kind.keys(report)
        near = {key for one in sought for key in self._known.get(one, ())}
        near |= self._decisions.joined(report.key) & self._reports.keys()
        linked = {key: found for key in near if (found := self._compared(report, self._reports[key]))}
        self._reports[report.key] = report
        self._linked[report.key] = linked
        for key, found in linked.items():
            self._linked[key][report.key] = found
        for one in known:
            self._known[one].add(report.key)
        self._open.add(report.key)

    def _compared(self, one: R, other: R) -> Compared | None:
        """How two reports compare, by decision or by the rules; None where they do not join."""
        latest = self._decisions.latest(one, other)
        if latest:
            return decided() if latest[1] == "join" else None
        found = None if self._kind.far(one, other) else self._kind.compare(one, other)
        return found if found and found.joins else None

    def remove(self, key: str) -> None:
        """Leave out the report of a key, if it is known."""
        report = self._reports.pop(key, None)
        if report is None:
            return
        for one in self._kind.keys(report)[0]:
            self._known[one].discard(key)
            if not self._known[one]:
                del self._known[one]
        linked = self._linked.pop(key)
        for other in linked:
            del self._linked[other][key]
        self._event.pop(key, None)
        self._open.discard(key)
        self._open.update(linked)

    def report(self, key: str) -> R:
        """The report of a key; KeyError for an unknown one."""
        return self._reports[key]

    def linked(self, key: str) -> Collection[str]:
        """The reports that this one is a candidate to be one with; KeyError for an unknown one."""
        return self._linked[key].keys()

    def event(self, key: str) -> E:
        """The event of the report of a key; KeyError for an unknown one."""
        if key not in self._reports:
            raise KeyError(key)
        self._settle()
        return self._event[key]

    def events(self) -> list[E]:
        """All events, by the order of their first reports."""
        self._settle()
        events = {id(event): event for event in self._event.values()}
        return sorted(events.values(), key=lambda event: event.reports[0].order)

    def __len__(self) -> int:
        return len(self._reports)

    def _settle(self) -> None:
        """Group anew what is linked to reports that came, changed or went."""
        while self._open:
            linked = self._reach(self._open.pop())
            self._open -= linked
            reports = {key: self._reports[key] for key in linked}
            for event in _Group(self._kind, reports, self._linked, self._decisions).events():
                for report in event.reports:
                    self._event[report.key] = event

    def _reach(self, start: str) -> set[str]:
        """The reports that are linked to one, itself among them."""
        reached, left = {start}, [start]
        while left:
            for other in self._linked[left.pop()]:
                if other not in reached:
                    reached.add(other)
                    left.append(other)
        return reached


@dataclass(frozen=True)
class _Group(Generic[R, E]):
    """Reports that are linked to each other and to no others, with what was decided of them."""

    kind: Kind[R, E]
    reports: dict[str, R]
    linked: dict[str, dict[str, Compared]]
    decisions: Decisions

    def events(self) -> Iterator[E]:
        """The events among them."""
        groups = {key: [key] for key in self.reports}
        joins: dict[str, list[Join]] = {key: [] for key in self.reports}
        home = {key: key for key in self.reports}
        for one, other, found in self.pairs():
            a, b = sorted((home[one], home[other]), key=lambda key: (-len(groups[key]), key))
            if a == b or self.parted(groups[a], groups[b], found):
                continue
            groups[a] += groups[b]
            joins[a] += [*joins[b], Join(one=one, other=other, compared=found)]
            for key in groups.pop(b):
                home[key] = a
        for name, group in groups.items():
            together = sorted((self.reports[key] for key in group), key=lambda report: report.order)
            yield self.kind.made(tuple(together), tuple(joins[name]))

    def pairs(self) -> list[tuple[str, str, Compared]]:
        """The pairs that join: the decided, the latest first, then the strongest; of equals the nearest in time, then
        by their keys."""
        pairs = [
            (one, other, found)
            for one in self.reports
            for other, found in self.linked[one].items()
            if one < other
        ]
        return sorted(pairs, key=self._rank)

    def _rank(self, pair: tuple[str, str, Compared]) -> tuple[int, int, int, str, str]:
        one, other, found = pair
        here, there = self.reports[one], self.reports[other]
        latest = self.decisions.latest(here, there)
        return (
            -1 if latest is None else -2 - latest[0],
            -found.points,
            self.kind.apart(here, there),
            one,
            other,
        )

    def parted(self, group: list[str], other: list[str], found: Compared) -> bool:
        """True where someone decided that a report of the one group and one of the other are not one, or, for a pair
        that nobody decided on, where two speak against it."""
        pairs = [(a, b) for a in group for b in other]
        if self.decisions and any(self.decisions.parted(self.reports[a], self.reports[b]) for a, b in pairs):
            return True
        together = [self.reports[key] for key in (*group, *other)]
        return not found.decided and any(self.against(a, b, together) for a, b in pairs)

    def against(self, one: str, other: str, together: list[R]) -> bool:
        """True where two reports speak against being one, unless someone decided that what is linked to the one and
        what is linked to the other are one."""
        if other in self.linked[one] or not self.kind.parts(self.reports[one], self.reports[other], together):
            return False
        return not self.decisions or self._company(one).isdisjoint((other, *self.linked[other]))

    def _company(self, key: str) -> set[str]:
        """The reports that someone decided to be one with this one, or with what is linked to it."""
        near = (self.linked[one] for one in (key, *self.linked[key]))
        return {other for linked in near for other, found in linked.items() if found.decided}


# ---------------------------------------------------------------- releases


def apart(one: Told, other: Told) -> int:
    """Days between the windows, or between their last days where they overlap."""
    if one.window is None or other.window is None:
        return 0
    return gap(one, other) or abs(one.window[1] - other.window[1])


def _speak_against(one: Report, other: Report, together: list[Report]) -> bool:
    """True where two reports are never of one event; but where they only name different countries, a third that names
    countries of both (of seven, each paper picks its own) stands for them."""
    compared = compare(one, other)
    if not compared.parts or not compared.bridged:
        return compared.parts
    here, there = one.release.destinations, other.release.destinations
    named = (set(report.release.destinations) for report in together)
    return not any(not countries.isdisjoint(here) and not countries.isdisjoint(there) for countries in named)


RELEASES = Kind(
    keys=keys,
    far=far,
    compare=compare,
    parts=_speak_against,
    apart=apart,
    made=lambda reports, joins: Event(reports=reports, joins=joins),
)


class Ledger(Joining[Report, Event]):
    """Reports of releases and the events they tell of."""

    def __init__(self, reports: Iterable[Report] = (), decisions: Decisions = UNDECIDED) -> None:
        super().__init__(RELEASES, reports, decisions)
