"""Money, quantities and dates over generated text: what is printed is read back, and nothing hangs or breaks."""

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.dates import find_dates, read_published, resolve
from entities.money import find_money
from entities.quantity import find_quantities
from entities.records import Money, PartialDate, Quantity

settings.register_profile("pantau", max_examples=80, deadline=None, derandomize=True)
settings.load_profile("pantau")

SCALES = {"": 1, "ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
UNITS = {
    "ton": ("kg", 1000),
    "kg": ("kg", 1),
    "kontainer": ("container", 1),
    "ekor": ("head", 1),
    "pasang": ("pair", 1),
}
DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()


def printed(number: Decimal) -> str:
    """The number in Indonesian style: 1.234,5."""
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


numbers = st.builds(
    lambda whole, cents: Decimal(whole) + Decimal(cents) / 100, st.integers(1, 999_999), st.integers(0, 99)
)


@given(
    numbers,
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(["Rp{}", "Rp {}", "Rp. {}", "{} rupiah", "IDR {}"]),
)
def test_any_printed_sum_is_read_back(number, scale, form):
    said = form.format(f"{printed(number)} {scale}".strip())
    (span,) = find_money(f"Nilainya {said} kemarin.")
    assert isinstance(span.value, Money)
    assert (span.value.amount, span.value.currency) == (number * SCALES[scale], "IDR")


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["-", " - ", " hingga ", " sampai ", "–"]))
def test_any_range_keeps_its_ends(low, more, joint):
    (span,) = find_money(f"harga Rp {low}{joint}{low + more} ribu per kg")
    assert isinstance(span.value, Money)
    assert (span.value.amount, span.value.upto) == (low * 1000, (low + more) * 1000)


@given(numbers, st.sampled_from(sorted(UNITS)))
def test_any_measure_is_read_back(number, unit):
    (span,) = find_quantities(f"sebanyak {printed(number)} {unit} dikirim")
    code, factor = UNITS[unit]
    assert isinstance(span.value, Quantity)
    assert (span.value.amount, span.value.unit) == (number * factor, code)


@given(st.dates(date(2005, 1, 1), date(2035, 12, 31)), st.integers(0, 60))
def test_a_reported_weekday_and_day_give_the_day_meant(day, later):
    said = f"{DAYS[day.weekday()]} ({day.day}/{day.month})"
    published = day + timedelta(days=later)
    (span,) = find_dates(f"Dilepas {said}.", published)
    assert isinstance(span.value, PartialDate)
    assert span.value.as_date() == day
    partial = PartialDate(month=day.month, day=day.day)
    assert resolve(partial, day.weekday(), published, future=False) == day


@given(st.dates(date(2005, 1, 1), date(2035, 12, 31)), st.integers(1, 6))
def test_a_weekday_that_fits_no_printed_date_contradicts_it(day, wrong):
    said = f"{DAYS[(day.weekday() + wrong) % 7]} ({day:%d/%m/%Y})"
    (span,) = find_dates(said, day)
    assert span.rule == "weekday-contradicts"


def test_a_send_off_is_never_after_publication_but_an_announcement_may_be():
    partial, published = PartialDate(month=1, day=3), date(2021, 12, 22)
    assert resolve(partial, None, published, future=False) == date(2021, 1, 3)
    assert resolve(partial, None, published, future=True) == date(2022, 1, 3)
    assert resolve(partial, 0, published, future=False) is None  # 3 January 2021 was a Sunday


def test_figures_of_one_deal_share_a_number():
    text = "Senilai US$90 ribu (setara dengan Rp1,3 miliar), lalu 5 ribu euro atau hampir Rp 85 juta, dan Rp 2 juta."
    assert [s.value.deal for s in find_money(text) if isinstance(s.value, Money)] == [1, 1, 2, 2, None]


def test_a_stated_rate_is_no_deal():
    assert [s.value.deal for s in find_money("US$ 1 setara Rp14.300") if isinstance(s.value, Money)] == [
        None,
        None,
    ]


@given(st.text(alphabet="Rp1230.,-/() satujbMdlxnhigK$€\n\u00a0'’İß", max_size=400))
def test_any_text_is_survived_and_spans_are_slices(text):
    for find in (find_money, find_quantities, lambda t: find_dates(t, date(2021, 12, 22))):
        for span in find(text):
            assert 0 <= span.start < span.end <= len(text)
    read_published(text)


HOSTILE = [
    "1",
    "1.",
    "1 ",
    "Rp",
    "Rp 1 ",
    "satu ",
    "1-",
    "1/1",
    "(1/1 ",
    "Rabu 1 Mei ",
    "1 Mei-",
    "1 x ",
    "sekitar ",
    "Rp1 atau ",
]


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize(
    "find",
    [find_money, find_quantities, lambda t: find_dates(t, date(2021, 1, 1))],
    ids=["money", "quantity", "dates"],
)
def test_hostile_text_costs_in_proportion_to_its_length(find, unit):
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        begun = time.process_time()
        find(text)
        return time.process_time() - begun

    short, long = (min(cost(size) for _ in range(3)) for size in (1_000, 8_000))
    assert long < 32 * max(short, 1e-3)  # eight times the text; a quadratic scan would take 64 times as long
