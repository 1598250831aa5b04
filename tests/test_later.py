"""Whatever way answers last, what it tells of an article that was read already reaches the story that is kept.

The order is forced: the late way answers when the crawl has done what `done` names.
"""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler import pipelines, spider
from crawler.archive_place import folder_of
from crawler.archive_readings import Reading
from crawler.archive_shelf import Shelf
from crawler.discovery import Link
from crawler.later import KEPT, Early, Later, lacking
from crawler.replay import Replay
from entities.records import Article, DateRead
from indexer.index import open_index
from state.state import open_state, state_url
from tests.crawls import BD, KEDIRI, KEDIRI_POST, ONE, TWO, go, kediri_api, post, rest, rest_url
from tests.tiny_press import LEAD, MORE, Answer, article, feed, listing

UNDATED = article(published=None)
DAY = "2021-12-22T09:00:00+07:00"
ONE_BY_ONE = {"PANTAU_BATCH": 1}


@pytest.fixture
def done(monkeypatch):
    """An event that happens when a method has returned for the first time: done(owner, name)."""

    def once(owner, name):
        event, real = threading.Event(), getattr(owner, name)

        def wrapped(*given, **named):
            try:
                return real(*given, **named)
            finally:
                event.set()

        monkeypatch.setattr(owner, name, wrapped)
        return event

    return once


@pytest.fixture
def kept(done):
    """The article that was read first has come to the store, which has written it where it stores one by one."""
    return done(pipelines.Store, "process_item")


@pytest.fixture
def index(tmp_path):
    return f"sqlite:///{tmp_path / 'pantau.db'}"


def api(when, **more):
    return Answer(kediri_api(KEDIRI_POST | more), when=when)


def city(page, late):
    """The city's press: its listing tells of the article, its API later."""
    return {"/p/berita": listing(KEDIRI), "/api/berita": late, KEDIRI: page}


# ---------------------------------------------------------------- facts


@pytest.mark.parametrize("settings", [{}, ONE_BY_ONE], ids=["it waits for the index", "the index has it"])
def test_day_and_section_told_later_join_the_story(index, kept, settings):
    report, (story,), _ = go(city(UNDATED, api(kept)), "kedirikota", index, settings)
    assert (story.article.published_at.isoformat(), story.article.section) == (DAY, "Berita")
    assert story.article.date.source == "api"
    assert (report.listed, report.fetched, report.read, report.stored, report.new) == (1, 1, 1, 1, 1)
    assert (report.dropped, report.dates, report.problems) == ({}, {"no-zone": 1}, ())


@pytest.mark.parametrize("settings", [{}, ONE_BY_ONE], ids=["it waits for the index", "the index has it"])
def test_whichever_way_answers_first_the_story_is_the_same(tmp_path, kept, settings):
    stories = []
    for when in (kept, None):
        index = f"sqlite:///{tmp_path / str(when is None)}.db"
        _, (story,), _ = go(city(UNDATED, api(when)), "kedirikota", index, settings)
        stories.append(replace(story.article, fetched_at=None, page=None))
    assert stories[0] == stories[1]


AUTHOR = '<creator xmlns="http://purl.org/dc/elements/1.1/">Wartawan Contoh</creator>'


def signed(path):
    """A feed that names the author."""
    return feed(BD + path).replace("<item>", f"<item>{AUTHOR}")


def test_author_told_later_joins_the_story(index, kept):
    late = Answer(signed(ONE), when=kept)
    routes = {rest_url(): rest(post(ONE)), "/feed/": late, ONE: article("Keripik UMKM Satu Diekspor")}
    report, (story,), _ = go(routes, "beritadaerah", index)
    assert (story.article.authors, report.stored) == (("Contoh",), 1)


def test_headline_told_later_makes_a_page_readable(index, done):
    left = done(spider.NewsSpider, "leave")
    page = UNDATED.replace("<title>Keripik UMKM Contoh Diekspor ke Jepang</title>", "")
    page = page.replace('<h1 class="entry-title">Keripik UMKM Contoh Diekspor ke Jepang</h1>', "")
    routes = city(page, api(left)) | {
        "/p/berita": listing(KEDIRI).replace("produk umkm kota kediri diekspor", "")
    }
    report, (story,), _ = go(routes, "kedirikota", index)
    assert story.article.title == KEDIRI_POST["judul"]
    assert (report.read, report.stored, report.dropped) == (1, 1, {})


def test_text_told_later_stands_for_a_page_that_cannot_be_had(index, done):
    left = done(spider.NewsSpider, "not_fetched")
    routes = city(Answer("galat", status=404), api(left, deskripsi=f"<p>{LEAD}</p><p>{MORE}</p>"))
    report, (story,), _ = go(routes, "kedirikota", index)
    assert story.article.body == f"{LEAD}\n\n{MORE}"
    assert (report.listed, report.stored, report.dropped) == (1, 1, {})


def test_page_that_states_its_day_is_not_read_again(index, kept, monkeypatch):
    readings = []
    real = spider.NewsSpider.article_of
    monkeypatch.setattr(spider.NewsSpider, "article_of", lambda *a: readings.append(a) or real(*a))
    page = article(head='<meta property="article:section" content="Ekonomi">')
    _, (story,), _ = go(city(page, api(kept, tgl="2021-12-20 09:00:00")), "kedirikota", index)
    assert (story.article.published_at.isoformat(), story.article.section) == (DAY, "Ekonomi")
    assert len(readings) == 1


def test_article_outside_the_window_by_its_address_is_kept_when_a_way_tells_its_true_day(index, done):
    dropped = done(pipelines.Window, "process_item")
    path = "/2021/12/21/keripik-umkm-satu-diekspor-ke-jepang/"
    routes = {
        "/": listing(BD + path),
        "/feed/": Answer(feed(BD + path), when=dropped),
        path: article("Keripik UMKM Satu Diekspor", published=None),
    }
    report, (story,), _ = go(routes, "beritadaerah", index, since="2021-12-22", until="2021-12-23")
    assert (story.article.published_at.isoformat(), report.dropped) == (DAY, {})
    assert (report.read, report.stored) == (1, 1)


def test_day_told_by_a_way_that_is_asked_last_joins_the_story(index):
    """A first crawl asks what is left over when all that was found has been stored."""
    path = "/tambang-pasir-umkm-diekspor-ke-jepang-tahun-ini"
    routes = {"/": listing(path), "/feed": feed(f"https://side.id{path}"), path: UNDATED}
    report, (story,), _ = go(routes, "side", index, ONE_BY_ONE)
    assert (story.article.published_at.isoformat(), report.stored) == (DAY, 1)


def test_history_tells_nothing_of_the_order_in_which_ways_answered(index, kept):
    go(city(UNDATED, api(kept)), "kedirikota", index, ONE_BY_ONE)
    state = open_state(state_url(index))
    (page,) = state.pages("kedirikota", "stored")
    changes = state.changes(page.id)
    state.close()
    assert (page.published_at.isoformat(), changes) == ("2021-12-22T02:00:00+00:00", ())


def test_replay_reads_what_was_told_later_too(index, kept, tmp_path):
    _, (story,), _ = go(city(UNDATED, api(kept)), "kedirikota", index)
    held, shelf = open_index(index), Shelf(folder_of(index, None))
    outcomes = [outcome.kind for outcome in Replay(shelf, held).outcomes()]
    shelf.close()
    held.close()
    assert (outcomes, story.article.date.source) == (["same"], "api")


# ---------------------------------------------------------------- edits


def edited(path, changed, text=LEAD):
    return rest(post(path, text=text) | {"modified": changed})


def test_edit_that_only_a_later_way_tells_is_looked_at(index, done):
    """The feed says what it said before; the list of posts, which answers after it, tells of an edit."""
    before = {"/feed/": feed(BD + ONE), rest_url(): edited(ONE, "2021-12-22T09:00:00"), ONE: article()}
    go(before, "beritadaerah", index)
    heard = done(spider.NewsSpider, "listed")
    late = replace(edited(ONE, "2021-12-22T12:00:00"), when=heard)
    after = before | {rest_url(): late, ONE: article("Keripik UMKM Contoh Diekspor ke Korea")}
    report, (story,), _ = go(after, "beritadaerah", index)
    assert story.article.title == "Keripik UMKM Contoh Diekspor ke Korea"
    assert (report.listed, report.known, report.changed) == (1, 0, 1)


def test_what_two_ways_told_of_an_article_starts_nothing_tomorrow(index, kept):
    routes = {"/feed/": feed(BD + ONE), rest_url(): replace(edited(ONE, DAY), when=kept), ONE: article()}
    go(routes, "beritadaerah", index)
    report, _, asked = go(routes, "beritadaerah", index)
    assert (report.listed, report.known, report.fetched) == (1, 1, 0)
    assert not [url for url in asked if ONE in url]


# ---------------------------------------------------------------- what is kept at hand

PLAIN = Article(id="solopos-7", source="solopos", url="https://www.solopos.com/a-7", title="A", body=LEAD)
META, SHOWN = (
    DateRead(raw="22 Des 2021", source=source, precision="day", flags=()) for source in ("meta", "shown")
)
DATED = {
    "published_at": datetime(2021, 12, 22, tzinfo=UTC),
    "authors": ("Wartawan Contoh",),
    "section": "Ekonomi",
}
LINK = Link(url=PLAIN.url, title="A")
WHOLE = replace(PLAIN, **DATED, date=META)
LACKS = {
    "nothing that the page states": (WHOLE, LINK, ""),
    "a day, a section, an author": (PLAIN, LINK, "date author section"),
    "what no way told": (PLAIN, replace(LINK, date=DAY, section="Ekonomi"), "author"),
    "a day that the page only shows": (replace(WHOLE, date=SHOWN), LINK, "date"),
    "a person, where a desk signs": (replace(WHOLE, authors=("Redaksi",)), LINK, "author"),
    "a headline that no way told": (WHOLE, Link(url=PLAIN.url), "title"),
    "a headline, where nothing can be read": (None, Link(url=PLAIN.url), "title"),
    "nothing that helps, where nothing can be read": (None, LINK, ""),
}


@pytest.mark.parametrize("what", LACKS)
def test_what_an_article_lacks(what):
    read, link, fields = LACKS[what]
    assert lacking(read, link) == frozenset(fields.split())


def early(pages=(("<p>halaman</p>", PLAIN.url),), link=LINK):
    at = datetime(2021, 12, 22, tzinfo=UTC)
    how = Reading(article=PLAIN.id, source="solopos", url=PLAIN.url, at=at, link=link)
    return Early(pages=list(pages), how=how, article=PLAIN)


ALL = frozenset(["title", "date", "author", "section"])


def test_an_early_article_comes_back_by_any_of_its_ids_when_a_link_tells_what_it_lacks():
    later = Later()
    later.keep(["a", "b"], early(), ALL)
    assert later.completed_by("a", LINK) is None
    assert later.completed_by("c", replace(LINK, date=DAY)) is None
    assert later.completed_by("b", replace(LINK, date=DAY)) == early()


def test_an_early_article_is_not_kept_for_what_no_way_of_its_source_tells():
    later = Later()
    later.keep(["a"], early(), frozenset(["title"]))
    assert later.places == {}


def test_pages_beyond_the_bound_wait_on_the_disk(monkeypatch):
    later = Later()
    later.spool = type(later.spool)(max_size=2_000)
    pages = {str(n): early([(bytes((n * m) % 251 for m in range(900)), PLAIN.url)]) for n in range(1, 20)}
    for id, one in pages.items():
        later.keep([id], one, ALL)
    assert later.spool._rolled
    assert {id: later.completed_by(id, replace(LINK, date=DAY)) for id in pages} == pages
    assert KEPT < 64 * 1024 * 1024


def test_nothing_is_kept_when_no_way_can_tell_any_more(index, kept, monkeypatch):
    held = []
    real = spider.NewsSpider.closed
    monkeypatch.setattr(
        spider.NewsSpider, "closed", lambda self, why: held.append(self.later.places) or real(self, why)
    )
    routes = {
        rest_url(): rest(post(ONE), post(TWO)),
        "/feed/": Answer(feed(), when=kept),
        ONE: UNDATED,
        TWO: UNDATED,
    }
    go(routes, "beritadaerah", index)
    assert held == [{}]
