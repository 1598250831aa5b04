"""What events cost an embedded index: one more article among many, beside extracting it, and how both grow."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bench.ledger import SIZES, stories
from entities.extract import annotate
from entities.records import Story
from indexer.batches import batches
from indexer.sqlite import SQLiteIndex
from tests.ledger.press import both

MORE = 200  # articles that are added one by one
TOGETHER = 500


def events(sizes: tuple[int, ...] = SIZES) -> None:
    """Prints, for each size, what one more article costs with its events and without any release."""
    extracting = _extracting()
    for number in sizes:
        with TemporaryDirectory() as folder:
            index = SQLiteIndex(Path(folder) / "bench.db")
            index.db.execute("PRAGMA synchronous = OFF")
            made = stories()
            start = time.perf_counter()
            for some in batches(islice(made, number), TOGETHER):
                index.put(some)
            filled = (time.perf_counter() - start) / number
            held = int(index.db.execute("SELECT count(*) FROM events").get)
            more = list(islice(made, MORE))
            bare = _each(
                index,
                (replace(s, releases=(), article=replace(s.article, id=f"x{s.article.id}")) for s in more),
            )
            whole = _each(index, more)
            cost, worst = median(whole) - median(bare), quantiles(whole, n=20)[-1]
            print(
                f"{number} releases in {held} events: {filled * 1000:.1f} ms each to index at once; one more article "
                f"{median(whole) * 1000:.1f} ms, without a release {median(bare) * 1000:.1f} ms: events and the rest of a "
                f"release {cost * 1000:.1f} ms (in twenty the slowest {worst * 1000:.1f} ms), "
                f"{cost / extracting:.2f} of extracting a short report"
            )
            index.close()


def _each(index: SQLiteIndex, stories: Iterator[Story] | list[Story]) -> list[float]:
    told = []
    for story in stories:
        start = time.perf_counter()
        index.put([story])
        told.append(time.perf_counter() - start)
    return told


def _extracting() -> float:
    """Seconds to extract a report of the measured set, in the middle."""
    told = []
    for report in both():
        start = time.perf_counter()
        annotate(report.article)
        told.append(time.perf_counter() - start)
    return median(told)
