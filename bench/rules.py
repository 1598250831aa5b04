"""What each named rule adds: the scores on the annotated articles without it, as the difference to those with it.

A rule of data/roles.toml is taken out of its group; a finder's rule is silenced by leaving out the mentions it reads.
Only the articles in which the rule held are told again: in the others nothing can change.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from entities.cues import table
from entities.extract import find, tell
from entities.records import Article, Mention, Story
from entities.rules import Rule, Windows, rules
from entities.wire import annotation_json, article_from, dumps, loads
from tests.gold import FILES
from tests.gold.score import Json, Tally, score

GROUPS = ("scene", "place", "country", "product", "value")
ROWS = {"mentions": "mentions+role", "releases": "releases pooled", "programmes": "programmes pooled"}
Rows = dict[str, Tally]


@dataclass(frozen=True, kw_only=True)
class Case:
    """An annotated article, what the finders see in it, how it scores with all rules, and which rules held in it."""

    article: Article
    gold: Json
    found: list[Mention]
    rows: Rows
    held: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Worth:
    """A rule, in how many articles it held, and what the scores of ROWS lose without it, in hundredths of F1."""

    rule: str
    articles: int
    loses: dict[str, float] = field(default_factory=dict)


def rule_worths(files: Iterable[Path]) -> Iterator[Worth]:
    """What every named rule adds over the annotated articles of some files, as `group name`."""
    cases = [case for path in files for case in read(path)]
    whole = total(case.rows for case in cases)
    for name, without in (*_role_rules(), *_finder_rules(cases)):
        touched = [case for case in cases if name in case.held]
        again = {id(case): without(case) for case in touched}
        rows = total(again.get(id(case), case.rows) for case in cases)
        loses = {short: 100 * (whole[row].f1 - rows[row].f1) for short, row in ROWS.items()}
        yield Worth(rule=name, articles=len(touched), loses=loses)


def read(path: Path) -> Iterator[Case]:
    """The articles of a gold file as they score with all rules."""
    for line in path.read_text(encoding="utf-8").splitlines():
        article, gold = article_from(loads(line)), json.loads(line)["gold"]
        found = find(article)
        with heard() as names:
            story = tell(article, found)
        held = names | {finder_rule(m) for m in found}
        yield Case(article=article, gold=gold, found=found, rows=rows_of(gold, story), held=frozenset(held))


def rows_of(gold: Json, story: Story) -> Rows:
    """How a story scores against the annotation of its article."""
    rows = score({"": gold}, {"": json.loads(dumps(annotation_json(story)))})
    return {row: rows[row] for row in ROWS.values()}


def total(all_rows: Iterable[Rows]) -> Rows:
    """The counts of many articles together."""
    totals: Rows = defaultdict(Tally)
    for rows in all_rows:
        for row, tally in rows.items():
            totals[row].add(tally.right, tally.gold, tally.found)
    return totals


# ---------------------------------------------------------------- the rules, one by one


def _role_rules() -> Iterator[tuple[str, Callable[[Case], Rows]]]:
    for group in GROUPS:
        for rule in rules(group):
            yield f"{group} {rule.name}", lambda case, g=group, n=rule.name: _without_role_rule(case, g, n)


def _without_role_rule(case: Case, group: str, name: str) -> Rows:
    with left_out(group, name):
        return rows_of(case.gold, tell(case.article, case.found))


def _finder_rules(cases: Iterable[Case]) -> Iterator[tuple[str, Callable[[Case], Rows]]]:
    for name in sorted({finder_rule(m) for case in cases for m in case.found}):
        yield (
            name,
            lambda case, n=name: rows_of(
                case.gold, tell(case.article, [m for m in case.found if finder_rule(m) != n])
            ),
        )


def finder_rule(mention: Mention) -> str:
    """The rule that read a mention, with its kind: "value elided"."""
    return f"{mention.kind} {mention.rule.partition('/')[0]}"


@contextmanager
def left_out(group: str, name: str) -> Iterator[None]:
    """One rule of a group of data/roles.toml taken out for a while."""
    held = table()[group]
    table()[group] = [row for row in held if row["name"] != name]
    rules.cache_clear()
    try:
        yield
    finally:
        table()[group] = held
        rules.cache_clear()


@contextmanager
def heard() -> Iterator[set[str]]:
    """The role rules that hold meanwhile, as `group name`."""
    groups = {id(rule): group for group in GROUPS for rule in rules(group)}
    names: set[str] = set()
    holds = Rule.holds

    def told(rule: Rule, seen: Windows) -> bool:
        if holds(rule, seen):
            names.add(f"{groups[id(rule)]} {rule.name}")
            return True
        return False

    Rule.holds = told  # type: ignore[method-assign]
    try:
        yield names
    finally:
        Rule.holds = holds  # type: ignore[method-assign]


def rule_bench(files: Iterable[Path] = ()) -> None:
    """Print what each rule adds, those that add least first; on our gold files, and on others if they are named."""
    known = [*(path for path in FILES.values() if path.exists()), *files]
    print(f"what each rule adds, in hundredths of F1, on {', '.join(path.name for path in known)}")
    print(f"  {'rule':<34}{'articles':>9}" + "".join(f"{row:>12}" for row in ROWS))
    for worth in sorted(rule_worths(known), key=lambda w: sum(w.loses.values())):
        told = "".join(f"{worth.loses[row]:>12.2f}" for row in ROWS)
        print(f"  {worth.rule:<34}{worth.articles:>9}{told}")


if __name__ == "__main__":
    rule_bench(map(Path, sys.argv[1:]))
