"""The folder of issues and the command that fills it: files, contents, feed; the same bytes; refusals; nothing new."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.digests.archive import earlier, shelf
from app.digests.week import read_week
from entities.errors import BadInput
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.digests import MONDAY, PUBLIC, WEEK, days, idr, made, program, release, story

ROOT = Path(__file__).resolve().parents[1]
FILES = ["2021-W51.html", "2021-W51.json", "2021-W51.md", "2021-W51.txt", "atom.xml", "index.html"]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'p.db'}"


@pytest.fixture
def index(tmp_path):
    held = SQLiteIndex(tmp_path / "p.db", create=True)
    held.put(
        [
            story("a", release(idr(1_500_000_000), products=("kopi",), printed=("Rp1,5 miliar",))),
            story("b", release(products=("batik",), origins=("51.71",), destinations=("US",)), source="side"),
            story("c", programs=(program("Klinik Ekspor"),)),
            story(
                "d",
                release(products=("teh",), date=date(2021, 12, 14)),
                published=MONDAY - days(6),
            ),
        ]
    )
    yield held
    held.close()


def pantau(*words, **environment):
    """A command, in this process."""
    return CliRunner(env={"PANTAU_INDEX": None, **environment}).invoke(cli, [str(word) for word in words])


def write(index, folder, week=WEEK, public=None, **how):
    digest = made(index, week=week, earlier=earlier(folder), **how)
    return shelf(folder, digest, public).write(digest)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# ---------------------------------------------------------------- the folder


def test_an_issue_is_a_page_a_text_markdown_json_contents_and_a_feed(index, tmp_path):
    paths = write(index, tmp_path / "d")
    assert names(tmp_path / "d") == FILES
    assert sorted(path.name for path in paths) == FILES


def test_contents_and_feed_have_all_issues_the_newest_first(index, tmp_path):
    folder = tmp_path / "d"
    for name in ("2021-W51", "2021-W50"):
        write(index, folder, week=read_week(name, WEEK.monday))
    page = (folder / "index.html").read_text("utf-8")
    assert re.findall(r'href="(\d{4}-W\d\d)\.html"', page) == ["2021-W51", "2021-W50"]
    assert "2 peristiwa ekspor, 1 program" in page
    feed = ElementTree.fromstring((folder / "atom.xml").read_text("utf-8"))
    entries = feed.findall(f"{ATOM}entry")
    assert [one.find(f"{ATOM}title").text for one in entries] == [
        "Ekspor UMKM, pekan 2021-W51",
        "Ekspor UMKM, pekan 2021-W50",
    ]
    for one in (feed, *entries):
        assert one.find(f"{ATOM}id").text.startswith("urn:uuid:")
        moment = datetime.fromisoformat(one.find(f"{ATOM}updated").text)
        assert moment.tzinfo is not None
    assert entries[0].find(f"{ATOM}updated").text == "2021-12-26T17:00:00Z"
    assert entries[0].find(f"{ATOM}link").get("href") == "2021-W51.html"
    assert len({one.find(f"{ATOM}id").text for one in (feed, *entries)}) == 3


def test_the_json_is_the_digest_with_the_search_behind_each_figure(index, tmp_path):
    write(index, tmp_path / "d")
    told = json.loads((tmp_path / "d" / "2021-W51.json").read_text("utf-8"))
    assert told["form"] == "pantau-digest/1"
    figures = {one["measure"]: one for one in told["figures"]}
    assert figures["events"]["value"] == 2
    assert figures["events"]["query"] == "--since 2021-12-20 --until 2021-12-26 --by learnt"
    assert figures["rupiah"]["value"] == 1_500_000_000
    assert {one["value_printed"] for one in told["events"]} == {"Rp1,5 miliar", None}
    assert told["programmes"][0]["name"] == "Klinik Ekspor"
    assert {one["source"] for one in told["coverage"]} >= {"solopos"}


def test_an_issue_made_again_changes_no_byte(index, tmp_path):
    write(index, tmp_path / "d")
    before = {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()}
    write(index, tmp_path / "d")
    assert {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()} == before


def test_the_next_issue_corrects_what_the_one_before_told(index, tmp_path):
    folder = tmp_path / "d"
    write(index, folder)
    index.put([story("a", release(idr(15_000_000_000), products=("kopi",), printed=("Rp15 miliar",)))])
    write(index, folder, week=read_week("2021-W52", WEEK.monday))
    assert "nilai: semula Rp1,5 miliar, kini Rp15 miliar" in (folder / "2021-W52.txt").read_text("utf-8")
    assert '<a href="2021-W51.html">' in (folder / "2021-W52.html").read_text("utf-8")


OTHERS = {
    "search": ({"query": Query(text="kopi")}),
    "language": ({"language": "en"}),
    "day": ({"by": "published"}),
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_folder_holds_one_digest(index, tmp_path, what):
    write(index, tmp_path / "d")
    with pytest.raises(BadInput, match="another search, day or language"):
        write(index, tmp_path / "d", **OTHERS[what])
    assert names(tmp_path / "d") == FILES


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"form": "pantau-digest/1"}'])
def test_an_issue_that_cannot_be_read_is_named_and_nothing_is_written(index, tmp_path, content):
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "2021-W50.json").write_bytes(content)
    with pytest.raises(BadInput, match=r"2021-W50\.json is no digest"):
        write(index, folder)
    assert names(folder) == ["2021-W50.json"]


def test_an_issue_under_another_name_is_refused(index, tmp_path):
    write(index, tmp_path / "d")
    (tmp_path / "d" / "2021-W51.json").rename(tmp_path / "d" / "2021-W49.json")
    with pytest.raises(BadInput, match=r"2021-W49\.json is the digest of 2021-W51"):
        write(index, tmp_path / "d")


def test_foreign_files_in_the_folder_are_let_be(index, tmp_path):
    folder = tmp_path / "d"
    folder.mkdir()
    for name in ("catatan.json", "2021-Wxx.json", "2021-W51.html.bak"):
        (folder / name).write_text("milik saya")
    write(index, folder)
    assert {path.name for path in folder.iterdir()} >= {"catatan.json", "2021-Wxx.json", "2021-W51.html.bak"}
    assert (folder / "catatan.json").read_text() == "milik saya"


def test_a_folder_that_cannot_be_made_is_named(index, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="file"):
        write(index, tmp_path / "file" / "x")


# ---------------------------------------------------------------- the command


def test_the_command_writes_and_names_the_files(index, url, tmp_path):
    done = pantau("digest", "--week", "2021-W51", "--to", tmp_path / "d", "--index", url)
    assert done.exit_code == 0, done.output
    assert sorted(Path(line).name for line in done.stdout.splitlines()) == FILES


def test_words_filters_and_language_are_taken(index, url, tmp_path):
    done = pantau(
        "digest", "kopi", "--destination", "Jepang", "--query", "produk:kopi", "--by", "learnt", "--lang", "en",
        "--week", "2021-W51", "--to", tmp_path / "d", "--index", url,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    told = " ".join((tmp_path / "d" / "2021-W51.txt").read_text("utf-8").split())
    assert "1 export event [1]" in told.replace("export events", "export event")
    assert "matches the search: kopi produk:kopi --destination JP." in told


def test_numbers_lead_to_the_page_where_there_is_one(index, url, tmp_path):
    pantau(
        "digest", "--week", "2021-W51", "--to", tmp_path / "d", "--index", url, PANTAU_PUBLIC_URL=f"{PUBLIC}/"
    )
    page = (tmp_path / "d" / "2021-W51.html").read_text("utf-8")
    assert f'<a href="{PUBLIC}/events?since=2021-12-20&amp;until=2021-12-26&amp;bahasa=id">' in page


def test_a_week_without_anything_new_writes_nothing_and_is_no_failure(index, url, tmp_path):
    done = pantau("digest", "--week", "2021-W40", "--to", tmp_path / "d", "--index", url)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "tidak ada yang baru" in done.stderr
    assert not (tmp_path / "d").exists()


def test_a_week_without_anything_new_is_one_line_where_that_is_asked_for(index, url, tmp_path):
    done = pantau("digest", "--week", "2021-W40", "--even-empty", "--to", tmp_path / "d", "--index", url)
    assert done.exit_code == 0
    assert "Tidak ada yang baru pekan 2021-W40" in (tmp_path / "d" / "2021-W40.txt").read_text("utf-8")


def test_a_preview_needs_no_folder_and_prints_where_it_is(index, url):
    done = pantau("digest", "--week", "2021-W51", "--preview", "--index", url, DISPLAY="", WAYLAND_DISPLAY="")
    assert done.exit_code == 0, done.output
    page = next(Path(line) for line in done.stdout.splitlines() if line.endswith("2021-W51.html"))
    assert page.read_text("utf-8").startswith("<!doctype html>")
    if sys.platform.startswith("linux"):
        assert "no display" in done.stderr


def test_a_preview_opens_the_page_where_there_is_a_display(index, url, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    folder = tmp_path / "d"
    pantau("digest", "--week", "2021-W51", "--to", folder, "--preview", "--index", url, DISPLAY=":9")
    assert opened == [(folder / "2021-W51.html").as_uri()]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--week", "2021-W60", "--to", "x"], "2021-W60"),
        (["--week", "2021-W51"], "--to"),
        (["--to", "x"], "--week"),
        (["--week", "2021-W51", "--to", "x", "--origin", "Nowhere"], "unknown origin"),
        (["--week", "2021-W51", "--to", "x", "--since", "2021-01-01"], "--since"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(index, url, tmp_path, words, said):
    done = subprocess.run(
        [sys.executable, "-m", "app", "digest", *words, "--index", url],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_process_and_place_gives_the_same_bytes(index, url, tmp_path):
    held = []
    for n, zone in enumerate(("Asia/Jakarta", "America/New_York")):
        folder = tmp_path / f"d{n}"
        subprocess.run(
            [sys.executable, "-m", "app", "digest", "--week", "2021-W51", "--to", folder, "--index", url],
            env=os.environ | {"TZ": zone, "PYTHONHASHSEED": str(n)}, cwd=ROOT, timeout=60, check=True,
            capture_output=True,
        )  # fmt: skip
        held.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert held[0] == held[1]
    assert sorted(held[0]) == FILES


def test_nothing_of_the_moment_of_making_is_in_it(index, tmp_path):
    write(index, tmp_path / "d")
    today = datetime.now(UTC).date()
    for path in (tmp_path / "d").iterdir():
        assert str(today) not in path.read_text("utf-8")
        assert str(tmp_path) not in path.read_text("utf-8")
