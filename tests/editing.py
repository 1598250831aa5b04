"""The editor of a page, and what an editor sends, for the tests of the forms."""

import re
from datetime import UTC, datetime
from html import unescape

from entities.records import Article
from tests.web import HOST

TOKEN, SECRET = "t" * 40, "s" * 40
OWN = {"origin": HOST, "sec-fetch-site": "same-origin"}
WHY = "salah baca"
AT = datetime(2021, 12, 23, 2, 0, tzinfo=UTC)  # when a correction was made
LEAD = (
    "Sebanyak 18 ton keripik singkong buatan UMKM Solo senilai Rp1,5 miliar dilepas untuk ekspor ke Jepang, "
    "Senin (20/12/2021)."
)
ARTICLE = Article(
    id="a-1",
    source="a",
    url="https://a.example/1",
    title="Keripik UMKM Solo Diekspor ke Jepang",
    body=f"{LEAD}\n\nKeripik dari Singapura lebih mahal. Barangnya dimuat ke dua kontainer.",
    published_at=datetime(2021, 12, 21, 2, 0, tzinfo=UTC),
)
EXTRA = "\n\nBupati meninjau gudang Sekar dan gudang Sekar Baru. Pembeli berikutnya asal Wakanda, kata dia."


def fields(page, action):
    """The hidden fields of the first form of a page that goes to such an address."""
    for form in re.findall(r"<form .*?</form>", page, re.S):
        if re.search(rf'action="[^"]*{action}"', form):
            found = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
            return {name: unescape(value) for name, value in found}
    raise AssertionError(action)


def correct(web, id, action, **told):
    """The answer to a form of an article, filled in."""
    given = fields(web.get(f"/articles/{id}").text, f"/{action}")
    return web.post(f"/editor/articles/{id}/{action}", data=given | {"why": WHY} | told, headers=OWN)
