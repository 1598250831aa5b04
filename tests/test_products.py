"""Goods of whole articles: one name for one good, the lexicon's own promises."""

import csv
from pathlib import Path

import pytest

from entities.goods import chapter
from entities.products import products
from entities.records import Article

TABLE = Path(__file__).resolve().parents[1] / "entities" / "data" / "products.csv"


def names(title: str, body: str) -> list[str]:
    article = Article(id="a", source="", url="", title=title, body=body)
    return list(dict.fromkeys(mention.name for mention in products(article)))


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Briket arang dikirim. Briket itu laku.", ["briket arang"]),
        ("Ikan koi dikirim ke Jepang. Koi asal Blitar disukai.", ["ikan koi"]),
        ("Kopi arabika kintamani dikirim. Kopi kintamani harum.", ["kopi arabika kintamani"]),
        ("Keripik singkong laku, petani singkong senang.", ["keripik singkong", "singkong"]),
    ],
)
def test_a_short_name_takes_the_longer_one(body, wanted):
    assert names("", body) == wanted


def test_a_programme_is_no_good():
    assert names("", "Mereka hadir di Festival Kopi Nusantara 2023.") == []


def test_every_mention_stands_where_it_says():
    body = "Udang vaname, gula semutnya, serta kopi\u00a0bubuk dari Liwa."
    article = Article(id="a", source="", url="", title="Udang", body=body)
    assert all(getattr(article, m.field)[m.start : m.end] == m.text for m in products(article))


@pytest.mark.parametrize(
    ("name", "wanted"), [("kopi arabika gayo", "09"), ("keripik singkong", "20"), ("barang aneh", None)]
)
def test_a_good_has_the_chapter_of_its_longest_known_name(name, wanted):
    assert chapter(name) == wanted


def test_the_lexicon_is_a_table_of_lower_case_names_each_with_a_source():
    rows = list(csv.DictReader(TABLE.open(encoding="utf-8")))
    assert len(rows) >= 600
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(row["name"] == row["name"].lower() and row["source"] for row in rows)
    assert {row["class"] for row in rows} == {"good", "weak", "category", "head"}
    assert all(row["chapter"] == "" or 1 <= int(row["chapter"]) <= 97 for row in rows)


@pytest.mark.parametrize(
    "text", ["", "\x00", "(((", "kopi-", "12 ton", "dan dan, kopi, dan", "ko\u00adpi ß ﬁkan", "“”'"]
)
def test_odd_text_gives_right_spans_or_none(text):
    article = Article(id="a", source="", url="", title=text, body=text)
    assert all(getattr(article, m.field)[m.start : m.end] == m.text for m in products(article))


def test_a_list_vouches_for_its_weak_words_and_they_not_for_one_another():
    assert names("", "Isinya hand sanitizer, masker, dan parfum.") == ["hand sanitizer", "masker", "parfum"]
    assert names("", "Panitia menanggung meja, lampu, serta karpet.") == []


def test_a_category_of_the_headline_gives_way_to_the_list_of_the_body():
    body = "Warga mengirim camilan ke Taiwan, Rabu (2/9). Barang yang dilepas terdiri dari 1.200 bungkus keripik gadung."
    found = products(Article(id="a", source="", url="", title="Camilan Kediri Dikirim ke Taiwan", body=body))
    assert {mention.name for mention in found} == {"keripik gadung"}
