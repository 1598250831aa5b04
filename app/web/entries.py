"""Events as a page prints them; and of programmes too every claim with its sentences, conflicts, joins."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.web import naming
from app.web.language import Speech
from app.web.naming import Named
from app.web.rows import SNIPPET, TITLE, Amounts, amounts, cut
from entities.ledger import Join
from entities.ledger_claims import Claim, Conflict, Entry, Telling
from entities.ledger_pairs import rules
from entities.ledger_report import Report
from entities.ledger_told import Value
from entities.records import Money, Quantity
from entities.scheme_report import Notice

# Columns of the table.
FIELDS = ("day", "origins", "products", "destinations", "values", "quantities", "exporter")
MANY = 40  # claims of a field that are shown; an event has few


Reported = Report | Notice


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One field of an event in the table; disputed: its claims are in conflict; names lead to dossiers."""

    field: str
    shown: str
    disputed: bool = False
    amounts: Amounts | None = None
    names: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One event in the table; title: the headline of its first report."""

    id: str
    title: str
    cells: tuple[Cell, ...]
    reports: int
    sources: int
    sample: bool
    conflicts: tuple[str, ...]
    edited: bool = False

    def cell(self, field: str) -> Cell:
        """The cell of a field."""
        return next(cell for cell in self.cells if cell.field == field)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence with all who print it, (source, id of the article), and the rules that read the printed words."""

    words: str
    printed: str
    by: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A claim for reading."""

    field: str
    value: str
    shown: bool
    sources: int
    official: bool
    sentences: tuple[Sentence, ...]


def entry_row(one: Entry, t: Speech) -> EntryRow:
    """An event for the table."""
    disputed = {conflict.field for conflict in one.conflicts}
    return EntryRow(
        id=one.id,
        title=one.event.reports[0].title[:TITLE],
        cells=tuple(_cell(one, field, t, field in disputed) for field in FIELDS),
        reports=len(one.event.reports),
        sources=one.sources,
        sample=one.sample,
        conflicts=tuple(conflict_words(conflict, t) for conflict in one.conflicts),
        edited=any(report.edited for report in one.event.reports),
    )


def _cell(one: Entry, field: str, t: Speech, disputed: bool) -> Cell:
    shown = {
        "day": when(one, t),
        "origins": t.listing(map(t.region, one.origins), 4),
        "products": t.listing(map(cut, one.products), 5),
        "destinations": t.listing(map(t.country, one.destinations), 8),
        "values": one.printed or t.listing(()),
        "quantities": t.listing(map(t.amount, one.quantities), 3),
        "exporter": cut(one.exporter or t.listing(())),
    }
    money = amounts((cut(one.printed),) if one.printed else (), one.worth, t) if field == "values" else None
    return Cell(
        field=field,
        shown=shown[field][:SNIPPET],
        disputed=disputed,
        amounts=money,
        names=names_of(one, field, t),
    )


def names_of(one: Entry, field: str, t: Speech) -> tuple[Named, ...]:
    """The names of a field that have dossiers."""
    if field == "exporter":
        return (naming.named("exporter", one.exporter),) if one.exporter else ()
    named = {
        "origins": lambda: naming.places(one.origins, t),
        "destinations": lambda: naming.countries(one.destinations, t),
        "products": lambda: naming.products(one.products),
    }
    return named[field]() if field in named else ()


def when(one: Entry, t: Speech) -> str:
    """The day of an event; where none is printed the last that it can have been on."""
    if one.day:
        return t.short_day(one.day)
    return t("event.by", day=t.short_day(one.told_on)) if one.told_on else t.listing(())


def value_words(field: str, value: Value, t: Speech) -> str:
    """A claimed value for reading: names for codes."""
    if isinstance(value, Money | Quantity):
        return t.amount(value)
    if isinstance(value, date):
        return t.day(value)
    if isinstance(value, int):
        return t.number(value)
    if field == "kind":
        return t.label("kind", value)
    names = {"origins": t.region, "places": t.region, "destinations": t.country}
    return cut(names.get(field, str)(str(value)))


def conflict_words(conflict: Conflict, t: Speech) -> str:
    """ "Nilai berbeda 1,38 kali: US$146.000 / Rp2,9 miliar"."""
    values = " / ".join(value_words(conflict.field, value, t) for value in conflict.values)
    what = t(f"column.{conflict.field}")
    factor = t.number(conflict.factor) if conflict.factor else "?"
    return t(f"conflict.{conflict.kind}", what=what, factor=factor, values=values)


def claimed(
    claims: Iterable[Claim],
    reports: Iterable[Reported],
    fields: Sequence[str],
    t: Speech,
    field: str | None = None,
) -> list[Claimed]:
    """The claims of an event or a programme, or of one of its fields, as `fields` orders them."""
    order = {name: at for at, name in enumerate(fields)}
    known = {report.key: report for report in reports}
    chosen = [claim for claim in claims if field in (None, claim.field)]
    chosen.sort(key=lambda claim: (order.get(claim.field, 99), not claim.shown))
    return [_claimed(claim, known, t) for claim in chosen[:MANY]]


def _claimed(claim: Claim, reports: Mapping[str, Reported], t: Speech) -> Claimed:
    return Claimed(
        field=claim.field,
        value=value_words(claim.field, claim.value, t),
        shown=claim.shown,
        sources=claim.sources,
        official=claim.official,
        sentences=tuple(sentences(claim.tellings, reports)),
    )


def sentences(tellings: Iterable[Telling], reports: Mapping[str, Reported]) -> Iterator[Sentence]:
    """Each sentence once, with all who print it."""
    by: dict[tuple[str, str], list[Reported]] = {}
    for telling in tellings:
        key = " ".join(telling.sentence.split())[: 2 * SNIPPET], telling.printed[:TITLE]
        by.setdefault(key, []).append(reports[telling.report])
    for (words, printed), told in by.items():
        yield Sentence(
            words=words,
            printed=printed,
            by=tuple(dict.fromkeys((report.source, report.article) for report in told)),
            rules=tuple(dict.fromkeys(rule for report in told for rule in _rules(report, printed))),
        )


def _rules(report: Reported, printed: str) -> Iterator[str]:
    """The rules that read these words in an article; none where the words were not read by a mention."""
    evidence = report.release.evidence if isinstance(report, Report) else report.program.evidence
    yield from (m.rule for m in evidence if m.rule and printed and m.text.startswith(printed))


def joins(joined: Iterable[Join], t: Speech) -> list[tuple[str, str, int, list[str]]]:
    """Why reports are one event or programme: (report, report, points, rules with theirs)."""
    found = []
    for join in joined:
        known = rules(join.compared.table)
        told = [f"{name} {known[name].points:+d}" for name in join.compared.rules if name in known]
        found.append((join.one, join.other, join.compared.points, told))
    return found
