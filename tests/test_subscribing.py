"""Subscriptions: who may ask for what, that their owner is asked first, and that nobody else learns anything."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import URLSafeTimedSerializer

from app.digests import links as links_module
from app.digests.addresses import masked, read_address
from app.digests.letters import words, write
from app.digests.links import CONFIRM, Links, Stale, links
from app.digests.searches import Unfit, judge, kept, query_of
from app.digests.subscribing import (
    MAILS_A_DAY,
    MAILS_AN_HOUR,
    MOST,
    TooMany,
    confirm,
    delete_all,
    pause,
    read_day,
    remove,
    resume,
    subscribe,
    tidy,
    wish,
)
from entities.errors import BadInput
from indexer.sqlite import SQLiteIndex
from indexer.sqlite_upkeep import backup
from state.sqlite import SQLiteState
from tests.crawls import ROOT
from tests.digests import idr, release, story
from tests.mail_server import mail_server
from tests.mailing import FROM, LINKS, subscription

NOW = datetime(2021, 12, 22, 3, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COFFEE = {"text": "kopi"}


@pytest.fixture
def state(tmp_path):
    held = SQLiteState(tmp_path / "pantau.state.db")
    yield held
    held.close()


def filled(path, number=60):
    """An index of so many articles, half of them about coffee."""
    index = SQLiteIndex(path)
    goods = ("kopi", "teh")
    index.put(
        story(
            f"a{n}", release(idr(1_000_000 + n)), title=f"{goods[n % 2]} {n}", body=f"Ekspor {goods[n % 2]}."
        )
        for n in range(number)
    )
    return index


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    held = filled(tmp_path_factory.mktemp("index") / "pantau.db")
    yield held
    held.close()


def ask(state, index, address="siti@contoh.go.id", text="kopi", now=NOW, **more):
    return subscribe(state, index, LINKS, wish(address, {}, text, **more), now)


def kinds(state):
    return [letter.kind for letter in state.mailing.letters()]


# ---------------------------------------------------------------- addresses

GOOD = {
    "siti@contoh.go.id": "siti@contoh.go.id",
    " Siti.Aminah+pantau@Contoh.GO.ID ": "Siti.Aminah+pantau@contoh.go.id",
    "dinas@perdagangan.münchen.de": "dinas@perdagangan.xn--mnchen-3ya.de",
    "a" * 64 + "@b.id": "a" * 64 + "@b.id",
}
BAD = [
    "",
    "siti",
    "@contoh.id",
    "siti@",
    "siti@contoh",
    "siti@contoh.id\r\nBcc: lain@contoh.id",
    "siti@contoh.id\n",
    "siti\x00@contoh.id",
    "siti@contoh.id, lain@contoh.id",
    "siti@contoh.id;lain@contoh.id",
    "Siti <siti@contoh.id>",
    '"siti aminah"@contoh.id',
    "siti(catatan)@contoh.id",
    "siti@[127.0.0.1]",
    "siti@127.0.0.1",
    "siti..a@contoh.id",
    ".siti@contoh.id",
    "siti@-contoh.id",
    "siti@contoh..id",
    "siti@lain@contoh.id",
    "a" * 65 + "@b.id",
    "a@" + "b" * 64 + ".id",
    "a@" + ".".join(["b" * 60] * 5) + ".id",
    "siti\u202e@contoh.id",
    "sití@contoh.id",
]


@pytest.mark.parametrize("written", GOOD)
def test_an_address_is_read_with_its_domain_in_small_letters(written):
    assert read_address(written) == GOOD[written]


@pytest.mark.parametrize("written", BAD, ids=repr)
def test_what_is_no_address_or_would_be_more_than_one_is_refused(written):
    with pytest.raises(BadInput, match="no mail address"):
        read_address(written)


def test_an_address_is_shown_in_part():
    assert masked("siti@contoh.go.id") == "s***@contoh.go.id"


# ---------------------------------------------------------------- links


def test_a_link_is_good_for_its_purpose_alone():
    for purpose in ("confirm", "unsubscribe", "manage"):
        token = LINKS.token(purpose, "s-1")
        assert LINKS.read(purpose, token, NOW) == "s-1"
        for other in {"confirm", "unsubscribe", "manage"} - {purpose}:
            with pytest.raises(Stale):
                LINKS.read(other, token, NOW)


def test_a_link_that_was_changed_is_not_ours():
    token = LINKS.token("manage", "s-1")
    forged = [token[:-1], token + "a", token[:4] + "x" + token[5:], "", "a.b.c", "é" * 20]
    forged.append(Links(base=LINKS.base, secrets=("k" * 32,)).token("manage", "s-1"))
    made = URLSafeTimedSerializer(LINKS.secrets[0], salt="pantau.manage").dumps({"id": "s-1"})
    for one in (*forged, made):
        with pytest.raises(Stale):
            LINKS.read("manage", one, NOW)


def test_a_link_to_confirm_grows_old_and_one_to_leave_does_not():
    now = datetime.now(UTC)
    token, leave = LINKS.token("confirm", "s-1"), LINKS.token("unsubscribe", "s-1")
    assert LINKS.read("confirm", token, now + CONFIRM - HOUR) == "s-1"
    with pytest.raises(Stale, match="too old"):
        LINKS.read("confirm", token, now + CONFIRM + HOUR)
    assert LINKS.read("unsubscribe", leave, now + 3000 * DAY) == "s-1"


def test_a_secret_is_changed_without_breaking_links_that_were_mailed(monkeypatch):
    monkeypatch.setenv("PANTAU_PUBLIC_URL", "https://pantau.contoh.id/")
    monkeypatch.setenv("PANTAU_SECRET", "a" * 32)
    old = links().token("unsubscribe", "s-1")
    monkeypatch.setenv("PANTAU_SECRET", "b" * 32)
    with pytest.raises(Stale):
        links().read("unsubscribe", old)
    monkeypatch.setenv("PANTAU_SECRET_OLD", "c" * 32 + ", " + "a" * 32)
    assert links().read("unsubscribe", old) == "s-1"
    new = links().token("unsubscribe", "s-1")
    monkeypatch.delenv("PANTAU_SECRET_OLD")
    assert links().read("unsubscribe", new) == "s-1"


UNUSABLE = {
    "no secret": ({"PANTAU_SECRET": ""}, "set PANTAU_SECRET"),
    "a short secret": ({"PANTAU_SECRET": "rahasia"}, "shorter than 32"),
    "a short old secret": ({"PANTAU_SECRET_OLD": "rahasia"}, "shorter than 32"),
    "no address of the page": ({"PANTAU_PUBLIC_URL": ""}, "set PANTAU_PUBLIC_URL"),
    "an address in clear": ({"PANTAU_PUBLIC_URL": "http://pantau.contoh.id"}, "https://"),
    "no address at all": ({"PANTAU_PUBLIC_URL": "pantau"}, "https://"),
    "an address with a header in it": ({"PANTAU_PUBLIC_URL": "https://p.id/a>\r\nBcc: x@y.id"}, "https://"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_settings_that_cannot_be_used_are_named(kind, monkeypatch):
    told, why = UNUSABLE[kind]
    usual = {"PANTAU_SECRET": "s" * 32, "PANTAU_SECRET_OLD": "", "PANTAU_PUBLIC_URL": "https://p.id"}
    for name, value in (usual | told).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=why) as failed:
        links()
    assert "rahasia" not in str(failed.value)


def test_links_show_no_secret():
    assert LINKS.secrets[0] not in repr(LINKS)
    assert LINKS.mark("siti@contoh.id") == LINKS.mark("SITI@contoh.id") != LINKS.mark("budi@contoh.id")


# ---------------------------------------------------------------- searches

REFUSED = {  # words, filters -> why
    "nothing is asked": ("", {}, "all"),
    "only what is not wanted": ("-teh", {}, "all"),
    "signs alone": ('"" - ( )', {}, "all"),
    "what every article holds": ("ekspor", {}, "all"),
    "what it excludes itself": ("kopi -kopi", {}, "opposed"),
    "an empty range": ("kopi", {"min_value": "5 miliar", "max_value": "1 miliar"}, "opposed"),
    "what no article holds": ("durian", {}, "nothing"),
    "words that no article holds together": ("kopi durian", {}, "nothing"),
    "a place that no article names": ("kopi", {"origin": ["Merauke"]}, "nothing"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_search_that_finds_everything_or_nothing_ever_is_refused_with_advice(kind, index):
    text, given, why = REFUSED[kind]
    with pytest.raises(Unfit) as refused:
        judge(index, query_of(kept(given, text)))
    assert refused.value.kind == why
    assert (why == "nothing") == bool(refused.value.advice)


@pytest.mark.parametrize("text", ["kopi", "kopi OR teh -solo", "kopi -teh", '"ekspor kopi"'])
def test_a_search_that_finds_something_is_kept(text, tmp_path, index):
    if "OR" not in text:  # which finds all of this index
        judge(index, query_of(kept({}, text)))
    few = filled(tmp_path / "few.db", 4)
    judge(few, query_of(kept({}, "durian")))  # too few articles to say that none will ever come


@pytest.mark.parametrize("given", [{"since": NOW}, {"until": NOW}, {"by": "release"}])
def test_a_search_with_days_of_its_own_is_refused(given):
    with pytest.raises(BadInput, match="leave --"):
        kept(given, "kopi")


def test_a_kept_search_is_what_was_typed():
    search = kept({"origin": ["Solo"], "min_value": "1,5 miliar", "copies": False, "source": []}, " kopi ")
    assert search == {"text": " kopi ", "origin": ["Solo"], "min_value": "1,5 miliar", "copies": False}
    query = query_of(search)
    assert (query.origins, query.originals, query.value.low) == (("33.72",), True, 1_500_000_000)


@pytest.mark.parametrize("given", [{"product": ["a"] * 61}, {"product": ["a" * 201]}])
def test_a_search_is_kept_within_bounds(given):
    with pytest.raises(BadInput, match="too long"):
        kept(given, "kopi")
    with pytest.raises(BadInput, match="too long"):
        kept({}, "a" * 2001)


# ---------------------------------------------------------------- asking


def test_whoever_is_asked_for_gets_a_question_and_nothing_else(state, index):
    assert ask(state, index, day=4, hour=16, language="en", empty=True)
    (one,) = state.mailing.subscriptions()
    assert (one.standing, one.search, one.day, one.hour, one.language) == ("unconfirmed", COFFEE, 4, 16, "en")
    (letter,) = state.mailing.letters()
    text = write(letter, one, LINKS, FROM).get_content()
    assert "Search: kopi" in text
    assert "Friday, 16:00 WIB" in text
    (link,) = re.findall(r"https://\S+/confirm/\S+", text)
    assert link.endswith("?bahasa=en")
    assert LINKS.read("confirm", link.removesuffix("?bahasa=en").rpartition("/")[2]) == one.id


def test_asked_again_it_is_the_same_subscription_and_another_mail(state, index):
    ask(state, index)
    ask(state, index, now=NOW + HOUR)
    assert len(state.mailing.subscriptions()) == 1
    assert kinds(state) == ["confirm", "confirm"]
    assert ask(state, index, text="teh", now=NOW + HOUR)
    assert len(state.mailing.subscriptions()) == 2


def test_one_who_has_it_is_told_so_by_mail(state, index):
    ask(state, index)
    (one,) = state.mailing.subscriptions()
    confirm(state.mailing, one.id, NOW)
    ask(state, index, "SITI@contoh.go.id", now=NOW + HOUR)
    assert kinds(state) == ["confirm", "known"]
    letter = state.mailing.letters()[1]
    text = write(letter, state.mailing.subscription(one.id), LINKS, FROM).get_content()
    assert "aktif" in text
    assert "/subscriptions/manage/" in text


def test_mail_to_one_address_is_bounded_and_the_asker_does_not_learn_it(state, index):
    told = [ask(state, index, text=f"kopi {'-teh ' * n}", now=NOW + n * HOUR) for n in range(MAILS_A_DAY + 2)]
    assert told == [True] * MAILS_A_DAY + [False] * 2
    assert len(kinds(state)) == MAILS_A_DAY
    assert ask(state, index, now=NOW + DAY + 3 * HOUR)
    assert ask(state, index, "lain@contoh.go.id", now=NOW + HOUR)


def test_mail_to_all_is_bounded(state, index):
    for n in range(MAILS_AN_HOUR):
        state.mailing.mark_asked(f"m{n}", NOW)
    with pytest.raises(TooMany):
        ask(state, index)
    assert ask(state, index, now=NOW + HOUR + timedelta(seconds=1))


def test_an_address_has_so_many_subscriptions_and_none_is_dropped(state, index):
    for n in range(MOST):
        state.mailing.subscribe(
            subscription(f"n{n}", address="siti@contoh.go.id", search={"text": f"kopi {n}"})
        )
    assert ask(state, index)
    assert len(state.mailing.subscriptions()) == MOST
    (letter,) = state.mailing.letters()
    assert letter.kind == "full"
    text = write(letter, state.mailing.subscription(letter.subscription), LINKS, FROM).get_content()
    assert f"sudah memiliki {MOST}" in text


def test_every_letter_is_there_in_both_languages_and_steers_nothing(state):
    hostile = subscription(
        "s-1",
        search={"text": "kopi\r\nBcc: x@y.id\x1b[31m {confirm}"},
        broken="a\r\n\u202eb",
        standing="paused",
    )
    for kind in ("confirm", "known", "full", "broken"):
        ask_letter = replace(_letter(), kind=kind)
        for language in ("id", "en"):
            made = write(ask_letter, replace(hostile, language=language), LINKS, FROM)
            assert made["Subject"] == words()[kind][language]["subject"]
            text = made.get_content()
            assert not set(text) & set("\x1b\u202e\r")
            assert "\nBcc" not in text
            assert "x@y.id[31m {confirm}" in text.replace("'", "")


def _letter():
    from app.digests.subscribing import letter_of

    return letter_of("s-1", "confirm", NOW)


# ---------------------------------------------------------------- confirming and leaving


def test_what_is_confirmed_is_active_from_then_on_and_once(state, index):
    ask(state, index)
    (one,) = state.mailing.subscriptions()
    confirmed = confirm(state.mailing, one.id, NOW + HOUR)
    assert (confirmed.standing, confirmed.since) == ("active", NOW + HOUR)
    assert confirm(state.mailing, one.id, NOW + DAY) == confirmed


def test_a_paused_one_is_not_made_active_by_an_old_link(state):
    state.mailing.subscribe(subscription("s-1"))
    pause(state.mailing, "s-1")
    assert confirm(state.mailing, "s-1", NOW).standing == "paused"
    assert resume(state.mailing, "s-1", NOW + DAY).since == NOW + DAY


def test_an_unconfirmed_one_is_neither_paused_nor_resumed(state):
    state.mailing.subscribe(subscription("s-1", standing="unconfirmed"))
    assert pause(state.mailing, "s-1").standing == "unconfirmed"
    assert resume(state.mailing, "s-1", NOW).standing == "unconfirmed"


def test_what_nobody_confirms_is_deleted_in_time(state, index):
    ask(state, index)
    assert tidy(state.mailing, NOW + CONFIRM) == 0
    assert tidy(state.mailing, NOW + CONFIRM + HOUR) == 1
    assert (state.mailing.subscriptions(), state.mailing.letters()) == ((), ())


def test_all_of_an_address_is_deleted_at_once_and_nobody_elses(state):
    for id, address in (("a", "siti@contoh.id"), ("b", "SITI@contoh.id"), ("c", "budi@contoh.id")):
        state.mailing.subscribe(subscription(id, address=address))
    assert delete_all(state.mailing, "a") == 2
    assert [one.id for one in state.mailing.subscriptions()] == ["c"]
    assert delete_all(state.mailing, "a") == 0


def test_what_digests_of_a_search_told_goes_with_its_last_subscriber(state):
    from app.digests.searches import key_of

    coffee, tea = (key_of(query_of({"text": text}), "id") for text in ("kopi", "teh"))
    for id, text in (("a", "kopi"), ("b", "kopi"), ("c", "teh")):
        state.mailing.subscribe(subscription(id, search={"text": text}))
    for key in (coffee, tea):
        state.mailing.keep_issue(key, "2021-W51", "{}")
    remove(state.mailing, ["a"])
    assert state.mailing.issues(coffee)
    remove(state.mailing, ["b"])
    assert (state.mailing.issues(coffee), len(state.mailing.issues(tea))) == ({}, 1)


@pytest.mark.parametrize(("written", "day"), [("Monday", 0), ("fri", 4), ("SUN", 6), ("th", 3)])
def test_a_weekday_is_named_by_its_beginning(written, day):
    assert read_day(written) == day


@pytest.mark.parametrize("written", ["", "m", "t", "Senin", "monday!"])
def test_another_word_is_no_weekday(written):
    with pytest.raises(BadInput, match="unknown day"):
        read_day(written)


# ---------------------------------------------------------------- commands


@pytest.fixture
def shell(tmp_path, index):
    """Runs `pantau` over an index, with a mail server of its own; what it prints."""
    backup(index.path, tmp_path / "pantau.db")
    with mail_server() as inbox:
        settings = {
            "PANTAU_INDEX": f"sqlite:///{tmp_path / 'pantau.db'}",
            "PANTAU_SECRET": "rahasia-sekali-" * 3,
            "PANTAU_PUBLIC_URL": "https://pantau.contoh.id",
            "PANTAU_SMTP_HOST": "127.0.0.1",
            "PANTAU_SMTP_PORT": str(inbox.port),
            "PANTAU_SMTP_SECURITY": "none",
            "PANTAU_SMTP_FROM": FROM,
            "PATH": "/usr/bin:/bin",
            "COLUMNS": "200",
        }

        def run(*words, **more):
            return subprocess.run(
                [sys.executable, "-m", "app", *words],
                cwd=ROOT,
                env={**settings, **more},
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )

        run.inbox, run.state = inbox, tmp_path / "pantau.state.db"
        yield run


def test_a_subscription_by_commands_from_its_question_to_its_end(shell):
    done = shell("subscribe", "siti@contoh.go.id", "kopi", "--lang", "en", "--day", "Friday", "--hour", "16")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("s***@contoh.go.id: surel konfirmasi dikirim")
    assert shell.inbox.got() == ["siti@contoh.go.id"]
    (told,) = map(json.loads, shell("subscriptions", "--json").stdout.splitlines())
    assert (told["address"], told["search"], told["standing"]) == ("s***@contoh.go.id", "kopi", "unconfirmed")
    id = told["id"]
    assert "siti@" not in shell("subscriptions", "list").stdout
    assert shell("subscriptions", "confirm", id).stdout == f"{id} s***@contoh.go.id: aktif\n"
    assert shell("subscriptions", "pause", id).stdout.endswith(": dijeda\n")
    assert shell("subscriptions", "resume", id).stdout.endswith(": aktif\n")
    shown = json.loads(shell("subscriptions", "show", id, "--json").stdout)
    assert (shown["address"], shown["day"], shown["letters"][0]["fate"]) == (
        "siti@contoh.go.id",
        "friday",
        "sent",
    )
    assert shell("subscriptions", "remove", "siti@contoh.go.id").stdout == "1 langganan dihapus\n"
    assert shell("subscriptions", "show", id).returncode == 2
    assert b"siti@" not in shell.state.read_bytes()


WRONG = {
    "no address": (("subscribe", "siti", "kopi"), "no mail address"),
    "everything": (("subscribe", "siti@contoh.id"), "finds every article"),
    "nothing ever": (("subscribe", "siti@contoh.id", "durian"), "has ever matched"),
    "a day of its own": (
        ("subscribe", "siti@contoh.id", "kopi", "--since", "2021-01-01"),
        "No such option|no option",
    ),
    "no weekday": (("subscribe", "siti@contoh.id", "kopi", "--day", "Senin"), "known are Monday"),
    "an unknown place": (("subscribe", "siti@contoh.id", "kopi", "--origin", "Atlantis"), "unknown origin"),
    "nobody": (("subscriptions", "pause", "x"), "no longer there"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_cannot_be_subscribed_to_is_one_sentence(kind, shell):
    words, why = WRONG[kind]
    done = shell(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(why, done.stderr)
    assert len(done.stderr.splitlines()) == 1
    assert shell.inbox.letters == []


@pytest.mark.parametrize("name", ["SECRET", "PUBLIC_URL", "SMTP_HOST", "SMTP_FROM"])
def test_a_setting_that_is_missing_is_named_before_anything_is_kept(name, shell):
    done = shell("subscribe", "siti@contoh.id", "kopi", **{f"PANTAU_{name}": ""})
    assert done.returncode == 2
    assert f"PANTAU_{name}" in done.stderr
    assert not shell.state.exists()


def test_digest_send_mails_what_is_due_and_tells_what_it_would(shell):
    state = SQLiteState(shell.state)
    since = datetime.now(UTC) - 20 * DAY
    for id in ("siti", "budi"):
        state.mailing.subscribe(subscription(id, search=COFFEE, since=since, empty=True))
    state.close()
    (plan,) = map(json.loads, shell("digest", "send", "--dry-run", "--json").stdout.splitlines())
    assert (plan["search"], plan["subscribers"], plan["empty"]) == ("kopi", 2, True)
    assert shell.inbox.letters == []
    done = shell("digest", "send", "--json")
    assert (done.returncode, json.loads(done.stdout)["sent"], json.loads(done.stdout)["composed"]) == (
        0,
        2,
        1,
    )
    assert shell("digest", "send").stdout == "tidak ada yang jatuh tempo\n"
    assert sorted(shell.inbox.got()) == ["budi@contoh.id", "siti@contoh.id"]
    first, second = shell.inbox.letters
    assert first["List-Unsubscribe"] != second["List-Unsubscribe"]
    page = first.get_body(("html",)).get_content()
    assert first["List-Unsubscribe"].strip("<>").rpartition("/")[2] in page
    assert "pantau-unsubscribe-pantau" not in page + first.get_body(("plain",)).get_content()


def test_digest_send_ends_with_1_and_a_sentence_where_a_letter_failed(shell):
    state = SQLiteState(shell.state)
    state.mailing.subscribe(
        subscription("siti", search=COFFEE, since=datetime.now(UTC) - 20 * DAY, empty=True)
    )
    state.close()
    shell.inbox.at_recipient = lambda to, tried: "550 5.1.1 no siti@contoh.id"
    done = shell("digest", "send")
    assert done.returncode == 1
    assert done.stdout == "1 gagal, 1 ditangguhkan\n"
    assert "s***@contoh.id [siti] ditangguhkan" in done.stderr
    assert "siti@" not in done.stderr
    assert shell("digest", "send").returncode == 0


def test_the_age_of_links_is_that_of_the_words():
    assert links_module.AGES["confirm"] == CONFIRM
