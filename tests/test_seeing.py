"""The page of drawings: every view of any search, each drawing beside its table, and coverage always in sight."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.coverage import coverage
from app.drawing.gathered import Asked, bars, tiles
from app.drawing.style import stylesheet
from app.drawing.table import notes, table
from app.health import health
from app.web.language import Speech
from app.web.seeing import because
from app.wording import WIB
from crawler.health import TROUBLE, Health
from indexer.index import Query, open_index
from state.sqlite import SQLiteState
from state.state import Page, Run, state_url
from tests.browser import chromium, serving
from tests.test_web_safe import hostile
from tests.web import made_index, reader, sample_index

DAY = timedelta(days=1)
VIEWS = {
    "tiles": "/lihat",
    "tiles of money": "/lihat?measure=IDR",
    "map": "/lihat?view=map",
    "flows": "/lihat?view=flows",
    "series": "/lihat?view=series&since=2021-11-01&until=2022-01-31&before=yes",
    "series of years": "/lihat?view=series&unit=year&measure=USD",
    "bars": "/lihat?view=bars",
    "compare": "/lihat?view=compare&left=Jateng&right=Jatim&facet=destination",
    "compare periods": "/lihat?view=compare&left=2021-11&right=2021-12",
    "compare, not chosen yet": "/lihat?view=compare",
    "articles": "/lihat?of=articles&q=kopi",
    "programmes": "/lihat?of=programmes&view=bars",
    "in English": "/lihat?bahasa=en&view=flows",
    "nothing": "/lihat?q=tidakadakatasepertiini&view=bars",
}
DRAWN = [name for name in VIEWS if name != "compare, not chosen yet"]


@pytest.fixture(scope="module")
def web(backend):
    with reader() as one:
        yield one


@pytest.fixture(scope="module")
def pages(web):
    """Name of a view -> its HTML."""
    return {name: web.get(path).text for name, path in VIEWS.items()}


def drawings(page):
    """The drawings of a page, parsed."""
    return [ET.fromstring(svg) for svg in re.findall(r"<svg .*?</svg>", page, re.S)]


def rows(page):
    """The rows of the first table of figures."""
    held = re.search(r'<details class="figures">.*?<tbody>(.*?)</tbody>', page, re.S)[1]
    return [
        [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", held)
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_answers(web, name):
    found = web.get(VIEWS[name])
    assert found.status_code == 200
    assert len(found.content) < 60_000


@pytest.mark.parametrize("name", DRAWN)
def test_every_drawing_stands_beside_its_table_and_notes(pages, name):
    page = pages[name]
    count = page.count('<figure class="drawing"')
    assert count == (3 if "bars" in VIEWS[name] else 1)
    assert (
        len(drawings(page)) == page.count('<details class="figures">') == page.count("<figcaption>") == count
    )
    assert all(drawing.get("role") == "img" for drawing in drawings(page))


@pytest.mark.parametrize("name", VIEWS)
def test_no_id_stands_twice_on_a_page(pages, name):
    ids = re.findall(r'\bid="([^"]+)"', pages[name])
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", VIEWS)
def test_the_strict_policy_of_the_page_lets_all_of_it_through(pages, name):
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", pages[name])
    assert re.findall(r'rel="stylesheet" href="/static/(\w+)\.css', pages[name]) == [
        "style",
        "drawing",
        "seeing",
    ]


def test_the_figures_are_those_of_the_index(pages):
    held = open_index(sample_index())
    asked = Asked(held, Query(of="events"), lambda query: coverage(held, None, query, datetime.now(UTC)))
    shown = [row[:3] for row in rows(pages["tiles"])]
    assert shown == [row[:3] for row in table(tiles(asked)).texts()]
    assert rows(pages["bars"]) == table(bars(asked, "product")).texts()
    held.close()


def test_colours_are_those_of_the_drawings(web):
    held = (Path(__file__).resolve().parents[1] / "app" / "web" / "static" / "drawing.css").read_text("utf-8")
    assert held == stylesheet(), "run python -m app.drawing.style > app/web/static/drawing.css"
    assert web.get("/static/drawing.css").status_code == 200


@pytest.mark.parametrize("name", VIEWS)
def test_coverage_stands_on_every_view(pages, name):
    section = pages[name].partition('<section class="coverage"')[2]
    assert all(
        source in section for source in ("beritadaerah", "joglosemarnews", "kedirikota", "side", "solopos")
    )


@pytest.mark.parametrize("name", VIEWS)
def test_every_link_of_the_page_leads_somewhere(web, pages, name):
    links = {unescape(link) for link in re.findall(r'href="(/[^"]*)"', pages[name])}
    assert len(links) > 8
    for link in links:
        assert web.get(link).status_code in (200, 303), link


@pytest.mark.parametrize("path", ["/?q=kopi", "/events?q=kopi", "/programmes?q=kopi"])
def test_a_list_leads_to_the_drawings_of_the_same_search(web, path):
    links = re.findall(r'href="(/lihat\?[^"]*q=kopi[^"]*)"', web.get(path).text)
    assert len(links) == 1
    assert web.get(unescape(links[0])).status_code == 200
    assert ("of=" in links[0]) == ("/events" not in path)


def test_a_drawing_is_taken_away_as_it_stands(web, pages):
    link = unescape(re.search(r'href="(/lihat\.svg[^"]*)"', pages["compare"])[1])
    found = web.get(link)
    assert found.headers["content-type"] == "image/svg+xml"
    assert found.headers["content-disposition"] == 'attachment; filename="pantau-compare.svg"'
    alone = ET.fromstring(found.text)
    assert alone.find("{*}title").text == drawings(pages["compare"])[0].find("{*}title").text
    picture = web.get(link.replace(".svg", ".png"))
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_each_of_several_bars_is_taken_away_by_itself(web, pages):
    links = [unescape(link) for link in re.findall(r'href="(/lihat\.svg[^"]*)"', pages["bars"])]
    titles = [ET.fromstring(web.get(link).text).find("{*}title").text for link in links]
    assert titles == [drawing.find("{*}title").text for drawing in drawings(pages["bars"])]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/lihat?view=compare&left=zzz&right=Jatim", 400, "tidak dapat dibandingkan"),
        ("/lihat?view=compare&left=Jateng&right=2021", 400, "tidak dapat dibandingkan"),
        ("/lihat?view=kue", 400, "bukan pilihan"),
        ("/lihat?of=programmes&view=flows", 400, "Program tidak punya tujuan"),
        ("/lihat?view=series&since=1900-01-01", 400, "tidak dapat digambar"),
        ("/lihat?kue=1", 400, "parameter"),
        ("/lihat?left=" + "a" * 300, 400, "terlalu panjang"),
        ("/lihat.pdf", 404, "Tidak ada halaman"),
        ("/lihat.svg?view=compare", 400, "tidak dapat dibandingkan"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(web, path, status, said):
    found = web.get(path)
    assert found.status_code == status
    assert said in unescape(found.text)


@pytest.fixture(scope="module")
def attacked(backend):
    """An index of articles that mean harm, for all tests of it."""
    return made_index(hostile())


@pytest.mark.parametrize(
    "view", ["tiles", "map", "flows", "series", "bars", "compare&left=Jateng&right=Jatim"]
)
def test_hostile_articles_stay_text(attacked, view):
    with reader(attacked) as web:
        found = web.get(f"/lihat?view={view}")
    assert found.status_code == 200
    tags = Tags(found.text)
    assert not tags.seen & {"img", "iframe", "object", "embed", "foreignobject", "use", "animate", "style"}
    assert {source.partition("?")[0] for source in tags.scripts} == {
        "/static/htmx.min.js",
        "/static/pantau.js",
    }
    assert not tags.handlers
    assert not set("\u202e\u2066\u200f\x1b") & set(found.text)
    assert len(found.content) < 200_000
    assert drawings(found.text)


class Tags(HTMLParser):
    """What a page is made of, as a browser reads it."""

    def __init__(self, text):
        super().__init__()
        self.seen, self.scripts, self.handlers = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag == "script":
            self.scripts.append(dict(attrs).get("src", ""))


# ---------------------------------------------------------------- coverage


@pytest.fixture(scope="module")
def watched(attacked):
    """An index whose state knows of a source that fell silent ten days ago; and the moment it is asked at."""
    url = attacked
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    state = SQLiteState(Path(state_url(url).removeprefix("sqlite:///")))
    for n in reversed(range(60)):
        began = now - n * DAY
        entered = state.begin(Run(source="solopos", started_at=began))
        state.end(
            Run(
                source="solopos", number=entered.number, started_at=began, ended_at=began + DAY / 1440,
                ending="finished", counts={"listed": 10}, ways={"feed": {"answers": 1, "links": 10}},
            )
        )  # fmt: skip
    state.keep(
        Page(
            source="solopos", id=str(n), url=f"https://solopos.example/{n}", first_seen=now - n * DAY,
            outcome="left", published_at=now - n * DAY,
        )
        for n in range(12, 60)
    )  # fmt: skip
    state.close()
    return url, now


def test_the_page_says_of_a_source_what_the_list_of_sources_says(watched):
    url, now = watched
    with reader(url, today=now) as web:
        page = web.get("/lihat").text
    told = {one.source: one for one in health(url)}
    assert told["solopos"].state in TROUBLE
    row = next(part for part in page.split("<tr>") if ">solopos</th>" in part)
    assert '<span class="state silent">diam</span>' in row
    assert told["solopos"].why in unescape(row)
    assert re.search(r"Diam atau rusak: solopos \(\d+ dari \d+ hari\)\.", page)
    for name in ("side", "kedirikota"):
        row = next(part for part in page.split("<tr>") if f">{name}</th>" in part)
        assert "belum dirayapi" in row


def test_an_english_page_says_in_english_why_a_source_is_as_it_is(watched):
    url, now = watched
    with reader(url, today=now) as web:
        page = unescape(web.get("/lihat?bahasa=en").text)
    row = next(part for part in page.split("<tr>") if ">solopos</th>" in part)
    newest = (now - 12 * DAY).astimezone(WIB)
    assert f"silent</span>: newest article {newest.day} {newest:%B %Y}</td>" in row
    broken = Health(source="solopos", state="broken", why="server situs gagal: 500", cause="server")
    assert because(broken, Speech("en")) == "the server of the site fails"
    assert because(broken, Speech("id")) == "server situs gagal: 500"
    gone = Health(source="solopos", state="unwatched", why="", last_run=datetime(2026, 1, 4, 20, tzinfo=UTC))
    assert because(gone, Speech("en")) == "last crawled 5 January 2026"
    assert because(Health(source="solopos", state="never", why="belum dirayapi"), Speech("en")) == ""


def test_a_silent_source_leaves_its_province_without_a_source(watched):
    url, now = watched
    first = f"{now - 3 * DAY:%Y-%m-%d}"
    with reader(url, today=now) as web:
        page = web.get(f"/lihat?since={first}").text
        before = web.get(f"/lihat?since={now - 40 * DAY:%Y-%m-%d}&until={now - 30 * DAY:%Y-%m-%d}").text
    states = {row[1]: row[3:] for row in rows(page)}
    assert states["Jawa Tengah"] == ["tidak ada sumber", "joglosemarnews (tidak dipantau), solopos (diam)"]
    states = {row[1]: row[3:] for row in rows(before)}
    assert states["Jawa Tengah"] == ["tidak ada berita", "solopos, joglosemarnews (tidak dipantau)"]


def test_below_the_drawing_stands_what_is_said_of_coverage(watched):
    url, now = watched
    held, state = open_index(url), SQLiteState(Path(state_url(url).removeprefix("sqlite:///")))
    asked = Asked(held, Query(of="events"), lambda query: coverage(held, state, query, now))
    with reader(url, today=now) as web:
        page = unescape(web.get("/lihat").text)
    assert all(note in page for note in notes(tiles(asked)))
    held.close()
    state.close()


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def served():
    """The address of a server of the sample press."""
    with serving(sample_index()) as address:
        yield address


@pytest.fixture(scope="module")
def browser(served):
    with chromium() as one:
        yield one


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("tiles", "light"), ("tiles", "dark"), ("map", "dark"), ("flows", "light"), ("series", "dark"),
        ("bars", "light"), ("compare", "dark"),
    ],
)  # fmt: skip
def test_a_browser_shows_it_without_a_complaint(browser, served, name, scheme):
    """axe finds nothing, the policy blocks nothing, and no word of the drawing leaves its sheet, on a phone as on a desk."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(served + VIEWS[name])
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    outside = page.evaluate(
        """() => [...document.querySelectorAll("svg.gambar text")].filter(text => {
            const sheet = text.ownerSVGElement.getBoundingClientRect(), box = text.getBoundingClientRect();
            return box.left < sheet.left - 1 || box.right > sheet.right + 1;
        }).map(text => text.textContent)"""
    )
    assert outside == []
    context.close()


@pytest.mark.needs("chromium")
def test_tables_are_printed_though_they_are_folded(browser, served):
    page = browser.new_page()
    page.goto(served + VIEWS["tiles"])
    assert not page.locator("details.figures td").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator("details.figures td").first.is_visible()
    assert not page.locator("form.see").is_visible()
    page.close()


@pytest.mark.needs("chromium")
def test_all_of_it_works_without_javascript(browser, served):
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    page.goto(served + "/lihat?view=compare")
    page.get_by_label("Kiri").fill("Jateng")
    page.get_by_label("Kanan").fill("Jatim")
    page.get_by_role("button", name="Gambar").click()
    assert page.get_by_role("img").count() == 1
    page.locator("details.figures summary").click()
    assert page.locator("details.figures td").first.is_visible()
    context.close()
