"""What people decide goes before the rules, whatever comes later, and in any order; of what is another it says nothing."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from entities.ledger import Ledger
from entities.ledger_decisions import Decision, Decisions, known
from entities.ledger_report import reports_of
from tests.ledger.making import DAY, idr, later, report, story
from tests.ledger.measure import reported
from tests.ledger.press import both

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
CRISPS = {"date": DAY, "destinations": ("JP",), "products": ("keripik singkong",)}
COFFEE = {"date": later(40), "destinations": ("DE",), "products": ("kopi",), "origins": ("18",)}


def decided(kind, one, other, *reports, **more):
    """A decision on reports given by their keys, with what those of them say that are handed in."""
    told = tuple(known(r) for r in reports if r.key in {*one, *other})
    return Decision(kind=kind, one=tuple(one), other=tuple(other), at=AT, known=told, **more)


def events(reports, *decisions):
    """The articles of each event."""
    found = Ledger(reports, Decisions(decisions)).events()
    return sorted(sorted(one.article for one in event.reports) for event in found)


ALIKE = [report(id, **CRISPS) for id in "abc"]
OTHER = [report(id, **COFFEE) for id in "xy"]


def test_a_wrong_join_is_split():
    assert events(ALIKE) == [["a", "b", "c"]]
    assert events(ALIKE, decided("split", ["c-r1"], ["a-r1", "b-r1"], *ALIKE)) == [["a", "b"], ["c"]]


def test_a_missed_join_is_made_although_everything_speaks_against_it():
    reports = [*ALIKE, *OTHER]
    assert events(reports) == [["a", "b", "c"], ["x", "y"]]
    join = decided("join", ["a-r1", "b-r1", "c-r1"], ["x-r1", "y-r1"], *reports)
    assert events(reports, join) == [["a", "b", "c", "x", "y"]]


def test_what_was_split_stays_apart_whatever_a_third_report_says():
    split = decided("split", ["b-r1"], ["a-r1"], *ALIKE)
    third = [report(f"d{n}", **CRISPS) for n in range(3)]
    for event in Ledger([*ALIKE, *third], Decisions([split])).events():
        assert not {"a", "b"} <= {one.article for one in event.reports}


def test_what_is_split_off_is_one_event_also_where_only_the_rest_tied_it_together():
    whole = report("a", **CRISPS | {"destinations": ("JP", "SG", "US")})
    picks = [report(id, **CRISPS | {"destinations": (code,)}) for id, code in (("b", "SG"), ("c", "US"))]
    assert events(picks) == [["b"], ["c"]]
    split = decided("split", ["b-r1", "c-r1"], ["a-r1"], whole, *picks)
    assert events([whole, *picks], split) == [["a"], ["b", "c"]]


def test_a_later_report_joins_either_side_of_what_was_joined():
    """A copy of one report is not kept out by the other, which the rules hold for another event."""
    reports = [report("a", **CRISPS), report("x", **COFFEE)]
    join = decided("join", ["a-r1"], ["x-r1"], *reports)
    copies = [report("a2", **CRISPS, first="a"), report("x2", **COFFEE, first="x")]
    assert events([*reports, *copies], join) == [["a", "a2", "x", "x2"]]


def test_the_latest_word_on_two_reports_counts():
    join, split = (decided(kind, ["a-r1"], ["x-r1"]) for kind in ("join", "split"))
    reports = [report("a", **CRISPS), report("x", **COFFEE)]
    assert events(reports, split, join) == [["a", "x"]]
    assert events(reports, join, split) == [["a"], ["x"]]


def test_of_joins_that_a_split_makes_impossible_the_latest_is_kept():
    one, two = decided("join", ["a-r1"], ["x-r1"]), decided("join", ["x-r1"], ["z-r1"])
    reports = [report("a", **CRISPS), report("x", **COFFEE), report("z", origins=("35.73",), date=later(90))]
    apart = decided("split", ["a-r1"], ["z-r1"])
    assert events(reports, one, two) == [["a", "x", "z"]]
    assert events(reports, one, two, apart) == [["a"], ["x", "z"]]
    assert events(reports, two, one, apart) == [["a", "x"], ["z"]]


def test_what_was_decided_of_an_event_is_found_and_its_join_has_a_rule_of_its_own():
    decisions = Decisions(
        [decided("join", ["a-r1"], ["x-r1"], number=7), decided("split", ["b-r1"], ["c-r1"])]
    )
    [event] = Ledger([ALIKE[0], OTHER[0]], decisions).events()
    assert decisions.on(event.reports) == decisions.all[:1]
    assert [one.compared.rules for one in event.joins] == [("decided",)]


def test_a_decision_of_reports_that_are_not_there_changes_nothing():
    assert events(ALIKE, decided("join", ["gone-r1"], ["a-r1"])) == [["a", "b", "c"]]


# ---------------------------------------------------------------- read again

TWO = [{**CRISPS, "products": ("teh",)}, {**CRISPS, "destinations": ("DE",)}]
READ_AGAIN = {  # what the second release of an article was, all it tells of later -> whether the decision finds it
    "as it was": (TWO[1], TWO, True),
    "its only one, read otherwise": (None, [COFFEE], True),
    "its city instead of its province": (
        {**TWO[1], "origins": ("33",)},
        [TWO[0], {**TWO[1], "origins": ("33.11",)}],
        True,
    ),
    "a value more": (TWO[1], [TWO[0], {**TWO[1], "values": idr(5_000_000)}], True),
    "another value": (
        {**TWO[1], "values": idr(5_000_000)},
        [TWO[0], {**TWO[1], "values": idr(900_000_000)}],
        False,
    ),
    "another origin": (TWO[1], [TWO[0], {**TWO[1], "origins": ("35",)}], False),
    "goods by a longer name": (TWO[1], [TWO[0], {**TWO[1], "products": ("keripik singkong balado",)}], True),
    "another day": (TWO[1], [TWO[0], {**TWO[1], "date": later(1)}], False),
    "another country": (TWO[1], [TWO[0], {**TWO[1], "destinations": ("US",)}], False),
    "other goods": (TWO[1], [TWO[0], {**TWO[1], "products": ("kopi",)}], False),
    "nothing that both say": (TWO[1], [TWO[0], {"origins": ()}], False),
    "no longer told of": (TWO[1], TWO[:1], False),
    "the other one in its place": (TWO[1], [TWO[1], TWO[0]], False),
}


@pytest.mark.parametrize("kind", READ_AGAIN)
def test_a_decision_finds_its_report_again_or_is_told_as_lost(kind):
    was, now, found = READ_AGAIN[kind]
    before = list(reports_of(story("a", *([CRISPS] if was is None else [TWO[0], was]))))
    x = report("x", **COFFEE, exporter="CV Lain")
    join = decided("join", [before[-1].key], ["x-r1"], *before, x)
    after = [*reports_of(story("a", *now)), x]
    held = {one.key: one for one in after}
    assert dict(Decisions([join]).lost(held)) == ({} if found else {join: (before[-1].key,)})
    together = Ledger(after, Decisions([join])).event("x-r1").reports
    assert (before[-1].key in {one.key for one in together} and len(together) > 1) is found


# ---------------------------------------------------------------- whatever the order


@pytest.fixture(scope="module")
def reports():
    return [one for found in reported(list(both())).values() for one in found]


def arbitrary(reports, seed):
    """Decisions on some of the reports, many of them on pairs that the rules see otherwise."""
    chance = random.Random(seed)
    near = [event.reports for event in Ledger(reports).events() if len(event.reports) > 2]
    for number in range(12):
        some = list(chance.choice(near)) if number % 2 else chance.sample(reports, 4)
        at = chance.randrange(1, len(some))
        keys = [one.key for one in some]
        yield decided(chance.choice(["split", "join"]), keys[:at], keys[at:], *some, number=number)


@pytest.mark.parametrize("seed", range(6))
def test_with_decisions_too_the_order_of_arrival_does_not_matter(reports, seed):
    decisions = Decisions(arbitrary(reports, seed))
    expected = Ledger(reports, decisions).events()
    assert expected != Ledger(reports).events()
    for order in range(3):
        shuffled = random.Random(order).sample(reports, len(reports))
        grown = Ledger(decisions=decisions)
        for one in shuffled:
            grown.put(one)
            grown.event(one.key)
        for one in shuffled[:20]:
            grown.remove(one.key)
        for one in shuffled[:20]:
            grown.put(one)
        assert grown.events() == Ledger(shuffled, decisions).events() == expected


@pytest.mark.parametrize("seed", range(6))
def test_no_event_holds_what_a_decision_parts(reports, seed):
    decisions = Decisions(arbitrary(reports, seed))
    for event in Ledger(reports, decisions).events():
        assert not [1 for a in event.reports for b in event.reports if decisions.parted(a, b)]


def test_only_reports_that_something_was_decided_of_or_that_are_linked_to_them_change_their_event(reports):
    [split] = [d for d in arbitrary(reports, 1) if d.kind == "split"][:1]
    before = {frozenset(r.key for r in event.reports) for event in Ledger(reports).events()}
    after = {
        frozenset(r.key for r in event.reports) for event in Ledger(reports, Decisions([split])).events()
    }
    assert all(keys & split.keys for keys in before - after)


# ---------------------------------------------------------------- as a whole


def test_the_same_decisions_are_the_same_and_have_one_digest():
    one = decided("split", ["a-r1"], ["b-r1"], *ALIKE, number=1)
    assert Decisions([one]) == Decisions([replace(one)])
    assert Decisions([one]).digest() == Decisions([replace(one)]).digest()
    others = [Decisions(), Decisions([replace(one, why="x")]), Decisions([one, one])]
    assert len({held.digest() for held in (*others, Decisions([one]))}) == 4


def test_what_differs_between_two_sets_of_decisions_is_told_by_reports():
    one, two = decided("split", ["a-r1"], ["b-r1"]), decided("join", ["c-r1"], ["x-r1"])
    assert Decisions([one, two]).unlike(Decisions([one])) == {"c-r1", "x-r1"}


def test_without_the_forgotten_the_rest_of_a_decision_stays():
    split = decided("split", ["a-r1"], ["b-r1", "c-r1"], *ALIKE)
    left = split.without(lambda key: key == "c-r1")
    assert (left.one, left.other, [k.key for k in left.known]) == (("a-r1",), ("b-r1",), ["a-r1", "b-r1"])
    assert split.without(lambda key: key == "a-r1") is None
