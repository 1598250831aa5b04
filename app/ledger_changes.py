"""What differs between two ledgers, event by event: new, gone, joined, split, regrouped, changed field by field.

A ledger is here what `pantau ledger export` writes: a row an event. Events are followed by their reports: each row
names all of them by its id and aliases, whose last eight signs stay what they are when a day or an origin is read
otherwise.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Row = Mapping[str, Any]
Kind = Literal["new", "gone", "joined", "split", "regrouped", "changed"]
KINDS: tuple[Kind, ...] = ("joined", "split", "regrouped", "changed", "new", "gone")
# How far the ledger reached says nothing of an event; aliases are told by what was joined and split, and by urls.
UNCOMPARED = frozenset(("aliases", "checked", "covered_since"))


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of an event that was another before. event: its id now."""

    event: str
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of some events. before, after: their rows; one of them is empty where they are new or gone.

    regrouped: reports went from one event to another that stays. fields: what differs in each event that is there now
    from that which it has most reports of.
    """

    kind: Kind
    before: tuple[Row, ...]
    after: tuple[Row, ...]
    fields: tuple[Field, ...] = ()

    def json(self) -> dict[str, Any]:
        """One line for machines."""
        return {
            "kind": self.kind,
            "before": [row["id"] for row in self.before],
            "after": [row["id"] for row in self.after],
            "fields": [
                {"event": one.event, "field": one.name, "before": one.before, "after": one.after}
                for one in self.fields
            ],
        }


def compare(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """What differs, by kind, then in the order of the rows; nothing for events that are the same."""
    found = [change for group in _groups(old, new) if (change := _change(*group))]
    return sorted(found, key=lambda change: KINDS.index(change.kind))


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes there are of each kind."""
    told = Counter(change.kind for change in changes)
    return {kind: told[kind] for kind in KINDS}


def signs(row: Row) -> frozenset[str]:
    """The reports of an event, by the signs of their ids."""
    return frozenset(id.rpartition("-")[2] for id in (row["id"], *row["aliases"]))


def _change(before: tuple[Row, ...], after: tuple[Row, ...]) -> Change | None:
    kind = _kind(len(before), len(after))
    told = (field for row in after for field in _fields(_origin(row, before), row))
    # Else before and after say it.
    fields = tuple(field for field in told if kind == "changed" or field.name != "id")
    return (
        Change(kind=kind, before=before, after=after, fields=fields) if kind != "changed" or fields else None
    )


def _kind(before: int, after: int) -> Kind:
    if not before or not after:
        return "gone" if before else "new"
    if before > 1:
        return "regrouped" if after > 1 else "joined"
    return "split" if after > 1 else "changed"


def _origin(row: Row, before: tuple[Row, ...]) -> Row | None:
    """Of the events before the one that has most reports of this; of equals the first."""
    return max(before, key=lambda one: len(signs(one) & signs(row)), default=None)


def _fields(before: Row | None, after: Row) -> Iterable[Field]:
    names = () if before is None else dict.fromkeys((*before, *after))
    for name in names:
        one, other = (before or {}).get(name), after.get(name)
        # What is empty is as if it were not there: an older table may lack the column.
        if (one or None) != (other or None) and name not in UNCOMPARED:
            yield Field(event=after["id"], name=name, before=one, after=other)


# ---------------------------------------------------------------- which belong together


def _groups(old: Sequence[Row], new: Sequence[Row]) -> Iterable[tuple[tuple[Row, ...], tuple[Row, ...]]]:
    """Rows of both that share a report, and rows that share one with these, and so on."""
    rows = [*old, *new]
    home = list(range(len(rows)))
    first: dict[str, int] = {}
    for at, row in enumerate(rows):
        for sign in signs(row):
            _unite(home, at, first.setdefault(sign, at))
    together: dict[int, list[int]] = defaultdict(list)
    for at in range(len(rows)):
        together[_root(home, at)].append(at)
    for group in together.values():
        before, after = (at for at in group if at < len(old)), (at for at in group if at >= len(old))
        yield tuple(rows[at] for at in before), tuple(rows[at] for at in after)


def _root(home: list[int], at: int) -> int:
    while home[at] != at:
        home[at] = at = home[home[at]]
    return at


def _unite(home: list[int], one: int, other: int) -> None:
    one, other = sorted((_root(home, one), _root(home, other)))
    home[other] = one
