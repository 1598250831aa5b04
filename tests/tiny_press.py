"""A web of a few lines for one test: what each address answers, and what was asked of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LEAD = (
    "Sebanyak dua kontainer keripik buatan pelaku UMKM dilepas untuk ekspor ke Jepang pada hari itu. "
    "Kepala Dinas Koperasi menyebut pengiriman ini hasil pendampingan selama setahun bagi perajin setempat."
)
MORE = (
    "Menurut Ketua Koperasi Contoh, pembeli di luar negeri memesan barang yang sama untuk tahun depan. "
    "Pemerintah daerah menyiapkan pelatihan pengemasan agar lebih banyak usaha kecil ikut mengirim."
)
OFF_TOPIC = (
    "Pertandingan sepak bola antarkampung berakhir dengan skor dua lawan satu di lapangan kelurahan. "
    "Penonton pulang dengan gembira walaupun hujan turun sejak babak pertama dimulai sore itu."
)


PATIENCE = 30.0  # seconds that an answer waits for what does not happen


@dataclass
class Answer:
    """One answer; a plain string in the routes is a page with status 200."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    when: threading.Event | None = None  # it answers late: not before this has happened


@dataclass
class Tiny:
    """A running press. Routes: "host/path?query" before "/path?query"."""

    address: str
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128  # a full queue costs a connection a second


@contextmanager
def tiny_press(routes: dict[str, "str | Answer"]) -> Iterator[Tiny]:
    """Serve these routes on loopback while the block runs; all else is 404."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("Host", "")
            press.asked.append(host + self.path)
            press.headers.append(dict(self.headers))
            found = routes.get(host + self.path, routes.get(self.path, Answer("tidak ada", status=404)))
            answer = found if isinstance(found, Answer) else Answer(found)
            if answer.when:
                answer.when.wait(PATIENCE)
            tag = answer.headers.get("ETag")
            if tag and tag == self.headers.get("If-None-Match"):
                answer = Answer(status=304, headers=answer.headers)
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # a crawl that has seen enough hangs up
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = Server(("127.0.0.1", 0), Handler)
    press = Tiny(address=f"127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield press
    finally:
        server.shutdown()
        server.server_close()


def article(
    title: str = "Keripik UMKM Contoh Diekspor ke Jepang",
    *texts: str,
    published: str | None = "2021-12-22T09:00:00+07:00",
    head: str = "",
    tail: str = "",
) -> str:
    """A plain article page."""
    meta = f'<meta property="article:published_time" content="{published}">' if published else ""
    body = "".join(f"<p>{text}</p>" for text in texts or (LEAD, MORE))
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{meta}{head}</head>'
        f'<body><article><h1 class="entry-title">{title}</h1>'
        f'<div class="entry-content">{body}</div>{tail}</article></body></html>'
    )


def listing(*urls: str, extra: str = "") -> str:
    cards = "".join(
        f'<h3><a href="{url}">{url.rstrip("/").rpartition("/")[2].replace("-", " ")}</a></h3>' for url in urls
    )
    return f"<!DOCTYPE html><html><head><title>Daftar</title></head><body>{cards}{extra}</body></html>"


def feed(*urls: str, at: str = "2021-12-22T02:00:00+00:00") -> str:
    day = format_datetime(datetime.fromisoformat(at))
    items = "".join(
        f"<item><title>Judul</title><link>{url}</link><pubDate>{day}</pubDate></item>" for url in urls
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'


def sitemap(*urls: str, kind: str = "urlset", lastmod: str = "2021-12-22T09:00:00+07:00") -> str:
    part = {"urlset": "url", "sitemapindex": "sitemap"}[kind]
    rows = "".join(f"<{part}><loc>{url}</loc><lastmod>{lastmod}</lastmod></{part}>" for url in urls)
    return f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{kind}>'
