"""What every State promises of subscriptions and their outbox; the fixtures are those of the contract of the state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from state.mailing import Letter, Subscription

AT = datetime(2021, 12, 27, 0, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUBSCRIPTION = Subscription(
    id="s-1",
    address="Dinas@contoh.go.id",
    search={"words": "ekspor kopi", "origin": ["33.72"]},
    asked_at=AT - 48 * HOUR,
    notes=("catatan",),
)
LETTER = Letter(subscription="s-1", period="2021-W51", made_at=AT, next_at=AT)
CONFIRM = replace(LETTER, period="confirm", kind="confirm")
ACTIVE = replace(SUBSCRIPTION, standing="active")


class MailingContract:
    """Promises of the mailing part of the port, one a test."""

    def test_a_subscription_comes_back_as_it_was_kept(self, state):
        whole = replace(
            SUBSCRIPTION,
            standing="active",
            confirmed_at=AT,
            since=AT,
            language="en",
            day=4,
            hour=16,
            empty=True,
        )
        ended = replace(whole, id="s-2", standing="suspended", why="tidak dikenal", broken="tidak terbaca")
        for one in (SUBSCRIPTION, whole, ended):
            state.mailing.subscribe(one)
        assert state.mailing.subscription("s-1") == whole
        assert state.mailing.subscription("s-2") == ended
        assert state.mailing.subscription("s-3") is None

    def test_subscriptions_come_oldest_first_by_address_and_standing(self, state):
        later = replace(SUBSCRIPTION, id="s-0", asked_at=AT, standing="paused")
        other = replace(SUBSCRIPTION, id="s-2", address="lain@contoh.go.id")
        for one in (later, other, SUBSCRIPTION):
            state.mailing.subscribe(one)
        assert [one.id for one in state.mailing.subscriptions()] == ["s-1", "s-2", "s-0"]
        assert [one.id for one in state.mailing.subscriptions("dinas@CONTOH.go.id")] == ["s-1", "s-0"]
        assert [one.id for one in state.mailing.subscriptions(standing="paused")] == ["s-0"]

    def test_a_letter_comes_back_as_it_was_kept(self, state):
        whole = replace(LETTER, fate="failed", tries=3, missed=("2021-W50",), why="550", ended_at=AT)
        state.mailing.subscribe(SUBSCRIPTION, [LETTER])
        assert state.mailing.letter("s-1", "2021-W51") == LETTER
        assert state.mailing.keep_letter(whole)
        assert state.mailing.letter("s-1", "2021-W51") == whole
        assert state.mailing.letter("s-1", "2021-W50") is None

    def test_a_subscriber_and_a_period_have_one_letter(self, state, other):
        state.mailing.subscribe(SUBSCRIPTION)
        assert state.mailing.post([LETTER, replace(LETTER, period="2021-W52")]) == 2
        state.mailing.keep_letter(replace(LETTER, fate="sent"))
        assert other.mailing.post([LETTER]) == 0
        state.mailing.subscribe(SUBSCRIPTION, [LETTER])
        assert state.mailing.letter("s-1", "2021-W51").fate == "sent"

    def test_letters_are_told_by_fate_kind_and_subscription(self, state):
        state.mailing.subscribe(SUBSCRIPTION, [CONFIRM])
        state.mailing.post([replace(LETTER, period="2021-W50", fate="sent", made_at=AT - HOUR), LETTER])
        state.mailing.post([replace(LETTER, subscription="s-2")])
        told = {letter.period for letter in state.mailing.letters("s-1", fates=["waiting"])}
        assert told == {"confirm", "2021-W51"}
        assert [one.fate for one in state.mailing.letters("s-1", kinds=["digest"])] == ["sent", "waiting"]
        assert len(state.mailing.letters()) == 4
        assert state.mailing.last_period("s-1") == "2021-W51"
        assert state.mailing.last_period("s-3") is None

    def test_one_of_two_who_would_send_a_letter_gets_it(self, state, other):
        state.mailing.subscribe(ACTIVE, [LETTER])
        assert [one.mailing.claim("s-1", "2021-W51") for one in (state, other)] == [True, False]
        assert other.mailing.letter("s-1", "2021-W51").fate == "sending"
        assert not state.mailing.claim("s-1", "2021-W49")

    def test_a_digest_is_sent_to_the_active_alone_other_mail_to_all(self, state):
        for standing in ("unconfirmed", "paused", "suspended"):
            one = replace(SUBSCRIPTION, id=standing, standing=standing)
            letters = [replace(LETTER, subscription=standing), replace(CONFIRM, subscription=standing)]
            state.mailing.subscribe(one, letters)
            assert not state.mailing.claim(standing, LETTER.period)
            assert state.mailing.claim(standing, CONFIRM.period)
        state.mailing.post([replace(LETTER, subscription="nobody")])
        assert not state.mailing.claim("nobody", LETTER.period)

    def test_the_erased_is_gone_with_its_letters_and_stays_so(self, state):
        state.mailing.subscribe(SUBSCRIPTION, [LETTER])
        state.mailing.subscribe(replace(SUBSCRIPTION, id="s-2"), [replace(LETTER, subscription="s-2")])
        assert state.mailing.erase(["s-1", "s-9"]) == 1
        state.mailing.subscribe(SUBSCRIPTION)  # as by one who had read it before
        assert not state.mailing.keep_letter(replace(LETTER, fate="sent"))
        assert [one.id for one in state.mailing.subscriptions()] == ["s-2"]
        assert [one.subscription for one in state.mailing.letters()] == ["s-2"]

    def test_what_was_asked_is_counted_by_mark_and_forgotten(self, state):
        for mark, hours in (("a", 30), ("a", 2), ("a", 1), ("b", 1)):
            state.mailing.mark_asked(mark, AT - hours * HOUR)
        assert (state.mailing.asked(AT - 3 * HOUR, "a"), state.mailing.asked(AT - 3 * HOUR)) == (2, 3)
        assert state.mailing.asked(AT - 48 * HOUR) == 3  # what a day ago was asked is forgotten

    def test_what_a_digest_told_is_kept_as_it_was_first_and_for_a_quarter_of_a_year(self, state):
        for week in range(10, 30):
            state.mailing.keep_issue("kopi", f"2021-W{week}", f"é{week}")
        state.mailing.keep_issue("kopi", "2021-W29", "otherwise")
        state.mailing.keep_issue("teh", "2021-W29", "t")
        told = state.mailing.issues("kopi")
        assert list(told) == [f"2021-W{week}" for week in range(16, 30)]
        assert told["2021-W29"] == "é29"
        state.mailing.drop_issues(["teh"])
        assert (state.mailing.issues("kopi"), state.mailing.issues("teh")) == ({}, {"2021-W29": "t"})

    def test_all_of_a_subscription_is_kept_or_nothing(self, state):
        with pytest.raises(TypeError):
            state.mailing.subscribe(SUBSCRIPTION, [replace(LETTER, missed=(object(),))])
        assert state.mailing.subscriptions() == ()

    def test_a_copy_holds_subscriptions_and_letters(self, state, tmp_path):
        state.mailing.subscribe(SUBSCRIPTION, [LETTER])
        state.backup(tmp_path / "copy.db")
        copy = type(state)(tmp_path / "copy.db")
        assert (copy.mailing.subscriptions(), copy.mailing.letters()) == ((SUBSCRIPTION,), (LETTER,))

    def test_a_restore_brings_back_nobody_who_left_and_sends_no_week_again(self, state, tmp_path):
        leaver = replace(SUBSCRIPTION, id="s-2")
        for one in (SUBSCRIPTION, leaver):
            state.mailing.subscribe(one, [replace(LETTER, subscription=one.id)])
        state.backup(tmp_path / "copy.db")
        state.mailing.keep_letter(replace(LETTER, fate="sent"))
        state.mailing.post([replace(LETTER, period="2021-W52", fate="unknown")])
        state.mailing.erase(["s-2"])
        state.restore(type(state)(tmp_path / "copy.db"))
        assert state.mailing.subscriptions() == (SUBSCRIPTION,)
        assert [(one.period, one.fate) for one in state.mailing.letters()] == [
            ("2021-W51", "sent"),
            ("2021-W52", "unknown"),
        ]
        state.mailing.subscribe(leaver)
        assert state.mailing.subscription("s-2") is None
