"""The embedded index keeps the contract, and says plainly what is wrong with a file."""

import os
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from entities.errors import BadInput, IndexUnusable
from indexer import words
from indexer.index import Query, open_index
from indexer.sqlite import SQLiteIndex
from tests.contracts.index import IndexContract, story


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
