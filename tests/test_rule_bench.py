"""The bench of rules counts what a rule adds, and leaves the rules as they were."""

import json
from pathlib import Path

import pytest

from bench.rules import left_out, rule_worths
from entities.rules import rules

ARTICLE = {
    "id": "1",
    "title": "Kopi Temanggung dilepas ke Belanda",
    "published_at": "2023-05-12T09:00:00+07:00",
    "body": "Bupati melepas ekspor 12 ton kopi ke Belanda, Jumat (12/5). Kopi itu lebih disukai dibanding kopi Brasil.",
    "gold": {
        "topics": ["export_release"],
        "mentions": [
            {"kind": "country", "text": "Belanda", "code": "NL", "role": "destination"},
            {"kind": "country", "text": "Brasil", "code": "BR", "role": "mention"},
            {"kind": "quantity", "text": "12 ton", "amount": 12000, "unit": "kg"},
        ],
        "releases": [],
        "programs": [],
    },
}


@pytest.fixture
def gold(tmp_path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    return path


def test_a_finders_rule_is_worth_what_is_lost_without_it(gold):
    worths = {w.rule: w for w in rule_worths([gold])}
    assert worths["quantity unit"].articles == 1
    assert worths["quantity unit"].loses["mentions"] > 0


def test_a_rule_that_never_held_loses_nothing(gold):
    never = [w for w in rule_worths([gold]) if w.articles == 0]
    assert never
    assert all(set(w.loses.values()) == {0} for w in never)


def test_a_rule_left_out_comes_back():
    before = rules("country")
    with left_out("country", before[0].name):
        assert [r.name for r in rules("country")] == [r.name for r in before[1:]]
    assert rules("country") == before
