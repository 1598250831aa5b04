"""What differs between two ledgers: events followed by their reports, whatever became of their ids."""

import pytest

from app.ledger_changes import compare, counted
from app.ledger_changes_text import about, markdown, summed, written


def row(signs, **fields):
    """An event of reports, each given by a sign; the first names it."""
    first, *others = signs
    return {"id": f"EV-2021-33-{first}", "aliases": [f"EV-2021-33-{sign}" for sign in others], **fields}


BECAME = {  # events before, after -> what became of them
    "nothing": (["ab", "c"], ["ab", "c"], []),
    "new": (["a"], ["a", "b"], ["new: -> b"]),
    "gone": (["a", "b"], ["a"], ["gone: b ->"]),
    "joined": (["a", "b"], ["ab"], ["joined: a b -> a"]),
    "split": (["abc"], ["ab", "c"], ["split: a -> a c"]),
    "a report moved": (["ab", "c"], ["a", "bc"], ["regrouped: a c -> a b"]),
    "another first": (["b"], ["ab"], ["changed: b -> a"]),
    "a report forgotten": (["ab"], ["b"], ["changed: a -> b"]),
    "three joined": (["a", "b", "c"], ["abc"], ["joined: a b c -> a"]),
    "in another order": (["a", "b"], ["b", "a"], []),
    "all at once": (
        ["ab", "c", "d"],
        ["a", "b", "cd", "e"],
        ["joined: c d -> c", "split: a -> a b", "new: -> e"],
    ),
}


@pytest.mark.parametrize("kind", BECAME)
def test_what_became_of_events(kind):
    before, after, expected = BECAME[kind]
    changes = compare([*map(row, before)], [*map(row, after)])
    last = [
        {side: " ".join(id[-1] for id in change.json()[side]) for side in ("before", "after")}
        for change in changes
    ]
    told = [
        f"{c.kind}: {ids['before']} -> {ids['after']}".replace(":  ", ": ").strip()
        for c, ids in zip(changes, last, strict=True)
    ]
    assert told == expected


def test_an_event_is_followed_when_its_day_and_origin_are_read_otherwise():
    moved = {**row("a"), "id": "EV-2022-35-a"}
    [change] = compare([row("a")], [moved])
    assert [(f.name, f.before, f.after) for f in change.fields] == [("id", "EV-2021-33-a", "EV-2022-35-a")]


def test_fields_are_told_one_by_one_and_how_far_the_ledger_reached_is_none():
    before = row("a", exporter="CV A", products=["kopi"], checked=3, covered_since="2020-01-01", sources=1)
    after = row(
        "ab", exporter=None, products=["kopi", "teh"], checked=9, covered_since="2015-01-01", sources=1
    )
    [change] = compare([before], [after])
    assert change.kind == "changed"
    assert {f.name: (f.before, f.after) for f in change.fields} == {
        "exporter": ("CV A", None),
        "products": (["kopi"], ["kopi", "teh"]),
    }
    assert compare([before], [{**before, "checked": 4, "covered_since": None}]) == []


def test_what_was_split_is_compared_with_what_it_was_split_from():
    [change] = compare([row("abc", reports=3)], [row("ab", reports=2), row("c", reports=1)])
    told = {(f.event[-1], f.name): (f.before, f.after) for f in change.fields}
    assert told[("a", "reports")] == (3, 2)
    assert told[("c", "reports")] == (3, 1)


def test_a_column_that_is_new_is_told_where_it_says_something():
    [change] = compare([row("a")], [row("a", kilograms=5)])
    assert [(f.name, f.before) for f in change.fields] == [("kilograms", None)]


def test_the_page_counts_and_escapes():
    hostile = "*kopi* [x](http://e.example) <b> \x1b[31m\u202e"
    changes = compare([], [row("a", date="2021-12-20", products=[hostile]), row("b")])
    assert counted(changes)["new"] == 2
    assert summed(changes) == "2 baru"
    page = "\n".join(written(changes, heading="## ", escape=markdown))
    assert "## Baru (2)" in page
    assert "\\*kopi\\* \\[x\\](http://e.example) \\<b> \\[31m" in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "… dan 1 lainnya" in "\n".join(written(changes, most=1))
    assert about(row("c")) == "–, – → –, –"
    assert summed([]) == "tidak ada peristiwa yang berubah"
