"""A digest as JSON, the form in which it is kept and in which later digests read what it told.

Amounts keep their digits; a figure carries the search that gives it. Nothing of the moment of making is in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, get_args

from app.digests.records import (
    Baseline,
    Comparison,
    Correction,
    Digest,
    Figure,
    Group,
    Headline,
    Measure,
    Programme,
    Revision,
)
from app.export_about import described
from app.wording import Language
from entities.errors import BadInput
from entities.ledger_claims import Entry
from entities.ledger_wire import first_json, shown_json

Json = dict[str, Any]
FORM = "pantau-digest/1"
# Fields that may be corrected.
FIELDS = ("day", "origins", "destinations", "products", "value", "quantities", "exporter")
REVISED: tuple[Measure, ...] = ("events", "rupiah")  # headline figures that may be


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a digest told: its week and search, its headline figures, its events and its corrections, as JSON."""

    week: str
    search: Mapping[str, Any]
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    events: tuple[Json, ...] = ()
    corrections: tuple[Json, ...] = ()
    revisions: tuple[Json, ...] = ()


def digest_json(digest: Digest) -> Json:
    """The digest for machines, and for later digests."""
    return {
        "form": FORM,
        "week": digest.name,
        "first_day": digest.week.monday.isoformat(),
        "last_day": digest.week.sunday.isoformat(),
        "search": search_json(digest),
        "counted": "reports" if digest.reports else "events",
        "sample": digest.sample,
        "empty": digest.is_empty,
        "figures": [_headline(one) for one in all_headlines(digest)],
        "late": digest.late_count and _figure(digest.late_count),
        "shown": digest.shown and _figure(digest.shown),
        "baselines": [_baseline(one) for one in digest.baselines],
        "series": [{"week": week.name, "figure": one and _figure(one)} for week, one in digest.series],
        "destinations": [{"country": code, **_figure(one)} for code, one in digest.destinations],
        "events": [told_json(one) for one in told_entries(digest)],
        "provinces": [_group(group) for group in digest.groups],
        "firsts": [{"event": one.id, **first_json(first)} for one, found in digest.firsts for first in found],
        "biggest": [one.id for one in digest.biggest],
        "late_finds": [one.id for one in digest.late],
        "programmes": [_programme(one) for one in digest.programmes],
        "opened": [_programme(one) for one in digest.opening],
        "closing_soon": [_programme(one) for one in digest.closing],
        "corrections": [_correction(one) for one in digest.corrections],
        "revisions": [_revision(one) for one in digest.revisions],
        "coverage": [{"source": h.source, "state": h.state, "cause": h.cause} for h in digest.health],
        "sources": [{"source": name, **_figure(one)} for name, one in digest.sources],
        "notes": list(digest.notes),
    }


def search_json(digest: Digest) -> Json:
    """What makes two digests issues of one: the search, the moment that decides the week, the language."""
    return {"words": digest.search, "by": digest.by, "language": digest.language}


def all_headlines(digest: Digest) -> list[Headline]:
    """The figures of the head, that of the events first."""
    value = digest.value
    left = [value.valued, value.unvalued, value.unconverted] if value else []
    return [digest.events, *digest.headlines, *(Headline(figure=one) for one in left)]


def told_entries(digest: Digest) -> list[Entry]:
    """Every event that the digest names as one of its week, each once."""
    groups = (one for group in digest.groups for one in group.entries)
    named = (*groups, *(one for one, _ in digest.firsts), *digest.biggest, *digest.late)
    return list({one.id: one for one in named}.values())


# ---------------------------------------------------------------- parts


def told_json(one: Entry) -> Json:
    """An event as a digest tells it."""
    first = one.event.reports[0]
    return {
        "id": one.id,
        "aliases": list(one.event.aliases),
        "day": one.day and one.day.isoformat(),
        "told_on": one.told_on and one.told_on.isoformat(),
        "origins": list(one.origins),
        "destinations": list(one.destinations),
        "products": list(one.products),
        "value": None if one.worth.stated is None else shown_json(one.worth.stated),
        "value_printed": one.printed,
        "rupiah": one.worth.rupiah,
        "dollars": one.worth.dollars,
        "quantities": [shown_json(quantity) for quantity in one.quantities],
        "exporter": one.exporter,
        "sources": one.sources,
        "reports": len(one.event.reports),
        "conflicts": list(dict.fromkeys(conflict.field for conflict in one.conflicts)),
        "title": first.title,
        "url": first.url,
    }


def _figure(one: Figure) -> Json:
    words = described(one.query)
    return {"measure": one.measure, "value": one.value, "of": one.query.of, "query": words}


def _headline(one: Headline) -> Json:
    return {**_figure(one.figure), "compared": [_comparison(other) for other in one.comparisons]}


def _comparison(one: Comparison) -> Json:
    week = one.baseline.week
    return {
        "with": one.baseline.kind,
        "week": week and week.name,
        "now": _figure(one.now),
        "then": _figure(one.then),
    }


def _baseline(one: Baseline) -> Json:
    return {
        "with": one.kind,
        "week": one.week and one.week.name,
        "comparable": one.comparable,
        "not_covered_then": list(one.missing),
        "not_covered_now": list(one.unseen),
    }


def _group(group: Group) -> Json:
    figure = group.figure and _figure(group.figure)
    return {"province": group.code, "figure": figure, "events": [one.id for one in group.entries]}


def _programme(one: Programme) -> Json:
    entry, first = one.entry, one.entry.scheme.reports[0]
    return {
        "id": entry.id,
        "name": entry.name,
        "agency": entry.agency,
        "kind": entry.kind,
        "places": list(entry.places),
        "start": entry.start and entry.start.isoformat(),
        "end": entry.end and entry.end.isoformat(),
        "closes": one.closes and one.closes.isoformat(),
        "participants": entry.participants,
        "sources": entry.sources,
        "title": first.title,
        "url": first.url,
    }


def _correction(one: Correction) -> Json:
    return {
        "id": one.id,
        "told_in": one.week,
        "change": one.change,
        "differences": [{"field": d.field, "before": d.before, "after": d.after} for d in one.differences],
        "now": one.entry and told_json(one.entry),
    }


def _revision(one: Revision) -> Json:
    return {"told_in": one.week, "measure": one.measure, "before": one.before, "now": _figure(one.now)}


# ---------------------------------------------------------------- read again


def told_from(read: Any, where: str) -> Told:
    """What the JSON of a digest tells; BadInput, naming where it was read, for what is none."""
    try:
        if read["form"] != FORM:
            raise ValueError
        told = () if read.get("counted") == "reports" else read["figures"]  # those are no figures of events
        figures = {one["measure"]: Decimal(one["value"]) for one in told}
        if read["search"]["language"] not in get_args(Language):
            raise ValueError
        return Told(
            week=str(read["week"]),
            search=dict(read["search"]),
            figures=figures,
            events=tuple(_known(read["events"])),
            corrections=tuple(
                {**one, "id": one["id"], "change": one["change"]} for one in read["corrections"]
            ),
            revisions=tuple({**one, "value": Decimal(one["now"]["value"])} for one in read["revisions"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        raise BadInput(f"{where} is no digest that Pantau kept; move it away") from None


def _known(events: Iterable[Json]) -> Iterable[Json]:
    for one in events:
        yield {**{name: one[name] for name in FIELDS}, "id": str(one["id"])}
