"""What whoever runs `pantau crawl` is told when things go wrong: one sentence, a status, and nothing stored is lost."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawler.lock import only_crawl
from indexer.index import open_index
from tests.tiny_press import LEAD, Answer, Server, article, feed, tiny_press

ROOT = Path(__file__).resolve().parents[1]
BD = "https://www.beritadaerah.co.id"
PATHS = [f"/2021/12/22/keripik-umkm-nomor-{n}-diekspor/" for n in range(60)]
GOOD = {path: article(f"Keripik UMKM Nomor {n} Diekspor") for n, path in enumerate(PATHS)}
FEED = {"/feed/": feed(*(BD + path for path in PATHS))}
MEANT = (
    "from app.cli import main\n"  # what `pantau` runs
    "main()\n"
)


@pytest.fixture
def index(tmp_path):
    (tmp_path / "in").mkdir()
    return f"sqlite:///{tmp_path / 'in' / 'p.db'}"


def start(source, index, press="", before="", **how):
    """`pantau crawl` as a process of its own; `before` is Python that stands for the state of the machine."""
    command = [sys.executable, "-c", before + "\n" + MEANT, "crawl", source, "--index", index]
    environment = os.environ | {"PANTAU_PRESS": press, "PANTAU_DELAY": "0", "COLUMNS": "200"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=environment, **pipes, **how)


def end(process, seconds=40):
    """Its status, output and errors; none of them may hold a traceback."""
    out, err = process.communicate(timeout=seconds)
    assert "Traceback" not in out + err, err
    return process.returncode, out, err


def crawl(*what, **how):
    return end(start(*what, **how))


def held(index):
    store = open_index(index)
    try:
        return store.count()
    finally:
        store.close()


SHORT = (
    "import crawler.settings as s; s.DOWNLOAD_TIMEOUT = 0.3; "
    "s.RETRY_TIMES = s.DOWNLOAD_DELAY = 0; s.AUTOTHROTTLE_ENABLED = False"
)
NAMES = SHORT + "; import socket; socket.gethostbyname = "
ONE_BY_ONE = "import crawler.settings as s; s.CONCURRENT_REQUESTS = 1"
DOWN = {
    "nobody listens": (SHORT, "127.0.0.1:1", "connection refused"),
    "name that does not resolve": (
        NAMES + "lambda name: (_ for _ in ()).throw(socket.gaierror(-2, 'unknown'))",
        "",
        "no such host",
    ),
    "name at an inner address": (NAMES + "lambda name: '10.0.0.7'", "", "address not public"),
    "name at the cloud's own address": (
        NAMES + "lambda name: '169.254.169.254'",
        "",
        "address not public",
    ),
}


@pytest.mark.parametrize("kind", DOWN)
def test_site_that_cannot_be_reached_is_named_with_the_reason(kind, index):
    before, press, why = DOWN[kind]
    status, _, err = crawl("side", index, press, before)
    assert status == 1
    assert re.fullmatch(rf"pantau: side: [^\n]*\({why}\)[^\n]*\n", err)


@contextmanager
def odd_press(answer):
    """A press whose every answer but robots.txt is written to the socket by `answer`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/robots.txt":
                self.send_error(404)
            else:
                answer(self)

        def log_message(self, *_):
            """Quiet."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def endless(handler):
    """Chunks that never end, as fast as they are read."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    try:
        while True:
            handler.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
    except OSError:
        handler.close_connection = True


def silent(handler):
    threading.Event().wait(2)


def drip(handler):
    """A byte now and then, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    try:
        while True:
            handler.wfile.write(b"x")
            threading.Event().wait(0.05)
    except OSError:
        handler.close_connection = True


BOUNDED = {
    "silent": (silent, "timeout"),
    "drip": (drip, "timeout"),
    "endless": (endless, "too large"),
}


@pytest.mark.parametrize("kind", BOUNDED)
def test_answer_without_end_is_cut_off(kind, index):
    answer, why = BOUNDED[kind]
    patience = "; s.DOWNLOAD_TIMEOUT = 10" if kind == "endless" else ""
    with odd_press(answer) as press:
        status, _, err = crawl("side", index, press, SHORT + patience)
    assert (status, why in err) == (1, True), err


def test_pages_that_are_hostile_cost_only_themselves(index):
    away = [
        "http://127.0.0.1:9/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://intern.local/",
        "file:///etc/passwd",
        "http://[",
        BD + PATHS[0],
    ]
    bad = {p: Answer(status=302, headers={"Location": to}) for p, to in zip(PATHS, away, strict=False)}
    bad[PATHS[10]] = article("Keripik UMKM", LEAD + "x" * 50_000_000)
    routes = {"/feed/": feed(*(BD + path for path in PATHS[:13])), **GOOD, **bad}
    with tiny_press(routes) as press:
        status, out, err = crawl("beritadaerah", index, press.address)
    assert (status, err, held(index)) == (0, "", 2)
    assert "1 terlalu besar" in out
    assert not [path for path in press.asked if not path.startswith(("www.beritadaerah", "beritadaerah"))]


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_stores_what_was_read_and_ends_with_130(times, index):
    slow = threading.Event()

    class Slow(dict):
        """Routes that answer the first articles at once, and the others late."""

        def get(self, path, *other):
            found = super().get(path, *other)
            if path in PATHS[25:]:
                reached.set()
                slow.wait(3)
            return found

    reached = threading.Event()
    with tiny_press(Slow(FEED | GOOD)) as press:
        process = start("beritadaerah", index, press.address, ONE_BY_ONE, start_new_session=True)
        assert reached.wait(20)
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(0.2 * (times - 1))  # a second signal is another one only after the first was seen
        slow.set()
        status, _, err = end(process)
    assert status == 130, err
    assert 1 <= held(index) < len(PATHS)
    assert "stopped before the end" in err


def test_no_crawl_begins_while_an_index_is_made_anew(index):
    with only_crawl(index):
        status, _, err = crawl("side", index, "127.0.0.1:1")
    assert status == 4
    assert "is being rebuilt, restored or copied by another process" in err
    assert err.count("\n") == 1


def test_full_disk_ends_the_crawl_and_keeps_the_index_sound(index):
    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    with tiny_press(FEED | GOOD) as press:
        status, _, err = crawl("beritadaerah", index, press.address, preexec_fn=little_room)
    assert status in (1, 3)
    assert "not stored" in err
    assert held(index) < len(PATHS)


def test_index_that_is_removed_meanwhile_is_told(index):
    folder = Path(index.removeprefix("sqlite:///")).parent

    class Removing(dict):
        def get(self, path, *other):
            if path == PATHS[0]:
                shutil.rmtree(folder, ignore_errors=True)
            return super().get(path, *other)

    with tiny_press(Removing(FEED | GOOD)) as press:
        status, _, err = crawl("beritadaerah", index, press.address)
    assert status in (1, 3)
    assert "not stored" in err
