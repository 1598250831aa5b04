"""The pages in a real browser: by keyboard alone, without JavaScript, on a phone, in the dark, on paper, in both languages."""

import re
from contextlib import closing
from datetime import date

import pytest

from app.digests.archive import earlier, shelf
from app.digests.composing import compose
from app.digests.week import read_week
from indexer.index import Query, open_index
from tests.browser import DESK, PHONE, SEEN, chromium, serving
from tests.web import ledger_index, sample_index

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def digests(tmp_path_factory):
    """A folder of digests of the sample press for each language."""
    folders = tuple(tmp_path_factory.mktemp(language) for language in ("id", "en"))
    with closing(open_index(sample_index())) as held:
        for language, folder in zip(("id", "en"), folders, strict=True):
            for week in ("2021-W50", "2021-W51"):
                week = read_week(week, date(2022, 1, 1))
                digest = compose(
                    held, Query(), week, by="published", language=language, earlier=earlier(folder)
                )
                shelf(folder, digest).write(digest)
    return folders


@pytest.fixture(scope="module")
def site(digests):
    """A server of the sample press that has an archive of digests and can mail them."""
    mail = {
        "PANTAU_SMTP_HOST": "127.0.0.1",
        "PANTAU_SMTP_FROM": "pantau@contoh.id",
        "PANTAU_SECRET": "s" * 40,
    }
    with pytest.MonkeyPatch.context() as patch, serving(sample_index(), digests=digests) as address:
        for name, value in {**mail, "PANTAU_PUBLIC_URL": address}.items():
            patch.setenv(name, value)
        yield address


@pytest.fixture(scope="module")
def events():
    """A server over reports of which many tell of one event."""
    with serving(ledger_index()) as address:
        yield address


@pytest.fixture(scope="module")
def browser(
    site, events
):  # a crawl of the sample press comes first: it cannot run beside a browser in one thread
    with chromium() as one:
        yield one


def first(page, selector):
    """The address of the first link of a kind."""
    return page.locator(selector).first.get_attribute("href")


PAGES = (
    "/?q=kopi",
    "/facets?q=kopi",
    "/events",
    "/programmes",
    "/lihat",
    "/dossier/province/33",
    "/digest",
    "/digest/2021-W51",
    "/subscribe?q=kopi",
    "/api/v1/docs",
)


@pytest.mark.parametrize(("size", "scheme", "language"), SEEN.values(), ids=SEEN)
def test_no_page_complains_or_scrolls_sideways(browser, site, language, scheme, size):
    """axe finds no violation, the console says nothing, nothing is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport=size, color_scheme=scheme)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site}/?bahasa={language}")
    article = first(page, "a[href*='/articles/']")
    page.goto(f"{site}/events?bahasa={language}")
    event = first(page, "a[href*='/events/EV-']")
    told = [f"{address}{'&' if '?' in address else '?'}bahasa={language}" for address in PAGES]
    for address in (*told, article, event):
        page.goto(site + address)
        found = Axe().run(page).response["violations"]
        assert [(address, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
        assert page.locator("html").get_attribute("lang") == language
    assert said == []
    context.close()


def test_a_search_is_narrowed_in_place_and_its_state_is_the_address(page, site):
    page.goto(site)
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("kopi")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=kopi"))
    page.locator("#penyaring a[href*='source=']").first.click()
    page.wait_for_url(re.compile(r"source="))
    shown = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text().split("\n")[0] == shown.split("\n")[0]
    assert "source=" in page.url
    page.go_back()
    page.wait_for_url(lambda url: "source=" not in url)


def test_all_is_reached_by_keyboard_and_the_focus_is_seen(page, site):
    page.goto(f"{site}/?q=kopi")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return [e.tagName, e.textContent.trim().slice(0, 40), s.outlineStyle, parseFloat(s.outlineWidth)]; }"""
        )
        if told[0] == "BODY":
            break
        assert told[2] != "none", told
        assert told[3] >= 1, told
        seen.add((told[0], told[1]))
    assert len(seen) > 20
    page.goto(site)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    assert page.evaluate("location.hash") != ""


# ---------------------------------------------------------------- names suggested while one types


@pytest.fixture(params=[("id", DESK), ("en", PHONE)], ids=["id on a desk", "en on a phone"])
def box(request, browser, site):
    """The box of the search page, reached by Tab alone."""
    language, size = request.param
    context = browser.new_context(viewport=size, locale=language)
    page = context.new_page()
    page.goto(f"{site}?bahasa={language}")
    found = page.locator("#q[role=combobox]")
    for _ in range(20):
        page.keyboard.press("Tab")
        if found.evaluate("one => one === document.activeElement"):
            break
    yield found
    context.close()


def told(box):
    """What a screen reader is told of a combobox: whether it is open, the option that is pointed at; all options."""
    names = ("aria-expanded", "aria-activedescendant")
    is_open, at = (box.get_attribute(name) for name in names)
    options = box.page.get_by_role("listbox").get_by_role("option").all() if is_open == "true" else []
    chosen = [one.inner_text() for one in options if one.get_attribute("aria-selected") == "true"]
    ids = [one.get_attribute("id") for one in options]
    assert chosen == ([options[ids.index(at)].inner_text()] if at else [])
    assert box.evaluate("one => one === document.activeElement")  # the focus stays in the box
    return is_open == "true", (chosen or [None])[0], [one.inner_text() for one in options]


def typed(box, text):
    box.page.keyboard.type(text)
    box.page.get_by_role("listbox").wait_for()
    return told(box)[2]


def test_suggestions_are_a_combobox_with_its_listbox(box):
    from axe_playwright_python.sync_playwright import Axe

    assert box.evaluate("one => one === document.activeElement")
    assert told(box) == (False, None, [])
    assert box.get_attribute("aria-autocomplete") == "list"
    names = typed(box, "ekspor sol")
    assert any("Surakarta" in name or "Solo" in name for name in names)
    listbox = box.page.get_by_role("listbox")
    assert listbox.get_attribute("id") == box.get_attribute("aria-controls")
    assert listbox.get_attribute("aria-label")
    box.page.keyboard.press("ArrowDown")
    found = Axe().run(box.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_arrows_go_round_and_enter_takes_without_searching_yet(box):
    names = typed(box, "ekspor ke")
    assert len(names) > 2
    seen = []
    for key in ["ArrowDown"] * (len(names) + 1) + ["ArrowUp"] * 2:
        box.page.keyboard.press(key)
        seen.append(told(box)[1])
    assert seen == [*names, names[0], names[-1], names[-2]]
    before = box.page.url
    box.page.keyboard.press("Enter")
    assert told(box)[0] is False
    assert box.input_value().strip().strip('"').endswith(names[-2])
    assert box.input_value().startswith("ekspor ")
    assert box.page.url == before
    box.page.keyboard.press("Enter")
    box.page.wait_for_url(re.compile("q=ekspor"))


def test_escape_closes_and_keeps_what_was_typed_and_an_arrow_opens_again(box):
    names = typed(box, "sol")
    box.page.keyboard.press("ArrowDown")
    box.page.keyboard.press("Escape")
    assert told(box) == (False, None, [])
    assert box.input_value() == "sol"
    box.page.keyboard.press("ArrowUp")
    assert told(box) == (True, names[-1], names)


def test_tab_leaves_the_box_and_closes_the_suggestions(box):
    typed(box, "sol")
    box.page.keyboard.press("Tab")
    assert box.get_attribute("aria-expanded") == "false"
    assert not box.page.get_by_role("listbox").is_visible()
    assert box.input_value() == "sol"


def test_a_search_that_was_begun_is_not_covered_by_suggestions_that_come_late(box):
    box.page.keyboard.type("sol")
    box.page.keyboard.press("Enter")
    box.page.wait_for_url(re.compile("q=sol"))
    box.page.wait_for_timeout(600)
    assert told(box) == (False, None, [])
    assert typed(box, "o")  # and who types on is helped again


def test_suggestions_of_names_that_mean_harm_stay_text(box):
    box.page.keyboard.type("<img src=x onerror=alert(1)>")
    box.page.wait_for_timeout(400)
    assert told(box)[0] is False
    assert box.page.locator("#saran img").count() == 0


def test_the_page_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="id-ID", viewport=PHONE)
    page = context.new_page()
    page.goto(site)
    page.locator("input[name=q]").fill("kopi")
    page.locator("form button[type=submit], form button:not([type])").first.click()
    assert "q=kopi" in page.url
    page.locator("#penyaring a").first.click()
    assert "/facets" in page.url
    page.locator("a[href*='source=']").first.click()
    page.locator("main a[href*='/articles/']").first.click()
    assert page.locator("h1").first.is_visible()
    assert "/articles/" in page.url
    context.close()


def test_a_cell_of_an_event_opens_its_evidence_in_place(page, events):
    page.goto(f"{events}/events")
    page.locator("a.cell").nth(2).click()
    opened = page.locator("tr.evidence td:not(:empty)").first
    opened.wait_for()
    assert len(opened.inner_text()) > 20
    assert page.url == f"{events}/events"


def test_paper_has_the_results_and_not_the_forms(page, site):
    page.goto(f"{site}/events")
    page.emulate_media(media="print")
    assert page.locator("main table").first.is_visible()
    assert not page.locator("main form").first.is_visible()


def test_the_language_is_switched_on_any_page_and_kept(page, site):
    page.goto(f"{site}/?q=kopi")
    page.locator("a[hreflang=en], a[href*='bahasa=en']").first.click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "q=kopi" in page.url
    page.locator("main a[href*='/articles/']").first.click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_no_word_of_a_table_is_broken_on_a_desk(page, site):
    """A line ends between words; a word that is longer than its column may be broken, none of the sample press is."""
    page.goto(f"{site}/events?bahasa=en")
    for text in ("independent", "Karanganyar", "Bondowoso"):
        heights = page.evaluate(
            """(text) => [...document.querySelectorAll('table.events a')].flatMap((one) => {
            const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), found = [];
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const at = node.data.indexOf(text);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + text.length);
                found.push(range.getClientRects().length);
            }
            return found; })""",
            text,
        )
        assert set(heights) == {1}, text
