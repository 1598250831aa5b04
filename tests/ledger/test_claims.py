"""What is said of an event, which of it is shown, and what was first."""

import datetime as dt
from decimal import Decimal

import pytest

from entities.extract import annotate
from entities.ledger import Ledger
from entities.ledger_claims import entry
from entities.ledger_firsts import firsts
from entities.ledger_opinions import independent
from entities.ledger_report import reports_of
from entities.ledger_wire import entry_json
from entities.records import Article, Money
from entities.wire import dumps, loads
from tests.ledger.making import DAY, idr, kg, later, report
from tests.ledger.press import reports

CRISPS = {"date": DAY, "destinations": ("JP",), "products": ("keripik singkong",), "quantities": kg(9_000)}


def entries(*of):
    return [entry(event) for event in Ledger(of).events()]


def claimed(one, field):
    return {claim.value: claim.sources for claim in one.claims if claim.field == field}


def conflicts(one):
    return {(conflict.field, conflict.kind) for conflict in one.conflicts}


# ---------------------------------------------------------------- independence


def test_a_republished_text_counts_for_the_source_that_had_it_first():
    copies = [report(id, first="a", **CRISPS, published=later(1)) for id in "bcd"]
    [one] = entries(report("a", **CRISPS), *copies, report("e", **CRISPS))
    assert (len(one.event.reports), one.sources) == (5, 2)


def test_a_source_counts_once_however_many_articles_it_has():
    assert independent([report(id, source="warta", **CRISPS) for id in "abc"]) == 1


def test_copies_of_an_article_that_is_not_held_are_one_source():
    assert independent([report(id, first="gone", **CRISPS) for id in "ab"]) == 1


def test_a_claim_counts_the_independent_sources_that_make_it():
    copies = [report(id, first="a", **CRISPS, values=idr(900_000_000)) for id in "ab"]
    [one] = entries(*copies, report("c", **CRISPS, values=idr(400_000_000)))
    assert claimed(one, "values") == {idr(900_000_000)[0]: 1, idr(400_000_000)[0]: 1}


# ---------------------------------------------------------------- what is shown


def test_the_value_of_most_independent_sources_is_shown():
    copies = [report(id, first="a", **CRISPS, values=idr(900_000_000)) for id in "abcd"]
    own = [report(id, **CRISPS, values=idr(400_000_000)) for id in "ef"]
    [one] = entries(*copies, *own)
    assert one.worth.rupiah == 400_000_000


def test_of_equals_the_statement_of_the_state_is_shown():
    told = [
        annotate_value("a", "Pengusaha menyebut nilai ekspor Rp900 juta."),
        annotate_value("b", "Dinas Perdagangan Kota Surakarta menyebut nilai ekspor Rp400 juta."),
    ]
    [one] = entries(*told)
    assert one.worth.rupiah == 400_000_000


def annotate_value(id, sentence):
    """A report as the extractor reads it, with a sentence on its value."""
    body = f"SOLO – Sebanyak 9 ton keripik singkong dari Kota Solo diekspor ke Jepang, Senin (20/12/2021). {sentence}"
    at = dt.datetime(2021, 12, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    article = Article(id=id, source=id, url="", title="Keripik Solo ke Jepang", body=body, published_at=at)
    return next(reports_of(annotate(article)))


def test_of_statements_that_agree_the_most_specific_is_shown():
    about = (Money(amount=Decimal(1_600_000_000), currency="IDR", approximate=True),)
    [one] = entries(
        report("a", **CRISPS, values=about),
        report("b", **CRISPS, values=idr(1_500_000_000, 1_700_000_000)),
        report("c", **CRISPS, values=idr(1_620_000_000)),
    )
    assert one.worth.stated == idr(1_620_000_000)[0]
    assert not one.conflicts


def test_a_city_stands_for_its_province_and_a_whole_name_for_its_head():
    [one] = entries(
        report("a", **CRISPS),
        report("b", **CRISPS | {"origins": ("33",), "products": ("keripik",)}),
    )
    assert (one.origins, one.products) == (("33.72",), ("keripik singkong",))
    assert claimed(one, "origins") == {"33.72": 1, "33": 1}


def test_a_country_that_one_of_many_names_is_a_claim_and_not_shown():
    many = [report(id, **CRISPS) for id in "abcd"]
    [one] = entries(*many, report("e", **CRISPS | {"destinations": ("JP", "KR")}))
    assert one.destinations == ("JP",)
    assert claimed(one, "destinations") == {"JP": 5, "KR": 1}


# ---------------------------------------------------------------- conflicts

CONFLICTS = {
    "values more than a tenth apart": ({"values": idr(900)}, {"values": idr(1_000)}, {("values", "factor")}),
    "values within a tenth": ({"values": idr(900)}, {"values": idr(990)}, set()),
    "a country more is none": ({}, {"destinations": ("JP", "SG")}, set()),
    "each a country that the other has not": (
        {"destinations": ("JP", "US")},
        {"destinations": ("JP", "SG")},
        {("destinations", "differ")},
    ),
    "amounts of one unit": (
        {"quantities": kg(9_000), "values": idr(900)},
        {"quantities": kg(12_000), "values": idr(900)},
        {("quantities", "factor")},
    ),
    "firms": (
        {"exporter": "CV Ladang Renyah"},
        {"exporter": "Koperasi Sari Ketela"},
        {("exporter", "differ")},
    ),
    "days": ({"values": idr(900)}, {"values": idr(900), "date": later(1)}, {("day", "differ")}),
}


@pytest.mark.parametrize(("one", "other", "expected"), CONFLICTS.values(), ids=CONFLICTS)
def test_conflicts(one, other, expected):
    [joined] = entries(report("a", **CRISPS | one), report("b", **CRISPS | other))
    assert conflicts(joined) == expected


def test_countries_of_which_none_is_shared_are_told_as_such():
    whole = report("a", **CRISPS | {"destinations": ("JP", "SG")})
    parts = [
        report(id, **CRISPS | {"destinations": (code,)}) for id, code in zip("bc", ("SG", "JP"), strict=True)
    ]
    [one] = entries(whole, *parts)
    assert conflicts(one) == {("destinations", "disjoint")}


# ---------------------------------------------------------------- sentences


def test_every_claim_has_its_sentence_in_the_article():
    for written in reports("first"):
        story = annotate(written.article)
        for one in reports_of(story):
            for said in one.said:
                assert said.sentence, (one.key, said.field)
                assert said.sentence in f"{written.article.title}\n{written.article.body}"
                assert said.printed in said.sentence


def test_an_entry_is_one_json_line():
    [one] = entries(report("a", **CRISPS, values=idr(900)), report("b", **CRISPS, values=idr(1_000)))
    line = loads(dumps(entry_json(one, firsts([one], {})[one.id])))
    assert line["id"] == one.id
    assert [conflict["field"] for conflict in line["conflicts"]] == ["values"]
    assert line["joins"][0]["rules"][0] == "same-city +20"


# ---------------------------------------------------------------- firsts

COVERED = {"warta": dt.date(2021, 1, 3), "kabar": dt.date(2022, 6, 1)}


def found(*of):
    """What was first: (kind, what, country) by day."""
    made = entries(*of)
    told = firsts(made, COVERED)
    return {one.day: {(f.kind, f.what, f.country) for f in told.get(one.id, ())} for one in made}


def test_the_first_of_an_origin_and_of_a_product_to_a_country():
    told = found(
        report("a", **CRISPS),
        report("b", **CRISPS | {"date": later(40)}),
        report("c", **CRISPS | {"date": later(80), "origins": ("35.73",)}),
    )
    assert told == {
        DAY: {("origin-country", "33.72", "JP"), ("product-country", "keripik singkong", "JP")},
        later(40): set(),
        later(80): {("origin-country", "35.73", "JP")},
    }


def test_a_first_tells_what_it_was_checked_against_and_since_when():
    made = entries(
        report("a", **CRISPS | {"origins": ("33",)}),
        report("b", **CRISPS | {"date": later(300), "origins": ("35.73",)}),
    )
    [first] = firsts(made, COVERED)[made[1].id]
    assert (first.checked, first.unsure, first.since, first.sources) == (1, 1, dt.date(2021, 1, 3), 2)


def test_two_of_one_day_do_not_precede_each_other():
    told = firsts(entries(report("a", **CRISPS), report("b", **CRISPS | {"origins": ("35.73",)})), COVERED)
    assert all(("product-country", "JP") in {(f.kind, f.country) for f in of} for of in told.values())


def test_a_firm_that_exports_again_names_the_event_before():
    firm = {"exporter": "CV Ladang Renyah"}
    made = entries(report("a", **CRISPS | firm), report("b", **CRISPS | firm | {"date": later(40)}))
    [again] = [first for first in firsts(made, COVERED)[made[1].id] if first.kind == "exporter-returns"]
    assert again.before == made[0].id
