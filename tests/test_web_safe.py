"""Whatever an article holds and whoever asks: text stays text, and every answer is guarded. The OWASP list that applies.

Requests to other servers (SSRF) do not apply: pages ask nobody but the index.
"""

import re
import threading
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from app.web import search
from app.web.security import MAX_BODY, MAX_QUERY
from entities.extract import annotate
from entities.records import Article, Mention, Program
from tests.contracts.making import DAY, sale, story
from tests.web import Page, made_index, reader, sample_index, words

BAD = """</title><script>alert(1)</script><img src=x onerror=alert(2)>'"><svg onload=alert(3)>{{7*7}}"""
BIDI = "\u202egpj.exe\u2066 \u200f"
LONG = "ekspor " * 150_000  # a megabyte
SECRET = "rahasia-sekali"


def hostile():
    """Articles whose every text is meant to break out of the page."""
    news = "Bupati Sikka melepas ekspor 12 ton kakao ke Belgia, Rabu (6/3/2024). Nilainya Rp 1,5 miliar. "
    for n, (title, body) in enumerate(
        ((BAD, BAD + news), (BIDI + "Kakao", news + BIDI), (LONG, news + LONG[:20_000]))
    ):
        article = Article(id=f"jahat-{n}", source=BAD, url=f"javascript:alert({n})//", title=title, body=body)
        read = annotate(replace(article, published_at=DAY, authors=(BAD,), tags=(BAD,)))
        spoilt = [replace(one, products=(BAD, LONG[:5000]), exporter=BAD + LONG) for one in read.releases]
        yield replace(read, releases=tuple(spoilt), programs=(program(),))
    yield story('a/../b?c=d&e="f"<g>#', title="Nomor ganjil", releases=(sale("IDR 1000", products=(BAD,)),))


def program():
    mention = Mention(kind="program", field="body", start=0, end=9, text=BAD, value=BAD, name=BAD, rule=BAD)
    return Program(name=BAD, agency=BAD, evidence=(mention,))


@pytest.fixture(scope="module")
def attacked():
    with reader(made_index(hostile())) as web:
        yield web


@pytest.fixture(scope="module")
def web():
    with reader() as one:
        yield one


@pytest.fixture(scope="module")
def pages(attacked):
    """Address -> text of every page that shows the hostile articles, followed from the lists."""
    found = {
        path: shown(attacked, path)
        for path in ("/", "/events", "/programmes", "/facets", "/?q=ekspor", "/?of=programmes")
    }
    for text in list(found.values()):
        for href in re.findall(r'href="(/(?:articles|events|programmes)/[^"]+)"', text):
            found[unescape(href)] = shown(attacked, unescape(href))
    return found


def shown(web, address):
    answer = web.get(address)
    assert answer.status_code == 200, address
    return answer.text


# ---------------------------------------------------------------- hostile articles


def test_hostile_text_stays_text_on_every_page(pages):
    assert len(pages) > 12
    for address, text in pages.items():
        page = Page(text)
        assert page.wrong == [], address
        assert all(a["src"].startswith("/static/") for a in page.all("script")), address
        assert not page.all("img") + page.all("svg"), address
        assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)], address
        assert "49" not in re.findall(r"svg onload=alert\(3\)&gt;(..)", text), address


def test_no_link_is_a_script(pages):
    for address, text in pages.items():
        for _, attributes in Page(text).tags:
            for name in ("href", "src", "action", "hx-get"):
                value = attributes.get(name, "/")
                assert value.startswith(("/", "#", "http://", "https://")), (address, value)


def test_no_text_turns_the_page_around(pages):
    assert [
        a for a, text in pages.items() if re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", text)
    ] == []


def test_a_megabyte_of_headline_makes_no_megabyte_of_page(pages):
    assert {a: len(text) for a, text in pages.items() if len(text) > 250_000} == {}


def test_an_id_of_any_signs_leads_to_its_article(attacked):
    found = attacked.get("/articles/" + quote('a/../b?c=d&e="f"<g>#', safe=""))
    assert found.status_code == 200
    assert "Nomor ganjil" in found.text


# ---------------------------------------------------------------- hostile readers

NAMES = ("q", "of", "origin", "product", "since", "min_value", "sort", "limit", "after", "bahasa", BAD)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("path", ["/", "/facets", "/events", "/programmes", "/suggest"])
def test_what_is_asked_comes_back_as_text(web, path, name):
    for value in (BAD, BIDI, "\x00\x1b[31m", "<b>"):
        answer = web.get(path, params={name: value})
        assert answer.status_code in (200, 400)
        page = Page(answer.text)
        assert page.wrong == []
        assert not page.all("img") + page.all("svg") + page.all("b")
        assert all(a.get("src") for a in page.all("script"))


INJECTIONS = [
    "' OR 1=1 --",
    "x'); DROP TABLE stories; --",
    '" UNION SELECT line FROM stories --',
    "title:* AND NEAR(a b, 2)",
    "*",
    "^kopi",
    "{title body}: x",
    "kopi)",
    '{"query": {"match_all": {}}}',
    "_source:*",
    "/.*/",
    "${jndi:ldap://x}",
    "%00",
    '"' * 1_999,
    "(" * 1_999,
    "a OR " * 399,
    "-" * 1_999,
    "asal:" * 399,
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_of_a_search_reaches_an_engine_as_syntax(web, text):
    for path in ("/", "/events", "/facets", "/suggest"):
        assert web.get(path, params={"q": text}).status_code == 200
    assert "43 berita" in words(web.get("/").text)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/....//server.py",
        "/static//etc/passwd",
        "/static/style.css%00.py",
        "/static/",
        "/templates/base.html",
        "/articles/../../etc/passwd",
        "/articles/%2e%2e%2fpantau.db",
        "/events/..%2f..%2fetc%2fpasswd",
        "/docs",
        "/redoc",
        "/openapi.json",
    ],
)
def test_nothing_but_our_own_pages_is_served(web, path):
    answer = web.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import " not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "evil.example:8321", "a@127.0.0.1", "[::1"]
)
def test_a_strange_host_is_not_served(web, host):
    answer = web.get("/", headers={"host": host, "x-forwarded-host": "127.0.0.1"})
    assert answer.status_code == 421
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8321", "localhost:1", "[::1]:8321", "10.1.2.3"])
def test_an_address_of_this_machine_is_served(web, host):
    assert web.get("/", headers={"host": host}).status_code == 200


def test_the_public_address_is_served_below_its_path_with_or_without_it():
    with reader(public_url="https://pantau.contoh.go.id/data") as web:
        for path in ("/", "/data/", "/data/events"):
            answer = web.get(path, headers={"host": "pantau.contoh.go.id"})
            assert answer.status_code == 200
            assert answer.headers["strict-transport-security"]
            links = [a["href"] for a in Page(answer.text).all("a") if a["href"].startswith("/")]
            assert all(href.startswith("/data/") for href in links)
        assert web.get("/", headers={"host": "other.go.id"}).status_code == 421


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/%2f%2fevil.example",
        "/\\evil.example",
        "//evil.example/%2e%2e",
        "/events//evil.example",
    ],
)
def test_no_page_leads_to_another_site(web, path):
    for address in (path, f"{path}?of=events", f"{path}?bahasa=en"):
        answer = web.get(f"http://127.0.0.1{address}")
        assert answer.status_code in (400, 404)
        for href in [a["href"] for a in Page(answer.text).all("a")]:
            assert href.startswith(("/", "#")), href
            assert not href.startswith(("//", "/\\")), href


def test_a_moved_page_stays_here(web):
    for address in ("/?of=events&q=//evil.example", "/events?of=articles", "/programmes?of=events&bahasa=en"):
        moved = web.get(address)
        assert moved.status_code == 303
        assert re.match(r"/[^/\\]|/$", moved.headers["location"])


# ---------------------------------------------------------------- headers and methods

GUARDED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def every_answer(web, monkeypatch):
    """An answer of each status that there is."""
    yield web.get("/")
    yield web.head("/")
    yield web.get("/static/style.css")
    etag = web.get("/static/style.css").headers["etag"]
    yield web.get("/static/style.css", headers={"if-none-match": etag})
    yield web.get("/?of=events")
    yield web.get("/?colour=red")
    yield web.get("/nowhere")
    yield web.get("/api/v1/nowhere")
    yield web.put("/")
    yield web.get("/?" + "q=" * MAX_QUERY)
    yield web.get("/", headers={"host": "evil.example"})
    yield web.post("/", headers={"origin": "http://evil.example"})
    yield web.post("/", content=b"x" * (MAX_BODY + 1))
    with reader("sqlite:////nowhere/pantau.db") as away:
        yield away.get("/")
    monkeypatch.setattr(search.filters, "standing", lambda *_: 1 / 0)
    monkeypatch.setattr("app.web.visit.standing", lambda *_: 1 / 0)
    with reader(breaking=False) as broken:
        yield broken.get("/")


def test_every_answer_is_guarded_and_sets_no_cookie(web, monkeypatch):
    seen = set()
    for answer in every_answer(web, monkeypatch):
        seen.add(answer.status_code)
        assert {name: answer.headers.get(name) for name in GUARDED} == GUARDED, answer.url
        policy = answer.headers["content-security-policy"]
        for rule in (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ):
            assert rule in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers
        assert "Traceback" not in answer.text
        assert "ZeroDivision" not in answer.text
    assert seen == {200, 303, 304, 400, 403, 404, 405, 413, 414, 421, 500, 503}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(web, method):
    answer = web.request(method, "/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_head_is_a_page_without_its_body(web):
    assert web.head("/").content == b""
    assert web.head("/").headers["content-type"] == web.get("/").headers["content-type"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "cross-site"}, 403),
        ({"cookie": "token=1"}, 403),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}, 405),
        ({}, 405),
    ],
)
def test_what_changes_something_must_come_from_a_page_of_ours(web, headers, status):
    assert web.post("/", headers=headers).status_code == status


def test_failures_of_programs_are_problems(web):
    answer = web.get("/api/v1/nowhere")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?q=" + "a" * 2_001, 400),
        ("/?" + "product=kopi&" * 61, 400),
        ("/?limit=101", 400),
        ("/?limit=9999999999999999999", 400),
        ("/?limit=-1", 400),
        ("/?after=" + "A" * 4_000, 400),
        ("/?after=WzFd", 400),
        ("/?q=" + "a" * 17_000, 414),
        ("/" + "a" * 2_000, 414),
    ],
)
def test_what_asks_for_too_much_is_refused_in_a_sentence(web, address, status):
    answer = web.get(address)
    assert answer.status_code == status
    assert "Tidak dapat ditampilkan" in answer.text


def test_a_body_without_a_length_is_cut_off():
    def endless():
        for _ in range(100):
            yield b"x" * MAX_BODY

    with reader(breaking=False) as web:
        assert web.post("/", content=endless()).status_code in (405, 413)


def test_a_request_that_takes_too_long_is_given_up(monkeypatch):
    waiting = threading.Event()
    monkeypatch.setattr("app.web.search.row", lambda *_: waiting.wait(30))
    with reader(seconds=0.5) as web:
        answer = web.get("/")
        waiting.set()
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "terlalu lama" in answer.text


def test_a_crowd_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr("app.web.security.AT_ONCE", 0)
    with reader() as web:
        answer = web.get("/healthz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-security-policy"]


# ---------------------------------------------------------------- failures of ours


def test_a_missing_index_is_told_without_its_place(tmp_path):
    with reader(f"sqlite:///{tmp_path}/pantau.db") as web:
        answer = web.get("/")
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text
        assert "Indeks sedang tidak dapat dibaca" in answer.text
        made = made_index([story("a", title="Sudah ada")]).removeprefix("sqlite:///")
        (tmp_path / "pantau.db").write_bytes(Path(made).read_bytes())
        assert "Sudah ada" in web.get("/").text


def test_the_password_of_a_server_reaches_no_page_and_no_log(caplog):
    with reader(f"http://pantau:{SECRET}@127.0.0.1:9/uji", breaking=False) as web:
        answer = web.get("/")
    assert answer.status_code == 503
    assert SECRET not in answer.text + str(answer.headers) + caplog.text


def test_the_sample_is_marked_on_every_page_that_shows_it(web):
    assert sample_index()
    for path in ("/", "/events", "/programmes", "/articles/solopos-2034417"):
        assert "CONTOH" in web.get(path).text
