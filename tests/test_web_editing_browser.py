"""In a real browser the editor marks words in the text, and the form takes them with the place where they stand."""

from dataclasses import replace

import pytest

from entities.extract import annotate
from tests.browser import chromium, serving
from tests.crawls import stories
from tests.editing import ARTICLE, SECRET, TOKEN
from tests.web import made_index

pytestmark = pytest.mark.needs("chromium")
EXTRA = "Pekan itu di Solo ada gudang Sekar 𝕏, lalu dari Solo ada gudang Sekar Baru."
MARK = """([words, nth]) => {
  const line = [...document.querySelectorAll("[data-at]")].find(one => one.textContent.includes("gudang Sekar"));
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(".tip")) continue;
    for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
      if (nth-- > 0) continue;
      const range = document.createRange();
      range.setStart(node, at - 1);
      range.setEnd(node, at + words.length);
      document.getSelection().removeAllRanges();
      document.getSelection().addRange(range);
      return;
    }
  }
}"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


@pytest.fixture
def index():
    return made_index([annotate(replace(ARTICLE, body=f"{ARTICLE.body}\n\n{EXTRA}"))])


def test_marked_words_are_taken_with_their_place_and_added(browser, index):
    with serving(index, full_text=True, editor_token=TOKEN, secret=SECRET) as address:
        page = browser.new_page(base_url=address, locale="id-ID")
        wrong = []
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto("/editor")
        page.fill("input[name=token]", TOKEN)
        page.click("main button")
        page.goto("/articles/a-1")
        form = page.locator("form[action$='/add']")
        form.locator("xpath=..").locator("summary").click()
        page.evaluate(MARK, ["gudang Sekar", 1])
        form.get_by_role("button", name="Ambil kata yang disorot").click()
        assert form.locator("input[name=words]").input_value() == "gudang Sekar"
        form.locator("select[name=mention]").select_option("product")
        form.locator("input[name=why]").fill("terlewat")
        form.get_by_role("button", name="Tambah sebutan").click()
        page.wait_for_url("**/articles/a-1")
        page.locator("#koreksi").wait_for()
        assert wrong == []
    story = stories(index)["a-1"]
    (mention,) = (m for m in story.mentions if m.rule.startswith("editor"))
    assert mention.start == story.article.body.rindex("gudang Sekar")


def test_without_scripts_the_button_is_not_there_and_the_number_tells_which(browser, index):
    with serving(index, full_text=True, editor_token=TOKEN, secret=SECRET) as address:
        page = browser.new_context(java_script_enabled=False, base_url=address, locale="id-ID").new_page()
        page.goto("/editor")
        page.fill("input[name=token]", TOKEN)
        page.click("main button")
        page.goto("/articles/a-1")
        form = page.locator("form[action$='/add']")
        form.locator("xpath=..").locator("summary").click()
        assert not form.locator("button[data-take]").is_visible()
        for name, value in (("words", "gudang Sekar"), ("nth", "2"), ("why", "terlewat")):
            form.locator(f"input[name={name}]").fill(value)
        form.locator("select[name=mention]").select_option("product")
        form.get_by_role("button", name="Tambah sebutan").click()
        assert "Tambah sebutan" in page.locator("#koreksi").inner_text()
