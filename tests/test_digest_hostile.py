"""Texts of the web in a digest stay text, whatever they hold; a week of thousands of articles stays small."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from app.digests.html import MailLinks, mail, page
from app.digests.mail import fitting, inlined, message, message_id
from app.digests.markdown import markdown
from app.digests.record import digest_json
from app.digests.telling import subject
from app.digests.text import text
from entities import regions
from entities.wire import dumps
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.digests import MONDAY, PUBLIC, WEEK, idr, made, program, release, story

NASTY = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "comment": "<!-- --><style>body{display:none}</style>",
    "template": "{{ 7*7 }}{% include 'x' %}",
    "markdown": "[klik](javascript:alert(1)) **tebal** `kode` # judul",
    "bidi": "kopi \u202eedisrevni\u202c \u2066isolasi\u2069",
    "terminal": "\x1b]0;judul\x07\x1b[31mmerah",
    "lines": "satu\r\nBcc: a@b.example\n\ndua\u2028tiga",
    "word": "kata" * 2_500,
    "null": "nol\x00nol",
    "entity": "&lt;b&gt; &#x3C;script&#x3E;",
}
URLS = {
    "javascript": "javascript:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "quote": 'https://a.example/"onclick="alert(1)',
    "blank": "https://a.example/ x",
    "long": "https://a.example/" + "x" * 5_000,
    "line": "https://a.example/\r\nBcc: x",
    "bracket": "https://a.example/(a)_[b]<c>",
}
ALLOWED = {
    *"html head meta title style link body table tr td div h1 h2 h3 p a b small br span img code".split(),
    *"tbody svg pattern".split(),
}


@pytest.fixture
def index(tmp_path):
    return SQLiteIndex(tmp_path / "p.db")


class Tags(HTMLParser):
    """Every tag and attribute of a page, and that all are closed."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.open, self.text = set(), set(), [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "br", "img", "link"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def hostile(text_of_the_web, url="https://koran.example/a"):
    return [
        story(
            "a",
            release(
                idr(5_000_000),
                printed=(text_of_the_web,),
                products=(text_of_the_web,),
                exporter=text_of_the_web,
            ),
            title=text_of_the_web,
            url=url,
            programs=(program(text_of_the_web, agency=text_of_the_web, end=date(2021, 12, 28)),),
        )
    ]


def checked(html):
    read = Tags()
    read.feed(html)
    assert not read.open
    assert read.tags <= ALLOWED | {
        "rect",
        "text",
        "path",
        "g",
        "line",
        "circle",
        "desc",
        "tspan",
        "polyline",
    }, read.tags
    assert not {name for name in read.attributes if name.startswith("on")}
    return read


@pytest.mark.parametrize("case", NASTY)
def test_a_text_of_the_web_stays_text_in_every_form(index, case):
    index.put(hostile(NASTY[case]))
    digest = made(index, most=3)
    assert digest.events.figure.value == 1
    told = text(digest, PUBLIC)
    for html in (
        page(digest, PUBLIC),
        mail(digest, MailLinks(public=PUBLIC)),
        inlined(mail(digest, MailLinks())),
    ):
        checked(html)
    for form in (told, page(digest, PUBLIC), markdown(digest, PUBLIC)):
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]", form
        )
        assert max(map(len, form.split())) < 600
        form.encode("utf-8")
    assert not [line for line in told.splitlines() if line.startswith("Bcc")]
    assert max(len(line) for line in told.splitlines() if "http" not in line) <= 120


@pytest.mark.parametrize("case", NASTY)
def test_markdown_renders_a_text_of_the_web_as_text(index, case):
    index.put(hostile(NASTY[case]))
    html = MarkdownIt("commonmark", {"html": True}).render(markdown(made(index), PUBLIC))
    read = Tags()
    read.feed(html)
    assert read.tags <= set("h1 h2 h3 p ul li ol a strong blockquote br code em".split()), read.tags
    assert "em" not in read.tags
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', html))


@pytest.mark.parametrize("case", URLS)
def test_only_a_sound_web_address_becomes_a_link(index, case):
    index.put(hostile("Judul", URLS[case]))
    digest = made(index)
    read = Tags()
    read.feed(html := page(digest, PUBLIC))
    for address in re.findall(r'href="([^"]*)"', html):
        assert address.startswith(("https://", "2021-W", "index.html", "atom.xml")), address
        assert len(address) < 700
    assert "onclick" not in read.attributes
    assert "\nBcc" not in text(digest)


@pytest.mark.parametrize("case", NASTY)
def test_a_hostile_search_stays_text(index, case):
    index.put(hostile("kopi"))
    digest = made(index, Query(text=NASTY[case][:2_000]))
    checked(page(digest, PUBLIC))
    assert subject(digest).isprintable()
    mail_of = message(
        digest, sender="p@a.example", recipient="b@c.example", links=MailLinks(),
        message_id=message_id("1", WEEK.name, "a.example"), date=MONDAY,
    )  # fmt: skip
    assert mail_of.as_bytes()


def test_the_json_holds_it_as_it_is_and_stays_one_line(index):
    index.put(hostile(NASTY["lines"]))
    line = dumps(digest_json(made(index)))
    assert "\n" not in line
    assert "\u2028" not in line


# ---------------------------------------------------------------- thousands


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """5,000 articles of one week: 1,200 releases, 300 programmes, names as long as they get."""
    held = SQLiteIndex(tmp_path_factory.mktemp("crowd") / "p.db")
    cities = sorted(code for code in regions.codes() if len(code) > 2)[::6]
    long = "Koperasi Produsen Serba Usaha Wanita Tani Makmur Sejahtera Bersama Selamanya"

    def one(n):
        if n < 1_200:
            sold = release(
                idr(1_000_000 + n), printed=(f"Rp{n} juta lebih sedikit sekali",), origins=(cities[n % len(cities)],),
                destinations=("JP", "NL", "DE", "US", "FR", "SA", "AE"), exporter=f"{long} {word_of(n)}",
                products=tuple(f"{word_of(n * 9 + k)} jenis" for k in range(9)), date=date(2021, 12, 20 + n % 7),
            )  # fmt: skip
            return story(f"a{n}", sold, title=f"{long} {n} " * 4, body=f"Isi khusus nomor{n} kata{n}")
        if n < 1_500:
            return story(
                f"a{n}",
                programs=(
                    program(
                        f"{word_of(n).title()} {long}",
                        agency=long,
                        participants=n,
                        places=(cities[n % len(cities)],),
                    ),
                ),
                body=f"Isi nomor{n}",
            )
        return story(f"a{n}", body=f"Isi lain nomor{n} kata{n}", title=f"Berita {n}")

    for start in range(0, 5_000, 500):
        held.put([one(n) for n in range(start, start + 500)])
    return held


@pytest.mark.slow
def test_a_week_of_5000_articles_is_cut_and_says_so_and_stays_under_100_kb(crowd):
    digest = made(crowd)
    figures = {h.figure.measure: h.figure.value for h in (digest.events, *digest.headlines)}
    assert figures["stories"] == 5_000
    assert figures["programs"] > 50
    assert figures["events"] > 300
    told = " ".join(text(digest, PUBLIC).split())
    assert f"disebut 30 [{n_of(told)}] dari {figures['events']:,}".replace(",", ".") in told
    assert subject(digest).startswith(f"Pantau 2021-W51: {figures['events']:,}".replace(",", "."))
    links = MailLinks(public=PUBLIC, page=f"{PUBLIC}/x", manage=f"{PUBLIC}/y", unsubscribe=f"{PUBLIC}/z")
    fewer, html = fitting(digest, links)
    assert len(html.encode()) < 100_000
    named = len({one.id for group in fewer.groups for one in group.entries})
    assert f"disebut {named} dari" in " ".join(re.sub("<[^>]*>", "", html).split())
    assert fewer.events == digest.events
    assert len(page(digest, PUBLIC).encode()) < 250_000
    assert len({one.id for group in digest.groups for one in group.entries}) == 30
    assert len(digest.groups) > 30
    assert all(group.figure.value for group in digest.groups)
    assert len(digest.programmes) == figures["programs"]
    assert html.count("jenis") < 600


def word_of(n):
    """A long word of its own for each number."""
    return "".join("bcdfghjklmnp"[n // 12**k % 12] + "aiueo"[(n + k) % 5] for k in range(7))


def n_of(told):
    return re.search(r"disebut 30 \[(\d+)\]", told)[1]
