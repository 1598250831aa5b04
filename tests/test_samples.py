"""Every page of the sample press is read, with its site's own rule, to the record that stands beside it."""

import json
from functools import cache
from pathlib import Path

import pytest

from app.press import SAMPLES
from crawler.reader import read_pages
from crawler.sources import sources
from entities.records import Article
from entities.wire import article_from

RECORDS = sorted(SAMPLES.glob("*/*.json"))
FIELDS = (
    "url", "title", "published_at", "changed_at", "authors", "editor", "section", "tags", "summary", "dateline",
    "captions",
)  # fmt: skip
# What the page itself does not tell apart from its surroundings: a crawl has it from listing or API, or not at all.
OPEN: dict[str, set[str]] = {}


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def pair(path: Path) -> tuple[Article, Article]:
    """The article that the page should give, and the one that it gives."""
    line = json.loads(path.read_text("utf-8"))
    url, source = line["url"], line["source"]
    further = [f for f in line["serve"].get("also", {}).values() if f.endswith(".2.html")]
    pages = [
        (file.read_bytes(), url) for file in (path.with_suffix(".html"), *(path.parent / f for f in further))
    ]
    read = read_pages(pages, rule=sources()[source].rule(), source=source)
    return article_from({"id": read.id, **line}), read


@pytest.mark.parametrize("path", RECORDS, ids=name)
def test_page_gives_its_body_paragraph_by_paragraph(path: Path) -> None:
    wanted, read = pair(path)
    assert read.body.split("\n\n") == wanted.body.split("\n\n")


@pytest.mark.parametrize("path", RECORDS, ids=name)
def test_page_gives_its_fields(path: Path) -> None:
    wanted, read = pair(path)
    fields = [f for f in FIELDS if f not in OPEN.get(wanted.source, ())]
    assert {f: getattr(read, f) for f in fields} == {f: getattr(wanted, f) for f in fields}


@pytest.mark.parametrize("path", RECORDS, ids=name)
def test_odd_dates_are_flagged(path: Path) -> None:
    wanted, read = pair(path)
    assert wanted.date is not None
    assert read.date is not None
    assert set(wanted.date.flags) <= set(read.date.flags)
