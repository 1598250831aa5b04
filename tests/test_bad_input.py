"""Any text at all: the extractor and the clean-up never fail, offsets are exact, and what is found is right.

Texts are built from the pieces of news and from what breaks programs: hidden and combining characters, marks of
direction, lone surrogates, NUL, quotes of all kinds, brackets, blanks within numbers.
"""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lines import extract_lines
from entities.dates import find_dates
from entities.extract import annotate
from entities.invisible import INVISIBLE, UNSEEN, visible
from entities.money import find_money
from entities.prose import tidy
from entities.quantity import find_quantities
from entities.records import Article, Money, PartialDate, Quantity, Story
from entities.text import clean
from entities.wire import dumps, loads, story_from, story_json
from tests.test_numbers import DAYS, printed

SMALL = settings(max_examples=60, deadline=None, derandomize=True)
PUBLISHED = datetime.fromisoformat("2024-03-07T08:00:00+07:00")
NASTY = [
    "\0", "\x07", "\x1b[31m", "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u2066", "\u0301", "\u0300" * 40, "\ud800", "\udfff",
    "🎉", "👩\u200d🌾", "🇮🇩", "印尼", "عربي", "Привет", "İ", "ß", "ﬁ", "１２", "½", "m³", "\u2028", "\u0085", "\t", "\r\n", "\n\n", "\u00a0", "\u2009", "\u202f",
    "“", "”", "‘", "’", '"', "«", "((((", "))))", "[[", "]]", "{", "<br/>", "&nbsp;", "…", "–", "—", "a" * 500, "9" * 60, "1.1.1.1.1", "%s", "\\",
]  # fmt: skip
NEWS = [
    "Bupati", "melepas ekspor", "kopi", "gula semut", "ke Jepang", "dan", "Jerman", "asal Temanggung", "Kota Solo", "Rp", "US$", "1,5", "miliar", "juta",
    "1.250.000", "sekitar", "atau", "setara", "12", "ton", "kontainer", "2 x 20 feet", "dua puluh", "Rabu", "(6/3)", "(6/3/2024)", "kemarin", "kata",
    "PT Maju Jaya", "program", "“Maju Bersama”", "Dinas Koperasi", "pelatihan", "diikuti", "20 peserta", ".", ",", ":", ";", " ", "  ", "-", "/", "\n", "Kab.",
]  # fmt: skip
texts = st.lists(st.sampled_from(NEWS) | st.sampled_from(NASTY) | st.text(max_size=4), max_size=60).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda joint: joint.join(parts))
)


def read(body: str, title: str = "") -> Story:
    return annotate(Article(id="a", source="s", url="", title=title, body=body, published_at=PUBLISHED))


def exact(story: Story) -> bool:
    records = (*story.releases, *story.programs)
    mentions = [*story.mentions, *(m for record in records for m in record.evidence)]
    return all(
        m.start < m.end and getattr(story.article, m.field)[m.start : m.end] == m.text for m in mentions
    )


# ---------------------------------------------------------------- the whole extractor


@SMALL
@given(texts, texts)
def test_any_article_is_survived_and_its_offsets_are_exact(title: str, body: str) -> None:
    story = read(body, title)
    assert exact(story)
    assert story_from(loads(dumps(story_json(story)))) == story


@SMALL
@given(texts)
def test_an_article_is_read_the_same_every_time(body: str) -> None:
    assert read(body) == read(body)


@SMALL
@given(
    st.lists(st.integers(0, 90), max_size=12),
    st.sampled_from(["\u00ad", "\u200b", "\0", "\u202e", "\u2060\ufeff"]),
)
def test_what_nobody_sees_changes_nothing_but_the_places(places: list[int], hidden: str) -> None:
    plain = "Bupati Sikka melepas 12 ton kakao ke Belgia, Rabu (6/3/2024), senilai Rp 1,5 miliar (US$95.500)."
    damaged = plain
    for at in sorted(places, reverse=True):
        damaged = damaged[:at] + hidden + damaged[at:]
    story, wanted = read(damaged), read(plain)
    assert exact(story)
    assert [(m.kind, m.value, m.role) for m in story.mentions] == [
        (m.kind, m.value, m.role) for m in wanted.mentions
    ]
    assert [UNSEEN.sub("", m.text) for m in story.mentions] == [m.text for m in wanted.mentions]


def test_an_article_without_hidden_characters_is_not_copied() -> None:
    article = Article(id="a", source="s", url="", title="Kopi", body="Kopi\tke Jepang.\n\nTamat.")
    assert visible(article) is article


JUNK = {
    "NUL only": "\0" * 1000,
    "surrogates": "\ud800\udfff" * 1000,
    "combining marks": "e" + "\u0301" * 5000,
    "joined emoji": "👩\u200d👩\u200d👧" * 500,
    "marks of direction": "\u202e\u2066\u200f" * 1000,
    "deep brackets": "(" * 3000 + "kopi" + ")" * 3000,
    "deep quotes": "“‘" * 2000 + "’”" * 2000,
    "a word of 100,000 letters": "kopi" * 25_000,
    "a number of 100,000 digits": "1" * 100_000,
    "a sum of 100,000 groups": "Rp 1" + ".000" * 25_000,
    "a number word of 30,000 words": "dua puluh " * 15_000,
    "all scripts": "".join(map(chr, range(0x20, 0x3000))),
    "vertical blanks": "\v\f\x1c\x1d\x1e\x85\u2028\u2029" * 500,
}


@pytest.mark.parametrize("body", JUNK.values(), ids=JUNK)
def test_junk_has_no_release_no_program_and_no_sum(body: str) -> None:
    story = read(body)
    assert exact(story)
    assert (story.releases, story.programs) == ((), ())
    assert [m for m in story.mentions if m.kind in ("value", "quantity")] == []


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "1", "title": "Kopi \\ud800", "body": "Ekspor 12 ton kopi \\udfff ke Jepang senilai Rp1 miliar."}',
        '{"id": "1", "title": "", "body": ""}',
        '{"id": "1", "title": "\\u0000", "body": "\\u0000\\n\\n\\u0000"}',
        '{"id": "1", "title": "Kopi", "body": "Kopi", "published_at": "0001-01-01T00:00:00+00:00"}',
        '{"id": "1", "title": "Kopi", "body": "Ekspor kopi senilai US$1 juta dilepas kemarin.", "published_at": "9999-12-31T23:59:59-12:00"}',
    ],
    ids=["lone surrogates", "empty", "NUL", "the first day", "the last day"],
)
def test_a_line_of_any_text_is_answered_by_a_line(line: str, tmp_path) -> None:
    with (tmp_path / "out.jsonl").open("w", encoding="utf-8") as out:
        assert extract_lines([line.encode()], out) == 0
    (answer,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert json.loads(answer)["id"] == "1"


# ---------------------------------------------------------------- sums and amounts: printed and read back

BLANKS = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"])
SIGNS = {
    "Rp": "IDR",
    "US$": "USD",
    "€": "EUR",
    "RM": "MYR",
    "S$": "SGD",
    "A$": "AUD",
    "¥": "JPY",
    "SAR": "SAR",
    "RMB": "CNY",
}
NAMES = {
    "rupiah": "IDR", "dolar AS": "USD", "euro": "EUR", "ringgit": "MYR", "dolar Singapura": "SGD", "dolar Australia": "AUD",
    "yen": "JPY", "riyal": "SAR", "yuan": "CNY", "won": "KRW", "baht": "THB", "dirham": "AED", "poundsterling": "GBP",
}  # fmt: skip
whole = st.integers(100, 10**12)
scaled = st.tuples(
    st.integers(1, 999),
    st.integers(0, 99),
    st.sampled_from([("ribu", 10**3), ("juta", 10**6), ("miliar", 10**9), ("triliun", 10**12)]),
)


@given(
    whole,
    st.sampled_from(sorted(SIGNS)),
    BLANKS,
    st.sampled_from(["id", "en", "blank", "dot blank", "cents"]),
)
def test_a_whole_sum_is_read_in_each_style(amount: int, sign: str, blank: str, style: str) -> None:
    groups = f"{amount:,}"
    said = {
        "id": groups.replace(",", "."),
        "en": groups,
        "blank": groups.replace(",", blank) if amount >= 10**6 else str(amount),
        "dot blank": groups.replace(",", f".{blank}"),
        "cents": groups.replace(",", ".") + ",00",
    }[style]
    (span,) = find_money(f"Nilainya {sign}{blank}{said} kemarin.")
    assert isinstance(span.value, Money)
    assert (span.value.amount, span.value.currency) == (amount, SIGNS[sign])


@given(scaled, st.sampled_from(sorted(SIGNS.items()) + sorted(NAMES.items())), BLANKS, st.sampled_from(",."))
def test_a_scaled_sum_is_read_in_each_style(number, currency: tuple[str, str], blank: str, mark: str) -> None:
    units, cents, (scale, times) = number
    digits = f"{units}{mark}{cents:02}" if cents else str(units)
    name, code = currency
    said = f"{digits}{blank}{scale}{blank}{name}" if name in NAMES else f"{name}{digits}{blank}{scale}"
    (span,) = find_money(f"senilai {said}, kata kepala dinas")
    assert isinstance(span.value, Money)
    assert (span.value.amount, span.value.currency) == ((Decimal(units) + Decimal(cents) / 100) * times, code)


ONES = [
    "",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
]


def spelled(n: int) -> str:
    """A number below a thousand million in Indonesian words."""
    if n < 12:
        return ONES[n]
    for size, name, one in (
        (10**6, "juta", "satu juta"),
        (1000, "ribu", "seribu"),
        (100, "ratus", "seratus"),
    ):
        if n >= size:
            head = one if n // size == 1 else f"{spelled(n // size)} {name}"
            return f"{head} {spelled(n % size)}".strip()
    return f"{spelled(n - 10)} belas" if n < 20 else f"{spelled(n // 10)} puluh {spelled(n % 10)}".strip()


@given(st.integers(1, 999_999_999))
def test_a_sum_in_words_is_read_back(n: int) -> None:
    (span,) = find_money(f"sebesar {spelled(n)} rupiah dibayar")
    assert isinstance(span.value, Money)
    assert span.value.amount == n


@given(st.integers(2, 999_999))
def test_an_amount_in_words_is_read_back(n: int) -> None:
    (span,) = find_quantities(f"mengirim {spelled(n)} kilogram pala")
    assert isinstance(span.value, Quantity)
    assert span.value.amount == n


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(sorted(SIGNS)))
def test_two_statements_of_one_deal_share_a_number_in_any_pair_of_currencies(
    a: int, b: int, sign: str
) -> None:
    first, second = (f"Rp{a} juta", f"{sign}{b} ribu")
    for joint in (" atau ", " (setara ", " alias ", ", setara ", " / ", " (sekitar "):
        values = [s.value for s in find_money(f"senilai {first}{joint}{second}) kemarin")]
        deals = [v.deal for v in values if isinstance(v, Money)]
        assert deals == ([1, 1] if SIGNS[sign] != "IDR" else [None] * len(deals))


@given(st.dates(date(2005, 1, 1), date(2035, 12, 31)), st.integers(0, 300), BLANKS)
def test_the_weekday_decides_the_year_whatever_blank_is_printed(day: date, later: int, blank: str) -> None:
    text = f"Dilepas {DAYS[day.weekday()]}{blank}({day.day}/{day.month}) di pelabuhan."
    (span,) = find_dates(text, day + timedelta(days=later))
    assert isinstance(span.value, PartialDate)
    assert span.value.as_date() == day


@given(st.integers(1, 99_999), BLANKS, st.sampled_from(["ton", "kg", "kontainer", "ekor", "karung"]))
def test_an_amount_is_read_whatever_blank_is_printed(n: int, blank: str, unit: str) -> None:
    text = f"Sebanyak {printed(Decimal(n))}{blank}{unit} dikirim."
    (span,) = find_quantities(text)
    assert text[span.start : span.end] == f"{printed(Decimal(n))}{blank}{unit}"


# ---------------------------------------------------------------- clean-up


@SMALL
@given(texts)
def test_a_tidy_line_stays_as_it_is(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once


@SMALL
@given(st.lists(texts, max_size=8), texts)
def test_any_page_is_cleaned_without_error(paragraphs: list[str], title: str) -> None:
    body = clean(paragraphs, title=title).body
    assert INVISIBLE.search(body) is None


PARAGRAPHS = [
    "SOLO, WARTA – Bupati melepas ekspor 12 ton kopi ke Jepang, Rabu (6/3/2024).",
    "Sebanyak 12 ton kopi senilai Rp1,5 miliar itu dikirim dalam satu kontainer ke Yokohama.",
    "“Kami bangga,” kata Bupati saat melepas kontainer itu di gudang koperasi, Rabu siang.",
    "Baca juga: Kopi Naik Harga",
    "Kepala dinas mengatakan pengiriman berikutnya dijadwalkan pada bulan depan ke Korea Selatan.",
    "Foto: Redaksi",
    "Penulis: Redaksi",
    "Editor: Redaktur",
    "Berita Terkait",
    "• Kopi robusta, kopi arabika, dan teh hijau dari kebun rakyat di lereng gunung sebelah utara.",
]


@SMALL
@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=12))
def test_what_was_cleaned_once_is_clean(paragraphs: list[str]) -> None:
    once = clean(paragraphs, title="Kopi Dilepas ke Jepang")
    again = clean(once.paragraphs, title="Kopi Dilepas ke Jepang")
    assert again.body == once.body


@pytest.mark.parametrize("moment", ["9999-12-31T20:00:00+00:00", "0001-01-01T00:00:00+00:00"])
def test_a_day_of_publication_at_the_end_of_the_calendar_breaks_nothing(moment):
    published = datetime.fromisoformat(moment)
    body = "Bupati melepas ekspor 12 ton kopi ke Jepang, Rabu (6/3), senilai US$100 ribu. Kiriman itu yang kedua."
    told = annotate(
        Article(id="a", source="s", url="", title="Kopi ke Jepang", body=body, published_at=published)
    )
    assert exact(told)
