"""Feeds follow a search: what came last is first, ids and moments never move, no text of an article is in them."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest

from app.feeds import ATOM
from app.web.asked import OF
from app.web.operations import ROOT
from entities.records import Release, Story
from indexer.index import open_index
from indexer.sqlite import SQLiteIndex
from tests.api import CHANGED, NOW, still, still_index
from tests.exporting import RELEASE, article
from tests.test_export_formats import HOSTILE
from tests.web import reader

pytestmark = pytest.mark.usefixtures("backend")  # over a file, and over a server

A = f"{{{ATOM}}}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def atom(client, query: str = "", of: str = "articles") -> ElementTree.Element:
    found = client.get(f"{ROOT}/feeds/{of}.atom?{query}")
    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "application/atom+xml"
    return ElementTree.fromstring(found.content)


def told(client, query: str = "", of: str = "articles") -> dict:
    found = client.get(f"{ROOT}/feeds/{of}.json?{query}")
    assert found.headers["content-type"] == "application/feed+json"
    return json.loads(found.content)


def index(path, *stories: Story) -> str:
    held = SQLiteIndex(path)
    held.put(stories)
    held.close()
    return f"sqlite:///{path}"


def story(id: str, days: int = 0, **more) -> Story:
    return Story(article=article(id, **more), releases=(RELEASE,), learnt_at=NOW + timedelta(days=days))


# ---------------------------------------------------------------- what they hold


@pytest.mark.parametrize("of", OF)
def test_both_feeds_hold_what_the_search_finds(of):
    total = still().get(f"{ROOT}/{of}?q=ekspor").json()["total"]
    items = told(still(), "q=ekspor", of)["items"]
    entries = atom(still(), "q=ekspor", of).findall(f"{A}entry")
    assert len(items) == len(entries) == total > 1
    assert [e.findtext(f"{A}id") for e in entries] == [item["id"] for item in items]
    assert [e.findtext(f"{A}title") for e in entries] == [item["title"] for item in items]
    assert [e.findtext(f"{A}summary") for e in entries] == [item["content_text"] for item in items]
    assert [e.find(f"{A}link").get("href") for e in entries] == [item["url"] for item in items]


@pytest.mark.parametrize("of", OF)
def test_an_atom_feed_has_all_that_the_standard_asks(of):
    root = atom(still(), "", of)
    for at in (root, *root.findall(f"{A}entry")):
        assert UUID(at.findtext(f"{A}id").removeprefix("urn:uuid:"))
        assert at.findtext(f"{A}title")
        assert TIME.fullmatch(at.findtext(f"{A}updated"))
        assert at.findtext(f"{A}author/{A}name")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{A}link")}
    assert links["self"] == f"http://127.0.0.1{ROOT}/feeds/{of}.atom"
    assert links["alternate"].startswith("http://127.0.0.1/")


def test_a_json_feed_has_all_that_the_standard_asks():
    feed = told(still())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"http://127.0.0.1{ROOT}/feeds/articles.json"
    for item in feed["items"]:
        assert item["id"].startswith("urn:uuid:")
        assert item["content_text"]
        assert TIME.fullmatch(item["date_modified"])


def test_entries_tell_facts_and_no_text():
    (item,) = told(still(), "q=kopi+ijen")["items"]
    assert item["content_text"].startswith("CONTOH: data rekaan")
    assert (
        "Asal: Kabupaten Bondowoso. Tujuan: Korea Selatan. Barang: kopi arabika ijen bondowoso."
        in item["content_text"]
    )
    held = open_index(still_index())
    paragraphs = [p for hit in held.hits() for p in hit.story.article.body.split("\n\n") if len(p) > 80]
    held.close()
    for of in OF:
        text = still().get(f"{ROOT}/feeds/{of}.json?limit=100").text
        assert not [p for p in paragraphs if p in text]


def test_what_came_into_the_index_last_is_first_whatever_its_day(tmp_path):
    url = index(
        tmp_path / "p.db",
        story("side-1", days=1),
        story("side-2", days=3, published_at=datetime(2019, 1, 1, tzinfo=UTC)),
        story("side-3", days=2, published_at=None),
    )
    urls = [item["url"].rpartition("/")[2] for item in told(reader(url))["items"]]
    assert urls == ["side-2", "side-3", "side-1"]
    bounded = told(reader(url), "since=2021-01-01")["items"]
    assert [item["url"].rpartition("/")[2] for item in bounded] == ["side-1"]


def test_a_long_feed_goes_on_page_by_page():
    client, met, address = still(), [], f"{ROOT}/feeds/articles.json?limit=15"
    while address:
        page = client.get(address).json()
        met += [item["id"] for item in page["items"]]
        address = page.get("next_url")
    assert len(met) == len(set(met)) == 43


# ---------------------------------------------------------------- what never moves


def test_ids_and_moments_are_the_same_on_every_server_and_after_every_change(tmp_path):
    def shown(url: str, **settings):
        feed = told(reader(url, **settings))
        return [(item["id"], item["date_modified"]) for item in feed["items"]]

    once = shown(index(tmp_path / "a.db", story("side-1")))
    moved = shown(index(tmp_path / "b.db", story("side-1")), public_url="http://127.0.0.1/lain")
    changed = shown(index(tmp_path / "a.db", story("side-1", days=9, title="Judul baru")))
    assert once == moved == changed


def test_the_id_of_a_feed_is_that_of_its_search():
    ids = [
        atom(still(), query).findtext(f"{A}id")
        for query in ("q=kopi", "q=kopi&limit=2", "destination=JP", "destination=Jepang", "q=teh")
    ]
    assert ids[0] == ids[1]
    assert ids[2] == ids[3]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("limit", ["", "&limit=2"], ids=["whole", "with a page that follows"])
@pytest.mark.parametrize("suffix", ["atom", "json"])
def test_what_a_reader_of_feeds_has_is_not_sent_again(suffix, limit):
    address = f"{ROOT}/feeds/articles.{suffix}?q=kopi{limit}"
    first = still().get(address)
    assert first.headers["last-modified"] == "Fri, 31 Dec 2021 05:00:00 GMT"
    by_tag = {"If-None-Match": first.headers["etag"]}
    by_day = {"If-Modified-Since": first.headers["last-modified"]}
    earlier = {"If-Modified-Since": "Fri, 31 Dec 2021 04:59:59 GMT"}
    other = {"If-None-Match": '"x"', **by_day}
    wrong = {"If-Modified-Since": "kemarin"}
    status = [
        still().get(address, headers=told).status_code for told in (by_tag, by_day, earlier, other, wrong)
    ]
    assert status == [304, 304, 200, 200, 200]


def test_an_empty_feed_is_a_feed(tmp_path):
    url = index(tmp_path / "p.db")
    assert told(reader(url))["items"] == []
    assert atom(reader(url)).findtext(f"{A}updated") == "1970-01-01T00:00:00Z"
    assert "last-modified" not in reader(url).get(f"{ROOT}/feeds/articles.atom").headers


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:12]))
def test_hostile_text_stays_text(words, tmp_path):
    words = words.encode("utf-8", "replace").decode()  # an index holds no lone surrogates
    hostile = story("side-1", title=words, url=f"https://e.example/{words}", authors=(words,))
    release = Release(exporter=words, products=(words,))
    url = index(tmp_path / "p.db", Story(article=hostile.article, releases=(release,), learnt_at=NOW))
    for of in ("articles", "releases"):
        (entry,) = atom(reader(url), "", of).findall(f"{A}entry")
        assert [child.tag for child in entry if not child.tag.startswith(A)] == []
        assert not list(entry.find(f"{A}title"))
        (item,) = told(reader(url), "", of)["items"]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", json.dumps(item, ensure_ascii=False))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "//e.example/x"])
def test_only_web_addresses_become_links(url, tmp_path):
    held = index(tmp_path / "p.db", story("side-1", url=url))
    (entry,) = atom(reader(held)).findall(f"{A}entry")
    assert entry.find(f"{A}link") is None
    assert "url" not in told(reader(held))["items"][0]


def test_a_search_in_a_feed_is_escaped():
    root = atom(still(), "q=%3Cscript%3E%26%22")
    assert root.findtext(f"{A}title").startswith("Pantau, pencarian berita: ")
    assert "<script>" in root.findtext(f"{A}title")


def test_the_article_of_an_entry_is_found_again():
    (item,) = told(still(), f"q=id:{CHANGED}")["items"]
    assert item["url"].startswith("https://www.beritadaerah.co.id/2021/12/17/")
