"""The digest in a real browser: page and mail, on a phone and on a desk, light and dark, with texts as bad as they get."""

import base64
import shutil
from datetime import UTC, datetime

import pytest

from app.digests.html import MailLinks, page
from app.digests.mail import message, message_id
from indexer.sqlite import SQLiteIndex
from tests.digests import MONDAY, PUBLIC, days, idr, made, program, release, story

pytestmark = pytest.mark.needs("chromium")
LINKS = MailLinks(public=PUBLIC, page=f"{PUBLIC}/a", manage=f"{PUBLIC}/b", unsubscribe=f"{PUBLIC}/c")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Kind -> the file of a page, and of a mail as a mail program shows it."""
    folder = tmp_path_factory.mktemp("browser")
    index = SQLiteIndex(folder / "p.db")
    index.put(
        [
            story(
                "old", release(products=("teh",), date=(MONDAY - days(9)).date()), published=MONDAY - days(8)
            ),
            story("a", release(idr(1_500_000_000), products=("kata" * 900,)), title="judul" * 900),
            story(
                "b",
                release(origins=("51.71",), destinations=("US",), products=("<b>kopi",), exporter="W" * 300),
            ),
            story(
                "c",
                programs=(program("x" * 500, agency="y" * 500),),
                url=f"https://koran.example/{'z' * 300}",
            ),
        ]
    )
    digest = made(index)
    mail = message(
        digest, sender="p@a.example", recipient="b@c.example", links=LINKS,
        message_id=message_id("1", "2021-W51", "a.example"), date=datetime(2021, 12, 27, tzinfo=UTC),
    )  # fmt: skip
    html = mail.get_body(("html",)).get_content()
    for part in mail.walk():
        if part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_content()).decode()
            html = html.replace(f"cid:{part['Content-ID'].strip('<>')}", f"data:image/png;base64,{data}")
    made_files = {"page": folder / "page.html", "mail": folder / "mail.html"}
    made_files["page"].write_text(page(digest, PUBLIC), "utf-8")
    made_files["mail"].write_text(html, "utf-8")
    return made_files


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playing:
        found = playing.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("kind", ["page", "mail"])
def test_it_fits_the_screen_shows_its_charts_and_can_be_read(files, browser, kind, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked = []
    shown = context.new_page()
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(files[kind].as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    drawn = "svg" if kind == "page" else "img.chart"
    boxes = shown.evaluate(
        f"[...document.querySelectorAll('{drawn}')].map(e => e.getBoundingClientRect().width)"
    )
    assert len(boxes) == 2
    assert min(boxes) > 250
    found = Axe().run(shown)
    broken = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    assert not broken, [(one["id"], one["nodes"][0]["html"][:200]) for one in broken]
    context.close()
