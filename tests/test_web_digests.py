"""The archive of digests on the page: what `pantau digest --to` wrote, in the frame of the site, as files and as a feed."""

import os
import re
from html import unescape
from json import loads
from pathlib import Path
from shutil import copytree
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.digests.archive import earlier, shelf
from app.digests.week import read_week
from app.web.serving import check_digests
from entities.errors import BadInput
from indexer.sqlite import SQLiteIndex
from tests.digests import MONDAY, PUBLIC, WEEK, days, idr, made, program, release, story
from tests.web import Page, links, reader, words

ATOM = "{http://www.w3.org/2005/Atom}"
W50, W51, W52 = (read_week(f"2021-W{n}", WEEK.monday) for n in (50, 51, 52))


STORIES = [
    story("a", release(idr(1_500_000_000), products=("kopi",), printed=("Rp1,5 miliar",))),
    story("b", release(products=("<b>batik</b>",), origins=("51.71",), destinations=("US",))),
    story("c", programs=(program("Klinik Ekspor"),)),
    story("d", release(products=("teh",)), published=MONDAY - days(6)),
]


@pytest.fixture
def index(tmp_path):
    held = SQLiteIndex(tmp_path / "p.db", create=True)
    held.put(STORIES)
    yield held
    held.close()


def write(index, folder, *weeks, language="id", public=None):
    for week in weeks:
        digest = made(index, week=week, earlier=earlier(folder), language=language)
        shelf(folder, digest, public).write(digest)
    return folder


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder of two weeks in Indonesian, and one of the later week in English."""
    at = tmp_path_factory.mktemp("digests")
    held = SQLiteIndex(at / "p.db", create=True)
    held.put(STORIES)
    write(held, at / "id", W50, W51)
    write(held, at / "en", W51, language="en")
    held.close()
    return at


@pytest.fixture
def folders(written, tmp_path):
    """Both of them, to be spoilt."""
    return tuple(Path(copytree(written / name, tmp_path / name)) for name in ("id", "en"))


@pytest.fixture
def web(folders):
    with reader(digests=folders) as one:
        yield one


def test_all_issues_are_listed_the_newest_first_with_their_files(web, folders):
    page = web.get("/digest")
    assert page.status_code == 200
    assert Page(page.text).wrong == []
    listed = [href for href in links(page.text, "/digest/2021") if "." not in href]
    assert listed == ["/digest/2021-W51", "/digest/2021-W50"]
    assert loads((folders[0] / "2021-W51.json").read_text("utf-8"))["summary"] in words(page.text)
    assert "20 Desember 2021 – 26 Desember 2021" in words(page.text)
    for href in links(page.text, "/digest"):
        assert web.get(href).status_code == 200, href


def test_an_issue_is_what_was_written_in_the_frame_of_the_site(web, folders):
    page = web.get("/digest/2021-W51")
    assert page.status_code == 200
    assert Page(page.text).wrong == []
    written = re.search(r"<body>(.*)</body>", (folders[0] / "2021-W51.html").read_text("utf-8"), re.S)[1]
    assert words(written) in words(page.text)
    assert page.text.count("<svg") == written.count("<svg") > 0
    assert page.text.count("<h1>") == 1
    assert re.search(r'<nav [^>]*>.*aria-current="page">Ringkasan<', page.text, re.S)


def test_an_issue_needs_no_style_within_the_page_and_leads_to_what_is_served(web):
    page = web.get("/digest/2021-W51")
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    inside = page.text.partition('<div class="digest"')[2]
    found = links(inside, "/digest")
    assert {"/digest", "/digest/atom.xml", "/digest/2021-W50", "/digest/2021-W51.md"} <= set(found)
    assert not re.findall(
        r'href="(?!/|https?:|#)[^"]*"', inside
    )  # nothing is relative to the folder any more
    for href in found:
        assert web.get(href).status_code == 200, href


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("txt", "text/plain; charset=utf-8"),
        ("md", "text/markdown; charset=utf-8"),
        ("json", "application/json"),
    ],
)
def test_a_file_is_served_byte_for_byte_and_not_twice(web, folders, suffix, kind):
    got = web.get(f"/digest/2021-W51.{suffix}")
    assert got.headers["content-type"] == kind
    assert got.content == (folders[0] / f"2021-W51.{suffix}").read_bytes()
    again = web.get(f"/digest/2021-W51.{suffix}", headers={"if-none-match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_feed_leads_to_pages_of_the_site_in_its_own_language(web):
    got = web.get("/digest/atom.xml?bahasa=en")
    assert got.headers["content-type"] == "application/atom+xml"
    assert web.get("/digest/atom.xml", headers={"if-none-match": got.headers["etag"]}).status_code == 200
    feed = ElementTree.fromstring(got.text)
    at = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert at == {
        "self": "http://127.0.0.1/digest/atom.xml?bahasa=en",
        "alternate": "http://127.0.0.1/digest?bahasa=en",
    }
    (entry,) = feed.findall(f"{ATOM}entry")
    address = entry.find(f"{ATOM}link").get("href")
    assert address == entry.find(f"{ATOM}content").get("src") == "http://127.0.0.1/digest/2021-W51?bahasa=en"
    assert "week 2021-W51" in web.get(address).text


def test_ids_and_moments_of_the_feed_are_those_of_the_folder(web, folders):
    def told(text):
        feed = ElementTree.fromstring(text)
        return [
            (one.find(f"{ATOM}id").text, one.find(f"{ATOM}updated").text)
            for one in (feed, *feed.findall(f"{ATOM}entry"))
        ]

    assert told(web.get("/digest/atom.xml").text) == told((folders[0] / "atom.xml").read_text("utf-8"))


# ---------------------------------------------------------------- languages


def test_a_reader_gets_the_digest_of_their_language_and_can_switch(web):
    assert "Ekspor UMKM, pekan 2021-W51" in web.get("/digest/2021-W51").text
    english = web.get("/digest/2021-W51?bahasa=en").text
    assert "Small-business exports, week 2021-W51" in english
    assert all("bahasa=en" in href for href in links(english, "/digest") if "bahasa=id" not in href)
    (other,) = re.findall(r'hreflang="id"[^>]*href="([^"]+)"', english)
    assert "Ekspor UMKM, pekan 2021-W51" in web.get(unescape(other)).text


def test_what_is_there_in_one_language_alone_is_shown_and_marked_for_readers_of_the_other(web):
    page = web.get("/digest/2021-W50?bahasa=en").text
    assert "This digest is in Indonesian" in page
    assert '<div class="digest" lang="id">' in page
    assert 'lang="en"' in page.partition(">")[2]


def test_two_folders_of_one_language_are_refused_at_the_start(index, folders, tmp_path):
    with pytest.raises(BadInput, match="one language"):
        check_digests([folders[0], write(index, tmp_path / "more", W52)])
    check_digests([*folders, tmp_path / "not yet"])


# ---------------------------------------------------------------- settings


def test_the_menu_leads_there_only_where_a_folder_is_told(web):
    assert "/digest" in links(web.get("/").text, "/digest")
    with reader() as without:
        assert links(without.get("/").text, "/digest") == []
        assert {without.get(f"/digest{at}").status_code for at in ("", "/2021-W51", "/atom.xml")} == {404}


def test_a_folder_without_an_issue_says_so(tmp_path):
    with reader(digests=(tmp_path / "later",)) as web:
        page = web.get("/digest")
        assert (page.status_code, "Belum ada ringkasan" in page.text) == (200, True)
        assert web.get("/digest/atom.xml").status_code == 404


def test_an_issue_that_is_written_later_is_there_without_a_restart(web, index, folders):
    assert web.get("/digest/2021-W52").status_code == 404
    index.put([story("e", release(products=("lada",)), published=MONDAY + days(8))])
    write(index, folders[0], W52)
    assert web.get("/digest/2021-W52").status_code == 200
    assert "/digest/2021-W52" in links(web.get("/digest/2021-W51").text, "/digest")


def test_the_server_may_stand_below_a_path(folders):
    with reader(digests=folders, public_url="https://contoh.go.id/pantau") as web:
        page = web.get("/pantau/digest/2021-W51").text
        assert all(href.startswith("/pantau/") for href in re.findall(r'href="(/[^"]*)"', page))
        feed = web.get("/digest/atom.xml").text
        assert 'href="https://contoh.go.id/pantau/digest/2021-W51?bahasa=id"' in feed


def test_command_and_environment_name_the_folders(monkeypatch, folders, index, tmp_path):
    served = []
    monkeypatch.setattr("app.web.serving.run", lambda settings, port: served.append(settings.digests))
    CliRunner().invoke(cli, ["serve", *(f"--digests={folder}" for folder in folders)])
    monkeypatch.setenv("PANTAU_DIGESTS", os.pathsep.join(map(str, folders)))
    CliRunner().invoke(cli, ["serve"])
    assert served == [folders, folders]
    told = CliRunner().invoke(cli, ["serve", f"--digests={folders[0]}", f"--digests={folders[0]}"])
    assert isinstance(told.exception, BadInput)


# ---------------------------------------------------------------- hostile addresses, damaged files

STRANGE = [
    "2021-W00",
    "2021-W53",  # 2021 has 52 weeks
    "2021-W60.json",
    "2021-w51",
    "2021-W51.html.new",
    "2021-W51.exe",
    "2021-W51.",
    ".2021-W51",
    "index.html",
    "secret.json",
    "..%2fid%2f2021-W51",
    "%2e%2e%2fsecret.json",
    "..%5csecret.json",
    "2021-W51%00.json",
    "2021-W51%0a",
    "٢٠٢١-W51",
    "2021-W51/../../secret.json",
    "a" * 900,
]


@pytest.mark.parametrize("name", STRANGE)
def test_only_names_of_weeks_lead_to_a_file(web, folders, name):
    (folders[0] / "secret.json").write_text("rahasia", "utf-8")
    (folders[0].parent / "secret.json").write_text("rahasia", "utf-8")
    got = web.get(f"/digest/{name}")
    assert got.status_code == 404
    assert "rahasia" not in got.text
    assert str(folders[0].parent) not in got.text


def test_a_parameter_that_is_none_is_refused(web):
    assert web.get("/digest?q=kopi").status_code == 400
    assert web.get("/digest/2021-W51?bahasa=fr").status_code == 400


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"form": "pantau-digest/1"}'])
def test_an_issue_that_cannot_be_read_is_named_and_the_others_stay(web, folders, content):
    (folders[0] / "2021-W50.json").write_bytes(content)
    page = web.get("/digest").text
    assert "Tidak terbaca dan tidak ditampilkan: 2021-W50." in page
    assert "/digest/2021-W51" in links(page, "/digest")
    got = web.get("/digest/2021-W50")
    assert (got.status_code, "rusak" in got.text) == (503, True)
    assert str(folders[0]) not in page + got.text


@pytest.mark.parametrize("suffix", ["html", "txt", "md"])
def test_an_issue_whose_file_went_away_says_so(web, folders, suffix):
    (folders[0] / f"2021-W51.{suffix}").unlink()
    assert web.get(f"/digest/2021-W51.{suffix}").status_code == 503


def test_a_page_that_is_not_ours_is_not_put_into_ours(web, folders):
    (folders[0] / "2021-W51.html").write_text("<script>alert(1)</script>", "utf-8")
    got = web.get("/digest/2021-W51")
    assert got.status_code == 503
    assert "alert(1)" not in got.text


def test_text_of_the_web_stays_text(index, tmp_path):
    with reader(digests=(write(index, tmp_path / "d", W51, public=PUBLIC),)) as web:
        page = web.get("/digest/2021-W51").text
    assert "<b>batik" not in page
    assert "&lt;b&gt;batik&lt;/b&gt;" in page
    assert f'href="{PUBLIC}/events/EV-' in page
