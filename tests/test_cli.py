"""The command line keeps its promises: one sentence and a status for bad input, one line for a line, nothing lost."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import labels
from entities.wire import article_json, dumps, story_from
from indexer.sqlite import SQLiteIndex
from tests.contracts.index import story
from tests.inside import pantau, process

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    "demo crawl run metrics search releases programs show why suggest "
    "read extract sources dump export digest schedule press index forget ledger draw correct corrections"
).split()


def lines(done):
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """The URL of an index that holds three stories."""
    path = tmp_path_factory.mktemp("index") / "p.db"
    filled = SQLiteIndex(path)
    learnt = datetime(2021, 12, 23, tzinfo=UTC)
    filled.put(
        [
            story(
                "solopos-1", title="Keripik Solo diekspor", body="Warga mengekspor keripik.", learnt_at=learnt
            ),
            story(
                "side-2",
                source="side",
                title="Kopi\x1b[31m",
                body="Kopi dijual.",
                learnt_at=learnt,
                sample=True,
            ),
            story("side-3", source="side", body="Tanpa tanggal.", published_at=None, learnt_at=learnt),
        ]
    )
    filled.close()
    return f"sqlite:///{path}"


def test_every_command_has_help_with_an_example():
    for command in COMMANDS:
        done = pantau(command, "--help")
        assert done.returncode == 0
        assert f"pantau {command}" in done.out.split("Example", 1)[1], command


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["ledger", "split"], "pantau ledger split"),
        (["digest"], "pantau digest make"),
        (["search", "--limit", "x"], "pantau search"),
        (["--bogus"], "pantau"),
    ],
)
def test_a_command_misused_leads_to_its_own_help(words, command):
    assert pantau(*words).err.rstrip().endswith(f"; see {command} --help")
    assert pantau(*command.split()[1:], "--help").returncode == 0


def test_the_docs_name_every_command_and_no_other():
    listed = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert {c for c in COMMANDS if f"`pantau {c}" in listed} == set(COMMANDS)
    told = pantau("--help").out
    assert [command for command in COMMANDS if command not in told] == []


# ---------------------------------------------------------------- read and extract

PARAGRAPHS = "".join(
    f"<p>Sebanyak {n} ton kopi arabika dari Aceh Tengah dikirim ke Jepang oleh pelaku usaha kecil setempat.</p>"
    for n in range(3, 9)
)
PAGE = f"""<html lang="id"><head><title>Kopi Gayo ke Jepang</title>
<meta property="article:published_time" content="2021-12-20T09:00:00+07:00"></head><body><article>
<h1>Kopi Gayo ke Jepang</h1>{PARAGRAPHS}</article></body></html>"""


def test_read_answers_one_for_one_and_in_order():
    asked = [{"url": f"https://contoh.example/{n}", "html": PAGE} for n in range(3)]
    done = process("read", input="\n".join(map(json.dumps, asked)))
    assert [line["url"] for line in lines(done)] == [line["url"] for line in asked]
    assert done.returncode == 0


def test_a_line_that_fails_says_so_and_the_others_go_on():
    good = json.dumps({"url": "https://contoh.example/a", "html": PAGE})
    done = pantau("read", input="\n".join([good, "{", json.dumps({"url": "x"}), good]))
    answers = lines(done)
    assert [("error" in line) for line in answers] == [False, True, True, False]
    assert answers[1]["error"].startswith("line 2: not JSON")
    assert done.returncode == 1


@pytest.mark.parametrize("html", ["", "   ", "\x00\x01\x02", "<html></html>", "%PDF-1.4 xyz", "<p>", "{}"])
def test_broken_or_empty_html_is_an_error_in_the_line(html):
    (answer,) = lines(pantau("read", input=json.dumps({"url": "https://contoh.example/", "html": html})))
    assert answer["url"] == "https://contoh.example/"
    assert len(answer["error"].splitlines()) == 1


def test_a_page_of_50_mb_is_refused_and_not_choked_on():
    html = "<html><body><p>" + "x" * 50_000_000
    (answer,) = lines(process("read", input=json.dumps({"url": "https://contoh.example/", "html": html})))
    assert "MB" in answer["error"]


def test_deep_nesting_does_not_crash():
    html = "<div>" * 100_000 + "teks"
    (answer,) = lines(process("read", input=json.dumps({"url": "https://contoh.example/", "html": html})))
    assert "error" in answer or "title" in answer


def test_read_takes_files_with_any_charset(tmp_path):
    page = tmp_path / "halaman.html"
    page.write_bytes(PAGE.replace("pelaku usaha", "café “pelaku”").encode("cp1252"))
    (answer,) = lines(pantau("read", page))
    assert "café “pelaku”" in answer["body"]


def test_a_missing_file_is_named():
    done = pantau("read", "tidak-ada.html")
    assert "tidak-ada.html" in lines(done)[0]["error"]
    assert done.returncode == 1


def test_read_into_extract():
    page = json.dumps({"url": "https://contoh.example/a", "html": PAGE})
    (note,) = lines(pantau("extract", input=pantau("read", input=page).out))
    assert {"id", "topics", "mentions", "releases", "programs"} <= note.keys()
    assert {"JP"} == {m["code"] for m in note["mentions"] if m["kind"] == "country"}


def test_offsets_count_code_points_of_the_given_text():
    article = {
        "id": "a",
        "title": "🎉 Keripik ke Jepang",
        "body": "Nilai “Rp1,5 miliar” 🎉 untuk Belanda.\r\n\nSolo.",
    }
    (note,) = lines(pantau("extract", input=json.dumps(article)))
    assert note["mentions"]
    assert all(article[m["field"]][m["start"] : m["end"]] == m["text"] for m in note["mentions"])


def test_extract_is_deterministic():
    article = json.dumps({"id": "a", "title": "Keripik Solo ke Jepang", "body": "Dilepas Senin (20/12)."})
    assert process("extract", input=article).out == process("extract", input=article, PYTHONHASHSEED="7").out


def test_an_error_from_read_passes_through_extract():
    (answer,) = lines(pantau("extract", input='{"url": "u", "error": "line 1: leer"}'))
    assert answer["url"] == "u"
    assert "leer" in answer["error"]


def test_nothing_in_gives_nothing_out():
    assert (pantau("extract").out, pantau("extract").returncode) == ("", 0)


# ---------------------------------------------------------------- the index


def test_search_finds_by_family_and_alias(index):
    assert "Keripik Solo" in process("search", "ekspor", "surakarta", "--index", index).out


def test_search_for_machines(index):
    (hit,) = lines(pantau("search", "keripik", "--index", index, "--json"))
    assert hit["id"] == "solopos-1"
    assert "body" not in hit


def test_a_page_of_the_web_cannot_steer_the_terminal(index):
    done = pantau("search", "kopi", "--index", index)
    assert "\x1b" not in done.out
    assert "CONTOH" in done.out


def test_show_tells_facts_and_not_the_whole_text(index):
    done = pantau("show", "solopos-1", "--index", index)
    assert "https://example.com/solopos-1" in done.out
    assert "mengekspor" not in done.out


def test_dump_gives_every_story_whole(index):
    dumped = [story_from(line) for line in lines(pantau("dump", "--index", index))]
    assert [s.article.id for s in dumped] == ["side-2", "side-3", "solopos-1"]


def test_dump_into_a_closed_pipe_ends_quietly(index):
    done = subprocess.run(
        f'"{sys.executable}" -m app dump --index {index} | true',
        shell=True,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert b"Traceback" not in done.stderr


def test_digest_writes_its_files_and_names_them(index, tmp_path):
    done = pantau("digest", "--week", "2021-W51", "--even-empty", "--to", tmp_path / "d", "--index", index)
    issue = [f"2021-W51.{kind}" for kind in ("html", "txt", "md", "json")]
    assert [Path(p).name for p in done.out.split()] == [*issue, "index.html", "atom.xml"]


def test_sources_count_what_the_index_holds(index):
    rows = {row["source"]: row for row in lines(pantau("sources", "--json", "--index", index))}
    assert {"beritadaerah", "joglosemarnews", "kedirikota", "solopos", "side"} <= rows.keys()
    assert (rows["side"]["stories"], rows["side"]["newest"]) == (2, "2021-12-20")


def test_sources_are_listed_without_an_index(tmp_path):
    assert pantau("sources", "--index", f"sqlite:///{tmp_path}/none.db").returncode == 0
    assert not list(tmp_path.iterdir())


def test_every_reason_to_drop_an_article_is_told_in_words():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "crawler").glob("*.py"))
    reasons = set(re.findall(r'\.(?:drop|leave)\((?:article, )?"([^"]+)"', code))
    assert len(reasons) > 5
    assert reasons - labels.reasons("dropped.csv").keys() == set()


def test_the_version_is_told():
    assert pantau("--version").out.startswith("pantau 0.")


# ---------------------------------------------------------------- one sentence and a status

BAD = {
    "unknown source": (["crawl", "tidakada"], 2, "tidakada"),
    "unknown source in search": (["search", "x", "--source", "tidakada"], 2, "tidakada"),
    "unknown region": (["search", "x", "--place", "99.99"], 2, "99.99"),
    "unknown country": (["search", "x", "--country", "XX"], 2, "XX"),
    "unknown topic": (["search", "x", "--topic", "cuaca"], 2, "cuaca"),
    "impossible week": (["digest", "--week", "2021-W60", "--to", "x"], 2, "2021-W60"),
    "days the wrong way round": (
        ["crawl", "--since", "2022-01-02", "--until", "2022-01-01"],
        2,
        "2022-01-02",
    ),
    "impossible day": (["crawl", "--since", "kemarin"], 2, "kemarin"),
    "unknown command": (["ramal"], 2, "ramal"),
    "missing argument": (["show"], 2, "id"),
    "missing option": (["digest", "--week", "2021-W51"], 2, "--to"),
    "unknown option": (["crawl", "--indx", "x"], 2, "--indx"),
    "no such index kind": (["search", "x", "--index", "mysql://x"], 2, "mysql"),
    "no index": (["search", "x", "--index", "sqlite:////nowhere/p.db"], 3, "/nowhere/p.db"),
    "index in a folder that is not there": (
        ["crawl", "--index", "sqlite:////nowhere/p.db"],
        3,
        "/nowhere",
    ),
    "unknown article": (["show", "none-1", "--index", "INDEX"], 2, "none-1"),
    "foreign file": (["search", "x", "--index", "sqlite:///README.md"], 3, "README.md"),
    "foreign file to crawl into": (["crawl", "--index", "sqlite:///README.md"], 3, "README.md"),
}


@pytest.mark.parametrize(("arguments", "status", "names"), BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence_and_a_status(arguments, status, names, index):
    before = (ROOT / "README.md").read_bytes()
    done = pantau(*(index if a == "INDEX" else a for a in arguments))
    assert done.returncode == status, done.err
    assert names in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert "Traceback" not in done.err
    assert (ROOT / "README.md").read_bytes() == before


def test_a_damaged_index_is_told_and_left_as_it_is(tmp_path):
    path = tmp_path / "p.db"
    filled = SQLiteIndex(path)
    filled.put([story(str(n), body="kopi " * 200) for n in range(50)])
    filled.close()
    whole = bytearray(path.read_bytes())
    whole[4096:] = os.urandom(len(whole) - 4096)
    path.write_bytes(whole)
    done = process("search", "kopi", "--index", f"sqlite:///{path}")
    assert done.returncode == 3
    assert "Traceback" not in done.err
    assert path.read_bytes() == bytes(whole)


def test_article_lines_survive_read_and_extract_untouched():
    article = article_json(story("a").article)
    (note,) = lines(pantau("extract", input=dumps(article)))
    assert note["id"] == "a"
