"""Crawls of one source on small presses, for the tests of the crawl."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from crawler.run import UNPACED, crawl
from indexer.index import open_index
from tests.tiny_press import LEAD, Answer, article, tiny_press

ROOT = Path(__file__).resolve().parents[1]
BD = "https://www.beritadaerah.co.id"
ONE, TWO, THREE = (f"/2021/12/22/keripik-umkm-{n}-diekspor-ke-jepang/" for n in ("satu", "dua", "tiga"))
PAGES = {ONE: article("Keripik UMKM Satu Diekspor"), TWO: article("Keripik UMKM Dua Diekspor")}
SP = "https://www.solopos.com"
SOLO = "/keripik-umkm-solo-diekspor-ke-jepang-1343212"
KEDIRI = "/p/berita/1018541/produk-umkm-kota-kediri-diekspor"
SIDE = "/makin-gacor-ekspor-produk-umkm-tangsel"


def go(routes, source, index, settings=None, **how):
    """Crawl one source on a press of these routes: its report, the stories stored, what was asked."""
    with tiny_press(routes) as press:
        (report,) = crawl(
            [source], index=index, press=press.address, settings=UNPACED | (settings or {}), **how
        )
    store = open_index(index)
    stories = [hit.story for hit in store.hits()]
    store.close()
    return report, stories, press.asked


def post(path, number=1, text=LEAD):
    content = {"rendered": f"<p>{text}</p>" * 2, "protected": False}
    return {
        "id": number,
        "link": BD + path,
        "date": "2021-12-22T09:00:00",
        "title": {"rendered": "Kabar Hari Ini"},
        "content": content,
    }


def rest(*posts, pages=1):
    return Answer(
        json.dumps(posts), headers={"Content-Type": "application/json", "X-WP-TotalPages": str(pages)}
    )


def rest_url(page=1, since="2000-01-01"):
    fields = "_fields=id,link,date,modified,title,content"
    path = "/wp-json/wp/v2/posts"
    if page == 1:
        return f"{path}?per_page=100&page=1&after={since}T00:00:00&{fields}"
    return f"{path}?per_page=100&after={since}T00%3A00%3A00&{fields.replace(',', '%2C')}&page={page}"


@pytest.fixture
def index(tmp_path):
    return f"sqlite:///{tmp_path / 'pantau.db'}"


def stories(index):
    """Id -> story of all that an index holds."""
    store = open_index(index)
    try:
        return {hit.story.article.id: hit.story for hit in store.hits()}
    finally:
        store.close()


def run(command, **environment):
    """A command run from the checkout."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        timeout=60,
        check=False,
    )


def kediri_api(*posts):
    """The list as the city serves it: a JSON string inside JSON."""
    return json.dumps({"status": "ok", "berita": json.dumps(posts)})


KEDIRI_POST = {
    "idpost": "1018541",
    "judul": "Produk UMKM Kota Kediri Diekspor",
    "judulurl": "produk-umkm-kota-kediri-diekspor",
    "kategori": "Berita",
    "kategoriurl": "berita",
    "deskripsi": f"<p><img src='x.jpg'>{LEAD}</p>",
    "tgl": "2021-12-22 09:00:00",
}
