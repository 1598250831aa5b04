"""The page and the API against the bare index query, fifty readers at once, and what the first view weighs.

A real server on loopback, with the settings of `pantau serve`; requests by http.client over one kept connection each.
"""

import gzip
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote

import uvicorn

from app.web.server import create_app
from app.web.settings import Settings
from bench.indexing import filled
from indexer.index import Query
from indexer.sqlite import SQLiteIndex

ROUNDS = 7
READERS, EACH = 50, 4  # readers at once, requests of each
PATIENCE = 60.0  # seconds
FIRST_VIEW = 60_000  # bytes, as sent
ASKED = {"one word": "ekspor", "two words": "ekspor kopi", "a phrase": '"usaha mikro"', "all": ""}
PATHS = {"page": "/?q={}", "API": "/api/v1/articles?q={}"}


def web(articles: int) -> None:
    """Prints all figures, of a tenth of the articles and of all."""
    sizes = articles // 10, articles
    growth([measured(filled(number)) for number in sizes], sizes)


def measured(path: Path) -> dict[str, float]:
    """The seconds of each request by name; prints them beside the bare query, and what fifty readers meet."""
    index = SQLiteIndex(path, create=False)
    print(f"the server over {index.count()} articles, median of {ROUNDS}")
    times: dict[str, float] = {}
    with serving(path) as port:
        for name, words in ASKED.items():
            bare = _middle(lambda words=words: index.search(Query(text=words, facets=())))
            told = [f"bare query {bare * 1000:7.1f} ms"]
            for way, address in PATHS.items():
                taken = _middle(_asking(port, address.format(quote(words))))
                times[f"{way}, {name}"] = taken
                told.append(f"{way} {taken * 1000:7.1f} ms, times {taken / bare:4.2f}")
            print(f"  {name:<10}{'   '.join(told)}")
        first_view(port)
        crowd(port)
    index.close()
    return times


def growth(times: list[dict[str, float]], sizes: tuple[int, int]) -> None:
    """How each request grew, against ten times the articles."""
    print(f"from {sizes[0]} to {sizes[1]} articles, times")
    for name in times[0]:
        print(f"  {name:<20}{times[1][name] / times[0][name]:6.2f}")


def crowd(port: int) -> None:
    """Fifty readers at once, each with a search of their own; a failure ends the bench."""
    taken: list[float] = []
    failed: list[str] = []
    together = threading.Barrier(READERS)

    def reading(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        together.wait()
        for turn in range(EACH):
            words = list(ASKED.values())[(number + turn) % len(ASKED)]
            path = list(PATHS.values())[number % len(PATHS)].format(quote(words))
            start = time.perf_counter()
            try:
                status = _read(connection, path)[0]
            except OSError as error:
                failed.append(repr(error))
                return
            taken.append(time.perf_counter() - start)
            if status != 200:
                failed.append(f"{status} for {path}")

    threads = [threading.Thread(target=reading, args=(number,)) for number in range(READERS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    print(
        f"  {READERS} readers at once: {len(taken)} answers, {len(failed)} failed, "
        f"{len(taken) / seconds:.0f} a second, half within {median(taken) * 1000:.0f} ms, "
        f"the slowest {max(taken) * 1000:.0f} ms"
    )
    if failed:
        raise SystemExit(f"readers failed: {sorted(set(failed))}")


def first_view(port: int) -> None:
    """All bytes that a browser gets for its first page of results: markup, styles, scripts, sign."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    status, page, sent = _read(connection, f"/?q={quote('ekspor')}")
    assert status == 200, status
    parts = re.findall(r'<(?:script|link rel="(?:stylesheet|icon)")[^>]* (?:src|href)="([^"]+)"', page)
    weights = {"markup": sent} | {part.partition("?")[0]: _read(connection, part)[2] for part in parts}
    whole = sum(weights.values())
    told = ", ".join(f"{name.rpartition('/')[2]} {weight / 1000:.1f}" for name, weight in weights.items())
    print(f"  first view {whole / 1000:.1f} kB as sent (aim {FIRST_VIEW // 1000}): {told}")


# ---------------------------------------------------------------- a server and its reader


@contextmanager
def serving(path: Path) -> Iterator[int]:
    """The server over an index while the block runs; its port."""
    app = create_app(Settings(index=f"sqlite:///{path}", seconds=PATIENCE))
    config = uvicorn.Config(app, port=0, log_level="warning", access_log=False, limit_concurrency=200)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        if time.monotonic() > deadline:
            raise SystemExit("the server did not start")
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def _read(connection: HTTPConnection, path: str) -> tuple[int, str, int]:
    """Status, text and bytes as sent."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    sent = answer.read()
    body = gzip.decompress(sent) if answer.headers["Content-Encoding"] == "gzip" else sent
    return answer.status, body.decode(), len(sent)


def _asking(port: int, path: str):
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def ask() -> None:
        status, _, _ = _read(connection, path)
        assert status == 200, (status, path)

    return ask


def _middle(ask) -> float:
    ask()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return median(taken)
