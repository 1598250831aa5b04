"""Numbers, money and days in the reader's form."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app import wording


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (1_500_000_000, "IDR", "Rp1,5 miliar"),
        (1_000_000, "IDR", "Rp1 juta"),
        (750_000, "IDR", "Rp750.000"),
        (7_200_000_000_000, "IDR", "Rp7,2 triliun"),
        ("136056.11", "USD", "US$136.056,11"),
        (455_000, "SAR", "SAR 455.000"),
        ("0.005", "USD", "US$0,01"),
        (0, "IDR", "Rp0"),
    ],
)
def test_money_reads_as_in_an_indonesian_paper(amount, currency, shown):
    assert wording.money(Decimal(amount), currency) == shown


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        (18_000, "kg", "18 ton"),
        (250, "kg", "250 kg"),
        (2, "container", "2 kontainer"),
        ("0.5", "l", "0,5 liter"),
    ],
)
def test_quantities_read_as_in_an_indonesian_paper(amount, unit, shown):
    assert wording.quantity(Decimal(amount), unit) == shown


def test_moments_are_shown_in_wib():
    assert wording.moment(datetime(2021, 12, 31, 20, 30, tzinfo=UTC)) == "1 Januari 2022 03.30 WIB"


def test_the_unknown_is_a_dash():
    assert (wording.day(None), wording.moment(None), wording.listing([])) == ("–", "–", "–")
    assert wording.day(date(2021, 12, 20)) == "20 Desember 2021"


def test_a_cut_list_counts_the_rest():
    assert wording.listing(["a", "b", "c", "d"], 2) == "a, b dan 2 lainnya"


def test_words_that_differ_by_capitals_are_said_once():
    assert wording.unlike(["Dua Kontainer", "21 ton", "dua kontainer"]) == ("dua kontainer", "21 ton")


def test_a_span_of_days_has_no_dash_for_an_end_that_is_not_told():
    first, last = date(2021, 12, 20), date(2021, 12, 23)
    assert wording.span(first, last) == "20 Desember 2021 – 23 Desember 2021"
    assert wording.span(first, None) == wording.span(first, first) == "20 Desember 2021"


def test_no_text_steers_a_terminal():
    assert wording.safe("a\x1b[31mb\x07\u202ec\n") == "a[31mbc\n"


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (1_500_000_000, "IDR", "Rp1.5 billion"),
        (7_200_000_000_000, "IDR", "Rp7.2 trillion"),
        ("136056.11", "USD", "US$136,056.11"),
    ],
)
def test_money_reads_as_in_an_english_paper(amount, currency, shown):
    assert wording.money(Decimal(amount), currency, "en") == shown


def test_numbers_and_days_in_english():
    assert wording.number(Decimal("12345.5"), language="en") == "12,345.5"
    assert wording.day(date(2021, 5, 20), "en") == "20 May 2021"


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        (18500, "kg", "18.5 t"),
        (2, "container", "2 container"),
        ("1200.5", "l", "1,200.5 litre"),
        (3, "m3", "3 m³"),
    ],
)
def test_quantities_in_english(amount, unit, shown):
    assert wording.quantity(Decimal(amount), unit, "en") == shown


def test_days_that_span_in_english():
    assert wording.span(date(2021, 12, 20), date(2022, 1, 2), "en") == "20 December 2021 – 2 January 2022"
