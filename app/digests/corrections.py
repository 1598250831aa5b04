"""Corrections: what earlier digests told of an event or a week and is different now.

Each digest keeps what it told as JSON. What was told last of an event, in a digest or in a correction of it, is held
against the ledger of today; so a correction is told once. A pure function of those digests and the index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.digests.comparing import in_week
from app.digests.events import Events
from app.digests.measuring import figure
from app.digests.record import FIELDS, REVISED, Json, Told, told_json
from app.digests.records import Correction, Difference, Revision
from app.digests.week import Week, read_week
from entities.ledger_claims import Entry
from indexer.index import Query

LISTS = ("origins", "destinations", "products")
FIRST = ("value", "destinations", "day", "origins", "products", "exporter", "quantities")  # what weighs most
RECENT = 13  # weeks back whose figures are taken anew
LEAST = 1  # rupiah, or events: what is less is the rounding of a kept figure


@dataclass(frozen=True, kw_only=True)
class _Last:
    """What was told last of an event; told is None once it was told to be gone or joined."""

    week: str
    told: Json | None


def corrections(earlier: Sequence[Told], week: Week, held: Events) -> tuple[Correction, ...]:
    """What is different now of the events that digests before this week told of; the weightiest first."""
    found = _corrected(_last(_before(earlier, week)), held)
    return tuple(sorted(found, key=lambda one: (_weight(one), one.week, one.id)))


def revisions(earlier: Sequence[Told], query: Query, week: Week, held: Events) -> tuple[Revision, ...]:
    """Headline figures of the last earlier digests that the index gives otherwise now; query: of this digest."""
    found = []
    for told in _before(earlier, week)[-RECENT:]:
        asked = in_week(query, read_week(told.week, week.monday))
        for measure in REVISED:
            before = _last_figure(earlier, told, measure, week)
            now = figure(held, measure, asked)
            if before is not None and abs(before - now.value) >= LEAST:
                found.append(Revision(week=told.week, measure=measure, before=before, now=now))
    return tuple(found)


def _before(earlier: Sequence[Told], week: Week) -> list[Told]:
    return sorted((told for told in earlier if told.week < week.name), key=lambda told: told.week)


def _last(earlier: Sequence[Told]) -> dict[str, _Last]:
    """By the id that was told, what was told last."""
    last: dict[str, _Last] = {}
    for told in earlier:
        for one in told.events:
            last[one["id"]] = _Last(week=told.week, told=one)
        for one in told.corrections:
            last[one["id"]] = _Last(week=told.week, told=one["now"] if one["change"] == "changed" else None)
    return last


def _last_figure(earlier: Sequence[Told], told: Told, measure: str, week: Week) -> Any:
    """A figure of a week as it was told, or as a digest before this one revised it."""
    revised = (
        one["value"]
        for later in _before(earlier, week)
        for one in later.revisions
        if (one["told_in"], one["measure"]) == (told.week, measure)
    )
    *_, last = (told.figures.get(measure), *revised)
    return last


def _corrected(last: dict[str, _Last], held: Events) -> Iterator[Correction]:
    """Of events told as several that are one now, the one that bears its id stands, else the first told."""
    entries = {id: held.find(id) for id, one in last.items() if one.told is not None}
    stands: dict[str, str] = {}
    for id, entry in entries.items():
        if entry:
            stands.setdefault(entry.id, entry.id if entry.id in entries else id)
    for id, entry in entries.items():
        yield from _of(id, last[id], entry, is_standing=entry is not None and stands[entry.id] == id)


def _of(id: str, one: _Last, entry: Entry | None, *, is_standing: bool) -> Iterator[Correction]:
    if entry is None:
        yield Correction(id=id, week=one.week, change="gone")
    elif not is_standing:
        yield Correction(id=id, week=one.week, change="joined", entry=entry)
    elif one.told and (found := tuple(_differences(one.told, entry))):
        yield Correction(id=id, week=one.week, change="changed", entry=entry, differences=found)


def _differences(told: Json, entry: Entry) -> Iterator[Difference]:
    now = told_json(entry)
    for field in FIELDS:
        before, after = told[field], now[field]
        if _levelled(field, before) != _levelled(field, after):
            yield Difference(field=field, before=before, after=after)


def _levelled(field: str, value: Any) -> Any:
    """A value as it is compared: lists in any order, amounts by number and without "sekitar"."""
    if field in LISTS:
        return sorted(value)
    if field == "quantities":
        return sorted(map(_amount, value))
    return _amount(value) if field == "value" and value else value


def _amount(value: Json) -> tuple[str, ...]:
    """An amount of JSON, told by its numbers and its unit or currency alone."""
    known = ((key, value[key]) for key in sorted(value) if key != "approximate")
    return tuple(f"{key} {part if isinstance(part, str) else float(part)}" for key, part in known)


def _weight(one: Correction) -> int:
    if one.change != "changed":
        return 0
    return min(FIRST.index(difference.field) for difference in one.differences)
