"""Pages and API over an index on a server: as over a file, and in one sentence where the server goes away.

What they answer over both backends is tested with them (the fixture `backend`); here is what only a server can do.
"""

import logging
import re
import time
from contextlib import closing

import pytest

from app.web.operations import ROOT
from entities.errors import IndexUnusable
from indexer.copying import copy
from indexer.elastic import ElasticIndex
from indexer.index import open_index
from tests.api_examples import ASKED
from tests.elasticsearch.line import Line
from tests.web import PART, Page, reader, sample_index, words

PAGES = (
    "/?q=kopi+ekspor",
    "/?q=zzz&origin=Solo",
    "/events?sort=value",
    "/programmes",
    "/programmes/open",
    "/articles/solopos-2034417",
    "/dossier/country/JP",
    "/dossier-firsts/country/JP",
    "/lihat",
    "/lihat.svg",
    "/facets?q=ekspor",
    "/suggest?q=sol",
)
TABLES = ("regions", "countries", "chapters", "schemas", "schema")  # of the program, not of the index
HELD = {name: f"{ROOT}{address}" for name, address in ASKED.items() if name not in TABLES}


@pytest.fixture(scope="module")
def line(server_url):
    one = Line(server_url)
    yield one
    one.cut()


@pytest.fixture(scope="module")
def through(line, server_copies):
    """The URL of the sample's index at the far end of the line."""
    url = f"{line.url}/uji-{time.time_ns()}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANTAU_OUTBOX", str(server_copies / "outbox"))
        patch.setenv("XDG_STATE_HOME", str(server_copies))
        patch.delenv("PANTAU_STATE", raising=False)
        with closing(open_index(sample_index())) as here, closing(open_index(url, create=True)) as there:
            copy(here, there)
        yield url
        from tests.elasticsearch.emptying import drop

        line.restore()
        drop(url)


@pytest.fixture
def web(line, through):
    with reader(through, breaking=False, seconds=2.0) as one:
        yield one
    line.cut()
    line.restore()


def test_pages_over_a_server_are_those_over_a_file(web):
    with reader() as file:
        for page in PAGES:
            if "dossier" in page or "lihat" in page:
                continue  # what the sources covered is told by the state, which is another one here
            told = [words(re.sub(r"after=[\w-]+", "", one.get(page).text)) for one in (file, web)]
            assert told[0] == told[1], page


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_without_its_server_is_one_sentence(web, line, language):
    assert web.get("/").status_code == 200
    line.cut()
    for page in PAGES:
        got = web.get(page, headers={"accept-language": language})
        assert (got.status_code, got.headers["retry-after"]) == (503, "5"), page
        said = {"id": "Indeks sedang tidak dapat dibaca", "en": "The index cannot be read now"}[language]
        assert said in got.text, page
        assert str(line.port) not in got.text, page
        assert Page(got.text).wrong == []
        part = web.get(page, headers={**PART, "accept-language": language})
        assert (part.status_code, part.text.count("<p")) == (503, 1), page


@pytest.mark.parametrize("name", HELD)
def test_an_answer_for_programs_without_its_server_is_a_problem(web, line, name):
    line.cut()
    got = web.get(HELD[name])
    assert (got.status_code, got.headers["content-type"]) == (503, "application/problem+json"), got.text
    assert set(got.json()) == {"type", "title", "status", "detail"}
    assert got.json()["detail"] == "The index cannot be read now; try again in a while."
    assert int(got.headers["retry-after"]) > 0
    assert str(line.port) not in got.text


@pytest.mark.parametrize("name", TABLES)
def test_what_the_program_knows_by_itself_needs_no_server(web, line, name):
    line.cut()
    assert web.get(ROOT + ASKED[name]).status_code == 200


def test_the_log_names_the_server_once_a_request_and_no_trace(web, line, caplog):
    line.cut()
    with caplog.at_level(logging.INFO):
        web.get("/events")
    (said,) = [one for one in caplog.records if one.name == "pantau.web"]
    assert "the server cannot be reached" in said.message
    assert said.exc_info is None


def test_a_server_that_comes_back_is_asked_again_without_a_restart(web, line):
    before = web.get(HELD["list_events"]).json()["items"]
    line.cut()
    assert web.get("/events").status_code == 503
    line.restore()
    assert web.get("/events").status_code == 200
    assert web.get(HELD["list_events"]).json()["items"] == before


def test_a_page_that_follows_joins_after_the_server_was_away(web, line):
    first = web.get(f"{ROOT}/articles?limit=10").json()
    line.cut()
    assert web.get(first["next"]).status_code == 503
    line.restore()
    rest = web.get(first["next"]).json()
    ids = [item["id"] for page in (first, rest) for item in page["items"]]
    assert len(set(ids)) == len(ids) == 20


def test_a_server_that_does_not_answer_is_given_up_and_keeps_no_turn(line, through):
    with reader(through, breaking=False, seconds=0.5, readers=2) as web:
        assert web.get("/suggest?q=kop").status_code == 200
        line.mute()
        for _ in range(4):
            began = time.monotonic()
            assert web.get("/suggest?q=kop").status_code == 503
            assert time.monotonic() - began < 5
        line.cut()
        line.restore()
        assert web.get("/suggest?q=kop").status_code == 200


def test_a_download_that_loses_its_server_is_broken_off_and_never_looks_whole(line, through, monkeypatch):
    """Its reader sees a transfer that was broken off, not the end of a file."""
    whole = ElasticIndex.hits

    def hits(self, query=None):
        for number, one in enumerate(whole(self, query)):
            if number == 6:
                line.cut()
            yield one

    monkeypatch.setattr("indexer.elastic_search.TOGETHER", 5)
    monkeypatch.setattr(ElasticIndex, "hits", hits)
    with reader(through) as web, pytest.raises(RuntimeError, match="response already started") as broken:
        web.get(f"{ROOT}/export/articles.jsonl")
    assert isinstance(broken.value.__cause__, IndexUnusable)
    line.restore()
    monkeypatch.setattr(ElasticIndex, "hits", whole)
    with reader(through) as web:
        assert len(web.get(f"{ROOT}/export/articles.jsonl").text.splitlines()) > 40
