"""Numbers, money and days in the reader's form."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import pytest

from app import wording
from app.digests.language import language
from app.ledger_terminal import value_words
from app.web.language import Speech
from app.web.settings import LANGUAGES
from entities.correction_sets import UNITS
from entities.numerals import table
from entities.records import Quantity


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
        (18500, "kg", "18.5 tonnes"),
        (1000, "kg", "1 tonne"),
        (999, "kg", "999 kg"),
        (2, "container", "2 containers"),
        (1, "container", "1 container"),
        ("0.5", "container", "0.5 containers"),
        ("1200.5", "l", "1,200.5 litres"),
        (1, "pcs", "1 piece"),
        (12, "head", "12 head"),
        (40, "ft", "40 feet"),
        (3, "m3", "3 m³"),
        (12, "ikat", "12 ikat"),
    ],
)
def test_quantities_read_as_in_an_english_paper(amount, unit, shown):
    assert wording.quantity(Decimal(amount), unit, "en") == shown


def test_a_quantity_is_worded_alike_in_a_digest_on_the_page_and_by_commands():
    for unit, amount in product(UNITS, (Decimal("0.5"), Decimal(1), Decimal(2500))):
        value = Quantity(amount=amount, upto=amount * 3, unit=unit, approximate=True)
        for code in LANGUAGES:
            assert language(code).stated(value) == Speech(code).amount(value) == wording.amount(value, code)
        assert value_words(value) == wording.amount(value)


def test_every_unit_that_is_read_or_set_has_its_words():
    read = {row["unit"] for row in table("quantity.toml")["unit"]}
    assert read <= set(UNITS)
    for unit in UNITS:
        assert all(wording.unit_words()[unit][form] for form in ("id", "en", "one"))


def test_days_that_span_in_english():
    assert wording.span(date(2021, 12, 20), date(2022, 1, 2), "en") == "20 December 2021 – 2 January 2022"
