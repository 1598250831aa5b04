"""Whether a packed body is whole. Scrapy unpacks as much as there is, and half an article would pass for one."""

import sys
import zlib
from collections.abc import Callable, Iterator

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE = 64 * 1024  # bytes unpacked at once: the size of a bomb is seen before it goes off
GARBLED = (zlib.error, brotli.error, zstd.ZstdError, EOFError)


class Cut(Exception):
    """A packed body ends before its end, or is garbled."""


def _deflated(body: bytes, wbits: int) -> Iterator[int]:
    unpacker, rest = zlib.decompressobj(wbits), body
    while not unpacker.eof:
        got, rest = len(unpacker.decompress(rest, PIECE)), unpacker.unconsumed_tail
        if not got and not rest and not unpacker.eof:
            raise Cut
        yield got


def _gzip(body: bytes) -> Iterator[int]:
    return _deflated(body, zlib.MAX_WBITS | 16)


def _deflate(body: bytes) -> Iterator[int]:
    """With the header of zlib or, as some servers send it, without."""
    headed = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _deflated(body, zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)


def _br(body: bytes) -> Iterator[int]:
    unpacker = brotli.Decompressor()
    got = len(unpacker.process(body, output_buffer_limit=PIECE))
    while not unpacker.is_finished():
        if not got:
            raise Cut
        yield got
        got = len(unpacker.process(b"", output_buffer_limit=PIECE))
    yield got


def _zstd(body: bytes) -> Iterator[int]:
    unpacker, rest = zstd.ZstdDecompressor(), body
    while not unpacker.eof:
        got, rest = len(unpacker.decompress(rest, PIECE)), b""
        if not got and not unpacker.eof:
            raise Cut
        yield got


FORMS: dict[str, Callable[[bytes], Iterator[int]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}


def is_whole(body: bytes, encoding: str, most: int) -> bool:
    """Whether a body packed in this way runs to its end; True for an unknown way, and beyond `most` bytes (0: any)."""
    size = 0
    try:
        for got in FORMS.get(encoding, lambda body: iter(()))(body):
            size += got
            if most and size > most:
                return True
    except (Cut, *GARBLED):
        return False
    return True
