"""The editor's pages in a real browser: every act by mouse and by keyboard alone, without JavaScript, on a phone, for axe."""

import re
import shutil
from contextlib import closing

import pytest

from indexer.index import Query, open_index
from state.state import open_state, state_url
from tests.browser import PHONE, SEEN, chromium, serving
from tests.crawls import stories
from tests.editing import SECRET, TOKEN, WHY
from tests.web import ledger_index

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def browser():
    ledger_index()  # made before: a crawl cannot run beside a browser in one thread
    with chromium() as one:
        yield one


@pytest.fixture
def index(tmp_path):
    """An index of its own, of reports of which many tell of one event."""
    shutil.copy(ledger_index().removeprefix("sqlite:///"), tmp_path / "pantau.db")
    return f"sqlite:///{tmp_path / 'pantau.db'}"


@pytest.fixture
def site(index):
    with serving(index, editor_token=TOKEN, secret=SECRET) as address:
        yield address


class Mouse:
    """Does what a form asks for, by pointer."""

    def __init__(self, page):
        self.page = page

    def write(self, field, text):
        field.fill(text)

    def press(self, button):
        button.click()

    tick = open = press


class Keyboard(Mouse):
    """The same by keyboard alone: from where the focus is, by Tab, to what is meant."""

    def reach(self, wanted):
        handle = wanted.element_handle()
        for _ in range(900):
            if handle.evaluate("one => document.activeElement === one"):
                assert handle.evaluate("one => one.matches(':focus-visible')")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("not reached by Tab")

    def write(self, field, text):
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def press(self, button):
        self.reach(button)
        self.page.keyboard.press("Enter")

    open = press

    def tick(self, box):
        self.reach(box)
        self.page.keyboard.press("Space")


@pytest.fixture(params=[Mouse, Keyboard], ids=["mouse", "keyboard"])
def hand(request, page):
    return request.param(page)


@pytest.fixture
def editor(hand, page, site):
    """Someone who has signed in, by the same means."""
    page.goto(f"{site}/editor")
    hand.write(page.get_by_label("Token penyunting"), TOKEN)
    hand.press(page.get_by_role("button", name="Masuk"))
    page.get_by_role("button", name="Keluar").wait_for()
    return hand


def sent(hand, form, **fields):
    """Fill in a form within what must be opened first, tell why, and send it; the page that answers is there."""
    page = hand.page
    details = form.locator("xpath=ancestor::details")
    if details.count() and details.get_attribute("open") is None:
        hand.open(details.locator("summary"))
    for name, text in fields.items():
        hand.write(form.locator(f"[name={name}]"), text)
    hand.write(form.locator("[name=why]"), WHY)
    with page.expect_navigation():
        hand.press(form.locator("button:not([type=button])"))


def with_release(index):
    return next(s for s in stories(index).values() if len(s.releases) == 1 and s.releases[0].destinations)


def events(index):
    with closing(open_index(index)) as held:
        return [hit.event for hit in held.hits(Query(of="events"))]


def joined(index):
    return next(one for one in events(index) if len(one.event.reports) == 2)


# ---------------------------------------------------------------- acts


def test_a_mention_is_corrected(editor, page, site, index):
    story = with_release(index)
    country = next(m for m in story.mentions if m.kind == "country" and m.role == "destination")
    page.goto(f"{site}/articles/{story.article.id}")
    place = story.mentions.index(country)
    form = page.locator(f"form[action$='/set']:has([name=place][value='{place}'])")
    sent(editor, form, code="NZ")
    assert WHY in page.locator("#koreksi").inner_text()
    after = stories(index)[story.article.id]
    (set_,) = [
        m for m in after.mentions if (m.field, m.start, m.end) == (country.field, country.start, country.end)
    ]
    assert (set_.value, set_.rule.partition("/")[0]) == ("NZ", "editor")
    assert "NZ" in after.releases[0].destinations


def test_a_release_is_corrected_and_another_value_stays(editor, page, site, index):
    story = with_release(index)
    page.goto(f"{site}/articles/{story.article.id}")
    sent(editor, page.locator("form[action$='/set-release']"), destinations="FJ")
    (release,) = stories(index)[story.article.id].releases
    assert (release.destinations, release.origins) == (("FJ",), story.releases[0].origins)
    assert "dikoreksi" in page.locator("main").inner_text()


def test_a_release_is_rejected_and_taken_back(editor, page, site, index):
    story = with_release(index)
    page.goto(f"{site}/articles/{story.article.id}")
    sent(editor, page.locator("form[action$='/reject-release']"))
    assert stories(index)[story.article.id].releases == ()
    assert "Tolak pelepasan" in page.locator("#koreksi").inner_text()
    page.goto(f"{site}/editor")
    with page.expect_navigation():
        editor.press(page.get_by_role("button", name=re.compile("Batalkan nomor")))
    assert stories(index)[story.article.id] == story


def of_reports(index, *keys):
    """The events that tell of these reports."""
    return [one for one in events(index) if set(keys) & {report.key for report in one.event.reports}]


def test_an_event_is_split_and_that_is_taken_back(editor, page, site, index):
    one = joined(index)
    keys = [report.key for report in one.event.reports]
    page.goto(f"{site}/events/{one.id}")
    editor.tick(page.locator("input[name=report]").last)
    sent(editor, page.locator("form[action$='/split']"))
    assert len(of_reports(index, *keys)) == 2
    told = page.locator("section", has=page.get_by_role("heading", name="Keputusan penyunting"))
    assert WHY in told.inner_text()
    page.goto(f"{site}/editor")
    with page.expect_navigation():
        editor.press(page.get_by_role("button", name=re.compile("Batalkan nomor")))
    assert [e.id for e in of_reports(index, *keys)] == [one.id]


def test_two_events_are_joined(editor, page, site, index):
    one, other = [e for e in events(index) if len(e.event.reports) == 1][:2]
    page.goto(f"{site}/events/{one.id}")
    sent(editor, page.locator("form[action$='/join']"), other=other.id)
    (both,) = of_reports(index, one.event.reports[0].key, other.event.reports[0].key)
    assert len(both.event.reports) == 2
    assert WHY in page.locator("main").inner_text()


def test_an_article_is_hidden_and_comes_back(editor, page, site, index):
    story = with_release(index)
    page.goto(f"{site}/articles/{story.article.id}")
    sent(editor, page.locator("form[action$='/hide']"))
    assert page.url == f"{site}/editor"
    assert story.article.id not in stories(index)
    with page.expect_navigation():
        editor.press(page.get_by_role("button", name=re.compile("Batalkan nomor")))
    assert stories(index)[story.article.id] == story


def test_a_form_without_a_reason_is_not_sent(editor, page, site, index):
    """The browser says what is missing; nothing is changed."""
    story = with_release(index)
    page.goto(f"{site}/articles/{story.article.id}")
    form = page.locator("form[action$='/hide']")
    editor.open(form.locator("xpath=ancestor::details").locator("summary"))
    editor.press(form.locator("button"))
    assert page.url.endswith(story.article.id)
    assert form.locator("[name=why]").evaluate("one => document.activeElement === one")
    assert story.article.id in stories(index)


def test_a_form_that_is_not_taken_comes_back_with_the_focus_on_what_is_wrong(editor, page, site, index):
    story = with_release(index)
    page.goto(f"{site}/articles/{story.article.id}")
    form = page.locator("form[action$='/set-release']")
    sent(editor, form, destinations="Jepang", exporter="PT Sekar")
    wrong = form.locator("[name=destinations]")
    assert wrong.evaluate("one => document.activeElement === one")
    assert "bukan kode negara" in page.locator(f"#{wrong.get_attribute('aria-describedby')}").inner_text()
    assert page.get_by_role("alert").is_visible()
    editor.write(wrong, "JP, FJ")
    with page.expect_navigation():
        editor.press(form.locator("button"))
    (release,) = stories(index)[story.article.id].releases
    assert (release.destinations, release.exporter) == (("JP", "FJ"), "PT Sekar")
    assert WHY in page.locator("#koreksi").inner_text()


def test_signing_out_leaves_no_form(editor, page, site, index):
    with page.expect_navigation():
        editor.press(page.get_by_role("button", name="Keluar"))
    page.goto(f"{site}/articles/{with_release(index).article.id}")
    assert page.locator("main form").count() == 0


# ---------------------------------------------------------------- how the pages are


@pytest.mark.parametrize(("size", "scheme", "language"), SEEN.values(), ids=SEEN)
def test_no_page_of_the_editor_complains_or_scrolls_sideways(browser, site, index, language, scheme, size):
    """axe finds no violation with every form open, the console says nothing, nothing is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport=size, color_scheme=scheme)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))

    def look(address):
        page.goto(f"{site}{address}?bahasa={language}")
        check(address)

    def check(address):
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(page).response["violations"]
        assert [(address, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address

    def press(form):
        with page.expect_navigation():
            page.locator(f"form[action*='{form}'] button:not([type=button])").first.click()

    look("/editor")
    for token in ("salah", TOKEN):
        page.locator("input[name=token]").fill(token)
        press("/editor")
        check(f"signing in with {token[:5]}")
    story, one = with_release(index), joined(index)
    for address, form in (
        (f"/articles/{story.article.id}", "/set-release"),
        (f"/events/{one.id}", "/split"),
    ):
        look(address)
        page.locator(f"form[action*='{form}'] [name=why]").first.fill("kata " * 90)
        if form == "/set-release":
            page.locator("[name=destinations]").first.fill("kota_" * 40)
        press(form)
        assert page.locator("#salah").is_visible()
        check(f"{address}, not taken")
        if form == "/split":
            page.locator("input[name=report]").last.check()
        else:
            page.locator("[name=destinations]").first.fill("NZ")
        press(form)
        look(address)
    look("/editor")
    assert page.locator("main li").count() == 2
    assert [one for one in said if "responded with a status of 40" not in one] == []  # of what is not taken
    context.close()


def test_the_editor_works_without_javascript_on_a_phone(browser, site, index):
    context = browser.new_context(java_script_enabled=False, locale="id-ID", viewport=PHONE)
    page = context.new_page()
    hand = Mouse(page)
    page.goto(f"{site}/editor")
    page.get_by_label("Token penyunting").fill(TOKEN)
    page.get_by_role("button", name="Masuk").click()
    story = with_release(index)
    page.goto(f"{site}/articles/{story.article.id}")
    sent(
        hand, page.locator("form[action$='/set-release']"), destinations="Selandia Baru", exporter="PT Sekar"
    )
    assert page.locator("[name=destinations]:focus").input_value() == "Selandia Baru"
    assert page.locator("form[action$='/set-release'] [name=exporter]").input_value() == "PT Sekar"
    sent(hand, page.locator("form[action$='/set-release']"), destinations="NZ")
    assert stories(index)[story.article.id].releases[0].destinations == ("NZ",)
    sent(hand, page.locator("form[action$='/hide']"))
    assert story.article.id not in stories(index)
    with closing(open_state(state_url(index))) as state:
        assert [one.kind for one in state.corrections()] == ["set-release", "hide"]
    context.close()
