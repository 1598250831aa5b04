"""Which statements of an amount agree, and which of them is shown; how many sources tell of something on their own."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from entities.almanac import day_in_wib
from entities.gazetteer import table
from entities.ledger import Event
from entities.ledger_report import HUNDRED, TABLE, Report, speech
from entities.ledger_told import Said, Told
from entities.records import Money, Quantity
from entities.worth import Worth, worth

Stated = tuple[Decimal, Told, Money | Quantity]


def independent(reports: Iterable[Told]) -> int:
    """How many sources tell of something on their own: a republished text counts for the source that had it first, and
    a source once, however many articles it has."""
    firsts: dict[str, Told] = {}
    for report in reports:
        known = firsts.setdefault(report.first, report)
        if (report.article != report.first, report.order) < (known.article != known.first, known.order):
            firsts[report.first] = report
    return len({report.source or report.article for report in firsts.values()})


def main_value(event: Event) -> Worth:
    """The worth of the value shown: that of the opinion of most sources, in its most specific statement."""
    worths = {report.key: worth(report.release.values, _rate_day(report)) for report in event.reports}
    opinion = best_opinion(mains(event))
    if not opinion:
        return next((found for found in worths.values() if found.stated), Worth())
    return worths[plainest(opinion)[1].key]


def mains(event: Event) -> list[Stated]:
    """The largest figure of each report in rupiah."""
    found = ((r, worth(r.release.values, _rate_day(r))) for r in event.reports if r.release.values)
    return [(w.rupiah, r, w.stated) for r, w in found if w.rupiah is not None and w.stated]


def best_amounts(event: Event) -> Iterator[Quantity]:
    """Of each unit the largest amount that most sources state."""
    for stated in measured(event).values():
        best = plainest(best_opinion(stated))[2]
        if isinstance(best, Quantity):
            yield best


def measured(event: Event) -> dict[str, list[Stated]]:
    """By unit the largest amount of each report."""
    largest: dict[tuple[str, str], Stated] = {}
    for report in event.reports:
        for quantity in report.release.quantities:
            at = quantity.unit, report.key
            if at not in largest or largest[at][0] < quantity.amount:
                largest[at] = (quantity.amount, report, quantity)
    by_unit: dict[str, list[Stated]] = defaultdict(list)
    for (unit, _), stated in largest.items():
        by_unit[unit].append(stated)
    return by_unit


def opinions(stated: list[Stated]) -> list[list[Stated]]:
    """The statements that agree: none is more than the tolerance above the least of its opinion."""
    groups: list[list[Stated]] = []
    for one in sorted(stated, key=lambda s: (s[0], s[1].key)):
        if groups and one[0] * HUNDRED <= groups[-1][0][0] * (HUNDRED + table(TABLE)["tolerance"]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def best_opinion(stated: list[Stated]) -> list[Stated]:
    """The opinion of most independent sources, of equals the state's, then the one told first."""
    return min(opinions(stated), key=_weight, default=[])


def _weight(opinion: list[Stated]) -> tuple[int, bool, tuple[bool, dt.datetime, str]]:
    sources = independent(report for _, report, _ in opinion)
    told = (said for _, report, value in opinion for said in report.said if said.value == value)
    official = any(map(is_official, told))
    return -sources, not official, min(report.order for _, report, _ in opinion)


def plainest(opinion: list[Stated]) -> Stated:
    """The most specific statement of an opinion: no range, no "sekitar".

    Of equals that of most independent sources, then the one of more digits, then the one told first.
    """
    by: dict[Money | Quantity, list[Told]] = defaultdict(list)
    for _, report, value in opinion:
        by[_exact(value)].append(report)
    return min(
        opinion, key=lambda s: (*_vague(s[2]), -independent(by[_exact(s[2])]), -_digits(s[2]), s[1].order)
    )


def is_official(said: Said) -> bool:
    """True where the sentence names someone who speaks for the state."""
    return speech("government").search(said.sentence) is not None


def _vague(value: Money | Quantity) -> tuple[bool, bool]:
    """The less specific an amount, the greater."""
    return value.upto is not None, value.approximate


def _digits(value: Money | Quantity) -> int:
    return len(str(int(value.amount)).rstrip("0"))


def _exact(value: Money | Quantity) -> Money | Quantity:
    """An amount without what does not make it another."""
    return (
        replace(value, approximate=False, deal=None)
        if isinstance(value, Money)
        else replace(value, approximate=False)
    )


def _rate_day(report: Report) -> dt.date | None:
    return report.day or (report.published_at and day_in_wib(report.published_at))
