"""What a release is worth and weighs."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from entities.records import Article, Money, Program, Quantity, Release, Story
from entities.wire import annotation_json, dumps, loads, story_from, story_json
from entities.worth import added, conversions, disagreements, kilograms, worth

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


# ---------------------------------------------------------------- two statements of one deal


@pytest.mark.parametrize(
    ("first", "second", "factor"),
    [
        (money(100_000, "USD", 1), money(1_436_000_000, "IDR", 1), None),
        (money(100_000, "USD", 1), money(1_500_000_000, "IDR", 1), None),
        (money(100_000, "USD", 1), money(1_600_000_000, "IDR", 1), 1.11),
        (money(1_600_000_000, "IDR", 1), money(100_000, "USD", 1), 1.11),
        (money(100_000, "USD", 1), money(1_280_000_000, "IDR", 1), 1.12),
        (money(80_000_000, "USD", 1), money(1_200_000_000, "IDR", 1), 956),
        (money(80, "USD", 1), money(1_200_000_000, "IDR", 1), 1046),
        (money(5_000, "BND", 1), money(52_000_000, "IDR", 1), None),
        (money(5_000, "BND", 1), money(72_000_000, "IDR", 1), 1.37),
        (money(100_000, "USD", 1), money(1_600_000_000, "IDR", 2), None),
        (money(100_000, "USD"), money(1_600_000_000, "IDR"), None),
        (money(5, "KWD", 1), money(1_600_000_000, "IDR", 1), None),
    ],
    ids=[
        "they fit", "a round figure", "a tenth too much", "in any order", "a tenth too little", "a slip of a thousand",
        "a slip the other way", "through a peg", "a wrong sum through a peg", "two deals", "no deal", "no rate",
    ],
)  # fmt: skip
def test_statements_of_one_deal_are_held_against_each_other(first, second, factor):
    found = disagreements((first, second), date(2021, 12, 20))
    assert [float(unlike.factor) for unlike in found] == (
        [] if factor is None else [pytest.approx(factor, rel=0.01)]
    )


def test_ranges_fit_where_they_meet():
    dollars = replace(money(20_000, "USD", 1), upto=Decimal(25_000))
    rupiah = replace(money(340_000_000, "IDR", 1), upto=Decimal(400_000_000))
    assert disagreements((dollars, rupiah), DAY) == ()
    assert len(disagreements((dollars, money(440_000_000, "IDR", 1)), DAY)) == 1


def test_without_a_day_nothing_is_held_against_anything():
    assert disagreements((money(80_000_000, "USD", 1), money(1_200_000_000, "IDR", 1)), None) == ()


# ---------------------------------------------------------------- in rupiah and dollars


def test_each_value_is_told_in_rupiah_and_dollars_but_not_in_its_own_currency():
    found = conversions((money(100, "USD"), money(100, "EUR"), money(100), money(5, "KWD")), DAY)
    assert [(value.currency, rate.currency) for value, rate in found] == [
        ("USD", "IDR"),
        ("EUR", "IDR"),
        ("EUR", "USD"),
        ("IDR", "USD"),
    ]
    assert conversions((money(100),), None) == []


def story(*values, date=DAY, published="2021-12-22T09:00:00+07:00"):
    article = Article(
        id="a", source="s", url="", title="", body="", published_at=datetime.fromisoformat(published)
    )
    return Story(
        article=article, releases=(Release(date=date, values=values),), programs=(Program(values=values),)
    )


def test_the_line_of_a_release_has_rate_day_and_source_of_its_values():
    line = annotation_json(story(money(100, "USD")))
    (rate,) = line["releases"][0]["converted"]
    assert (rate["stated"], rate["stated_currency"], rate["currency"]) == (100, "USD", "IDR")
    assert (rate["rate_date"], rate["source"]) == ("2021-12-20", "ECB euro foreign exchange reference rates")
    assert rate["amount"] == 100 * rate["rate"]
    assert line["programs"][0]["converted"][0]["rate_date"] == "2021-12-22"


def test_a_release_without_a_day_takes_the_rates_of_the_day_of_publication():
    line = annotation_json(story(money(100, "USD"), date=None, published="2021-12-18T23:00:00+00:00"))
    assert line["releases"][0]["converted"][0]["rate_date"] == "2021-12-17"  # a Sunday in Jakarta


def test_both_ends_of_a_range_are_told():
    line = annotation_json(story(replace(money(100, "USD"), upto=Decimal(200))))
    (rate,) = line["releases"][0]["converted"]
    assert rate["upto"] == 2 * rate["amount"]


def test_a_warning_says_what_was_stated_and_what_it_comes_to():
    line = annotation_json(story(money(80_000_000, "USD", 1), money(1_200_000_000, "IDR", 1)))
    (told,) = line["releases"][0]["warnings"]
    assert (told["kind"], told["deal"], told["factor"]) == ("deal-differs", 1, pytest.approx(956, rel=0.01))
    assert (told["stated"], told["against"]) == (80_000_000, 1_200_000_000)
    assert annotation_json(story(money(100)))["releases"][0]["warnings"] == []


def test_rates_are_no_part_of_the_record():
    told = story(money(80_000_000, "USD", 1), money(1_200_000_000, "IDR", 1))
    assert story_from(loads(dumps(story_json(told)))) == told


def test_the_largest_weight_counts_and_containers_weigh_nothing():
    amounts = [("5", "kg"), ("18000", "kg"), ("90000", "container")]
    assert kilograms(Quantity(amount=Decimal(a), unit=u) for a, u in amounts) == 18000
    assert kilograms(()) is None


def test_sums_are_exact_in_any_order():
    amounts = [Decimal("0.1")] * 3 + [Decimal(10) ** 30]
    assert added(amounts) == added(reversed(amounts)) == Decimal("1000000000000000000000000000000.3")
