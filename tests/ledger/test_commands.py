"""`pantau ledger`: events of an index, listed, shown and written as a table."""

import csv
import io
import json
from pathlib import Path

import pytest

from app.ledger import book, matching, ordered
from app.ledger_export import GET, columns, dictionary
from entities.extract import annotate
from indexer.index import Query, open_index
from tests.ledger.making import DAY, stored, story
from tests.ledger.press import both
from tests.test_cli import lines, pantau

ROOT = Path(__file__).resolve().parents[2]
ESCAPES = "=kacang\x1b[31m"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """The URL of an index that holds the short reports, and one that would steer a terminal or a spreadsheet."""
    sent = {"date": DAY, "products": (ESCAPES,), "destinations": ("QA",), "origins": ("71.71",)}
    hostile = story("hostile", sent, title=ESCAPES)
    url = f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'p.db'}"
    return stored(url, [*(annotate(written.article) for written in both()), hostile])


@pytest.fixture
def read(index):
    return book(open_index(index))


def test_words_and_filters_bring_the_events_of_the_reports_that_match(index):
    done = pantau("ledger", "kopi", "--origin", "Kudus", PANTAU_INDEX=index)
    assert done.returncode == 0
    assert "Kabupaten Kudus → Turki" in done.out
    assert "3 berita, 3 sumber mandiri" in done.out
    assert done.out.endswith("1 peristiwa dari 3 berita\n")


def test_a_copy_is_counted_for_the_source_that_had_it_first(read):
    [one] = matching(
        read, Query(of="releases", text='"sari ketela"', origins=("33.72",), destinations=("SG",))
    )
    assert (len(one.event.reports), one.sources) == (5, 3)


def test_without_words_all_events_are_listed(index, read):
    done = pantau("ledger", "--limit", "1", PANTAU_INDEX=index)
    assert f"{len(read.entries)} peristiwa dari" in done.out
    assert "1 ditampilkan" in done.out


def test_a_conflict_is_told(index):
    assert "nilai berbeda 1,38 kali" in pantau("ledger", "--origin", "Jepara", PANTAU_INDEX=index).out


def test_show_tells_every_claim_with_its_sentence(index, read):
    [one] = matching(read, Query(of="releases", origins=("33.20",)))
    done = pantau("ledger", "show", one.id, PANTAU_INDEX=index)
    told = " ".join(done.out.split())
    assert "• nilai: Rp2,1 miliar (3 sumber, dari pemerintah)" in told
    assert "pantura-news: “Dinas Perindustrian menyebut nilainya Rp2,9 miliar termasuk ongkos kapal.”" in told
    assert "pertama kali dari Kabupaten Jepara ke Belanda (dibanding" in told
    assert "same-city +20" in told


def test_show_finds_an_event_by_an_earlier_id_and_says_so(index, read):
    one = next(one for one in read.entries if one.event.aliases)
    assert f"kini {one.id}" in pantau("ledger", "show", one.event.aliases[0], PANTAU_INDEX=index).out
    assert read.find(one.id.rpartition("-")[2].upper()) == one


def test_an_unknown_id_is_one_sentence(index):
    done = pantau("ledger", "show", "EV-2021-33.72-00000000", PANTAU_INDEX=index)
    assert (done.returncode, done.out) == (2, "")
    assert done.err == "pantau: no event 'EV-2021-33.72-00000000' in the ledger; `pantau ledger` lists them\n"


def test_json_is_a_line_an_event_with_claims_and_joins(index):
    [one] = lines(pantau("ledger", "--origin", "Jepara", "--json", PANTAU_INDEX=index))
    assert [conflict["field"] for conflict in one["conflicts"]] == ["values"]
    assert {claim["field"] for claim in one["claims"]} >= {"day", "origins", "destinations", "values"}
    assert len(one["joins"]) == one["reports"] - 1


def test_export_is_one_table_with_a_row_an_event(index, read, tmp_path):
    done = pantau("ledger", "export", "--to", tmp_path / "ledger.csv", PANTAU_INDEX=index)
    assert done.returncode == 0
    with (tmp_path / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(read.entries)
    assert list(rows[0]) == list(columns()) == list(GET)
    solo = next(row for row in rows if row["origin_names"] == "Kota Surakarta" and row["year"] == "2021")
    assert (solo["origin_codes"], solo["province_bps_codes"], solo["sources"]) == ("33.72", "33", "3")


def test_export_as_json_lines_to_standard_output(index):
    done = pantau("ledger", "export", "--origin", "Jepara", "--format", "jsonl", PANTAU_INDEX=index)
    [row] = map(json.loads, done.out.splitlines())
    assert row["conflicts"] == ["values 1.38"]


def test_export_to_an_unknown_format_is_one_sentence(index, tmp_path):
    done = pantau("ledger", "export", "--to", tmp_path / "x.xlsx", PANTAU_INDEX=index)
    assert (done.returncode, done.err.count("\n")) == (2, 1)
    assert not list(tmp_path.iterdir())


def test_no_page_steers_the_terminal_or_a_spreadsheet(index):
    done = pantau("ledger", "--destination", "Qatar", PANTAU_INDEX=index)
    assert "=kacang" in done.out
    assert "\x1b" not in done.out
    table = pantau("ledger", "export", "--destination", "Qatar", PANTAU_INDEX=index).out
    assert next(csv.DictReader(io.StringIO(table)))["products"].startswith("'")


@pytest.mark.parametrize("sort", ["newest", "oldest", "value", "reports"])
def test_every_order_is_total(read, sort):
    once, again = ordered(read.entries, sort), ordered(reversed(read.entries), sort)
    assert [one.id for one in once] == [one.id for one in again]


def test_the_page_of_columns_is_made_from_the_table():
    page = (ROOT / "docs" / "ledger-dictionary.md").read_text("utf-8")
    assert page == dictionary(), "run pantau ledger export --dictionary > docs/ledger-dictionary.md"
