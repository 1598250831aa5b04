"""The embedded index keeps the contract, and says plainly what is wrong with a file."""

import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from entities.errors import BadInput, IndexUnusable
from indexer import words
from indexer.index import Query, open_index
from indexer.sqlite import SQLiteIndex
from tests.contracts.index import IndexContract
from tests.contracts.making import sale, scheme, story


class TestSQLiteIndex(IndexContract):
    @pytest.fixture
    def index(self, tmp_path):
        index = SQLiteIndex(tmp_path / "pantau.db")
        yield index
        index.close()


def test_the_file_outlives_the_process(tmp_path):
    url = f"sqlite:///{tmp_path / 'pantau.db'}"
    index = open_index(url, create=True)
    index.put([story("a", body="kopi")])
    index.close()
    assert open_index(url).search(Query(text="kopi")).total == 1


def test_two_readers_see_what_a_writer_committed(tmp_path):
    writer, reader = SQLiteIndex(tmp_path / "p.db"), SQLiteIndex(tmp_path / "p.db")
    writer.put([story("a")])
    assert reader.count() == 1


def test_readers_are_neither_locked_out_nor_torn_while_a_writer_writes(tmp_path):
    """Every batch replaces all stories by ones of one word; a reader finds all of one batch, never of two."""
    batch, batches = 20, 25
    path = tmp_path / "p.db"
    writer = SQLiteIndex(path)
    writer.put([story(str(n), body="babak0", releases=(sale("IDR 0"),)) for n in range(batch)])
    done = threading.Event()

    def write():
        for turn in range(1, batches):
            writer.put(
                [story(str(n), body=f"babak{turn}", releases=(sale(f"IDR {turn}"),)) for n in range(batch)]
            )
        done.set()

    def read() -> int:
        index, seen = SQLiteIndex(path), 0
        while not done.is_set() or not seen:
            bodies = {hit.story.article.body for hit in index.hits()}
            results = index.search(Query(text=next(iter(bodies)), limit=batch))
            assert len(bodies) == 1
            assert results.total in (0, batch)
            assert sum(results.facets["source"].values()) == results.total == len(results.hits)
            assert index.totals(Query()).rupiah % batch == 0
            seen += 1
        index.close()
        return seen

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(2)]
        pool.submit(write).result()
        assert all(reader.result() for reader in readers)


def test_every_fact_stands_in_a_plain_table(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put(
        [
            story(
                "a",
                releases=(sale("USD 100.50", weight="7.5", by="CV Maju", to="JP"),),
                programs=(scheme("Sekolah Ekspor", "2022-02-01"),),
            )
        ]
    )
    index.close()
    db = sqlite3.connect(tmp_path / "p.db")
    release = db.execute("SELECT day, exporter, dollars, dollars_number, kilograms FROM releases").fetchone()
    assert release == ("2021-12-20", "CV Maju", "100.50", 100.5, "7.5")
    assert db.execute("SELECT name, kind, day FROM programs").fetchall() == [
        ("Sekolah Ekspor", "training", "2022-02-01")
    ]
    assert ("releases", "destination", "JP") in db.execute("SELECT of, name, value FROM terms").fetchall()
    db.close()


def test_no_row_outlives_its_story(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    whole = story("a", releases=(sale("IDR 1"), sale()), programs=(scheme("KUR"),), topics=("program",))
    index.put([whole])
    index.put([replace(whole, releases=(), programs=())])
    assert index.search(Query(of="releases")).total == index.search(Query(of="programs")).total == 0
    index.forget("a")
    left = [
        index.db.execute(f"SELECT count(*) FROM {table}").get for table in ("terms", "stories", "releases")
    ]
    assert left == [0, 0, 0]


def test_a_put_may_read_the_index_it_writes_to(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put([story("a"), story("b")])
    index.put(replace(hit.story, topics=("program",)) for hit in index.search(Query()).hits)
    index.put(story(f"c{index.search(Query()).total}") for _ in range(2))
    assert index.count() == 4


def test_any_sqlite_tool_reads_the_stories(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put([story("a", title="Judul")])
    index.close()
    query = "SELECT id, title FROM stories"
    code = f"import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('{query}').fetchall())"
    told = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "p.db"], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[('a', 'Judul')]"


def test_no_index_is_made_by_asking(tmp_path):
    with pytest.raises(IndexUnusable, match="no index"):
        open_index(f"sqlite:///{tmp_path / 'none.db'}")
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Surat dinas. " * 100)
    with pytest.raises(IndexUnusable, match=r"letter\.txt.*no SQLite file"):
        open_index(f"sqlite:///{path}", create=True)
    assert path.read_text() == "Surat dinas. " * 100


def test_a_foreign_database_is_refused_and_kept(tmp_path):
    path = tmp_path / "other.db"
    apsw.Connection(str(path)).execute("CREATE TABLE t (x)")
    with pytest.raises(IndexUnusable, match="not a Pantau index"):
        open_index(f"sqlite:///{path}", create=True)


def test_an_index_with_other_words_is_told(tmp_path, monkeypatch):
    SQLiteIndex(tmp_path / "p.db").close()
    monkeypatch.setattr(words, "VERSION", words.VERSION + 1)
    with pytest.raises(IndexUnusable, match="another version"):
        SQLiteIndex(tmp_path / "p.db")


def test_a_folder_is_no_index(tmp_path):
    with pytest.raises(IndexUnusable, match="cannot be opened"):
        open_index(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize("url", ["", "pantau.db", "mysql://x", "sqlite:///"])
def test_a_url_of_no_known_kind_is_bad_input(url):
    with pytest.raises(BadInput, match="sqlite:///PATH"):
        open_index(url)


def test_a_full_disk_loses_nothing_stored(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put([story("kept", body="kopi")])
    index.db.pragma("max_page_count", int(index.db.pragma("page_count")) + 2)
    with pytest.raises(IndexUnusable, match="disk is full"):
        index.put([story(str(n), body="teh melati " * 500) for n in range(50)])
    assert [index.count(), index.search(Query(text="kopi")).total, index.search(Query(text="teh")).total] == [
        1,
        1,
        0,
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_readable_file_that_may_not_be_written_says_so(tmp_path):
    path: Path = tmp_path / "p.db"
    index = SQLiteIndex(path)
    index.put([story("a")])
    index.close()
    path.chmod(0o444)
    with pytest.raises(IndexUnusable, match="not written"):
        open_index(f"sqlite:///{path}").put([story("b")])
