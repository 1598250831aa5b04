"""What a release is worth and weighs: its largest stated figure, in rupiah and in dollars at its day, and in kilograms.

Partial values and the same deal in a second currency are never added up, so that a total never counts a deal twice.
Two statements of one deal are held against each other at the rate of the day.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import combinations

from entities.almanac import day_in_wib
from entities.rates import Converted, convert
from entities.records import Article, Money, Program, Quantity, Release

_EXACT = Context(prec=400)  # wide enough that adding converted amounts never rounds
_RATIO = Context(prec=12)
_INEXPRESSIBLE = Decimal(-1)
CURRENCIES = ("IDR", "USD")  # every value is told in these
AGREE = Decimal(
    "1.1"
)  # two statements of one deal may be so many times each other: rates of other days, round figures


@dataclass(frozen=True, kw_only=True)
class Worth:
    """stated: the largest figure as stated. rupiah and dollars are unrounded, None where nothing was stated or no rate
    is known; rates tell how those of the two that were not stated came about."""

    stated: Money | None = None
    rupiah: Decimal | None = None
    dollars: Decimal | None = None
    rates: tuple[Converted, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Two statements of one deal that do not fit: `rate` is the first in the currency of the second, at the day's rate.

    factor: how many times the larger is the smaller; of ranges their nearest ends.
    """

    first: Money
    second: Money
    rate: Converted
    factor: Decimal


def worth(values: tuple[Money, ...], on: dt.date | None) -> Worth:
    """The largest of the figures, at the rates of the day `on`; without a day nothing is converted."""
    if on is None or not values:
        return Worth(stated=_first(values), rupiah=_largest(values, "IDR"), dollars=_largest(values, "USD"))
    largest = max(values, key=lambda value: _in_rupiah(value, on))
    deal = tuple(v for v in values if v is largest or (v.deal is not None and v.deal == largest.deal))
    found = {currency: _largest(deal, currency) for currency in CURRENCIES}
    rates = [got for c, amount in found.items() if amount is None and (got := convert(largest, c, on))]
    found |= {got.currency: got.amount for got in rates}
    return Worth(stated=largest, rupiah=found["IDR"], dollars=found["USD"], rates=tuple(rates))


def conversions(values: Iterable[Money], on: dt.date | None) -> list[tuple[Money, Converted]]:
    """Each value in rupiah and in dollars at the rate of the day, but not in its own currency; none without a rate."""
    if on is None:
        return []
    wanted = ((value, c) for value in values for c in CURRENCIES if c != value.currency)
    return [(value, got) for value, c in wanted if (got := convert(value, c, on))]


def disagreements(values: Iterable[Money], on: dt.date | None) -> tuple[Disagreement, ...]:
    """The statements of one deal in two currencies that differ by more than a tenth at the rate of the day."""
    pairs = ((a, b) for a, b in combinations(values, 2) if a.deal is not None and a.deal == b.deal)
    return tuple(found for a, b in pairs if on is not None and (found := _compared(a, b, on)))


def _compared(first: Money, second: Money, on: dt.date) -> Disagreement | None:
    """None where the two agree, are in one currency, or no rate is known."""
    rate = convert(first, second.currency, on) if first.currency != second.currency else None
    if rate is None or not rate.amount or not second.amount:
        return None
    top = _EXACT.multiply(first.amount if first.upto is None else first.upto, rate.rate)
    other = second.amount if second.upto is None else second.upto
    factor = max(_RATIO.divide(rate.amount, other), _RATIO.divide(second.amount, top))
    return Disagreement(first=first, second=second, rate=rate, factor=factor) if factor > AGREE else None


def kilograms(quantities: Iterable[Quantity]) -> Decimal | None:
    """The largest stated weight; None where no weight is stated."""
    return max((q.amount for q in quantities if q.unit == "kg"), default=None)


def day_of(article: Article, record: Release | Program) -> dt.date | None:
    """The day whose rates count: that of the release or the programme's first, else the publication's in WIB."""
    own = record.date if isinstance(record, Release) else record.start
    return own or published_day(article)


def published_day(article: Article) -> dt.date | None:
    """The day of publication in WIB."""
    return article.published_at and day_in_wib(article.published_at)


def added(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum, whatever the order."""
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total


def _in_rupiah(value: Money, on: dt.date) -> Decimal:
    got = convert(value, "IDR", on)
    return got.amount if got else _INEXPRESSIBLE


def _first(values: tuple[Money, ...]) -> Money | None:
    return values[0] if values else None


def _largest(values: tuple[Money, ...], currency: str) -> Decimal | None:
    return max((v.amount for v in values if v.currency == currency), default=None)
