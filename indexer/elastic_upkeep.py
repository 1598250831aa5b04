"""Upkeep of an index on a server: make it anew behind its aliases, take copies and take them back, drop what is idle.

Whatever replaces an index is made beside it, under names that nobody reads, and served by moving all aliases at once:
readers see the old or the new one, and what was broken off leaves the old one. Writers are kept out meanwhile; what
they bring waits in their outboxes.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from entities.errors import BadInput, IndexUnusable
from entities.records import Story
from indexer import elastic_events
from indexer import elastic_keep as keep
from indexer.batches import batches as in_batches
from indexer.copying import copy
from indexer.elastic import ElasticIndex
from indexer.elastic_admin import Held, block, drop, held, make, serve
from indexer.elastic_checking import check as check
from indexer.elastic_mapping import SCHEMA_VERSION
from indexer.elastic_outbox import Outbox
from indexer.elastic_query import BY_ID
from indexer.elastic_search import scanned
from indexer.elastic_server import Server, server
from indexer.rebuilding import COLUMNS, Correct, Rebuilding, Rebuilt, Step, as_read
from indexer.sqlite import SQLiteIndex
from indexer.sqlite_upkeep import beside

SAMPLE = 200  # stories of a new generation that are read again


def rebuild(
    url: str, *, extract: bool = False, on_step: Step = lambda _: None, correct: Correct = as_read
) -> Rebuilt:
    """Make the indices of any version anew from the lines of their stories; the old ones stay until `drop`.

    extract: today's rules read the stored articles again. Killed half-way, the old ones serve and it can be run again.
    """
    here = server(url)
    here.check()
    drop(here, _newer(_existing(here)))
    found = held(here)
    done = Rebuilding(extract, on_step, correct)
    with _without_writers(here, found):
        with here.telling():
            keep.refresh(here)
            expected = int(here.reader.count(index=here.index("articles"))["count"])
        stored = _renew(here, found, done.batches(_rows(here)), keep.buried(here), expected)
    return replace(done.told(), stories=stored)


def _existing(here: Server) -> Held:
    found = held(here)
    if not found.serving:
        raise IndexUnusable(f"there is no index at {here.name}; `pantau crawl` makes one")
    return found


def _newer(found: Held) -> list[str]:
    """What a broken rebuild left: generations after the one that serves."""
    serving = max((int(n.rpartition("-")[2]) for names in found.serving.values() for n in names), default=0)
    return [name for name in found.idle() if int(name.rpartition("-")[2]) > serving]


@contextmanager
def _without_writers(here: Server, found: Held) -> Iterator[None]:
    """Writers are let in again only where nothing else has come to serve."""
    names = [name for names in found.serving.values() for name in names]
    block(here, names, on=True)
    served = False
    try:
        yield
        served = True
    finally:
        if not served:
            block(here, names, on=False)


def _rows(here: Server) -> Iterator[dict[str, Any]]:
    """The articles, each as a row with the columns that a story can be made of."""
    asked = {"query": {"match_all": {}}, "sort": BY_ID}
    with here.telling():
        for row in scanned(here, "articles", asked, size=500, source=list(COLUMNS)):
            yield {name: row["_source"].get(name) for name in COLUMNS}


def _renew(
    here: Server, found: Held, batches: Iterable[list[Story]], buried: dict[str, str], expected: int
) -> int:
    """The next generation with these stories, served when it is found whole; how many stories."""
    make(here, number := found.generation + 1)
    new = here.at(number)
    keep.bury(new, buried)
    if found.serving.get("events"):
        elastic_events.decide(new, elastic_events.decisions(here))
    sample: dict[str, Story] = {}
    ids: list[str] = []
    for batch in batches:
        ids += (story.article.id for story in batch)
        *_, refused = keep.write(new, batch, lambda: datetime.now(UTC))
        if refused:
            id, why = next(iter(refused.items()))
            raise IndexUnusable(f"{here.name}: {id} was refused ({why}); the old index stays")
        sample |= {story.article.id: story for story in batch[:: max(1, len(batch) * 20 // SAMPLE)]}
    for some in in_batches(ids, keep.LINKED):
        keep.link(new, some)
    _verify(here, new, expected, sample)
    serve(here, number, found)
    return expected


def _verify(here: Server, new: Server, expected: int, sample: dict[str, Story]) -> None:
    """IndexUnusable where the new generation lacks stories, or has some otherwise than they were written."""
    with here.telling():
        keep.refresh(new)
        stored = int(new.reader.count(index=new.index("articles"))["count"])
    if stored != expected:
        raise IndexUnusable(
            f"{here.name}: only {stored} of {expected} stories could be kept; the old index stays"
        )
    for id, story in sample.items():
        arrived = keep.story(new, id)
        if arrived is None or replace(arrived, copy_of=story.copy_of) != story:
            raise IndexUnusable(f"{here.name}: {id} did not arrive as it was; the old index stays")


# ---------------------------------------------------------------- copies


def backup(url: str, to: Path, *, force: bool = False) -> int:
    """Copy the index into one embedded index, read again and found equal; how many stories it holds."""
    if to.exists() and not force:
        raise BadInput(f"{to} exists already; name another file, or use --force")
    with closing(ElasticIndex(url, create=False)) as source, beside(to) as made:
        with closing(SQLiteIndex(made)) as target:
            stored = copy(source, target)
            target.db.pragma("journal_mode", "delete")
        os.replace(made, to)
    return stored


def restore(url: str, file: Path) -> tuple[int, bool]:
    """Put a copy, an embedded index, in the place of the index, or where none is; how many stories, and False."""
    here = server(url)
    here.check()
    with closing(SQLiteIndex(file, create=False)) as source:
        drop(here, _newer(held(here)))
        found = held(here)
        batches = Rebuilding().batches(_copied(source))
        with _without_writers(here, found):
            return _renew(here, found, batches, source.buried(), source.count()), False


def _copied(source: SQLiteIndex) -> Iterator[dict[str, Any]]:
    rows = source.db.execute(f"SELECT {', '.join(COLUMNS)} FROM stories ORDER BY number")
    return (dict(zip(COLUMNS, row, strict=True)) for row in rows)


# ---------------------------------------------------------------- figures


def dropped(url: str, *, everything: bool = False) -> list[str]:
    """Delete what no alias serves: older generations and what was broken off; or everything. The names."""
    here = server(url)
    here.check()
    found = held(here)
    names = sorted(found.indices) if everything else found.idle()
    drop(here, names)
    return names


def figures(url: str) -> dict[str, int | str | None]:
    """Of the indices: bytes, versions, latest moment of learning, forgotten URLs and ids, what waits or was refused."""
    with closing(ElasticIndex(url, create=False)) as index:
        here, found, outbox = index.server, held(index.server), Outbox(index.server.name)
        with here.telling():
            articles = here.index("articles")
            latest = here.reader.search(
                index=articles,
                size=1,
                sort=[{"moments.learnt": "desc"}],
                source={"includes": ["moments.learnt"]},
            )["hits"]["hits"]
            sizes = here.reader.indices.stats(index=list(found.indices), metric=["store"])["indices"]
            version = here.reader.info()["version"]["number"]
        size = {name: told["primaries"]["store"]["size_in_bytes"] for name, told in sizes.items()}
        idle = found.idle()
        return {
            "learnt": latest[0]["_source"]["moments"]["learnt"] if latest else None,
            "forgotten": len(index.forgotten()),
            "bytes": sum(size.get(name, 0) for name in found.indices if name not in idle),
            "bytes_idle": sum(size.get(name, 0) for name in idle),
            "waiting": len(outbox),
            "refused": outbox.refusals(),
            "schema": SCHEMA_VERSION,
            "words": max(version[1] for version in found.versions() if version),
            "elasticsearch": str(version),
        }
