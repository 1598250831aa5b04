"""An entry of the ledger as JSON, with every claim, conflict and join, and a report as JSON and back.

Amounts keep their digits (entities/wire.py).
"""

from collections.abc import Iterable
from typing import Any

from entities.ledger import Event
from entities.ledger_claims import Claim, Conflict, Entry
from entities.ledger_firsts import First
from entities.ledger_pairs import told
from entities.ledger_report import Report
from entities.ledger_told import Value
from entities.told_wire import span_from, spans_json, told_from, told_json, value_json
from entities.wire import release_from, release_json

Json = dict[str, Any]


def entry_json(one: Entry, firsts: Iterable[First] = ()) -> Json:
    """The line of an event: what is shown, then what it rests on."""
    return {
        "id": one.id,
        "date": one.day and one.day.isoformat(),
        "told_on": one.told_on and one.told_on.isoformat(),
        "origins": list(one.origins),
        "destinations": list(one.destinations),
        "products": list(one.products),
        "value": None if one.worth.stated is None else _value(one.worth.stated),
        "value_printed": one.printed,
        "rupiah": one.worth.rupiah,
        "dollars": one.worth.dollars,
        "quantities": [_value(quantity) for quantity in one.quantities],
        "exporter": one.exporter,
        "reports": len(one.event.reports),
        "sources": one.sources,
        "conflicts": [_conflict(conflict) for conflict in one.conflicts],
        "firsts": [_first(first) for first in firsts],
        "claims": [_claim(claim) for claim in one.claims],
        "tellings": [_report(report) for report in one.event.reports],
        "joins": _joins(one.event),
        "aliases": list(one.event.aliases),
        "sample": one.sample,
    }


def _value(value: Value) -> Any:
    """A claimed value, without the number of its deal within the text."""
    printed = value_json(value)
    if isinstance(printed, dict):
        printed.pop("deal", None)
    return printed


def _claim(claim: Claim) -> Json:
    return {
        "field": claim.field,
        "value": _value(claim.value),
        "shown": claim.shown,
        "sources": claim.sources,
        "official": claim.official,
        "tellings": [
            {
                "report": t.report,
                "source": t.source,
                "url": t.url,
                "printed": t.printed,
                "sentence": t.sentence,
            }
            for t in claim.tellings
        ],
    }


def _conflict(conflict: Conflict) -> Json:
    values = [_value(value) for value in conflict.values]
    return {"field": conflict.field, "kind": conflict.kind, "values": values, "factor": conflict.factor}


def _first(first: First) -> Json:
    return {
        "kind": first.kind,
        "what": first.what,
        "country": first.country,
        "checked": first.checked,
        "unsure": first.unsure,
        "since": first.since and first.since.isoformat(),
        "sources": first.sources,
        "before": first.before,
    }


def _report(report: Report) -> Json:
    return {
        "report": report.key,
        "article": report.article,
        "source": report.source,
        "url": report.url,
        "title": report.title,
        "published_at": report.published_at and report.published_at.isoformat(),
        "learnt_at": report.learnt_at and report.learnt_at.isoformat(),
        "copy_of": None if report.first == report.article else report.first,
        "looks_back": report.looks_back,
    }


def _joins(event: Event) -> list[Json]:
    return [
        {"one": j.one, "other": j.other, "points": j.compared.points, "rules": list(told(j.compared))}
        for j in event.joins
    ]


# ---------------------------------------------------------------- reports, both ways


def report_json(report: Report) -> Json:
    """A report with all that it is compared by; `report_from` gives it back."""
    return {
        **told_json(report),
        "release": release_json(report.release),
        "goods": [sorted(words) for words in report.goods],
        "headings": sorted(report.headings),
        "groups": sorted(report.groups),
        "sums": spans_json(report.sums),
        "amounts": [[unit, *ends] for (unit, span) in report.amounts for ends in spans_json((span,))],
        "firm": sorted(report.firm),
    }


def report_from(line: Json) -> Report:
    """The report of a line, equal to the one printed."""
    return Report(
        **told_from(line),
        release=release_from(line["release"]),
        goods=tuple(map(frozenset, line["goods"])),
        headings=frozenset(line["headings"]),
        groups=frozenset(line["groups"]),
        sums=tuple(map(span_from, line["sums"])),
        amounts=tuple((unit, span_from(ends)) for unit, *ends in line["amounts"]),
        firm=frozenset(line["firm"]),
    )
