"""Quality on annotated articles: the scores of each gold file, and the floors below which they must not fall.

`make gate` fails below a floor of floors.json; `make floors` raises the floors to today's scores, never lowers one.
"""

import importlib.util
import json
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from entities.extract import annotate
from entities.records import Story
from entities.wire import annotation_json, article_from, dumps, loads

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1].parent / "shared" / "gold"
FLOORS = HERE / "floors.json"
FILES = {"dev": SHARED / "dev.jsonl"}

Scores = dict[str, float]


def scorer() -> ModuleType:
    """The scorer beside the shared gold, which also says how an annotation is compared."""
    spec = importlib.util.spec_from_file_location("gold_score", SHARED / "score.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"no scorer in {SHARED}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@cache
def stories(path: Path) -> list[tuple[dict[str, Any], Story]]:
    """Each article line of a gold file with its story."""
    lines = [loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(line, annotate(article_from(line))) for line in lines]


def scores(path: Path) -> Scores:
    """F1 by row of the scorer, three places, rounded down so that a floor can always be met again."""
    gold = {line["id"]: json.loads(json.dumps(line, default=float)) for line, _ in stories(path)}
    told = {line["id"]: json.loads(dumps(annotation_json(story))) for line, story in stories(path)}
    rows, _, _ = scorer().score(gold, told)
    return {name: int(row.scores()[2] * 1000) / 1000 for name, row in rows.items()}


def floors() -> dict[str, Scores]:
    """The floors by gold file and row; none yet where the file is new."""
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
