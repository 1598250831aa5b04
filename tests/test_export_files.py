"""Exports appear whole or not at all, and take no more memory for more rows."""

import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from app import export
from app.export_about import About
from app.export_target import target
from entities.errors import PantauError
from entities.records import Story
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.exporting import DAY, article, found, named, table, written

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

    monkeypatch.setattr("app.export_target.os.fsync", full)
    with pytest.raises(PantauError, match="out: No space left on device"):
        export.run_export(Query(), index=index, format=format, to=to)
    assert to.read_text() == "was here before"
    assert list(folder.iterdir()) == [to]


def test_an_interrupted_export_leaves_no_half_file(tmp_path):
    def interrupted():
        with target(tmp_path / "out.csv", "csv") as file:
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
