"""Ten real pages of 2015-2017, read without a rule of their sites; they live beside the project, never in it."""

import json
import re
from collections import Counter
from pathlib import Path
from statistics import mean

import pytest

from crawler.reader import read

PAGES = Path(__file__).resolve().parents[1].parent / "shared" / "real-html"
EXPECTED = sorted(PAGES.glob("*.json"))

pytestmark = pytest.mark.skipif(not EXPECTED, reason="needs the shared folder real-html beside the project")


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def f1(body: str, expected: str) -> float:
    ours, theirs = shingles(body), shingles(expected)
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


@pytest.fixture(scope="module")
def pairs():
    known = [(path, json.loads(path.read_text("utf-8"))) for path in EXPECTED]
    return [(read(path.with_suffix(".html").read_bytes(), page["url"]), page) for path, page in known]


def test_bodies_overlap_with_what_is_expected(pairs):
    assert mean(f1(article.body, page["body"]) for article, page in pairs) >= 0.97


def test_every_publication_day_is_right(pairs):
    assert [a.published_at.date().isoformat() for a, _ in pairs] == [
        page["published"][:10] for _, page in pairs
    ]


def test_every_title_is_the_headline_shown(pairs):
    shown = [(a.title, " ".join(page["title"].split())) for a, page in pairs]
    assert [ours for ours, theirs in shown if ours not in theirs] == []
