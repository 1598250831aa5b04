"""The scores on annotated articles never fall below their floors, and every offset is exact."""

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.gold import FILES, SHARED, floors, notes, scores, stories
from tests.gold.score import matched, paired, score


def present(name: str):
    path = FILES[name]
    if not path.exists():
        pytest.skip(f"no {path.name}: the shared folder is not beside this checkout")
    return path


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_score_below_its_floor(name: str) -> None:
    got = scores(present(name))
    below = {
        row: (floor, got.get(row)) for row, floor in floors().get(name, {}).items() if got.get(row, 0) < floor
    }
    assert not below, f"below the floor (floor, score): {below}"


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_mention_is_the_text_at_its_offsets(name: str) -> None:
    for line, story in stories(present(name)):
        for mention in story.mentions:
            assert line[mention.field][mention.start : mention.end] == mention.text


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_role_names_the_rule_that_gave_it(name: str) -> None:
    for _, story in stories(present(name)):
        assert all("/" in m.rule for m in story.mentions if m.role)


def peer() -> ModuleType:
    """The scorer beside the shared articles, for comparison."""
    if not (SHARED / "score.py").exists():
        pytest.skip("no scorer: the shared folder is not beside this checkout")
    spec = importlib.util.spec_from_file_location("gold_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(FILES))
def test_our_scorer_counts_as_the_shared_one(name: str) -> None:
    gold, told = notes(present(name))
    ours = score({key: line["gold"] for key, line in gold.items()}, told)
    theirs, _, _ = peer().score(gold, told)
    assert {row: (n.right, n.gold, n.found) for row, n in ours.items()} == {
        row: (n.right, n.gold, n.found) for row, n in theirs.items()
    }


def test_a_pair_is_given_up_where_that_makes_room_for_another() -> None:
    agree = {("a", "x"), ("a", "y"), ("b", "x")}
    assert matched("ab", "xy", lambda gold, found: (gold, found) in agree) == 2


def test_records_are_paired_for_the_greatest_sum() -> None:
    gold = [{"origins": ["33.72"]}, {"origins": ["33.72"], "destinations": ["JP"]}]
    found = [{"origins": ["33.72"], "destinations": ["JP"]}, {"origins": ["33.72"]}]
    assert [sum(pair.values()) for pair in paired(gold, found, ("origins", "destinations"))] == [1, 2]


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    empty = {"mentions": [], "topics": [], "releases": [], "programs": []}
    assert {row.f1 for row in score({"1": empty}, {"1": empty}).values()} == {1.0}
