"""Subscriptions by page and API: a search is subscribed to, confirmed, paused and left; links that are opened do nothing."""

import re
from html import unescape

import pytest

from app.digests import searches
from app.digests.links import links
from indexer.index import open_index
from indexer.sqlite_upkeep import backup
from state.sqlite import SQLiteState
from tests.mail_server import mail_server
from tests.mailing import FROM, subscription
from tests.web import reader, sample_index

PUBLIC = "https://pantau.contoh.id"
OWN = {"Sec-Fetch-Site": "same-origin", "Origin": PUBLIC}
SEARCH = "q=kopi&origin=33"
FIELDS = {"address": "siti@contoh.go.id", "language": "en", "day": "4", "hour": "16"}


@pytest.fixture
def inbox():
    with mail_server() as inbox:
        yield inbox


@pytest.fixture
def site(tmp_path, inbox, monkeypatch):
    """A server that can send mail, over an index of its own."""
    held = open_index(sample_index())
    backup(held.path, tmp_path / "pantau.db")
    held.close()
    settings = {
        "PANTAU_SECRET": "rahasia-sekali-" * 3,
        "PANTAU_PUBLIC_URL": PUBLIC,
        "PANTAU_SMTP_HOST": "127.0.0.1",
        "PANTAU_SMTP_PORT": str(inbox.port),
        "PANTAU_SMTP_SECURITY": "none",
        "PANTAU_SMTP_FROM": FROM,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for name in ("PANTAU_SMTP_USER", "PANTAU_SMTP_PASSWORD", "PANTAU_STATE", "PANTAU_SECRET_OLD"):
        monkeypatch.delenv(name, raising=False)
    return reader(f"sqlite:///{tmp_path / 'pantau.db'}", public_url=PUBLIC)


@pytest.fixture
def state(tmp_path, site):
    held = SQLiteState(tmp_path / "pantau.state.db")
    yield held
    held.close()


def link(purpose, id="siti"):
    return links().link(purpose, id).removeprefix(PUBLIC)


def ask(site, address="siti@contoh.go.id", search=SEARCH, **more):
    return site.post(f"/subscribe?{search}", data={**FIELDS, "address": address, **more}, headers=OWN)


# ---------------------------------------------------------------- asking


def test_a_search_is_subscribed_to_confirmed_paused_and_left_by_pages_alone(site, state, inbox):
    form = site.get(f"/subscribe?{SEARCH}")
    assert form.status_code == 200
    assert "kopi --origin 33" in unescape(form.text)
    assert (
        unescape(re.search(r'<form class="stack" action="([^"]+)"', form.text)[1]) == f"/subscribe?{SEARCH}"
    )
    assert ask(site).status_code == 202
    (letter,) = inbox.letters
    (path,) = re.findall(r"https://pantau.contoh.id(/subscriptions/confirm/\S+)", letter.get_content())
    page = site.get(path)
    assert "Yes, mail me" in page.text
    (one,) = state.mailing.subscriptions()
    assert one.standing == "unconfirmed"
    assert site.post(path, data={"act": "confirm"}, headers=OWN).status_code == 200
    (one,) = state.mailing.subscriptions()
    assert (one.standing, one.search) == ("active", {"text": "kopi", "origin": ["33"]})
    assert (one.language, one.day, one.hour) == ("en", 4, 16)
    manage = link("manage", one.id)
    assert "Jumat pukul 16.00 WIB" in site.get(manage).text
    for act, standing in (("pause", "paused"), ("resume", "active")):
        site.post(manage, data={"act": act}, headers=OWN)
        assert state.mailing.subscription(one.id).standing == standing
    assert "Anda sudah berhenti" in site.post(manage, data={"act": "delete"}, headers=OWN).text
    assert state.mailing.subscriptions() == ()
    assert "Anda sudah berhenti" in site.get(manage).text


@pytest.mark.parametrize("page", ["/", "/events", "/programmes"])
def test_every_list_leads_to_its_subscription(page, site):
    found = site.get(f"{page}?q=kopi&destination=JP&sort=newest&bahasa=en").text
    (address,) = re.findall(r'href="(/subscribe[^"]*)"', found)
    form = site.get(unescape(address)).text
    assert "kopi --destination JP" in unescape(form)


def test_the_form_is_in_both_languages_and_keeps_what_was_typed(site):
    english = site.get("/subscribe?q=kopi&bahasa=en").text
    assert "Mail address" in english
    assert "bahasa=en&amp;q=kopi" in english
    wrong = ask(site, "siti@contoh", day="2")
    assert wrong.status_code == 400
    assert "bukan alamat surel" in wrong.text
    assert 'value="siti@contoh"' in wrong.text
    assert '<option value="2" selected>' in wrong.text


def test_a_form_without_a_search_takes_words(site, state):
    assert 'name="q"' in site.get("/subscribe").text
    assert ask(site, search="", q="kopi").status_code == 202
    assert state.mailing.subscriptions()[0].search == {"text": "kopi"}


REFUSED = {
    "everything": ("q=", 400, "semua berita"),
    "what it excludes": ("q=kopi+-kopi", 400, "mengecualikan"),
    "an unknown place": ("origin=Atlantis", 400, "tidak dikenal"),
    "an unknown hour": ("q=kopi", 400, "jam dari 0 sampai 23"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_mailed_is_refused_with_advice(kind, site, state, inbox):
    search, status, why = REFUSED[kind]
    more = {"hour": "25"} if kind == "an unknown hour" else {}
    answer = ask(site, search=search, **more)
    assert (answer.status_code, why in answer.text) == (status, True)
    assert (state.mailing.subscriptions(), inbox.letters) == ((), [])


def test_nobody_learns_who_subscribes(site, state, inbox):
    state.mailing.subscribe(
        subscription(
            "siti",
            address="siti@contoh.go.id",
            search={"text": "kopi", "origin": ["33"]},
            language="en",
            day=4,
            hour=16,
        )
    )
    known, unknown = ask(site), ask(site, "lain@contoh.go.id")
    for _ in range(5):
        again = ask(site)
    assert known.text == unknown.text == again.text
    assert known.status_code == unknown.status_code == again.status_code == 202
    assert known.headers == unknown.headers
    assert inbox.got().count("siti@contoh.go.id") == 3
    assert inbox.letters[0]["Subject"] == "You already have this digest of Pantau"


def test_a_server_that_cannot_send_mail_says_so(site, monkeypatch):
    monkeypatch.delenv("PANTAU_SMTP_HOST")
    for answer in (site.get("/subscribe?q=kopi"), ask(site)):
        assert (answer.status_code, "belum disiapkan" in answer.text) == (503, True)


def test_a_mail_server_that_is_away_is_no_readers_business(site, state, monkeypatch):
    monkeypatch.setenv("PANTAU_SMTP_PORT", "1")
    assert ask(site).status_code == 202
    assert [letter.fate for letter in state.mailing.letters()] == ["waiting"]


# ---------------------------------------------------------------- links


@pytest.mark.parametrize("purpose", ["confirm", "unsubscribe", "manage"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_that_is_opened_changes_nothing(purpose, method, site, state):
    before = subscription("siti", standing="unconfirmed" if purpose == "confirm" else "active")
    state.mailing.subscribe(before)
    for _ in range(3):
        answer = site.request(method, link(purpose))
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert state.mailing.subscription("siti") == before


ONE_CLICK = {
    "as a form": {"data": {"List-Unsubscribe": "One-Click"}},
    "as multipart": {"files": {"List-Unsubscribe": (None, "One-Click")}},
    "without a body": {},
    "from a page of a mail reader": {
        "data": {"List-Unsubscribe": "One-Click"},
        "headers": {"Origin": "https://surel.contoh.com", "Sec-Fetch-Site": "cross-site"},
    },
}


@pytest.mark.parametrize("kind", ONE_CLICK)
def test_one_click_leaves_without_cookie_or_token_of_a_page(kind, site, state):
    state.mailing.subscribe(subscription("siti"))
    for _ in range(2):  # a mail reader may try again
        answer = site.post(link("unsubscribe"), **ONE_CLICK[kind])
        assert (answer.status_code, "location" in answer.headers) == (200, False)
    assert state.mailing.subscriptions() == ()


FOREIGN = {"Origin": "https://jahat.contoh.com", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize("purpose", ["confirm", "manage"])
def test_no_page_of_a_stranger_presses_another_button(purpose, site, state):
    before = subscription("siti", standing="unconfirmed" if purpose == "confirm" else "active")
    state.mailing.subscribe(before)
    for act in ("confirm", "pause", "delete", "unsubscribe"):
        assert site.post(link(purpose), data={"act": act}, headers=FOREIGN).status_code == 403
    assert site.post("/subscribe?q=kopi", data=FIELDS, headers=FOREIGN).status_code == 403
    assert site.post("/api/v1/subscriptions", json={}, headers=FOREIGN).status_code == 403
    assert state.mailing.subscription("siti") == before


def test_a_browser_that_hides_where_a_form_stood_is_believed_by_its_other_header(site, state):
    state.mailing.subscribe(subscription("siti"))
    hidden = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert site.post(link("manage"), data={"act": "pause"}, headers=hidden).status_code == 200
    hidden["Sec-Fetch-Site"] = "cross-site"
    assert site.post(link("manage"), data={"act": "resume"}, headers=hidden).status_code == 403


def test_a_token_is_good_for_its_link_alone(site, state):
    state.mailing.subscribe(subscription("siti"))
    tokens = {purpose: link(purpose).rpartition("/")[2] for purpose in ("confirm", "unsubscribe", "manage")}
    for purpose in tokens:
        for other, token in tokens.items():
            answer = site.get(f"/subscriptions/{purpose}/{token}")
            assert answer.status_code == (200 if purpose == other else 404)
        assert site.post(f"/subscriptions/{purpose}/{tokens[purpose]}x", headers=OWN).status_code == 404
    assert site.post(link("confirm"), data={"act": "delete"}, headers=OWN).status_code == 404
    assert state.mailing.subscription("siti")


@pytest.mark.parametrize(
    ("language", "told"),
    [("id", "“Atlantis” tidak dikenal sebagai asal."), ("en", "“Atlantis” is not known as origin.")],
)
def test_why_a_search_is_asked_no_more_is_told_in_the_readers_language(language, told, site, state):
    search = {"origin": ["Atlantis"]}
    state.mailing.subscribe(subscription("siti", search=search, broken="unknown origin 'Atlantis'"))
    page = site.get(f"{link('manage')}?bahasa={language}").text
    assert told in page
    assert "unknown origin" not in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_search_that_never_found_anything_leads_to_what_is_found_without_part_of_it(
    language, site, monkeypatch
):
    monkeypatch.setattr(searches, "ENOUGH", 1)
    page = ask(site, search=f"q=kopi+qqzzqq&destination=FJ&bahasa={language}").text
    (see,) = (one for one in re.findall(r'href="([^"]+)"', page) if "qqzzqq" in one and one.startswith("/?"))
    assert f"bahasa={language}" in see
    assert site.get(unescape(see)).status_code == 200
    assert "pantau search" not in page


def test_what_a_search_says_stays_text(site, state):
    state.mailing.subscribe(subscription("siti", search={"text": "<script>alert(1)</script>"}, broken="<b>x"))
    page = site.get(link("manage")).text
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "&lt;script&gt;" in page


# ---------------------------------------------------------------- API


def test_a_program_subscribes_and_looks_after_it(site, state, inbox):
    told = {"address": "siti@contoh.go.id", "search": {"q": "kopi", "origin": ["33"]}, "day": 2, "hour": 8}
    answer = site.post("/api/v1/subscriptions", json=told)
    assert (answer.status_code, answer.json()) == (202, {"answer": "mailed"})
    (one,) = state.mailing.subscriptions()
    assert (one.search, one.day) == ({"text": "kopi", "origin": ["33"]}, 2)
    confirm, manage = (link(purpose, one.id).rpartition("/")[2] for purpose in ("confirm", "manage"))
    assert site.post(f"/api/v1/subscriptions/{manage}/confirm").status_code == 404
    assert site.post(f"/api/v1/subscriptions/{confirm}/confirm").json()["standing"] == "active"
    assert site.get(f"/api/v1/subscriptions/{manage}").json()["search"] == "kopi --origin 33"
    assert site.post(f"/api/v1/subscriptions/{manage}/pause").json()["standing"] == "paused"
    assert site.post(f"/api/v1/subscriptions/{manage}/delete").json() == {"standing": "gone"}
    assert site.get(f"/api/v1/subscriptions/{manage}").status_code == 404
    assert "siti@" not in site.get(f"/api/v1/subscriptions/{manage}").text


WRONG = {
    "no address": {"address": "siti", "search": {"q": "kopi"}},
    "everything": {"address": "siti@contoh.id", "search": {}},
    "days of its own": {"address": "siti@contoh.id", "search": {"q": "kopi", "since": "2021-01-01"}},
    "an unknown parameter": {"address": "siti@contoh.id", "search": {"kueri": "kopi"}},
    "an unknown field": {"address": "siti@contoh.id", "search": {"q": "kopi"}, "admin": True},
    "no hour": {"address": "siti@contoh.id", "search": {"q": "kopi"}, "hour": 24},
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_a_program_cannot_ask_for_is_a_problem_in_one_sentence(kind, site, state):
    answer = site.post("/api/v1/subscriptions", json=WRONG[kind])
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["detail"]
    assert state.mailing.subscriptions() == ()
