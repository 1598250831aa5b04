"""How well an Index puts what a searcher wants first: NDCG@10 over the judged queries of tests/ranking.

A query that is answered with "did you mean" is judged by the answer to what was meant, which is one touch away.
"""

import json
import math
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from entities.extract import annotate
from entities.records import Story
from entities.wire import article_from, loads
from indexer.index import Index, Query

ROOT = Path(__file__).resolve().parents[2]
JUDGEMENTS = ROOT / "tests" / "ranking" / "judgements.toml"
GOLD = (ROOT.parent / "shared" / "gold" / "dev.jsonl", *sorted((ROOT / "tests" / "gold").glob("*.jsonl")))
FILTERS = ("places", "countries", "topics", "sources")
DEPTH, FLOOR, WORST = 10, 0.9, 0.5


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A query, what its searcher wants, and the grade of every story that is not without use."""

    query: Query
    want: str
    group: str
    grades: dict[str, int]


@cache
def stories() -> tuple[Story, ...]:
    """The sample press by "source/stem", and the annotated articles that are at hand by their id."""
    return tuple(annotate(article_from(line)) for line in _lines())


def _lines() -> Iterator[dict]:
    for path in sorted((ROOT / "samples").glob("*/*.json")):
        yield json.loads(path.read_text("utf-8")) | {"id": f"{path.parent.name}/{path.stem}"}
    for path in GOLD:
        if path.exists():
            yield from (loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


@cache
def judged() -> tuple[Judged, ...]:
    """All judged queries, in the order of the file."""
    return tuple(
        Judged(
            query=Query(
                text=row["text"], limit=DEPTH, facets=(), **{k: tuple(row[k]) for k in FILTERS if k in row}
            ),
            want=row["want"],
            group=row["group"],
            grades={id: grade for grade in (3, 2, 1) for id in row.get(str(grade), ())},
        )
        for row in tomllib.loads(JUDGEMENTS.read_text("utf-8"))["query"]
    )


def judgeable() -> list[Judged]:
    """The queries all of whose judged stories are at hand."""
    held = {story.article.id for story in stories()}
    return [one for one in judged() if held.issuperset(one.grades)]


def found(index: Index, query: Query) -> list[str]:
    """Ids of the first stories, for what was meant where the index offers that."""
    results = index.search(query)
    if results.meant:
        results = index.search(Query(**{**vars(query), "text": results.meant}))
    return [hit.story.article.id for hit in results.hits]


def ndcg(ids: list[str], grades: dict[str, int]) -> float:
    """1 where the best graded stories come first in the order of their grades, 0 where none is among the first ten."""
    ideal = sorted(grades.values(), reverse=True)
    return _gain(grades.get(id, 0) for id in ids) / _gain(ideal)


def _gain(grades) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in zip(range(DEPTH), grades, strict=False))


def scores(index: Index) -> dict[str, dict[str, float]]:
    """NDCG@10 by group and query."""
    index.put(stories())
    by_group: dict[str, dict[str, float]] = defaultdict(dict)
    for one in judgeable():
        told = " ".join([one.query.text, *one.query.places])
        by_group[one.group][told] = ndcg(found(index, one.query), one.grades)
    return by_group


class RankingContract:
    def test_what_searchers_want_comes_first(self, index):
        by_group = scores(index)
        if not by_group:
            pytest.skip("no judged query: the articles they are about are not beside this checkout")
        every = [score for group in by_group.values() for score in group.values()]
        told = {group: round(mean(group_scores.values()), 3) for group, group_scores in by_group.items()}
        assert mean(every) >= FLOOR, told

    def test_no_judged_query_is_left_without_what_it_wants(self, index):
        weak = {text: score for group in scores(index).values() for text, score in group.items() if score < WORST}
        assert not weak, f"NDCG@{DEPTH} below {WORST}"
