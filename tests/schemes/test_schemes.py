"""What is one programme and what is not, whatever the order in which its notices come."""

import datetime as dt
import random
import re

import pytest

from entities.gazetteer import table
from entities.ledger import signs
from entities.ledger_decisions import Decision, Decisions
from entities.ledger_pairs import rules
from entities.scheme_levels import TABLE
from entities.scheme_pairs import FIELDS, compare, far
from entities.scheme_report import notices_of
from entities.schemes import Schemes, public_id
from tests.schemes.making import DAY, later, notice, story, together
from tests.schemes.measure import noticed
from tests.schemes.press import everything

ONE = [["a", "b"]]
TWO = [["a"], ["b"]]
UNNAMED = {"name": None, "kind": "training", "start": DAY, "end": later(2), "participants": 30}
NATIONAL = {"name": "Kelas Nusantara 2024", "agency": "Kementerian Perdagangan", "kind": "training"}
KUR = {"name": "Kredit Usaha Rakyat", "agency": None, "kind": "financing"}
ROOM = {"name": "Rumah Kemasan Wanua", "kind": "facility"}

PAIRS = {  # the first notice, what the second says otherwise -> whether they are one programme
    "all the same": ({}, {}, ONE),
    "its name in another print": ({}, {"name": "Program Halal Ruai 2024"}, ONE),
    "another name": ({}, {"name": "Merek Juara"}, TWO),
    "results half a year later": ({}, {"published": later(160)}, ONE),
    "next year, without a year in the name": ({}, {"published": later(370)}, TWO),
    "next year's edition": ({"name": "Halal Ruai 2024"}, {"name": "Halal Ruai 2025"}, TWO),
    "January's results of last year's edition": (
        {"name": "Halal Ruai 2024", "published": dt.date(2024, 11, 20)},
        {"published": dt.date(2025, 1, 8)},
        ONE,
    ),
    "one batch by numeral and by word": (
        {"name": "Halal Ruai tahap II"},
        {"name": "Halal Ruai tahap kedua"},
        ONE,
    ),
    "a batch behind the word for signing up": (
        {"name": "Halal Ruai gelombang I"},
        {"name": "Halal Ruai", "body": "Pendaftaran gelombang II dibuka."},
        TWO,
    ),
    "another batch": ({"name": "Halal Ruai angkatan 4"}, {"name": "Halal Ruai angkatan 5"}, TWO),
    "one name in another city": (
        {},
        {"places": ("63.71",), "agency": "Dinas Koperasi Kota Banjarmasin"},
        TWO,
    ),
    "one name in another province": ({}, {"places": ("35.78",), "agency": None}, TWO),
    "the government of the city for its office": ({}, {"agency": "Pemkab Tapin"}, ONE),
    "another kind read": ({}, {"kind": "training"}, ONE),
    "a national one told of in two provinces": (
        NATIONAL | {"places": ("33.74",)},
        {"places": ("73.71",), "published": later(300)},
        ONE,
    ),
    "a known one without its agency": (
        {"name": "Sertifikasi Halal Gratis", "agency": None, "places": ("35.09",)},
        {"places": ("33.19",)},
        ONE,
    ),
    "a known name that each place has": (
        {"name": "Klinik Ekspor", "agency": "Bea Cukai Malang", "places": ("35.73",)},
        {"agency": "Bea Cukai Tegal", "places": ("33.76",)},
        TWO,
    ),
    "a standing one in two cities of a year": (
        KUR | {"places": ("35.05",)},
        {"places": ("73.13",), "published": later(200)},
        ONE,
    ),
    "a standing one in two years": (KUR | {"places": ("35.05",)}, {"published": later(365)}, TWO),
    "a facility years later": (ROOM, {"published": later(900)}, ONE),
    "without a name, the same days": (UNNAMED, {}, ONE),
    "without a name, other days": (UNNAMED, {"start": later(20), "end": later(21)}, TWO),
    "without a name, no days, other participants": (UNNAMED, {"start": None, "end": None, "participants": 80}, TWO),
    "without a name, another city": (
        UNNAMED,
        {"places": ("63.06",), "agency": "Dinas Koperasi Kabupaten Hulu Sungai Selatan"},
        TWO,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "otherwise", "expected"), PAIRS.values(), ids=PAIRS)
def test_two_notices(one, otherwise, expected):
    assert together(notice("a", **one), notice("b", **one | otherwise)) == expected


def test_programmes_of_one_article_are_never_one():
    assert together(*notices_of(story("a", {}, {}))) == [["a"], ["a"]]


def test_a_republished_text_is_the_same_programme_however_it_was_misread():
    misread = {"places": ("63.71",), "agency": None, "published": later(300)}
    assert together(notice("a"), notice("b", first="a", **misread)) == ONE
    assert together(notice("a"), notice("b", **misread)) == TWO


def test_a_notice_without_a_name_does_not_tie_two_programmes_of_one_office():
    halal, brand = notice("a"), notice("b", name="Merek Juara", kind="training", start=later(1))
    vague = notice("c", name=None, kind="training", start=later(1))
    assert together(halal, brand, vague) == [["a"], ["b", "c"]]


def test_people_may_join_and_split():
    far_apart = notice("a"), notice("b", published=later(370))
    assert sizes(Schemes(far_apart, decided("join"))) == [2]
    assert sizes(Schemes((notice("a"), notice("b")), decided("split"))) == [1, 1]


def decided(kind):
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Decisions([Decision(kind=kind, one=("a-p1",), other=("b-p1",), at=at)])


def sizes(schemes):
    return [len(scheme.reports) for scheme in schemes.events()]


# ---------------------------------------------------------------- whatever the order


@pytest.fixture(scope="module")
def notices():
    return [notice for found in noticed(list(everything())).values() for notice in found]


def test_the_order_of_arrival_does_not_matter(notices):
    expected = Schemes(notices).events()
    for seed in range(8):
        shuffled = random.Random(seed).sample(notices, len(notices))
        assert Schemes(shuffled).events() == expected


def test_one_by_one_is_as_all_at_once_and_what_goes_leaves_no_trace(notices):
    grown = Schemes()
    for one in random.Random(7).sample(notices, len(notices)):
        grown.put(one)
        assert one in grown.event(one.key).reports
    for n in range(5):
        grown.put(notice(f"x{n}"))
    grown.events()
    for n in range(5):
        grown.remove(f"x{n}-p1")
    assert grown.events() == Schemes(notices).events()


def test_blocks_leave_out_no_pair_that_joins(notices):
    pairs = ((a, b) for a in notices for b in notices if a.key < b.key and not far(a, b))
    linked = {frozenset((a.key, b.key)) for a, b in pairs if compare(a, b).joins}
    found = Schemes(notices)
    assert {frozenset((a, b)) for a, near in found._linked.items() for b in near} == linked


def test_every_rule_is_the_same_in_either_order(notices):
    some = random.Random(3).sample(notices, 60)
    for one in some:
        for other in some:
            assert compare(one, other) == compare(other, one)


def test_every_rule_of_the_table_has_its_reason_and_is_given(notices):
    assert all(rule.because for rule in rules(TABLE).values())
    assert {rule.__name__.removeprefix("_") for rule in FIELDS} == {r["field"] for r in table(TABLE)["rule"]}
    some = [*notices, notice("a", name="WMD"), notice("b", name="Wirausaha Muda Dermayu")]
    some += [notice("c", name="Juara Banua Gemilang"), notice("d", name="Juara Banua Kencana")]
    given = {name for a in some for b in some if a is not b for name in compare(a, b).rules}
    assert given | {"lasting"} >= set(rules(TABLE))


# ---------------------------------------------------------------- ids


def test_an_id_tells_year_and_place_and_is_short():
    assert re.fullmatch(r"PR-2024-63\.05-[0-9a-hjkmnp-tv-z]{8}", public_id(notice("a")))
    assert public_id(notice("a", **NATIONAL)).startswith("PR-2024-00-")
    assert public_id(notice("a", published=None, places=())).startswith("PR-0000-00-")


def test_an_earlier_notice_that_arrives_later_keeps_the_old_id_as_an_alias():
    schemes = Schemes([notice("b", published=later(1))])
    old = schemes.events()[0].id
    schemes.put(notice("a"))
    [scheme] = schemes.events()
    assert scheme.aliases == (old,)
    assert scheme.id.endswith(signs("a-p1"))
