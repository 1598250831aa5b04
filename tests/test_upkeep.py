"""An index is checked, made anew, copied and taken back; whatever replaces one does so whole or not at all."""

import json
from dataclasses import replace
from decimal import Decimal

import apsw
import pytest

from crawler.lock import only_crawl
from entities.errors import BadInput, Busy, IndexUnusable
from entities.records import Money, Program, Release
from entities.wire import dumps, story_json
from indexer import sqlite_upkeep as upkeep
from indexer import words
from indexer.index import Query, open_index
from indexer.sqlite import SQLiteIndex
from indexer.sqlite_checking import check
from indexer.sqlite_file import connect
from indexer.sqlite_upkeep import backup, rebuild, restore
from tests import inside
from tests.contracts.index import DAY, mention, story

STORIES = [
    story(
        "a",
        title="Keripik Solo ke Jepang",
        body="Warga Solo mengekspor keripik – “renyah” – senilai Rp5 juta.",
        topics=("export_release",),
        mentions=(mention("city", "33.72", "origin"), mention("country", "JP", "destination")),
        releases=(
            Release(
                date=DAY.date(),
                origins=("33.72",),
                destinations=("JP",),
                products=("keripik",),
                values=(Money(amount=Decimal(5_000_000), currency="IDR"),),
            ),
        ),
        learnt_at=DAY,
    ),
    story("b", body="Kopi dijual.", programs=(Program(name="KUR", kind="financing"),), learnt_at=DAY),
    story("c", body="Teh melati.", source="side", learnt_at=DAY),
]


@pytest.fixture
def path(tmp_path):
    """The file of an index with three stories and a tombstone."""
    path = tmp_path / "p.db"
    index = SQLiteIndex(path)
    index.put(STORIES)
    index.forget("https://example.com/gone")
    index.close()
    return path


def change(path, *statements):
    db = connect(path)
    for sql in statements:
        db.execute(sql)
    db.close()


def ids(path, **asked):
    index = SQLiteIndex(path)
    found = [hit.story.article.id for hit in index.hits(Query(**asked))]
    index.close()
    return found


# ---------------------------------------------------------------- check


def test_an_article_stored_over_and_over_checks_clean(path):
    index = SQLiteIndex(path)
    index.put(
        [story("a", body="satu"), story("a", body="dua"), story("z", body="tiga"), story("z", body="empat")]
    )
    index.forget("z")
    assert list(check(path)) == []


def test_an_index_in_use_checks_clean(path):
    assert list(check(path)) == []


@pytest.mark.parametrize("amount", ["5.00", "1234567890123456.78", "1E+9", "0.1"])
def test_an_amount_that_json_prints_shorter_is_no_problem(path, amount):
    index = SQLiteIndex(path)
    sold = Release(date=DAY.date(), values=(Money(amount=Decimal(amount), currency="IDR"),))
    index.put([story("exact", releases=(sold,))])
    assert list(check(path)) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("UPDATE stories SET line = '{' WHERE id = 'a'", "a: its line cannot be read"),
        ("UPDATE stories SET line = '{}' WHERE id = 'a'", "a: its line cannot be read"),
        ("UPDATE stories SET source = 'x' WHERE id = 'b'", "b: source do not agree"),
        ("UPDATE stories SET body = 'Kopi dibeli.' WHERE id = 'b'", "b: the search words do not agree"),
        ("DELETE FROM releases", "a: releases do not agree"),
        ("UPDATE releases SET day = '2001-01-01'", "a: releases do not agree"),
        ("DELETE FROM programs", "b: programs do not agree"),
        ("DELETE FROM terms WHERE of = 'stories' AND owner = 3", "c: terms do not agree"),
        ("DELETE FROM terms WHERE of = 'releases'", "a: terms of releases do not agree"),
        ("INSERT INTO terms VALUES ('stories', 99, 'source', 'x')", "number 99 of stories"),
        ("INSERT INTO words (words) VALUES ('delete-all')", "c: the search words do not agree"),
        ("INSERT INTO words (rowid, title) VALUES (9, 'x')", "number 9, which is no story"),
        ("INSERT INTO forgotten VALUES ('c', '')", "c was forgotten and is still held"),
        ("DELETE FROM events", "is missing"),
        (
            "UPDATE events SET line = json_set(line, '$.reports[0].source', 'x')",
            "is not what its reports make",
        ),
        ("UPDATE events SET line = '{'", "cannot be joined"),
        ("UPDATE events SET rupiah = '1'", "rupiah do not agree with its line"),
        ("DELETE FROM blocks", "blocks do not agree with its line"),
        ("UPDATE reports SET key = 'a-r9'", "reports do not agree with its line"),
        ("INSERT INTO reports VALUES ('events', 'x-r1', 'x', 0, '', 1)", "report x-r1 is of no article"),
        ("DELETE FROM terms WHERE of = 'events'", "events: the terms of number 1"),
        ("DROP INDEX stories_url", "stories_url is missing"),
        ("UPDATE meta SET value = '0'", "pantau index rebuild"),
    ],
)
def test_what_is_wrong_is_named(path, broken, said):
    change(path, broken)
    assert any(said in sentence for sentence in check(path))


def test_what_is_wrong_is_mended_by_rebuild(path):
    change(
        path,
        "UPDATE stories SET source = 'x' WHERE id = 'c'",
        "DELETE FROM terms",
        "INSERT INTO words (words) VALUES ('delete-all')",
    )
    rebuild(path)
    assert list(check(path)) == []
    assert ids(path, sources=("side",)) == ["c"]


def test_many_problems_of_a_kind_are_told_by_number(path):
    index = SQLiteIndex(path)
    index.put(story(f"n{n}") for n in range(30))
    index.close()
    change(path, "UPDATE stories SET source = 'x'")
    assert list(check(path))[-1] == "and 13 more of this kind"


def test_a_damaged_page_is_told(path):
    with path.open("r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * 4096)
    assert list(check(path))


# ---------------------------------------------------------------- rebuild


def test_a_rebuilt_index_holds_the_same(path):
    before = [hit.story for hit in SQLiteIndex(path).hits()]
    assert rebuild(path).stories == 3
    index = SQLiteIndex(path)
    assert [hit.story for hit in index.hits()] == before
    assert index.put([story("gone")]) == 0, "tombstones stay"
    assert list(check(path)) == []


def test_an_index_of_other_words_is_mended(path, monkeypatch):
    monkeypatch.setattr(words, "VERSION", words.VERSION + 1)
    with pytest.raises(IndexUnusable, match="pantau index rebuild"):
        open_index(f"sqlite:///{path}")
    rebuild(path)
    assert ids(path, text="kopi") == ["b"]


FIRST_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stories (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, url TEXT NOT NULL,
    title TEXT NOT NULL, body TEXT NOT NULL, published_at TEXT, learnt_at TEXT NOT NULL,
    sample INTEGER NOT NULL, line TEXT NOT NULL
);
CREATE TABLE facets (
    story INTEGER NOT NULL REFERENCES stories (number) ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (story, name, value)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, content='stories', content_rowid='number', tokenize='pantau'
);
INSERT INTO meta VALUES ('words', '1');
PRAGMA user_version = 1; PRAGMA application_id = 1346457172;
"""


def test_an_index_of_the_first_schema_is_mended(tmp_path):
    path = tmp_path / "first.db"
    db = apsw.Connection(str(path))
    db.pragma("journal_mode", "wal")
    db.close()
    db = connect(path)
    db.execute(FIRST_SCHEMA)
    for told in STORIES:
        a = told.article
        row = (a.id, a.source, a.url, a.title, a.body, None, DAY.isoformat(), False, dumps(story_json(told)))
        db.execute("INSERT INTO stories VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    db.close()
    assert rebuild(path).stories == 3
    assert ids(path, of="releases", destinations=("JP",)) == ["a"]
    assert list(check(path)) == []


def test_a_line_that_cannot_be_read_is_made_anew_from_the_text(path):
    change(path, "UPDATE stories SET line = '{' WHERE id = 'c'")
    assert rebuild(path).mended == 1
    found = SQLiteIndex(path).get("c")
    assert (found.article.body, found.learnt_at) == ("Teh melati.", DAY)
    assert list(check(path)) == []


def test_todays_rules_may_be_run_again(path):
    done = rebuild(path, extract=True)
    assert done.changed == 3  # what the stories of this test say was never in their texts
    assert done.before["releases"] == 1
    assert SQLiteIndex(path).get("a").learnt_at == DAY


def test_a_reader_keeps_its_moment_while_the_index_is_replaced(path):
    reader = SQLiteIndex(path)
    hits = reader.hits()
    first = next(hits)
    rebuild(path)
    assert [first, *hits] == list(SQLiteIndex(path).hits())
    assert reader.search(Query(text="kopi")).total == 1, "and reads the new one after"


def test_a_rebuild_that_fails_half_way_leaves_the_old_index(path, monkeypatch):
    monkeypatch.setattr(SQLiteIndex, "count", lambda index: 2)
    with pytest.raises(IndexUnusable, match="only 2 of 3"):
        rebuild(path)
    monkeypatch.undo()
    assert ids(path) == ["a", "b", "c"]
    assert [file.name for file in path.parent.iterdir()] == ["p.db"]


def test_what_was_written_during_a_rebuild_is_not_lost(path):
    def write(done):
        index = SQLiteIndex(path)
        index.put([story("late")])
        index.close()

    with pytest.raises(Busy, match="try again"):
        rebuild(path, on_step=write)
    assert ids(path) == ["a", "b", "c", "late"]


def test_no_index_is_made_by_upkeep(tmp_path):
    for work in (rebuild, lambda path: list(check(path)), lambda path: backup(path, tmp_path / "b")):
        with pytest.raises(IndexUnusable, match="no index"):
            work(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- copies


def test_a_copy_is_one_file_that_holds_all(path, tmp_path):
    writer = SQLiteIndex(path)
    writer.put([story("d")])  # still in the write-ahead log
    assert backup(path, tmp_path / "copy.db") == 4
    assert {file.name for file in tmp_path.iterdir()} == {"p.db", "p.db-wal", "p.db-shm", "copy.db"}
    assert ids(tmp_path / "copy.db") == ["a", "b", "c", "d"]
    assert list(check(tmp_path / "copy.db")) == []


def test_a_copy_overwrites_nothing_unasked(path, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Surat dinas.")
    with pytest.raises(BadInput, match="--force"):
        backup(path, other)
    assert other.read_text() == "Surat dinas."
    assert backup(path, other, force=True) == 3


@pytest.mark.parametrize("force", [False, True])
def test_an_index_is_never_copied_over_itself(path, force):
    with pytest.raises(BadInput, match="exists already"):
        backup(path, path.parent / "." / "p.db", force=force)
    assert ids(path) == ["a", "b", "c"]


def test_a_copy_is_taken_back(path, tmp_path):
    backup(path, tmp_path / "copy.db")
    index = SQLiteIndex(path)
    index.put([replace(STORIES[0], topics=()), story("later")])
    assert restore(path, tmp_path / "copy.db") == (3, False)
    assert [hit.story for hit in index.hits()] == STORIES
    assert list(check(path)) == []


def test_a_copy_is_taken_back_where_nothing_is(path, tmp_path):
    backup(path, tmp_path / "copy.db")
    assert restore(tmp_path / "new.db", tmp_path / "copy.db") == (3, False)
    assert ids(tmp_path / "new.db") == ["a", "b", "c"]
    assert list(check(tmp_path / "new.db")) == []


def test_a_copy_of_another_version_is_taken_back_and_told(path, tmp_path):
    backup(path, tmp_path / "copy.db")
    change(tmp_path / "copy.db", "UPDATE meta SET value = '0'")
    assert restore(path, tmp_path / "copy.db") == (3, True)
    rebuild(path)
    assert ids(path) == ["a", "b", "c"]


@pytest.mark.parametrize("damage", ["letter", "foreign", "page", "short", "empty"])
def test_what_is_no_sound_copy_is_refused(path, tmp_path, damage):
    copy = tmp_path / "copy.db"
    backup(path, copy)
    whole = copy.read_bytes()
    if damage == "foreign":
        copy.unlink()
        apsw.Connection(str(copy)).execute("CREATE TABLE t (x)")
    else:
        copy.write_bytes(
            {
                "letter": b"Surat dinas. " * 900,
                "page": whole[: 4096 * 4] + b"\xff" * 4096 + whole[4096 * 5 :],
                "short": whole[: len(whole) // 2],
                "empty": b"",
            }[damage]
        )
    with pytest.raises(IndexUnusable, match=r"copy\.db"):
        restore(path, copy)
    assert ids(path) == ["a", "b", "c"]


def test_a_foreign_file_is_not_replaced_by_a_copy(path, tmp_path):
    backup(path, tmp_path / "copy.db")
    other = tmp_path / "other.db"
    apsw.Connection(str(other)).execute("CREATE TABLE t (x)")
    with pytest.raises(IndexUnusable, match="not a Pantau index"):
        restore(other, tmp_path / "copy.db")
    assert apsw.Connection(str(other)).execute("SELECT count(*) FROM t").get == 0


def test_nothing_is_left_of_a_copy_that_failed(path, tmp_path, monkeypatch):
    def fail(*_):
        raise IndexUnusable("damaged")

    monkeypatch.setattr(upkeep, "_sound", fail)
    with pytest.raises(IndexUnusable):
        backup(path, tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["p.db"]


# ---------------------------------------------------------------- commands


@pytest.fixture
def pantau(path):
    """Run a command on the index, as a user would."""

    def run(*arguments, index=path):
        done = inside.pantau(*arguments, "--index", f"sqlite:///{index}")
        return done.returncode, done.out, done.err

    return run


def test_check_ends_with_1_and_a_sentence_for_each_problem(path, pantau):
    assert pantau("index", "check")[0] == 0
    change(path, "DELETE FROM releases", "DELETE FROM programs")
    status, _, told = pantau("index", "check")
    assert status == 1
    assert [line.split("p.db: ")[1] for line in told.splitlines()] == [
        "terms belong to number 1 of releases, which does not exist",
        "terms belong to number 1 of programs, which does not exist",
        "a: releases do not agree with its line",
        "b: programs do not agree with its line",
        "events: the terms of number 1 are not those of its releases",
        "schemes: the terms of number 1 are not those of its programs",
    ]


def test_an_older_index_names_the_command_that_mends_it(path, pantau):
    change(path, "UPDATE meta SET value = '0'")
    status, _, told = pantau("search", "kopi")
    assert (status, "pantau index rebuild" in told) == (3, True)
    assert pantau("index", "rebuild")[0] == 0
    assert pantau("search", "kopi")[0] == 0


@pytest.mark.parametrize("command", [["rebuild"], ["restore", "copy.db"]])
def test_what_replaces_an_index_waits_for_the_crawl(path, command):
    with only_crawl(f"sqlite:///{path}"):
        done = inside.process("index", *command, "--index", f"sqlite:///{path}")
    assert done.returncode == 4
    assert "another crawl" in done.err


def test_stats_count_what_is_held(pantau):
    told = json.loads(pantau("index", "stats", "--json")[1])
    assert told["by_source"] == {"solopos": 2, "side": 1}
    assert (told["stories"], told["releases"], told["programs"], told["forgotten"]) == (3, 1, 1, 1)
    assert told["newest"] == DAY.isoformat()


def test_a_copy_is_made_and_taken_back_by_commands(path, tmp_path, pantau):
    copy = tmp_path / "copy.db"
    assert pantau("index", "backup", copy)[:2] == (0, f"{copy}: 3 berita\n")
    assert pantau("index", "backup", copy)[0] == 2
    assert pantau("index", "restore", copy, index=tmp_path / "new.db")[0] == 0
    assert ids(tmp_path / "new.db") == ["a", "b", "c"]


URL = "https://www.solopos.com/umkm-ekspor-keripik-1209871"


def test_an_article_is_forgotten_by_any_form_of_its_address(path, pantau):
    index = SQLiteIndex(path)
    kept = story("solopos-1209871", body="Pisang goreng.")
    index.put([replace(kept, article=replace(kept.article, url=URL))])
    assert pantau("forget", f"{URL}/?utm_source=x")[0] == 0
    assert index.search(Query(text="pisang")).total == 0
    assert {"solopos-1209871"} <= index.forgotten()
    assert index.put([kept]) == 0
    assert list(check(path)) == []


def test_an_address_is_refused_before_it_was_ever_seen(path, pantau):
    assert pantau("forget", URL)[0] == 0
    assert {URL, "solopos-1209871"} <= SQLiteIndex(path).forgotten()


def test_an_unknown_id_leaves_no_tombstone(path, pantau):
    before = SQLiteIndex(path).forgotten()
    status, _, told = pantau("forget", "solopos-typo")
    assert (status, "give its URL" in told) == (2, True)
    assert SQLiteIndex(path).forgotten() == before


def test_nothing_of_a_forgotten_article_stays_in_the_file(path):
    index = SQLiteIndex(path)
    index.put([story("secret", title="Judul zqxwahasia", body="Zqxwtersembunyi sekali.")])
    index.forget("secret")
    index.close()
    held = b"".join(file.read_bytes() for file in path.parent.iterdir()).lower()
    assert b"zqxw" not in held


def test_a_copy_that_backup_made_is_rebuilt_as_any_index(path, tmp_path):
    backup(path, tmp_path / "copy.db")
    assert rebuild(tmp_path / "copy.db").stories == 3
    assert ids(tmp_path / "copy.db") == ["a", "b", "c"]
