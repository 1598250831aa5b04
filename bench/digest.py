"""The digest by mail: a thousand subscribers with fifty different searches, and what one of them costs beside a search.

The articles are those of bench/indexing.py, learnt of when they came out. The mail server is real (aiosmtpd), takes all
and keeps nothing; it is a process of its own, so that its work does not count as ours.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from app.digests.issues import composer
from app.digests.links import Links
from app.digests.posting import Post
from app.digests.searches import query_of
from app.digests.sending import Composer, Issue, Sender, send
from app.digests.week import Week, read_week
from app.smtp import Server
from bench.indexing import ARTICLES, ROUNDS, filled
from bench.ledger import FIRST
from indexer.index import Index, Query
from indexer.sqlite import SQLiteIndex
from state.mailing import Subscription
from state.sqlite import SQLiteState

SUBSCRIBERS, SEARCHES = 1000, 50
FACETS = ("product", "destination", "province", "city")  # what searches are made of
LINKS = Links(base="https://pantau.example.go.id", secrets=("bench" * 8,))
FROM = "digest@pantau.example.go.id"


def digest(articles: int = ARTICLES) -> None:
    """Print what the mailing of one week costs."""
    path = filled(articles)
    index = SQLiteIndex(path)
    week = _middle_week(index)
    with tempfile.TemporaryDirectory() as name:
        state = SQLiteState(Path(name) / "pantau.state.db")
        searches = _searches(index)
        _subscribe(state, searches, week)
        with _sink() as port:
            _mail(index, state, searches, week, port, path)


def _mail(
    index: Index, state: SQLiteState, searches: list[dict[str, Any]], week: Week, port: int, path: Path
) -> None:
    measured = Measured(composer(index, state, LINKS))
    server = Server(host="127.0.0.1", port=port, security="none", user="", password="")
    sender = Sender(
        state=state,
        index=f"sqlite:///{path}",
        links=LINKS,
        post=Post(server, FROM),
        compose=measured,
        clock=lambda: week.until + timedelta(hours=7, minutes=1),
    )
    began = time.perf_counter()
    summary = send(sender)
    whole = time.perf_counter() - began
    assert summary.counts["sent"] == SUBSCRIBERS, summary
    assert summary.composed == len(measured.seconds) == len(searches)
    once = _one_search(index, searches)
    composing, each = sum(measured.seconds), 1000 * whole / SUBSCRIBERS
    print(
        f"the digest: {SUBSCRIBERS} subscribers, {len(searches)} searches, {index.count()} articles, {week.name}\n"
        f"  composed {summary.composed} times in {composing:.1f} s, the middle {median(measured.seconds):.2f} s, "
        f"the first {measured.seconds[0]:.2f} s, the slowest {max(measured.seconds):.2f} s\n"
        f"  written, mailed and kept: {1000 * (whole - composing) / SUBSCRIBERS:.1f} ms a subscriber\n"
        f"  all in all {whole:.1f} s, {each:.1f} ms a subscriber; "
        f"one search with all facets {once:.1f} ms, {each / once:.1f} times as long"
    )


@dataclass
class Measured:
    """A composer and how long it took each time."""

    compose: Composer
    seconds: list[float] = field(default_factory=list)

    def __call__(self, query: Query, week: Week, language: str) -> Issue:
        began = time.perf_counter()
        made = self.compose(query, week, language)
        self.seconds.append(time.perf_counter() - began)
        return made


def _one_search(index: Index, searches: list[dict[str, Any]]) -> float:
    """Milliseconds of the middle search, asked once by a reader."""
    took = []
    for search in searches[:: len(searches) // 10] * ROUNDS:
        began = time.perf_counter()
        index.search(query_of(search))
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


# ---------------------------------------------------------------- what is measured on


def _middle_week(index: Index) -> Week:
    """The week that half of the articles came before."""
    weeks = index.series(Query(), "week")
    half, before = sum(week.count for week in weeks) / 2, 0
    for week in weeks:
        before += week.count
        if before >= half:
            return read_week(week.period, FIRST)
    raise SystemExit("the index has no dated articles")


def _searches(index: Index) -> list[dict[str, Any]]:
    """Searches for what the index holds, the commonest of each kind first."""
    facets = index.search(Query(limit=1, facets=FACETS)).facets
    names = [
        ({"province": "origin", "city": "origin"}.get(kind, kind), list(facets[kind])) for kind in FACETS
    ]
    found = [{kind: [values[n]]} for n in range(SEARCHES) for kind, values in names if n < len(values)]
    return found[:SEARCHES]


def _subscribe(state: SQLiteState, searches: list[dict[str, Any]], week: Week) -> None:
    since = datetime(2000, 1, 3, tzinfo=UTC)
    for number in range(SUBSCRIBERS):
        state.mailing.subscribe(
            Subscription(
                id=f"bench-{number}",
                address=f"pelanggan{number}@contoh.go.id",
                search=searches[number % len(searches)],
                standing="active",
                asked_at=since,
                since=max(since, week.since),
                empty=True,
            )
        )


@contextmanager
def _sink() -> Iterator[int]:
    """The port of a mail server that takes all."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        theirs.close()
        yield int(ours.recv())
    finally:
        ours.close()
        process.join()


def _serve(told: Connection) -> None:
    from tests.mail_server import mail_server

    with mail_server(keep=False) as inbox:
        told.send(inbox.port)
        with suppress(EOFError):  # whoever measures has gone
            told.recv()


if __name__ == "__main__":
    import sys

    digest(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
