"""The state that crawls share: the contract over SQLite, and what only a file can go through."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import apsw
import pytest

from entities.errors import BadInput, StateUnusable
from state.sqlite import SQLiteState
from state.sqlite_file import SCHEMAS
from state.state import beside, open_state, state_url
from tests.contracts.mailing import ACTIVE, LETTER, SUBSCRIPTION, MailingContract
from tests.contracts.state import PAGE, StateContract


class TestSQLiteState(StateContract, MailingContract):
    @pytest.fixture
    def state(self, tmp_path):
        return SQLiteState(tmp_path / "pantau.state.db")

    @pytest.fixture
    def other(self, state):
        return SQLiteState(state.path)


@pytest.mark.parametrize(
    ("index", "state"),
    [
        ("sqlite:///pantau.db", "sqlite:///pantau.state.db"),
        ("sqlite:////srv/a b/x.db", "sqlite:////srv/a b/x.state.db"),
        ("sqlite:///index", "sqlite:///index.state.db"),
        ("https://user:secret@host:9200/papers", "sqlite:////home/x/pantau/host_9200_papers.state.db"),
        ("elasticsearch:///papers", "sqlite:////home/x/pantau/papers.state.db"),
    ],
)
def test_the_state_stands_beside_its_index(monkeypatch, index, state):
    monkeypatch.setenv("XDG_STATE_HOME", "/home/x")
    assert state_url(index) == state
    assert state_url(index, "sqlite:///elsewhere.db") == "sqlite:///elsewhere.db"
    assert "secret" not in str(beside(index, "archive"))


def test_a_url_of_no_known_kind_is_named():
    with pytest.raises(BadInput, match="redis"):
        open_state("redis://host/1")


def test_a_foreign_file_is_left_alone(tmp_path):
    path = tmp_path / "x.db"
    db = apsw.Connection(str(path))
    db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(StateUnusable, match="no state of Pantau"):
        SQLiteState(path)
    path.write_bytes(b"no database at all, however long it may be" * 100)
    with pytest.raises(StateUnusable, match="no SQLite file"):
        SQLiteState(path)


def test_a_later_version_is_named(tmp_path):
    state = SQLiteState(tmp_path / "x.db")
    state.db.execute("PRAGMA user_version = 99")
    state.close()
    with pytest.raises(StateUnusable, match="later version"):
        SQLiteState(tmp_path / "x.db")


def test_a_file_that_is_taken_away_is_told(tmp_path):
    state = SQLiteState(tmp_path / "x.db")
    (tmp_path / "x.db").unlink()
    with pytest.raises(StateUnusable, match="has been removed"):
        state.keep([PAGE])


def test_of_whom_asked_to_be_deleted_the_files_hold_no_trace(tmp_path):
    state = SQLiteState(tmp_path / "x.db")
    reader = SQLiteState(tmp_path / "x.db")  # as a page that is open meanwhile
    owners = {f"s{n}": f"orang{n}.{'x' * (n % 40)}@dinas{n % 7}.contoh.id" for n in range(200)}
    for id, address in owners.items():
        search = {"words": f"rahasia{id} " * (n_words := len(id) * 5), "n": [n_words]}
        one = replace(SUBSCRIPTION, id=id, address=address, search=search)
        weeks = [replace(LETTER, subscription=id, period=f"2021-W{week}") for week in range(10, 16)]
        state.mailing.subscribe(one, weeks)
    assert b"orang7." in bytes_of(tmp_path)
    assert reader.mailing.subscription("s7")
    gone = [id for n, id in enumerate(owners) if n % 3]
    assert state.mailing.erase(gone) == len(gone)
    left = bytes_of(tmp_path)
    found = [id for id in gone if owners[id].encode() in left or f"rahasia{id} ".encode() in left]
    assert found == []
    assert all(owners[id].encode() in left for id in owners if id not in gone)


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_that_a_letter_was_sent_is_on_the_disk_before_anything_else_happens(tmp_path):
    state = SQLiteState(tmp_path / "x.db")
    full = []
    state.db.set_wal_hook(
        lambda db, name, pages: full.append(db.pragma("synchronous") == 2) or apsw.SQLITE_OK
    )
    state.mailing.subscribe(ACTIVE, [LETTER])
    assert state.mailing.claim(LETTER.subscription, LETTER.period)
    state.mailing.keep_letter(replace(LETTER, fate="sent"))
    assert full == [True] * 3
    state.keep([PAGE])  # a page is asked again at most
    assert full == [True] * 3 + [False]


HOLDER = """
import sys
from pathlib import Path
from state.sqlite import SQLiteState
from state.sqlite_file import SCHEMAS
with SQLiteState(Path(sys.argv[1])).crawling("a"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_a_killed_crawl_holds_nobody(tmp_path):
    state = SQLiteState(tmp_path / "x.db")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(state.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        assert state.crawled_now("a")
        os.kill(holder.pid, signal.SIGKILL)
    assert not state.crawled_now("a")
    with state.crawling("a"):
        pass


MAKERS = """
import sys
from pathlib import Path
from {module} import {name}
print(flush=True)
sys.stdin.readline()
for number in range(30):
    {name}(Path(sys.argv[1]) / f"{{number}}.db").close()
"""


@pytest.mark.parametrize(
    ("module", "name"), [("state.sqlite", "SQLiteState"), ("indexer.sqlite", "SQLiteIndex")]
)
def test_crawls_that_start_at_once_may_all_make_it(module, name, tmp_path):
    code = MAKERS.format(module=module, name=name)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    makers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], **pipes) for _ in range(4)]
    for maker in makers:
        maker.stdout.readline()
    for maker in makers:
        maker.stdin.write("\n")
        maker.stdin.flush()
    ended = [(maker.communicate(timeout=60)[1], maker.returncode) for maker in makers]
    assert ended == [("", 0)] * 4


def test_a_state_of_an_earlier_version_is_brought_to_today_s(tmp_path, monkeypatch):
    monkeypatch.setattr("state.sqlite_file.SCHEMAS", SCHEMAS[:1])
    old = SQLiteState(tmp_path / "x.db")
    old.keep([PAGE])
    old.close()
    monkeypatch.undo()
    new = SQLiteState(tmp_path / "x.db")
    assert new.decisions() == ()
    assert list(new.pages()) == [PAGE]
