"""The faults that a soak injects into articles, by name, and what must become of the article."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.soak_exchange import Sender
from bench.soak_sending import (
    MOVED,
    PACKERS,
    PRIVATE,
    bare_deflate,
    binary,
    bomb,
    bomb_in_bomb,
    busy,
    busy_until,
    chunked,
    cut,
    drip,
    drip_head,
    endless,
    endless_head,
    garbled,
    huge,
    leads_to,
    long_line,
    nonsense,
    nothing,
    odd_head,
    open_chunks,
    packed,
    parts,
    picture,
    reset,
    short,
    silent,
    spelt,
    status,
    trickle,
    unknown_packing,
    until_close,
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens to a page: `times` it is asked for (None: always), and why it is left then (None: it is stored)."""

    send: Sender
    times: int | None = None
    why: str | None = None


def _passing() -> Iterator[tuple[str, Fault]]:
    senders = {
        "silent": silent, "reset": reset, "nothing": nothing, "nonsense": nonsense, "short": short,
        "open chunks": open_chunks, "500": status(500), "502": status(502), "503": status(503),
        "429 with seconds": busy, "503 with a date": busy_until, **{f"cut {name}": cut(name) for name in PACKERS},
    }  # fmt: skip
    for name, send in senders.items():
        yield f"{name}, once", Fault(send=send, times=1)


def _stored() -> Iterator[tuple[str, Fault]]:
    senders = {
        **{f"packed {name}": packed(name) for name in PACKERS},
        "packed deflate without a head": bare_deflate, "chunked": chunked,
        "until close": until_close, "odd head": odd_head,
        "parts without end": parts, MOVED: leads_to("https://{host}/arsip{path}"),
        "utf-8 called latin-1": spelt("utf-8", "iso-8859-1", "iso-8859-1"),
        "utf-8 called ascii by its header": spelt("utf-8", "us-ascii", "utf-8"),
        "windows-1252 called utf-8": spelt("cp1252", "utf-8", "utf-8"),
        "windows-1252 called latin-1": spelt("cp1252", None, "iso-8859-1"),
        "windows-1252 called hex": spelt("cp1252", "hex", "hex"),
        "utf-16": spelt("utf-16", None, "utf-16"),
    }  # fmt: skip
    for name, send in senders.items():
        yield name, Fault(send=send)


def _lost() -> Iterator[tuple[str, Fault]]:
    left = {
        "timeout": {"silent": silent, "drip": drip, "drip in the head": drip_head, "trickle": trickle},
        "connection failed": {
            "nothing": nothing, "nonsense": nonsense, "long line": long_line, "endless head": endless_head,
        },
        "cut off": {
            "short": short, "open chunks": open_chunks, "reset": reset, "garbled": garbled,
            **{f"cut {name}": cut(name) for name in PACKERS},
        },
        "too large": {
            "endless": endless, "huge": huge, "bomb in a bomb": bomb_in_bomb,
            **{f"bomb {name}": bomb(name) for name in PACKERS},
        },
        "other site": {f"leads to {name}": leads_to(url) for name, url in PRIVATE.items()},
        "redirects": {"leads to itself": leads_to("https://{host}{path}")},
        "HTTP 302": {"leads to a file": leads_to("file:///etc/passwd")},
        "HTTP 404": {"404": status(404)}, "HTTP 403": {"403": status(403)}, "HTTP 500": {"500": status(500)},
        "HTTP 429": {"429": status(429, Retry_After="1")},
        "not a page": {"picture": picture}, "unreadable": {"binary": binary, "unknown packing": unknown_packing},
    }  # fmt: skip
    for why, senders in left.items():
        for name, send in senders.items():
            yield f"{name}, always", Fault(send=send, why=why)


FAULTS: dict[str, Fault] = dict((*_passing(), *_stored(), *_lost()))
