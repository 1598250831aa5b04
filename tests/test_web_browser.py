"""The pages in a real browser: by keyboard alone, without JavaScript, on a phone, in the dark, on paper, in both languages."""

import re

import pytest

from tests.browser import chromium, serving
from tests.web import ledger_index, sample_index

pytestmark = pytest.mark.needs("chromium")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1200, "height": 900}


@pytest.fixture(scope="module")
def site():
    with serving(sample_index()) as address:
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


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport=DESK, locale="id-ID")
    yield context.new_page()
    context.close()


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
    "/api/v1/docs",
)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
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
