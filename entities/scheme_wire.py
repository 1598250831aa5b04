"""A scheme as JSON, with its history, every claim, conflict and join, and a notice as JSON and back."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from entities.ledger_decisions import Decision
from entities.ledger_wire import (
    claim_json,
    conflict_json,
    decided_json,
    edited_json,
    joins_json,
    shown_json,
    telling_json,
    words_json,
)
from entities.scheme_claims import SchemeEntry
from entities.scheme_history import Dated, Status
from entities.scheme_levels import Name
from entities.scheme_report import Notice
from entities.scheme_stages import Stage
from entities.told_wire import span_from, spans_json, told_from, told_json
from entities.wire import day_from, program_from, program_json

Json = dict[str, Any]


def scheme_json(one: SchemeEntry, on: dt.date | None = None, decisions: Iterable[Decision] = ()) -> Json:
    """The line of a programme: what is shown, whether it is open on a day, what it rests on, what people decided."""
    return {
        "id": one.id,
        "name": one.name,
        "agency": one.agency,
        "kind": one.kind,
        "national": one.national,
        "places": list(one.places),
        "year": one.year,
        "start": _day(one.start),
        "end": _day(one.end),
        "value": None if one.worth.stated is None else shown_json(one.worth.stated),
        "value_printed": one.printed,
        "rupiah": one.worth.rupiah,
        "dollars": one.worth.dollars,
        "participants": one.participants,
        "notices": len(one.scheme.reports),
        "sources": one.sources,
        "status": None if on is None else status_json(one.status(on), on),
        "history": [dated_json(stage) for stage in one.history],
        "conflicts": [conflict_json(conflict) for conflict in one.conflicts],
        "claims": [claim_json(claim) for claim in one.claims],
        "tellings": [telling_json(notice) for notice in one.scheme.reports],
        "joins": joins_json(one.scheme),
        "decisions": [decided_json(decision) for decision in decisions],
        "aliases": list(one.scheme.aliases),
        "sample": one.sample,
        **edited_json(one.scheme.reports),
    }


def status_json(status: Status, on: dt.date) -> Json:
    """Whether it is open on a day, since when and until when, and which stage says so."""
    return {
        "on": on.isoformat(),
        "state": status.state,
        "why": status.why,
        "of": status.of,
        "since": _day(status.since),
        "closes": _day(status.closes),
        "rests": status.rests and dated_json(status.rests),
    }


def dated_json(stage: Dated) -> Json:
    """A stage of the history with all who tell it."""
    return {
        "kind": stage.kind,
        "of": stage.of,
        "day": stage.day.isoformat(),
        "precision": "printed" if stage.printed else "published",
        "until": _day(stage.until),
        "shown": stage.shown,
        "sources": stage.sources,
        "official": stage.official,
        "tellings": words_json(stage.tellings),
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


# ---------------------------------------------------------------- notices, both ways


def notice_json(notice: Notice) -> Json:
    """A notice with all that it is compared by; `notice_from` gives it back."""
    return {
        **told_json(notice),
        "program": program_json(notice.program),
        "name": _name(notice.name),
        "short": notice.short,
        "office": sorted(notice.office),
        "scope": notice.scope,
        "years": sorted(notice.years),
        "batches": sorted(notice.batches),
        "sums": spans_json(notice.sums),
        "stages": [_stage(stage) for stage in notice.stages],
    }


def notice_from(line: Json) -> Notice:
    """The notice of a line, equal to the one printed."""
    return Notice(
        **told_from(line),
        program=program_from(line["program"]),
        name=_name_from(line["name"]),
        short=line["short"],
        office=frozenset(line["office"]),
        scope=line["scope"],
        years=frozenset(line["years"]),
        batches=frozenset(line["batches"]),
        sums=tuple(map(span_from, line["sums"])),
        stages=tuple(_stages_from(line["stages"])),
    )


def _name(name: Name) -> Json:
    return {"words": sorted(name.words), "general": name.general, "known": name.known, "grows": name.grows}


def _name_from(line: Json) -> Name:
    return Name(frozenset(line["words"]), line["general"], line["known"], line["grows"])


def _stage(stage: Stage) -> Json:
    return {
        "kind": stage.kind,
        "of": stage.of,
        "day": stage.day.isoformat(),
        "printed": stage.printed,
        "until": _day(stage.until),
        "sentence": stage.sentence,
    }


def _stages_from(lines: Iterable[Json]) -> Iterable[Stage]:
    for line in lines:
        yield Stage(
            kind=line["kind"],
            of=line["of"],
            day=dt.date.fromisoformat(line["day"]),
            printed=line["printed"],
            until=day_from(line["until"]),
            sentence=line["sentence"],
        )
