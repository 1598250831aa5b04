"""The API: its lists, pages, validators, failures and bounds, over the sample press."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from unittest.mock import patch

import pytest
from jsonschema import Draft202012Validator

from app.web.api import OPERATIONS
from app.web.openapi import document
from app.web.operations import ROOT
from app.web.settings import from_environment
from entities.errors import BadInput
from entities.records import Money, Release, Story
from indexer.index import Query, open_index
from indexer.sqlite import SQLiteIndex
from tests.api import CHANGED, NOW, still, still_index
from tests.api_examples import ASKED
from tests.exporting import article
from tests.web import reader

pytestmark = pytest.mark.usefixtures("backend")  # over a file, and over a server

LISTS = {
    "articles": "stories",
    "releases": "releases",
    "programmes": "programs",
    "events": "events",
    "schemes": "schemes",
}
SCHEMAS = document(OPERATIONS)


def get(address: str, **how):
    return still().get(ROOT + address, **how)


def unmarked(text: str) -> str:
    """A text without the cursors in it: those of a server's index name a moment, another one at every asking."""
    return re.sub(r"after=[\w-]+", "after=", text)


def key(of: str, item: dict) -> tuple:
    return (item["id"], json.dumps(item.get("release") or item.get("program"), sort_keys=True))


def pages(of: str, query: str):
    """All pages of a list, by following `next`."""
    client, address = still(), f"{ROOT}/{of}?{query}"
    while address:
        found = client.get(address)
        assert found.status_code == 200, found.text
        yield found
        address = found.json()["next"]


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("of", LISTS)
@pytest.mark.parametrize("query", ["limit=7", "limit=3&sort=oldest", "limit=100", "limit=2&q=ekspor"])
def test_pages_join_to_the_whole_from_the_first_to_the_last(of, query):
    met = [found.json() for found in pages(of, query)]
    items = [key(of, item) for page in met for item in page["items"]]
    assert len(items) == len(set(items)) == met[0]["total"] > 0
    assert {page["total"] for page in met} == {met[0]["total"]}
    assert met[-1]["next"] is None
    assert all(page["next"] for page in met[:-1])


@pytest.mark.parametrize("of", LISTS)
def test_a_list_has_what_the_index_has_in_its_order(of):
    index = open_index(still_index())
    asked = Query(of=LISTS[of], sort="value")
    ids = [(hit.event or hit.scheme or hit.story.article).id for hit in index.hits(asked)]
    index.close()
    assert [item["id"] for page in pages(of, "sort=value&limit=9") for item in page.json()["items"]] == ids


def test_the_link_header_leads_where_next_does():
    found = get("/articles?limit=20&q=ekspor")
    links = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', found.headers["link"]))
    assert {name: address for address, name in links.items()} == {
        "first": f"{ROOT}/articles?q=ekspor",
        "next": found.json()["next"],
    }
    (last,) = list(pages("articles", "limit=100"))
    assert 'rel="next"' not in last.headers["link"]


@pytest.mark.parametrize("of", LISTS)
def test_every_item_of_every_list_keeps_its_schema(of):
    (one,) = [op for op in OPERATIONS if op.path == f"/{of}"]
    schema = json.loads(json.dumps(one.returns).replace("#/$defs/", "#/components/schemas/"))
    valid = Draft202012Validator({**schema, "components": SCHEMAS["components"]})
    for found in pages(of, "limit=100"):
        assert [error.message for error in valid.iter_errors(found.json())] == []


def test_every_article_and_event_is_found_by_its_id():
    for of in ("articles", "events", "schemes"):
        for page in pages(of, "limit=100"):
            for item in page.json()["items"]:
                assert get(f"/{of}/{item['id']}").json()["id"] == item["id"]


def test_amounts_keep_their_digits(tmp_path):
    amounts = [Decimal("136056.11"), Decimal("123456789012345678"), Decimal("0.1")]
    index = SQLiteIndex(tmp_path / "p.db")
    values = tuple(Money(amount=amount, currency="USD") for amount in amounts)
    index.put([Story(article=article(), releases=(Release(values=values),), learnt_at=NOW)])
    index.close()
    found = reader(f"sqlite:///{tmp_path / 'p.db'}").get(f"{ROOT}/releases").text
    (item,) = json.loads(found, parse_float=Decimal)["items"]
    assert [value["amount"] for value in item["release"]["values"]] == amounts


def test_an_earlier_id_of_an_event_leads_to_the_one_it_has(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    known = open_index(still_index())
    story = known.get(CHANGED)
    known.close()
    later = replace(
        story.article, id="side-9", source="side", url="https://side.id/9", body=story.article.body[::-1]
    )
    index.put([story, replace(story, article=later, copy_of=None)])
    (event,) = [hit.event for hit in index.hits(Query(of="events"))]
    index.close()
    client = reader(f"sqlite:///{tmp_path / 'p.db'}")
    (alias,) = event.event.aliases
    found = client.get(f"{ROOT}/events/{alias}")
    assert (found.status_code, found.headers["location"]) == (308, f"{ROOT}/events/{event.id}")
    assert client.get(found.headers["location"]).json()["id"] == event.id
    assert client.get(f"{ROOT}/events/{event.id.lower()}").status_code == 200


# ---------------------------------------------------------------- text


def test_no_answer_holds_the_text_of_an_article_unless_the_server_may_show_it():
    index = open_index(still_index())
    story = index.get(CHANGED)
    index.close()
    paragraph = story.article.body.split("\n\n")[2]
    for address in ASKED.values():
        found = get(address).text
        assert paragraph not in found
        assert '"body":' not in found or "/why" in address
    assert paragraph in still(full_text=True).get(f"{ROOT}/articles/{CHANGED}").json()["body"]


def test_history_tells_what_changed_and_the_text_only_where_the_server_may_show_it():
    address = f"{ROOT}/articles/{CHANGED}/history"
    (short,), (whole,) = (still(full_text=may).get(address).json()["items"] for may in (False, True))
    assert short["changed"] == whole["changed"] == ["title", "body"]
    assert set(short["fields"]) == {"title"}
    assert whole["fields"]["body"]["after"] == "Kopi dalam 320 karung itu dibeli."


# ---------------------------------------------------------------- validators


@pytest.mark.parametrize("name", [name for name in ASKED if name != "download"])
def test_what_a_reader_has_is_not_sent_again(name):
    with patch("app.web.api_exports.now", lambda: NOW):
        first = get(ASKED[name])
        tag = first.headers["etag"]
        assert re.fullmatch(r'(W/)?"[0-9a-f]{24}(-gzip)?"', tag)
        for told in (tag, f'"other", {tag}', f"W/{tag.removeprefix('W/')}", "*"):
            again = get(ASKED[name], headers={"If-None-Match": told})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
            assert again.headers["cache-control"] == first.headers["cache-control"]
        other = get(ASKED[name], headers={"If-None-Match": '"other"'})
        assert unmarked(other.text) == unmarked(first.text)
        assert (tag[:2] == "W/") == (other.content != first.content)


def test_compressed_and_plain_are_two_representations():
    plain = get("/articles", headers={"Accept-Encoding": "identity"})
    zipped = get("/articles", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert unmarked(plain.text) == unmarked(zipped.text)
    assert plain.headers["etag"].strip('"') + "-gzip" == zipped.headers["etag"].strip('"')
    assert "Accept-Encoding" in plain.headers["vary"]


def test_another_content_has_another_tag(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put([Story(article=article(), learnt_at=NOW)])
    client = reader(f"sqlite:///{tmp_path / 'p.db'}")
    before = client.get(f"{ROOT}/articles")
    index.put([Story(article=article(title="Judul lain"), learnt_at=NOW)])
    after = client.get(f"{ROOT}/articles", headers={"If-None-Match": before.headers["etag"]})
    index.close()
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]


@pytest.mark.parametrize("name", ASKED)
def test_head_is_get_without_its_body(name):
    with patch("app.web.api_exports.now", lambda: NOW):
        whole, head = get(ASKED[name]), still().head(ROOT + ASKED[name])
    assert (head.status_code, head.content) == (200, b"")
    dropped = ("content-length", "vary") if name == "download" else ()
    dropped = ("content-length",) if whole.headers.get("etag", "").startswith("W/") else dropped
    names = whole.headers.keys() - {*dropped, "content-encoding"}
    assert {n: unmarked(head.headers.get(n, "")) for n in names} == {
        n: unmarked(whole.headers[n]) for n in names
    }


# ---------------------------------------------------------------- failures


def is_problem(found, status: int) -> bool:
    told = found.json()
    assert found.headers["content-type"] == "application/problem+json"
    assert set(told) == {"type", "title", "status", "detail"}
    assert "Traceback" not in found.text
    return found.status_code == told["status"] == status


@pytest.mark.parametrize(
    ("status", "address"),
    [
        (404, "/"),
        (404, "/articles/none"),
        (404, "/articles/none/why"),
        (404, "/articles/none/history"),
        (404, "/articles/none/copies"),
        (404, "/articles/none/cite.ris"),
        (404, "/events/EV-2021-00-00000000"),
        (404, "/schemes/PR-2021-00-00000000"),
        (404, "/schema/none"),
        (404, "/export/articles.exe"),
        (404, "/cite/articles.pdf"),
        (404, "/feeds/articles.rss"),
        (404, "/codes/none"),
        (400, "/export/none.csv"),
        (400, "/facets/none"),
        (400, "/articles?limit=0"),
        (400, "/articles?limit=101"),
        (400, "/articles?limit=x"),
        (400, "/articles?since=2021-02-30"),
        (400, "/articles?since=2022-01-01&until=2021-01-01"),
        (400, "/articles?sort=best"),
        (400, "/articles?q=a&q=b"),
        (400, "/articles?after=x"),
        (400, "/articles?of=releases"),
        (400, "/articles?bahasa=en"),
        (400, "/articles?min_value=USD+1&max_value=Rp2"),
        (400, "/facets/articles?facets=colour"),
        (400, "/series/articles?unit=day"),
        (400, "/suggest?limit=51"),
        (400, f"/articles/{CHANGED}/why?field=colour"),
        (400, "/export/articles.csv?limit=5"),
        (400, "/export/articles.ris?bom=yes"),
        (400, "/export/events.ris"),
        (400, "/feeds/articles.atom?sort=oldest"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_a_sentence(status, address):
    assert is_problem(get(address), status)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_changed(method):
    found = still().request(method, f"{ROOT}/articles")
    assert is_problem(found, 405)
    assert found.headers["allow"]


def test_a_failure_of_ours_is_a_problem_without_its_trace():
    with patch("app.web.api_lists.item", side_effect=ZeroDivisionError("secret")):
        found = get("/articles")
    assert is_problem(found, 500)
    assert "secret" not in found.text


def test_an_index_that_is_away_is_told_with_a_time_to_come_back(tmp_path):
    found = reader(f"sqlite:///{tmp_path / 'none.db'}", breaking=False).get(f"{ROOT}/articles")
    assert is_problem(found, 503)
    assert int(found.headers["retry-after"]) > 0
    assert str(tmp_path) not in found.text


HOSTILE = [
    "\x00",
    "%00",
    "../../etc/passwd",
    "' OR 1=1 --",
    '"unclosed',
    "<script>alert(1)</script>",
    "\r\nX-Injected: 1",
    "\u202eexe.csv",
    "a" * 2000,
    "kopi " * 300,
    "((((",
    "-",
    "OR OR",
    "id:",
    "*",
    "\ud800",
    "𝕏" * 100,
]


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:12]))
def test_hostile_words_are_words_or_refused(words):
    client = still()
    words = words.encode("utf-8", "surrogatepass")
    for path in (
        "articles",
        "events",
        "facets/releases",
        "export/articles.csv",
        "feeds/articles.atom",
        "cite/articles.bib",
    ):
        found = client.get(f"{ROOT}/{path}", params={"q": words})
        assert found.status_code in (200, 400), (path, found.text)
        assert "x-injected" not in found.headers
    for name in ("origin", "since", "min_value", "after", "source", "colour"):
        found = client.get(f"{ROOT}/articles", params={name: words})
        assert found.status_code in (200, 400)
    assert client.get(f"{ROOT}/suggest", params={"prefix": words}).status_code in (200, 400)


@pytest.mark.parametrize(
    "id", ["%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%00", "a%0d%0aX:1", "%ff%fe", "a" * 900, "a/b/c"]
)
def test_hostile_ids_are_unknown(id):
    for path in ("", "/why", "/cite.ris"):
        assert get(f"/articles/{id}{path}").status_code in (400, 404, 414)
    for of in ("events", "schemes"):
        assert get(f"/{of}/{id}").status_code in (400, 404, 414)


def test_an_id_may_hold_slashes(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put([Story(article=article("a/b c/why"), learnt_at=NOW)])
    index.close()
    client = reader(f"sqlite:///{tmp_path / 'p.db'}")
    assert client.get(f"{ROOT}/articles/a%2Fb%20c%2Fwhy/copies").json()["items"][0]["id"] == "a/b c/why"


# ---------------------------------------------------------------- where it stands


def test_addresses_keep_the_prefix_of_the_server():
    client = still(public_url="https://pantau.example.go.id/berita")
    found = client.get(f"/berita{ROOT}/articles?limit=1", headers={"host": "pantau.example.go.id"})
    assert found.json()["next"].startswith(f"/berita{ROOT}/articles?limit=1&after=")
    again = client.get(found.json()["next"], headers={"host": "pantau.example.go.id"})
    assert again.status_code == 200


def test_other_sites_read_the_api_only_where_a_setting_names_them():
    ours, other = "https://dashboard.example.go.id", "https://jahat.example"
    told = {
        (origins, origin): still(cors=origins).get(f"{ROOT}/schema", headers={"origin": origin}).headers
        for origins in ((), (ours,), ("*",))
        for origin in (ours, other)
    }
    allowed = {key: headers.get("access-control-allow-origin") for key, headers in told.items()}
    assert allowed == {
        ((), ours): None,
        ((), other): None,
        ((ours,), ours): ours,
        ((ours,), other): None,
        (("*",), ours): "*",
        (("*",), other): "*",
    }
    assert "Origin" in told[((ours,), other)]["vary"]
    assert told[((), ours)]["cross-origin-resource-policy"] == "same-origin"
    assert not any("access-control-allow-credentials" in headers for headers in told.values())
    assert "access-control-allow-origin" not in still(cors=("*",)).get("/", headers={"origin": ours}).headers


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", ()),
        ("*", ("*",)),
        ("https://a.example http://127.0.0.1:8000", ("https://a.example", "http://127.0.0.1:8000")),
    ],
)
def test_origins_are_read_from_the_environment(monkeypatch, written, told):
    monkeypatch.setenv("PANTAU_CORS", written)
    assert from_environment().cors == told


@pytest.mark.parametrize(
    "written", ["a.example", "https://a.example/", "https://a:b@c", "* https://a", "https://a:x"]
)
def test_what_is_no_origin_is_refused_in_a_sentence(monkeypatch, written):
    monkeypatch.setenv("PANTAU_CORS", written)
    with pytest.raises(BadInput, match="is no origin; write it as https://"):
        from_environment()
