"""One request at the press of a soak, down to its socket."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"
PATIENT = 120.0  # seconds after which the press itself hangs up


@dataclass(kw_only=True)
class Exchange:
    """One request to be answered: where its answer goes, and what it would be."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    host: str
    path: str
    body: bytes = b""
    kind: str = HTML
    status: int = 200
    trap: int = 0  # a port of this machine that nobody may ask
    keep: bool = True
    waits: dict[tuple[str, str], float] = field(default_factory=dict)

    async def reply(self, body: bytes | None = None, status: int | None = None, **headers: str) -> None:
        """An orderly answer; headers by name, _ for -."""
        body = self.body if body is None else body
        said = {"Content-Type": self.kind, "Content-Length": str(len(body))}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        await self.send(head_of(status or self.status, said) + body)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def hold(self, seconds: float = PATIENT) -> None:
        """Say nothing until the other side hangs up."""
        self.keep = False
        while seconds > 0 and not self.writer.transport.is_closing():
            await asyncio.sleep(min(0.2, seconds))
            seconds -= 0.2

    def hang_up(self) -> None:
        self.keep = False

    def reset(self) -> None:
        """Break the connection off, as a machine does that loses its power."""
        self.keep = False
        self.writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.writer.transport.abort()

    @property
    def gone(self) -> bool:
        return self.writer.transport.is_closing()


def head_of(status: int, headers: dict[str, str]) -> bytes:
    """Status line and headers of an answer."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Begitulah\r\n{lines}\r\n".encode("latin-1")


def chunk(data: bytes) -> bytes:
    """A piece of a body in Transfer-Encoding: chunked."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


Sender = Callable[[Exchange], Awaitable[None]]
