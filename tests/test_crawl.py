"""What a crawl promises, tried on small presses of a few addresses each."""

import asyncio
import fcntl
import json
import os
import subprocess
import sys

import pytest

from crawler.lock import lock_path
from crawler.run import UNPACED, crawl
from entities.errors import BadInput, Busy, IndexUnusable
from indexer.index import open_index
from tests.crawls import (
    BD,
    KEDIRI,
    KEDIRI_POST,
    ONE,
    PAGES,
    ROOT,
    SIDE,
    SOLO,
    SP,
    THREE,
    TWO,
    go,
    index,
    kediri_api,
    post,
    rest,
    rest_url,
    run,
)
from tests.tiny_press import LEAD, MORE, OFF_TOPIC, Answer, article, feed, listing, sitemap, tiny_press

__all__ = ["index"]  # the fixture


def many(number):
    """A feed and pages of so many articles."""
    pages = {
        f"/2021/12/22/keripik-umkm-nomor-{n}-diekspor/": article(f"Keripik UMKM Nomor {n}")
        for n in range(number)
    }
    return {"/feed/": feed(*(BD + path for path in pages)), **pages}


# way -> source, routes, id of what must be found by this way alone
ALONE = {
    "feed": ("beritadaerah", {"/feed/": feed(BD + ONE), **PAGES}, 1),
    "feed of another type, after blanks": (
        "beritadaerah",
        {"/feed/": Answer("\n\n  " + feed(BD + ONE), headers={"Content-Type": "text/html"}), **PAGES},
        1,
    ),
    "tag feed": ("joglosemarnews", {"/tag/umkm/feed/": feed("https://joglosemarnews.com" + ONE), **PAGES}, 1),
    "rest": ("beritadaerah", {rest_url(): rest(post(ONE), post(TWO)), **PAGES}, 2),
    "tag": ("beritadaerah", {"/tag/ekspor-umkm/": listing(BD + ONE), **PAGES}, 1),
    "search": ("beritadaerah", {"/?s=umkm": listing(ONE, TWO, "/tentang-kami/"), **PAGES}, 2),
    "sitemap of Yoast": (
        "beritadaerah",
        {
            "/sitemap_index.xml": sitemap(
                BD + "/post-sitemap1.xml", BD + "/category-sitemap.xml", kind="sitemapindex"
            ),
            "/post-sitemap1.xml": sitemap(BD + ONE, BD + "/tentang-kami/"),
            **PAGES,
        },
        1,
    ),
    "sitemap of WordPress": (
        "joglosemarnews",
        {
            "/wp-sitemap.xml": sitemap(
                "https://joglosemarnews.com/wp-sitemap-posts-post-1.xml", kind="sitemapindex"
            ),
            "/wp-sitemap-posts-post-1.xml": sitemap("https://joglosemarnews.com" + ONE),
            **PAGES,
        },
        1,
    ),
    "home": ("beritadaerah", {"/": listing(ONE, TWO), **PAGES}, 2),
    "json api": ("kedirikota", {"/api/berita": kediri_api(KEDIRI_POST), KEDIRI: article()}, 1),
    "city's listing": ("kedirikota", {"/p/berita": listing(KEDIRI, "/p/profil"), KEDIRI: article()}, 1),
    "solopos feed": ("solopos", {"/feed": feed(SP + SOLO), SOLO: article()}, 1),
    "solopos tag": ("solopos", {"/tag/umkm": listing(SP + SOLO), SOLO: article()}, 1),
    "espos tag": (
        "solopos",
        {
            "solopos.espos.id/tag/umkm": listing("https://solopos.espos.id" + SOLO),
            f"solopos.espos.id{SOLO}": article(),
        },
        1,
    ),
    "side home": ("side", {"/": listing(SIDE), SIDE: article()}, 1),
    "side tag seen at home": (
        "side",
        {
            "/": listing("/tentang", extra='<a href="/tag/umkm">UMKM</a>'),
            "/tag/umkm": listing(SIDE),
            SIDE: article(),
        },
        1,
    ),
    "side sitemap": (
        "side",
        {"/sitemap.xml": sitemap("https://side.id" + SIDE, "https://side.id/tag/x"), SIDE: article()},
        1,
    ),
}


@pytest.mark.parametrize("way", ALONE)
def test_any_one_way_is_enough(way, index):
    source, routes, number = ALONE[way]
    report, stories, _ = go(routes, source, index)
    assert (report.stored, report.new, report.problems) == (number, number, ())
    assert {story.article.source for story in stories} == {source}


def test_site_that_moved_to_its_host_without_www_is_found(index):
    bare = {f"beritadaerah.co.id{path}": page for path, page in {"/feed/": feed(BD + ONE), **PAGES}.items()}
    report, _, _ = go({**bare, **PAGES}, "beritadaerah", index)
    assert report.stored == 1


def test_ways_add_up_and_an_article_is_fetched_once(index):
    routes = {
        "/feed/": feed(BD + ONE),
        "/tag/umkm/feed/": feed(BD + ONE + "?utm_source=x", BD + TWO),
        **PAGES,
    }
    _, stories, asked = go(routes, "beritadaerah", index)
    assert len(stories) == 2
    assert [path for path in asked if ONE in path] == [f"www.beritadaerah.co.id{ONE}"]


def test_a_way_that_fails_is_told_while_the_others_go_on(index):
    routes = {
        "/feed/": "<html>Bukan umpan</html>",
        rest_url(): Answer("{}", status=401),
        "/tag/umkm/feed/": feed(BD + ONE),
        **PAGES,
    }
    report, _, _ = go(routes, "beritadaerah", index)
    assert report.ok
    assert report.stored == 1
    assert {"feed: not XML of a feed or sitemap", "rest: HTTP 401"} <= set(report.notes)
    assert report.ok


def test_backfill_turns_the_pages_of_rest_until_the_last(index):
    routes = {
        rest_url(1, "2021-01-01"): rest(post(ONE, 1), pages=2),
        rest_url(2, "2021-01-01"): rest(post(TWO, 2), pages=2),
        **PAGES,
    }
    report, _, _ = go(routes, "beritadaerah", index, since="2021-01-01")
    assert report.stored == 2


def test_backfill_turns_the_pages_of_a_listing_until_nothing_is_new(index):
    routes = {
        "/tag/umkm/": listing(ONE),
        "/tag/umkm/page/2/": listing(TWO),
        "/tag/umkm/page/3/": listing(TWO),
        "/tag/umkm/page/4/": listing(THREE),
        **PAGES,
    }
    report, _, asked = go(routes, "beritadaerah", index, since="2021-01-01")
    assert report.stored == 2
    assert "www.beritadaerah.co.id/tag/umkm/page/4/" not in asked


def test_backfill_reads_the_archive_of_each_day(index):
    routes = {"/arsip?tgl=22&bln=12&thn=2021": listing(SOLO), SOLO: article()}
    report, _, asked = go(routes, "solopos", index, since="2021-12-20", until="2021-12-23")
    assert report.stored == 1
    assert sum("/arsip?" in path for path in asked) == 4


def test_backfill_tells_how_many_days_remain(index):
    days = {f"/arsip?tgl={d}&bln=12&thn=2021": listing(f"{SOLO}{d}") for d in range(10, 30)}
    routes = days | {f"{SOLO}{d}": article(f"Keripik UMKM Solo {d}") for d in range(10, 30)}
    left = []
    report, _, asked = go(
        routes,
        "solopos",
        index,
        {"CONCURRENT_REQUESTS": 1},
        since="2021-12-10",
        until="2021-12-29",
        limit=2,
        on_progress=lambda source, numbers: left.append(numbers.get("days left", 0)),
    )
    assert left == sorted(left, reverse=True)
    assert left[0] == 20
    assert f"archive: {left[-1]} of 20 days were not read" in report.notes
    assert sum("/arsip?" in path for path in asked) < 20


def test_daily_crawl_leaves_search_and_sitemap_alone(index):
    routes = {"/feed/": feed(BD + ONE), **PAGES}
    go(routes, "beritadaerah", index)
    _, _, asked = go(routes, "beritadaerah", index)
    assert not [path for path in asked if "?s=" in path or "sitemap" in path]


def test_first_crawl_looks_beyond_a_feed_of_the_newest_but_not_into_sitemaps(index):
    routes = {"/feed/": feed(BD + ONE), "/?s=ekspor": listing(TWO), **PAGES}
    report, _, asked = go(routes, "beritadaerah", index)
    assert report.stored == 2
    assert not [path for path in asked if "sitemap" in path]


def test_first_crawl_asks_no_listing_where_rest_tells_all(index):
    _, _, asked = go({rest_url(): rest(post(ONE), post(TWO)), **PAGES}, "beritadaerah", index)
    assert not [path for path in asked if "?s=" in path]


def test_daily_crawl_turns_pages_until_it_meets_what_the_index_holds(index):
    routes = {"/tag/umkm/feed/": feed(BD + TWO), "/tag/umkm/feed/?paged=2": feed(BD + ONE), **PAGES}
    first, _, _ = go(routes, "beritadaerah", index)
    again, _, asked = go(routes, "beritadaerah", index)
    assert (first.stored, again.known, again.stored) == (2, 1, 0)
    assert not [path for path in asked if "paged" in path]


def test_daily_crawl_ends_in_listings_that_never_do(index):
    def page(n):
        slugs = (f"/2021/12/22/keripik-umkm-{n}-{k}-diekspor/" for k in range(10))
        return listing(*slugs, extra=f'<a class="next" href="/tag/umkm/page/{n + 1}/">lanjut</a>')

    routes = {f"/tag/umkm/page/{n}/": page(n) for n in range(2, 40)} | {"/tag/umkm/": page(1)}
    _, _, asked = go(routes, "beritadaerah", index)
    assert len([path for path in asked if "/tag/umkm/" in path and "feed" not in path]) == 6


def test_backfill_turns_the_pages_of_feeds(index):
    pages = {"/feed/": feed(BD + ONE), "/feed/?paged=2": feed(BD + TWO), "/feed/?paged=3": feed()}
    report, _, asked = go(pages | PAGES, "beritadaerah", index, since="2021-01-01")
    assert report.stored == 2
    assert not [path for path in asked if "paged=4" in path]


def test_http_link_of_a_site_with_https_is_asked_and_stored_by_https(index):
    _, (story,), _ = go({"/feed/": feed(BD.replace("https", "http") + ONE), **PAGES}, "beritadaerah", index)
    assert story.article.url == BD + ONE


def test_headline_of_a_list_stands_where_the_page_shows_none(index):
    divs = "".join(f"<div>{text}</div>" for text in (LEAD, MORE))
    bare = f"<html><head><title>{KEDIRI_POST['judul']} - Pemkot</title></head><body><div>{divs}</div></body></html>"
    _, (story,), _ = go({"/api/berita": kediri_api(KEDIRI_POST), KEDIRI: bare}, "kedirikota", index)
    assert story.article.title == KEDIRI_POST["judul"]


def test_only_days_of_the_window_are_kept(index):
    old, new = "/2021/12/keripik-umkm-lama-diekspor/", "/2021/12/keripik-umkm-baru-diekspor/"
    jsm = "https://joglosemarnews.com"
    routes = {
        "/feed/": feed(
            jsm + old,
            jsm + new,
            "https://joglosemarnews.com/2019/01/ekspor-umkm-lama-sekali/",
            at="2021-12-20T02:00:00+00:00",
        ),
        old: article(published="2021-12-19T23:59:00+07:00"),
        new: article(published="2021-12-21T00:30:00+07:00"),
    }
    report, stories, _ = go(routes, "joglosemarnews", index, since="2021-12-20", until="2021-12-21")
    assert [story.article.url for story in stories] == [jsm + new]
    assert report.dropped["outside the window"] == 1


def test_url_date_spares_a_request_outside_the_window(index):
    routes = {"/": listing("/2019/01/05/ekspor-umkm-lama-sekali/", ONE), **PAGES}
    report, _, asked = go(routes, "beritadaerah", index, since="2021-01-01")
    assert not [path for path in asked if "/2019/" in path]
    assert report.dropped["outside the window"] == 1


def test_article_without_a_date_is_kept_and_counted(index):
    jsm = "https://side.id"
    report, stories, _ = go(
        {"/": listing(SIDE), SIDE: article(published=None)}, "side", index, since="2021-01-01"
    )
    assert (report.stored, report.dates.get("none")) == (1, 1), jsm
    assert stories[0].article.published_at is None


def test_what_is_not_relevant_is_dropped_and_counted(index):
    routes = {
        "/feed/": feed(BD + ONE, BD + TWO),
        ONE: article("Hasil Lomba Desa", OFF_TOPIC, OFF_TOPIC),
        TWO: PAGES[TWO],
    }
    report, stories, _ = go(routes, "beritadaerah", index)
    assert report.dropped == {"not relevant": 1}
    assert len(stories) == 1


def test_title_of_the_listing_alone_drops_nothing(index):
    dull = "/2021/12/22/kabar-dari-balai-kota/"
    report, _, _ = go({"/": listing(dull), dull: article("Kabar dari Balai Kota")}, "beritadaerah", index)
    assert report.stored == 1


def test_text_of_an_api_spares_the_fetch_only_where_nothing_speaks_for_it(index):
    doubtful = f"{OFF_TOPIC} Seorang pedagang menonton."
    posts = rest(post(ONE, 1, OFF_TOPIC), post(TWO, 2, doubtful))
    report, stories, asked = go({rest_url(): posts, **PAGES}, "beritadaerah", index)
    assert not [path for path in asked if ONE in path]
    assert (len(stories), report.dropped) == (1, {"not relevant": 1})


def test_limit_ends_the_crawl_with_so_many_stories(index):
    paths = [f"/2021/12/22/keripik-umkm-nomor-{n}-diekspor/" for n in range(12)]
    routes = {
        "/feed/": feed(*(BD + path for path in paths)),
        **{path: article(f"Keripik UMKM {path[-12:]}") for path in paths},
    }
    report, stories, _ = go(routes, "beritadaerah", index, limit=3)
    assert (report.stored, len(stories), report.ok) == (3, 3, True)


def test_limit_keeps_the_newest_which_lists_name_first(index):
    _, stories, _ = go(many(12), "beritadaerah", index, {"CONCURRENT_REQUESTS": 1}, limit=3)
    assert {story.article.title for story in stories} == {f"Keripik UMKM Nomor {n}" for n in range(3)}


def test_put_twice_keeps_one(index):
    routes = {"/feed/": feed(BD + ONE), **PAGES}
    go(routes, "beritadaerah", index)
    report, stories, _ = go(routes, "beritadaerah", index, full=True)
    assert (report.stored, report.new, len(stories)) == (1, 0, 1)


def test_date_that_only_one_way_knows_is_kept_whatever_way_came_first(index):
    undated = article(published=None)
    routes = {"/p/berita": listing(KEDIRI), "/api/berita": kediri_api(KEDIRI_POST), KEDIRI: undated}
    report, (story,), _ = go(routes, "kedirikota", index)
    assert report.listed == 1
    assert story.article.published_at.isoformat() == "2021-12-22T09:00:00+07:00"
    assert (story.article.date.source, story.article.section) == ("api", "Berita")


# ---------------------------------------------------------------- one document


PARTS = {
    "query": ("?page=2", "?page=3"),
    "path": ("2/", "3/"),
}


@pytest.mark.parametrize("form", PARTS)
def test_paged_article_is_one_document(form, index):
    second, third = PARTS[form]
    link = '<div class="pages"><a href="{}">lanjut</a></div>'.format
    last = (
        "Pengiriman berikutnya dijadwalkan pada bulan depan, kata Ketua Koperasi Contoh menutup pembicaraan."
    )
    routes = {
        "/feed/": feed(BD + ONE),
        ONE: article("Keripik UMKM", LEAD, tail=link(ONE + second)),
        ONE + second: article("Keripik UMKM", LEAD, MORE, tail=link(ONE + third)),
        ONE + third: article("Keripik UMKM", last),
    }
    report, (story,), _ = go(routes, "beritadaerah", index)
    assert report.stored == 1
    assert story.article.url == BD + ONE
    assert [story.article.body.count(text) for text in (LEAD, MORE, last)] == [1, 1, 1]


@pytest.mark.parametrize("word", ["page", "showpage", "halaman", "view"])
def test_all_in_one_form_is_preferred_to_its_parts(index, word):
    tail = f'<a href="{ONE}?{word}=2">2</a> <a href="{ONE}?{word}=all">Semua halaman</a>'
    routes = {
        "/feed/": feed(BD + ONE),
        ONE: article("Keripik UMKM", LEAD, tail=tail),
        f"{ONE}?{word}=all": article("Keripik UMKM", LEAD, MORE),
    }
    _, (story,), asked = go(routes, "beritadaerah", index)
    assert MORE in story.article.body
    assert not [path for path in asked if f"{word}=2" in path]


def test_amp_and_true_page_are_one_document(index):
    routes = {"/feed/": feed(BD + ONE + "amp/", BD + ONE, BD + ONE + "?amp=1"), **PAGES}
    report, (story,), _ = go(routes, "beritadaerah", index)
    assert report.listed == 1
    assert story.article.url == BD + ONE


def test_amp_page_at_another_address_leads_to_the_true_one(index):
    canonical = f'<link rel="canonical" href="{BD}{ONE}">'
    copy = article("Keripik UMKM Satu", LEAD, head=canonical).replace("<html", "<html amp", 1)
    routes = {"/feed/": feed(BD + "/salinan/keripik-umkm/"), "/salinan/keripik-umkm/": copy, **PAGES}
    _, (story,), _ = go(routes, "beritadaerah", index)
    assert MORE in story.article.body
    assert story.article.url == BD + ONE


def test_two_addresses_of_one_canonical_are_stored_once(index):
    canonical = f'<link rel="canonical" href="{BD}{ONE}">'
    routes = {"/feed/": feed(BD + ONE, BD + TWO), ONE: article(head=canonical), TWO: article(head=canonical)}
    report, stories, _ = go(routes, "beritadaerah", index)
    assert (len(stories), report.dropped) == (1, {"seen twice": 1})


def test_trailing_number_is_the_key_on_every_host(index):
    hosts = ["www.solopos.com", "m.solopos.com", "soloraya.solopos.com", "solopos.espos.id"]
    routes = {"/feed": feed(*(f"https://{host}{SOLO}" for host in hosts)), SOLO: article()}
    report, (story,), _ = go(routes, "solopos", index)
    assert (report.listed, story.article.id) == (1, "solopos-1343212")


def test_redirect_is_followed_and_stored_under_its_target(index):
    routes = {
        "/feed/": feed(BD + TWO),
        TWO: Answer(status=301, headers={"Location": BD + ONE}),
        ONE: PAGES[ONE],
    }
    _, (story,), _ = go(routes, "beritadaerah", index)
    assert story.article.url == BD + ONE


def test_api_text_stands_in_for_a_page_that_is_gone(index):
    long_post = KEDIRI_POST | {"deskripsi": f"<p>{LEAD}</p><p>{MORE}</p>"}
    _, (story,), _ = go({"/api/berita": kediri_api(long_post)}, "kedirikota", index)
    assert (story.article.id, story.article.title) == (
        "kedirikota-1018541",
        "Produk UMKM Kota Kediri Diekspor",
    )
    assert MORE in story.article.body


# ---------------------------------------------------------------- what goes wrong


def test_unknown_source_is_named_with_the_known_ones(index):
    with pytest.raises(BadInput, match=r"'solopus'.*beritadaerah.*solopos"):
        crawl(["solopus"], index=index)


@pytest.mark.parametrize(
    "how",
    [
        {"since": "kemarin"},
        {"since": "2021-02-01", "until": "2021-01-01"},
        {"limit": 0},
        {"press": "8.8.8.8:80"},
    ],
)
def test_impossible_wishes_are_bad_input(how, index):
    with pytest.raises(BadInput):
        crawl(["solopos"], index=index, **how)


def test_site_without_any_article_is_a_problem(index):
    report, _, _ = go({}, "beritadaerah", index)
    assert not report.ok
    assert "no article found by any way" in report.problems[0]
    assert "HTTP 404" in report.problems[0]


def test_nobody_listening_is_told_in_one_sentence(index):
    (report,) = crawl(["side"], index=index, press="127.0.0.1:1", settings=UNPACED)
    (problem,) = report.problems
    assert problem.startswith(
        "no article found: robots.txt of side.id could not be read (connection refused)"
    )


def test_the_others_go_on_when_one_source_fails(index):
    routes = {
        f"www.beritadaerah.co.id{path}": page for path, page in {"/feed/": feed(BD + ONE), **PAGES}.items()
    }
    with tiny_press(routes) as press:
        reports = crawl(["side", "beritadaerah"], index=index, press=press.address, settings=UNPACED)
    assert {report.source: report.ok for report in reports} == {"side": False, "beritadaerah": True}


@pytest.mark.parametrize(
    ("status", "asked"), [(404, True), (410, True), (500, False), (503, False), (403, False)]
)
def test_robots_that_cannot_be_read_forbids_and_a_missing_one_allows(status, asked, index):
    settings = {"RETRY_ENABLED": False}
    routes = {"/robots.txt": Answer("", status=status), "/feed/": feed(BD + ONE), **PAGES}
    report, _, paths = go(routes, "beritadaerah", index, settings)
    assert (f"www.beritadaerah.co.id{ONE}" in paths) is asked
    assert report.ok is asked
    assert asked or any(f"HTTP {status}" in note for note in report.notes)


def test_robots_is_obeyed_and_what_it_forbids_is_counted(index):
    routes = {"/robots.txt": f"User-agent: *\nDisallow: {ONE}", "/feed/": feed(BD + ONE, BD + TWO), **PAGES}
    report, stories, asked = go(routes, "beritadaerah", index)
    assert not [path for path in asked if ONE in path]
    assert (len(stories), report.dropped) == (1, {"robots.txt": 1})


BROKEN = {
    "gone": (Answer("tidak ada", status=404), "HTTP 404"),
    "empty": ("", "unreadable"),
    "no article": ("<html><body><p>Halo</p></body></html>", "not relevant"),
    "picture": (Answer(b"\x89PNG\r\n\x1a\n\0\0", headers={"Content-Type": "image/png"}), "not a page"),
    "too large": (article("Keripik UMKM", LEAD + "x" * 300_000), "too large"),
    "elsewhere": (Answer(status=302, headers={"Location": "http://127.0.0.1:9/"}), "other site"),
    "in circles": (Answer(status=302, headers={"Location": BD + ONE}), "redirects"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_page_is_counted_and_the_rest_is_read(kind, index):
    answer, why = BROKEN[kind]
    routes = {"/feed/": feed(BD + ONE, BD + TWO), ONE: answer, TWO: PAGES[TWO]}
    report, stories, _ = go(routes, "beritadaerah", index, {"DOWNLOAD_MAXSIZE": 200_000})
    assert (len(stories), report.dropped, report.ok) == (1, {why: 1}, True)


def test_a_crawl_may_follow_whatever_used_asyncio_before(index):
    async def nothing():
        """Done at once."""

    go({"/feed/": feed(BD + ONE), **PAGES}, "beritadaerah", index)
    asyncio.run(nothing())
    assert go({"/feed/": feed(BD + ONE, BD + TWO), **PAGES}, "beritadaerah", index)[0].stored == 1


def test_no_crawl_begins_while_an_index_is_made_anew(index):
    with lock_path(index).open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Busy, match="being rebuilt"):
            crawl(["side"], index=index)


def test_lock_of_a_dead_crawl_holds_nobody_up(index):
    lock_path(index).write_text("left behind")
    report, _, _ = go({"/feed/": feed(BD + ONE), **PAGES}, "beritadaerah", index)
    assert report.ok


def test_foreign_index_is_refused_before_anything_is_asked(tmp_path):
    (tmp_path / "notes.db").write_text("not a database, and long enough to be seen as something else " * 50)
    with tiny_press({}) as press, pytest.raises(IndexUnusable):
        crawl(["side"], index=f"sqlite:///{tmp_path / 'notes.db'}", press=press.address)
    assert press.asked == []


def test_full_disk_stops_the_crawl_and_tells_how_much_was_lost(index, monkeypatch):
    from indexer.sqlite import SQLiteIndex

    def full(self, stories):
        raise IndexUnusable("the disk is full")

    monkeypatch.setattr(SQLiteIndex, "put", full)
    report, stories, _ = go(
        {"/feed/": feed(BD + ONE, BD + TWO), **PAGES}, "beritadaerah", index, {"PANTAU_BATCH": 1}
    )
    assert report.stored == len(stories) == 0
    assert "the disk is full" in report.problems[0]
    assert "not stored" in report.problems[0]


def test_sitemap_that_only_robots_names_is_found(index):
    robots = f"User-agent: *\nDisallow:\nSitemap: {BD}/peta-berita.xml"
    routes = {"/robots.txt": robots, "/peta-berita.xml": sitemap(BD + ONE), **PAGES}
    report, _, _ = go(routes, "beritadaerah", index)
    assert report.stored == 1


def test_fault_of_ours_is_told_and_the_crawl_goes_on(index, monkeypatch):
    from crawler import pipelines

    monkeypatch.setattr(pipelines, "annotate", lambda article: 1 // ("Satu" not in article.title))
    report, _, _ = go({"/feed/": feed(BD + ONE), **PAGES}, "beritadaerah", index)
    assert not report.ok
    assert report.problems[0].endswith("ZeroDivisionError: integer division or modulo by zero")
    assert report.dropped == {"fault": 1}


def test_story_that_cannot_be_written_is_told_and_takes_no_other_with_it(index, monkeypatch):
    from indexer.sqlite import SQLiteIndex

    write = SQLiteIndex._put

    def picky(self, story):
        return write(self, story) if "Dua" in story.article.title else {}["kolom"]

    monkeypatch.setattr(SQLiteIndex, "_put", picky)
    report, stories, _ = go({"/feed/": feed(BD + ONE, BD + TWO), **PAGES}, "beritadaerah", index)
    assert (report.stored, len(stories), report.dropped) == (1, 1, {"fault": 1})
    assert report.problems == (f"{BD}{ONE} could not be stored (KeyError: 'kolom')",)


def test_article_that_vanishes_between_reading_and_storing_is_a_problem(index, monkeypatch):
    from crawler.pipelines import Store

    monkeypatch.setattr(Store, "flush", lambda self: self.waiting.clear())
    report, _, _ = go({"/feed/": feed(BD + ONE), **PAGES}, "beritadaerah", index)
    assert report.problems == ("1 of 1 articles read were neither stored nor dropped for a reason",)


def test_progress_is_told_as_it_happens(index):
    steps = []
    go(
        {"/feed/": feed(BD + ONE), **PAGES},
        "beritadaerah",
        index,
        on_progress=lambda *step: steps.append(step),
    )
    assert steps[0][0] == "beritadaerah"
    assert steps[-1][1]["stored"] == 1


def test_what_comes_from_a_press_is_marked_as_sample_and_keeps_its_true_url(index):
    _, (story,), asked = go({"/feed/": feed(BD + ONE), **PAGES}, "beritadaerah", index)
    assert story.article.sample
    assert story.article.url == BD + ONE
    assert all(path.startswith("www.beritadaerah.co.id/") for path in asked)


INTERRUPTED = """
import os, signal, sys
from crawler.run import crawl, UNPACED
def step(source, numbers):
    if numbers["read"] >= 3 and len(sent) < int(sys.argv[3]):
        sent.append(numbers)
        os.kill(os.getpid(), signal.SIGINT)
sent = []
one = UNPACED | {"CONCURRENT_REQUESTS": 1}
(report,) = crawl(["beritadaerah"], index=sys.argv[1], press=sys.argv[2], settings=one, on_progress=step)
print(report.stored, report.problems)
"""


@pytest.mark.parametrize("times", ["1", "2"])
def test_ctrl_c_keeps_what_was_read(times, index):
    paths = [f"/2021/12/22/keripik-umkm-nomor-{n}-diekspor/" for n in range(40)]
    routes = {
        "/feed/": feed(*(BD + path for path in paths)),
        **{path: article(f"Keripik UMKM {path[-12:]}") for path in paths},
    }
    with tiny_press(routes) as press:
        done = subprocess.run(
            [sys.executable, "-c", INTERRUPTED, index, press.address, times],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
        )
    store = open_index(index)
    assert 3 <= store.count() < 40, done.stderr
    assert f"{store.count()} ('stopped before the end',)" in done.stdout
    assert "Traceback" not in done.stderr


def test_scrapy_crawl_works_from_the_checkout(tmp_path):
    routes = {"/feed/": feed(BD + ONE), **PAGES}
    index = f"sqlite:///{tmp_path / 'p.db'}"
    with tiny_press(routes) as press:
        out = [f"-o{tmp_path / 'out.jsonl'}", f"-o{tmp_path / 'out.csv'}"]
        command = [sys.executable, "-m", "scrapy", "crawl", "beritadaerah", "-a", "since=2021-01-01", *out]
        done = run(command, PANTAU_INDEX=index, PANTAU_DELAY="0", PANTAU_PRESS=press.address)
    assert done.returncode == 0, done.stderr
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["url"] == BD + ONE
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("id,source,url")


def test_scrapy_crawl_that_fails_says_so_by_its_status(tmp_path):
    environment = os.environ | {
        "PANTAU_INDEX": f"sqlite:///{tmp_path / 'p.db'}",
        "PANTAU_DELAY": "0",
        "PANTAU_PRESS": "127.0.0.1:1",
    }
    command = [sys.executable, "-m", "scrapy", "crawl", "side", "--nolog"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    assert done.returncode == 1


@pytest.mark.parametrize("wish", ["since=kemarin", "limit=banyak", "until=2021-13-01"])
def test_scrapy_crawl_with_an_impossible_wish_says_so_in_one_sentence(wish, tmp_path):
    command = [sys.executable, "-m", "scrapy", "crawl", "side", "-a", wish]
    done = run(command, PANTAU_INDEX=f"sqlite:///{tmp_path / 'p.db'}", PANTAU_PRESS="127.0.0.1:1")
    assert done.returncode == 2
    assert wish.partition("=")[2] in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout


def test_crawl_delay_of_robots_is_kept_where_requests_are_paced(index):
    routes = {"/robots.txt": "User-agent: *\nCrawl-delay: 0.4", "/": listing(SIDE), SIDE: article()}
    paced = {"DOWNLOAD_DELAY": 0.01, "RANDOMIZE_DOWNLOAD_DELAY": False, "DOWNLOAD_DELAY_JITTER": 0}
    report, _, asked = go(routes, "side", index, paced)
    assert report.duration >= 0.4 * (len(asked) - 2)
