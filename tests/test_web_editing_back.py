"""A form of the editor that is not taken comes back with all that was typed, and says beside its field what is wrong."""

import re
from dataclasses import replace
from html import unescape

import pytest

from app.web import editing
from entities.errors import Busy, IndexUnusable
from entities.extract import annotate
from indexer.index import Query, open_index
from state.state import open_state, state_url
from tests.crawls import stories
from tests.editing import ARTICLE, EXTRA, OWN, TOKEN, WHY, fields
from tests.ledger.press import reports
from tests.web import Page, made_index, words

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> \u202e\x07 </select></form>'
PLAN = "Bupati membuka Klinik Ekspor Laweyan bagi 50 UMKM."


@pytest.fixture
def index():
    written = replace(ARTICLE, body=f"{ARTICLE.body}{EXTRA}\n\n{PLAN}")
    return made_index([annotate(written), *(annotate(one.article) for one in reports("first")[:60])])


def send(web, action, *, language="id", headers=OWN, **told):
    """The answer to a form of the article, filled in; and what was sent."""
    hidden = fields(web.get("/articles/a-1").text, f"/{action}")
    sent = hidden | {"why": WHY} | told
    address = f"/editor/articles/a-1/{action}?bahasa={language}"
    return web.post(address, data=sent, headers=headers), sent


def kept(index):
    state = open_state(state_url(index))
    return len(state.corrections()) + len(state.decisions())


def form_of(text, action):
    """The form of a page that has what was typed: of several to one address that with the sentence, or the first."""
    forms = [
        one
        for one in re.findall(r"<form .*?</form>", text, re.S)
        if re.search(rf'action="[^"]*/{action}[?"]', one)
    ]
    return next((one for one in forms if "salah" in one), forms[0])


def typed(form):
    """Field -> what it holds, as a browser would send it."""
    found = {
        a["name"]: a.get("value", "")
        for a in Page(form).all("input")
        if "name" in a and a.get("type") != "checkbox"
    }
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        found[name] = unescape(chosen[1]) if chosen else unescape(re.search(r'value="([^"]*)"', options)[1])
    return found


def described(form, field):
    """The sentence that a field of a form is described by; it is the one that is marked, and the focus is there."""
    (marked,) = [a for tag in ("input", "select") for a in Page(form).all(tag) if "aria-invalid" in a]
    assert (marked["name"], marked["aria-invalid"], "autofocus" in marked) == (field, "true", True)
    (sentence,) = re.findall(rf'<\w+ [^>]*id="{marked["aria-describedby"]}"[^>]*>(.*?)</', form)
    return unescape(sentence)


# ---------------------------------------------------------------- what is wrong, and where

# action: (what is typed, the field that is wrong, what is said of it)
WRONG = {
    "no code": ("set-release", {"destinations": "Jepang", "exporter": "PT Sekar"}, "destinations", "“Jepang” bukan kode negara"),
    "no amount": ("set-release", {"values": "IDR sejuta"}, "values", "“sejuta” bukan angka"),
    "no day": ("set-release", {"date": "besok"}, "date", "“besok” bukan tanggal"),
    "no reason": ("set-release", {"destinations": "NZ", "why": "  "}, "why", "Koreksi perlu alasan."),
    "a long reason": ("hide", {"why": "a" * 501}, "why", "paling panjang 500 huruf"),
    "no participants": ("set-program", {"participants": "banyak"}, "participants", "bukan jumlah peserta"),
    "a mention unchanged": ("set", {}, None, "Belum ada yang diubah"),
    "words that are not there": ("add", {"words": "Narnia", "mention": "country"}, "words", "tidak tercetak"),
    "words that stand twice": ("add", {"words": "gudang Sekar", "mention": "product"}, "nth", "sebut yang ke berapa"),
    "a code that is missing": ("add", {"words": "Wakanda", "mention": "country"}, "code", "isi juga Kode"),
    "a role of another kind": (
        "add", {"words": "Wakanda", "mention": "country", "code": "FJ", "role": "origin"}, "role", "pilih tujuan, disebut",
    ),
    "what is read already": ("add", {"words": "Jepang", "mention": "country", "nth": "1"}, "words", "sudah dibaca"),
    "a release without anything": ("add-release", {"words": "meninjau gudang"}, None, "isi sedikitnya satu ruas"),
    "the same release": ("add-release", {"words": "asal Wakanda", "destinations": "JP"}, None, "sudah dikabarkan oleh pelepasan 1"),
    "a programme without a kind": ("add-program", {"words": "Wakanda", "name": "x" * 201}, "name", "1 sampai 200 huruf"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_it_comes_back_with_all_that_was_typed_and_the_sentence_beside_its_field(signed, index, case):
    action, told, field, sentence = WRONG[case]
    answer, sent = send(signed, action, **told)
    assert (answer.status_code, answer.headers["cache-control"]) == (400, "no-store")
    page = Page(answer.text)
    assert not page.wrong
    form = form_of(answer.text, action)
    now = typed(form)
    assert {name: now.get(name) for name in sent if name != "form"} == {
        name: value for name, value in sent.items() if name != "form"
    }
    if field:
        assert sentence in described(form, field)
    else:
        (above,) = re.findall(r'<p class="wrong" id="salah" tabindex="-1" autofocus>(.*?)</p>', form)
        assert sentence in unescape(above)
    assert len([a for _, a in page.tags if a.get("id") == "salah"]) == 1
    assert "Belum disimpan" in re.search(r"<title>(.*?)</title>", answer.text)[1]
    assert sentence in words(re.search(r'<div class="wrong" role="alert">.*?</div>', answer.text, re.S)[0])
    assert kept(index) == 0


@pytest.mark.parametrize("case", WRONG)
def test_it_stands_open_and_no_other_form_does(signed, case):
    action, told, _, _ = WRONG[case]
    answer, _ = send(signed, action, **told)
    opened = re.findall(r"<details open>.*?</details>", answer.text, re.S)
    assert len(opened) == 1
    assert "salah" in opened[0]


def test_on_english_pages_it_says_so_in_english_and_stays_there(signed):
    answer, _ = send(signed, "set-release", language="en", destinations="Jepang")
    assert "“Jepang” is no code of a country" in described(
        form_of(answer.text, "set-release"), "destinations"
    )
    assert "Not kept yet" in answer.text
    other = [a["href"] for a in Page(answer.text).all("a", hreflang="id")]
    assert other == ["/articles/a-1?bahasa=id"]  # the page itself; an address of a form shows nothing


def test_set_right_and_sent_again_it_is_taken(signed, index):
    answer, _ = send(signed, "set-release", destinations="Jepang, FJ", exporter="PT Sekar")
    again = typed(form_of(answer.text, "set-release")) | {"destinations": "JP, FJ"}
    assert signed.post("/editor/articles/a-1/set-release", data=again, headers=OWN).status_code == 303
    (release, *_) = stories(index)["a-1"].releases
    assert (release.destinations, release.exporter) == (("JP", "FJ"), "PT Sekar")


@pytest.mark.parametrize("action", ["add", "set-release", "add-program", "hide"])
def test_hostile_text_comes_back_as_text(signed, action):
    names = [
        name
        for name in fields(signed.get("/articles/a-1").text, f"/{action}")
        if name not in ("form", "print", "place", "item")
    ]
    answer, _ = send(
        signed, action, **dict.fromkeys((*names, "words", "why", "at", "nth", "role"), HOSTILE * 9)
    )
    assert answer.status_code == 400
    page = Page(answer.text)
    assert not page.wrong
    assert not page.all("img")
    assert "<script>alert" not in answer.text
    assert not re.search("[\u202e\x07]", answer.text)
    assert "alert(1)" in unescape(form_of(answer.text, action))


# ---------------------------------------------------------------- nobody's fault


@pytest.mark.parametrize(
    ("error", "told"), [(Busy("x"), "coba lagi"), (IndexUnusable("/rahasia"), "tidak dapat dibaca")]
)
def test_it_comes_back_where_the_index_cannot_take_it_now(signed, index, monkeypatch, error, told):
    def away(*_):
        raise error

    monkeypatch.setattr(editing, "editor", away)
    answer, _ = send(signed, "set-release", destinations="FJ")
    assert answer.status_code == 503
    form = form_of(answer.text, "set-release")
    assert typed(form)["destinations"] == "FJ"
    assert told in words(form)
    assert "rahasia" not in answer.text


def test_of_an_article_that_is_gone_there_is_no_form(signed, index):
    sent = fields(signed.get("/articles/a-1").text, "/set-release")
    store = open_index(index)
    store.withdraw(ARTICLE.id)
    store.close()
    answer = signed.post("/editor/articles/a-1/set-release", data=sent | {"why": WHY}, headers=OWN)
    assert (answer.status_code, "tidak memuat berita" in answer.text) == (400, True)


# ---------------------------------------------------------------- another reading


def test_of_an_earlier_reading_it_comes_back_where_the_same_is_read_and_can_be_sent(signed, index):
    old = fields(signed.get("/articles/a-1").text, "/set-program")
    assert send(signed, "add", words="Wakanda", mention="country", code="FJ")[0].status_code == 303
    sent = old | {"why": WHY, "agency": "Dinas Contoh"}
    answer = signed.post("/editor/articles/a-1/set-program", data=sent, headers=OWN)
    form = form_of(answer.text, "set-program")
    assert (answer.status_code, "dibaca lagi" in words(form)) == (400, True)
    again = typed(form)
    assert again["agency"] == "Dinas Contoh"
    assert signed.post("/editor/articles/a-1/set-program", data=again, headers=OWN).status_code == 303
    assert stories(index)["a-1"].programs[0].agency == "Dinas Contoh"


def test_of_what_is_read_otherwise_by_now_the_text_is_shown_and_fills_no_other_form(signed, index):
    old = fields(signed.get("/articles/a-1").text, "/set-release")
    assert send(signed, "set-release", destinations="NZ")[0].status_code == 303
    sent = old | {"why": WHY, "exporter": "PT <b>Sekar</b>", "destinations": "FJ"}
    answer = signed.post("/editor/articles/a-1/set-release", data=sent, headers=OWN)
    assert answer.status_code == 400
    shown = words(re.search(r'id="salah".*?</dl>', answer.text, re.S)[0])
    assert "Eksportir PT <b>Sekar</b>" in shown
    assert "Tujuan FJ" in shown
    assert f"Alasan {WHY}" in shown
    assert typed(form_of(answer.text.partition("</dl>")[2], "set-release"))["destinations"] == "NZ"
    assert "<b>Sekar" not in answer.text
    assert kept(index) == 1


# ---------------------------------------------------------------- sessions


def test_without_a_session_it_waits_behind_the_form_to_sign_in(signed, index):
    given = {"destinations": "FJ", "exporter": HOSTILE, "why": "tujuannya Fiji"}
    hidden = fields(signed.get("/articles/a-1").text, "/set-release")
    signed.cookies.clear()
    door = signed.post("/editor/articles/a-1/set-release?bahasa=en", data=hidden | given, headers=OWN)
    assert (door.status_code, door.headers["cache-control"]) == (403, "no-store")
    assert "session is over" in door.text
    assert [a["href"] for a in Page(door.text).all("a", hreflang="id")] == ["/editor?bahasa=id"]
    assert not Page(door.text).wrong
    assert "<script>alert" not in door.text
    carried = typed(re.search(r'<form method="post" action="/editor.*?</form>', door.text, re.S)[0])
    assert not {"form", "print", "kept.form", "kept.print"} & carried.keys()
    wrong = signed.post("/editor?bahasa=en", data=carried | {"token": "salah"}, headers=OWN)
    assert (wrong.status_code, "That token is wrong" in wrong.text, "Fiji" in wrong.text) == (403, True, True)
    back = signed.post("/editor?bahasa=en", data=carried | {"token": TOKEN}, headers=OWN)
    assert (back.status_code, back.headers["cache-control"]) == (200, "no-store")
    assert "pantau_editor=" in back.headers["set-cookie"]
    assert kept(index) == 0  # to sign in does nothing else
    again = typed(form_of(back.text, "set-release"))
    assert (again["destinations"], again["why"]) == ("FJ", "tujuannya Fiji")
    again["exporter"] = "PT Sekar"
    assert signed.post("/editor/articles/a-1/set-release", data=again, headers=OWN).status_code == 303
    assert stories(index)["a-1"].releases[0].exporter == "PT Sekar"


@pytest.mark.parametrize(
    "to", ["", "articles", "https://jahat.example/x/y", "articles/a-9/hide", "events/EV-1/join", "a/b/c"]
)
def test_whatever_is_to_come_back_leads_nowhere_but_to_our_pages(web, to):
    answer = web.post("/editor", data={"token": TOKEN, "to": to, "kept.why": "x"}, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/editor")


def test_a_form_of_an_earlier_session_comes_back_with_one_of_this(signed, index):
    old = fields(signed.get("/articles/a-1").text, "/hide")
    signed.cookies.clear()
    signed.post("/editor", data={"token": TOKEN}, headers=OWN)
    answer = signed.post("/editor/articles/a-1/hide", data=old | {"why": "diminta"}, headers=OWN)
    form = form_of(answer.text, "hide")
    assert (answer.status_code, kept(index), "terlalu lama" in words(form)) == (403, 0, True)
    assert signed.post("/editor/articles/a-1/hide", data=typed(form), headers=OWN).status_code == 303


def test_a_wrong_token_is_told_beside_its_field_and_never_shown(web):
    answer = web.post("/editor", data={"token": "bukan-token-itu"}, headers=OWN)
    assert answer.status_code == 403
    assert described(answer.text, "token") == "Token itu salah."
    assert "bukan-token-itu" not in answer.text


# ---------------------------------------------------------------- events and programmes


@pytest.fixture
def event(index):
    store = open_index(index)
    try:
        return next(
            h.event for h in store.hits(Query(of="events")) if h.event and len(h.event.event.reports) > 2
        )
    finally:
        store.close()


def decide(web, one, action, **told):
    form = fields(web.get(f"/events/{one.id}").text, f"/{action}")["form"]
    return web.post(f"/editor/events/{one.id}/{action}", data={"form": form, "why": WHY} | told, headers=OWN)


def test_a_split_comes_back_with_its_ticks(signed, index, event):
    keys = [report.key for report in event.event.reports]
    none, all_of_them = decide(signed, event, "split"), decide(signed, event, "split", report=keys)
    long = decide(signed, event, "split", report=keys[:2], why="a" * 501)
    for answer, field, told, ticked in (
        (none, "report", "sedikitnya satu laporan", []),
        (all_of_them, "report", "Tidak ada laporan yang tersisa", keys),
        (long, "why", "paling panjang 500 huruf", keys[:2]),
    ):
        form = form_of(answer.text, "split")
        assert (answer.status_code, Page(answer.text).wrong) == (400, [])
        assert told in described(form, field)
        assert [a["value"] for a in Page(form).all("input", name="report") if "checked" in a] == ticked
    assert typed(form_of(long.text, "split"))["why"] == "a" * 501
    assert kept(index) == 0


@pytest.mark.parametrize(
    ("other", "told"),
    [("EV-9", "Tidak ada peristiwa “EV-9”."), ("itself", "sudah satu"), (HOSTILE, "Tidak ada")],
)
def test_a_join_comes_back_with_what_was_named(signed, index, event, other, told):
    other = event.id if other == "itself" else other
    answer = decide(signed, event, "join", other=other, why="sama")
    form = form_of(answer.text, "join")
    assert (answer.status_code, Page(answer.text).wrong, kept(index)) == (400, [], 0)
    assert told in described(form, "other")
    assert typed(form)["why"] == "sama"
    assert typed(form)["other"].startswith(other[:20])
    assert "<script>alert" not in answer.text


def test_a_reader_who_sends_a_form_is_shown_no_form_but_that_to_sign_in(web, index):
    answer = web.post("/editor/articles/a-1/hide", data={"why": "x"}, headers=OWN)
    assert (answer.status_code, kept(index)) == (403, 0)
    assert [a["action"] for a in Page(answer.text).all("form")] == ["/editor"]
