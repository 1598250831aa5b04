"""What is said of a programme, and which of it is shown; a notice and a programme as JSON."""

import datetime as dt
from dataclasses import fields

import pytest

from entities.extract import annotate
from entities.scheme_claims import scheme_entry
from entities.scheme_report import Notice, notices_of
from entities.scheme_wire import notice_from, notice_json, scheme_json
from entities.schemes import Schemes
from entities.wire import article_from, dumps, loads
from tests.gold import FILES
from tests.ledger.making import idr
from tests.schemes.making import OFFICE, notice
from tests.schemes.measure import noticed
from tests.schemes.press import everything

NATIONAL = {"name": "Kelas Nusantara 2024", "agency": "Kementerian Perdagangan", "kind": "training"}


def entry(*notices):
    [one] = map(scheme_entry, Schemes(notices).events())
    return one


def claimed(one, field):
    return {claim.value: (claim.sources, claim.shown) for claim in one.claims if claim.field == field}


def test_the_fullest_print_of_the_name_and_office_of_most_sources_is_shown():
    one = entry(
        notice("a", name="Halal Ruai 2024"),
        notice("b", name="Halal Ruai"),
        notice("c", agency="Diskop UKM Tapin"),
    )
    assert (one.name, one.agency) == ("Halal Ruai 2024", OFFICE)
    assert claimed(one, "name") == {"Halal Ruai 2024": (3, True)}


def test_of_two_numbers_of_participants_the_one_of_most_sources_then_the_one_told_last():
    dates = [dt.date(2024, 3, 5), dt.date(2024, 8, 1)]
    quota, result = (
        notice(id, participants=n, published=day) for id, n, day in zip("ab", (400, 412), dates, strict=True)
    )
    assert entry(quota, result).participants == 412
    assert entry(quota, notice("c", participants=400), result).participants == 400


def test_one_city_s_figures_are_not_shown_for_a_programme_of_the_country():
    semarang = notice("a", **NATIONAL, places=("33.74",), participants=40, values=idr(500_000_000))
    makassar = notice("b", **NATIONAL, places=("73.71",), participants=35, values=idr(900_000_000))
    one = entry(semarang, makassar)
    assert set(one.places) == {"33.74", "73.71"}
    assert (one.participants, one.worth.stated, one.conflicts) == (None, None, ())
    assert claimed(one, "participants") == {40: (1, False), 35: (1, False)}
    third = notice("c", **NATIONAL, places=("12.71",), participants=40, values=idr(500_000_000))
    agreed = entry(semarang, makassar, third)
    assert (agreed.participants, agreed.worth.rupiah) == (40, 500_000_000)


SUMS = {
    "within a tenth": (idr(900_000_000), idr(950_000_000), []),
    "a dispute": (idr(900_000_000), idr(1_200_000_000), ["values"]),
    "a budget and a ceiling": (idr(10_000_000), idr(4_000_000_000), []),
}


@pytest.mark.parametrize(("one", "other", "expected"), SUMS.values(), ids=SUMS)
def test_sums_in_conflict(one, other, expected):
    joined = entry(notice("a", values=one), notice("b", values=other))
    assert [conflict.field for conflict in joined.conflicts] == expected


def test_results_that_differ_are_a_conflict_and_a_quota_beside_them_is_none():
    told = "Sebanyak usaha mikro lolos Halal Ruai."
    results = [notice(id, body=told, participants=n) for id, n in (("a", 250), ("b", 300))]
    assert [c.values for c in entry(*results).conflicts] == [(250, 300)]
    assert entry(results[0], notice("c", participants=400)).conflicts == ()


def test_days_of_signing_up_are_not_those_of_the_programme():
    body = "Pendaftaran Halal Ruai dibuka 4 Maret hingga 30 April 2024."
    days = {"start": dt.date(2024, 3, 4), "end": dt.date(2024, 4, 30)}
    one = entry(notice("a", body=body, published=dt.date(2024, 3, 5), **days))
    assert (one.start, one.end) == (None, None)
    assert [(s.kind, s.of, s.day, s.until) for s in one.history] == [
        ("opened", "registration", *days.values())
    ]


# ---------------------------------------------------------------- sentences and JSON


@pytest.fixture(scope="module")
def notices():
    return [notice for found in noticed(list(everything())).values() for notice in found]


def test_every_claim_and_every_stage_has_its_sentence_in_the_article(notices):
    texts = {one.article.id: f"{one.article.title}\n{one.article.body}" for one in everything()}
    for one in notices:
        for stage in one.stages:
            assert stage.sentence
            assert stage.sentence in texts[one.article]
        for said in one.said:
            assert said.sentence in texts[one.article]
            assert said.printed in said.sentence
            assert said.sentence or said.field in ("kind", "name")


def again(one):
    return notice_from(loads(dumps(notice_json(one))))


def test_every_notice_comes_back_equal(notices):
    for one in notices:
        for field in fields(Notice):
            assert getattr(again(one), field.name) == getattr(one, field.name), (one.key, field.name)
    assert Schemes(map(again, notices)).events() == Schemes(notices).events()


@pytest.mark.parametrize("name", FILES)
def test_every_notice_of_the_annotated_articles_comes_back_equal(name):
    if not FILES[name].exists():
        pytest.skip(f"{FILES[name]} is not here")
    lines = FILES[name].read_text(encoding="utf-8").splitlines()
    found = [one for line in lines for one in notices_of(annotate(article_from(loads(line))))]
    assert [again(one) for one in found] == found


def test_an_entry_is_one_json_line(notices):
    on = dt.date(2024, 5, 10)
    lines = [loads(dumps(scheme_json(scheme_entry(s), on))) for s in Schemes(notices).events()]
    halal = next(line for line in lines if line["name"] == "Halal Ruai 2024")
    assert halal["status"]["state"] == "open"
    assert halal["status"]["closes"] == "2024-05-31"
    assert [s["kind"] for s in halal["history"]] == ["announced", "opened", "extended", "results"]
    assert halal["history"][0]["precision"] == "published"
    assert halal["joins"][0]["rules"][0].endswith(("+45", "+80"))
