"""What a site can do to a crawler, one function each: how it answers a request, or does not."""

import asyncio
import gzip
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

import brotli
from backports import zstd

from bench.soak_exchange import HTML, PATIENT, Exchange, Sender, chunk, head_of

BOMB = 32 * 1024 * 1024  # bytes unpacked; a crawl takes 8 MB
MOVED = "moved"
WAIT = 1  # seconds that Retry-After asks for


# ---------------------------------------------------------------- no answer, or half of one


async def silent(x: Exchange) -> None:
    await x.hold()


async def reset(x: Exchange) -> None:
    await x.send(head_of(200, {"Content-Type": HTML, "Content-Length": str(len(x.body))}) + x.body[:40])
    x.reset()


async def nothing(x: Exchange) -> None:
    x.hang_up()


async def nonsense(x: Exchange) -> None:
    await x.send(b"SEMOGA HARI ANDA MENYENANGKAN\r\n\r\n")
    x.hang_up()


async def short(x: Exchange) -> None:
    await x.send(head_of(200, {"Content-Type": HTML, "Content-Length": str(len(x.body) + 900)}) + x.body)
    x.hang_up()


async def open_chunks(x: Exchange) -> None:
    half = x.body[: len(x.body) // 2]
    await x.send(head_of(200, {"Content-Type": HTML, "Transfer-Encoding": "chunked"}) + chunk(half))
    x.hang_up()


def status(code: int, **headers: str) -> Sender:
    async def send(x: Exchange) -> None:
        await x.reply(b"<html><body><p>Mohon maaf.</p></body></html>", code, **headers)

    return send


async def busy(x: Exchange) -> None:
    x.waits[x.host, x.path] = asyncio.get_running_loop().time() + WAIT
    await status(429, Retry_After=str(WAIT))(x)


async def busy_until(x: Exchange) -> None:
    until = (datetime.now(UTC) + timedelta(seconds=WAIT + 1)).replace(microsecond=0)
    left = (until - datetime.now(UTC)).total_seconds()
    x.waits[x.host, x.path] = asyncio.get_running_loop().time() + left
    await status(503, Retry_After=format_datetime(until, usegmt=True))(x)


# ---------------------------------------------------------------- without end


async def endless(x: Exchange) -> None:
    await x.send(head_of(200, {"Content-Type": HTML, "Transfer-Encoding": "chunked"}) + chunk(x.body))
    more = chunk(b"<p>dan seterusnya </p>" * 3000)
    while not x.gone:
        await x.send(more)
    x.hang_up()


async def trickle(x: Exchange) -> None:
    await x.send(head_of(200, {"Content-Type": HTML, "Transfer-Encoding": "chunked"}))
    await _slowly(x, lambda: chunk(b"<!-- tunggu -->"), 0.1)


async def drip(x: Exchange) -> None:
    await x.send(head_of(200, {"Content-Type": HTML, "Content-Length": str(len(x.body))}))
    letters = iter(x.body)
    await _slowly(x, lambda: bytes([next(letters, 32)]), 1.0)


async def drip_head(x: Exchange) -> None:
    letters = iter(head_of(200, {"Content-Type": HTML}) * 9)
    await _slowly(x, lambda: bytes([next(letters)]), 1.0)


async def _slowly(x: Exchange, more: Callable[[], bytes], pause: float) -> None:
    x.hang_up()
    for _ in range(int(PATIENT / pause)):
        if x.gone:
            return
        await x.send(more())
        await asyncio.sleep(pause)


async def long_line(x: Exchange) -> None:
    await x.reply(X_Panjang="a" * 100_000)


async def endless_head(x: Exchange) -> None:
    await x.send(b"HTTP/1.1 200 Begitulah\r\n")
    while not x.gone:
        await x.send(b"X-Lagi: dan lagi\r\n" * 2000)
    x.hang_up()


async def huge(x: Exchange) -> None:
    await x.send(head_of(200, {"Content-Type": HTML, "Content-Length": str(BOMB * 100)}) + x.body)
    await x.hold()


# ---------------------------------------------------------------- packed


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, 1, mtime=0),
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=2),
    "zstd": zstd.compress,
}


@cache
def _bomb(name: str) -> bytes:
    return PACKERS[name](bytes(BOMB))


def prepare() -> None:
    """Pack the bombs before anybody waits for an answer."""
    for name in PACKERS:
        _bomb(name)


def packed(name: str) -> Sender:
    async def send(x: Exchange) -> None:
        await x.reply(PACKERS[name](x.body), Content_Encoding=name)

    return send


def cut(name: str) -> Sender:
    async def send(x: Exchange) -> None:
        whole = PACKERS[name](x.body)
        await x.reply(whole[: len(whole) * 3 // 4], Content_Encoding=name)

    return send


def bomb(name: str) -> Sender:
    async def send(x: Exchange) -> None:
        await x.reply(_bomb(name), Content_Encoding=name)

    return send


async def bomb_in_bomb(x: Exchange) -> None:
    await x.reply(PACKERS["gzip"](_bomb("gzip")), Content_Encoding="gzip, gzip")


async def bare_deflate(x: Exchange) -> None:
    await x.reply(_raw_deflate(x.body), Content_Encoding="deflate")


async def garbled(x: Exchange) -> None:
    await x.reply(x.body, Content_Encoding="gzip")


async def unknown_packing(x: Exchange) -> None:
    await x.reply(bytes(byte ^ 0xA5 for byte in x.body), Content_Encoding="peti")


# ---------------------------------------------------------------- letters


def spelt(codec: str, header: str | None, meta: str) -> Sender:
    """The page in one charset, called by other names in its header and in itself."""

    async def send(x: Exchange) -> None:
        text = x.body.decode().replace('charset="utf-8"', f'charset="{meta}"')
        kind = "text/html" + (f"; charset={header}" if header else "")
        await x.reply(text.encode(codec), Content_Type=kind)

    return send


# ---------------------------------------------------------------- elsewhere


def leads_to(location: str) -> Sender:
    """A redirect; {trap}, {host}, {path} are of the request."""

    async def send(x: Exchange) -> None:
        await x.reply(b"", 302, Location=location.format(trap=x.trap, host=x.host, path=x.path))

    return send


PRIVATE = {
    "loopback": "http://127.0.0.1:{trap}/",
    "private": "http://10.0.0.7/",
    "ipv6 loopback": "http://[::1]:{trap}/",
    "link-local": "http://169.254.169.254/latest/meta-data/",
    "decimal": "http://2130706433:{trap}/",
    "hexadecimal": "http://0x7f000001:{trap}/",
    "localhost": "http://localhost:{trap}/",
    "user": "http://{host}@127.0.0.1:{trap}/",
    "same scheme": "//127.0.0.1:{trap}/",
}

# ---------------------------------------------------------------- fine, if unusual


async def chunked(x: Exchange) -> None:
    pieces = (x.body[at : at + 700] for at in range(0, len(x.body), 700))
    head = head_of(200, {"Content-Type": HTML, "Transfer-Encoding": "chunked"})
    await x.send(head + b"".join(map(chunk, pieces)) + b"0\r\n\r\n")


async def until_close(x: Exchange) -> None:
    await x.send(head_of(200, {"Content-Type": HTML, "Connection": "close"}) + x.body)
    x.hang_up()


async def odd_head(x: Exchange) -> None:
    head = head_of(200, {"Content-Type": HTML, "Content-Length": str(len(x.body))})
    await x.send(head.replace(b"\r\n", b"\r\nbaris tanpa titik dua\r\n", 1) + x.body)


async def parts(x: Exchange) -> None:
    """An article whose every page names a next one."""
    number = int(x.path.partition("?page=")[2] or 1)
    more = f'<p>Bagian {number} memuat rincian ke-{number} dari laporan ini.</p><a href="?page={number + 1}">lanjut</a>'
    await x.reply(x.body.replace(b"<!-- lanjut -->", more.encode()))


async def picture(x: Exchange) -> None:
    await x.reply(b"\x89PNG\r\n\x1a\n" + bytes(500), Content_Type="image/png")


async def binary(x: Exchange) -> None:
    await x.reply(bytes(range(256)) * 40)
