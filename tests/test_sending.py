"""Digests are mailed: to whom they are due, once, whatever the mail server does, and never to those who left."""

import multiprocessing
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app import smtp
from app.digests import posting, sending
from app.digests.outbox import GIVE_UP
from app.digests.periods import due
from app.digests.sending import QUICK, SENDING, send_others
from app.digests.subscribing import letter_of
from entities.errors import Busy
from state.mailing import Letter
from state.sqlite import SQLiteState
from tests.mail_server import DROP, PASSWORD, USER, certificate, free_port, mail_server, webhook_server
from tests.mailing import EMPTY, FROM, MONDAY, SINCE, WEEK, Office, subscription

W51, W52 = "2021-W51", "2021-W52"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def nobody_else_is_told(monkeypatch):
    for name in ("ALERT_TO", "ALERT_FROM", "ALERT_WEBHOOK"):
        monkeypatch.delenv(f"PANTAU_{name}", raising=False)


@pytest.fixture
def inbox():
    with mail_server() as inbox:
        yield inbox


@pytest.fixture
def office(tmp_path, inbox):
    return Office(SQLiteState(tmp_path / "pantau.state.db"), inbox.port)


def send(sender):
    """A run, and a person who reads what it tells."""
    told = sending.send(sender)
    sender.outbox().settle(told)
    return told


def at(text: str) -> datetime:
    """A moment of WIB."""
    return datetime.fromisoformat(f"{text}+07:00")


# ---------------------------------------------------------------- what is due

DUE = {  # day, hour, since, now (WIB) -> the week that is due
    "on its hour": (0, 7, "2021-12-01T00:00", "2021-12-27T07:00", W51),
    "a minute before": (0, 7, "2021-12-01T00:00", "2021-12-27T06:59", "2021-W50"),
    "late, by any reason": (0, 7, "2021-12-01T00:00", "2022-01-02T23:59", W51),
    "at the first moment of Monday": (0, 0, "2021-12-01T00:00", "2021-12-27T00:00", W51),
    "on a Wednesday": (2, 16, "2021-12-01T00:00", "2021-12-29T16:00", W51),
    "on a Wednesday, before its hour": (2, 16, "2021-12-01T00:00", "2021-12-29T15:59", "2021-W50"),
    "on a Sunday, the week before that one": (6, 23, "2021-12-01T00:00", "2022-01-02T23:30", W51),
    "across the year": (0, 7, "2021-12-01T00:00", "2022-01-03T07:00", W52),
    "confirmed after the hour": (0, 7, "2021-12-27T07:01", "2021-12-27T08:00", None),
    "confirmed on the hour": (0, 7, "2021-12-27T07:00", "2021-12-27T07:00", None),
    "confirmed the minute before": (0, 7, "2021-12-27T06:59", "2021-12-27T07:00", W51),
}


@pytest.mark.parametrize("kind", DUE)
def test_the_week_that_is_due_is_the_last_whole_one_before_day_and_hour(kind):
    day, hour, since, now, week = DUE[kind]
    found = due(subscription("a", day=day, hour=hour, since=at(since)), [], at(now))
    assert (found and found.week.name) == week


LETTER = Letter(subscription="a", period=W51, fate="sent", made_at=MONDAY, next_at=MONDAY)
MISSED = {  # letters so far -> weeks that are told as missed at 2022-01-17, when 2022-W02 is due
    "none since it was confirmed": ([], ["2021-W48", "2021-W49", "2021-W50", W51, W52, "2022-W01"]),
    "two": ([LETTER], [W52, "2022-W01"]),
    "one that was given up, and one": (
        [LETTER, replace(LETTER, period=W52, fate="failed")],
        [W52, "2022-W01"],
    ),
    "none but one of which nobody knows": (
        [LETTER, replace(LETTER, period=W52, fate="unknown")],
        ["2022-W01"],
    ),
    "none, as one had nothing to tell": ([LETTER, replace(LETTER, period="2022-W01", fate="empty")], [W52]),
}


@pytest.mark.parametrize("kind", MISSED)
def test_of_several_weeks_the_newest_is_due_and_the_others_are_told(kind):
    letters, missed = MISSED[kind]
    found = due(subscription("a", since=SINCE), letters, at("2022-01-17T08:00"))
    assert (found.week.name, list(found.missed)) == ("2022-W02", missed)


def test_after_a_pause_nothing_is_told_as_missed():
    one = subscription("a", since=at("2022-01-12T00:00"))
    assert due(one, [LETTER], at("2022-01-17T08:00")).missed == ()


# ---------------------------------------------------------------- once each


def test_each_subscriber_gets_each_week_once(office, inbox):
    office.join(subscription("siti"), subscription("budi", language="en"), subscription("rina", day=2))
    for hours in (0, 1, 24, 72):
        office.now = MONDAY + hours * HOUR
        assert send(office.sender()).ok
    assert inbox.got() == ["budi@contoh.id", "rina@contoh.id", "siti@contoh.id", "rina@contoh.id"]
    office.now = MONDAY + WEEK
    assert send(office.sender()).counts["sent"] == 2
    assert [one["Subject"] for one in inbox.letters[-2:]] == [f"{W52} en", f"{W52} id"]


def test_a_mail_holds_what_was_written_and_how_to_leave_with_one_click(office, inbox):
    office.join(subscription("siti"))
    send(office.sender())
    (letter,) = inbox.letters
    assert letter.get_content().splitlines()[:2] == ["ekspor kopi", ".titik di awal"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (line,) = [line for line in inbox.raw[0].split(b"\r\n") if line.startswith(b"List-Unsubscribe: ")]
    link = line.decode("ascii").removeprefix(
        "List-Unsubscribe: <https://pantau.contoh.id/subscriptions/unsubscribe/"
    )
    token = link.removesuffix(">")
    assert office.sender().links.read("unsubscribe", token) == "siti"
    assert letter["List-Id"]
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_letter_has_the_same_message_id_at_each_try_and_no_other_has_it(office, inbox):
    office.join(subscription("siti"), subscription("budi"))
    inbox.at_text = lambda to, tried: "451 later" if tried < 2 else None
    ids = []
    for _ in range(3):
        send(office.sender())
        office.now += HOUR
    office.now = MONDAY + WEEK
    inbox.at_text = lambda to, tried: None
    send(office.sender())
    ids = [letter["Message-ID"] for letter in inbox.letters]
    assert len(set(ids)) == len(ids) == 4
    assert all(id.endswith("@pantau.contoh.id>") and "siti" not in id for id in ids)


def test_a_search_is_composed_once_for_all_who_share_it(office, inbox):
    same = {"search": {"text": "kopi"}}
    office.join(
        subscription("a", **same), subscription("b", search={"text": "teh"}), subscription("c", **same)
    )
    office.join(subscription("d", **same, language="en"), subscription("e", **same, empty=True))
    told = send(office.sender())
    assert sorted(office.compose.made) == [("kopi", W51, "en"), ("kopi", W51, "id"), ("teh", W51, "id")]
    assert (told.composed, len(inbox.letters)) == (3, 5)


def test_a_week_without_news_is_no_mail_or_one_line_if_that_was_asked_for(office, inbox):
    quiet = {"search": {"text": EMPTY}}
    office.join(subscription("siti", **quiet), subscription("budi", **quiet, empty=True))
    office.join(subscription("jane", **quiet, empty=True, language="en"))
    assert send(office.sender()).counts == {"empty": 1, "sent": 2}
    assert send(office.sender()).counts == {}
    assert inbox.got() == ["budi@contoh.id", "jane@contoh.id"]


def test_missed_weeks_are_told_in_the_mail_that_follows(office, inbox):
    office.join(subscription("siti"))
    send(office.sender())
    office.now = MONDAY + 3 * WEEK
    send(office.sender())
    assert [letter["Subject"] for letter in inbox.letters] == [f"{W51} id", "2022-W02 id"]
    assert f"{W52} 2022-W01" in inbox.letters[1].get_content()


@pytest.mark.parametrize("standing", ["unconfirmed", "paused", "suspended"])
def test_who_is_not_active_gets_nothing(standing, office, inbox):
    office.join(subscription("siti", standing=standing))
    send(office.sender())
    assert inbox.letters == []


# ---------------------------------------------------------------- what mail servers do


def test_a_greylisted_letter_is_sent_later_and_no_sooner(office, inbox):
    office.join(subscription("siti"), subscription("budi"))
    inbox.at_recipient = lambda to, tried: "451 4.7.1 greylisted" if "siti" in to and tried == 1 else None
    told = send(office.sender())
    assert (told.counts, told.ok) == ({"sent": 1, "later": 1}, True)
    office.now += timedelta(minutes=9)
    assert send(office.sender()).counts == {}
    office.now += timedelta(minutes=2)
    assert send(office.sender()).counts == {"sent": 1}
    assert inbox.got() == ["budi@contoh.id", "siti@contoh.id"]
    assert office.state.mailing.letter("siti", W51).tries == 1


def test_what_is_put_off_again_and_again_waits_longer_and_is_given_up(office, inbox):
    office.join(subscription("siti"))
    inbox.at_text = lambda to, tried: "451 not now"
    waits = []
    while (told := send(office.sender())).counts["later"]:
        letter = office.state.mailing.letter("siti", W51)
        waits.append(letter.next_at - office.now)
        office.now = letter.next_at
    assert waits[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert max(waits) == timedelta(hours=4)
    assert (told.counts, told.ok, inbox.letters) == ({"failed": 1}, False, [])
    assert office.now - MONDAY > GIVE_UP
    assert "2021-W51 untuk s***@contoh.id [siti] tidak terkirim (451, selama tiga hari)" in told.told


def test_a_letter_that_waits_gives_way_to_the_next_week(office, inbox):
    office.join(subscription("siti", day=6, hour=23))
    office.now = MONDAY + 6 * 24 * HOUR
    inbox.at_text = lambda to, tried: "451 not now"
    send(office.sender())
    office.now = at("2022-01-02T23:00")
    inbox.at_text = lambda to, tried: None
    send(office.sender())
    assert [letter["Subject"] for letter in inbox.letters] == [f"{W51} id"]
    assert "2021-W50" in inbox.letters[0].get_content()


BOUNCES = {
    "no such mailbox": "550 5.1.1 no such user",
    "no such mailbox, in old words": "550 no such user here",
    "a mailbox that is shut": "550 5.2.1 disabled",
    "no such domain": "550 5.1.2 bad host",
}


@pytest.mark.parametrize("kind", BOUNCES)
def test_a_mailbox_that_is_not_there_suspends_its_subscription_and_is_told(kind, office, inbox, monkeypatch):
    office.join(subscription("siti"), subscription("budi"))
    inbox.at_recipient = lambda to, tried: BOUNCES[kind] if "siti" in to else None
    with webhook_server() as hook:
        for name, value in {"TO": "jaga@contoh.id", "FROM": FROM, "WEBHOOK": hook.address}.items():
            monkeypatch.setenv(f"PANTAU_ALERT_{name}", value)
        monkeypatch.setenv("PANTAU_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("PANTAU_SMTP_PORT", str(inbox.port))
        monkeypatch.setenv("PANTAU_SMTP_SECURITY", "none")
        told = send(office.sender())
    assert told.counts == {"sent": 1, "failed": 1, "suspended": 1}
    assert not told.ok
    suspended = office.state.mailing.subscription("siti")
    assert (suspended.standing, suspended.why[:3]) == ("suspended", "550")
    assert inbox.got() == ["budi@contoh.id", "jaga@contoh.id"]
    assert inbox.letters[1]["Subject"] == "Pantau: 1 langganan digest ditangguhkan"
    for text in (inbox.letters[1].get_content(), hook.got[0]["text"], told.told[0]):
        assert "s***@contoh.id [siti] ditangguhkan" in text
        assert "siti@" not in text
    office.now += WEEK
    assert send(office.sender()).counts == {"sent": 1}


def test_an_operator_who_cannot_be_told_hinders_nobody(office, inbox, monkeypatch):
    office.join(subscription("siti"), subscription("budi"))
    inbox.at_recipient = lambda to, tried: "550 5.1.1 no such user" if "siti" in to else None
    monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", "no address")
    told = send(office.sender())
    assert told.counts == {"sent": 1, "failed": 1, "suspended": 1}
    assert "PANTAU_ALERT_WEBHOOK" in told.told[1]


REFUSALS = {  # of a recipient, or of the text: of which a mailbox may know nothing
    "relaying denied": ("at_recipient", "550 5.7.1 relaying denied"),
    "policy": ("at_recipient", "554 5.7.1 policy"),
    "full mailbox": ("at_recipient", "552 5.2.2 over quota"),
    "text taken for spam": ("at_text", "550 looks like spam"),
    "text too large": ("at_text", "552 5.3.4 too big"),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_another_refusal_fails_the_letter_and_suspends_nobody(kind, office, inbox):
    where, said = REFUSALS[kind]
    office.join(subscription("siti"), subscription("budi"))
    setattr(inbox, where, lambda to, tried: said if "siti" in to else None)
    told = send(office.sender())
    assert told.counts == {"sent": 1, "failed": 1}
    assert told.told[0].startswith("2021-W51 untuk s***@contoh.id [siti] tidak terkirim (5")
    assert office.state.mailing.subscription("siti").standing == "active"
    assert send(office.sender()).counts == {}


def test_a_server_that_refuses_everybody_suspends_nobody(office, inbox):
    office.join(*(subscription(f"s{n}") for n in range(6)))
    inbox.at_recipient = lambda to, tried: "550 5.1.1 no such user" if tried == 1 else None
    told = send(office.sender())
    assert told.told == ["server surel menolak semua 6 alamat; tidak ada yang ditangguhkan"]
    office.now += HOUR
    assert send(office.sender()).counts == {"sent": 6}


def test_a_connection_that_is_lost_after_the_text_is_told_and_the_letter_not_repeated(office, inbox):
    office.join(subscription("siti"), subscription("budi"))
    inbox.at_text = lambda to, tried: DROP if "siti" in to else None
    told = send(office.sender())
    assert told.counts == {"sent": 1, "unknown": 1}
    assert told.told[0].startswith(
        "2021-W51 untuk s***@contoh.id [siti] mungkin sudah terkirim; tidak dikirim lagi"
    )
    office.now += HOUR
    assert send(office.sender()).counts == {}
    assert sorted(inbox.got()) == ["budi@contoh.id", "siti@contoh.id"]
    office.now, inbox.at_text = MONDAY + WEEK, lambda to, tried: None
    assert send(office.sender()).counts == {"sent": 2}


def test_a_connection_that_is_lost_before_the_text_costs_nothing_but_time(office, inbox):
    office.join(subscription("siti"), subscription("budi"))
    inbox.at_recipient = lambda to, tried: DROP if "siti" in to and tried < 3 else None
    assert send(office.sender()).counts == {"sent": 1, "later": 1}
    office.now += HOUR
    assert send(office.sender()).counts == {"sent": 1}
    assert inbox.got() == ["budi@contoh.id", "siti@contoh.id"]


def test_a_server_that_drops_every_connection_is_left_alone(office, inbox):
    office.join(*(subscription(f"s{n}") for n in range(9)))
    inbox.at_recipient = lambda to, tried: DROP
    told = send(office.sender())
    assert (told.counts["later"], sum(inbox.tried.values())) == (3, 3)
    assert "takes no mail" in told.told[0]
    inbox.at_recipient = lambda to, tried: None
    office.now += HOUR
    assert send(office.sender()).counts == {"sent": 9}


def test_a_server_that_takes_few_letters_in_one_connection_is_called_again(office, inbox):
    office.join(*(subscription(f"s{n}") for n in range(7)))
    inbox.most = 2
    assert send(office.sender()).counts == {"sent": 7}
    assert len(set(inbox.got())) == 7


def test_a_server_may_take_long_to_read_a_text(office, inbox, monkeypatch):
    monkeypatch.setattr(smtp, "PATIENCE", 0.5)
    office.join(subscription("siti"), subscription("budi"))
    inbox.delay = 0.8
    assert send(office.sender()).counts == {"sent": 2}


def test_but_not_for_ever(office, inbox, monkeypatch):
    monkeypatch.setattr(posting, "LAST_WORD", 0.2)
    office.join(subscription("siti"))
    inbox.delay = 1.5
    assert send(office.sender()).counts == {"unknown": 1}


def test_a_server_that_is_away_costs_nothing_but_time(office, inbox):
    office.join(subscription("siti"))
    office.port, port = free_port(), office.port
    told = send(office.sender())
    assert (told.counts, told.told) == ({}, ["the mail server 127.0.0.1 takes no mail (Connection refused)"])
    office.port = port
    assert send(office.sender()).counts == {"sent": 1}


def test_a_server_that_does_not_speak_is_given_up(office, monkeypatch):
    monkeypatch.setattr(smtp, "PATIENCE", 0.2)
    office.join(subscription("siti"))
    with socket.create_server(("127.0.0.1", 0)) as mute:
        office.port = mute.getsockname()[1]
        assert "takes no mail" in send(office.sender()).told[0]
    assert office.fates() == {("siti", W51): "waiting"}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_server_is_spoken_to_in_secret_and_lets_its_user_in(security, office, tmp_path, monkeypatch):
    pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    office.join(*(subscription(f"s{n}") for n in range(3)))
    with mail_server(security, pem, login=True) as inbox:
        office.port = inbox.port
        office.server = {"security": security, "user": USER, "password": PASSWORD + "?"}
        told = send(office.sender())
        assert told.told == ["the mail server 127.0.0.1 takes no mail (it refused user or password, 535)"]
        assert PASSWORD not in str(told)
        office.server["password"] = PASSWORD
        assert send(office.sender()).counts == {"sent": 3}
    assert len(inbox.letters) == 3


def test_a_server_with_a_strange_certificate_gets_nothing(office, tmp_path):
    office.join(subscription("siti"))
    with mail_server("starttls", certificate(tmp_path), login=True) as inbox:
        office.port, office.server = inbox.port, {"security": "starttls", "user": USER, "password": PASSWORD}
        assert "certificate is not valid" in send(office.sender()).told[0]
    assert inbox.letters == []


# ---------------------------------------------------------------- who leaves meanwhile


@pytest.mark.parametrize("leave", ["pause", "erase"])
def test_who_leaves_at_the_last_moment_gets_nothing_more(leave, office, inbox):
    office.join(subscription("siti"), subscription("budi"))

    def leaving(to, tried):
        other = SQLiteState(office.state.path)
        if leave == "pause":
            other.mailing.subscribe(replace(other.mailing.subscription("siti"), standing="paused"))
        else:
            other.mailing.erase(["siti"])
        other.close()

    inbox.at_recipient = leaving
    send(office.sender())
    assert inbox.got() == ["budi@contoh.id"]
    assert office.fates().get(("siti", W51)) == {"pause": "failed", "erase": None}[leave]


# ---------------------------------------------------------------- one at a time


def test_of_two_runs_one_sends(office, inbox, tmp_path):
    office.join(subscription("siti"))
    with SQLiteState(office.state.path).crawling(SENDING), pytest.raises(Busy, match="mailing of digests"):
        send(office.sender())
    assert inbox.letters == []


def test_many_who_begin_at_once_send_each_letter_once(office, inbox):
    office.join(*(subscription(f"s{n}") for n in range(5)))
    begin, told = threading.Barrier(4), []

    def run():
        state = SQLiteState(office.state.path)
        mine = Office(state, inbox.port)
        begin.wait()
        try:
            told.append(send(mine.sender()).counts["sent"])
        except Busy:
            told.append(0)
        state.close()

    runs = [threading.Thread(target=run) for _ in range(4)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert sum(told) == 5
    assert sorted(inbox.got()) == sorted(f"s{n}@contoh.id" for n in range(5))


# ---------------------------------------------------------------- searches that break


def test_a_search_that_breaks_tells_its_owner_once_and_is_kept(office, inbox):
    office.join(subscription("siti", search={"text": "kopi robusta"}), subscription("budi"))
    office.compose.refuses = "robusta"
    told = send(office.sender())
    assert told.told == ["1 pencarian tidak dapat dijalankan: unknown word 'robusta'"]
    for _ in range(3):
        office.now += 5 * HOUR
        send(office.sender())
    assert inbox.got() == ["budi@contoh.id", "siti@contoh.id"]
    text = inbox.letters[1].get_content()
    assert "kopi robusta" in text
    assert "unknown word 'robusta'" in text
    assert office.state.mailing.subscription("siti").standing == "active"
    office.compose.refuses = ""
    office.now += 5 * HOUR
    assert send(office.sender()).counts == {"sent": 1}
    assert office.state.mailing.subscription("siti").broken is None


BROKEN = {  # a search as it is kept, what of it was not understood then -> why it cannot be asked, by language
    "a place that is gone": (
        {"origin": ["Kota Antah Berantah"]},
        "“Kota Antah Berantah” tidak dikenal sebagai asal.",
        "“Kota Antah Berantah” is not known as origin.",
    ),
    "a source that is gone": (
        {"source": ["koranlama"]},
        "Tidak ada sumber “koranlama”; yang ada: ",
        "There is no source “koranlama”; there are: ",
    ),
    "an option that this version does not know": (
        {"text": "kopi", "mood": "good"},
        "Pencarian ini memakai saringan yang tidak ada lagi: mood.",
        "This search uses a filter that there is no more: mood.",
    ),
    "a field that the language no longer has": (
        {"text": "penerbit:kopi"},
        'tidak ada bidang "penerbit"',
        'there is no field "penerbit"',
    ),
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", BROKEN)
def test_a_search_that_is_not_understood_any_more_is_broken(kind, language, office, inbox):
    search, *told = BROKEN[kind]
    why = told[language == "en"]
    office.join(subscription("siti", search=search, language=language))
    assert why in send(office.sender()).told[0]
    assert why in " ".join(inbox.letters[0].get_content().split())
    assert office.fates() == {("siti", W51): "waiting"}


def test_a_search_that_was_always_read_so_is_not(office, inbox):
    note = 'tidak ada bidang "penerbit"; "penerbit:kopi" dicari sebagai kata biasa'
    office.join(subscription("siti", search={"text": "penerbit:kopi"}, notes=(note,)))
    assert send(office.sender()).counts == {"sent": 1}


# ---------------------------------------------------------------- other mail


def test_other_letters_are_sent_by_themselves_and_left_to_who_sends_already(office, inbox):
    office.state.mailing.subscribe(
        subscription("siti", standing="unconfirmed"), [letter_of("siti", "confirm", MONDAY)]
    )
    with SQLiteState(office.state.path).crawling(QUICK):
        assert send_others(office.sender()).counts == {}
    assert send_others(office.sender()).counts == {"sent": 1}
    assert inbox.got() == ["siti@contoh.id"]
    assert "https://pantau.contoh.id/subscriptions/confirm/" in inbox.letters[0].get_content()


def test_a_question_that_does_not_arrive_is_nobodys_business(office, inbox):
    office.state.mailing.subscribe(
        subscription("siti", standing="unconfirmed", asked_at=MONDAY), [letter_of("siti", "confirm", MONDAY)]
    )
    inbox.at_recipient = lambda to, tried: "550 5.1.1 no such user"
    told = send(office.sender())
    assert (told.counts, told.ok) == ({"failed": 1}, True)


def test_what_was_never_confirmed_is_deleted(office, inbox):
    office.join(subscription("siti", standing="unconfirmed", asked_at=MONDAY - timedelta(days=4)))
    office.join(subscription("budi", standing="unconfirmed", asked_at=MONDAY - timedelta(days=2)))
    send(office.sender())
    assert [one.id for one in office.state.mailing.subscriptions()] == ["budi"]


def test_nothing_that_is_logged_holds_an_address(office, inbox, caplog):
    caplog.set_level("DEBUG")
    office.join(subscription("siti"), subscription("budi"))
    inbox.at_recipient = lambda to, tried: "550 5.1.1 no siti@contoh.id here" if "siti" in to else None
    told = send(office.sender())
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("pantau")]
    assert len(ours) == 2
    assert "@contoh.id" not in "".join([*ours, *told.told]).replace("s***@contoh.id", "")


# ---------------------------------------------------------------- killed

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["app.digests.sending", "state.sqlite", "tests.mailing"])
KILLS = 30
MANY = 12


def child(path, port, now):
    """One run in a process of its own."""
    office = Office(SQLiteState(path), port, now)
    send(office.sender())


def killed(path, inbox, now, point, pause):
    """A run that is killed so long after its recipient of this number; whether it was still at work."""
    before = sum(inbox.tried.values())
    begun = processes.Process(target=child, args=(path, inbox.port, now))
    begun.start()
    ends = time.monotonic() + 60
    while begun.is_alive() and sum(inbox.tried.values()) - before < point and time.monotonic() < ends:
        time.sleep(0.0005)
    threading.Event().wait(pause)
    os.kill(begun.pid, signal.SIGKILL)
    begun.join(10)
    return begun.exitcode == -signal.SIGKILL


def told_of(office, inbox, period):
    """Who got a week how often, and of whom nobody knows, which is reported."""
    told = send(office.sender())
    got = Counter(str(one["To"]) for one in inbox.letters if one["Subject"].startswith(period))
    unknown = {
        f"{id}@contoh.id"
        for (id, week), fate in office.fates().items()
        if (week, fate) == (period, "unknown")
    }
    assert len(told.told) == len(unknown)
    return got, unknown


def test_a_run_that_is_killed_at_any_moment_loses_no_letter_and_repeats_none(tmp_path, inbox):
    dice, everybody = random.Random(20211227), {f"s{n}@contoh.id" for n in range(MANY)}
    at_work = reported = arrived = 0
    inbox.delay = 0.01  # seconds that a letter is under way, so that kills fall there too
    for number in range(KILLS):
        office = Office(SQLiteState(tmp_path / f"{number}.state.db"), inbox.port)
        office.join(*(subscription(f"s{n}", search={"text": f"kopi {n % 3}"}) for n in range(MANY)))
        inbox.letters.clear()
        at_work += killed(
            office.state.path,
            inbox,
            office.now,
            dice.randint(0, MANY),
            dice.choice((0, dice.uniform(0, 0.02))),
        )
        got, unknown = told_of(office, inbox, W51)
        assert max(got.values()) == 1, number
        assert everybody - set(got) <= unknown, number
        assert len(unknown) <= 1, number
        reported, arrived = reported + len(unknown), arrived + len(unknown & set(got))
        office.state.close()
    assert at_work > 20
    assert reported > 0  # else no kill fell between sending and keeping


def test_killed_again_and_again_a_run_comes_to_its_end(tmp_path, inbox):
    office, dice = Office(SQLiteState(tmp_path / "p.state.db"), inbox.port), random.Random(7)
    office.join(*(subscription(f"s{n}") for n in range(20)))
    kills = sum(
        killed(office.state.path, inbox, office.now, dice.randint(1, 3), dice.uniform(0, 0.01))
        for _ in range(6)
    )
    got, unknown = told_of(office, inbox, W51)
    assert max(got.values()) == 1
    assert {f"s{n}@contoh.id" for n in range(20)} - set(got) <= unknown
    assert len(unknown) <= kills
    assert send(office.sender()).counts == {}


def test_what_a_killed_run_could_not_tell_is_told_by_the_next_one_and_once(office, inbox):
    office.join(subscription("siti"))
    inbox.at_text = lambda to, tried: DROP
    assert len(sending.send(office.sender()).told) == 1  # and is killed before it is printed
    assert len(send(office.sender()).told) == 1
    assert send(office.sender()).told == []


def test_a_killed_process_is_told_by_the_run_that_follows(office, inbox):
    office.join(subscription("siti"), subscription("budi"))
    office.state.mailing.post([replace(LETTER, subscription="siti", fate="sending")])
    told = send(office.sender())
    assert told.counts == {"sent": 1, "unknown": 1}
    assert told.told == [
        "2021-W51 untuk s***@contoh.id [siti] mungkin sudah terkirim; tidak dikirim lagi "
        "(the process ended while it was sent)"
    ]
    assert inbox.got() == ["budi@contoh.id"]
