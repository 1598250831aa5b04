"""`read` per page against trafilatura and readability, `extract` per article against trafilatura per page."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from entities.records import Article

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
ARTICLE, PAGE = 3_000, 87_000  # characters of an article, and of the page around it, as news sites send them


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
    _at_size(held, articles)


def _at_size(held: list[tuple[str, str]], articles: list[Article]) -> None:
    """`extract` of articles of one size against trafilatura on pages of the size that news sites send."""
    import trafilatura

    from entities.extract import annotate

    texts = [sized(article, articles[n + 1 :] + articles[:n]) for n, article in enumerate(articles)]
    htmls = [padded(html) for _, html in held]
    extract = _seconds(lambda: [annotate(article) for article in texts]) / len(texts)
    read = _seconds(lambda: [trafilatura.bare_extraction(html, with_metadata=True) for html in htmls])
    read /= len(htmls)
    print(
        f"  extract of a {ARTICLE // 1000} kB article / trafilatura on an {PAGE // 1000} kB page  {extract / read:.2f}"
        f"  ({extract * 1000:.2f} ms / {read * 1000:.2f} ms)"
    )


def sized(article: Article, others: list[Article]) -> Article:
    """The article with paragraphs of others after its own, or cut, so that it has ARTICLE characters."""
    body = article.body
    for other in others:
        if len(body) >= ARTICLE:
            break
        body += "\n\n" + other.body
    return replace(article, body=body[:ARTICLE])


ROW = (  # a link to every 350 characters and a fifth of script, as counted in real pages
    '<li class="item card-list__item col-12 col-md-6"><a class="card-list__link" href="/berita/{n}" title="Kabar {n}">'
    '<img class="lazy" src="/m/{n}-240x160.jpg" srcset="/m/{n}-240x160.jpg 240w, /m/{n}-480x320.jpg 480w" alt="">'
    '<span class="card-list__title">Kabar usaha {n}</span></a></li>'
    '<script>window.slots=window.slots||[];slots.push({{"id":{n},"w":300,"h":250}});</script>\n'
)


def padded(html: str) -> str:
    """The page with the menus and teasers that news sites put around an article, up to PAGE characters."""
    head, end, tail = html.rpartition("</body>")
    count = max(0, PAGE - len(html)) // len(ROW)
    menu = "".join(ROW.format(n=100 + n) for n in range(count))
    return f"{head}<aside><ul>{menu}</ul></aside>{end}{tail}" if end else html


def _seconds(work: Callable[[], object]) -> float:
    work()  # tables are read once
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)
