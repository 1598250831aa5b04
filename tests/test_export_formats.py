"""Exports are safe to open and read back, whatever words a page holds."""

import io
import json
import re
import warnings
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import rispy

from app import export
from app.export_row import clean
from app.export_table import FORMULA, cell
from tests.exporting import RELEASE, found, named, sheets, table, written

HOSTILE = [
    '=HYPERLINK("http://jahat.example","klik")',
    "+62 812",
    "-1 persen",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    "'=1+1",
    'Kutip "ganda", koma; titik koma',
    "Baris\npecah\r\nTY  - JOUR\nER  - ",
    "\x1b[31mmerah\x00\x07\u202eterbalik",
    "tak berpasangan \ud800 dan \uffff",
    "</t></is></c><x/>&lt; ]]> _x0041_",
    r"\input{/etc/passwd} $x$ 50% #1 a_b {x} ~ ^ @book{a,",
    "Café – “kopi” ☕ 咖啡 𝕏",
    "\u2028pemisah\u2029",
    "{" * 50 + "}",
]


# ---------------------------------------------------------------- safe


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_is_a_formula_for_a_spreadsheet(words):
    for row in table(written("csv", [found(title=words, section=words)])):
        assert not [value for value in row.values() if value.strip().startswith(tuple("=+@＝＋－＠"))]
        assert not row["title"].startswith("-")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_break_no_format(words):
    hits = [found(title=words, authors=(words,), tags=(words,), url=f"https://e.example/{words}")] * 2
    assert len(table(written("csv", hits))) == 2
    assert len(written("jsonl", hits).decode().splitlines()) == 2
    assert len(json.loads(written("geojson", hits))["features"]) == 2
    assert len(named(written("xlsx", hits))) == 2
    assert len(rispy.loads(written("ris", hits).decode())) == 2
    bibtex = written("bibtex", hits).decode()
    assert len(re.findall(r"^@", bibtex, re.M)) == 2
    assert _balanced(bibtex)


def _balanced(bibtex: str) -> bool:
    """Braces as BibTeX counts them, escaped ones too: they must pair within a field."""
    depth = 0
    for sign in re.findall(r"[{}]", bibtex):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


@pytest.mark.parametrize("words", HOSTILE)
def test_an_apostrophe_taken_away_gives_the_words_back(words):

    shown = table(written("csv", [found(title=words)]))[0]["title"]
    assert (shown[1:] if shown.startswith("'") and FORMULA.match(shown[1:]) else shown) == clean(words)


@pytest.mark.parametrize("format", ["csv", "jsonl", "geojson", "ris", "bibtex"])
def test_unicode_stays_and_control_characters_go(format):
    said = written(format, [found(title="Café – ☕ 咖啡 𝕏 \x00\x1b[2J\x9b\u202e")]).decode()
    assert "Café – ☕ 咖啡 𝕏 [2J" in said
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", said)


def test_numbers_stay_numbers():
    assert [cell(Decimal("-1.50")), cell(-3), cell(None), cell(True)] == ["-1.5", "-3", "", "true"]


# ---------------------------------------------------------------- each format


def test_a_byte_order_mark_only_where_asked_for():
    mark = b"\xef\xbb\xbf"
    assert not written("csv", [found()]).startswith(mark)
    assert written("csv", [found()], bom=True).startswith(mark + b"id,")


def test_ris_reads_back():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        record = rispy.loads(
            written("ris", [found(authors=("Budi",), tags=("ekspor",), sample=True)]).decode()
        )[0]
    assert record["type_of_reference"] == "NEWS"
    assert (record["title"], record["year"], record["date"]) == (
        "Kopi dilepas ke Jepang",
        "2021",
        "2021/12/20/",
    )
    assert (record["authors"], record["urls"]) == (["Budi"], ["https://example.com/solopos-1"])
    assert any("CONTOH" in note for note in record["notes"])
    assert any(
        "Pantau, pencarian pelepasan ekspor: kopi, diekspor 20 Desember 2021" in n for n in record["notes"]
    )


def test_bibtex_escapes_what_tex_would_run():
    said = written("bibtex", [found(title="50% & #1 a_b $x$ \\input", authors=("Ani dan Budi",))]).decode()
    assert r"title = {{50\% \& \#1 a\_b \$x\$ \textbackslash{}input}}" in said
    assert "author = {{Ani dan Budi}}" in said


def test_geojson_stands_at_the_origins():
    feature, several, nowhere = json.loads(
        written(
            "geojson",
            [
                found(release=replace(RELEASE, origins=("33.72",))),
                found(release=replace(RELEASE, origins=("33.72", "33.74"))),
                found(release=replace(RELEASE, origins=())),
            ],
        )
    )["features"]
    assert feature["geometry"]["type"] == "Point"
    lon, lat = feature["geometry"]["coordinates"]
    assert (round(lon), round(lat)) == (111, -8)
    assert several["geometry"]["type"] == "MultiPoint"
    assert len(several["geometry"]["coordinates"]) == 2
    assert nowhere["geometry"] is None
    assert feature["properties"]["destination_codes"] == ["JP", "NA"]


def test_a_workbook_goes_on_on_a_further_sheet_when_one_is_full(monkeypatch):
    monkeypatch.setattr("app.export_sheet.ROWS", 3)
    made = sheets(written("xlsx", [found()] * 5))
    assert [len(made[name]) for name in made][:3] == [3, 3, 2]
    assert list(made) == ["pelepasan ekspor", "pelepasan ekspor 2", "pelepasan ekspor 3", "Tentang", "Kolom"]


def test_parquet_keeps_types():
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow, an extra of 165 MB, is not installed")
    data = io.BytesIO(written("parquet", [found()]))
    row = parquet.read_table(data).to_pylist()[0]
    assert (row["rupiah"], row["origin_codes"], row["date"]) == (
        Decimal(1500000000),
        ["33.23", "33.10"],
        date(2021, 12, 20),
    )
    assert row["published_at"].utcoffset().total_seconds() == 7 * 3600
    assert json.loads(parquet.read_metadata(data).metadata[b"pantau"])["count"] == 1


def test_without_pyarrow_parquet_says_what_to_do(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(export.BadInput, match="pip install"):
        written("parquet", [found()])
