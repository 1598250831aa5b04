"""Changes of state are told once, to the right people, in words a person understands, and never with a secret."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import smtp
from app.delivery import Undelivered, configured
from app.news import news
from app.notify import TELLING_NOW, notify
from crawler.health import Health
from entities.errors import BadInput
from state.sqlite import SQLiteState
from state.state import Condition
from tests.mail_server import PASSWORD, USER, certificate, free_port, mail_server, webhook_server

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
SILENT = Health(
    source="side",
    state="silent",
    why="tidak ada artikel baru sejak 17 November 2026 (9 hari diawasi)",
    since=datetime(2026, 11, 17, tzinfo=UTC),
    firm=True,
)
BROKEN = Health(
    source="solopos", state="broken", cause="blocked", why="situs menolak permintaan: HTTP 403", firm=True
)
WELL = Health(source="side", state="ok", why="terbit tiap hari")
VARIABLES = "TO FROM WEBHOOK".split()


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(f"PANTAU_ALERT_{name}", raising=False)
    for name in "HOST PORT USER PASSWORD SECURITY".split():
        monkeypatch.delenv(f"PANTAU_SMTP_{name}", raising=False)


@pytest.fixture
def state(tmp_path):
    return SQLiteState(tmp_path / "s.db")


def by_mail(monkeypatch, port, security="none", to="jaga@contoh.id", **more):
    settings = {"PANTAU_ALERT_TO": to, "PANTAU_SMTP_HOST": "127.0.0.1", "PANTAU_SMTP_PORT": str(port)}
    for name, value in (settings | {"PANTAU_SMTP_SECURITY": security} | more).items():
        monkeypatch.setenv(name, value)


# ---------------------------------------------------------------- what is news


def told(name):
    return Condition(source="side", state=name, since=NOW, told_at=NOW)


CHANGES = {  # what was told last, how it is -> whether that is news
    "trouble, never told": (None, SILENT, "bad"),
    "trouble, told": ("silent", SILENT, None),
    "trouble that may be a flicker": (None, replace(SILENT, firm=False), None),
    "another trouble": ("broken", SILENT, "bad"),
    "another cause of the same trouble": ("broken", replace(BROKEN, source="side", cause="dns"), None),
    "recovery": ("silent", WELL, "well"),
    "recovery into quiet": ("broken", replace(WELL, state="quiet"), "well"),
    "recovery, told": ("ok", WELL, None),
    "trouble again": ("ok", SILENT, "bad"),
    "well, never told": (None, WELL, None),
    "not crawled yet": (None, replace(WELL, state="never"), None),
    "switched off in trouble": ("broken", replace(WELL, state="off", firm=True), None),
    "not watched": (None, replace(WELL, state="unwatched", firm=True), "bad"),
    "watched again": ("unwatched", WELL, "well"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_news_once(kind):
    last, health, expected = CHANGES[kind]
    found = news([health], {"side": told(last)} if last else {})
    assert [("well" if one.recovered else "bad") for one in found] == ([expected] if expected else [])


def test_flapping_is_told_at_most_once_each_way(state, monkeypatch):
    with webhook_server() as hook:
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address)
        flicker = replace(SILENT, firm=False)
        for health in (flicker, WELL, flicker, SILENT, SILENT, WELL, WELL, flicker, WELL):
            notify(state, [health], NOW)
    assert [one["sources"][0]["recovered"] for one in hook.got] == [False, True]


def test_the_sentence_says_which_source_since_when_what_and_what_to_do():
    (bad,) = news([SILENT], {})
    assert bad.sentence.startswith("side diam sejak 17 November 2026: tidak ada artikel baru")
    assert "pantau sources check side" in bad.sentence
    (well,) = news([WELL], {"side": told("silent")})
    assert well.sentence == "side pulih: terbit tiap hari."


def test_what_a_site_says_steers_no_terminal():
    (bad,) = news([replace(BROKEN, why="HTTP 403\x1b[31m\r\nBcc: x@y.id")], {})
    assert not set(bad.sentence) & set("\x1b\r")


# ---------------------------------------------------------------- mail


def test_all_of_a_check_goes_into_one_mail_and_is_kept_as_told(state, monkeypatch):
    with mail_server() as inbox:
        by_mail(monkeypatch, inbox.port, to="jaga@contoh.id, redaksi@contoh.id")
        notify(state, [SILENT, BROKEN], NOW)
        assert notify(state, [SILENT, BROKEN], NOW) == []
        notify(state, [WELL, BROKEN], NOW + timedelta(days=1))
    first, second = inbox.letters
    assert first["Subject"] == "Pantau: 2 sumber bermasalah (side, solopos)"
    assert first["To"] == "jaga@contoh.id, redaksi@contoh.id"
    assert inbox.recipients[0] == ["jaga@contoh.id", "redaksi@contoh.id"]
    text = first.get_content()
    assert "side diam sejak" in text
    assert "solopos rusak: situs menolak permintaan: HTTP 403" in text
    assert second["Subject"] == "Pantau: 1 sumber pulih (side)"
    assert state.condition("side").told_at == NOW + timedelta(days=1)


SECURITIES = {
    "in clear to this machine": ("none", False),
    "STARTTLS": ("starttls", True),
    "TLS": ("tls", True),
}


@pytest.mark.parametrize("kind", SECURITIES)
def test_the_server_is_spoken_to_as_asked_and_the_user_let_in(kind, state, monkeypatch, tmp_path):
    security, encrypted = SECURITIES[kind]
    pem = certificate(tmp_path) if encrypted else None
    if pem:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with mail_server(security, pem, login=True) as inbox:
        who = {"PANTAU_SMTP_USER": USER, "PANTAU_SMTP_PASSWORD": PASSWORD}
        by_mail(monkeypatch, inbox.port, security, **who)
        notify(state, [SILENT], NOW)
    assert len(inbox.letters) == 1


def refused(inbox, monkeypatch):
    inbox.refusal = f"554 not you, {PASSWORD}"


def wrong_password(inbox, monkeypatch):
    monkeypatch.setenv("PANTAU_SMTP_PASSWORD", PASSWORD + "!")


FAILING = {
    "server refuses": (refused, "it answered 554"),
    "wrong password": (wrong_password, "it refused user or password, 535"),
}


@pytest.mark.parametrize("kind", FAILING)
def test_a_failing_server_is_a_sentence_without_secrets_and_is_asked_again(kind, state, monkeypatch):
    fail, why = FAILING[kind]
    with mail_server(login=True) as inbox:
        by_mail(monkeypatch, inbox.port, PANTAU_SMTP_USER=USER, PANTAU_SMTP_PASSWORD=PASSWORD)
        fail(inbox, monkeypatch)
        with pytest.raises(Undelivered) as failed:
            notify(state, [SILENT], NOW)
        assert why in str(failed.value)
        assert PASSWORD not in str(failed.value)
        assert state.condition("side") is None
        inbox.refusal = ""
        monkeypatch.setenv("PANTAU_SMTP_PASSWORD", PASSWORD)
        assert len(notify(state, [SILENT], NOW)) == 1
    assert len(inbox.letters) == 1


def test_a_server_that_is_away_or_mute_costs_little_time(state, monkeypatch):
    by_mail(monkeypatch, free_port())
    with pytest.raises(Undelivered, match="Connection refused"):
        notify(state, [SILENT], NOW)
    monkeypatch.setattr(smtp, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        by_mail(monkeypatch, mute.getsockname()[1])
        with pytest.raises(Undelivered, match="not answer in time"):
            notify(state, [SILENT], NOW)


def test_a_server_without_a_valid_certificate_gets_no_password(state, monkeypatch, tmp_path):
    with mail_server("starttls", certificate(tmp_path), login=True) as inbox:
        by_mail(monkeypatch, inbox.port, "starttls", PANTAU_SMTP_USER=USER, PANTAU_SMTP_PASSWORD=PASSWORD)
        with pytest.raises(Undelivered, match="certificate is not valid"):
            notify(state, [SILENT], NOW)
    assert inbox.letters == []


def test_a_server_without_starttls_gets_nothing_in_clear(state, monkeypatch):
    with mail_server() as inbox:
        by_mail(monkeypatch, inbox.port, "starttls")
        with pytest.raises(Undelivered, match="no such security"):
            notify(state, [SILENT], NOW)
    assert inbox.letters == []


# ---------------------------------------------------------------- webhook


def test_two_that_tell_at_once_tell_once(state, monkeypatch, tmp_path):
    other = SQLiteState(tmp_path / "s.db")
    with webhook_server() as hook, other.crawling(TELLING_NOW):
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address)
        assert notify(state, [SILENT], NOW) == []
    assert (hook.got, state.condition("side")) == ([], None)


def test_a_webhook_gets_text_and_fields(state, monkeypatch):
    with webhook_server() as hook:
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address + "/kait?token=t")
        notify(state, [SILENT, BROKEN], NOW)
    (got,) = hook.got
    assert hook.paths == ["/kait?token=t"]
    assert got["text"].count("\n") == 1
    assert [(one["source"], one["state"], one["cause"], one["recovered"]) for one in got["sources"]] == [
        ("side", "silent", None, False),
        ("solopos", "broken", "blocked", False),
    ]
    assert got["sources"][0]["since"] == "2026-11-17T00:00:00+00:00"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_does_not_take_it_is_told_without_its_token(status, state, monkeypatch):
    with webhook_server() as hook:
        hook.status = status
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address + "/rahasia-sekali")
        with pytest.raises(Undelivered, match=f"HTTP {status}") as failed:
            notify(state, [SILENT], NOW)
    assert "rahasia" not in str(failed.value)
    assert hook.paths == ["/rahasia-sekali"]
    assert state.condition("side") is None


def test_a_name_at_an_inner_address_is_not_called(state, monkeypatch):
    inner = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inner)
    monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", "http://kait.contoh.id/x")
    with pytest.raises(Undelivered, match="no public address"):
        notify(state, [SILENT], NOW)


@pytest.mark.parametrize("address", ["http://10.0.0.7/x", "http://169.254.169.254/x", "http://[fd00::1]/"])
def test_an_inner_address_is_not_called(address, state, monkeypatch):
    monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", address)
    with pytest.raises(Undelivered, match="no public address"):
        notify(state, [SILENT], NOW)


def test_one_way_that_works_is_enough_and_the_other_is_named(state, monkeypatch):
    with webhook_server() as hook:
        monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", hook.address)
        by_mail(monkeypatch, free_port())
        with pytest.raises(Undelivered, match="mail server"):
            notify(state, [SILENT], NOW)
        assert notify(state, [SILENT], NOW) == []
    assert len(hook.got) == 1


# ---------------------------------------------------------------- settings

MAIL = {"PANTAU_ALERT_TO": "jaga@contoh.id", "PANTAU_SMTP_HOST": "surat.contoh.id"}
UNUSABLE = {
    "nobody": ({}, "nobody to tell"),
    "no server": ({"PANTAU_ALERT_TO": "jaga@contoh.id"}, "set PANTAU_SMTP_HOST"),
    "no such security": (MAIL | {"PANTAU_SMTP_SECURITY": "ssl"}, "none of starttls, tls, none"),
    "no port": (MAIL | {"PANTAU_SMTP_PORT": "x"}, "is no port"),
    "no address": (MAIL | {"PANTAU_ALERT_TO": "jaga"}, "no mail address"),
    "a header smuggled in": (MAIL | {"PANTAU_ALERT_FROM": "a@b.id\r\nBcc: c@d.id"}, "no mail address"),
    "password in clear": (
        MAIL | {"PANTAU_SMTP_SECURITY": "none", "PANTAU_SMTP_USER": USER},
        "would send the password in clear",
    ),
    "a password that SMTP cannot carry": (
        MAIL | {"PANTAU_SMTP_USER": USER, "PANTAU_SMTP_PASSWORD": "rahasía"},
        "SMTP cannot carry",
    ),
    "no web address": ({"PANTAU_ALERT_WEBHOOK": "file:///etc/passwd"}, "no web address"),
    "web address with a password": ({"PANTAU_ALERT_WEBHOOK": f"https://u:{PASSWORD}@h/"}, "without a user"),
    "port out of range": ({"PANTAU_ALERT_WEBHOOK": "http://h:99999/"}, "no web address"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_settings_that_cannot_be_used_are_named(kind, monkeypatch):
    settings, why = UNUSABLE[kind]
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=why) as failed:
        configured()
    assert PASSWORD not in str(failed.value)


def test_no_secret_shows_in_what_a_program_prints_of_itself(monkeypatch):
    monkeypatch.setenv("PANTAU_ALERT_WEBHOOK", f"https://h.id/{PASSWORD}")
    by_mail(monkeypatch, 25, "tls", PANTAU_SMTP_USER=USER, PANTAU_SMTP_PASSWORD=PASSWORD)
    assert PASSWORD not in repr(configured())
