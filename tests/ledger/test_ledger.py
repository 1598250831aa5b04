"""What is one event and what is not, whatever the order in which its reports come."""

import datetime as dt
import random
import re
from decimal import Decimal

import pytest

from entities.gazetteer import table
from entities.ledger import Ledger, public_id, signs
from entities.ledger_pairs import FIELDS, compare, rules
from entities.ledger_report import reports_of
from entities.records import Money
from tests.ledger.making import DAY, idr, kg, later, report, story, together
from tests.ledger.measure import reported
from tests.ledger.press import both

CRISPS = {"date": DAY, "destinations": ("JP",), "products": ("keripik singkong",)}
ONE = [["a", "b"]]
TWO = [["a"], ["b"]]

PAIRS = {  # what the second report says otherwise than the first -> whether they are one event
    "all the same": ({}, ONE),
    "another city": ({"origins": ("35.73",)}, TWO),
    "its province": ({"origins": ("33",)}, ONE),
    "another province": ({"origins": ("35",)}, TWO),
    "unknown origin, and little else": ({"origins": ()}, ONE),
    "a month later": ({"date": later(31)}, TWO),
    "a week later": ({"date": later(7)}, TWO),
    "two days later": ({"date": later(2)}, TWO),
    "another country": ({"destinations": ("DE",)}, TWO),
    "a country more": ({"destinations": ("JP", "SG")}, ONE),
    "other goods": ({"products": ("batik tulis",)}, TWO),
    "goods by another name": ({"products": ("keripik",)}, ONE),
    "no day, published the day after": ({"date": None, "published": later(1)}, ONE),
    "no day, published a month later": ({"date": None, "published": later(31)}, TWO),
    "neither day nor publication": ({"date": None, "published": None}, TWO),
}


@pytest.mark.parametrize(("otherwise", "expected"), PAIRS.values(), ids=PAIRS)
def test_two_reports(otherwise, expected):
    assert together(report("a", **CRISPS), report("b", **CRISPS | otherwise)) == expected


AMOUNTS = {
    "within the tolerance": (idr(1_500_000_000), idr(1_600_000_000), "same-value"),
    "beyond it": (idr(1_500_000_000), idr(1_700_000_000), "other-value"),
    "in a stated range": (idr(1_000_000_000, 2_000_000_000), idr(1_800_000_000), "same-value"),
    "in dollars at the rate of the day": (
        idr(1_440_000_000),
        (Money(amount=Decimal(100_000), currency="USD"),),
        "same-value",
    ),
}


@pytest.mark.parametrize(("one", "other", "rule"), AMOUNTS.values(), ids=AMOUNTS)
def test_values_are_compared_at_the_rate_of_the_day(one, other, rule):
    pair = report("a", **CRISPS, values=one), report("b", **CRISPS, values=other)
    assert rule in compare(*pair).rules
    assert together(*pair) == ONE


def test_a_firm_is_one_in_any_print():
    pair = (
        report("a", **CRISPS, exporter="CV. Sari Ketela"),
        report("b", **CRISPS, exporter="Sari Ketela Solo"),
    )
    assert "same-exporter" in compare(*pair).rules


def test_kota_and_kabupaten_of_one_name_are_not_two_places_for_sure():
    bandung = {**CRISPS, "values": idr(650_000_000), "quantities": kg(9_000)}
    kota, kabupaten = report("a", **bandung, origins=("32.73",)), report("b", **bandung, origins=("32.04",))
    assert together(kota, kabupaten) == ONE


def test_two_shipments_of_one_city_and_day_to_different_countries_stay_two_beside_a_vague_report():
    coffee = report("a", **CRISPS)
    charcoal = report("b", **CRISPS | {"destinations": ("SA",), "products": ("briket arang",)})
    vague = report("c", date=DAY, products=("keripik singkong",))
    assert together(coffee, charcoal, vague) == [["a", "c"], ["b"]]


def test_of_seven_countries_each_paper_picks_its_own():
    whole = report("a", **CRISPS | {"destinations": ("JP", "SG", "US", "NL")}, quantities=kg(9_000))
    picks = [
        report(id, **CRISPS | {"destinations": (code,)}, quantities=kg(9_000))
        for id, code in zip("bc", ("SG", "US"), strict=True)
    ]
    assert together(whole, *picks) == [["a", "b", "c"]]
    assert together(*picks) == [["b"], ["c"]]


def test_releases_of_one_article_are_never_one_event():
    both_sent = story("a", CRISPS, CRISPS)
    assert together(*reports_of(both_sent)) == [["a"], ["a"]]


def test_a_republished_text_is_the_same_event_however_it_was_misread():
    misread = CRISPS | {"destinations": ("DE",), "date": None, "published": later(9)}
    assert together(report("a", **CRISPS), report("b", first="a", **misread)) == ONE
    assert together(report("a", **CRISPS), report("b", **misread)) == TWO


def test_a_republished_article_of_two_shipments_has_two():
    sent = CRISPS, CRISPS | {"destinations": ("DE",)}
    pair = [one for id in "ab" for one in reports_of(story(id, *sent), "a")]
    assert together(*pair) == [["a", "b"], ["a", "b"]]


def test_a_follow_up_belongs_to_the_shipment_it_looks_back_on():
    arrived = "Keripik yang dikirim bulan lalu sudah tiba di Jepang."
    sent = report("a", **CRISPS, quantities=kg(9_000))
    looks_back = report(
        "b", **CRISPS | {"date": None}, quantities=kg(9_000), published=later(30), body=arrived
    )
    second = report("c", **CRISPS | {"date": later(35)}, quantities=kg(4_000), published=later(35))
    assert looks_back.looks_back
    assert together(sent, looks_back, second) == [["a", "b"], ["c"]]


def test_sent_again_is_no_follow_up():
    again = "Sebulan setelah dilepas, koperasi kembali mengekspor keripik."
    assert not report("a", **CRISPS | {"date": None}, body=again).looks_back


def test_a_yearly_total_is_no_event():
    summed = story(
        "a", {**CRISPS, "date": None}, title="Sepanjang tahun 2021, ekspor keripik Solo mencapai 90 ton"
    )
    assert summed.releases
    assert not list(reports_of(summed))


# ---------------------------------------------------------------- whatever the order


@pytest.fixture(scope="module")
def reports():
    return [report for found in reported(list(both())).values() for report in found]


def test_the_order_of_arrival_does_not_matter(reports):
    expected = Ledger(reports).events()
    for seed in range(8):
        shuffled = random.Random(seed).sample(reports, len(reports))
        assert Ledger(shuffled).events() == expected


def test_one_by_one_is_as_all_at_once(reports):
    grown = Ledger()
    for one in random.Random(7).sample(reports, len(reports)):
        grown.put(one)
        assert one in grown.event(one.key).reports
    assert grown.events() == Ledger(reports).events()


def test_a_changed_report_replaces_itself_and_what_goes_leaves_no_trace(reports):
    ledger = Ledger(reports)
    for one in reports[:30]:
        ledger.put(one)
    extra = [report(f"x{n}", **CRISPS) for n in range(5)]
    for one in extra:
        ledger.put(one)
    ledger.events()
    for one in extra:
        ledger.remove(one.key)
    assert ledger.events() == Ledger(reports).events()


def test_only_what_is_linked_is_grouped_anew(reports):
    ledger = Ledger(reports)
    before = {event.id: event for event in ledger.events()}
    ledger.put(report("x", **CRISPS, published=later(2)))
    after = {event.id: event for event in ledger.events()}
    assert sum(before[id] is not event for id, event in after.items() if id in before) == 1


def test_blocks_leave_out_no_pair_that_joins(reports):
    linked = {
        frozenset((a.key, b.key)) for a in reports for b in reports if a.key < b.key and compare(a, b).joins
    }
    ledger = Ledger(reports)
    assert {frozenset((a, b)) for a, found in ledger._linked.items() for b in found} == linked


def test_every_rule_is_the_same_in_either_order(reports):
    some = random.Random(3).sample(reports, 60)
    for one in some:
        for other in some:
            assert compare(one, other) == compare(other, one)


# ---------------------------------------------------------------- ids


def test_an_id_tells_year_and_origin_and_is_short():
    assert re.fullmatch(r"EV-2021-33\.72-[0-9a-hjkmnp-tv-z]{8}", public_id(report("a", **CRISPS)))
    assert public_id(report("a", date=None, published=None, origins=())).startswith("EV-0000-00-")


def test_an_earlier_report_that_arrives_later_keeps_the_old_id_as_an_alias():
    ledger = Ledger([report("b", **CRISPS, published=later(1))])
    old = ledger.events()[0].id
    ledger.put(report("a", **CRISPS))
    event = ledger.events()[0]
    assert event.id == public_id(report("a", **CRISPS)) != old
    assert event.aliases == (old,)


def test_a_later_report_does_not_change_the_id():
    ledger = Ledger([report("a", **CRISPS)])
    old = ledger.events()[0].id
    ledger.put(report("b", **CRISPS, published=later(1)))
    assert ledger.events()[0].id == old


def test_new_rules_do_not_change_the_signs_of_an_id():
    read_otherwise = report("a", **CRISPS | {"date": later(40), "origins": ("33",)})
    assert public_id(read_otherwise).endswith(signs("a-r1"))


def test_every_rule_of_the_table_has_its_reason_and_is_used(reports):
    assert all(rule.because for rule in rules().values())
    fields = {row["field"] for row in table("ledger.toml")["rule"]}
    assert {rule.__name__.removeprefix("_") for rule in FIELDS} | {"decision"} == fields


def test_days_far_in_the_past_have_ids_too():
    assert public_id(report("a", **CRISPS | {"date": dt.date(1, 1, 1)})).startswith("EV-0001-")
