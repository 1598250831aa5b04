"""Each pipeline does one thing and counts what it drops."""

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.statscollectors import MemoryStatsCollector

from crawler import pipelines, stats
from crawler.later import Later
from crawler.memory import Memory
from crawler.relevance import is_relevant, keywords, table
from crawler.window import Window, days_in, moment
from entities.errors import IndexUnusable
from entities.records import Article, DateRead, Story
from entities.wire import dumps
from indexer.index import Left, Results
from tests.tiny_press import LEAD, MORE, OFF_TOPIC

ARTICLE = Article(
    id="solopos-1",
    source="solopos",
    url="https://www.solopos.com/umkm-1",
    title="UMKM Ekspor Keripik",
    body=f"{LEAD}\n\n{MORE}",
    published_at=datetime.fromisoformat("2021-12-22T09:00:00+07:00"),
)


class Shelf:
    """An index that keeps what it is given, or fails."""

    def __init__(self, fails=False):
        self.fails, self.held, self.batches, self.closed = fails, {}, [], False
        self.rest = Left()

    def put(self, stories):
        if self.fails:
            raise IndexUnusable("the disk is full")
        stories = list(stories)
        new = len({story.article.id for story in stories} - self.held.keys())
        self.held |= {story.article.id: story for story in stories}
        self.batches.append(len(stories))
        return new

    def republished(self):
        return 0

    def forgotten(self):
        return frozenset({"solopos-7", "https://www.solopos.com/lupa"})

    together = 20

    def search(self, query):
        return Results(hits=(), total=len(self.held))

    def get(self, id):
        return self.held.get(id)

    def left(self):
        return self.rest

    def close(self):
        self.closed = True


class FakeCrawler(SimpleNamespace):
    """Known by what it is, not by what it holds."""

    __hash__ = object.__hash__


@pytest.fixture
def crawler(tmp_path):
    """As much of a Scrapy crawler as a pipeline sees."""
    from scrapy.settings import Settings

    fake = FakeCrawler(
        settings=Settings(
            {"PANTAU_INDEX": f"sqlite:///{tmp_path / 'p.db'}", "PANTAU_BATCH": 2, "STATS_DUMP": False}
        ),
        spidercls=SimpleNamespace(name="solopos"),
        stopped=[],
        signals=SimpleNamespace(connect=lambda *what: None),
    )
    fake.spider = SimpleNamespace(
        name="solopos",
        window=Window(),
        limit=None,
        full=False,
        backfill=False,
        stop=fake.stopped.append,
        memory=Memory("solopos"),
        later=Later(),
    )
    fake.get_item_pipeline = lambda kind: None
    fake.stats = MemoryStatsCollector(fake)
    return fake


@pytest.fixture
def shelf(monkeypatch):
    kept = Shelf()
    monkeypatch.setattr(pipelines, "opened", lambda url: kept)
    return kept


def reasons(crawler):
    return stats.by_reason(crawler, "dropped")


@pytest.mark.parametrize("known", [{"id": "solopos-7"}, {"url": "https://www.solopos.com/lupa"}])
def test_what_was_forgotten_is_dropped_and_counted(crawler, shelf, known):
    pipelines.Store(crawler).open_spider()
    with pytest.raises(DropItem):
        pipelines.Forgotten(crawler).process_item(replace(ARTICLE, **known))
    assert pipelines.Forgotten(crawler).process_item(ARTICLE) is ARTICLE
    assert reasons(crawler) == {"forgotten": 1}


def test_once_keeps_the_first_of_an_id(crawler):
    stage = pipelines.Once(crawler)
    assert stage.process_item(ARTICLE) is ARTICLE
    with pytest.raises(DropItem):
        stage.process_item(replace(ARTICLE, title="Lain"))
    assert reasons(crawler) == {"seen twice": 1}


DAYS = {  # printed moment -> whether 20 to 21 December holds it
    "2021-12-19T23:59:59+07:00": False,
    "2021-12-20T00:00:00+07:00": True,
    "2021-12-21T23:59:59+07:00": True,
    "2021-12-21T16:59:00+00:00": True,
    "2021-12-21T17:00:00+00:00": False,
    "2021-12-22T00:30:00+08:00": True,
}


@pytest.mark.parametrize("printed", DAYS)
def test_window_counts_days_in_wib_both_included(printed, crawler):
    crawler.spider.window = Window(since=date(2021, 12, 20), until=date(2021, 12, 21))
    article = replace(ARTICLE, published_at=datetime.fromisoformat(printed))
    if DAYS[printed]:
        assert pipelines.Window(crawler).process_item(article) is article
    else:
        with pytest.raises(DropItem):
            pipelines.Window(crawler).process_item(article)
        assert reasons(crawler) == {"outside the window": 1}


def test_unreadable_date_is_kept_and_its_flags_counted(crawler):
    crawler.spider.window = Window(since=date(2021, 12, 20))
    read = DateRead(raw="entah kapan", source="shown", flags=("unreadable",))
    article = replace(ARTICLE, published_at=None, date=read)
    assert pipelines.Window(crawler).process_item(article) is article
    assert stats.counted(crawler, "no date") == 1
    assert stats.by_reason(crawler, "date") == {"unreadable": 1}


def test_relevance_looks_at_title_and_text(crawler):
    stage = pipelines.Relevance(crawler)
    assert stage.process_item(replace(ARTICLE, title="Kabar Sore Ini"))
    with pytest.raises(DropItem):
        stage.process_item(replace(ARTICLE, title="Hasil Pertandingan", body=OFF_TOPIC))
    assert reasons(crawler) == {"not relevant": 1}


def test_limit_lets_so_many_through_and_ends_the_crawl(crawler):
    crawler.spider.limit = 2
    stage = pipelines.Limit(crawler)
    assert stage.process_item(ARTICLE)
    assert crawler.stopped == []
    assert stage.process_item(ARTICLE)
    assert crawler.stopped == ["limit reached"]
    with pytest.raises(DropItem):
        stage.process_item(ARTICLE)


def test_store_puts_in_batches_and_the_rest_at_the_end(crawler, shelf):
    stage = pipelines.Store(crawler)
    stage.open_spider()
    for number in range(5):
        stage.process_item(Story(article=replace(ARTICLE, id=f"solopos-{number}")))
    assert shelf.batches == [2, 2]
    stage.close_spider()
    stage.close_spider()
    assert (shelf.batches, shelf.closed) == ([2, 2, 1], True)
    assert (stats.counted(crawler, "stored"), stats.counted(crawler, "new")) == (5, 5)


def test_no_story_waits_long_for_others(crawler, shelf):
    crawler.settings.set("PANTAU_WAIT", 0.0)
    stage = pipelines.Store(crawler)
    stage.open_spider()
    stage.process_item(Story(article=ARTICLE))
    stage.flush_late()
    assert shelf.batches == [1]


def test_what_waits_for_a_server_or_was_refused_is_told_and_not_counted_as_stored(crawler, shelf):
    shelf.rest = Left(waiting=2, refused=1, told=("the server was away",))
    stage = pipelines.Store(crawler)
    stage.open_spider()
    for number in range(5):
        stage.process_item(Story(article=replace(ARTICLE, id=f"solopos-{number}")))
    stage.close_spider()
    assert stats.counted(crawler, "stored") == 2
    assert stats.by_reason(crawler, "dropped") == {"refused": 1, "waiting": 2}
    assert stats.told(crawler, "problems") == ("the server was away",)


def test_store_that_fails_ends_the_crawl_and_tells_how_many_were_lost(crawler, shelf):
    shelf.fails = True
    stage = pipelines.Store(crawler)
    stage.open_spider()
    for number in range(2):
        stage.process_item(Story(article=replace(ARTICLE, id=f"solopos-{number}")))
    assert crawler.stopped == ["index unusable"]
    assert stats.told(crawler, "problems") == ("the disk is full; 2 stories of this crawl were not stored",)
    assert stats.counted(crawler, "stored") == 0


def test_store_that_cannot_be_opened_ends_the_crawl_before_it_starts(crawler, monkeypatch):
    def refuse(url):
        raise IndexUnusable("not a Pantau index")

    monkeypatch.setattr(pipelines, "opened", refuse)
    with pytest.raises(CloseSpider):
        pipelines.Store(crawler).open_spider()
    assert stats.told(crawler, "problems") == ("not a Pantau index",)


def test_line_is_plain_json(crawler):
    line = pipelines.Line(crawler).process_item(Story(article=ARTICLE))
    assert (line["id"], line["published_at"]) == ("solopos-1", "2021-12-22T09:00:00+07:00")
    assert dumps(line)


# ---------------------------------------------------------------- the tables and helpers they rest on

RELEVANT = [
    "UMKM Kota Kediri kirim keripik ke Belanda lewat pelepasan ekspor",
    "Perajin batik ikut pelatihan pengemasan dari Dinas Koperasi",
    "Dinkop UKM gelar bazar dan pameran produk unggulan",
    "Bupati melepas kontainer briket ke Arab Saudi, kata Bea Cukai",
    "Kredit usaha rakyat disalurkan kepada 400 pedagang",
]
NOT_RELEVANT = [
    "Tim futsal kota menang dua gol di pertandingan semalam",
    "Hujan deras menggenangi jalan protokol sejak sore",
    "Polisi menangkap pencuri kabel lampu jalan",
    "Jadwal imsak dan salat hari ini",
    "Gempa berkekuatan lima guncang pantai selatan",
]


@pytest.mark.parametrize("text", RELEVANT)
def test_news_of_small_firms_and_exports_is_relevant(text):
    assert is_relevant(text, "")


@pytest.mark.parametrize("text", NOT_RELEVANT)
def test_other_news_is_not(text):
    assert not is_relevant(text, text)


def test_relevance_is_linear_in_hostile_text():
    assert not is_relevant("x " * 5000, "usah " * 50_000)


def test_daily_keywords_are_among_all():
    assert set(keywords(daily=True)) <= set(keywords())
    assert all(group["words"] and group["weight"] > 0 for group in table()["group"])


MOMENTS = {
    "Wed, 22 Dec 2021 02:00:00 +0000": "2021-12-22T02:00:00+00:00",
    "Wed, 22 Dec 2021 09:00:00 +0700": "2021-12-22T09:00:00+07:00",
    "2021-12-22T09:00:00+07:00": "2021-12-22T09:00:00+07:00",
    "2021-12-22 09:00:00": "2021-12-22T09:00:00+00:00",
    "2021-12-22": "2021-12-22T00:00:00+00:00",
    "Rabu kemarin": None,
    "": None,
}


@pytest.mark.parametrize("raw", MOMENTS)
def test_moment_of_feed_and_sitemap(raw):
    expected = MOMENTS[raw]
    assert moment(raw) == (datetime.fromisoformat(expected) if expected else None)


PATHS = {
    "/2021/12/22/judul/": (date(2021, 12, 22), date(2021, 12, 22)),
    "/2023/06/judul/": (date(2023, 6, 1), date(2023, 6, 30)),
    "/2021/12/judul/": (date(2021, 12, 1), date(2021, 12, 31)),
    "/read/20180324/489/905555/judul": (date(2018, 3, 24), date(2018, 3, 24)),
    "/2021/13/judul/": (None, None),
    "/umkm-2021": (None, None),
}


@pytest.mark.parametrize("path", PATHS)
def test_days_that_a_path_stands_for(path):
    assert days_in("https://contoh.example" + path) == PATHS[path]
