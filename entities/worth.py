"""What a release is worth and weighs: its largest stated figure, in rupiah and in dollars at its day, and in kilograms.

Partial values and the same deal in a second currency are never added up, so that a total never counts a deal twice.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal

from entities.dates import WIB
from entities.rates import Converted, convert
from entities.records import Article, Money, Program, Quantity, Release

_EXACT = Context(prec=400)  # wide enough that adding converted amounts never rounds
_INEXPRESSIBLE = Decimal(-1)


@dataclass(frozen=True, kw_only=True)
class Worth:
    """stated: the largest figure as stated. rupiah and dollars are unrounded, None where nothing was stated or no rate
    is known; rates tell how those of the two that were not stated came about."""

    stated: Money | None = None
    rupiah: Decimal | None = None
    dollars: Decimal | None = None
    rates: tuple[Converted, ...] = ()


def worth(values: tuple[Money, ...], on: dt.date | None) -> Worth:
    """The largest of the figures, at the rates of the day `on`; without a day nothing is converted."""
    if on is None or not values:
        return Worth(stated=_first(values), rupiah=_largest(values, "IDR"), dollars=_largest(values, "USD"))
    largest = max(values, key=lambda value: _in_rupiah(value, on))
    deal = tuple(v for v in values if v is largest or (v.deal is not None and v.deal == largest.deal))
    found = {currency: _largest(deal, currency) for currency in ("IDR", "USD")}
    rates = [got for c, amount in found.items() if amount is None and (got := convert(largest, c, on))]
    found |= {got.currency: got.amount for got in rates}
    return Worth(stated=largest, rupiah=found["IDR"], dollars=found["USD"], rates=tuple(rates))


def kilograms(quantities: Iterable[Quantity]) -> Decimal | None:
    """The largest stated weight; None where no weight is stated."""
    return max((q.amount for q in quantities if q.unit == "kg"), default=None)


def day_of(article: Article, record: Release | Program) -> dt.date | None:
    """The day whose rates count: that of the release or the programme's first, else the publication's in WIB."""
    own = record.date if isinstance(record, Release) else record.start
    return own or published_day(article)


def published_day(article: Article) -> dt.date | None:
    """The day of publication in WIB."""
    return article.published_at and article.published_at.astimezone(WIB).date()


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
