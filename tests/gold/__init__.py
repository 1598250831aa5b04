"""Quality on annotated articles: the scores of each gold file, and the floors below which they must not fall.

`make gate` fails below a floor of floors.json; `make floors` raises the floors to today's scores, never lowers one.
a.jsonl, b.jsonl and c.jsonl are our own; dev.jsonl is measured too where it lies beside the checkout.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from entities.extract import annotate
from entities.records import Story
from entities.wire import annotation_json, article_from, dumps, loads
from tests.gold.score import score

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1].parent / "shared" / "gold"
FLOORS = HERE / "floors.json"
FILES = {"a": HERE / "a.jsonl", "b": HERE / "b.jsonl", "c": HERE / "c.jsonl", "dev": SHARED / "dev.jsonl"}

Scores = dict[str, float]
Notes = dict[str, dict[str, Any]]


@cache
def stories(path: Path) -> list[tuple[dict[str, Any], Story]]:
    """Each article line of a gold file with its story."""
    lines = [loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(line, annotate(article_from(line))) for line in lines]


def notes(path: Path) -> tuple[Notes, Notes]:
    """The annotated articles and what was extracted from them, by id, as plain JSON."""
    told = {line["id"]: json.loads(dumps(annotation_json(story))) for line, story in stories(path)}
    return {line["id"]: json.loads(json.dumps(line, default=float)) for line, _ in stories(path)}, told


def scores(path: Path) -> Scores:
    """F1 by row, three places, rounded down so that a floor can always be met again."""
    gold, told = notes(path)
    rows = score({key: line["gold"] for key, line in gold.items()}, told)
    return {name: int(row.f1 * 1000) / 1000 for name, row in rows.items()}


def floors() -> dict[str, Scores]:
    """The floors by gold file and row; none yet where the file is new."""
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
