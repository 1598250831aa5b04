"""Misspelt words are mended by what the index holds, never against the reader; the command prints names."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.suggesting import completed, run_suggest
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from indexer.suggest import meant, names
from indexer.words import normal
from tests.contracts.making import mention, story

HELD = {
    "kopi": 90,
    "ekspor": 95,
    "eskpor": 1,
    "sukoharjo": 12,
    "jepang": 20,
    "batik": 30,
    "sambal": 9,
    "porang": 1,
}


def count(words: tuple[str, ...], most: int) -> int:
    return min(HELD.get(" ".join(words), 0), most)


def terms(word: str) -> list[str]:
    return [other for other, held in HELD.items() if held > 1 and abs(len(other) - len(word)) <= 2]


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("eskpor kopi", "ekspor kopi"),  # one story has the slip of the pen too
        ("Sukohajo", "sukoharjo"),
        ("sukoharjoo batik", "sukoharjo batik"),
        ("kpoi", "kopi"),
        ("  jepan   OR jepang", "  jepang   OR jepang"),
        ("porangg", "porang"),  # a product of the tables, told once
        ('"eskpor"', None),
        ("-eskpor", None),
        ("judul:eskpor", None),
        ("sambel", None),  # ratio 83: too far
        ("kop", None),
        ("malang", None),  # a place, though no story names it
        ("bekas", None),  # in the dictionary
        ("1234567", None),
        ("kopi\x00teh", None),
        ("", None),
    ],
)
def test_only_what_is_surely_misspelt_is_mended(asked, mended):
    assert meant(asked, count, terms) == mended


def test_a_mended_text_is_found_right_the_second_time():
    assert meant(meant("eskpor sukohajo", count, terms), count, terms) is None


def test_no_name_of_the_tables_is_ever_mended():
    def never(word):
        raise AssertionError("looked for something nearer")

    assert [word for word in sorted(names()) if meant(word, lambda *_: 0, never)] == []


@pytest.mark.parametrize("word", ["ekspor", "kopi", "sukoharjo"])
def test_what_is_held_often_is_left_without_looking_further(word):
    def never(word):
        raise AssertionError("looked for something nearer")

    assert count(normal(word), 3) == 3
    assert meant(word, count, never) is None


def test_a_long_text_of_unknown_words_is_answered():
    assert meant("qwrtzpsd " * 200, lambda *_: 0, lambda *_: []) is None


@pytest.fixture
def index(tmp_path):
    held = SQLiteIndex(tmp_path / "p.db")
    held.put([story("a", mentions=(mention("city", "33.72"), mention("country", "JP")), body="ke Jepang")])
    held.close()
    return f"sqlite:///{tmp_path / 'p.db'}"


def test_the_command_prints_a_name_a_line(index, capsys):
    run_suggest("ko", limit=8, index=index, as_json=False)
    run_suggest("jap", limit=8, index=index, as_json=True)
    first, second = capsys.readouterr().out.splitlines()
    assert (first, json.loads(second)) == ("Kota Surakarta", {"name": "Jepang"})


@pytest.mark.parametrize(("typed", "told"), [("sura", "surakarta"), ("Je", "Jepang"), ("tok", "")])
def test_a_shell_completes_words_to_search_by_the_names_of_the_index(index, typed, told):
    done = subprocess.run(
        [sys.executable, "-c", "from app.cli import cli; cli(prog_name='pantau')"],
        env={
            **os.environ,
            "PANTAU_INDEX": index,
            "_PANTAU_COMPLETE": "complete_bash",
            "COMP_WORDS": f"pantau search ekspor {typed}",
            "COMP_CWORD": "3",
        },
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == told


def test_a_shell_without_an_index_completes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert completed(SimpleNamespace(params={}), "jog") == []
    assert list(tmp_path.iterdir()) == []


def test_a_further_page_offers_nothing_anew(tmp_path):
    held = SQLiteIndex(tmp_path / "q.db")
    held.put([story(str(n), body="keripik singkong") for n in range(3)])
    first = held.search(Query(text="keripk singkong", limit=1))
    assert first.meant == "keripik singkong"
    assert held.search(Query(text="keripk singkong", limit=1, after=first.next)).meant is None
