"""What new rules do to events before they are applied: tried in a copy of the index, compared event by event."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import ledger_changes_text
from app.export_table import json_object
from app.ledger import book, ordered
from app.ledger_changes import Change, Row, compare, counted
from app.ledger_export import Line, row
from app.terminal import console, text
from entities.records import Story
from entities.wire import loads
from indexer.index import Index, open_index
from indexer.upkeep import Upkeep

EXAMPLES = 3  # of a kind of change, where not all are asked for


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The events of an index, without what was first, and the decisions that do not find a report (number, its key)."""

    rows: tuple[Row, ...] = ()
    lost: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Two standings compared."""

    before: Standing
    after: Standing
    changes: tuple[Change, ...]

    @property
    def lost(self) -> list[tuple[int, str]]:
        """The decisions that found their report before and do not find it after."""
        return sorted(self.after.lost - self.before.lost)

    def json(self) -> dict[str, Any]:
        """The counts, for the summary of a command."""
        lost = [{"decision": number, "report": key} for number, key in self.lost]
        return {"changes": counted(self.changes), "decisions_lost": lost}


def effect(before: Standing, after: Standing) -> Effect:
    """What became of events."""
    return Effect(before=before, after=after, changes=tuple(compare(before.rows, after.rows)))


def standing(held: Index) -> Standing:
    """The events as an index holds them now."""
    read = book(held)
    reports = {report.key: report for one in read.entries for report in one.event.reports}
    lost = {(one.number or 0, key) for one, keys in read.decisions.lost(reports) for key in keys}
    lines = (
        Line(entry=one, firsts=(), decisions=read.decisions.on(one.event.reports))
        for one in ordered(read.entries, "oldest")
    )
    return Standing(rows=tuple(loads(json_object(row(line))) for line in lines), lost=frozenset(lost))


@contextmanager
def copied(index: str) -> Iterator[str]:
    """The URL of a copy of an index, which is deleted at the end."""
    with TemporaryDirectory(prefix="pantau-") as folder:
        copy = Path(folder) / "copy.db"
        Upkeep(index).backup(copy)
        yield f"sqlite:///{copy}"


class Rehearsal:
    """Stories written into a copy of an index, which itself stays as it is; the copy is made when the first comes."""

    def __init__(self, index: str) -> None:
        self._index = index
        self._open = ExitStack()
        self._held: Index | None = None
        self._waiting: list[Story] = []
        self._before = Standing()

    def __enter__(self) -> "Rehearsal":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def put(self, story: Story) -> None:
        """Take what would be written."""
        if self._held is None:
            self._held = open_index(self._open.enter_context(copied(self._index)))
            self._open.callback(self._held.close)
            self._before = standing(self._held)
        self._waiting.append(story)
        if len(self._waiting) >= self._held.together:
            self._write(self._held)

    def effect(self) -> Effect:
        """What became of events by all that was put."""
        if self._held is None:
            return effect(Standing(), Standing())
        self._write(self._held)
        return effect(self._before, standing(self._held))

    def _write(self, held: Index) -> None:
        held.put(self._waiting)
        self._waiting = []


# ---------------------------------------------------------------- told


def print_effect(told: Effect, *, every: bool) -> None:
    """What became of events: counts, and examples or every one."""
    summed = ledger_changes_text.summed(told.changes)
    console.print(f"peristiwa: {summed}", soft_wrap=True)
    for line in ledger_changes_text.written(told.changes, most=None if every else EXAMPLES):
        if line:
            console.print(text(f"  {line}"), soft_wrap=True)
    for number, key in told.lost:
        console.print(text(f"  keputusan {number} tidak lagi berlaku untuk {key}", "red"), soft_wrap=True)
