"""What a sum was worth on a day: the rate, its day and its source are told; nothing is invented."""

from datetime import date
from decimal import Decimal

import pytest
from currency_converter import CurrencyConverter

from entities.rates import ECB, convert, pegs
from entities.records import Money


def idr(amount: int) -> Money:
    return Money(amount=Decimal(amount), currency="IDR")


def usd(amount: int) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def test_a_billion_rupiah_in_dollars_of_the_day():
    read = convert(idr(10**9), "USD", date(2023, 6, 14))
    assert read is not None
    assert round(read.amount) == 67136
    assert (read.rate_date, read.source) == (date(2023, 6, 14), ECB)


def test_cross_rates_go_through_the_euro():
    read = convert(usd(1), "IDR", date(2021, 12, 21))
    assert read is not None
    assert round(read.amount, 1) == Decimal("14285.5")


def test_a_weekend_takes_the_last_rate_and_says_so():
    friday, sunday = (convert(usd(1), "IDR", date(2021, 12, day)) for day in (17, 19))
    assert friday is not None
    assert sunday is not None
    assert (sunday.rate, sunday.rate_date) == (friday.rate, date(2021, 12, 17))


@pytest.mark.parametrize("code", sorted(pegs()))
def test_a_pegged_currency_follows_its_anchor_and_names_its_peg(code):
    peg = pegs()[code]
    read = convert(Money(amount=Decimal(100), currency=peg.of), code, date(2023, 6, 14))
    assert read is not None
    assert round(read.amount, 6) == 100 * peg.units
    assert peg.source in read.source
    assert peg.source.startswith("peg, ")


def test_no_peg_holds_before_its_day():
    assert convert(usd(1), "BHD", date(2000, 6, 14)) is None


@pytest.mark.parametrize(
    "code", ["IDR", "USD", "JPY", "MYR", "SGD", "AUD", "GBP", "KRW", "THB", "CNY", "HKD"]
)
@pytest.mark.parametrize("day", [date(2005, 4, 1), date(2012, 2, 29), date(2021, 12, 20), date(2025, 1, 2)])
def test_the_rates_are_those_that_the_package_reads(code, day, package):
    read = convert(Money(amount=Decimal(1), currency="EUR"), code, day)
    assert read is not None
    assert read.rate == package.convert(Decimal(1), "EUR", code, date=day)


@pytest.fixture(scope="module")
def package():
    return CurrencyConverter(decimal=True)


def test_back_and_forth_is_the_same_sum():
    there = convert(idr(5_000_000), "SAR", date(2024, 3, 5))
    assert there is not None
    back = convert(Money(amount=there.amount, currency="SAR"), "IDR", date(2024, 3, 5))
    assert back is not None
    assert round(back.amount, 6) == 5_000_000


@pytest.mark.parametrize(
    ("currency", "on"),
    [
        ("KWD", date(2023, 6, 14)),
        ("XXX", date(2023, 6, 14)),
        ("IDR", date(1998, 5, 21)),
        ("IDR", date(2090, 1, 2)),
        ("IDR", date(1, 1, 2)),
    ],
    ids=["a basket is no peg", "unknown code", "before the history", "after the history", "the first days"],
)
def test_no_rate_is_none(currency, on):
    assert convert(usd(1), currency, on) is None


def test_the_same_currency_needs_no_rate():
    read = convert(usd(7), "USD", date(1990, 1, 1))
    assert read is not None
    assert (read.amount, read.rate) == (7, 1)
