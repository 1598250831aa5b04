"""The index: its rate against a bare full-text table, how a search grows with what it matches, memory of an export.

The articles are those of the sample press, annotated once, with three fifths of their words exchanged, so that none is
a copy of another (entities/copies.py), and their days moved. What they tell of is that of bench/ledger.py and
bench/schemes.py: an event or a programme has one to twelve reports, in fifteen years.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TypeVar

import apsw

from bench import ledger as sent
from bench import schemes as planned
from entities.records import Program, Release, Story
from indexer import sqlite
from indexer.index import Index, Query
from indexer.sqlite import SQLiteIndex

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = 10_000
BATCH = 100  # stories of one transaction
ROUNDS = 5
ASKED = {
    "one word": Query(text="ekspor"),
    "two words": Query(text="ekspor kopi"),
    "a phrase": Query(text='"usaha mikro"'),
    "all": Query(),
    "a filter": Query(destinations=("JP",)),
    "releases": Query(of="releases", text="ekspor"),
}
SENT = ("date", "origins", "destinations", "products", "values", "quantities", "exporter")
PLANNED = ("name", "agency", "kind", "places", "start", "end", "participants")
HOURS = sent.DAYS * 24
Put = Callable[[list[Story]], object]
Part = TypeVar("Part", Release, Program)


def indexing(articles: int = ARTICLES) -> None:
    with tempfile.TemporaryDirectory() as name:
        rates(Path(name), articles)
    paths = filled(articles // 10), filled(articles)
    growth(*map(SQLiteIndex, paths))
    memory(*paths)


# ---------------------------------------------------------------- articles


def sample() -> list[Story]:
    """The stories of the sample press."""
    from entities.extract import annotate
    from entities.wire import article_from

    lines = [json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "samples").glob("*/*.json"))]
    return [annotate(article_from({"id": "x", **line})) for line in lines if line.get("body")]


def stories(number: int) -> Iterator[Story]:
    """So many, always the same, learnt of when they came out."""
    chance, known = random.Random(2021), sample()
    words = sorted({word for story in known for word in story.article.body.split()})
    told = sent.stories(), planned.stories()
    for n in range(number):
        yield _varied(_retold(known[n % len(known)], *told), n, words, chance)


def _retold(story: Story, shipments: Iterator[Story], programmes: Iterator[Story]) -> Story:
    """A story whose releases and programmes state the next facts, in the week in which these are told of."""
    releases = [(one, next(shipments)) for one in story.releases]
    programs = [(one, next(programmes)) for one in story.programs]
    others = [other for _, other in (*releases, *programs)]
    published = others[0].article.published_at if others else story.article.published_at
    return replace(
        story,
        article=replace(story.article, published_at=published),
        releases=tuple(_stating(one, other.releases[0], SENT) for one, other in releases),
        programs=tuple(_stating(one, other.programs[0], PLANNED) for one, other in programs),
    )


def _stating(one: Part, other: Part, fields: tuple[str, ...]) -> Part:
    return replace(one, **{name: getattr(other, name) for name in fields})


def _varied(story: Story, n: int, words: list[str], chance: random.Random) -> Story:
    published = story.article.published_at
    if not (story.releases or story.programs):
        published = published and published - timedelta(hours=chance.randrange(HOURS))
    article = replace(
        story.article,
        id=f"bench-{n}",
        url=f"https://bench.example/{n}",
        title=_exchanged(story.article.title, words, chance),
        body=_exchanged(story.article.body, words, chance),
        published_at=published,
    )
    return replace(story, article=article, learnt_at=published)


def _exchanged(text: str, words: list[str], chance: random.Random) -> str:
    return " ".join(chance.choice(words) if chance.random() < 0.6 else word for word in text.split(" "))


@cache
def filled(number: int) -> Path:
    """The file of an index of so many articles; made once a run, nobody writes to it."""
    path = Path(folder().name) / f"{number}.db"
    index, made = SQLiteIndex(path), stories(number)
    while batch := list(islice(made, 10 * BATCH)):
        index.put(batch)
    index.close()
    return path


@cache
def folder() -> tempfile.TemporaryDirectory[str]:
    """Where the indices of a run are; it goes with the process."""
    return tempfile.TemporaryDirectory()


# ---------------------------------------------------------------- rate


def rates(folder: Path, number: int) -> None:
    """Ours, a bare FTS5 table of title and body, and our index with a plain tokenizer take the same batches in turn."""
    ways: dict[str, Put] = {
        "pantau": SQLiteIndex(folder / f"{number}.db").put,
        "bare table": bare(folder / "bare.db"),
        "pantau, plain words": plain(folder).put,
    }
    taken, made = dict.fromkeys(ways, 0.0), stories(number)
    while batch := list(islice(made, BATCH)):
        for name, put in ways.items():
            start = time.perf_counter()
            put(batch)
            taken[name] += time.perf_counter() - start
    print(f"{number} articles made from the sample press, {BATCH} a transaction")
    for name, seconds in taken.items():
        print(f"  {name:<22}{number / seconds:8.0f} articles a second")
    print(f"  pantau / bare full-text table with unicode61      {taken['bare table'] / taken['pantau']:.2f}")
    print(
        f"  pantau / the same index with unicode61            {taken['pantau, plain words'] / taken['pantau']:.2f}"
    )


def bare(path: Path) -> Put:
    """Title and body in a full-text table with the tokenizer of SQLite, and nothing else."""
    db = apsw.Connection(str(path))
    db.pragma("journal_mode", "wal")
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize='unicode61')")

    def put(batch: list[Story]) -> None:
        with db:
            rows = ((story.article.title, story.article.body) for story in batch)
            db.executemany("INSERT INTO words VALUES (?, ?)", rows)

    return put


def plain(folder: Path) -> SQLiteIndex:
    """Our index with the tokenizer of SQLite."""
    ours, other = sqlite.SCHEMA, folder / "plain.sql"
    other.write_text(ours.read_text("utf-8").replace("tokenize='pantau'", "tokenize='unicode61'"), "utf-8")
    sqlite.SCHEMA = other
    try:
        return SQLiteIndex(folder / "plain.db")
    finally:
        sqlite.SCHEMA = ours


# ---------------------------------------------------------------- growth and memory


def growth(few: Index, many: Index) -> None:
    """Top 20 with facets and marks; 1.00 is linear in the matches, less is better."""
    print(f"top 20 with all facets and marks, {few.count()} and {many.count()} articles, median of {ROUNDS}")
    for name, query in ASKED.items():
        sizes = [index.search(query).total for index in (few, many)]
        whole = [_seconds(index, query) for index in (few, many)]
        bare = _seconds(many, replace(query, facets=()))
        grown = (whole[1] / whole[0]) / (sizes[1] / max(1, sizes[0]))
        print(
            f"  {name:<10}{sizes[0]:7} matches {whole[0] * 1000:8.1f} ms{sizes[1]:8} matches {whole[1] * 1000:8.1f} ms"
            f"  facets {1 - bare / whole[1]:4.0%}  growth / linear {grown:.2f}"
        )


def _seconds(index: Index, query: Query) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        index.search(query)
        taken.append(time.perf_counter() - start)
    return median(taken)


def memory(few: Path, many: Path) -> None:
    """The most memory that an export holds, of few and of ten times as many articles."""
    peaks = [_peak(path) for path in (few, many)]
    print(
        f"export as CSV: at most {peaks[0]:.0f} MB and {peaks[1]:.0f} MB; many / few {peaks[1] / peaks[0]:.2f}"
    )


def _peak(path: Path) -> float:
    to = path.with_suffix(".csv")
    command = [sys.executable, "-m", "app", "export", "--to", str(to), "--index", f"sqlite:///{path}"]
    done = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode:
        raise SystemExit(f"the export ended with {done.returncode}")
    return used.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)
