"""The whole story of an article: pure, exact in its offsets, and calm with any input."""

from datetime import datetime

import pytest

from entities.extract import annotate
from entities.records import Article

NEWS = (
    "MAUMERE – Bupati Sikka melepas ekspor 12 ton kakao ke Belgia, Rabu (6/3/2024). "
    "Nilainya Rp1,2 miliar.\n\nKakao itu milik Koperasi Mitra Alam dan 86 petani Kabupaten Sikka."
)
ODD = {
    "empty": "",
    "blank": " \n\n\u00a0 ",
    "one word": "Ekspor",
    "no letters": "… 123 !!! (((",
    "NUL bytes": "Bupati\x00 melepas ekspor\x00 ke Jepang",
    "soft hyphens": "Bupati me\u00adlepas eks\u00adpor ko\u00adpi ke Je\u00adpang.",
    "mixed scripts": "バリの珈琲を輸出 экспорт кофе Rp5 juta ke Jepang",
    "emoji": "Ekspor 🥥 2 ton kelapa ke 🇯🇵 Jepang",
}


def article(body: str, title: str = "Kakao Sikka Dilepas ke Belgia") -> Article:
    published = datetime.fromisoformat("2024-03-07T08:00:00+08:00")
    return Article(id="a", source="s", url="", title=title, body=body, published_at=published)


def test_the_same_article_gives_the_same_story() -> None:
    assert annotate(article(NEWS)) == annotate(article(NEWS))


def test_a_story_keeps_its_article() -> None:
    told = article(NEWS)
    assert annotate(told).article is told


@pytest.mark.parametrize("body", [NEWS, *ODD.values()], ids=["news", *ODD])
def test_every_mention_is_the_text_at_its_offsets(body: str) -> None:
    told = annotate(article(body))
    shown = [*told.mentions, *(m for r in told.releases for m in r.evidence)]
    assert all(getattr(told.article, m.field)[m.start : m.end] == m.text for m in shown)


def test_an_article_without_a_day_has_a_release_without_a_year_guessed() -> None:
    told = annotate(Article(id="a", source="s", url="", title="Kakao Dilepas", body=NEWS))
    assert told.releases[0].date is not None
    assert told.releases[0].date.year == 2024


def test_dates_are_evidence_and_no_mentions() -> None:
    told = annotate(article(NEWS))
    assert all(m.kind != "date" for m in told.mentions)
    assert any(m.kind == "date" for m in told.releases[0].evidence)


def test_a_cue_word_inside_a_name_decides_nothing() -> None:
    """ "bunga" in "bunga pepaya" is no interest on a loan."""
    told = annotate(article("Bupati melepas ekspor ke Jepang. Isinya petai, bunga pepaya, dan daun salam."))
    assert {m.role for m in told.mentions if m.name == "daun salam"} == {"exported"}


def test_a_megabyte_without_a_break_is_read() -> None:
    annotate(article("ekspor kopi ke Jepang dan " * 8_000))
