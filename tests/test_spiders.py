"""What holds for every spider, and what each knows of its site's addresses."""

import inspect
from dataclasses import fields
from pathlib import Path

import pytest
from parsel import Selector

from crawler.reader import SiteRule
from crawler.sources import source_of, sources
from crawler.spider import COUNTRY, NewsSpider
from crawler.ways import WAYS
from entities import regions

FOLDER = Path(__file__).resolve().parents[1] / "spiders"
FILES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
SELECTORS = (
    "title",
    "body",
    "drop",
    "date",
    "author",
    "editor",
    "tags",
    "section",
    "caption",
    "summary",
    "premium",
)
PACE = ("custom_settings", "download_delay", "max_concurrent_requests", "handle_httpstatus_list")


def test_every_file_is_a_source():
    assert list(sources()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_file_name_and_class_agree(name):
    spider = sources()[name]
    assert spider.name == name
    assert spider.__module__ == f"spiders.{name}"
    assert spider.__name__ == f"{name.capitalize()}Spider"


@pytest.mark.parametrize("name", FILES)
def test_docstring_tells_what_the_site_is(name):
    said = sources()[name].__doc__
    assert len(said) > 40
    assert said.endswith(".")


@pytest.mark.parametrize("name", FILES)
def test_every_spider_declares_the_regions_it_covers(name):
    covers = sources()[name].covers
    assert covers
    assert not [code for code in covers if code != COUNTRY and code not in regions.codes()]
    assert len(set(covers)) == len(covers)
    assert covers == (COUNTRY,) or COUNTRY not in covers


@pytest.mark.parametrize(
    ("name", "provinces"),
    [("solopos", {"33"}), ("kedirikota", {"35"}), ("side", {"36"}), ("joglosemarnews", {"33", "34"})],
)
def test_a_regional_source_covers_its_own_province(name, provinces):
    assert {regions.province_of(code) for code in sources()[name].covers} == provinces


@pytest.mark.parametrize("name", FILES)
def test_no_spider_sets_its_own_pace_or_trust(name):
    own = vars(sources()[name])
    assert not [setting for setting in PACE if own.get(setting)]
    assert sources()[name].verify_tls


@pytest.mark.parametrize("name", FILES)
def test_a_spider_is_short(name):
    lines = [line for line in (FOLDER / f"{name}.py").read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) <= 45


@pytest.mark.parametrize("name", FILES)
def test_ways_are_known_and_the_daily_ones_among_them(name):
    spider = sources()[name]
    assert set(spider.ways) <= set(WAYS)
    assert set(spider.daily) <= set(spider.ways)


@pytest.mark.parametrize("name", FILES)
def test_every_address_asked_is_the_sources_own(name):
    spider = sources()[name](since="2021-12-01", until="2021-12-02")
    urls = [url for way in spider.ways for url in spider.urls(way)]
    assert urls
    assert all(spider.is_ours(url) and source_of(url) == name for url in urls)
    assert not [url for url in urls if "{" in url or " " in url]


@pytest.mark.parametrize("name", FILES)
def test_selectors_are_css(name):
    rule, page = sources()[name].rule(), Selector(text="<html></html>")
    for field in SELECTORS:
        if selector := getattr(rule, field):
            page.css(selector)


def test_no_method_of_the_base_is_hidden_by_a_rule():
    """A spider's `drop` or `date` is a selector; the base must not have anything by that name."""
    assert not {field.name for field in fields(SiteRule)} & {
        name for name, _ in inspect.getmembers(NewsSpider)
    }


def test_the_machinery_names_no_site():
    domains = [domain.partition(".")[0] for spider in sources().values() for domain in spider.allowed_domains]
    for path in (FOLDER.parent / "crawler").rglob("*.py"):
        text = path.read_text("utf-8").lower()
        assert not [word for word in domains if len(word) > 4 and word in text], path.name


ARTICLES = {
    "beritadaerah": {
        "https://www.beritadaerah.co.id/2021/12/22/walikota-melepas-ekspor/": True,
        "https://beritadaerah.co.id/2021/09/20/316415/": True,
        "https://www.beritadaerah.co.id/tag/ekspor/": False,
        "https://www.beritadaerah.co.id/wp-content/uploads/2021/12/foto.jpg": False,
        "https://www.beritadaerah.co.id/2021/12/": False,
        "https://contoh.example/2021/12/22/walikota-melepas-ekspor/": False,
    },
    "joglosemarnews": {
        "https://joglosemarnews.com/2023/06/dorong-masuk-pasar-global/": True,
        "https://joglosemarnews.com/2023/06/dorong-masuk-pasar-global/amp/": True,
        "https://joglosemarnews.com/category/daerah/solo/": False,
    },
    "kedirikota": {
        "https://kedirikota.go.id/p/berita/1018541/produk-umkm-kota-kediri": True,
        "https://www.kedirikota.go.id/p/dalamberita/5136/kliping": True,
        "https://kedirikota.go.id/p/profil": False,
        "https://satukanegeri.com/post/36362/produk_umkm": False,
    },
    "solopos": {
        "https://www.solopos.com/umkm-solo-belajar-ke-bandung-1343212": True,
        "https://m.solopos.com/umkm-solo-belajar-ke-bandung-1343212/amp": True,
        "https://soloraya.solopos.com/read/20180324/489/905555/umkm-solo-belajar": True,
        "https://solopos.espos.id/umkm-solo-belajar-2021000": True,
        "https://www.solopos.com/tag/umkm": False,
        "https://www.solopos.com/bisnis/umkm": False,
        "https://www.solopos.com/arsip?tgl=22&bln=12&thn=2021": False,
    },
    "side": {
        "https://side.id/makin-gacor-pemkot-tangsel-dukung-ekspor": True,
        "https://side.id/news/produk-umkm-tangsel-tembus-pasar": True,
        "https://side.id/artikel/10293": True,
        "https://side.id/tag/pemkot-tangerang-selatan-banten": False,
        "https://side.id/tentang-kami": False,
        "https://side.id/": False,
    },
}


@pytest.mark.parametrize(("name", "url"), [(name, url) for name, urls in ARTICLES.items() for url in urls])
def test_article_is_told_from_listing_by_its_address(name, url):
    assert sources()[name]().is_article(url) is ARTICLES[name][url]


SAME = {
    "solopos-1343212": (
        "https://www.solopos.com/umkm-solo-belajar-1343212",
        "https://m.solopos.com/umkm-solo-belajar-1343212/amp?utm_source=bisnis_desktop",
        "https://solopos.espos.id/umkm-solo-belajar-1343212",
        "https://news.espos.id/judul-baru-1343212?page=2",
    ),
    "solopos-905555": ("https://soloraya.solopos.com/read/20180324/489/905555/umkm-solo-belajar",),
    "kedirikota-1018541": (
        "https://kedirikota.go.id/p/berita/1018541/produk-umkm",
        "http://www.kedirikota.go.id/p/dalamberita/1018541/judul-lain",
    ),
}


@pytest.mark.parametrize(("key", "url"), [(key, url) for key, urls in SAME.items() for url in urls])
def test_the_sites_own_number_is_the_key(key, url):
    assert sources()[key.partition("-")[0]]().key(url) == key


def test_other_keys_are_of_the_canonical_address():
    spider = sources()["beritadaerah"]()
    true = spider.key("https://www.beritadaerah.co.id/2021/12/22/walikota-melepas-ekspor/")
    for other in (
        "http://beritadaerah.co.id/2021/12/22/walikota-melepas-ekspor",
        "https://www.beritadaerah.co.id/2021/12/22/walikota-melepas-ekspor/amp/",
        "https://www.beritadaerah.co.id/2021/12/22/walikota-melepas-ekspor/2/",
        "https://www.beritadaerah.co.id/2021/12/22/walikota-melepas-ekspor/?utm_source=x&page=2#komentar",
    ):
        assert spider.key(other) == true
    assert spider.key("https://www.beritadaerah.co.id/2021/12/23/walikota-melepas-ekspor/") != true
