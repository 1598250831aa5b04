"""What a way reads from one response, however odd, and never more than it bounds."""

import gzip
import json

import pytest
from scrapy.http import HtmlResponse, TextResponse

from crawler.discovery import (
    ANCHORS,
    Broken,
    Link,
    at_page,
    page_of,
    read_api,
    read_feed,
    read_listing,
    read_rest,
    read_sitemap,
)
from crawler.sources import sources
from tests.tiny_press import feed, listing, sitemap

BASE = "https://side.id/"
SIDE = sources()["side"]()
KEDIRI = sources()["kedirikota"]()


def answer(body, url=BASE, kind=TextResponse, **headers):
    body = body.encode() if isinstance(body, str) else body
    return kind(url, body=body, encoding="utf-8", headers=headers)


def page(body, url=BASE):
    return answer(body, url, HtmlResponse)


FEEDS = {
    "rss": feed("https://side.id/a"),
    "blanks and mark before it": "\ufeff \n" + feed("https://side.id/a"),
    "atom": """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link rel="self" href="/feed/a"/>
        <link rel="alternate" href="https://side.id/a"/><published>2021-12-22T09:00:00+07:00</published></entry></feed>""",
    "rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <item><link>https://side.id/a</link></item></rdf:RDF>""",
    "only a guid": "<rss><channel><item><guid>https://side.id/a</guid></item></channel></rss>",
    "bare ampersand": "<rss><channel><item><title>A & B</title><link>https://side.id/a</link></item></channel></rss>",
    "cut off": "<rss><channel><item><link>https://side.id/a</link></item><item><link>https://side",
    "cdata": "<rss><channel><item><link><![CDATA[ https://side.id/a ]]></link></item></channel></rss>",
    "packed": gzip.compress(feed("https://side.id/a").encode()),
}


@pytest.mark.parametrize("kind", FEEDS)
def test_feed_of_any_make_gives_its_link(kind):
    assert read_feed(answer(FEEDS[kind]), SIDE).links[0].url == "https://side.id/a"


def test_feed_gives_what_it_knows():
    body = """<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><title>Judul</title><link>/a</link>
        <dc:creator>Redaksi</dc:creator><pubDate>Wed, 22 Dec 2021 02:00:00 +0000</pubDate></item></channel></rss>"""
    expected = Link(
        url="https://side.id/a", title="Judul", author="Redaksi", date="Wed, 22 Dec 2021 02:00:00 +0000"
    )
    assert read_feed(answer(body), SIDE).links == (expected,)


ODD = {
    "empty": "",
    "blank": " \n",
    "page": "<html><body>Halo</body></html>",
    "words": "tidak ditemukan",
    "binary": b"\x00\xff" * 50,
    "false gzip": b"\x1f\x8bxxxx",
    "gzip of too much": gzip.compress(b" " * 40_000_000),
    "deep": "[" * 5000,
    "null": "null",
    "number": "7",
    "error": '{"code": "rest_forbidden", "data": {"status": 401}}',
}


@pytest.mark.parametrize(
    "reader", [read_feed, read_sitemap, read_rest, read_api], ids=lambda reader: reader.__name__
)
@pytest.mark.parametrize("kind", ODD)
def test_what_is_not_promised_is_broken_in_a_few_words(kind, reader):
    with pytest.raises(Broken) as caught:
        reader(answer(ODD[kind]), KEDIRI)
    assert 5 < len(str(caught.value)) < 60


def test_entities_of_xml_are_not_followed():
    body = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title><link>/a</link></item></rss>'
    (link,) = read_feed(answer(body), SIDE).links
    assert "root" not in (link.title or "")


def test_sitemap_index_gives_parts_with_articles_only():
    names = [
        "post-sitemap1.xml",
        "category-sitemap.xml",
        "wp-sitemap-taxonomies-post_tag-1.xml",
        "author-sitemap.xml",
        "news.xml",
    ]
    body = sitemap(*(BASE + name for name in names), kind="sitemapindex")
    assert read_sitemap(answer(body), SIDE).more == (BASE + "post-sitemap1.xml", BASE + "news.xml")


def test_sitemap_leaves_out_what_last_changed_before_the_window():
    spider = sources()["side"](since="2022-01-01")
    assert (
        read_sitemap(answer(sitemap(BASE + "umkm-tangsel-tembus-pasar", lastmod="2021-12-22")), spider).links
        == ()
    )
    assert read_sitemap(answer(sitemap(BASE + "umkm-tangsel-tembus-pasar", lastmod="entah")), spider).links


POSTS = [{"link": "https://side.id/a", "date": "2021-12-22T09:00:00", "title": {"rendered": "A &#8211; B"}}]
PAGES = {
    "1 of 2": ("2", 1, True),
    "2 of 2": ("2", 2, False),
    "no total, few posts": ("", 1, False),
    "odd total": ("banyak", 1, False),
}


@pytest.mark.parametrize("kind", PAGES)
def test_rest_has_a_next_page_while_its_total_says_so(kind):
    total, number, more = PAGES[kind]
    url = f"https://side.id/wp-json/wp/v2/posts?page={number}"
    found = read_rest(answer(json.dumps(POSTS), url, **{"X-WP-TotalPages": total}), SIDE)
    assert bool(found.more) is more
    assert found.links[0].title == "A – B"


ROW = {"idpost": 1, "kategoriurl": "berita", "judulurl": "a"}
LISTS = {
    "string in an object": {"berita": json.dumps([ROW])},
    "plain list": [{"idpost": "1", "kategoriurl": "berita", "judulurl": "a"}],
    "twice wrapped": {"data": {"berita": json.dumps({"rows": [ROW]})}},
    "one row spoilt": {"berita": [None, 7, ROW, {"idpost": 2}]},
}


@pytest.mark.parametrize("kind", LISTS)
def test_list_of_an_api_is_found_however_it_is_wrapped(kind):
    found = read_api(answer(json.dumps(LISTS[kind]), "https://kedirikota.go.id/api/berita"), KEDIRI)
    assert [link.url for link in found.links] == ["https://kedirikota.go.id/p/berita/1/a"]


def test_listing_gives_articles_with_their_headlines_and_the_next_page():
    body = listing(
        "/produk-umkm-tangsel-tembus-pasar",
        "/tentang-kami",
        "mailto:a@b",
        extra='<a rel="next" href="?page=2">2</a>',
    )
    found = read_listing(page(body), SIDE)
    assert found.links == (
        Link(url=BASE + "produk-umkm-tangsel-tembus-pasar", title="produk umkm tangsel tembus pasar"),
    )
    assert found.more == (BASE + "?page=2",)


@pytest.mark.parametrize("href", ["?page=2", "?halaman=2", "/berita/page/2", "/berita/?paged=2", "?hal=2"])
def test_next_page_is_the_same_listing_with_the_next_number(href):
    body = listing("/produk-umkm-tangsel", extra=f'<a href="{href}">2</a><a href="/lain/?page=2">2</a>')
    (url,) = read_listing(page(body, BASE + "berita/"), SIDE).more
    assert page_of(url) == 2
    assert "lain" not in url


def test_headline_shows_an_article_where_the_address_does_not():
    body = '<a href="/b/xyz">Perajin Tangsel Kirim Keripik ke Negeri Jiran</a><a href="/b/abc">Masuk</a>'
    assert [link.url for link in read_listing(page(body), SIDE).links] == [BASE + "b/xyz"]


def test_listing_is_bounded():
    body = "".join(f'<a href="/umkm-tangsel-tembus-pasar-{n}">x</a>' for n in range(ANCHORS + 500))
    assert len(read_listing(page(body), SIDE).links) == ANCHORS


ADDRESSES = [
    "http://[",
    "http://[::1",
    "//",
    "javascript:alert(1)",
    "http://side.id:99999/a-b-c-d",
    "https://side.id\\@x/a-b-c-d",
    "\x00",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_address_breaks_nothing(address):
    assert (
        len(read_listing(page(f'<a href="{address}">Judul yang cukup panjang untuk berita</a>'), SIDE).links)
        < 2
    )
    assert read_feed(answer(f"<rss><item><link>{address}</link></item></rss>".replace("\x00", "")), SIDE)


def test_page_numbers_are_read_and_written():
    assert page_of("https://x.id/tag/umkm/page/3/") == page_of("https://x.id/?s=umkm&page=3") == 3
    assert page_of("https://x.id/tag/umkm/") == page_of("https://x.id/?page=banyak") == 1
    assert at_page("https://x.id/tag/umkm/", 2, "page/{n}/") == "https://x.id/tag/umkm/page/2/"
    assert at_page("https://x.id/tag/umkm/page/2/", 3, "page/{n}/") == "https://x.id/tag/umkm/page/3/"
    assert at_page("https://x.id/?s=umkm", 2, "page/{n}/") == "https://x.id/page/2/?s=umkm"
    assert at_page("https://x.id/p/berita", 2) == "https://x.id/p/berita?page=2"
