"""An entry of the ledger as JSON, with every claim, conflict and join, and a report as JSON and back.

Amounts keep their digits (entities/wire.py).
"""

from collections.abc import Iterable
from typing import Any

from entities.decision_wire import decision_json
from entities.ledger import Joined
from entities.ledger_claims import Claim, Conflict, Entry, Telling
from entities.ledger_decisions import Decision
from entities.ledger_firsts import First
from entities.ledger_pairs import told
from entities.ledger_report import Report
from entities.ledger_told import Told, Value
from entities.told_wire import span_from, spans_json, told_from, told_json, value_json
from entities.wire import release_from, release_json

Json = dict[str, Any]


def entry_json(one: Entry, firsts: Iterable[First] = (), decisions: Iterable[Decision] = ()) -> Json:
    """The line of an event: what is shown, then what it rests on, and what people decided of it."""
    return {
        "id": one.id,
        "date": one.day and one.day.isoformat(),
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
        "reports": len(one.event.reports),
        "sources": one.sources,
        "conflicts": [conflict_json(conflict) for conflict in one.conflicts],
        "firsts": [first_json(first) for first in firsts],
        "claims": [claim_json(claim) for claim in one.claims],
        "tellings": [telling_json(report) for report in one.event.reports],
        "joins": joins_json(one.event),
        "decisions": [decided_json(decision) for decision in decisions],
        "aliases": list(one.event.aliases),
        "sample": one.sample,
        **edited_json(one.event.reports),
    }


def edited_json(reports: Iterable[Told]) -> Json:
    """The fields that an editor set, by report; no key where none was."""
    found = {report.key: list(report.edited) for report in reports if report.edited}
    return {"edited": found} if found else {}


def shown_json(value: Value) -> Any:
    """A claimed value, without the number of its deal within the text."""
    printed = value_json(value)
    if isinstance(printed, dict):
        printed.pop("deal", None)
    return printed


def claim_json(claim: Claim) -> Json:
    """A claim with all who make it."""
    return {
        "field": claim.field,
        "value": shown_json(claim.value),
        "shown": claim.shown,
        "sources": claim.sources,
        "official": claim.official,
        "tellings": words_json(claim.tellings),
    }


def words_json(tellings: Iterable[Telling]) -> list[Json]:
    """Each report's words for a claim or a stage."""
    return [
        {"report": t.report, "source": t.source, "url": t.url, "printed": t.printed, "sentence": t.sentence}
        for t in tellings
    ]


def conflict_json(conflict: Conflict) -> Json:
    """Claims that cannot all be true."""
    values = [shown_json(value) for value in conflict.values]
    return {"field": conflict.field, "kind": conflict.kind, "values": values, "factor": conflict.factor}


def first_json(first: First) -> Json:
    """What was new in an event, and against what that was checked."""
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


def decided_json(decision: Decision) -> Json:
    """What was decided of it, without what the reports said then."""
    told = decision_json(decision)
    return {name: told[name] for name in ("number", "kind", "at", "why", "one", "other")}


def telling_json(report: Told) -> Json:
    """Where and when a report stood."""
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


def joins_json(event: Joined[Any]) -> list[Json]:
    """Why reports are one: each pair with its points and rules."""
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
