"""The index is safe under use: readers beside a writer, a killed writer, a full disk, hostile queries."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from app.upkeep import run_forget
from entities.errors import BadInput, IndexUnusable
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from indexer.sqlite_checking import check
from indexer.sqlite_upkeep import backup, rebuild
from tests.contracts.index import story

ROOT = Path(__file__).resolve().parents[1]
BATCH, BATCHES = 10, 30  # a batch is stored whole or not at all
WRITES = """
import sys
from pathlib import Path
from indexer.sqlite import SQLiteIndex
from tests.test_index_safety import batches
index = SQLiteIndex(Path(sys.argv[1]))
print("ready", flush=True)
for batch in batches():
    index.put(batch)
"""


def batches():
    """What a crawl stores: ten stories at a time, half of a source each, all of one topic."""
    for n in range(BATCHES):
        yield [
            story(
                f"s{n:03}-{m}",
                body=f"Warga mengekspor keripik nomor {n} dan {m}. " * 8,
                source=("solopos", "side")[m % 2],
                topics=("export_release",),
            )
            for m in range(BATCH)
        ]


def child(code, *arguments, **more):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


# ---------------------------------------------------------------- readers beside a writer


def torn(index):
    """What is inconsistent in one answer of an index that is being written to."""
    found = index.search(Query(text="keripik", limit=5))
    sources, topics = found.facets["source"], found.facets["topic"]
    if found.total % BATCH:
        yield f"{found.total} stories are no whole batches"
    if not sum(sources.values()) == sum(topics.values()) == found.total:
        yield f"{found.total} stories, but facets {sources} and {topics}"
    if len(set(sources.values())) > 1:
        yield f"half a batch: {sources}"
    if len(found.hits) != min(5, found.total):
        yield f"{len(found.hits)} hits of {found.total}"


def test_readers_see_whole_batches_while_a_process_writes(tmp_path):
    path = tmp_path / "p.db"
    SQLiteIndex(path).close()
    over, problems, answers = Event(), [], [0, 0, 0]

    def read(number):
        index = SQLiteIndex(path, create=False)
        try:
            while not over.is_set() or not answers[number]:
                problems.extend(torn(index))
                hits = sum(1 for _ in index.hits())
                problems.extend([f"{hits} streamed"] if hits % BATCH else [])
                answers[number] += 1
        except IndexUnusable as error:
            problems.append(str(error))
        index.close()

    readers = [Thread(target=read, args=(n,)) for n in range(len(answers))]
    for reader in readers:
        reader.start()
    writer = child(WRITES, path)
    told = writer.communicate(timeout=60)
    over.set()
    for reader in readers:
        reader.join(60)
    assert (writer.returncode, told[1]) == (0, "")
    assert problems == []
    assert min(answers) > 2
    assert SQLiteIndex(path).count() == BATCH * BATCHES


def test_two_writers_wait_for_each_other(tmp_path):
    path = tmp_path / "p.db"
    SQLiteIndex(path).close()
    writers = [child(WRITES, path) for _ in range(2)]
    told = [writer.communicate(timeout=60)[1] for writer in writers]
    assert told == ["", ""]
    assert SQLiteIndex(path).count() == BATCH * BATCHES


# ---------------------------------------------------------------- a writer that is killed

KILLS = 30
FORKED = """
import os, sys
from pathlib import Path
from indexer.sqlite import SQLiteIndex
from tests.test_index_safety import batches
held = list(batches())
SQLiteIndex(Path(sys.argv[1] + ".warm")).put(held[0])   # tables and dictionaries are read once
for line in sys.stdin:  # each line is a file: a process of its own fills it, over and over, until it is killed
    pid = os.fork()
    if pid == 0:
        index = SQLiteIndex(Path(line.strip()))
        while True:
            for batch in held:
                index.put(batch)
    print(pid, flush=True)
    os.waitpid(pid, 0)
    print("gone", flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_a_sound_index(tmp_path):
    path, chance = tmp_path / "p.db", random.Random(4)
    held, before, grown = list(batches()), 0, 0
    with child(FORKED, path, stdin=subprocess.PIPE) as parent:
        for turn in range(KILLS):
            if turn % 10 == 0:
                path, before = tmp_path / f"{turn}.db", 0
            print(path, file=parent.stdin, flush=True)
            pid = int(parent.stdout.readline())
            time.sleep(chance.uniform(0, 0.15))
            os.kill(pid, signal.SIGKILL)
            assert parent.stdout.readline() == "gone\n"
            if not path.exists():
                continue
            index = SQLiteIndex(path)
            count = index.count()
            index.close()
            assert count % BATCH == 0
            assert count >= before, "what was stored stays"
            assert list(check(path)) == []
            grown, before = grown + (count > before), count
        parent.stdin.close()
    assert grown > 3, "the writers did write"
    index = SQLiteIndex(path)
    assert sum(map(index.put, held)) == BATCH * BATCHES - before
    assert index.count() == BATCH * BATCHES
    assert list(check(path)) == []


REBUILDS = """
import sys
from pathlib import Path
from indexer.sqlite_upkeep import rebuild
print("ready", flush=True)
while True:
    rebuild(Path(sys.argv[1]))
"""


def test_a_rebuild_killed_at_any_moment_leaves_a_sound_index(tmp_path):
    path, chance = tmp_path / "p.db", random.Random(7)
    index = SQLiteIndex(path)
    for batch in batches():
        index.put(batch)
    index.close()
    for _ in range(5):
        process = child(REBUILDS, path)
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.communicate()
        assert list(check(path)) == []
    assert rebuild(path).stories == BATCH * BATCHES
    assert [file.name for file in tmp_path.iterdir()] == ["p.db"]


# ---------------------------------------------------------------- a full disk

FULL = """
import resource, sys
from pathlib import Path
from entities.errors import PantauError
from indexer.sqlite import SQLiteIndex
from indexer.sqlite_upkeep import backup, rebuild
from tests.contracts.index import story
path = Path(sys.argv[1])
size = path.stat().st_size
work = {
    "put": lambda: SQLiteIndex(path).put(story(str(n), body="teh melati " * 500) for n in range(200)),
    "rebuild": lambda: rebuild(path),
    "backup": lambda: backup(path, path.with_name("copy.db")),
}[sys.argv[2]]
resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))
try:
    work()
except PantauError as error:
    print(error)
"""


@pytest.mark.parametrize("work", ["put", "rebuild", "backup"])
def test_a_full_disk_is_told_and_loses_nothing(tmp_path, work):
    path = tmp_path / "p.db"
    index = SQLiteIndex(path)
    for batch in batches():
        index.put(batch)
    index.close()
    told, failed = child(FULL, path, work).communicate(timeout=60)
    assert failed == ""
    assert "disk" in told
    assert told.count("\n") == 1
    assert list(check(path)) == []
    assert SQLiteIndex(path).count() == BATCH * BATCHES
    assert not list(tmp_path.glob("*.new*")) + list(tmp_path.glob("copy*"))


def test_a_full_index_can_still_be_read_and_copied(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put([story("kept", body="kopi")])
    index.db.pragma("max_page_count", int(index.db.pragma("page_count")) + 2)
    with pytest.raises(IndexUnusable, match="disk is full"):
        index.put(story(str(n), body="teh melati " * 500) for n in range(50))
    assert (index.search(Query(text="kopi")).total, index.search(Query(text="teh")).total) == (1, 0)
    assert backup(tmp_path / "p.db", tmp_path / "copy.db") == 1
    assert list(check(tmp_path / "copy.db")) == []


# ---------------------------------------------------------------- hostile queries

HOSTILE = {
    "100,000 letters": "kopi " * 20_000,
    "one word of 100,000": "k" * 100_000,
    "100,000 quotes": '"' * 100_000,
    "100,000 brackets": "(" * 100_000,
    "100,000 exclusions": "-kopi " * 16_000,
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\u202e\ufeff kopi",
    "the syntax of FTS": 'NEAR(kopi teh, 5) AND title:kopi* NOT ^teh {a b} : "x" + y',
    "a column that is none": "nosuchcolumn:kopi",
    "half a quote": '"kopi',
    "SQL": "'; DROP TABLE stories; --",
    "no text": "   ",
    "half a character": "kopi \udcff",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "p.db"
    index = SQLiteIndex(path)
    index.put([story("a", title="Kopi", body="Kopi dan teh.")])
    index.close()
    return path


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_words_are_answered_on_the_command_line(filled, text):
    started = time.perf_counter()
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "app",
            "search",
            "--json",
            "--index",
            f"sqlite:///{filled}",
            "--",
            os.fsencode(text),
        ],
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr[-500:]
    assert not {*map(chr, range(32)), "\x7f"} - {"\n"} & set(done.stderr.decode())
    assert len(done.stderr) < 2_000
    assert time.perf_counter() - started < 20
    assert list(check(filled)) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_name_is_no_more_than_a_name(filled, text):
    with pytest.raises(BadInput):
        run_forget([text], index=f"sqlite:///{filled}")
    assert SQLiteIndex(filled).count() == 1
