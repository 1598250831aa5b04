"""Real articles, served inside their site's markup and crawled with its spider, say what seeds/expected.jsonl says.

The texts belong to their publishers and stand outside this project; without them these tests are skipped.
"""

from html import escape
from pathlib import Path

import pytest

from crawler.run import UNPACED, crawl
from entities.wire import dumps, loads, story_json
from indexer.index import open_index
from tests.tiny_press import feed, listing, tiny_press

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"
LINES = [loads(line) for line in (SEEDS / "expected.jsonl").open("rb")] if SEEDS.is_dir() else []
pytestmark = pytest.mark.skipif(not LINES, reason="the seed articles (../shared/seeds) are not here")

HEAD = '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{meta}</head><body>'
PUBLISHED = '<meta property="article:published_time" content="{}">'


def lines_of(name):
    return [line.strip() for line in (SEEDS / name).read_text("utf-8").splitlines() if line.strip()]


def paragraphs(lines):
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def page(title, body, published=None):
    meta = PUBLISHED.format(published) if published else ""
    return HEAD.format(title=escape(title), meta=meta) + body + "</body></html>"


def beritadaerah(lines, title, published):
    """WordPress: sign-off and editor in the content, the comment form after it."""
    form = lines.index("Leave a Reply")
    content = (
        f'<h1 class="entry-title">{title}</h1><div class="entry-content">{paragraphs(lines[:form])}</div>'
    )
    reply = f'<div id="respond"><h3>{lines[form]}</h3>{paragraphs(lines[form + 1 :])}</div>'
    return page(title, f"<article>{content}{reply}</article>", published)


def joglosemarnews(lines, title, published):
    """tagDiv: breadcrumb, caption of the picture, inserted headlines within the text."""
    crumb, caption, text = lines[0], lines[2], lines[3:]
    home, first, second = crumb.removesuffix(title).split()
    crumbs = "".join(f'<a class="entry-crumb">{word}</a> ' for word in (home, first, second))
    body = "".join(
        _related(line) if line.startswith("Baca Juga") else f"<p>{escape(line)}</p>" for line in text
    )
    picture = f'<figure><img src="x.jpg"><figcaption class="wp-caption-text">{escape(caption)}</figcaption></figure>'
    picture = f'<div class="td-post-featured-image">{picture}</div>'
    head = (
        f'<div class="entry-crumbs">{crumbs}{escape(title)}</div><h1 class="entry-title">{escape(title)}</h1>'
    )
    return page(
        title, f'<article>{head}{picture}<div class="td-post-content">{body}</div></article>', published
    )


def _related(line):
    marker, _, headline = line.partition(":")
    inner = f'<span class="ctaText">{marker}:</span>&nbsp; <span class="postTitle">{escape(headline)}</span>'
    return f'<div class="u0123abcd"><a href="/2024/02/lain/" class="u0123abcd">{inner}</a></div>'


def kedirikota(lines, title, published):
    """The city's own system: nothing known of its classes."""
    return page(title, f"<div><h1>{escape(title)}</h1><div>{paragraphs(lines[1:])}</div></div>", published)


def solopos(lines, title, published):
    """The newspaper's theme: summary right after the headline, caption, promotion, tail. Its +00:00 is WIB."""
    caption, summary, text = lines[0], lines[1], lines[2:]
    tail = next(n for n, line in enumerate(text) if line.startswith("Cek Berita"))
    head = f'<div class="post-header-area"><h1 class="post-title title-lg">{title}</h1><p>{summary}</p></div>'
    media = f'<div class="post-media mb-20"><img src="x.jpg"><span><p>{escape(caption)}</p></span></div>'
    content = f'<div class="post-content-area">{media}{paragraphs(text[:tail])}</div>'
    false_zone = published.replace("T", "WIB").replace("+07:00", "+00:00")
    return page(title, f"{head}{content}<div>{paragraphs(text[tail:])}</div>", false_zone)


def side(lines, title, tags):
    """Nothing known of its classes; the article stands twice, its first line glued to the tags."""
    head, _, first = lines[1].partition(" ".join(tags))
    second = lines.index(title, 1)
    links = " ".join(f'<a href="/tag/{tag.lower().replace(" ", "-")}">{tag}</a>' for tag in tags)
    top = f"<h1>{title}</h1><div><span>{head}</span>{links}</div>"
    mail = next(n for n, line in enumerate(lines) if line.startswith("[email"))
    between = mail - 1  # the author
    hidden = f'<a class="__cf_email__" href="/cdn-cgi/l/email-protection">{lines[mail]}</a>'
    author = f"<div><p>{lines[between]}</p>{hidden}{paragraphs(lines[mail + 1 : second])}</div>"
    desktop = f"<div>{top}<div>{paragraphs([first, *lines[2:between]])}</div>{author}</div>"
    mobile = f"<div>{top}<div>{paragraphs(lines[second + 2 :])}</div></div>"
    return page(title, desktop + mobile)


SERVED = {  # source -> markup, host, path, listing that leads there
    "beritadaerah": (
        beritadaerah,
        "www.beritadaerah.co.id",
        "/2021/12/22/walikota-melepas-ekspor-perdana/",
        "/feed/",
        feed,
    ),
    "joglosemarnews": (
        joglosemarnews,
        "joglosemarnews.com",
        "/2023/06/dorong-masuk-pasar-global/",
        "/feed/",
        feed,
    ),
    "kedirikota": (
        kedirikota,
        "kedirikota.go.id",
        "/p/berita/1030001/produk-umkm-kota-kediri",
        "/p/berita",
        listing,
    ),
    "solopos": (solopos, "www.solopos.com", "/umkm-solo-belajar-kemasan-905555", "/tag/umkm", listing),
    "side": (side, "side.id", "/makin-gacor-pemkot-tangsel-dukung-ekspor-produk-umkm", "/", listing),
}


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    """Source -> the story line that a crawl stored."""
    routes = {}
    for seed in LINES:
        markup, host, path, listed_at, way = SERVED[seed["source"]]
        title = seed["title"] or seed["serve_as"]["title"]
        published = seed["serve_as"].get("published_at")
        routes[host + path] = markup(lines_of(seed["file"]), title, published or seed["tags"])
        routes[host + listed_at] = way(f"https://{host}{path}")
    index = f"sqlite:///{tmp_path_factory.mktemp('seeds') / 'pantau.db'}"
    with tiny_press(routes) as press:
        reports = crawl([], index=index, press=press.address, settings=UNPACED)
    assert [(r.source, r.stored, r.problems) for r in reports] == [(r.source, 1, ()) for r in reports]
    store = open_index(index)
    found = {
        story.article.source: loads(dumps(story_json(story))) for story in (hit.story for hit in store.hits())
    }
    store.close()
    return found


def seeds(*keys):
    """One case for each seed that has these keys."""
    chosen = [seed for seed in LINES if all(key in seed for key in keys)]
    return pytest.mark.parametrize("seed", chosen, ids=[seed["source"] for seed in chosen])


@seeds()
def test_title_is_the_articles(seed, stories):
    assert stories[seed["source"]]["title"] == (seed["title"] or seed["serve_as"]["title"])


@seeds()
def test_day_and_minute_are_the_articles(seed, stories):
    assert stories[seed["source"]]["published_at"] == (
        seed.get("published_at") or seed["serve_as"]["published_at"]
    )


@seeds("paragraphs")
def test_body_has_its_paragraphs_and_no_more(seed, stories):
    assert len(stories[seed["source"]]["body"].split("\n\n")) == seed["paragraphs"]


@seeds("absent")
def test_no_junk_is_left_in_the_body(seed, stories):
    assert [words for words in seed["absent"] if words in stories[seed["source"]]["body"]] == []


@pytest.mark.parametrize("field", ["authors", "editor", "tags", "summary"])
@seeds()
def test_fields_are_the_articles(seed, field, stories):
    if field in seed:
        assert stories[seed["source"]][field] == seed[field]


@seeds("topics")
def test_topics(seed, stories):
    assert set(stories[seed["source"]]["topics"]) == set(seed["topics"])


def has(story, wanted):
    """Whether a mention of these keys was found; roles finer than the guide's count as the guide's."""
    return any(
        all(_same(mention.get(key), value) for key, value in wanted.items()) for mention in story["mentions"]
    )


def _same(found, value):
    if isinstance(value, str):
        return str(found).lower() == value.lower()
    return found is not None and float(found) == float(value)


@seeds("must")
def test_mentions_that_must_be_found(seed, stories):
    assert [wanted for wanted in seed["must"] if not has(stories[seed["source"]], wanted)] == []


@seeds("must_not")
def test_mentions_that_must_not_be_found(seed, stories):
    assert [unwanted for unwanted in seed["must_not"] if has(stories[seed["source"]], unwanted)] == []


@seeds("releases")
def test_releases(seed, stories):
    found = [{key: _plain(release[key]) for key in _KEYS} for release in stories[seed["source"]]["releases"]]
    assert found == [{key: _plain(release[key]) for key in _KEYS} for release in seed["releases"]]


_KEYS = ("date", "origins", "destinations", "products", "values", "quantities")


def _plain(value):
    """Lists as sets; of an amount only the number and its unit."""
    if not isinstance(value, list):
        return value
    return {x if isinstance(x, str) else (float(x["amount"]), x.get("currency") or x["unit"]) for x in value}


@seeds()
def test_offsets_are_exact(seed, stories):
    story = stories[seed["source"]]
    assert all(story[m["field"]][m["start"] : m["end"]] == m["text"] for m in story["mentions"])
