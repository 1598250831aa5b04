"""JSON lines in, JSON lines out: streaming, one for one and in order.

A line that fails carries an `error` field that says what is wrong and in which line; the others go on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from entities.errors import BadInput, PantauError
from entities.extract import annotate
from entities.wire import Json, annotation_json, article_from, article_json, dumps, loads

Work = Callable[[Any], Json]
MAX_PAGE = 20 * 2**20  # bytes of a page file; a news page has a hundredth of it


def extract_lines(lines: Iterable[bytes], out: TextIO) -> int:
    """Annotation lines for article lines; the exit status is 1 when a line failed."""
    return each_line(lines, out, _annotation)


def read_lines(lines: Iterable[bytes], out: TextIO) -> int:
    """Article lines for {"url", "html"} lines; the exit status is 1 when a line failed."""
    return each_line(lines, out, _article)


def read_pages(pages: Sequence[str], out: TextIO) -> int:
    """Article lines for URLs and HTML files; the exit status is 1 when one failed."""
    status = 0
    for page in pages:
        try:
            answer = _fetched(page) if page.startswith(("https://", "http://")) else page_line(page)
        except PantauError as error:
            status, answer = 1, {"url": page, "error": str(error)}
        _write(answer, out)
    return status


def lines_of(files: Sequence[Path]) -> Iterator[bytes]:
    """The lines of files, one after the other; BadInput names one that cannot be read."""
    for file in files:
        try:
            with file.open("rb") as lines:
                yield from lines
        except OSError as error:
            raise BadInput(f"{file}: {error.strerror}") from error


def each_line(lines: Iterable[bytes], out: TextIO, work: Work) -> int:
    """Write one line for every line that is not blank, as soon as it is done."""
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record: Any = None
        try:
            record = loads(line.decode("utf-8"))
            answer = work(record)
        except (PantauError, UnicodeDecodeError) as error:
            status = 1
            known = {k: record[k] for k in ("id", "url") if k in record} if isinstance(record, dict) else {}
            answer = {**known, "error": f"line {number}: {error}"}
        _write(answer, out)
    return status


def _write(answer: Json, out: TextIO) -> None:
    out.write(dumps(answer) + "\n")
    out.flush()


def _annotation(record: Any) -> Json:
    if isinstance(record, dict) and "error" in record:
        raise BadInput(str(record["error"]))
    return annotation_json(annotate(article_from(record)))


def _article(record: Any) -> Json:
    if not isinstance(record, dict) or not isinstance(record.get("html"), str):
        raise BadInput('expected a JSON object with "url" and "html"')
    url = record.get("url") or ""
    if not isinstance(url, str):
        raise BadInput('"url" must be a string')
    return _read(record["html"], url)


def _fetched(url: str) -> Json:
    from crawler.fetch import fetch

    page = fetch(url)
    return _read(page.body, page.url, page.encoding)


def page_line(name: str) -> Json:
    """The article line of an HTML file; BadInput for one that cannot be read or is no news page."""
    try:
        with Path(name).open("rb") as file:
            html = file.read(MAX_PAGE + 1)
    except OSError as error:
        raise BadInput(f"{name}: {error.strerror}") from error
    if len(html) > MAX_PAGE:
        raise BadInput(f"{name}: larger than {MAX_PAGE >> 20} MB, which is no news page")
    return _read(html, "")


def _read(html: str | bytes, url: str, encoding: str | None = None) -> Json:
    """The article line of a page; a known source's own selectors stand before the generic reader."""
    from crawler.reader import read
    from crawler.sources import source_of, sources

    article = read(html, url, encoding=encoding)
    name = source_of(url or article.url)
    if name is None:
        return article_json(article)
    spider = sources()[name]()
    article = read(html, url, rule=spider.rule(), source=name, encoding=encoding)
    return article_json(replace(article, id=spider.key(article.url)))
