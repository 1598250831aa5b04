"""What people see of republished articles: where else they came out, marked hits, a filter, a count of the crawl."""

import csv
import io
import json

import pytest

from app.cli import main
from app.export_about import described
from indexer.index import Query, open_index
from indexer.sqlite import SQLiteIndex
from indexer.sqlite_upkeep import check, rebuild
from tests.contracts.copying import OTHER, first_of, report
from tests.contracts.making import sale
from tests.crawls import BD, ONE, TWO, go
from tests.tiny_press import article, feed


@pytest.fixture
def pantau(tmp_path, monkeypatch, capsys):
    """Runs a command over three articles, of which one is another again; what it printed."""
    url = f"sqlite:///{tmp_path / 'pantau.db'}"
    index = SQLiteIndex(tmp_path / "pantau.db")
    sold = {"releases": (sale("IDR 5"),)}
    index.put(
        [report("asli", **sold), report("ulang", 3, source="side", **sold), report("lain", 5, OTHER, **sold)]
    )
    index.close()

    def run(*command: str) -> str:
        monkeypatch.setenv("PANTAU_INDEX", url)
        monkeypatch.setattr("sys.argv", ["pantau", *command])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code in (0, None)
        return capsys.readouterr().out

    return run


def test_a_copy_is_shown_with_its_first_publication(pantau):
    told = " ".join(pantau("show", "ulang").split())
    assert (
        "terbitan ulang dari asli (solopos, 20 Desember 2021 10.00 WIB); dikenali dari isi, 100% isi sama"
        in told
    )


def test_a_first_publication_is_shown_with_what_was_republished_of_it(pantau):
    told = " ".join(pantau("show", "asli").split())
    assert "juga terbit di ulang (side, 20 Desember 2021 13.00 WIB)" in told
    assert "terbitan ulang" not in told


def test_an_article_of_its_own_says_nothing_of_copies(pantau):
    assert not {"terbitan ulang", "juga terbit"} & {*pantau("show", "lain").split("\n")}
    assert "terbit di" not in pantau("show", "lain")


def test_machines_are_told_the_whole_group(pantau):
    told = json.loads(pantau("show", "ulang", "--json"))
    assert told["copy_of"] == {"id": "asli", "by": "text", "similarity": 1}
    assert [(other["id"], other["source"]) for other in told["publications"]] == [
        ("asli", "solopos"),
        ("ulang", "side"),
    ]


def test_hits_that_are_copies_are_marked(pantau):
    lines = [line for line in pantau("search", "pinang").splitlines() if "WIB" in line]
    assert ["terbitan ulang dari asli" in line for line in lines] == [
        line.startswith("ulang") for line in lines
    ]
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("command", "all_of_them", "without"),
    [("search", 3, 2), ("releases --reports", 3, 2), ("programs", 0, 0)],
)
def test_copies_are_left_out_on_demand(pantau, command, all_of_them, without):
    assert len(pantau(*command.split(), "--json").splitlines()) == all_of_them
    assert len(pantau(*command.split(), "--json", "--no-copies").splitlines()) == without


def test_an_event_stands_once_with_its_republished_reports(pantau):
    events = [json.loads(line) for line in pantau("releases", "--json").splitlines()]
    assert sorted((event["reports"], event["sources"]) for event in events) == [(1, 1), (2, 1)]


def test_totals_without_copies_count_a_shipment_once(pantau):
    summary = json.loads(
        pantau("releases", "--json", "--summary", "--totals", "--no-copies").splitlines()[-1]
    )
    assert summary["summary"]["totals"]["rupiah"] == 10


@pytest.mark.parametrize("of", ["stories", "releases"])
def test_an_export_says_what_is_a_copy_of_what(pantau, of):
    rows = list(csv.DictReader(io.StringIO(pantau("export", "--of", of))))
    told = [(row["copy_of"], row["copy_by"], row["copy_similarity"]) for row in rows]
    assert sorted(told) == [("", "", ""), ("", "", ""), ("asli", "text", "1")]


def test_an_export_without_copies_says_so():
    assert described(Query(text="kopi", originals=True)) == "kopi --no-copies"


def test_a_dump_holds_the_link(pantau):
    told = {line["id"]: line["copy_of"] for line in map(json.loads, pantau("dump").splitlines())}
    assert (told["asli"], told["ulang"]["id"]) == (None, "asli")


def test_a_rebuild_finds_the_links_of_an_index_that_has_none(tmp_path):
    path = tmp_path / "p.db"
    index = SQLiteIndex(path)
    index.put([report("b", 1), report("a"), report("c", 2, OTHER)])
    index.db.execute("UPDATE stories SET copy_of = NULL, line = json_remove(line, '$.copy_of')")
    index.db.execute("DELETE FROM prints")
    index.close()
    assert [said for said in check(path) if "prints do not agree" in said]
    rebuild(path)
    index = SQLiteIndex(path, create=False)
    assert first_of(index) == {"a": None, "b": "a", "c": None}
    index.close()
    assert list(check(path)) == []


def test_a_link_to_nothing_is_told(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put([report("b", 1), report("a")])
    index.db.execute("DELETE FROM stories WHERE id = 'a'")
    assert [other.article.id for other in index.copies("b")] == ["b"]
    index.close()
    assert "b is a copy of a, which is not held; `pantau index rebuild` mends it" in list(
        check(tmp_path / "p.db")
    )


def test_a_crawl_stores_what_a_site_printed_twice_and_counts_it(tmp_path):
    index = f"sqlite:///{tmp_path / 'pantau.db'}"
    pages = {ONE: article("Keripik UMKM Satu Diekspor"), TWO: article("Judul Kedua untuk Kabar yang Sama")}
    report, stories, _ = go({"/feed/": feed(BD + ONE, BD + TWO), **pages}, "beritadaerah", index)
    assert (report.new, report.duplicate) == (2, 1)
    (copy,) = (story for story in stories if story.copy_of)
    held = open_index(index)
    assert [other.article.id for other in held.copies(copy.article.id)] == [copy.copy_of.id, copy.article.id]
    held.close()
