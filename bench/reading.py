"""`read` per page against trafilatura and readability, `extract` per article against trafilatura per page."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5


def pages() -> list[tuple[str, str]]:
    """(url, html) of the sample press, and of the real pages beside the checkout where they are."""
    found = [
        (json.loads(file.read_text("utf-8"))["url"], file.with_suffix(".html").read_text("utf-8"))
        for file in sorted((ROOT / "samples").glob("*/*.json"))
    ]
    for file in sorted((ROOT.parent / "shared" / "real-html").glob("*.json")):
        html = file.with_suffix(".html").read_bytes().decode("utf-8", "replace")
        found.append((json.loads(file.read_text("utf-8"))["url"], html))
    return found


def reading() -> None:
    import trafilatura
    from readability import Document

    from crawler.reader import read
    from entities.extract import annotate

    held = pages()
    articles = [read(html, url) for url, html in held]
    ways: dict[str, Callable[[], object]] = {
        "read": lambda: [read(html, url) for url, html in held],
        "extract": lambda: [annotate(article) for article in articles],
        "trafilatura": lambda: [
            trafilatura.bare_extraction(html, url=url, with_metadata=True) for url, html in held
        ],
        "readability": lambda: [Document(html).summary() for _, html in held],
    }
    taken = {name: _seconds(work) / len(held) for name, work in ways.items()}
    size = sum(len(html) for _, html in held) / len(held) / 1000
    print(f"{len(held)} pages of {size:.0f} kB on average, median of {ROUNDS} rounds")
    for name, seconds in taken.items():
        print(f"  {name:<12}{seconds * 1000:8.2f} ms a page")
    print(f"  read / trafilatura     {taken['read'] / taken['trafilatura']:.2f}")
    print(f"  read / readability     {taken['read'] / taken['readability']:.2f}")
    print(f"  extract / trafilatura  {taken['extract'] / taken['trafilatura']:.2f}")


def _seconds(work: Callable[[], object]) -> float:
    work()  # tables are read once
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)
