"""Is an article about small firms' exports, or programmes for them? Decided on title and text, never on a listing.

The words and their weights are in entities/data/relevance.toml. Recall first: the extractor judges finer.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The table of words, weights and keywords."""
    return tomllib.loads((files("entities") / "data" / "relevance.toml").read_text("utf-8"))


@cache
def _groups() -> list[tuple[re.Pattern[str], float, int]]:
    return [
        (re.compile(rf"\b(?:{'|'.join(group['words'])})\b", re.IGNORECASE), group["weight"], group["most"])
        for group in table()["group"]
    ]


def score(title: str, text: str) -> float:
    """Points of an article: each group counts its words up to its limit, those of the title double."""
    total = 0.0
    for pattern, weight, most in _groups():
        seen = 2 * _count(pattern, title[:1000], most)
        if seen < most:
            seen += _count(pattern, text[:100_000], most - seen)
        total += weight * min(seen, most)
    return total


def _count(pattern: re.Pattern[str], text: str, most: int) -> int:
    """How often a pattern is found, up to `most`: nothing is read beyond that."""
    return sum(1 for _ in islice(pattern.finditer(text), most))


def is_relevant(title: str, text: str) -> bool:
    return score(title, text) >= table()["threshold"]


def is_hopeless(title: str, text: str) -> bool:
    """Whether a text that an API gave shows so little of our subject that the page need not be fetched."""
    return score(title, text) < table()["hopeless"]


def keywords(daily: bool = False) -> tuple[str, ...]:
    """What sites are searched for; the daily crawl asks for fewer."""
    return tuple(table()["keywords"]["daily" if daily else "all"])
