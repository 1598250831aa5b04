"""The sample press: serves samples/ as the five sites over real HTTP, on loopback only.

A crawl reaches it by PANTAU_PRESS=127.0.0.1:PORT; the Host header says which site is meant.
"""

import argparse
import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from app.sample_answers import answer
from app.sample_sites import Reply, Site, sites
from entities.errors import BadInput

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
WORTH_ZIPPING = 500  # bytes
KEPT = 5000  # answers


@dataclass(kw_only=True)
class Served:
    """A running press: where it listens, and every request it got as (host, path with query)."""

    address: str
    hosts: tuple[str, ...]
    requests: list[tuple[str, str]] = field(default_factory=list)

    def asked(self, path: str) -> bool:
        """Whether anybody ever requested this path, at any host."""
        return any(got == path for _, got in self.requests)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # an idle keep-alive connection must not hold up the end
    request_queue_size = 128  # five spiders connect at once; a full queue costs each a second

    def __init__(self, samples: Path, port: int) -> None:
        self.sites = sites(samples)
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except (OSError, OverflowError) as error:
            raise BadInput(
                f"cannot serve on 127.0.0.1:{port}: {getattr(error, 'strerror', error)}"
            ) from error
        self.served = Served(address=f"127.0.0.1:{self.server_port}", hosts=tuple(self.sites))
        self.replies: dict[tuple[str, str], Reply] = {}

    def reply(self, host: str, target: str) -> Reply:
        """The answer, kept: a site's pages do not change while it is served."""
        site: Site | None = self.sites.get(host)
        if site is None:
            return Reply(body=b"no such site here\n", kind="text/plain", status=421)
        key = host, target
        found = self.replies.get(key) or answer(site, host, target)
        if len(self.replies) < KEPT:
            self.replies[key] = found
        return found


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "pers-contoh"
    sys_version = ""
    timeout = 10
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        try:
            url = urlsplit(self.path)
        except ValueError:
            return self.send_error(400)
        host = (url.hostname or self.headers.get("Host", "").partition(":")[0]).lower()
        target = self.path if not url.netloc else url._replace(scheme="", netloc="").geturl() or "/"
        self.server.served.requests.append((host, target))
        self._send(self.server.reply(host, target))

    do_HEAD = do_GET

    def _send(self, reply: Reply) -> None:
        tag = f'"{hashlib.sha256(reply.body).hexdigest()[:20]}"'
        if reply.status == 200 and self._known(tag, reply.changed):
            reply = Reply(body=b"", status=304, headers=reply.headers)
        body = reply.body
        zipped = len(body) > WORTH_ZIPPING and "gzip" in self.headers.get("Accept-Encoding", "")
        if zipped:
            body = gzip.compress(body, 1, mtime=0)
        self.send_response(reply.status)
        self._headers(reply, tag, zipped, len(body))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _headers(self, reply: Reply, tag: str, zipped: bool, length: int) -> None:
        lines = {
            "Content-Type": reply.kind,
            "Content-Length": str(length),
            "ETag": tag,
            "Vary": "Accept-Encoding",
        }
        if zipped:
            lines["Content-Encoding"] = "gzip"
        if reply.changed:
            lines["Last-Modified"] = format_datetime(reply.changed.astimezone(UTC), usegmt=True)
        for name, value in (*lines.items(), *reply.headers):
            self.send_header(name, value)

    def _known(self, tag: str, changed: datetime | None) -> bool:
        """Whether the asker holds this very version; an ETag outranks a date, as HTTP says."""
        if tags := self.headers.get("If-None-Match"):
            return tag in tags
        since = self.headers.get("If-Modified-Since")
        if not since or changed is None:
            return False
        try:
            return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: `Served.requests` is the log."""


@contextmanager
def press(samples_dir: str | Path | None = None, port: int = 0) -> Iterator[Served]:
    """A press that serves while the block runs; port 0 takes a free one. BadInput for a taken port or a bad folder."""
    server = _Server(Path(samples_dir or SAMPLES), port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serve(port: int = 8900, samples_dir: str | Path | None = None) -> None:
    """Serve until interrupted, telling how to reach it."""
    server = _Server(Path(samples_dir or SAMPLES), port)
    print(f"Sample press at {server.served.address}: {', '.join(server.served.hosts)}")
    print(f"Crawl it in another terminal: PANTAU_PRESS={server.served.address} pantau crawl")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("stopped")
    finally:
        server.server_close()


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m app.press", description="Serve the sample sites on loopback."
    )
    parser.add_argument("--port", type=int, default=8900, help="0 takes a free one (default: 8900)")
    parser.add_argument("--samples", type=Path, default=SAMPLES, help="folder of sites (default: samples/)")
    chosen = parser.parse_args(words)
    serve(chosen.port, chosen.samples)


if __name__ == "__main__":
    main()
