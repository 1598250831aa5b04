"""What events cost an embedded index: one more article among many, beside extracting it, and how both grow."""

import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
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
    """Prints, for each size, what one more article costs with its events and without any release, in processor time."""
    extracting = _extracting()
    for number in sizes:
        with TemporaryDirectory() as folder:
            index = SQLiteIndex(Path(folder) / "bench.db")
            index.db.execute("PRAGMA synchronous = OFF")
            made = stories()
            start = time.process_time()
            for some in batches(islice(made, number), TOGETHER):
                index.put(some)
            filled = (time.process_time() - start) / number
            held = int(index.db.execute("SELECT count(*) FROM events").get)
            print(
                f"{number} releases in {held} events: {filled * 1000:.1f} ms each to index, {TOGETHER} at once"
            )
            for together in (1, index.together):
                some = list(islice(made, MORE))
                cost = median(_each(index, some, together)) - median(
                    _each(index, map(_without, some), together)
                )
                print(
                    f"  one more release, {together} articles at once: {cost * 1000:.1f} ms with its event, "
                    f"{cost / extracting:.2f} of extracting a short report"
                )
            index.close()


def _without(story: Story) -> Story:
    """An article that is the same but tells of nothing."""
    return replace(story, releases=(), article=replace(story.article, id=f"x{story.article.id}"))


def _each(index: SQLiteIndex, stories: Iterable[Story], together: int) -> list[float]:
    """Seconds an article, put so many at once."""
    told = []
    for some in batches(stories, together):
        start = time.process_time()
        index.put(some)
        told.append((time.process_time() - start) / len(some))
    return told


def _extracting() -> float:
    """Seconds to extract a report of the measured set, in the middle."""
    told = []
    for report in both():
        start = time.process_time()
        annotate(report.article)
        told.append(time.process_time() - start)
    return median(told)
