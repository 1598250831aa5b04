"""What is taken away over HTTP is what `pantau export` writes: whole, while it is read, and with its citation."""

import asyncio
import json
import re
import threading
import time
from contextlib import closing
from unittest.mock import patch

import pytest

from app import export
from app.ledger import book
from app.ledger_export import Line, row
from app.web.api_exports import FORMAT_OF, file_name
from app.web.asked import OF, PAGE_OF, PLACES
from app.web.held import STREAMS
from app.web.operations import ROOT
from app.web.stream import PART, Left, Stream
from entities.records import Story
from indexer.index import Query, open_index
from indexer.sqlite import SQLiteIndex
from tests.api import CHANGED, still, still_index
from tests.exporting import article, sheets, table
from tests.web import reader

pytestmark = pytest.mark.usefixtures("backend")  # over a file, and over a server

WRITTEN_AT = re.compile(rb"\d+ \w+ \d{4} \d\d\.\d\d WIB|\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)? ?\+\d\d:?\d\d")


# An event or scheme is no reference: its reports are.
JOINED = ("events", "schemes")
FILES = [
    (of, suffix) for of in OF for suffix in FORMAT_OF if of not in JOINED or suffix not in ("ris", "bib")
]


def taken(of: str, suffix: str, query: str = "", client=None):
    return (client or still()).get(f"{ROOT}/export/{of}.{suffix}?{query}")


# ---------------------------------------------------------------- the same file


@pytest.mark.parametrize(("of", "suffix"), FILES)
def test_a_download_is_what_the_command_writes(of, suffix, tmp_path):
    query, to = Query(of=OF[of], text="ekspor"), tmp_path / f"out.{suffix}"
    export.run_export(query, index=still_index(), format=None, to=to)
    found = taken(of, suffix, "q=ekspor")
    assert found.status_code == 200
    if suffix == "xlsx":
        ours, theirs = sheets(found.content), sheets(to.read_bytes())
        assert list(ours) == list(theirs)
        (name, rows), *_ = ours.items()
        assert rows == theirs[name]
        assert len(rows) > 2
    else:
        assert WRITTEN_AT.sub(b"", found.content) == WRITTEN_AT.sub(b"", to.read_bytes())
        assert len(found.content) > 500


def test_events_are_the_rows_of_the_ledger():
    index = open_index(still_index())
    read = book(index)
    rows = {one.id: row(Line(entry=one, firsts=read.firsts.get(one.id, ()))) for one in read.entries}
    index.close()
    lines = [json.loads(line) for line in taken("events", "jsonl").text.splitlines()]
    assert {line["id"] for line in lines} == set(rows)
    assert all(line["firsts"] == list(rows[line["id"]]["firsts"]) for line in lines)
    assert any(line["firsts"] for line in lines)
    points = json.loads(taken("events", "geojson").text)["features"]
    assert {point["id"] for point in points} == set(rows)
    assert any(point["geometry"] for point in points)


def test_a_byte_order_mark_where_it_is_asked_for():
    assert taken("articles", "csv", "bom=yes").content.startswith(b"\xef\xbb\xbfid,")
    assert taken("articles", "csv").content.startswith(b"id,")


def test_a_list_is_never_capped(tmp_path):
    index = SQLiteIndex(tmp_path / "p.db")
    index.put(Story(article=article(f"side-{n:05}")) for n in range(2500))
    index.close()
    found = taken("articles", "csv", client=reader(f"sqlite:///{tmp_path / 'p.db'}"))
    assert [line["id"] for line in table(found.content)] == [f"side-{n:05}" for n in range(2500)]


# ---------------------------------------------------------------- what it says of itself


@pytest.mark.parametrize("suffix", ["geojson", "bib", "xlsx"])
def test_a_file_says_what_was_asked_when_and_of_what_index(suffix):
    found = taken("releases", suffix, "q=kopi&origin=Bondowoso")
    told = str(sheets(found.content)["Tentang"]) if suffix == "xlsx" else found.text
    held = ('"articles":43', '"program":"0.') if suffix == "geojson" else ("43 berita", "Pantau 0.")
    for part in ("kopi", "origin 35.11", "diekspor", "1 baris", *held):
        assert part in told


def test_the_others_lead_to_their_citation():
    found = taken("releases", "csv", "q=kopi&destination=KR")
    (address,) = re.findall(r'<([^>]+)>; rel="describedby"', found.headers["link"])
    told = still().get(address).text
    assert "Pantau, pencarian pelepasan ekspor: kopi --destination KR, diekspor" in told
    assert f"{len(table(found.content))} baris" in told
    assert "CONTOH" in told


@pytest.mark.parametrize("of", OF)
def test_a_list_is_cited_for_reference_managers(of):
    import rispy

    (record,) = rispy.loads(still().get(f"{ROOT}/cite/{of}.ris?q=ekspor").text)
    total = still().get(f"{ROOT}/{of}?q=ekspor").json()["total"]
    assert record["type_of_reference"] == "DATA"
    assert record["urls"][0].startswith(f"http://127.0.0.1{PAGE_OF.get(of, '/')}?q=ekspor")
    assert any(f"{total} baris" in note for note in record["notes"])
    bibtex = still().get(f"{ROOT}/cite/{of}.bib?q=50%25+%26+%7B").text
    assert bibtex.startswith("@misc{pantau-")
    assert r"50\% '\&'" in bibtex
    assert bibtex.count("{") == bibtex.count("}")


@pytest.mark.parametrize(
    ("suffix", "told"),
    [
        ("txt", "“Kopi Arabika Ijen Bondowoso Dikapalkan ke Korea Selatan”. beritadaerah, 17 Desember 2021."),
        ("ris", "TI  - Kopi Arabika Ijen Bondowoso Dikapalkan ke Korea Selatan"),
        ("bib", "title = {{Kopi Arabika Ijen Bondowoso Dikapalkan ke Korea Selatan}}"),
    ],
)
def test_an_article_is_cited(suffix, told):
    found = still().get(f"{ROOT}/articles/{CHANGED}/cite.{suffix}").text
    assert told in found
    assert "https://www.beritadaerah.co.id/2021/12/17/" in found
    assert "CONTOH" in found


@pytest.mark.parametrize("words", ["../../x", 'a"; rm -rf', "ke\r\nbaris", "𝕏☕", "", "x" * 500])
def test_the_name_of_a_file_is_safe_anywhere(words):
    name = file_name("releases", Query(of="releases", text=words), "csv")
    assert re.fullmatch(r"pantau-releases(-[a-z0-9]+)*\.csv", name)
    assert len(name) < 80


# ---------------------------------------------------------------- while it is read


def read(stream: Stream) -> bytes:
    async def whole() -> bytes:
        return b"".join([part async for part in stream.parts()])

    return asyncio.run(whole())


def test_a_stream_is_what_was_written():
    parts = [bytes([n % 256]) * (n * 97 % 5000) for n in range(400)]

    def fill(file, _):
        for part in parts:
            file.write(part)

    assert read(Stream(fill).start()) == b"".join(parts)
    assert read(Stream(lambda file, _: None).start()) == b""


def test_what_fails_before_the_first_row_is_the_answer():
    def fill(file, stream):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Stream(fill).start()


def test_what_fails_later_cuts_the_answer_off():
    def fill(file, stream):
        for n in stream.begun(range(10)):
            file.write(b"x" * PART)
            if n == 5:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read(Stream(fill).start())


def test_an_answer_begins_with_its_first_row_though_nothing_is_written_yet():
    go_on = threading.Event()

    def fill(file, stream):
        rows = list(stream.begun(range(3)))
        go_on.wait(10)
        file.write(bytes(rows))

    stream = Stream(fill).start()
    go_on.set()
    assert read(stream) == b"\x00\x01\x02"


def test_a_writer_never_runs_far_ahead_and_ends_when_its_reader_leaves():
    written, ended = [], threading.Event()

    def fill(file, stream):
        try:
            while True:
                file.write(b"x" * PART)
                written.append(1)
        finally:
            ended.set()

    async def leave(stream: Stream) -> None:
        parts = stream.parts()
        await anext(parts)
        await parts.aclose()

    asyncio.run(leave(Stream(fill).start()))
    assert ended.wait(10)
    assert len(written) < 20


def test_a_reader_who_takes_nothing_is_given_up():
    gone = []

    def fill(file, stream):
        try:
            for _ in range(100):
                file.write(b"x" * PART)
        except Left as error:
            gone.append(str(error))
            raise

    stream = Stream(fill, patience=0.05).start()
    deadline = time.monotonic() + 10
    while not gone and time.monotonic() < deadline:
        time.sleep(0.01)
    assert gone == ["the reader takes nothing"]
    with pytest.raises(Left):
        read(stream)


def test_an_index_that_fails_while_it_is_read_cuts_the_file_off():
    def broken(self, query=None):
        yield next(iter(real(self, query)))
        raise ZeroDivisionError

    with closing(open_index(still_index())) as known:
        kind = type(known)
    real = kind.hits
    with patch.object(kind, "hits", broken):
        client = still()
        client._transport.raise_server_exceptions = True
        with pytest.raises(ZeroDivisionError):
            client.get(f"{ROOT}/export/articles.csv")


def test_too_many_downloads_at_once_are_told_to_wait():
    client = still()
    held = client.app.state.held
    held.wait = 0.05
    lent = [held.streaming() for _ in range(STREAMS)]
    for one in lent:
        one.__enter__()
    found = taken("articles", "csv", client=client)
    assert (found.status_code, found.headers["retry-after"]) == (503, "5")
    for one in lent:
        one.__exit__(None, None, None)
    assert taken("articles", "csv", client=client).status_code == 200


def test_a_head_writes_nothing():
    with patch("app.web.api_exports.Stream", side_effect=AssertionError("the rows are not wanted")):
        found = still().head(f"{ROOT}/export/articles.xlsx")
    assert found.status_code == 200
    assert found.headers["content-disposition"].endswith('.xlsx"')


# ---------------------------------------------------------------- on the pages


@pytest.mark.parametrize("page", ["/", "/events", "/programmes"])
@pytest.mark.parametrize("asked", ["q=ekspor", "place=33&copies=no&since=2018-01-01&sort=newest&limit=5"])
def test_every_list_offers_all_that_can_be_taken_away_of_it(page, asked):
    text = still().get(f"{page}?{asked}").text
    links = {href.replace("&amp;", "&") for href in re.findall(rf'href="({ROOT}/[^"]+)"', text)}
    formats = set(FORMAT_OF) - ({"ris", "bib"} if page != "/" else set())
    assert {link.split("?")[0].rpartition(".")[2] for link in links if "/export/" in link} == formats
    assert {link.split("?")[0].rpartition(".")[2] for link in links if "/cite/" in link} == {
        "txt",
        "ris",
        "bib",
    }
    total = still().get(f"{ROOT}/{PLACES[page]}?{asked.partition('&sort')[0]}").json()["total"]
    for link in links:
        found = still().get(link)
        assert found.status_code == 200, link
        if ".csv?" in link:
            assert len(table(found.content)) == total
        if f"{ROOT}/{PLACES[page]}?" in link:
            assert found.json()["total"] == total


@pytest.mark.parametrize("page", ["/", "/events", "/programmes"])
def test_readers_of_feeds_discover_the_feed_of_a_page(page):
    text = (
        still(public_url="https://pantau.example.go.id/p")
        .get(f"/p{page}?q=ekspor", headers={"host": "pantau.example.go.id"})
        .text
    )
    told = re.findall(r'<link rel="alternate" type="([^"]+)"[^>]*href="([^"]+)"', text)
    assert [kind for kind, _ in told] == ["application/atom+xml", "application/feed+json"]
    assert all(href.startswith(f"/p{ROOT}/feeds/{PLACES[page]}.") and "q=ekspor" in href for _, href in told)


def test_an_article_offers_its_citations():
    text = still().get(f"/articles/{CHANGED}").text
    links = re.findall(rf'href="({ROOT}/articles/[^"]+)"', text)
    assert [link.rpartition("/")[2] for link in links] == ["cite.txt", "cite.ris", "cite.bib", CHANGED]
    assert [still().get(link).status_code for link in links] == [200] * 4
