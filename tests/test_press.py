"""The sample press answers as the five sites would, over real HTTP on loopback."""

import gzip
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.press import SAMPLES, Served, press
from entities.errors import BadInput
from entities.wire import article_from

BD, JOGLO, KEDIRI = "www.beritadaerah.co.id", "joglosemarnews.com", "kedirikota.go.id"
RECORDS = sorted(SAMPLES.glob("*/*.json"))
SOURCES = sorted(path.parent.name for path in SAMPLES.glob("*/site.toml"))


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with press() as running:
        yield running


def get(served: Served, url: str, *, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """Ask the press for a URL of a real site, as the crawler's middleware does."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    connection = HTTPConnection(served.address, timeout=5)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(
        method, parts._replace(scheme="", netloc="").geturl() or "/", headers={"Host": parts.netloc, **names}
    )
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


def text(served: Served, url: str) -> str:
    reply, body = get(served, url)
    assert reply.status == 200, url
    return body.decode()


def record(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def of(source: str) -> list[dict]:
    """The records of one source."""
    return [record(path) for path in RECORDS if path.parent.name == source]


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


# ---------------------------------------------------------------- every record


@pytest.mark.parametrize("path", RECORDS, ids=name)
def test_every_article_is_served_at_its_canonical_url(served: Served, path: Path) -> None:
    reply, body = get(served, record(path)["url"])
    assert (reply.status, body) == (200, path.with_suffix(".html").read_bytes())


@pytest.mark.parametrize("path", RECORDS, ids=name)
def test_every_record_is_a_sample_article_with_its_expectation(path: Path) -> None:
    line = record(path)
    article = article_from({"id": "x", **line})
    assert article.sample
    assert article.source == path.parent.name
    assert set(line["expected"]) == {"topics", "releases", "programs"}
    keys = {"date", "origins", "destinations", "products", "values", "quantities"}
    assert all(set(release) == keys for release in line["expected"]["releases"])
    assert "CONTOH" in path.with_suffix(".html").read_text("utf-8")
    assert "CONTOH" not in article.body


@pytest.mark.parametrize("path", RECORDS, ids=name)
def test_every_other_form_of_a_page_is_served(served: Served, path: Path) -> None:
    line = record(path)
    host = urlsplit(line["url"]).netloc
    for where, file in line["serve"].get("also", {}).items():
        url = where if where.startswith("http") else f"https://{host}{where}"
        assert get(served, url)[1] == (path.parent / file).read_bytes()


@pytest.mark.parametrize("source", SOURCES)
def test_home_page_robots_and_listing_answer(served: Served, source: str) -> None:
    host = next(h for h in served.hosts if source[:4] in h)
    assert "CONTOH" in text(served, f"https://{host}/")
    assert get(served, f"https://{host}/robots.txt")[0].status in (200, 404)


# ---------------------------------------------------------------- HTTP


def test_unknown_host_is_refused(served: Served) -> None:
    assert get(served, "https://example.com/")[0].status == 421


def test_host_is_read_without_port_and_case(served: Served) -> None:
    assert get(served, "https://WWW.Beritadaerah.co.id:443/")[0].status == 200


def test_proxy_form_of_a_request_means_the_same(served: Served) -> None:
    connection = HTTPConnection(served.address, timeout=5)
    connection.request("GET", f"http://{KEDIRI}/api/berita", headers={"Host": "elsewhere.example"})
    assert connection.getresponse().status == 200
    connection.close()


def test_nonsense_is_a_bad_request(served: Served) -> None:
    assert get(served, f"{BD}/")[0].status == 200
    connection = HTTPConnection(served.address, timeout=5)
    connection.request("GET", "http://[/", headers={"Host": BD})
    assert connection.getresponse().status == 400
    connection.close()


def test_gzip_only_where_asked(served: Served) -> None:
    plain, zipped = get(served, f"{BD}/"), get(served, f"{BD}/", Accept_Encoding="gzip, deflate")
    assert plain[0].getheader("Content-Encoding") is None
    assert zipped[0].getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(zipped[1]) == plain[1]


def test_head_has_the_headers_and_no_body(served: Served) -> None:
    reply, body = get(served, f"{BD}/", method="HEAD")
    assert (reply.status, body) == (200, b"")
    assert int(reply.getheader("Content-Length") or 0) > 1000


def test_known_version_is_not_sent_again(served: Served) -> None:
    url = record(RECORDS[0])["url"]
    first, _ = get(served, url)
    tag, changed = first.getheader("ETag") or "", first.getheader("Last-Modified") or ""
    assert get(served, url, If_None_Match=tag)[0].status == 304
    assert get(served, url, If_Modified_Since=changed)[0].status == 304
    assert get(served, url, If_Modified_Since="Fri, 01 Jan 2010 00:00:00 GMT")[0].status == 200
    assert get(served, url, If_Modified_Since="nonsense")[0].status == 200
    assert get(served, url, If_None_Match='"other"', If_Modified_Since=changed)[0].status == 200


def test_press_remembers_what_was_asked() -> None:
    with press() as served:
        get(served, f"{BD}/2021/12/19/draf-ekspor-kopi/")
        assert served.requests == [(BD, "/2021/12/19/draf-ekspor-kopi/")]
        assert served.asked("/2021/12/19/draf-ekspor-kopi/")
        assert not served.asked("/")


def test_press_listens_on_loopback_only(served: Served) -> None:
    assert served.address.startswith("127.0.0.1:")


def test_press_serves_any_folder_of_that_form(tmp_path: Path) -> None:
    (tmp_path / "satu").mkdir()
    (tmp_path / "satu" / "site.toml").write_text(
        'platform = "side"\nname = "S"\nhosts = ["s.example"]\nways = []\n'
    )
    with press(samples_dir=tmp_path) as served:
        assert get(served, "https://s.example/robots.txt")[0].status == 404
        assert get(served, f"https://{BD}/")[0].status == 421


@pytest.mark.parametrize(
    ("toml", "record", "says"),
    [
        (None, None, "no sample site in"),
        ("platform = ", None, "is not TOML"),
        ('platform = "side"', None, "lacks name, hosts, ways"),
        ('platform = "geocities"\nname = "S"\nhosts = []\nways = []', None, "lacks a platform of"),
        ('platform = "side"\nname = "S"\nhosts = ["s.example"]\nways = []', "{}", "is no sample record"),
    ],
)
def test_bad_folder_is_one_sentence(tmp_path: Path, toml: str | None, record: str | None, says: str) -> None:
    (tmp_path / "satu").mkdir()
    for file, words in (("site.toml", toml), ("a.json", record)):
        if words is not None:
            (tmp_path / "satu" / file).write_text(words)
    with pytest.raises(BadInput, match=says), press(samples_dir=tmp_path):
        pass


def test_taken_port_is_one_sentence(served: Served) -> None:
    port = int(served.address.partition(":")[2])
    with pytest.raises(BadInput, match=f"cannot serve on 127.0.0.1:{port}"), press(port=port):
        pass


# ---------------------------------------------------------------- what sites do


def test_redirect_404_and_disallowed_page_are_linked_from_the_listing(served: Served) -> None:
    home = text(served, f"{BD}/")
    moved, gone, hidden = (
        "/2021/12/15/kopi-ijen-ke-korea/",
        "/2021/12/21/pasar-murah-tidak-jadi-digelar/",
        "/2021/12/19/draf-",
    )
    assert all(f'href="{path}' in home for path in (moved, gone, hidden))
    reply, _ = get(served, BD + moved)
    assert reply.status == 301
    assert "kopi-arabika-ijen" in (reply.getheader("Location") or "")
    assert get(served, BD + gone)[0].status == 404
    assert "Disallow: /2021/12/19/draf-" in text(served, f"{BD}/robots.txt")


def test_wordpress_mends_the_slash_and_short_links(served: Served) -> None:
    url = of("beritadaerah")[0]
    for short in (url["url"].rstrip("/"), f"https://{BD}/?p={url['serve']['id']}"):
        assert get(served, short)[0].getheader("Location") == url["url"]


def test_listing_pages_lead_to_every_listed_article_and_end(served: Served) -> None:
    seen, page = set(), f"https://{BD}/"
    while page:
        html = text(served, page)
        seen |= set(re.findall(r'<h3 class="jeg_post_title"><a href="(https:[^"]+)"', html))
        following = re.search(r'class="next page-numbers" href="([^"]+)"', html)
        page = following[1] if following else ""
    listed = {r["url"] for r in of("beritadaerah") if r["serve"].get("listed", True)}
    assert seen == listed
    assert get(served, f"{BD}/page/99/")[0].status == 404


def test_feed_is_odd_but_true(served: Served) -> None:
    """Wrong content type and leading blanks, as some sites have; the times are UTC."""
    reply, body = get(served, f"{BD}/feed/")
    assert reply.getheader("Content-Type") == "text/html; charset=UTF-8"
    assert body.startswith(b"\n\n  <?xml")
    items = ElementTree.fromstring(body.strip()).findall(".//item")
    assert 1 <= len(items) <= 5
    dates = [parsedate_to_datetime(item.findtext("pubDate", "")) for item in items]
    assert dates == sorted(dates, reverse=True)
    assert all((item.findtext("pubDate") or "").endswith("+0000") for item in items)
    by_url = {r["url"]: r for r in map(record, RECORDS)}
    for item, date in zip(items, dates, strict=True):
        assert date.isoformat() == parsed(by_url[item.findtext("link") or ""]["published_at"])


def parsed(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(UTC).isoformat()


def test_tag_and_search_feeds_hold_their_articles_only(served: Served) -> None:
    for url in (f"{BD}/tag/kopi/feed/", f"{BD}/?s=ijen&feed=rss2"):
        body = text(served, url).strip()
        titles = [e.text or "" for e in ElementTree.fromstring(body).findall(".//item/title")]
        assert titles
        assert all("opi" in title for title in titles)
    assert get(served, f"{BD}/tag/tidak-ada/feed/")[0].status == 404


def test_rest_pages_with_totals_and_400_past_the_end(served: Served) -> None:
    base = f"{JOGLO}/wp-json/wp/v2/posts"
    reply, body = get(served, f"{base}?per_page=3&page=1&_fields=id,link,date_gmt")
    total, pages = (int(reply.getheader(h) or 0) for h in ("X-WP-Total", "X-WP-TotalPages"))
    assert total == len(of("joglosemarnews"))
    assert pages == -(-total // 3)
    assert set(json.loads(body)[0]) == {"id", "link", "date_gmt"}
    reply, body = get(served, f"{base}?per_page=3&page={pages + 1}")
    assert (reply.status, json.loads(body)["code"]) == (400, "rest_post_invalid_page_number")
    assert get(served, f"{base}?per_page=101")[0].status == 400
    assert get(served, f"{JOGLO}/wp-json/wp/v2/nothing")[0].status == 404


def test_rest_finds_by_word_time_and_tag(served: Served) -> None:
    base = f"{JOGLO}/wp-json/wp/v2"
    found = json.loads(text(served, f"{base}/posts?search=rosela+taiwan"))
    assert ["rosela" in post["link"] for post in found] == [True]
    assert "Taiwan" in found[0]["content"]["rendered"]
    late = json.loads(
        text(served, f"{base}/posts?after=2021-12-20T00:00:00&before=2021-12-27T00:00:00&per_page=100")
    )
    assert late
    assert all("2021-12-20" <= post["date"] < "2021-12-27" for post in late)
    tag = json.loads(text(served, f"{base}/tags?per_page=1"))[0]
    posts = json.loads(text(served, f"{base}/posts?tags={tag['id']}"))
    assert posts
    assert all(tag["id"] in post["tags"] for post in posts)


def test_one_wordpress_refuses_its_rest(served: Served) -> None:
    reply, body = get(served, f"{BD}/wp-json/wp/v2/posts")
    assert (reply.status, json.loads(body)["data"]) == (401, {"status": 401})


def test_sitemap_index_leads_to_every_article(served: Served) -> None:
    parts = re.findall(r"<loc>([^<]+)</loc>", text(served, f"{BD}/sitemap_index.xml"))
    found = {url for part in parts for url in re.findall(r"<loc>([^<]+)</loc>", text(served, part))}
    assert found >= {r["url"] for r in of("beritadaerah")}


def test_kediri_hides_its_list_in_a_json_string(served: Served) -> None:
    reply, body = get(served, f"{KEDIRI}/api/berita")
    assert reply.getheader("Content-Type") == "text/html; charset=UTF-8"
    rows = json.loads(json.loads(body)["berita"])
    assert 0 < len(rows) <= 10
    keys = {"idpost", "judul", "judulurl", "kategori", "kategoriurl", "deskripsi", "linkgambar", "tgl"}
    for row in rows:
        assert set(row) == keys
        assert (
            get(served, f"{KEDIRI}/p/{row['kategoriurl']}/{row['idpost']}/{row['judulurl']}")[0].status == 200
        )


def test_kediri_listing_reaches_what_the_api_no_longer_holds(served: Served) -> None:
    rows = json.loads(json.loads(text(served, f"{KEDIRI}/api/berita"))["berita"])
    urls: set[str] = set()
    for category in ("berita", "dalamberita"):
        for page in range(1, 6):
            reply, body = get(served, f"{KEDIRI}/p/{category}?page={page}")
            if reply.status == 200:
                urls |= set(re.findall(r'class="judul"><a href="(https:[^"]+)"', body.decode()))
    assert urls >= {r["url"] for r in of("kedirikota")}
    assert len(urls) > len(rows)


def test_a_way_the_site_lacks_is_404(served: Served) -> None:
    for path in ("/wp-json/wp/v2/posts", "/feed/", "/sitemap.xml"):
        assert get(served, KEDIRI + path)[0].status == 404


# ---------------------------------------------------------------- the other platforms


def test_every_espos_page_answers_on_its_own_host(served: Served) -> None:
    hosts = {urlsplit(r["url"]).netloc for r in of("solopos")}
    assert "www.solopos.com" in hosts
    assert any(host.endswith("espos.id") for host in hosts)


def test_archive_shows_one_day_of_any_age(served: Served) -> None:
    for line in of("solopos"):
        day = datetime.fromisoformat(line["serve"].get("published_at") or line["published_at"])
        archive = text(served, f"www.solopos.com/arsip?tgl={day.day}&bln={day.month}&thn={day.year}")
        assert f'<a href="{line["url"]}">' in archive
    assert "Tidak ada berita" in text(served, "www.solopos.com/arsip?tgl=1&bln=1&thn=2001")


def test_side_lists_all_in_its_sitemap_and_pages_its_home(served: Served) -> None:
    urls = {r["url"] for r in of("side")}
    assert urls == set(re.findall(r"<loc>([^<]+)</loc>", text(served, "side.id/sitemap.xml")))
    assert 'rel="next"' in text(served, "side.id/")
    assert text(served, "side.id/?page=2") != text(served, "side.id/")


def test_cards_of_solopos_tell_an_age_and_no_day(served: Served) -> None:
    assert re.search(r'<span class="date">\d+ tahun yang lalu</span>', text(served, "www.solopos.com/"))


# ---------------------------------------------------------------- what the five hold together


@pytest.mark.parametrize("source", SOURCES)
def test_each_source_has_enough_of_every_kind(source: str) -> None:
    lines = of(source)
    about = [line for line in lines if line["expected"]["topics"]]
    assert len(lines) >= 8
    assert 2 * len(about) >= len(lines)
    assert 2 * sum(len(line["body"]) > 2500 for line in lines) >= len(lines) - 1
    week = [line for line in about if "2021-12-20" <= (line["published_at"] or "") < "2021-12-27"]
    assert {topic for line in week for topic in line["expected"]["topics"]} == {"export_release", "program"}
    assert any((line["published_at"] or "2021") < "2021" for line in lines)
