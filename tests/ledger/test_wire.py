"""A report as JSON is the report: it may be stored and joined again."""

from dataclasses import fields, replace

import pytest

from entities.extract import annotate
from entities.ledger import Ledger
from entities.ledger_report import Report, reports_of
from entities.ledger_wire import report_from, report_json
from entities.wire import article_from, dumps, loads
from tests.gold import FILES
from tests.ledger.making import idr, report
from tests.ledger.measure import reported
from tests.ledger.press import both


@pytest.fixture(scope="module")
def reports():
    return [report for found in reported(list(both())).values() for report in found]


def again(one):
    return report_from(loads(dumps(report_json(one))))


def test_every_report_of_the_ledger_s_press_comes_back_equal(reports):
    for one in reports:
        for field in fields(Report):
            assert getattr(again(one), field.name) == getattr(one, field.name), (one.key, field.name)
        assert (again(one).key, again(one).order) == (one.key, one.order)


def test_what_comes_back_is_joined_as_before(reports):
    assert Ledger(map(again, reports)).events() == Ledger(reports).events()


@pytest.mark.parametrize("name", FILES)
def test_every_report_of_the_annotated_articles_comes_back_equal(name):
    if not FILES[name].exists():
        pytest.skip(f"{FILES[name]} is not here")
    lines = FILES[name].read_text(encoding="utf-8").splitlines()
    found = [one for line in lines for one in reports_of(annotate(article_from(loads(line))))]
    assert [again(one) for one in found] == found


def test_a_report_without_days_and_one_with_every_digit_come_back_equal():
    bare = report("a", published=None, origins=())
    large = report("b", values=idr(123_456_789_012_345_678, 987_654_321_012_345_678), first="a")
    for one in (bare, large, replace(large, sample=True)):
        assert again(one) == one == report_from(report_json(one))
