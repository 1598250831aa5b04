"""Exports: what a row says, exact, with a citation and a dictionary that is true."""

import csv
import io
import json
import shlex
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app import export
from app.asking import FILTERS, Asked
from app.export_about import described
from app.export_columns import GET, OF, TABLE, columns
from entities.records import Money, Release, Story
from indexer.index import Between, Hit, Query
from tests.exporting import BODY, DEAL, RELEASE, article, found, mention, named, sheets, table, written

# ---------------------------------------------------------------- what a row says


def test_a_row_has_codes_beside_names_and_words_as_printed():
    row = table(written("csv", [found()]))[0]
    told = {
        "id": "solopos-1-r1",
        "article": "solopos-1",
        "sample": "false",
        "origin_codes": "33.23; 33.10",
        "origin_names": "Kabupaten Temanggung; Kabupaten Klaten",
        "province_codes": "33",
        "destination_codes": "JP; NA",
        "destination_names": "Jepang; Namibia",
        "date": "2021-12-20",
        "published_at": "2021-12-20T10:00:00+07:00",
        "values": "~IDR 1500000000",
        "values_printed": "Rp1,5 miliar",
        "quantities": "kg 18000; container 1",
        "quantities_printed": "18 ton",
        "kilograms": "18000",
        "evidence": "Sebanyak 18 ton kopi senilai Rp1,5 miliar dilepas ke Jepang.",
        "url": "https://example.com/solopos-1",
    }
    assert {name: row[name] for name in told} == told


def test_a_list_splits_again_whatever_its_items_hold():
    assert table(written("csv", [found()]))[0]["products"].split("; ") == ["kopi", "gula, semut"]


def test_each_release_of_an_article_has_an_id_of_its_own():
    twins = (replace(RELEASE), replace(RELEASE))
    story = Story(article=article(), releases=twins)
    rows = table(written("csv", [Hit(story=story, release=twin) for twin in twins]))
    assert [row["id"] for row in rows] == ["solopos-1-r1", "solopos-1-r2"]


def test_a_converted_amount_names_rate_day_and_source():
    row = table(written("csv", [found()]))[0]
    assert (row["rupiah"], row["rupiah_rate"], row["rate_date"]) == ("1500000000", "", "2021-12-20")
    assert row["rate_source"].startswith("ECB")
    assert Decimal(row["dollars"]) == round(Decimal(row["value"]) * Decimal(row["dollars_rate"]), 2)


def test_a_deal_whose_two_values_do_not_fit_says_how_far_they_lie_apart():
    values = (Money(amount=Decimal(80_000_000), currency="USD", deal=1), replace(RELEASE.values[0], deal=1))
    release = replace(RELEASE, values=values)
    story = Story(article=article(), releases=(release,))
    assert table(written("csv", [Hit(story=story, release=release)]))[0]["values_differ"] == "768.52"
    assert table(written("csv", [found()]))[0]["values_differ"] == ""


@pytest.mark.parametrize("of", OF)
@pytest.mark.parametrize("format", [f for f in export.FORMATS if f != "parquet"])
def test_every_format_takes_every_kind_of_hit(of, format):
    assert written(format, [found(of)], Query(of=of))


def test_sentences_that_follow_each_other_stand_together():
    body = "Kopi dilepas. Nilainya Rp1 juta. Cuaca cerah. Tujuannya Jepang."
    words = ("Kopi", "Rp1 juta", "Jepang")
    at = [(body.index(w), body.index(w) + len(w)) for w in words]
    marks = tuple(replace(RELEASE.evidence[0], start=s, end=e, text=body[s:e]) for s, e in at)
    row = json.loads(written("jsonl", [found(release=replace(RELEASE, evidence=marks), body=body)]))
    assert row["evidence"] == "Kopi dilepas. Nilainya Rp1 juta. … Tujuannya Jepang."


def test_no_export_holds_the_whole_text():
    for of in OF:
        assert "tidak dikutip" not in written("jsonl", [found(of)], Query(of=of)).decode()


def test_evidence_stays_a_quotation_however_long_the_sentence_is():
    body = BODY.replace("kopi", "kopi " * 2000)
    spread = replace(mention(DEAL, "Rp1,5 miliar"), start=0, end=8)
    hit = found(release=replace(RELEASE, evidence=(spread,)), body=body)
    assert len(json.loads(written("jsonl", [hit]))["evidence"]) <= 2002


def test_codes_unknown_to_this_version_stand_for_themselves():
    hit = found(release=replace(RELEASE, origins=("99.99",), destinations=("QQ",)))
    row = table(written("csv", [hit]))[0]
    assert (row["origin_names"], row["destination_names"]) == ("99.99", "QQ")


def test_the_unknown_is_empty():
    bare = found(release=Release(), published_at=None)
    row = table(written("csv", [bare]))[0]
    assert {row[name] for name in ("date", "published_at", "value", "rupiah", "dollars", "kilograms")} == {""}
    assert json.loads(written("jsonl", [bare]))["rupiah"] is None


# ---------------------------------------------------------------- exact


@pytest.mark.parametrize(
    "amount", ["0.1", "1.10", "12345678901234567.89", "1E+3", "100000000000000000000000001"]
)
def test_amounts_keep_every_digit(amount):
    money = Money(amount=Decimal(amount), currency="USD")
    hit = found(release=replace(RELEASE, values=(money,)))
    row = table(written("csv", [hit]))[0]
    line = json.loads(written("jsonl", [hit]), parse_float=Decimal, parse_int=Decimal)
    place = json.loads(written("geojson", [hit]), parse_float=Decimal, parse_int=Decimal)
    cells = named(written("xlsx", [hit]))[0]
    assert {Decimal(row["dollars"]), line["dollars"], Decimal(cells["dollars_exact"])} == {Decimal(amount)}
    assert place["features"][0]["properties"]["dollars"] == Decimal(amount)
    assert "E" not in row["dollars"]


def test_a_workbook_has_numbers_and_days_as_such():
    hit = found(release=replace(RELEASE, values=(Money(amount=Decimal(-5), currency="USD"),)))
    data = written("xlsx", [hit])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>-5</v>" in sheet
    assert named(data)[0]["date"] == "44550"  # days since 1899-12-30
    assert "<f>" not in sheet


def test_codes_in_a_workbook_are_text():
    hit = found(release=replace(RELEASE, origins=("33.10",)))
    assert named(written("xlsx", [hit]))[0]["origin_codes"] == "33.10"


# ---------------------------------------------------------------- the citation


def test_the_count_and_the_query_are_told_in_both_languages():
    about = json.loads(written("geojson", [found(), found(sample=True)]))["about"]
    assert (
        about["citation"]
        == "Pantau, pencarian pelepasan ekspor: kopi, diekspor 20 Desember 2021 10.00 WIB, 2 baris."
    )
    assert (
        about["citation_en"]
        == "Pantau, search of export releases: kopi, exported 2021-12-20 10:00 +0700, 2 rows."
    )
    assert (about["count"], about["samples"]) == (2, 1)


def test_a_workbook_tells_what_it_is():
    made = sheets(written("xlsx", [found(sample=True)]))
    told = [line["A"] for line in made["Tentang"] if line]
    assert told[0].endswith("1 baris.")
    assert "CONTOH" in told[2]
    assert [row["A"] for row in made["Kolom"]][1:] == [c.name for c in columns("releases")]


def test_a_query_is_described_as_one_would_type_it():
    query = Query(
        text="kopi -teh",
        origins=("33",),
        destinations=("JP", "KR"),
        exporters=("PT Contoh",),
        value=Between(unit="IDR", low=Decimal("1E+9")),
        since=datetime(2021, 12, 1, tzinfo=UTC),
        until=datetime(2021, 12, 31, 17, tzinfo=UTC),
    )
    assert described(query) == (
        "kopi -teh --origin 33 --destination JP --destination KR --exporter 'PT Contoh' "
        "--min-value 1000000000 --since 2021-12-01 --until 2021-12-31"
    )


def test_a_described_query_asks_the_same_again():
    asked = Asked(
        given={"origin": ["Solo"], "min_value": "US$100 ribu", "max_weight": "18 ton", "group": ["kopi"]}
    )
    query = asked.query("releases")
    written = shlex.split(described(query))
    given = {
        name[2:].replace("-", "_"): value for name, value in zip(written[::2], written[1::2], strict=True)
    }
    lists = {name: [value] for name, value in given.items() if name in FILTERS}
    assert Asked(given={**given, **lists}).query("releases") == query


# ---------------------------------------------------------------- the table of columns


@pytest.mark.parametrize("of", OF)
def test_every_column_is_explained_and_named_once(of):
    names = [column.name for column in columns(of)]
    assert len(names) == len(set(names))
    for column in columns(of):
        assert column.kind in {"text", "list", "whole", "decimal", "day", "time", "flag"}
        assert column.meaning
        assert column.arti
        assert column.empty


def test_the_table_and_the_code_know_the_same_columns():
    with TABLE.open(encoding="utf-8", newline="") as file:
        assert {row["name"] for row in csv.DictReader(file)} == GET.keys()


def test_the_data_dictionary_is_current():
    from app.dictionary import markdown

    page = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"
    assert page.read_text("utf-8") == markdown(), "pantau export --dictionary > docs/data-dictionary.md"


@pytest.mark.parametrize("column", ["rupiah", "dollars", "rupiah_rate", "dollars_rate"])
def test_the_examples_of_the_dictionary_are_what_an_export_gives(column):
    example = next(c.example for c in columns("releases") if c.name == column)
    assert table(written("csv", [found()]))[0][column] == example
