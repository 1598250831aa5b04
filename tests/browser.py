"""A server of the sample press and the system's Chromium, for tests that look at pages as people do."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from app.web.server import create_app
from app.web.settings import Settings

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1200, "height": 900}
# Every two of screen, scheme and language together.
SEEN = {
    "phone, light, id": (PHONE, "light", "id"),
    "phone, dark, en": (PHONE, "dark", "en"),
    "desk, light, en": (DESK, "light", "en"),
    "desk, dark, id": (DESK, "dark", "id"),
}


@contextmanager
def serving(index: str, **settings) -> Iterator[str]:
    """The address of a server over an index, on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(index=index, **settings))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def chromium():
    """The browser; tests that ask for it are marked as needing "chromium"."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playing:
        one = playing.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield one
        one.close()
