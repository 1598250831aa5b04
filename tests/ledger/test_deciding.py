"""`pantau ledger split | join | decisions | undo`: people have the last word, and can take it back."""

from dataclasses import replace

import pytest

from app.desk import desk
from app.upkeep import run_forget
from entities.errors import IndexUnusable
from entities.ledger import public_id
from indexer.index import open_index
from indexer.sqlite import SQLiteIndex
from state.state import open_state, state_url
from tests.inside import pantau
from tests.ledger.making import DAY, later, put, report, stored
from tests.schemes import making
from tests.test_cli import lines

CRISPS = {"date": DAY, "destinations": ("JP",), "products": ("keripik singkong",)}
COFFEE = {"date": later(40), "destinations": ("DE",), "products": ("kopi",)}
ID = {id: public_id(report(id, **(CRISPS if id in "abc" else COFFEE))) for id in "abcx"}


@pytest.fixture
def url(tmp_path):
    """The URL of an index in which a, b and c tell of one shipment, x of another."""
    url = f"sqlite:///{tmp_path / 'p.db'}"
    put(url, a=[CRISPS], b=[CRISPS], c=[CRISPS], x=[COFFEE])
    return url


@pytest.fixture
def ledger(url):
    return lambda *words: pantau("ledger", *words, PANTAU_INDEX=url)


def events(url):
    """The articles of each event, as the index holds them and as the ledger lists them."""
    listed = sorted(
        sorted(told["article"] for told in one["tellings"])
        for one in lines(pantau("ledger", "--json", PANTAU_INDEX=url))
    )
    with desk(url) as here:
        keys = {key for id in "abcxy" for key in (f"{id}-r1", f"{id}-r2")}
        held = [sorted(r.article for r in one.reports) for one in here.all_of(keys)]
    assert sorted(held) == listed
    return listed


def test_an_event_is_split_and_the_split_taken_back(ledger, url):
    done = ledger("split", ID["a"], "b", "--why", "dua kapal")
    assert done.returncode == 0, done.err
    before, after = done.out.split("Sesudah")
    assert (before.count("EV-"), after.count("EV-")) == (1, 2)
    assert "`pantau ledger undo 1` membatalkannya" in after
    assert events(url) == [["a", "c"], ["b"], ["x"]]
    undone = ledger("undo", "1")
    assert "keputusan 1 dibatalkan" in undone.out
    assert events(url) == [["a", "b", "c"], ["x"]]


@pytest.mark.parametrize("name", ["b-r1", "b", "https://b.example/", ID["b"], ID["b"].lower()])
def test_a_report_is_named_in_any_of_its_ways(ledger, url, name):
    assert ledger("split", ID["a"], name).returncode == 0
    assert ["b"] in events(url)


def test_events_are_joined_and_show_says_by_whom_when_and_why(ledger, url):
    assert ledger("join", ID["a"], ID["x"], "--why", "satu kapal \x1b[31m").returncode == 0
    assert events(url) == [["a", "b", "c", "x"]]
    shown = ledger("show", ID["x"]).out
    assert "Diputuskan orang\n  keputusan 1, " in shown
    assert " WIB: disatukan (satu kapal [31m)" in shown
    assert "decided +1000" in shown
    [one] = lines(ledger("show", ID["a"], "--json"))
    assert [(d["number"], d["kind"], d["other"]) for d in one["decisions"]] == [(1, "join", ["x-r1"])]


REFUSED = {
    "an unknown event": (
        ("split", "EV-2021-33.72-00000000", "a"),
        "no event 'EV-2021-33.72-00000000' in the",
    ),
    "a report of another event": (("split", ID["a"], "x"), f"'x' is no report of {ID['a']}; `pantau"),
    "all reports": (
        ("split", ID["a"], "a", "b", "c"),
        f"{ID['a']} would be left without a report; name only",
    ),
    "one event with itself": (("join", ID["a"], ID["b"]), "are one event already; name two"),
    "one event alone": (("join", ID["a"]), "name two events"),
    "no such decision": (("undo", "7"), "no decision 7; `pantau ledger decisions` lists them"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_makes_no_sense_is_refused_in_one_sentence(ledger, url, kind):
    words, told = REFUSED[kind]
    done = ledger(*words)
    assert (done.returncode, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("\n") == 1
    assert ledger("decisions").out == "0 keputusan\n"


def test_what_a_decision_parts_is_not_joined_before_it_is_taken_back(ledger, url):
    ledger("split", ID["a"], "b")
    refused = ledger("join", ID["a"], ID["b"])
    assert refused.err == (
        "pantau: decision 1 parts a-r1 from b-r1; take it back first: `pantau ledger undo 1`\n"
    )
    assert refused.returncode == 2


def test_decisions_survive_that_articles_are_read_again_and_rules_change(ledger, url):
    ledger("split", ID["a"], "b")
    ledger("join", ID["a"], ID["x"])
    put(url, x=[COFFEE], b=[{**CRISPS, "destinations": ("SG",)}], a=[{**CRISPS, "date": later(1)}])
    assert events(url) == [["a", "c", "x"], ["b"]]
    done = pantau("index", "rebuild", PANTAU_INDEX=url)
    assert done.returncode == 0, done.err
    assert events(url) == [["a", "c", "x"], ["b"]]
    assert "tidak berlaku" not in ledger("decisions").out


def test_a_decision_that_no_longer_finds_its_report_is_told_and_applied_to_no_other(ledger, url):
    put(url, x=[{**CRISPS, "products": ("teh",), "origins": ("18",)}, COFFEE])
    second = public_id(replace(report("x", **COFFEE), place=1))
    assert ledger("join", ID["a"], second).returncode == 0
    assert events(url) == [["a", "b", "c", "x"], ["x"]]
    put(url, x=[COFFEE, {**CRISPS, "products": ("teh",), "origins": ("18",)}])
    assert events(url) == [["a", "b", "c"], ["x"], ["x"]]
    assert "tidak berlaku: x-r2 kini mengabarkan hal lain" in ledger("decisions").out
    put(url, x=[COFFEE])
    told = ledger("decisions")
    assert "tidak berlaku: x-r2 tidak ada lagi di indeks" in told.out
    assert told.out.endswith("1 keputusan, 1 di antaranya tidak berlaku seluruhnya\n")
    assert lines(ledger("decisions", "--json"))[0]["lost"] == [{"report": "x-r2", "why": "gone"}]


def test_a_new_article_joins_what_people_left_it(ledger, url):
    ledger("split", ID["a"], "b")
    put(url, y=[CRISPS])
    assert len(events(url)) == 3
    assert not any({"a", "b"} <= set(one) for one in events(url))


def test_backup_and_restore_take_decisions_along(ledger, url, tmp_path):
    ledger("split", ID["a"], "b")
    assert pantau("backup", tmp_path / "copies", PANTAU_INDEX=url).returncode == 0
    ledger("undo", "1")
    assert pantau("restore", tmp_path / "copies", PANTAU_INDEX=url).returncode == 0
    assert events(url) == [["a", "c"], ["b"], ["x"]]
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert pantau("restore", tmp_path / "copies", PANTAU_INDEX=other).returncode == 0
    assert events(other) == [["a", "c"], ["b"], ["x"]]


def test_what_was_decided_of_a_forgotten_article_goes_with_it_from_state_and_index(ledger, url):
    ledger("split", ID["a"], "b", "c")
    ledger("join", ID["a"], ID["x"])
    run_forget(["b"], index=url)
    held, state = open_index(url), open_state(state_url(url))
    assert held.decisions().all == state.decisions()
    assert not any("b-r1" in (*one.keys, *(k.key for k in one.known)) for one in state.decisions())
    assert events(url) == [["a", "x"], ["c"]]
    run_forget(["a"], index=url)
    assert state.decisions() == ()


def test_where_the_index_cannot_join_anew_nothing_was_decided(url, monkeypatch):
    def full(self, decisions):
        raise IndexUnusable("disk full")

    with desk(url) as here:
        one = here.find(ID["a"]).reports
        monkeypatch.setattr(SQLiteIndex, "decide", full)
        with pytest.raises(IndexUnusable):
            here.decide("split", one[:1], one[1:], "")
        assert here.state.decisions() == ()


def test_an_index_made_anew_learns_what_was_decided(ledger, url, tmp_path):
    ledger("split", ID["a"], "b")
    anew = f"sqlite:///{tmp_path / 'anew.db'}"
    put(anew, a=[CRISPS], b=[CRISPS], c=[CRISPS], x=[COFFEE])
    pantau("ledger", "decisions", PANTAU_INDEX=anew, PANTAU_STATE=state_url(url))
    told = [len(one["tellings"]) for one in lines(pantau("ledger", "--json", PANTAU_INDEX=anew))]
    assert sorted(told) == [1, 1, 2]


# ---------------------------------------------------------------- programmes


@pytest.fixture
def programs(tmp_path):
    """The URL of an index in which p and q tell of one programme, s of another, a of a shipment."""
    url = f"sqlite:///{tmp_path / 'q.db'}"
    put(url, a=[CRISPS])
    other = {"name": "Klinik Ekspor", "places": ("33.72",), "agency": "Bea Cukai"}
    return stored(url, (making.story(id, told) for id, told in {"p": {}, "q": {}, "s": other}.items()))


def plans(url):
    return sorted(
        sorted(told["article"] for told in one["tellings"])
        for one in lines(pantau("ledger", "programs", "--json", "--index", url))
    )


def scheme(url, article):
    listed = lines(pantau("ledger", "programs", "--json", "--index", url))
    return next(one["id"] for one in listed if article in [told["article"] for told in one["tellings"]])


def test_programmes_are_split_and_joined_likewise(programs):
    assert plans(programs) == [["p", "q"], ["s"]]
    done = pantau("ledger", "split", scheme(programs, "p"), "q", "--why", "dua angkatan", "--index", programs)
    assert done.returncode == 0, done.err
    assert plans(programs) == [["p"], ["q"], ["s"]]
    pantau("ledger", "join", scheme(programs, "q"), scheme(programs, "s"), "--index", programs)
    assert plans(programs) == [["p"], ["q", "s"]]
    shown = pantau("ledger", "show", scheme(programs, "q"), "--index", programs).out
    assert "disatukan" in shown
    assert "dipisah (dua angkatan)" in shown
    [one] = lines(pantau("ledger", "show", scheme(programs, "p"), "--json", "--index", programs))
    assert [told["kind"] for told in one["decisions"]] == ["split"]
    told = pantau("ledger", "decisions", "--index", programs).out
    assert scheme(programs, "q") in told
    assert "tidak berlaku" not in told
    pantau("ledger", "undo", "1", "--index", programs)
    pantau("ledger", "undo", "2", "--index", programs)
    assert plans(programs) == [["p", "q"], ["s"]]


def test_an_event_and_a_programme_are_never_one(programs):
    done = pantau("ledger", "join", ID["a"], scheme(programs, "p"), "--index", programs)
    assert (done.returncode, done.err) == (
        2,
        "pantau: an event and a programme are never one; name events, or programmes\n",
    )
