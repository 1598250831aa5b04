"""What was forgotten stays away: crawls neither fetch nor store it again."""

from app.upkeep import run_forget
from indexer.index import open_index
from tests.crawls import BD, ONE, PAGES, TWO, go, index
from tests.tiny_press import Answer, article, feed

__all__ = ["index"]  # the fixture
ROUTES = {"/feed/": feed(BD + ONE, BD + TWO), **PAGES}


def test_a_forgotten_article_is_not_asked_for_again(index):
    go(ROUTES, "beritadaerah", index)
    run_forget([BD + ONE], index=index)
    report, (left,), asked = go(ROUTES, "beritadaerah", index)
    assert left.article.url == BD + TWO
    assert report.dropped == {"forgotten": 1}
    assert not any(request.endswith(ONE) for request in asked)


def test_an_article_is_refused_before_the_first_crawl(index):
    open_index(index, create=True).close()
    run_forget([f"{BD.replace('www.', '')}{ONE}?utm_source=surat"], index=index)
    report, stories, _ = go(ROUTES, "beritadaerah", index)
    assert ([story.article.url for story in stories], report.dropped) == ([BD + TWO], {"forgotten": 1})


def test_a_forgotten_article_at_another_address_is_dropped_when_read(index):
    go(ROUTES, "beritadaerah", index)
    run_forget([BD + ONE], index=index)
    copy = article("Keripik", head=f'<link rel="canonical" href="{BD}{ONE}">')
    moved = {
        "/feed/": feed(
            BD + "/2021/12/23/salinan-keripik-umkm-diekspor/", BD + "/2021/12/24/pindah-keripik-umkm/"
        ),
        "/2021/12/23/salinan-keripik-umkm-diekspor/": copy,
        "/2021/12/24/pindah-keripik-umkm/": Answer(status=301, headers={"Location": BD + ONE}),
        ONE: PAGES[ONE],
    }
    report, stories, _ = go(moved, "beritadaerah", index)
    assert [story.article.url for story in stories] == [BD + TWO]
    assert report.dropped["forgotten"] >= 1
