"""On the page the editor adds what the rules missed, sets programmes, and splits and joins them; nobody else does."""

import re
from dataclasses import replace
from html import unescape

import pytest

from entities.extract import annotate
from indexer.index import Query, open_index
from state.state import open_state, state_url
from tests.crawls import stories
from tests.editing import ARTICLE, EXTRA, OWN, SECRET, TOKEN, WHY, correct, fields
from tests.schemes.press import notices
from tests.web import Page, made_index, reader, words

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(2)> \u202eterbalik'
FEW = 24  # notices, some of them of one programme
WRITTEN = replace(ARTICLE, body=ARTICLE.body + EXTRA)


@pytest.fixture
def index():
    return made_index([annotate(WRITTEN), *(annotate(one.article) for one in notices("first")[:FEW])])


def held(index, id="a-1"):
    return stories(index)[id]


def with_programme(index):
    return next(s for s in stories(index).values() if len(s.programs) == 1 and s.programs[0].name)


def schemes(index):
    store = open_index(index)
    try:
        return [hit.scheme for hit in store.hits(Query(of="schemes")) if hit.scheme]
    finally:
        store.close()


def same(one, other):
    return {n.key for n in one.scheme.reports} & {n.key for n in other.scheme.reports}


# ---------------------------------------------------------------- who may

ACTS = {
    "articles/a-1/add": {"words": "Wakanda", "mention": "country", "code": "FJ"},
    "articles/a-1/add-release": {"words": "Wakanda", "destinations": "FJ"},
    "articles/a-1/add-program": {"words": "Wakanda", "name": "Klinik"},
    "articles/a-1/set-program": {"place": "0", "name": "Klinik"},
    "programmes/PR-1/split": {"report": "a-1-p1"},
    "programmes/PR-1/join": {"other": "PR-2"},
}


def kept(index):
    state = open_state(state_url(index))
    return state.corrections(), state.decisions()


@pytest.mark.parametrize("path", ACTS)
def test_without_a_token_there_is_nobody_who_could(index, path):
    with reader(index) as web:
        assert web.post(f"/editor/{path}", data={**ACTS[path], "why": WHY}, headers=OWN).status_code == 404


@pytest.mark.parametrize("path", ACTS)
@pytest.mark.parametrize("form", ["", "x", "of another session"])
def test_a_form_that_is_not_of_the_session_changes_nothing(signed, index, path, form):
    if form.startswith("of"):
        form = fields(signed.get("/articles/a-1").text, "/hide")["form"]
        signed.cookies.clear()
        signed.post("/editor", data={"token": TOKEN}, headers=OWN)
    data = {**fields(signed.get("/articles/a-1").text, "/hide"), **ACTS[path], "why": WHY, "form": form}
    assert signed.post(f"/editor/{path}", data=data, headers=OWN).status_code == 403
    assert kept(index) == ((), ())


@pytest.mark.parametrize("path", ACTS)
def test_a_reader_or_another_site_changes_nothing(signed, index, path):
    data = {**fields(signed.get("/articles/a-1").text, "/hide"), **ACTS[path], "why": WHY}
    away = {"origin": "https://jahat.example", "sec-fetch-site": "cross-site"}
    assert signed.post(f"/editor/{path}", data=data, headers=away).status_code == 403
    signed.cookies.clear()
    assert signed.post(f"/editor/{path}", data=data, headers=OWN).status_code == 403
    assert kept(index) == ((), ())


def test_a_reader_sees_no_form_on_a_programme_and_its_page_may_be_kept(web, index):
    (one, *_) = schemes(index)
    found = web.get(f"/programmes/{one.id}")
    assert "/editor" not in found.text
    assert found.headers["cache-control"] == "no-cache"


def test_the_page_of_a_programme_with_forms_is_kept_by_nobody(signed, index):
    (one, *_) = schemes(index)
    assert signed.get(f"/programmes/{one.id}").headers["cache-control"] == "no-store"


# ---------------------------------------------------------------- what was missed


def test_a_mention_is_added_where_the_words_stand_and_marked_for_every_reader(signed, index):
    sent = correct(signed, "a-1", "add", words=" Wakanda ", mention="country", code="fj", role="destination")
    assert sent.status_code == 303
    story = held(index)
    (mention,) = (m for m in story.mentions if m.text == "Wakanda")
    assert (mention.value, mention.role) == ("FJ", "destination")
    assert story.releases[0].destinations == ("JP", "FJ")
    signed.cookies.clear()
    for language, told in (("id", "Tambah sebutan"), ("en", "Add mention")):
        page = words(signed.get(f"/articles/a-1?bahasa={language}").text)
        assert f"{told} Wakanda" in page
        assert WHY in page
        mark = {"id": "dikoreksi", "en": "corrected"}[language]
        assert (
            f"Fiji (FJ) · {'tujuan' if language == 'id' else 'destination'} · editor/editor · {mark}" in page
        )


def test_words_that_stand_several_times_are_listed_until_it_is_told_which(signed, index):
    given = {"words": "gudang Sekar", "mention": "product"}
    for language, told in (("id", "tercetak 2 kali"), ("en", "printed 2 times")):
        form = fields(signed.get("/articles/a-1").text, "/add")
        path = f"/editor/articles/a-1/add?bahasa={language}"
        refused = signed.post(path, data=form | given | {"why": WHY}, headers=OWN)
        assert refused.status_code == 400
        text = words(refused.text)
        assert told in text
        assert "gudang Sekar Baru" in text
    assert correct(signed, "a-1", "add", **given, nth="3").status_code == 400
    assert correct(signed, "a-1", "add", **given, nth="2").status_code == 303
    (mention,) = (m for m in held(index).mentions if m.text == "gudang Sekar")
    assert mention.start == WRITTEN.body.rindex("gudang Sekar")


def test_words_that_were_marked_are_taken_where_they_were_marked(signed, index):
    at = f"body:{WRITTEN.body.rindex('gudang Sekar')}"
    given = {"words": "gudang Sekar", "mention": "product", "at": at}
    assert correct(signed, "a-1", "add", **given | {"at": "body:1"}).status_code == 400
    assert correct(signed, "a-1", "add", **given).status_code == 303
    (mention,) = (m for m in held(index).mentions if m.text == "gudang Sekar")
    assert f"body:{mention.start}" == at


def test_the_text_tells_the_editor_where_its_sentences_stand_and_nobody_else(signed):
    page = signed.get("/articles/a-1").text
    for told in Page(page).all("bdi"):
        if "data-at" in told:
            field, start = told["data-at"].split(":")
            text = WRITTEN.title if field == "title" else WRITTEN.body
            first = re.search(rf'data-at="{told["data-at"]}">([^<]*)', page)[1]
            assert text[int(start) :].startswith(unescape(first))
    assert page.count("data-at=") > 2
    signed.cookies.clear()
    assert "data-at" not in signed.get("/articles/a-1").text


def test_a_release_is_added_of_its_sentence_with_what_is_given(signed, index):
    sent = correct(signed, "a-1", "add-release", words="asal Wakanda", destinations="FJ", date="2021-12-18")
    assert sent.status_code == 303
    release = held(index).releases[1]
    assert (release.destinations, set(release.edited)) == (("FJ",), {"destinations", "date"})
    signed.cookies.clear()
    text = words(signed.get("/articles/a-1").text)
    assert "Tambah pelepasan Pembeli berikutnya asal Wakanda, kata dia." in text


def test_a_programme_is_added_and_stands_in_the_list_of_programmes(signed, index):
    before = len(schemes(index))
    sent = correct(
        signed, "a-1", "add-program", words="meninjau gudang", name="Klinik Sekar", kind="training"
    )
    assert sent.status_code == 303
    assert len(schemes(index)) == before + 1
    assert "Klinik Sekar" in signed.get("/programmes?q=Klinik+Sekar").text


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("add", {"words": "Narnia", "mention": "country", "code": "FJ"}),
        ("add", {"words": "", "mention": "country", "code": "FJ"}),
        ("add", {"words": "Wakanda", "mention": "country"}),
        ("add", {"words": "Wakanda", "mention": "date"}),
        ("add", {"words": "Wakanda", "mention": "country", "code": "FJ", "role": "origin"}),
        ("add", {"words": "Wakanda", "mention": "country", "code": "FJ", "why": " "}),
        ("add", {"words": "Rp1,5 miliar", "mention": "value"}),
        ("add", {"words": "gudang Sekar", "mention": "product", "nth": "٢"}),
        ("add-release", {"words": "Wakanda"}),
        ("add-release", {"words": "Wakanda", "destinations": "Fiji"}),
        ("add-release", {"words": "Sebanyak 18 ton"}),
        ("add-program", {"words": "Wakanda", "kind": "party"}),
        ("add-program", {"words": "Wakanda", "kind": "training"}),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_kept(signed, index, action, given):
    assert correct(signed, "a-1", action, **given).status_code == 400
    assert kept(index) == ((), ())


def test_a_page_of_an_earlier_reading_adds_nothing(signed, index):
    old = fields(signed.get("/articles/a-1").text, "/add")
    correct(signed, "a-1", "set-release", destinations="NZ")
    given = {"words": "Wakanda", "mention": "country", "code": "FJ", "why": WHY}
    assert signed.post("/editor/articles/a-1/add", data=old | given, headers=OWN).status_code == 400
    assert len(kept(index)[0]) == 1


def test_what_was_said_is_taken_back_where_it_stands(signed, index):
    before = held(index)
    correct(signed, "a-1", "add", words="Wakanda", mention="country", code="FJ")
    signed.post("/editor/undo", data=fields(signed.get("/articles/a-1").text, "/undo"), headers=OWN)
    assert held(index) == before


def test_what_was_added_is_taken_back_on_the_board(signed, index):
    before = held(index)
    correct(signed, "a-1", "add", words="Wakanda", mention="country", code="FJ")
    correct(signed, "a-1", "add-release", words="asal Wakanda", date="2021-12-18")
    for _ in range(2):
        board = signed.get("/editor").text
        assert "Wakanda" in board
        signed.post("/editor/undo", data=fields(board, "/undo"), headers=OWN)
    assert held(index) == before


# ---------------------------------------------------------------- programmes


def test_a_programme_is_set_and_says_so_where_it_shows(signed, index):
    story = with_programme(index)
    id, before = story.article.id, story.programs[0]
    given = fields(signed.get(f"/articles/{id}").text, "/set-program")
    assert given["name"] == before.name
    assert correct(signed, id, "set-program", agency="Dinas Contoh", participants="77").status_code == 303
    (now,) = held(index, id).programs
    assert (now.agency, now.participants, now.edited) == ("Dinas Contoh", 77, ("agency", "participants"))
    assert replace(now, agency=before.agency, participants=before.participants, edited=()) == before
    one = next(s for s in schemes(index) if f"{id}-p1" in {n.key for n in s.scheme.reports})
    signed.cookies.clear()
    for path in (f"/articles/{id}?", f"/?q=id:{id}&", "/programmes?limit=50&"):
        assert "corrected" in words(signed.get(f"{path}bahasa=en").text), path
    assert f"{id}-p1 : Agency, Participants" in words(signed.get(f"/programmes/{one.id}?bahasa=en").text)
    assert f"{id}-p1 : Penyelenggara, Peserta" in words(signed.get(f"/programmes/{one.id}").text)


def test_a_programme_is_rejected(signed, index):
    id = with_programme(index).article.id
    assert correct(signed, id, "reject-program").status_code == 303
    assert held(index, id).programs == ()


def test_a_programme_is_split_told_of_joined_again_and_that_taken_back(signed, index):
    one = next(s for s in schemes(index) if len(s.scheme.reports) > 1)
    last = one.scheme.reports[-1].key
    form = fields(signed.get(f"/programmes/{one.id}").text, "/split")
    sent = signed.post(
        f"/editor/programmes/{one.id}/split", data=form | {"why": WHY, "report": last}, headers=OWN
    )
    assert sent.headers["location"] == f"/programmes/{one.id}"
    parts = [s for s in schemes(index) if same(s, one)]
    assert len(parts) == 2
    for language, told in (("id", "Keputusan penyunting"), ("en", "Decided by the editor")):
        page = signed.get(f"/programmes/{parts[0].id}?bahasa={language}").text
        assert told in page
        assert WHY in page
    signed.post("/editor/undo", data=fields(signed.get("/editor").text, "/undo"), headers=OWN)
    assert [s.id for s in schemes(index) if same(s, one)] == [one.id]
    other = next(s for s in schemes(index) if not same(s, one))
    form = fields(signed.get(f"/programmes/{one.id}").text, "/join")
    sent = signed.post(
        f"/editor/programmes/{one.id}/join", data=form | {"why": WHY, "other": f" {other.id} "}, headers=OWN
    )
    assert sent.status_code == 303
    assert len([s for s in schemes(index) if same(s, one) or same(s, other)]) == 1
    assert [d.kind for d in kept(index)[1]] == ["join"]


def test_an_event_and_a_programme_are_never_one(signed, index):
    (one, *_) = schemes(index)
    store = open_index(index)
    event = next(hit.event for hit in store.hits(Query(of="events")) if hit.event)
    store.close()
    form = fields(signed.get(f"/programmes/{one.id}").text, "/join")
    for other in (event.id, "PR-9", ""):
        sent = signed.post(
            f"/editor/programmes/{one.id}/join", data=form | {"why": WHY, "other": other}, headers=OWN
        )
        assert sent.status_code == 400
    assert kept(index)[1] == ()


# ---------------------------------------------------------------- hostile


def test_hostile_words_stay_words_on_every_page_that_tells_them(index):
    url = made_index([annotate(replace(WRITTEN, body=f"{WRITTEN.body}\n\nKata {HOSTILE} selesai."))])
    with reader(url, editor_token=TOKEN, secret=SECRET) as web:
        web.post("/editor", data={"token": TOKEN}, headers=OWN)
        refused = correct(web, "a-1", "add", words=HOSTILE + " lain", mention="product")
        assert refused.status_code == 400
        sent = correct(web, "a-1", "add", words=HOSTILE, mention="product", name="aneh", why=HOSTILE)
        assert sent.status_code == 303
        sent = correct(web, "a-1", "add-program", words="Kata <script>", name="A <b>", why=HOSTILE)
        assert sent.status_code == 303
        (one,) = schemes(url)
        pages = [web.get(path) for path in ("/articles/a-1", "/editor", f"/programmes/{one.id}")]
    for page in (refused, *pages):
        parsed = Page(page.text)
        assert not parsed.wrong
        assert not parsed.all("img")
        assert "alert(1)</script>" not in page.text
        assert "\u202e" not in page.text


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_forms_are_whole_and_every_field_has_a_label(signed, index, language):
    one = next(s for s in schemes(index) if len(s.scheme.reports) > 1)
    id = with_programme(index).article.id
    for path in (f"/articles/{id}", "/articles/a-1", f"/programmes/{one.id}"):
        text = signed.get(f"{path}?bahasa={language}").text
        parsed = Page(text)
        assert not parsed.wrong
        for form in re.findall(r"<form .*?</form>", text, re.S):
            shown = re.findall(r'<(?:input|select)(?![^>]*type="hidden")', form)
            assert len(shown) <= form.count("<label")
    assert ("Add release" in signed.get(f"/articles/a-1?bahasa={language}").text) is (language == "en")
