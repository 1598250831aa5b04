"""Corrections: what an earlier digest told of an event and is different now; once, weightiest first, from what was kept."""

from datetime import date

import pytest

from app.digests.record import digest_json, told_from
from app.digests.telling import tell
from app.digests.text import text
from app.digests.week import read_week
from entities.errors import BadInput
from entities.wire import dumps, loads
from indexer.sqlite import SQLiteIndex
from tests.digests import MONDAY, WEEK, days, idr, made, release, story, usd

NEXT = read_week("2021-W52", WEEK.monday)
THIRD = read_week("2022-W01", WEEK.monday)
KOPI = {"products": ("kopi arabika",), "exporter": "CV Kopi"}


@pytest.fixture
def index(tmp_path):
    return SQLiteIndex(tmp_path / "p.db")


def kept(digest):
    """A digest as a later one reads it: through its JSON."""
    return told_from(loads(dumps(digest_json(digest))), "W.json")


def told(digest):
    """The section of corrections, in one line."""
    lines = text(digest).partition("KOREKSI ATAS")[2].partition("\n\n")[0]
    return " ".join(lines.split())


def put(index, *releases, id="a", **more):
    index.put([story(id, *releases, **more)])


def test_a_value_that_is_another_now_is_told_with_both(index):
    put(index, release(idr(1_500_000_000), **KOPI))
    first = kept(made(index))
    put(index, release(idr(15_000_000_000), **KOPI))
    digest = made(index, week=NEXT, earlier=[first])
    assert "Ringkasan 2021-W51 · EV-2021-33.72-" in told(digest)
    assert "nilai: semula Rp1,5 miliar, kini Rp15 miliar" in told(digest)
    assert not digest.is_empty


CHANGES = {
    "destinations": (
        {"destinations": ("JP",)},
        {"destinations": ("JP", "SG")},
        "tujuan: semula Jepang, kini Jepang, Singapura",
    ),
    "day": ({}, {"date": date(2021, 12, 21)}, "hari: semula 20 Desember 2021, kini 21 Desember 2021"),
    "origin": ({}, {"origins": ("33.10",)}, "asal: semula Kota Surakarta, kini Kabupaten Klaten"),
    "exporter": ({}, {"exporter": "CV Kopi Jaya"}, "eksportir: semula CV Kopi, kini CV Kopi Jaya"),
    "goods": ({}, {"products": ("kopi robusta",)}, "barang: semula kopi arabika, kini kopi robusta"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_every_field_may_be_corrected(index, case):
    before, after, words = CHANGES[case]
    put(index, release(idr(5), **{**KOPI, **before}))
    first = kept(made(index))
    put(index, release(idr(5), **{**KOPI, **before, **after}))
    assert words in told(made(index, week=NEXT, earlier=[first]))


def test_a_value_that_came_later_was_not_told_before(index):
    put(index, release(**KOPI))
    first = kept(made(index))
    put(index, release(usd(100_000), **KOPI))
    assert "nilai: semula tidak disebut, kini US$100.000" in told(made(index, week=NEXT, earlier=[first]))


SAME = {
    "nothing changed": {},
    "an amount said to be about": {"approximate": True},
    "one more paper": {"paper": True},
    "goods in another order": {"order": True},
}


@pytest.mark.parametrize("case", SAME)
def test_what_says_the_same_is_no_correction(index, case):
    from dataclasses import replace

    goods = ("kopi arabika", "kopi robusta")
    value = idr(1_500_000_000)
    put(index, release(value, **{**KOPI, "products": goods}))
    first = kept(made(index))
    now = SAME[case]
    value = replace(value, approximate=True) if "approximate" in now else value
    put(index, release(value, **{**KOPI, "products": goods[::-1] if "order" in now else goods}))
    if "paper" in now:
        put(
            index,
            release(value, **{**KOPI, "products": goods}),
            id="b",
            source="side",
            published=MONDAY + days(8),
        )
    digest = made(index, week=NEXT, earlier=[first])
    assert (digest.corrections, digest.revisions) == ((), ())


def test_a_correction_is_told_once(index):
    put(index, release(idr(1_000_000), **KOPI))
    first = kept(made(index))
    put(index, release(idr(9_000_000), **KOPI))
    second = made(index, week=NEXT, earlier=[first])
    third = made(index, week=THIRD, earlier=[first, kept(second)])
    assert [len(second.corrections), len(third.corrections)] == [1, 0]
    assert [len(second.revisions), len(third.revisions)] == [1, 0]
    put(index, release(idr(8_000_000), **KOPI))
    again = made(index, week=THIRD, earlier=[kept(second), first])
    assert "nilai: semula Rp9 juta, kini Rp8 juta" in told(again)
    assert "Ringkasan 2021-W52" in told(again)


def test_an_event_whose_article_was_taken_away_no_longer_stands(index):
    put(index, release(idr(5), **KOPI))
    first = kept(made(index))
    index.forget("a")
    digest = made(index, week=NEXT, earlier=[first])
    assert "tidak lagi berdiri di buku besar; jangan dikutip" in told(digest)
    assert "peristiwa ekspor: semula 1, kini 0" in told(digest)
    assert made(index, week=THIRD, earlier=[first, kept(digest)]).is_empty


def test_two_events_that_turn_out_to_be_one_are_told_so(index):
    put(index, release(idr(5), date=date(2021, 12, 20), **KOPI))
    put(index, release(idr(5), date=date(2021, 12, 24), **KOPI), id="b", source="side")
    assert made(index).events.figure.value == 2
    first = kept(made(index))
    put(index, release(idr(5), date=date(2021, 12, 20), **KOPI), id="b", source="side")
    digest = made(index, week=NEXT, earlier=[first])
    (correction,) = digest.corrections
    assert correction.change == "joined"
    assert "ternyata satu peristiwa dengan EV-2021-33.72-" in told(digest)
    assert made(index, week=THIRD, earlier=[first, kept(digest)]).corrections == ()


def test_an_event_that_goes_by_another_id_now_is_the_same(index):
    put(index, release(idr(5), **KOPI))
    first = kept(made(index))
    old = made(index).groups[0].entries[0].id
    put(
        index, release(idr(5), **KOPI), id="earlier", source="side", published=MONDAY - days(1), learnt=MONDAY
    )
    assert index.event(old).id != old
    assert made(index, week=NEXT, earlier=[first]).corrections == ()


def test_only_digests_of_earlier_weeks_are_looked_at(index):
    put(index, release(idr(5), **KOPI))
    own = kept(made(index))
    put(index, release(idr(7), **KOPI))
    assert made(index, earlier=[own]).corrections == ()


def test_the_weightiest_come_first_and_what_is_cut_is_told(index):
    for n in range(1, 9):
        put(
            index,
            release(idr(n), origins=(f"33.{10 + n}",), products=(f"barang {n}",), exporter="CV"),
            id=f"s{n}",
        )
    first = kept(made(index))
    for n in range(1, 9):
        told_now = {"exporter": "PT Lain"} if n < 8 else {"exporter": "CV"}
        value = idr(n) if n < 8 else idr(99_000_000)
        put(
            index,
            release(value, origins=(f"33.{10 + n}",), products=(f"barang {n}",), **told_now),
            id=f"s{n}",
        )
    digest = made(index, week=NEXT, earlier=[first], most=9)
    assert [len(digest.corrections), digest.more_corrections] == [3, True]
    assert [d.field for d in digest.corrections[0].differences] == ["value"]
    assert "Masih ada koreksi lain" in told(digest)
    third = made(index, week=THIRD, earlier=[first, kept(digest)], most=90)
    assert len(third.corrections) == 8 - 3  # what was cut is told the next time


def test_corrections_do_not_depend_on_the_order_of_what_was_kept(index):
    put(index, release(idr(5), **KOPI))
    first = kept(made(index))
    put(index, release(idr(7), **KOPI))
    second = kept(made(index, week=NEXT, earlier=[first]))
    put(index, release(idr(9), **KOPI))
    here, there = (made(index, week=THIRD, earlier=order) for order in ([first, second], [second, first]))
    assert tell(here) == tell(there)


def test_corrections_in_english(index):
    put(index, release(idr(1_500_000_000), **KOPI))
    first = kept(made(index))
    put(index, release(idr(15_000_000_000), **KOPI))
    told_in = " ".join(text(made(index, week=NEXT, earlier=[first], language="en")).split())
    assert "value: was Rp1.5 billion, is now Rp15 billion" in told_in


@pytest.mark.parametrize(
    "read", [None, [], {}, {"form": "pantau-digest/1"}, {"form": "pantau-digest/9"}, "x", 5]
)
def test_what_is_no_digest_is_refused_by_name(read):
    with pytest.raises(BadInput, match=r"arsip/W\.json is no digest"):
        told_from(read, "arsip/W.json")
