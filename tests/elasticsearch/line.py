"""A line to the node that can be cut, or go silent, without touching the node: for what its readers are told then."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Line:
    """A port on loopback that leads to a server. cut() hangs up and refuses, mute() takes requests and never answers."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.far = (parts.hostname or "127.0.0.1", parts.port or 9200)
        self.mode, self.open, self.door = "through", set[socket.socket](), socket.socket()
        self.door.bind(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.restore()

    def restore(self) -> None:
        """Lead through, at the same port."""
        if self.door.fileno() < 0:
            self.door = socket.socket()
            self.door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.door.bind(("127.0.0.1", self.port))
        self.mode = "through"
        self.door.listen(64)
        threading.Thread(target=self._take, args=(self.door,), daemon=True).start()

    def cut(self) -> None:
        self._shut(self.door)
        self._hang_up()

    def mute(self) -> None:
        self.mode = "silent"

    def _hang_up(self) -> None:
        while self.open:
            self._shut(self.open.pop())

    @staticmethod
    def _shut(one: socket.socket) -> None:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()

    def _take(self, door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
                far = socket.create_connection(self.far)
            except OSError:
                return
            self.open |= {near, far}
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self._lead, args=ends, daemon=True).start()

    def _lead(self, start: socket.socket, end: socket.socket) -> None:
        """Pass on what comes, until one end hangs up."""
        with contextlib.suppress(OSError):
            while data := start.recv(65_536):
                if self.mode == "through":
                    end.sendall(data)
        for one in (start, end):
            self._shut(one)
