"""When a host may be asked again, and whether an answer came whole."""

import asyncio
import gzip
import zlib
from datetime import UTC, datetime
from random import Random

import brotli
import pytest
from backports import zstd

from crawler.memory import PASSING
from crawler.patience import SILENT, TURNS, UNSAID, GivenUp, Lag, Patience, retry_after
from crawler.run import UNPACED, crawl
from crawler.unpacking import FORMS, is_whole
from tests.tiny_press import Answer, article, feed, listing, tiny_press

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
HOST = "www.beritadaerah.co.id"
ONE = "/2021/12/22/keripik-umkm-satu-diekspor-ke-jepang/"


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def patience(clock):
    return Patience(most=300.0, clock=clock)


SAID = {
    "seconds": (b"120", 120.0),
    "none": (None, None),
    "date": (b"Thu, 26 Nov 2026 12:01:30 GMT", 90.0),
    "date that is over": (b"Thu, 26 Nov 2026 11:00:00 GMT", 0.0),
    "words": (b"nanti saja", None),
    "negative": (b"-5", None),
    "digits of another script": ("٣٠".encode(), None),
    "number without end": (b"9" * 400, 999_999_999.0),
    "date beyond the calendar": (b"Thu, 26 Nov 99999 12:00:00 GMT", None),
}


@pytest.mark.parametrize("form", SAID)
def test_retry_after_is_read_as_seconds_or_as_a_date(form):
    value, seconds = SAID[form]
    assert retry_after(value, NOW) == seconds


def test_busy_host_is_left_alone_as_long_as_it_says(patience, clock):
    patience.answered(HOST, 429, 30.0)
    assert (patience.left(HOST), patience.left("other.example")) == (30.0, 0.0)
    clock.now += 30.0
    assert patience.left(HOST) == 0.0


@pytest.mark.parametrize(("status", "asked", "waits"), [(429, None, UNSAID), (503, None, 0), (200, 30.0, 0)])
def test_only_a_busy_host_is_waited_for(status, asked, waits, patience):
    patience.answered(HOST, status, asked)
    assert patience.left(HOST) == waits


def test_shorter_wait_does_not_end_a_longer_one(patience):
    patience.answered(HOST, 429, 60.0)
    patience.answered(HOST, 429, 5.0)
    assert patience.left(HOST) == 60.0


def test_host_that_asks_for_too_long_is_given_up_and_told_once(patience):
    assert (
        patience.answered(HOST, 429, 3600.0)
        == f"{HOST} asks to wait too long, so it was not asked for the rest"
    )
    assert patience.answered(HOST, 429, 7200.0) is None
    with pytest.raises(GivenUp, match="given up"):
        patience.left(HOST)


@pytest.mark.parametrize(("between", "given_up"), [(200, False), (404, True)])
def test_waits_add_up_until_a_good_answer(between, given_up, patience, clock):
    for _ in range(3):
        patience.answered(HOST, 429, 140.0)
        clock.now += 140.0
        patience.answered(HOST, between, None)
    assert (HOST in patience.dead) is given_up


def test_host_silent_so_many_times_in_a_row_is_given_up(patience):
    said = [patience.unanswered(HOST) for _ in range(SILENT)]
    assert said == [None] * (SILENT - 1) + [f"{HOST} does not answer, so it was not asked for the rest"]


def test_any_answer_shows_that_a_host_lives(patience):
    for _ in range(3):
        for _ in range(SILENT - 1):
            patience.unanswered(HOST)
        patience.answered(HOST, 500, None)
    assert patience.left(HOST) == 0.0


def test_nothing_more_is_asked_of_a_host_that_asks_for_an_hour(tmp_path):
    paths = [f"/2021/12/22/keripik-umkm-nomor-{n}-diekspor/" for n in range(40)]
    routes = {"/feed/": feed(*(f"https://{HOST}{path}" for path in paths))}
    routes |= {path: Answer("", status=429, headers={"Retry-After": "3600"}) for path in paths}
    with tiny_press(routes) as press:
        one = UNPACED | {"CONCURRENT_REQUESTS": 1}
        (report,) = crawl(
            ["beritadaerah"], index=f"sqlite:///{tmp_path / 'p.db'}", press=press.address, settings=one
        )
    assert sum("keripik" in asked for asked in press.asked) == 1
    assert report.dropped == {"given up": 40}
    assert f"{HOST} asks to wait too long, so it was not asked for the rest" in report.notes


def test_process_that_lags_gives_an_answer_more_time(clock):
    lag = Lag(clock)
    assert lag.allow(30.0) == 30.0

    async def stall():
        clock.now += 2.0

    async def together():
        await asyncio.gather(lag.look(), stall())

    loop = asyncio.new_event_loop()  # asyncio.run would take the loop of the crawls away
    loop.run_until_complete(together())
    assert lag.allow(30.0) == 30.0 + TURNS * 2.0
    loop.run_until_complete(lag.look())
    loop.close()
    assert 30.0 < lag.allow(30.0) < 30.0 + TURNS * 2.0


def test_later_crawls_ask_again_for_what_a_host_was_given_up_with():
    assert PASSING.search("given up")


# ---------------------------------------------------------------- whole answers

RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
TEXT = b"Dua kontainer keripik dilepas. " * 9000
PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("form", FORMS)
def test_body_is_whole_up_to_its_last_byte(form):
    body = PACK[form](TEXT)
    assert is_whole(body, form, 0)
    assert not any(is_whole(body[:-bytes_off], form, 0) for bytes_off in (1, 5, len(body) // 2))


@pytest.mark.parametrize("form", FORMS)
def test_garbled_body_is_not_whole(form):
    assert not is_whole(b"bukan itu " * 50, form, 0)


def test_deflate_without_its_head_is_whole_too():
    body = RAW.compress(TEXT) + RAW.flush()
    assert is_whole(body, "deflate", 0)
    assert not is_whole(body[:-1], "deflate", 0)


@pytest.mark.parametrize("form", FORMS)
def test_bomb_is_left_to_the_bound_on_size(form):
    body = PACK[form](Random(1).randbytes(200_000))[:-1]
    assert not is_whole(body, form, 1_000_000)
    assert is_whole(body, form, 1_000)


def test_unknown_packing_is_left_as_it_is():
    assert is_whole(b"anything", "peti", 0)


# ---------------------------------------------------------------- charsets


@pytest.mark.parametrize("charset", ["hex", "idna", "undefined", "zip", "punycode", "tidak-ada"])
def test_page_of_a_charset_that_is_none_is_read(charset, tmp_path):
    page = article("Keripik “Renyah” UMKM Diekspor").replace('charset="utf-8"', f'charset="{charset}"')
    kind = {"Content-Type": f"text/html; charset={charset}"}
    home = Answer(listing(ONE), headers=kind)
    routes = {"/": home, ONE: Answer(page.encode("cp1252"), headers=kind)}
    with tiny_press(routes) as press:
        index = f"sqlite:///{tmp_path / 'p.db'}"
        (report,) = crawl(["beritadaerah"], index=index, press=press.address, settings=UNPACED)
    assert (report.stored, report.dropped, report.problems) == (1, {}, ())
