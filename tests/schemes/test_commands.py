"""`pantau ledger programs` and `pantau ledger show PR-…`."""

import json
from datetime import date

import pytest

from app.schemes import find, matching, open_on, ordered
from entities.errors import BadInput
from entities.extract import annotate
from indexer.index import Query, open_index
from tests.ledger.making import stored
from tests.schemes.making import DAY, story
from tests.schemes.press import everything
from tests.test_cli import lines, pantau

ALL = Query(of="schemes")
ESCAPES = "=Pesta\x1b[31mKaget"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """The URL of an index that holds the short notices, and one that would steer a terminal."""
    hostile = story(
        "hostile", {"name": ESCAPES, "agency": ESCAPES, "places": ("91.71",), "start": DAY}, title=ESCAPES
    )
    url = f"sqlite:///{tmp_path_factory.mktemp('schemes') / 'p.db'}"
    return stored(url, [*(annotate(written.article) for written in everything()), hostile])


@pytest.fixture
def read(index):
    return open_index(index)


def test_words_and_filters_bring_the_programmes_of_the_notices_that_match(index):
    done = pantau("ledger", "programs", "ruai", "--place", "Tapin", "--on", "2024-05-10", PANTAU_INDEX=index)
    assert done.returncode == 0
    assert "Halal Ruai 2024" in done.out
    assert "pendaftaran sampai 31 Mei 2024" in done.out
    assert "dibuka 4 Maret 2024 s.d. 30 April 2024 → diperpanjang ~29 April 2024 s.d. 31 Mei 2024" in done.out
    assert done.out.endswith("2 program dari 7 berita; 1 buka pada 10 Mei 2024\n")


def test_a_notice_without_the_words_comes_along_with_its_programme(read):
    [one] = matching(read, Query(of="programs", text='"lumbung gemilang" toraja'))
    assert [len(one.scheme.reports), one.sources] == [4, 3]
    assert one.places == ("31", "73.26", "52.03")


def test_what_is_open_on_a_day_and_what_closes_soon(index, read):
    on = date(2023, 5, 25)
    open_then = open_on(matching(read, ALL), on)
    assert {one.name for one in open_then} >= {"Sambada Halal", "Sertifikasi Halal Gratis"}
    assert all(one.status(on).state == "open" for one in open_then)
    assert [one.name for one in open_on(matching(read, ALL), on, within=30)] == ["Sambada Halal"]
    done = pantau("ledger", "programs", "--closing", "30", "--on", "2023-05-25", "--json", PANTAU_INDEX=index)
    assert [line["name"] for line in lines(done)] == ["Sambada Halal"]


def test_the_soonest_to_close_comes_first(read):
    on = date(2023, 5, 25)
    closes = [one.status(on).closes for one in ordered(open_on(matching(read, ALL), on), "closing", on)]
    known = [day for day in closes if day]
    assert known == sorted(known)
    assert closes[len(known) :] == [None] * (len(closes) - len(known))


ORDERS = {
    "newest": lambda one: -one.when.toordinal(),
    "oldest": lambda one: one.when.toordinal(),
    "notices": lambda one: -one.sources,
}


@pytest.mark.parametrize("sort", ORDERS)
def test_an_order(sort, read):
    keys = [ORDERS[sort](one) for one in ordered(matching(read, ALL), sort, DAY)]
    assert keys == sorted(keys)


def test_show_tells_the_history_with_its_sentences(index, read):
    one = next(one for one in matching(read, ALL) if one.name == "Halal Ruai 2024")
    done = pantau("ledger", "show", one.id, PANTAU_INDEX=index)
    told = " ".join(done.out.split())
    assert done.returncode == 0
    assert (
        "• diperpanjang ~29 April 2024 s.d. 31 Mei 2024 (pendaftaran, 1 sumber, dari pemerintah, hari terbit)"
        in told
    )
    assert "kabar-banua: “RANTAU – Dinas Koperasi dan UKM Kabupaten Tapin memperpanjang" in told
    assert "○ peserta: 400 (1 sumber, dari pemerintah)" in told
    assert "same-name +45" in told
    shown = json.loads(pantau("ledger", "show", one.id, "--json", PANTAU_INDEX=index).out)
    assert [stage["kind"] for stage in shown["history"]] == ["announced", "opened", "extended", "results"]


def test_show_finds_a_programme_by_an_earlier_id_and_says_so(index, read):
    one = next(one for one in matching(read, ALL) if one.scheme.aliases)
    assert f"kini {one.id}" in pantau("ledger", "show", one.scheme.aliases[0], PANTAU_INDEX=index).out


def test_an_unknown_programme_is_one_sentence(index, read):
    with pytest.raises(BadInput):
        find(read, "PR-2024-63.05-00000000")
    done = pantau("ledger", "show", "PR-2024-63.05-00000000", PANTAU_INDEX=index)
    assert done.returncode != 0
    assert done.err == (
        "pantau: no programme 'PR-2024-63.05-00000000' in the ledger; `pantau ledger programs` lists them\n"
    )


def test_hostile_text_steers_no_terminal(index):
    done = pantau("ledger", "programs", "--limit", "1000", PANTAU_INDEX=index)
    assert "Kaget" in done.out
    assert "\x1b" not in done.out
