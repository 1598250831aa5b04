"""What a release is worth and weighs."""

from datetime import date
from decimal import Decimal

import pytest

from entities.records import Money, Quantity
from entities.worth import added, kilograms, worth

DAY = date(2021, 12, 20)


def money(amount, currency="IDR", deal=None):
    return Money(amount=Decimal(amount), currency=currency, deal=deal)


def test_the_largest_figure_counts():
    assert worth((money(5), money(700), money(30)), DAY).rupiah == 700


def test_the_other_currency_of_the_same_deal_is_taken_as_stated():
    found = worth((money(100, "USD", 1), money(1_400_000, "IDR", 1)), DAY)
    assert (found.rupiah, found.dollars, found.rates) == (1_400_000, 100, ())


def test_what_was_not_stated_is_converted_at_the_day():
    found = worth((money(100, "USD"),), DAY)
    assert found.dollars == 100
    assert found.rupiah == pytest.approx(Decimal(1_436_000), rel=Decimal("0.02"))
    assert [rate.currency for rate in found.rates] == ["IDR"]


def test_figures_of_two_deals_are_not_mixed():
    found = worth((money(100, "USD", 1), money(1_000, "IDR", 2)), DAY)
    assert found.stated == money(100, "USD", 1)
    assert found.rupiah > 1_000


def test_without_a_day_nothing_is_converted():
    found = worth((money(100, "USD"),), None)
    assert (found.rupiah, found.dollars) == (None, 100)


def test_a_currency_without_a_rate_has_no_worth():
    assert (worth((money(5, "KWD"),), DAY).rupiah, worth((), DAY).stated) == (None, None)


def test_the_largest_weight_counts_and_containers_weigh_nothing():
    amounts = [("5", "kg"), ("18000", "kg"), ("90000", "container")]
    assert kilograms(Quantity(amount=Decimal(a), unit=u) for a, u in amounts) == 18000
    assert kilograms(()) is None


def test_sums_are_exact_in_any_order():
    amounts = [Decimal("0.1")] * 3 + [Decimal(10) ** 30]
    assert added(amounts) == added(reversed(amounts)) == Decimal("1000000000000000000000000000000.3")
