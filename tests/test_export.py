"""Exports: whole, exact, safe to open, and honest about what they are."""

import csv
import io
import json
import re
import shlex
import subprocess
import sys
import tracemalloc
import warnings
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rispy

from app import export
from app.asking import FILTERS, Asked
from app.export_about import About, described
from app.export_columns import GET, OF, TABLE, columns
from app.export_text import FORMULA, cell
from entities.errors import PantauError
from entities.records import Article, Mention, Money, Program, Quantity, Release, Story
from indexer.index import Between, Hit, Query
from indexer.sqlite import SQLiteIndex

DAY = datetime(2021, 12, 20, 3, tzinfo=UTC)
BODY = "Sebanyak 18 ton kopi senilai Rp1,5 miliar dilepas ke Jepang.\n\nKalimat lain yang tidak dikutip."
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


def article(id: str = "solopos-1", **more) -> Article:
    known = {
        "source": "solopos",
        "url": f"https://example.com/{id}",
        "title": "Kopi dilepas ke Jepang",
        "body": BODY,
    }
    return Article(id=id, **{**known, "published_at": DAY, **more})


def mention(value: Money | Quantity, text: str) -> Mention:
    at = BODY.index(text)
    kind = "value" if isinstance(value, Money) else "quantity"
    return Mention(
        kind=kind, field="body", start=at, end=at + len(text), text=text, value=value, name=text, rule="test"
    )


DEAL = Money(amount=Decimal("1.5E+9"), currency="IDR", approximate=True)
TONS = Quantity(amount=Decimal(18000), unit="kg")
RELEASE = Release(
    date=date(2021, 12, 20),
    origins=("33.23", "33.10"),
    destinations=("JP", "NA"),
    products=("kopi", "gula; semut"),
    values=(DEAL,),
    quantities=(TONS, Quantity(amount=Decimal(1), unit="container")),
    evidence=(mention(DEAL, "Rp1,5 miliar"), mention(TONS, "18 ton")),
)
PROGRAM = Program(name="Kredit Usaha Rakyat", kind="financing", places=("33.72",), participants=50)


def found(of: str = "releases", release: Release = RELEASE, **more) -> Hit:
    story = Story(article=article(**more), releases=(release,), programs=(PROGRAM,), learnt_at=DAY)
    record = {"releases": {"release": release}, "programs": {"program": PROGRAM}, "stories": {}}
    return Hit(story=story, **record[of])


def written(format: str, hits, query: Query | None = None, **more) -> bytes:
    about = About(query=query or Query(of="releases", text="kopi"), at=DAY)
    out = io.BytesIO()
    export.writer(format, **more)(out, about.rows(hits), about)
    return out.getvalue()


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def sheets(data: bytes) -> dict[str, list[dict[str, str]]]:
    """The cells of a workbook by sheet: place -> text, of each row."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        listed = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{main}sheet")
        return {
            sheet.get("name"): [
                {re.sub(r"\d", "", c.get("r")): "".join(c.itertext()) for c in row}
                for row in ElementTree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")).iter(f"{main}row")
            ]
            for n, sheet in enumerate(listed, 1)
        }


def named(data: bytes) -> list[dict[str, str]]:
    """The rows of the first sheet under the names of its header."""
    head, *rows = next(iter(sheets(data).values()))
    return [{head[place]: text for place, text in row.items()} for row in rows]


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
    from app.export_row import clean

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


# ---------------------------------------------------------------- where it goes


@pytest.fixture
def index(tmp_path):
    """The URL of an index with two articles, one of them with a release and a programme."""
    path = tmp_path / "p.db"
    held = SQLiteIndex(path, create=True)
    held.put(
        [found().story, Story(article=article("side-2", source="side", title="Teh", body="Teh dijual."))]
    )
    held.close()
    return f"sqlite:///{path}"


def test_a_file_appears_whole_with_its_citation_beside_it(index, tmp_path, capsys):
    to = tmp_path / "kopi.csv"
    export.run_export(Query(of="releases", text="kopi"), index=index, format=None, to=to)
    assert [row["id"] for row in table(to.read_bytes())] == ["solopos-1-r1"]
    about = (tmp_path / "kopi.csv.about.txt").read_text("utf-8")
    assert "1 baris." in about
    assert about in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir() if "kopi" in path.name} == {
        "kopi.csv",
        "kopi.csv.about.txt",
    }


@pytest.mark.parametrize(
    ("suffix", "begins"), [("xlsx", b"PK"), ("bib", b"@article"), ("json", b"{"), ("RIS", b"TY  - ")]
)
def test_the_suffix_names_the_format(index, tmp_path, suffix, begins):
    to = tmp_path / f"out.{suffix}"
    export.run_export(Query(), index=index, format=None, to=to)
    assert to.read_bytes().startswith(begins)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_failed_export_leaves_what_was_there_and_nothing_else(index, tmp_path, monkeypatch, format):
    folder = tmp_path / "exports"
    folder.mkdir()
    to = folder / "out"
    to.write_text("was here before")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.export.os.fsync", full)
    with pytest.raises(PantauError, match="out: No space left on device"):
        export.run_export(Query(), index=index, format=format, to=to)
    assert to.read_text() == "was here before"
    assert list(folder.iterdir()) == [to]


def test_an_interrupted_export_leaves_no_half_file(tmp_path):
    def interrupted():
        with export.target(tmp_path / "out.csv", "csv") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["csv", "jsonl", "geojson", "xlsx", "ris", "bibtex"])
def test_a_full_disk_is_one_sentence(index, format):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(PantauError, match="cannot be written to /dev/full: No space"):
        export.run_export(Query(), index=index, format=format, to=Path("/dev/full"))


@pytest.mark.parametrize(
    ("to", "told"),
    [("", "is a folder"), ("none/x.csv", "No such file"), ("x.pdf", "no format has this suffix")],
)
def test_an_unwritable_target_is_one_sentence(index, tmp_path, to, told):
    with pytest.raises(PantauError, match=told):
        export.run_export(Query(), index=index, format=None, to=tmp_path / to)


def test_an_export_never_replaces_the_index(index, tmp_path):
    with pytest.raises(PantauError, match="is the index itself"):
        export.run_export(Query(), index=index, format="csv", to=tmp_path / "p.db")


def test_a_byte_order_mark_is_for_csv_only(index, tmp_path):
    with pytest.raises(PantauError, match="csv only"):
        export.run_export(Query(), index=index, format="ris", to=tmp_path / "x", bom=True)


def test_a_replaced_file_keeps_its_permissions_and_a_link_stays_a_link(index, tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    export.run_export(Query(), index=index, format=None, to=link)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert len(table(real.read_bytes())) == 2


def test_without_a_file_it_goes_to_standard_output(index):
    command = [sys.executable, "-m", "app", "export", "-teh", "--index", index, "--format"]
    root = Path(__file__).resolve().parents[1]
    done = [subprocess.run([*command, f], capture_output=True, cwd=root, check=True) for f in ("csv", "xlsx")]
    assert [row["id"] for row in table(done[0].stdout)] == ["solopos-1"]
    assert named(done[1].stdout)[0]["id"] == "solopos-1"
    assert "Pantau, pencarian berita: -teh, diekspor" in done[0].stderr.decode()


# ---------------------------------------------------------------- large


@pytest.mark.parametrize("format", ["csv", "jsonl", "geojson", "xlsx", "ris", "bibtex"])
def test_memory_does_not_grow_with_the_rows(format, tmp_path):
    written(format, [found()])  # tables are read and caches filled

    def peak(rows: int) -> int:
        about = About(query=Query(of="releases"), at=DAY)
        tracemalloc.start()
        with (tmp_path / "large").open("wb") as file:
            export.writer(format)(file, about.rows(found(id=f"x-{n}") for n in range(rows)), about)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(5000 if format == "csv" else 1000) < peak(100) + 500_000
