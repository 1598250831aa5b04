"""How well the ledger joins the short reports: B-cubed over all releases that are told, and pairs of them.

An item is a release that a report tells of, by the annotation; what the extractor does not read stands alone, what it
makes of two is in the event of the one, and what it reads where nothing was sent off is an item of no event.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from entities.extract import annotate
from entities.ledger import Ledger
from entities.ledger_report import Report, reports_of
from entities.records import Story
from tests.ledger.press import Written, both, reports

PAIRS = Path(__file__).parent / "pairs.csv"
Item = tuple[str, str]  # article id, gold event


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many items, and B-cubed and pairwise precision and recall."""

    items: int
    precision: float
    recall: float
    pair_precision: float
    pair_recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def line(self) -> str:
        cubed = f"B-cubed precision {self.precision:.4f} recall {self.recall:.4f} F1 {self.f1:.4f}"
        return f"{self.items} items: {cubed}; pairs precision {self.pair_precision:.4f} recall {self.pair_recall:.4f}"


def first_publications(stories: Sequence[Story]) -> dict[str, str]:
    """The id of each article -> that of the article which it was republished from, else its own."""
    from entities.copies import Seen, came_out, original
    from entities.prints import print_of

    seen = {
        s.article.id: Seen(id=s.article.id, moment=came_out(s), print=print_of(s.article))
        for s in stories
        if s.article.published_at
    }
    firsts = {}
    for id, one in sorted(seen.items(), key=lambda pair: pair[1].order):
        found = original(one, seen.values())
        firsts[id] = firsts[found.id] if found else id
    return firsts


def reported(written: Sequence[Written]) -> dict[str, list[Report]]:
    """What the extractor reads of the reports, by article."""
    stories = [annotate(one.article) for one in written]
    firsts = first_publications(stories)
    return {s.article.id: list(reports_of(s, firsts.get(s.article.id))) for s in stories}


def placed(written: Sequence[Written], read: dict[str, list[Report]], ledger: Ledger) -> dict[Item, str]:
    """Each item -> a name of the event it was put in."""
    found: dict[Item, str] = {}
    for one in written:
        left = list(read[one.article.id])
        for event, destination in one.events.items():
            fits = [
                r for r in read[one.article.id] if not destination or destination in r.release.destinations
            ]
            at = fits[0] if fits else None
            found[one.article.id, event] = (
                ledger.event(at.key).id if at else f"unread {one.article.id} {event}"
            )
            left = [r for r in left if at is None or r.key != at.key]
        for extra in left:
            found[one.article.id, f"nothing {extra.key}"] = ledger.event(extra.key).id
    return found


def score(found: dict[Item, str]) -> Score:
    """Two items belong together where their gold events are one."""
    by_gold: dict[str, set[Item]] = defaultdict(set)
    by_found: dict[str, set[Item]] = defaultdict(set)
    for item, event in found.items():
        by_gold[item[1]].add(item)
        by_found[event].add(item)
    shares = [
        (len(by_gold[i[1]] & by_found[e]), len(by_found[e]), len(by_gold[i[1]])) for i, e in found.items()
    ]
    right = sum(pairs(same for e in by_found for same in _split(by_found[e])))
    joined, gold = sum(pairs(by_found.values())), sum(pairs(by_gold.values()))
    return Score(
        items=len(found),
        precision=sum(same / put for same, put, _ in shares) / len(shares),
        recall=sum(same / told for same, _, told in shares) / len(shares),
        pair_precision=right / joined if joined else 1.0,
        pair_recall=right / gold if gold else 1.0,
    )


def _split(items: set[Item]) -> Iterable[set[Item]]:
    split: dict[str, set[Item]] = defaultdict(set)
    for item in items:
        split[item[1]].add(item)
    return split.values()


def pairs(groups: Iterable[set[Item]]) -> Iterable[int]:
    """How many pairs each group has."""
    return (len(group) * (len(group) - 1) // 2 for group in groups)


def measure(written: Sequence[Written]) -> tuple[Score, dict[Item, str], Ledger]:
    """The score of some reports, read through the real extractor."""
    read = reported(written)
    ledger = Ledger(report for found in read.values() for report in found)
    found = placed(written, read, ledger)
    return score(found), found, ledger


# ---------------------------------------------------------------- judged pairs


def judged() -> list[tuple[Item, Item, bool]]:
    """The judged pairs of pairs.csv: two items, and whether they are of one event."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [((r["one"], r["event"]), (r["other"], r["other_event"]), r["same"] == "yes") for r in rows]


def judged_precision(found: dict[Item, str]) -> tuple[float, float]:
    """Precision and recall over the judged pairs."""
    told = [(found[a] == found[b], same) for a, b, same in judged()]
    right = sum(said and same for said, same in told)
    return right / max(1, sum(said for said, _ in told)), right / sum(same for _, same in told)


def errors(found: dict[Item, str]) -> list[str]:
    """Pairs put together wrongly and pairs missed, as lines."""
    lines = []
    for (a, here), (b, there) in combinations(sorted(found.items()), 2):
        if (here == there) != (a[1] == b[1]):
            lines.append(f"{'joined' if here == there else 'missed'}: {a[0]} ({a[1]}) | {b[0]} ({b[1]})")
    return lines


if __name__ == "__main__":
    for half in ("first", "second"):
        print(half, measure(reports(half))[0].line())
    print("both", measure(list(both()))[0].line())
