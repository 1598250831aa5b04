"""Every text of the pages is there in Indonesian and English, and numbers, money and days are in the reader's form."""

import re
import string
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from app.asking import FILTERS
from app.facts import KINDS
from app.labels import chapters
from app.web import asked, entries, filters
from app.web.language import Speech, chosen, preferred, texts
from app.web.settings import LANGUAGES
from entities.ledger_firsts import Kind as First
from entities.records import Kind, Money, Quantity
from entities.scheme_claims import FIELDS as SCHEME_FIELDS
from entities.scheme_history import State, Why
from entities.scheme_stages import Of, StageKind
from indexer.language import LOOSENED, parse

WEB = Path(__file__).resolve().parents[1] / "app" / "web"
CODE = "\n".join(
    path.read_text("utf-8") for path in [*WEB.rglob("*.py"), *(WEB / "templates").glob("*.html")]
)
NAMED = re.compile(r'\bt\(\s*"([a-z_]+\.[\w-]+)"')
ID, EN = Speech("id"), Speech("en")


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(texts()))
def test_a_text_is_told_in_both_languages_with_the_same_blanks(key):
    text = texts()[key]
    assert text.keys() - {"one"} == {"id", "en"}
    assert all(text.values())
    assert fields(text["id"]) == fields(text["en"])


def test_every_text_that_a_page_names_is_there():
    assert [key for key in NAMED.findall(CODE) if key not in texts()] == []


BUILT = {  # sections whose keys are made of codes -> the codes
    "why": [why.replace(" ", "-") for why in get_args(Why)],
    "state": get_args(State),
    "stage": get_args(StageKind),
    "stage-of": get_args(Of),
    "column": (*entries.FIELDS, *SCHEME_FIELDS),
    "conflict": ("differ", "disjoint", "factor"),
    "sort": asked.SORTS,
    "by": asked.BYS,
    "kind": tuple(KINDS),
    "mention": get_args(Kind),
    "first": get_args(First),
    "facet": filters.SHOWN,
    "field": tuple(FILTERS),
    "tab": tuple(asked.PAGE_OF),
    "digest-only": LANGUAGES,
}


@pytest.mark.parametrize("section", BUILT)
def test_every_code_that_a_text_is_made_for_has_one(section):
    assert [code for code in BUILT[section] if f"{section}.{code}" not in texts()] == []


@pytest.mark.parametrize(
    ("amount", "currency", "here", "there"),
    [
        (1_500_000_000, "IDR", "Rp1,5 miliar", "Rp1.5 billion"),
        ("136056.11", "USD", "US$136.056,11", "US$136,056.11"),
        (455_000, "SAR", "SAR 455.000", "SAR 455,000"),
        (7_200_000_000_000, "IDR", "Rp7,2 triliun", "Rp7.2 trillion"),
    ],
)
def test_money_reads_as_in_a_paper_of_the_language(amount, currency, here, there):
    assert ID.money(Decimal(amount), currency) == here
    assert EN.money(Decimal(amount), currency) == there


def test_amounts_keep_their_range_and_their_about():
    value = Money(amount=Decimal(100_000), upto=Decimal(150_000), currency="USD", approximate=True)
    assert ID.amount(value) == "sekitar US$100.000–US$150.000"
    assert EN.amount(value) == "about US$100,000–US$150,000"
    assert EN.amount(Quantity(amount=Decimal(18_500), unit="kg")) == "18.5 tonnes"
    assert EN.amount(Quantity(amount=Decimal(1), unit="container")) == "1 container"
    assert EN.amount(Quantity(amount=Decimal(12), unit="ikat")) == "12 ikat"


def test_days_and_moments_are_told_in_wib():
    at = datetime(2021, 12, 31, 20, 30, tzinfo=UTC)
    assert (ID.moment(at), EN.moment(at)) == ("1 Januari 2022 03.30 WIB", "1 January 2022 03:30 WIB")
    assert (ID.short_day(date(2021, 8, 20)), EN.short_day(date(2021, 8, 20))) == (
        "20 Agu 2021",
        "20 Aug 2021",
    )
    assert (ID.day(None), EN.day(None)) == ("–", "–")


def test_chapters_have_a_title_in_both_languages():
    assert set(chapters("en")) == set(chapters())
    assert all(title.strip() and title.isascii() for title in chapters("en").values())
    assert (ID.label("group", "09"), EN.label("group", "09")) == (
        "kopi, teh, rempah (09)",
        "coffee, tea, spices (09)",
    )


@pytest.mark.parametrize(
    "text",
    ["kopi OR", '"kopi', "- kopi", "warna:merah", "tujuan:jepan", "tujuan:qqqq", "a " * 1_100, "b " * 70],
)
def test_what_the_query_language_notes_is_known_in_english(text):
    notes = parse(text).notes
    assert notes
    assert all(EN.note(note) != note == ID.note(note) for note in (*notes, LOOSENED))


def test_names_of_countries_are_those_of_the_language():
    assert (ID.country("JP"), EN.country("JP")) == ("Jepang", "Japan")
    assert EN.country("??") == "??"


@pytest.mark.parametrize(
    ("told", "setting", "accepted", "language"),
    [
        ("en", "id", "id", "en"),
        (None, "id", "en", "id"),
        (None, None, "en-GB,en;q=0.9,id;q=0.8", "en"),
        (None, None, "id,en;q=0.9", "id"),
        (None, None, "in-ID", "id"),
        (None, None, "fr", "id"),
        (None, None, "", "id"),
        (None, None, "en;q=x", "id"),
    ],
)
def test_the_address_tells_the_language_then_the_server_then_the_browser(told, setting, accepted, language):
    assert chosen(told, setting, accepted) == language
    assert setting or told or preferred(accepted) == language
