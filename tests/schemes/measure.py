"""How well the notices are joined into schemes, and how well their stages are read.

An item is a programme that a notice tells of, by the annotation; see tests/ledger/measure.py. A stage is right where kind
and day are; its last day is scored apart.
"""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from entities.extract import annotate
from entities.scheme_report import Notice, notices_of
from entities.schemes import Schemes
from tests.ledger.measure import Item, Score, errors, first_publications, score
from tests.schemes.press import PARTS, Stage, Written, everything, notices

PAIRS = Path(__file__).parent / "pairs.csv"


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was read of some notices: each item -> its scheme's id, and its stages as annotated and as read."""

    score: Score
    found: dict[Item, str]
    schemes: Schemes
    stages: dict[Item, tuple[set[Stage], set[Stage]]]


def noticed(written: Sequence[Written]) -> dict[str, list[Notice]]:
    """What the extractor reads of the notices, by article."""
    stories = [annotate(one.article) for one in written]
    firsts = first_publications(stories)
    return {s.article.id: list(notices_of(s, firsts.get(s.article.id))) for s in stories}


def measure(written: Sequence[Written]) -> Read:
    """The score of some notices, read through the real extractor."""
    read = noticed(written)
    schemes = Schemes(one for found in read.values() for one in found)
    found: dict[Item, str] = {}
    stages: dict[Item, tuple[set[Stage], set[Stage]]] = {}
    for one in written:
        left = list(read[one.article.id])
        for name, kind in sorted(one.schemes.items(), key=lambda pair: not pair[1]):
            at = next((n for n in left if not kind or n.program.kind == kind), None)
            item = one.article.id, name
            found[item] = schemes.event(at.key).id if at else f"unread {item}"
            stages[item] = one.stages[name], {(s.kind, s.day, s.until) for s in at.stages} if at else set()
            left = [n for n in left if at is None or n.key != at.key]
        for extra in left:
            found[one.article.id, f"nothing {extra.key}"] = schemes.event(extra.key).id
    return Read(score=score(found), found=found, schemes=schemes, stages=stages)


def stage_score(read: Read, *, until: bool = False, only_read: bool = True) -> tuple[float, float]:
    """Precision and recall of stages by kind and day, or of last days by kind, day and last day.

    only_read: items of which the extractor makes no programme are left out.
    """
    right = said = told = 0
    for item, (gold, got) in read.stages.items():
        if only_read and read.found[item].startswith("unread"):
            continue
        a = {s for s in gold if s[2]} if until else {s[:2] for s in gold}
        b = {s for s in got if s[2]} if until else {s[:2] for s in got}
        right, said, told = right + len(a & b), said + len(b), told + len(a)
    return right / max(1, said), right / max(1, told)


def judged() -> list[tuple[Item, Item, bool]]:
    """The judged pairs of pairs.csv: two items, and whether they are of one scheme."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [((r["one"], r["scheme"]), (r["other"], r["other_scheme"]), r["same"] == "yes") for r in rows]


def judged_precision(found: dict[Item, str]) -> tuple[float, float]:
    """Precision and recall over the judged pairs."""
    told = [(found[a] == found[b], same) for a, b, same in judged()]
    right = sum(said and same for said, same in told)
    return right / max(1, sum(said for said, _ in told)), right / sum(same for _, same in told)


def stage_errors(read: Read) -> list[str]:
    """Stages missed and stages made up, as lines."""
    lines = []
    for (article, name), (gold, got) in read.stages.items():
        lines += [f"missed: {article} ({name}) {_line(s)}" for s in sorted(gold - got, key=str)]
        lines += [f"extra:  {article} ({name}) {_line(s)}" for s in sorted(got - gold, key=str)]
    return lines


def _line(stage: Stage) -> str:
    return " ".join(str(part) for part in stage if part)


def lines(read: Read) -> str:
    """The figures of some notices."""
    stages, until = stage_score(read), stage_score(read, until=True)
    every = stage_score(read, only_read=False)
    return (
        f"{read.score.line()}; stages precision {stages[0]:.3f} recall {stages[1]:.3f} (of all notices {every[1]:.3f}),"
        f" last days precision {until[0]:.3f} recall {until[1]:.3f}"
    )


if __name__ == "__main__":
    for part in PARTS:
        print(part, lines(measure(notices(part))))
    whole = measure(list(everything()))
    print("all", lines(whole))
    if "--errors" in sys.argv:
        print(*errors(whole.found), *stage_errors(whole), sep="\n")
