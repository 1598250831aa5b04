"""The one editor corrects, hides, splits and joins; everyone else reads. Without a token there is no editor."""

from datetime import UTC, datetime, timedelta

import pytest

from app.web.serving import check_host
from app.web.settings import Settings, from_environment
from entities.errors import BadInput
from entities.extract import annotate
from entities.ledger_wire import entry_json
from indexer.index import open_index
from state.state import open_state, state_url
from tests.crawls import stories
from tests.editing import OWN, SECRET, TOKEN, WHY, correct, fields
from tests.ledger.press import reports
from tests.web import made_index, reader


@pytest.fixture
def index(backend):
    return made_index(annotate(one.article) for one in reports("first"))


def with_release(index):
    return next(
        story
        for story in stories(index).values()
        if len(story.releases) == 1 and story.releases[0].destinations
    )


def test_without_a_token_there_is_no_editor(index):
    with reader(index) as web:
        got = [web.get("/editor"), web.post("/editor", data={"token": ""}, headers=OWN)]
        got += [
            web.post(f"/editor/{path}", headers=OWN)
            for path in ("out", "undo", "articles/a/hide", "events/e/join")
        ]
        assert {one.status_code for one in got} == {404}


def test_a_reader_sees_no_form_and_can_change_nothing(web, index):
    id = with_release(index).article.id
    assert "/editor" not in web.get(f"/articles/{id}").text
    for path in (f"articles/{id}/hide", "undo", "out", "events/EV-1/split", "events/EV-1/join"):
        assert web.post(f"/editor/{path}", data={"why": "x", "number": "1"}, headers=OWN).status_code == 403
    assert id in stories(index)


def test_a_wrong_token_is_refused_and_after_five_the_right_one_too_for_ten_minutes(index):
    now = datetime(2021, 12, 23, tzinfo=UTC)
    with reader(index, editor_token=TOKEN, secret=SECRET) as web:
        web.app.state.clock = lambda: now
        tried = [web.post("/editor", data={"token": "x"}, headers=OWN).status_code for _ in range(6)]
        assert tried == [403] * 5 + [429]
        assert web.post("/editor", data={"token": TOKEN}, headers=OWN).status_code == 429
        now += timedelta(minutes=11)
        assert web.post("/editor", data={"token": TOKEN}, headers=OWN).status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(index):
    settings = {"editor_token": TOKEN, "secret": SECRET, "public_url": "https://127.0.0.1"}
    with reader(index, **settings) as web:
        set_to = web.post("/editor", data={"token": TOKEN}, headers=OWN).headers["set-cookie"]
    assert set_to.startswith("__Host-pantau_editor=")
    told = set_to.casefold()
    assert all(part in told for part in ("httponly", "samesite=strict", "secure", "max-age=3600", "path=/"))
    assert TOKEN not in set_to


@pytest.mark.parametrize("spoilt", ["", "x", "form of another session"])
def test_a_form_without_the_token_of_its_session_changes_nothing(signed, index, spoilt):
    id = with_release(index).article.id
    given = fields(signed.get(f"/articles/{id}").text, "/hide")
    if spoilt.startswith("form"):
        spoilt = given["form"]
        signed.cookies.clear()
        signed.post("/editor", data={"token": TOKEN}, headers=OWN)
    sent = signed.post(f"/editor/articles/{id}/hide", data=given | {"form": spoilt, "why": WHY}, headers=OWN)
    assert (sent.status_code, id in stories(index)) == (403, True)


def test_a_form_of_another_site_is_refused(signed, index):
    id = with_release(index).article.id
    given = fields(signed.get(f"/articles/{id}").text, "/hide")
    away = {"origin": "https://jahat.example", "sec-fetch-site": "cross-site"}
    assert (
        signed.post(f"/editor/articles/{id}/hide", data=given | {"why": WHY}, headers=away).status_code == 403
    )


def test_a_browser_that_tells_no_origin_because_of_our_policy_is_served(signed, index):
    id = with_release(index).article.id
    given = fields(signed.get(f"/articles/{id}").text, "/hide")
    null = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert (
        signed.post(f"/editor/articles/{id}/hide", data=given | {"why": WHY}, headers=null).status_code == 303
    )


def test_a_new_token_ends_the_session(signed):
    signed.app.state.settings = Settings(index="sqlite:///x.db", editor_token="u" * 40, secret=SECRET)
    assert "password" in signed.get("/editor").text


def test_a_release_is_corrected_and_marked_for_every_reader(signed, index):
    id = with_release(index).article.id
    assert correct(signed, id, "set-release", destinations="NZ").status_code == 303
    (release,) = stories(index)[id].releases
    assert (release.destinations, release.edited) == (("NZ",), ("destinations",))
    signed.cookies.clear()
    page = signed.get(f"/articles/{id}?bahasa=en").text
    assert "Corrected by the editor" in page
    assert WHY in page
    store = open_index(index)
    event = next(e for e in events(store) if id in {r.article for r in e.event.reports})
    store.close()
    assert "Corrected by the editor" in signed.get(f"/events/{event.id}?bahasa=en").text
    assert entry_json(event)["edited"] == {f"{id}-r1": ["destinations"]}


def test_figures_that_an_editor_set_are_shown_without_words_of_the_article(signed, index):
    id = with_release(index).article.id
    correct(signed, id, "set-release", values="USD 123456", quantities="321 kg")
    page = signed.get(f"/articles/{id}?bahasa=en").text
    assert "123,456" in page
    assert "321 kg" in page.replace("\u00a0", " ")


def test_a_mention_is_rejected(signed, index):
    story = with_release(index)
    before = len(story.mentions)
    assert correct(signed, story.article.id, "reject").status_code == 303
    assert len(stories(index)[story.article.id].mentions) < before


def test_an_article_is_hidden_and_comes_back(signed, index):
    id = with_release(index).article.id
    before = stories(index)
    assert correct(signed, id, "hide").headers["location"] == "/editor"
    assert signed.get(f"/articles/{id}").status_code == 404
    board = signed.get("/editor").text
    assert WHY in board
    assert signed.post("/editor/undo", data=fields(board, "/undo"), headers=OWN).status_code == 303
    assert stories(index) == before


def test_a_page_of_an_earlier_reading_corrects_nothing(signed, index):
    id = with_release(index).article.id
    old = fields(signed.get(f"/articles/{id}").text, "/set-release")
    correct(signed, id, "set-release", destinations="NZ")
    sent = signed.post(
        f"/editor/articles/{id}/set-release", data=old | {"why": WHY, "destinations": "FJ"}, headers=OWN
    )
    assert sent.status_code == 400
    assert stories(index)[id].releases[0].destinations == ("NZ",)


@pytest.mark.parametrize(
    "told", [{"why": ""}, {"destinations": "Jepang"}, {"values": "sejuta"}, {"place": "9"}, {"place": "-1"}]
)
def test_what_cannot_be_corrected_is_refused_in_a_sentence(signed, index, told):
    id = with_release(index).article.id
    assert correct(signed, id, "set-release", **{"destinations": "NZ", **told}).status_code == 400
    assert open_state(state_url(index)).corrections() == ()


def joined(index):
    store = open_index(index)
    try:
        return next(one for one in events(store) if len(one.event.reports) > 1)
    finally:
        store.close()


def events(store):
    from indexer.index import Query

    return [hit.event for hit in store.hits(Query(of="events")) if hit.event]


def test_an_event_is_split_joined_again_and_both_are_told(signed, index):
    one = joined(index)
    form = fields(signed.get(f"/events/{one.id}").text, "/split")
    last = one.event.reports[-1].key
    sent = signed.post(
        f"/editor/events/{one.id}/split", data=form | {"why": WHY, "report": last}, headers=OWN
    )
    assert sent.status_code == 303
    store = open_index(index)
    parts = [
        e for e in events(store) if {r.key for r in e.event.reports} & {r.key for r in one.event.reports}
    ]
    store.close()
    assert len(parts) == 2
    signed.cookies.clear()
    assert WHY in signed.get(f"/events/{parts[0].id}").text
    assert [d.kind for d in open_state(state_url(index)).decisions()] == ["split"]


@pytest.mark.parametrize(
    ("token", "secret"), [("pendek", SECRET), (TOKEN, ""), (TOKEN, "pendek")], ids=["token", "none", "secret"]
)
def test_a_token_or_secret_that_can_be_guessed_is_refused(monkeypatch, token, secret):
    monkeypatch.setenv("PANTAU_EDITOR_TOKEN", token)
    monkeypatch.setenv("PANTAU_SECRET", secret)
    with pytest.raises(BadInput) as told:
        from_environment()
    assert token not in str(told.value) or token in ("pendek",)


def test_a_token_is_not_sent_in_clear_and_never_printed(monkeypatch):
    settings = Settings(editor_token=TOKEN, secret=SECRET, host="0.0.0.0")
    with pytest.raises(BadInput, match="https"):
        check_host(settings, open_to_network=True)
    assert TOKEN not in repr(settings)
    assert SECRET not in repr(settings)
