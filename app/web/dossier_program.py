"""The dossier of a programme: its stages, claims with their sentences, conflicts, and the shipments told of with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from app.web import dossier_kinds as kinds
from app.web import dossier_parts as parts
from app.web.entries import MANY, Claimed, Sentence, value_words
from app.web.language import Speech
from app.web.naming import dossier
from app.web.rows import SNIPPET, TITLE, Amounts, amounts, cut
from app.web.visit import Visit
from entities.ledger_claims import Claim, Conflict
from entities.ledger_told import Value
from entities.scheme_claims import FIELDS, SchemeEntry
from entities.scheme_history import Dated
from indexer.index import Index, Query, Results


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage of a programme; printed False: only the day of publication is known."""

    what: str
    of: str
    day: str
    until: str | None
    printed: bool
    shown: bool
    sources: int
    articles: tuple[tuple[str, str], ...]


def program(index: Index, visit: Visit, id: str, own: Query) -> Response | None:
    """The dossier of an id, or of one that it had before; None for any other."""
    one = index.scheme(id) if id.isascii() and len(id) <= 60 else None
    if one is None:
        return None
    if id != one.id:
        return visit.moved(dossier("program", one.id))
    path = dossier("program", one.id)
    whole = Query(of="events", programs=(one.name,), facets=()) if one.name else None
    values = parts.listed(index, visit, whole, own, path) if whole else _nothing(own, path)
    if visit.is_part:
        return visit.render("part_dossier_events.html", **values)
    total = values["results"].total
    return visit.render(
        "dossier_program.html",
        one=one,
        row=parts.scheme_row(one, visit),
        stages=[_stage(stage, one, visit.t) for stage in one.history],
        claims=list(claimed(one, visit.t)),
        fields=FIELDS,
        conflicts=[_conflict(conflict, visit.t) for conflict in one.conflicts],
        money=_money(one, visit.t),
        totals=index.totals(whole) if whole and total else None,
        partners=parts.partners(index, whole, kinds.PROGRAM_WITH, visit) if whole and total else [],
        seen=parts.seen(index, whole, "program", total, visit) if whole else None,
        today=visit.today(),
        **{**values, "sample": one.sample},
    )


def _nothing(own: Query, path: str) -> dict[str, Any]:
    """The events of a programme without a name: they cannot be looked for."""
    return {
        "results": Results(hits=(), total=0),
        "rows": [],
        "sample": False,
        "query": own,
        "whole": None,
        "path": path,
    }


def _money(one: SchemeEntry, t: Speech) -> Amounts:
    return amounts((cut(one.printed),) if one.printed else (), one.worth, t)


def _stage(stage: Dated, one: SchemeEntry, t: Speech) -> Stage:
    articles = {report.key: report.article for report in one.scheme.reports}
    return Stage(
        what=t(f"stage.{stage.kind}"),
        of=t(f"stage.{stage.of}"),
        day=t.day(stage.day),
        until=t.day(stage.until) if stage.until else None,
        printed=stage.printed,
        shown=stage.shown,
        sources=stage.sources,
        articles=tuple(
            dict.fromkeys((telling.source, articles[telling.report]) for telling in stage.tellings)
        ),
    )


def claimed(one: SchemeEntry, t: Speech) -> Iterator[Claimed]:
    """The claims of a programme in the order of its fields, the shown ones first."""
    order = {name: at for at, name in enumerate(FIELDS)}
    chosen = sorted(one.claims, key=lambda claim: (order.get(claim.field, 99), not claim.shown))
    for claim in chosen[:MANY]:
        yield Claimed(
            field=claim.field,
            value=_value(claim.field, claim.value, t),
            shown=claim.shown,
            sources=claim.sources,
            official=claim.official,
            sentences=tuple(_sentences(claim, one)),
        )


def _sentences(claim: Claim, one: SchemeEntry) -> Iterator[Sentence]:
    """Each sentence once, with all who print it."""
    articles = {report.key: report.article for report in one.scheme.reports}
    by: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for telling in claim.tellings:
        key = " ".join(telling.sentence.split())[: 2 * SNIPPET], telling.printed[:TITLE]
        by.setdefault(key, {})[telling.source, articles[telling.report]] = None
    for (words, printed), told in by.items():
        yield Sentence(words=words, printed=printed, by=tuple(told), rules=())


def _value(field: str, value: Value, t: Speech) -> str:
    if field == "kind":
        return t.label("kind", str(value))
    return t.number(value) if isinstance(value, int) else value_words(field, value, t)


def _conflict(conflict: Conflict, t: Speech) -> str:
    values = " / ".join(_value(conflict.field, value, t) for value in conflict.values)
    factor = t.number(conflict.factor) if conflict.factor else "?"
    return t(f"conflict.{conflict.kind}", what=t(f"detail.{conflict.field}"), factor=factor, values=values)
