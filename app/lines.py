"""JSON lines in, JSON lines out: streaming, one for one and in order; a line that fails carries an `error` field."""

from collections.abc import Callable, Iterable
from typing import Any, TextIO

from entities.errors import BadInput, PantauError
from entities.extract import annotate
from entities.wire import Json, annotation_json, article_from, article_json, dumps, loads

Work = Callable[[Any], Json]


def extract_lines(lines: Iterable[bytes], out: TextIO) -> int:
    """Annotation lines for article lines; the exit status is 1 when a line failed."""
    return each_line(lines, out, _annotation)


def read_lines(lines: Iterable[bytes], out: TextIO) -> int:
    """Article lines for {"url", "html"} lines; the exit status is 1 when a line failed."""
    return each_line(lines, out, _article)


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
        out.write(dumps(answer) + "\n")
        out.flush()
    return status


def _annotation(record: Any) -> Json:
    if isinstance(record, dict) and "error" in record:
        raise BadInput(str(record["error"]))
    return annotation_json(annotate(article_from(record)))


def _article(record: Any) -> Json:
    from crawler.reader import read

    if not isinstance(record, dict) or not isinstance(record.get("html"), str):
        raise BadInput('expected a JSON object with "url" and "html"')
    return article_json(read(record["html"], str(record.get("url") or "")))
