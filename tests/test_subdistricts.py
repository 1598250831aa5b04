"""Districts and villages: found after their cue words only, no cities, evidence for the kabupaten they lie in."""

import csv
import gzip

import pytest

from entities.gazetteer import DATA, Words
from entities.places import places
from entities.records import Article
from entities.regions import codes
from entities.subdistricts import homes, joined, parts


def told(body: str) -> list[tuple[str, str, str]]:
    article = Article(id="a", source="s", url="u", title="Ekspor Kopi", body=body)
    return [(m.text, str(m.value), m.rule) for m in places(article)]


def test_table_is_sorted_and_leads_to_regions_that_exist() -> None:
    with gzip.open(DATA / "subdistricts.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    names = [(name, kind) for name, kind, _ in rows]
    assert len(names) > 69_000
    assert names == sorted(set(names))
    assert all(name == joined(name) for name, _ in names)
    assert {code for *_, found in rows for code in found.split()} <= set(codes())


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("rangsangpesisir", "kecamatan", {"14.10"}),
        ("rangsangpesisir", "desa", set()),
        ("kedaburapat", "desa", {"14.10"}),
        ("aaa", "desa", set()),
        ("zzz", "kecamatan", set()),
    ],
)
def test_a_name_is_looked_up_in_the_packed_table(name: str, kind: str, found: set[str]) -> None:
    assert homes(name, kind) == found


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Desa Kedabu Rapat", ["Desa Kedabu Rapat"]),
        ("Kec. Kintamani", ["Kec. Kintamani"]),
        ("Desa Wisata Nglanggeran, Kapanewon Patuk", ["Desa Wisata Nglanggeran", "Kapanewon Patuk"]),
        ("Distrik Kemtuk Gresi", ["Distrik Kemtuk Gresi"]),
        ("Kintamani dan kecamatan kintamani", []),
        ("Desa Devisa Kopi, Kampung Inggris, Kampung Batik", []),
    ],
)
def test_only_after_a_cue_word_and_in_capitals(text: str, printed: list[str]) -> None:
    words = Words(text)
    assert [text[words.starts[p.first] : words.ends[p.last]] for p in parts(words)] == printed


def test_tells_kabupaten_from_kota() -> None:
    assert told("Petani Bandung di Desa Sugihmukti gembira.") == [
        ("Bandung", "32.04", "kabupaten-established")
    ]
    assert told("Perajin Solok di Kecamatan Lembah Gumanti gembira.")[0][1] == "13.02"


def test_is_the_origin_where_no_kabupaten_or_kota_is_named() -> None:
    assert told("Petani Kecamatan Kintamani, Bali, mengekspor kopi.") == [
        ("Kecamatan Kintamani", "51.06", "district"),
        ("Bali", "51", "name"),
    ]


def test_is_no_mention_beside_any_kabupaten_or_kota() -> None:
    assert told("Petani Kecamatan Kintamani, Bangli, mengekspor kopi.") == [("Bangli", "51.06", "name")]
    assert told("DENPASAR - Petani Kecamatan Kintamani mengekspor kopi.") == [("DENPASAR", "51.71", "name")]


def test_many_bearers_need_a_province_or_each_other() -> None:
    assert told("Perajin Desa Sukamaju bangga.") == []
    assert told("Perajin Desa Sukadana, Bali, bangga.")[0][1] == "51.07"
    assert [code for _, code, _ in told("Petani Desa Ciburial, Kecamatan Cimenyan, bangga.")] == ["32.04"] * 2


def test_the_only_bearer_is_not_believed_in_another_province() -> None:
    assert told("Perajin Desa Kedaburapat di Papua bangga.") == [("Papua", "91", "name")]


def test_jakarta_stays_a_province() -> None:
    assert told("Perajin Kecamatan Pesanggrahan, Jakarta, bangga.") == [("Jakarta", "31", "name")]
