"""What every State promises. A backend's test gives a fixture `state` and, for two holders of one state, `other`."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from entities.errors import Busy
from entities.ledger_decisions import Decision, Known
from entities.records import Correction
from state.state import Change, Condition, Listing, Page, Run

AT = datetime(2021, 12, 22, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAGE = Page(
    source="a", id="a-1", url="https://a.example/1", first_seen=AT, told={"feed": "x"}, link={"title": "T"}
)
LISTING = Listing(source="a", url="https://a.example/feed", read_at=AT, etag='"1"', digest="d")
RUN = Run(
    source="a", started_at=AT, counts={"new": 2}, ways={"feed": {"answers": 1}}, newest=AT, notes=("n",)
)
DECISION = Decision(
    kind="split",
    one=("a-1-r1",),
    other=("a-2-r1", "b-1-r2"),
    at=AT,
    why="dua pengiriman",
    known=(Known(key="a-1-r1", alone=True, said=(("day", ("2021-12-20",)), ("destinations", ("DE", "JP")))),),
)
REJECTED = Correction(
    article="a-1",
    kind="reject-mention",
    at=AT,
    why="nama perusahaan",
    mention="city",
    field="body",
    text="Solo",
    sentence="PT Solo Contoh mengirim keripik.",
)
CHANGED = Correction(
    article="a-1",
    kind="set-release",
    at=AT,
    place=0,
    said=(("destinations", ("DE", "JP")),),
    sets='{"destinations": ["JP"]}',
)
HIDDEN = Correction(article="b-1", kind="hide", at=AT, why="diminta penerbit", held='{"id": "b-1"}')


class StateContract:
    """Promises of the port, one a test."""

    def test_a_page_comes_back_as_it_was_kept(self, state):
        stored = replace(
            PAGE, id="a-2", outcome="stored", read_at=AT, published_at=AT - HOUR, link=None, tries=2
        )
        state.keep([PAGE, stored])
        assert (state.page("a", "a-1"), state.page("a", "a-2"), state.page("b", "a-1")) == (
            PAGE,
            stored,
            None,
        )

    def test_kept_again_it_is_one(self, state):
        state.keep([PAGE])
        state.keep([replace(PAGE, outcome="left", reason="not relevant")])
        assert [p.reason for p in state.pages()] == ["not relevant"]
        assert state.tally("a") == {"left": 1}

    def test_pages_come_oldest_first_by_source_and_outcome(self, state):
        later = replace(PAGE, id="a-0", first_seen=AT + HOUR)
        state.keep([later, PAGE, replace(PAGE, source="b", outcome="stored")])
        assert [p.id for p in state.pages("a")] == ["a-1", "a-0"]
        assert [p.source for p in state.pages(outcome="stored")] == ["b"]

    def test_times_of_pages_are_told_in_the_order_they_were_seen(self, state):
        stored = replace(
            PAGE, id="a-2", outcome="stored", first_seen=AT + HOUR, published_at=AT - 90 * 24 * HOUR
        )
        state.keep([stored, PAGE, replace(PAGE, source="b"), replace(PAGE, id="a-0", first_seen=AT - HOUR)])
        assert state.times("a", AT) == ((AT, None), (AT + HOUR, AT - 90 * 24 * HOUR))

    def test_the_newest_stored_article_is_told(self, state):
        assert state.last_stored("a") is None
        dated = [replace(PAGE, id=f"a-{n}", outcome="stored", published_at=AT + n * HOUR) for n in (2, 3)]
        left = replace(PAGE, id="a-9", outcome="left", published_at=AT + 9 * HOUR)
        state.keep([*dated, left, replace(PAGE, id="a-1", outcome="stored")])
        assert state.last_stored("a") == AT + 3 * HOUR

    def test_pages_and_their_listing_are_kept_together_or_not_at_all(self, state):
        with pytest.raises(TypeError):
            state.keep([PAGE, replace(PAGE, id="a-2", link={"title": object()})], LISTING)
        assert state.page("a", "a-1") is None
        assert state.listing("a", LISTING.url) is None
        state.keep([PAGE], LISTING)
        assert state.listing("a", LISTING.url) == LISTING

    def test_a_history_is_kept_in_order(self, state):
        first = Change(source="a", id="a-1", at=AT, fields={"title": ("A", "B"), "date": (None, "2021")})
        state.changed(first)
        state.changed(replace(first, at=AT + HOUR))
        assert [c.at for c in state.changes("a-1")] == [AT, AT + HOUR]
        assert state.changes("a-1")[0] == first
        assert state.changes("a-2") == ()

    def test_a_run_is_entered_when_it_begins_and_when_it_ends(self, state):
        begun = state.begin(RUN)
        assert state.runs("a") == (begun,)
        assert begun.ended_at is None
        ended = replace(begun, ended_at=AT + HOUR, ending="finished", missing={"author": 1})
        state.end(ended)
        assert state.runs("a") == (ended,)
        assert ended.seconds == 3600

    def test_a_run_that_never_ended_was_killed(self, state):
        state.begin(RUN)
        state.begin(replace(RUN, started_at=AT + HOUR))
        state.begin(replace(RUN, source="b"))
        assert [(r.source, r.ending) for r in state.runs("a")] == [("a", None), ("a", "killed")]

    def test_runs_are_newest_first_and_bounded(self, state):
        for hour in range(5):
            state.begin(replace(RUN, started_at=AT + hour * HOUR))
        assert [r.started_at for r in state.runs("a", limit=2)] == [AT + 4 * HOUR, AT + 3 * HOUR]
        assert len(state.runs(since=AT + 3 * HOUR)) == 2
        assert (state.first_run("a").started_at, state.first_run("b")) == (AT, None)

    def test_what_was_told_of_a_source_is_kept(self, state):
        told = Condition(source="a", state="silent", since=AT, why="no article for 9 days", told_at=AT)
        state.tell(replace(told, state="ok"))
        state.tell(told)
        assert (state.condition("a"), state.condition("b")) == (told, None)

    def test_a_source_is_switched_off_with_a_reason_and_on_again(self, state):
        state.switch("a", "asked to stop")
        state.switch("b", "")
        assert state.switched_off() == {"a": "asked to stop", "b": ""}
        state.switch("a", None)
        assert state.switched_off() == {"b": ""}

    def test_one_crawl_holds_a_source_and_others_theirs(self, state, other):
        with state.crawling("a"), other.crawling("b"):
            assert (other.crawled_now("a"), other.crawled_now("c")) == (True, False)
            with pytest.raises(Busy, match="a is being crawled already by process"), other.crawling("a"):
                raise AssertionError
        with other.crawling("a"):
            assert state.crawled_now("a")
        assert not state.crawled_now("a")

    def test_two_see_what_each_has_kept(self, state, other):
        state.keep([PAGE])
        other.keep([replace(PAGE, id="a-2")])
        assert state.tally("a") == other.tally("a") == {"waiting": 2}

    def test_the_forgotten_leaves_no_trace(self, state):
        state.keep([PAGE, replace(PAGE, id="a-2", url="https://a.example/2")])
        state.changed(Change(source="a", id="a-1", at=AT, fields={"title": ("A", "B")}))
        assert state.forget(["https://a.example/1", "https://elsewhere.example/"]) == 1
        assert [p.id for p in state.pages()] == ["a-2"]
        assert state.changes("a-1") == ()

    def test_decisions_come_back_in_order_with_their_numbers(self, state, other):
        one, two = state.decide(DECISION), other.decide(replace(DECISION, kind="join", why="", known=()))
        assert state.decisions() == (one, two)
        assert replace(one, number=None) == DECISION
        assert one.number < two.number

    def test_a_decision_is_taken_back_and_its_number_not_given_again(self, state):
        one, two = state.decide(DECISION), state.decide(replace(DECISION, why="lagi"))
        assert (state.undecide(two.number), state.undecide(two.number)) == (two, None)
        assert state.decisions() == (one,)
        assert state.decide(DECISION).number > two.number

    def test_corrections_come_back_in_order_with_their_numbers_all_or_of_one_article(self, state, other):
        made = tuple(
            holder.correct(one) for holder, one in ((state, REJECTED), (other, HIDDEN), (state, CHANGED))
        )
        assert (state.corrections(), state.corrections("a-1")) == (made, (made[0], made[2]))
        assert [replace(one, number=None) for one in made] == [REJECTED, HIDDEN, CHANGED]
        assert (state.hidden(), state.corrections("c-1")) == ({"b-1"}, ())

    def test_a_correction_is_taken_back_and_its_number_not_given_again(self, state):
        one, two = state.correct(REJECTED), state.correct(HIDDEN)
        assert (state.uncorrect(two.number), state.uncorrect(two.number)) == (two, None)
        assert (state.corrections(), state.hidden()) == ((one,), set())
        assert state.correct(CHANGED).number > two.number

    def test_corrections_of_the_forgotten_go_with_it(self, state):
        state.keep([PAGE])
        state.correct(REJECTED)
        kept = state.correct(HIDDEN)
        state.forget([PAGE.url])
        assert state.corrections() == (kept,)
        state.forget(["b-1"])
        assert (state.corrections(), state.hidden()) == ((), set())

    def test_what_was_decided_of_the_forgotten_goes_with_it(self, state):
        state.keep([replace(PAGE, id="a-2", url="https://a.example/2")])
        about, alike = state.decide(DECISION), state.decide(replace(DECISION, one=("a-2-r1-r1",)))
        state.forget(["https://a.example/2"])
        assert [d.other for d in state.decisions()] == [("b-1-r2",), ("b-1-r2",)]
        state.forget(["a-1"])
        assert state.decisions() == (replace(alike, other=("b-1-r2",), known=()),)
        assert about.number not in {d.number for d in state.decisions()}

    def test_a_copy_is_whole(self, state, tmp_path):
        state.keep([PAGE], LISTING)
        state.begin(RUN)
        state.decide(DECISION)
        state.correct(HIDDEN)
        state.backup(tmp_path / "copy.db")
        copy = type(state)(tmp_path / "copy.db")
        assert (copy.page("a", "a-1"), copy.listing("a", LISTING.url)) == (PAGE, LISTING)
        told = [(one.runs(), one.decisions(), one.corrections()) for one in (copy, state)]
        assert told[0] == told[1]
        assert copy.hidden() == {"b-1"}
        assert copy.check() == ()

    def test_a_copy_takes_the_place_of_what_is_there(self, state, other, tmp_path):
        state.keep([PAGE], LISTING)
        state.backup(tmp_path / "copy.db")
        state.keep([replace(PAGE, id="a-2")])
        state.switch("a", "asked to stop")
        state.decide(DECISION)
        state.correct(HIDDEN)
        state.restore(type(state)(tmp_path / "copy.db"))
        assert [page.id for page in other.pages()] == ["a-1"]
        assert (other.switched_off(), other.decisions(), other.corrections()) == ({}, (), ())
