"""The index on an Elasticsearch server, 8 or 9: the same answers as the embedded one, for all who share the server."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from entities.errors import IndexUnusable
from entities.ledger_claims import Entry
from entities.ledger_decisions import Decisions, article_of
from entities.ledger_firsts import Outline
from entities.records import Story
from entities.scheme_claims import SchemeEntry
from indexer import elastic_events, elastic_names, elastic_search, elastic_sums
from indexer import elastic_keep as keep
from indexer.batches import batches
from indexer.books import EVENTS, SCHEMES, Book, signs_of
from indexer.elastic_admin import create as create_indices
from indexer.elastic_admin import held, other_version
from indexer.elastic_copies import Copies
from indexer.elastic_events import Events
from indexer.elastic_linking import Unlinked
from indexer.elastic_mapping import KINDS
from indexer.elastic_outbox import Outbox
from indexer.elastic_server import TIMEOUT, Away, server
from indexer.index import Bucket, Hit, Left, Query, Results, Totals
from indexer.language import clean
from indexer.periods import Unit

REST = 30.0  # seconds before a server that was away is asked again


@dataclass(frozen=True, kw_only=True)
class Drained:
    """Stories of the outbox that were written, and those of them that the server refused."""

    written: int = 0
    refused: int = 0
    aside: Path | None = None  # where the refused ones are


def drain(url: str, *, refused: bool = False) -> Drained:
    """Write what waits in the outbox of an index; refused: with what the server refused before."""
    outbox = Outbox(server(url).name)
    if refused:
        outbox.readmit()
    waiting, before = len(outbox), outbox.refusals()
    index = ElasticIndex(url, create=False)
    index.drain()
    index.close()
    return Drained(written=waiting, refused=outbox.refusals() - before, aside=outbox.refused)


class ElasticIndex:
    """The Index port over one prefix of a server; create makes the indices where there are none.

    What the server cannot take waits in the outbox, for this object, `pantau index drain` or the next crawl to write.
    clock gives the moment a story counts as learnt when it brings none.
    """

    together = 2_000

    def __init__(
        self,
        url: str,
        *,
        create: bool = True,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        outbox: Path | None = None,
        patience: float | None = None,
    ) -> None:
        self.server, self.clock, self.create = server(url), clock, create
        if patience:
            self.server = replace(self.server, patience=min(patience, TIMEOUT))
        self.outbox = Outbox(self.server.name, outbox)
        self.unlinked = Unlinked(self.outbox.unlinked)
        self.new: set[str] = set()  # ids of the new articles among those not linked yet
        self.is_open = self.is_dirty = False
        self.asked_again_at = 0.0
        self.waiting = self.refused = self.copied = 0
        self.refused_ids: set[str] = set()
        self.why = ""
        try:
            self._open()
        except Away as error:
            if not create:
                raise
            self._rest(error)

    def _open(self) -> None:
        """IndexUnusable where the server has no index for us, Away where it cannot tell now."""
        if self.is_open:
            return
        self.server.check()
        found = held(self.server)
        if not found.serving:
            if not self.create:
                raise IndexUnusable(f"there is no index at {self.server.name}; `pantau crawl` makes one")
            create_indices(self.server, found)
        elif said := other_version(found):
            raise IndexUnusable(f"{self.server.name} {said}")
        elif len(found.serving) < len(KINDS) or any(len(names) > 1 for names in found.serving.values()):
            raise IndexUnusable(f"{self.server.name} is incomplete; `pantau index check` tells what is wrong")
        self.is_open = True
        if self.create:
            self.drain()
            self.is_dirty |= self.unlinked.holds()  # as a writer left it that was killed

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """The server as it is with what this object has put; its failures in one sentence."""
        self._open()
        with self.server.telling():
            if self.is_dirty:
                self.link()
                keep.refresh(self.server)
                self.is_dirty = False
            yield

    def link(self) -> None:
        """Find out what was written is a copy of; what is refreshed after it has the links."""
        if self.unlinked.holds():
            with self.unlinked.take() as ids:
                self._link(ids)

    def _link(self, ids: list[str]) -> None:
        copies = [id for some in batches(ids, keep.LINKED) for id in keep.link(self.server, some)]
        self.copied += len(self.new.intersection(copies))
        self.new, self.is_dirty = set(), True  # what turned is not seen yet

    # ------------------------------------------------------------ writing

    def put(self, stories: Iterable[Story]) -> int:
        """See Index.put; what the server cannot take now waits in the outbox."""
        batch = list(stories)
        try:
            self._spare()
            self._open()
            self.drain()  # first what waited, so that the newest of an article is written last
            new = sum(self.write(some) for some in batches(batch, self.together))
        except IndexUnusable as error:
            self._rest(error)
            self.outbox.add(replace(story, learnt_at=story.learnt_at or self.clock()) for story in batch)
            self.waiting += len(batch)
            return 0
        if self.unlinked.number >= keep.LINKED:
            with suppress(IndexUnusable):  # what cannot be linked now is later, its ids wait on disk
                self.link()
        return new

    def write(self, stories: list[Story]) -> int:
        """As put, but Away where the server cannot take all of them now; some may be written."""
        self.is_dirty = True
        self.unlinked.add(story.article.id for story in stories)
        new, refused = keep.write(self.server, stories, self.clock)
        self.new |= new
        for story in stories:
            if reason := refused.pop(story.article.id, None):
                self.outbox.refuse(story, reason)
                self.refused += 1
                self.refused_ids.add(story.article.id)
        return len(new)

    def _settle(self) -> None:
        """Link what was written, and let all see it; what cannot be linked now is later, its ids wait on disk."""
        with suppress(IndexUnusable), self._reading():
            pass

    def drain(self) -> None:
        """Write what waits in the outbox; Away where the server cannot take all of it, and then nothing is lost."""
        while self.outbox.holds():
            self._open()
            for batch in batches(self.outbox.take(), self.together):
                self.write(batch)
            self.outbox.done()
            self.waiting = 0

    def _spare(self) -> None:
        """Away while a server that was away just now is left in peace."""
        if time.monotonic() < self.asked_again_at:
            raise Away(self.why)

    def _rest(self, error: IndexUnusable) -> None:
        """Spare a server that is away, and the crawl the time."""
        self.why, self.asked_again_at = str(error), time.monotonic() + REST
        self.is_open = False

    def left(self) -> Left:
        """See Index.left."""
        told = []
        if self.waiting:
            told.append(
                f"{self.why}; {self.waiting} articles wait in {self.outbox.waiting}, "
                "`pantau index drain` or the next crawl writes them"
            )
        if self.refused:
            told.append(
                f"{self.refused} articles were refused; {self.outbox.refused} has them with the reason"
            )
        ids = frozenset(self.refused_ids)
        return Left(waiting=self.waiting, refused=self.refused, ids=ids, told=tuple(told))

    def republished(self) -> int:
        """See Index.republished; what waits counts when it is written."""
        if self.is_dirty and self.is_open:
            self._settle()
        return self.copied

    # ------------------------------------------------------------ reading

    def get(self, id: str) -> Story | None:
        """See Index.get."""
        self._spare()
        self._open()
        if self.is_dirty:
            self._settle()
        return keep.story(self.server, clean(id))

    def copies(self, id: str) -> tuple[Story, ...]:
        """See Index.copies."""
        with self._reading():
            return Copies(self.server).group(clean(id))

    def count(self) -> int:
        """See Index.count."""
        with self._reading():
            return int(self.server.reader.count(index=self.server.index("articles"))["count"])

    def search(self, query: Query) -> Results:
        """See Index.search."""
        with self._reading():
            return elastic_search.search(self.server, query)

    def hits(self, query: Query | None = None) -> Iterator[Hit]:
        """See Index.hits."""
        with self._reading():
            yield from elastic_search.hits(self.server, query or Query())

    def series(self, query: Query, unit: Unit) -> tuple[Bucket, ...]:
        """See Index.series."""
        with self._reading():
            return elastic_sums.series(self.server, query, unit)

    def totals(self, query: Query) -> Totals:
        """See Index.totals."""
        with self._reading():
            return elastic_sums.totals(self.server, query)

    def event(self, id: str) -> Entry | None:
        """See Index.event."""
        found: Entry | None = self._of(EVENTS, id)
        return found

    def scheme(self, id: str) -> SchemeEntry | None:
        """See Index.scheme."""
        found: SchemeEntry | None = self._of(SCHEMES, id)
        return found

    def _of(self, book: Book, id: str) -> Any:
        with self._reading():
            held = Events(self.server, book).signed(signs_of(clean(id)))
            return book.found(id, (stored.event for stored in held))

    def outlines(self) -> Iterator[Outline]:
        """See Index.outlines."""
        with self._reading():
            yield from elastic_events.outlines(self.server)

    def decisions(self) -> Decisions:
        """See Index.decisions."""
        self._open()
        return elastic_events.decisions(self.server)

    def decide(self, decisions: Decisions) -> None:
        """See Index.decide."""
        with self._reading(), self.unlinked.take() as ids:  # nobody else joins meanwhile
            keep.refresh(self.server)
            if turned := elastic_events.decisions(self.server).unlike(decisions):
                elastic_events.decide(self.server, decisions)
            self._link(ids)
            elastic_events.settle(self.server, {article_of(key) for key in turned})

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """See Index.suggest."""
        with self._reading():
            return elastic_names.suggest(self.server, prefix, limit)

    # ------------------------------------------------------------ forgetting

    def forget(self, url: str) -> int:
        """See Index.forget; what waits in the outbox is forgotten too."""
        return self._take_out(url, keep.forget)

    def withdraw(self, id: str) -> int:
        """See Index.withdraw; what waits in the outbox is withdrawn too."""
        return self._take_out(id, keep.withdraw)

    def _take_out(self, key: str, how: Callable[..., tuple[int, frozenset[str]]]) -> int:
        with self._reading():
            removed, keys = how(self.server, clean(key), self.clock)
        self.outbox.drop(keys)
        return removed

    def forgotten(self) -> frozenset[str]:
        """See Index.forgotten; a server that is away tells none, and what is written later is looked at again."""
        return frozenset(keep.buried(self.server)) if self.is_open else frozenset()

    def buried(self) -> dict[str, str]:
        """See Index.buried."""
        self._open()
        return keep.buried(self.server)

    def bury(self, at: dict[str, str]) -> None:
        """See Index.bury."""
        self._open()
        keep.bury(self.server, at)

    def close(self) -> None:
        """See Index.close."""
        if self.is_dirty:
            self._settle()
        self.server.client.close()
