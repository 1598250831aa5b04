"""What is said of a programme: every distinct claim with who made it, which one is shown, where claims conflict.

The rule of what is shown is that of events (docs/decisions/0009-programmes.md): the claim of most independent sources,
of equals that of someone who speaks for the state, then the one told first; of the prints of one name the fullest. Its
days are those of its history.
"""

import datetime as dt
from dataclasses import dataclass, replace

from entities.ledger_claims import (
    Claim,
    Conflict,
    best_claim,
    claims_of,
    listed,
    plainest_value,
    printed_of,
    within_province,
)
from entities.ledger_opinions import best_opinion, independent, plainest
from entities.ledger_told import Field, Said, Value
from entities.records import Money
from entities.scheme_conflicts import conflicts, mains, many_places, rate_day
from entities.scheme_history import Dated, Status, history, status
from entities.scheme_levels import plain_name
from entities.scheme_report import Notice
from entities.schemes import Scheme
from entities.worth import Worth, worth

FIELDS: tuple[Field, ...] = ("name", "agency", "kind", "places", "start", "end", "values", "participants")
FULLEST: frozenset[Field] = frozenset({"name", "agency"})
AGREED = 2  # sources


@dataclass(frozen=True, kw_only=True)
class SchemeEntry:
    """A programme as the ledger shows it.

    start and end are its own days; those of signing up are in the history. worth is that of the sum shown, mostly the
    largest told. participants: the number told last by most. sources are independent.
    """

    scheme: Scheme
    name: str | None
    agency: str | None
    kind: str
    places: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None
    worth: Worth
    printed: str | None
    participants: int | None
    sources: int
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]
    history: tuple[Dated, ...]

    @property
    def id(self) -> str:
        return self.scheme.id

    @property
    def year(self) -> int | None:
        return self.scheme.reports[0].year

    @property
    def national(self) -> bool:
        """True where it is run for the whole country."""
        return any(notice.national for notice in self.scheme.reports)

    def goes_on(self, on: dt.date) -> bool:
        """True for what runs until someone ends it; what stands is one for a calendar year, and goes on in it."""
        return all(n.lasting or (n.standing and n.year == on.year) for n in self.scheme.reports)

    @property
    def when(self) -> dt.date | None:
        """The day of the last stage that is told, else of the first notice."""
        stages = [stage.day for stage in self.history if stage.shown]
        window = self.scheme.reports[0].window
        return max(stages) if stages else dt.date.fromordinal(window[1]) if window else None

    @property
    def sample(self) -> bool:
        """True where a notice comes from a sample press."""
        return any(notice.sample for notice in self.scheme.reports)

    def status(self, on: dt.date) -> Status:
        """Whether it is open on a day, when that ends, and what says so."""
        return status(self.history, on, goes_on=self.goes_on(on))


def scheme_entry(scheme: Scheme) -> SchemeEntry:
    """The entry of a scheme; the same for the same notices."""
    notices = scheme.reports
    claims = [
        c
        for f in FIELDS
        for c in claims_of(notices, f, _identity, _fullest if f in FULLEST else plainest_value)
    ]
    main, told = _worth(notices), history(notices)
    shown = _shown(notices, claims, main, told)
    claims = [replace(claim, shown=claim.value in shown[claim.field]) for claim in claims]
    first = {field: next(iter(shown[field]), None) for field in FIELDS}
    return SchemeEntry(
        scheme=scheme,
        name=_text(first["name"]),
        agency=_text(first["agency"]),
        kind=_text(first["kind"]) or "other",
        places=tuple(value for value in shown["places"] if isinstance(value, str)),
        start=_day(first["start"]),
        end=_day(first["end"]),
        worth=main,
        printed=printed_of(claims, main.stated),
        participants=_count(first["participants"]),
        sources=independent(notices),
        claims=tuple(claims),
        conflicts=tuple(conflicts(notices, told)),
        history=told,
    )


def _text(value: Value | None) -> str | None:
    return value if isinstance(value, str) else None


def _day(value: Value | None) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _count(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None


# ---------------------------------------------------------------- claims


def _identity(notice: Notice, said: Said) -> object:
    """What makes two claims one: a name or an office in any print, a sum with or without "sekitar"."""
    if said.field == "name":
        return notice.name.known if notice.name.single else plain_name(str(said.value))
    if said.field == "agency":
        return notice.office or said.value
    value = said.value
    return (value.amount, value.upto, value.currency) if isinstance(value, Money) else value


def _fullest(value: Value) -> tuple[int, str]:
    """Of prints of one name the longest."""
    return -len(str(value)), str(value)


# ---------------------------------------------------------------- what is shown


def _shown(
    notices: tuple[Notice, ...], claims: list[Claim], main: Worth, told: tuple[Dated, ...]
) -> dict[Field, list[Value]]:
    of = {field: [claim for claim in claims if claim.field == field] for field in FIELDS}
    shown = {field: best_claim(of[field]) for field in FIELDS}
    shown["places"] = _places(notices, of["places"])
    shown["start"], shown["end"] = _period(told)
    shown["values"] = [main.stated] if main.stated else []
    counts = [claim for claim in of["participants"] if claim.sources >= AGREED or not many_places(notices)]
    shown["participants"] = _latest(counts, notices)
    return shown


def _places(notices: tuple[Notice, ...], claims: list[Claim]) -> list[Value]:
    """Of a programme of the country all, as each paper tells of its own city; else those that a third names."""
    if not any(notice.national for notice in notices):
        return listed(notices, claims, within_province)
    names = {str(claim.value) for claim in claims}
    return [c.value for c in claims if not within_province(str(c.value), names - {str(c.value)})]


def _period(told: tuple[Dated, ...]) -> tuple[list[Value], list[Value]]:
    """The programme's own first and last day; of one that goes from city to city those of all."""
    own = [stage for stage in told if stage.of == "programme" and stage.shown and stage.printed]
    starts = [stage.day for stage in own if stage.kind == "opened"]
    ends = [stage.until for stage in own if stage.kind == "opened" and stage.until]
    ends += [stage.day for stage in own if stage.kind == "closed"]
    return [min(starts)] if starts else [], [max(ends)] if ends else []


def _latest(claims: list[Claim], notices: tuple[Notice, ...]) -> list[Value]:
    """The number of most independent sources, of equals the one told last: a quota becomes a result."""
    told = {notice.key: n for n, notice in enumerate(notices)}
    best = max(claims, key=lambda c: (c.sources, max(told[t.report] for t in c.tellings)), default=None)
    return [best.value] if best else []


def _worth(notices: tuple[Notice, ...]) -> Worth:
    """The worth of the sum of most sources, each notice's largest; see ledger_opinions.best_opinion.

    Of a programme that is told of in many places only where two agree.
    """
    worths = {notice.key: worth(notice.program.values, rate_day(notice)) for notice in notices}
    opinion = best_opinion(mains(notices, worths))
    if many_places(notices) and independent(notice for _, notice, _ in opinion) < AGREED:
        return Worth()
    if not opinion:
        return next((found for found in worths.values() if found.stated), Worth())
    return worths[plainest(opinion)[1].key]
