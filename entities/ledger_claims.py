"""What is said of an event: every distinct claim with who made it, which one is shown, and where claims conflict.

The rule of what is shown (docs/decisions/0008-ledger.md): statements that agree are one opinion; the opinion of most
independent sources is shown, of equals the one the state stands for, then the one told first; of an opinion the most
specific statement. Of countries, goods and places, which add to each other, all are shown that a third of the sources
name, without the province of a city or the head of a longer name.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Any, TypeVar

from entities.ledger import Event
from entities.ledger_opinions import (
    Stated,
    best_amounts,
    independent,
    is_official,
    main_value,
    mains,
    measured,
    opinions,
    plainest,
)
from entities.ledger_pairs import CITY
from entities.ledger_report import LISTS, Report, bare, place_words
from entities.ledger_told import Field, Said, Told, Value
from entities.records import Money, Quantity
from entities.worth import Worth

SHARE = 3  # a value of a list is shown where one in so many of the sources that fill the list names it
R = TypeVar("R", bound=Told)
FIELDS: tuple[Field, ...] = ("day", *LISTS, "exporter")


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One report's words for a claim."""

    report: str
    source: str
    url: str
    printed: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A distinct value of a field with all who say so; sources: how many of them are independent.

    official: a sentence names someone who speaks for the state.
    """

    field: Field
    value: Value
    tellings: tuple[Telling, ...]
    sources: int
    official: bool
    shown: bool = False


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Claims of a field that cannot all be true: "differ", "disjoint" (no country shared), or "factor" of amounts."""

    field: Field
    kind: str
    values: tuple[Value, ...]
    factor: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event as the ledger shows it.

    day is None where no report prints one; told_on is the last day it can have been, mostly that of the first report.
    worth is that of the shown value. sources are independent, see `independent`.
    """

    event: Event
    day: dt.date | None
    told_on: dt.date | None
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    products: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    exporter: str | None
    printed: str | None
    worth: Worth
    sources: int
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def id(self) -> str:
        return self.event.id

    @property
    def when(self) -> dt.date | None:
        """The day, or the last day it can have been."""
        return self.day or self.told_on

    @property
    def sample(self) -> bool:
        """True where a report comes from a sample press."""
        return any(report.sample for report in self.event.reports)


def entry(event: Event) -> Entry:
    """The entry of an event; the same for the same reports."""
    claims = [claim for field in FIELDS for claim in claims_of(event.reports, field, _identity)]
    main = main_value(event)
    shown = _shown(event, claims, main)
    claims = [replace(claim, shown=claim.value in shown[claim.field]) for claim in claims]
    one = {field: next(iter(shown[field]), None) for field in ("day", "exporter")}
    window = event.reports[0].window
    day, firm = one["day"], one["exporter"]
    return Entry(
        event=event,
        day=day if isinstance(day, dt.date) else None,
        told_on=dt.date.fromordinal(window[1]) if window else None,
        origins=_texts(shown["origins"]),
        destinations=_texts(shown["destinations"]),
        products=_texts(shown["products"]),
        quantities=tuple(value for value in shown["quantities"] if isinstance(value, Quantity)),
        exporter=firm if isinstance(firm, str) else None,
        printed=printed_of(claims, main.stated),
        worth=main,
        sources=independent(event.reports),
        claims=tuple(claims),
        conflicts=tuple(_conflicts(event, claims)),
    )


def _texts(values: Iterable[Value]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def printed_of(claims: Iterable[Claim], stated: Money | None) -> str | None:
    """The words of the first who prints a sum."""
    words = (t.printed for c in claims if c.field == "values" and c.value == stated for t in c.tellings)
    return next((word for word in words if word), None)


# ---------------------------------------------------------------- claims


def plainest_value(value: Value) -> tuple[bool, int, str]:
    """Of prints of one claim the exact one, then the shortest."""
    vague = isinstance(value, Money | Quantity) and value.approximate
    return vague, len(str(value)), str(value)


def claims_of(
    reports: Iterable[R],
    field: Field,
    identity: Callable[[R, Said], object],
    plainest: Callable[[Value], Any] = plainest_value,
) -> Iterator[Claim]:
    """The distinct claims of a field, those of most independent sources first, then by who told them first.

    identity: what makes two claims one. plainest: of the prints of one claim that with the least is its value.
    """
    told: dict[object, list[tuple[R, Said]]] = defaultdict(list)
    for report in reports:
        for said in report.said:
            if said.field == field:
                told[identity(report, said)].append((report, said))
    made = [_claim(field, pairs, plainest) for pairs in told.values()]
    yield from sorted(made, key=lambda claim: -claim.sources)


def _identity(report: Report, said: Said) -> object:
    """What makes two claims one: a firm's name in any print, goods with or without their place, an amount in either of
    "12 ton" and "sekitar 12 ton"."""
    if said.field == "exporter":
        return report.firm or said.value
    value = said.value
    if said.field == "products":
        return frozenset(bare(str(value), place_words(report.release.origins)))
    if isinstance(value, Money | Quantity):
        return value.amount, value.upto, value.currency if isinstance(value, Money) else value.unit
    return value.casefold() if isinstance(value, str) else value


def _claim(field: Field, pairs: Sequence[tuple[Told, Said]], plainest: Callable[[Value], Any]) -> Claim:
    value = min((said.value for _, said in pairs), key=plainest)
    tellings = (
        Telling(report=r.key, source=r.source, url=r.url, printed=s.printed, sentence=s.sentence)
        for r, s in pairs
    )
    official = any(is_official(said) for _, said in pairs)
    sources = independent(report for report, _ in pairs)
    return Claim(field=field, value=value, tellings=tuple(tellings), sources=sources, official=official)


# ---------------------------------------------------------------- what is shown


def _shown(event: Event, claims: list[Claim], main: Worth) -> dict[Field, list[Value]]:
    """The values shown of each field."""
    of = {field: [claim for claim in claims if claim.field == field] for field in FIELDS}
    return {
        "day": best_claim(of["day"]),
        "origins": listed(event.reports, of["origins"], within_province),
        "destinations": listed(event.reports, of["destinations"], lambda value, others: False),
        "products": listed(event.reports, of["products"], _heads_other(event)),
        "values": [main.stated] if main.stated else [],
        "quantities": list(best_amounts(event)),
        "exporter": best_claim(of["exporter"]),
    }


def best_claim(claims: list[Claim]) -> list[Value]:
    """The claim of most independent sources, of equals the state's, then the one told first."""
    return [min(claims, key=lambda claim: (-claim.sources, not claim.official)).value] if claims else []


def listed(
    reports: Iterable[Told], claims: list[Claim], vague: Callable[[str, set[str]], bool]
) -> list[Value]:
    """The values that enough sources name, without those that another makes needless."""
    tellers = independent(r for r in reports if any(s.field == c.field for c in claims[:1] for s in r.said))
    values = [claim.value for claim in claims if claim.sources * SHARE >= tellers]
    names = {value for value in values if isinstance(value, str)}
    return [value for value in values if isinstance(value, str) and not vague(value, names - {value})]


def within_province(code: str, others: set[str]) -> bool:
    return len(code) < CITY and any(other.startswith(code) for other in others)


def _heads_other(event: Event) -> Callable[[str, set[str]], bool]:
    """Whether a product is the head of another, places left out: "batik sragen" of "batik tulis"."""
    places = place_words(code for report in event.reports for code in report.release.origins)

    def vague(name: str, others: set[str]) -> bool:
        words = set(bare(name, places))
        return any(words < set(bare(other, places)) for other in others)

    return vague


# ---------------------------------------------------------------- conflicts


def _conflicts(event: Event, claims: list[Claim]) -> Iterator[Conflict]:
    for field in ("day", "exporter"):
        values = tuple(claim.value for claim in claims if claim.field == field)
        if len(values) > 1:
            yield Conflict(field=field, kind="differ", values=values)
    yield from _countries(event)
    yield from _differing("values", mains(event))
    for stated in measured(event).values():
        yield from _differing("quantities", stated)


def _countries(event: Event) -> Iterator[Conflict]:
    """Reports of which none names all that the other does."""
    named = {frozenset(report.release.destinations) for report in event.reports} - {frozenset()}
    pairs = [(a, b) for a, b in combinations(named, 2) if not (a <= b or b <= a)]
    if pairs:
        kind = "disjoint" if any(a.isdisjoint(b) for a, b in pairs) else "differ"
        codes = sorted({code for pair in pairs for one in pair for code in one})
        yield Conflict(field="destinations", kind=kind, values=tuple(codes))


def _differing(field: Field, stated: list[Stated]) -> Iterator[Conflict]:
    """Amounts more than the tolerance apart."""
    held = opinions(stated)
    if len(held) > 1:
        values = tuple(plainest(opinion)[2] for opinion in held)
        low, high = held[0][0][0], held[-1][-1][0]
        factor = (high / low).quantize(Decimal("0.01")) if low else None
        yield Conflict(field=field, kind="factor", values=values, factor=factor)
