"""Records out of a WARC file, one gzip member each; what is damaged is told with its place, and the rest is read."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

BLOCK = 1 << 16
MAGIC = b"\x1f\x8b\x08"
LARGEST = 64 * 1024 * 1024  # bytes of a record when unpacked; those of a crawl have an eighth of it
BAD_RECORD = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError)


@dataclass(frozen=True, kw_only=True)
class Damage:
    """A place of a file where no record can be read; at the end: the last record, that was never finished."""

    file: Path
    offset: int
    why: str
    at_end: bool = False

    def __str__(self) -> str:
        return f"{self.file}: {self.why} at byte {self.offset}"


@dataclass(frozen=True, kw_only=True)
class Record:
    """A record with its place: id without angle brackets, date as WARC-Date has it, body as the site sent it.

    status and headers are those of HTTP; None and empty for a record that has none.
    """

    file: Path
    offset: int
    length: int
    kind: str
    id: str
    date: str
    url: str
    digest: str | None
    body: bytes
    mime: str = ""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    refers_to: str | None = None
    concurrent_to: str | None = None


def records(file: Path, start: int = 0) -> Iterator[Record | Damage]:
    """The records of a file in order, and the damages between them."""
    with file.open("rb") as stream:
        offset: int | None = start
        while offset is not None:
            found, offset = _next(stream, file, offset)
            if found is not None:
                yield found


def record_at(file: Path, offset: int) -> Record | Damage:
    """The record that begins there; Damage also where the file has gone."""
    try:
        with file.open("rb") as stream:
            found, _ = _next(stream, file, offset)
    except OSError as error:
        return Damage(file=file, offset=offset, why=f"cannot be read ({error.strerror})")
    return found or Damage(file=file, offset=offset, why="no record", at_end=True)


def _next(stream: BinaryIO, file: Path, offset: int) -> tuple[Record | Damage | None, int | None]:
    """What stands at an offset, and where to go on; None there at the end of the file."""
    data, length, why = _member(stream, offset)
    if length == 0 and why is None:
        return None, None
    if why is None:
        try:
            return _parsed(data, file, offset, length), offset + length
        except BAD_RECORD as error:
            why = f"no WARC record ({type(error).__name__})"
    further = _resume(stream, offset + 1)
    if further is None:
        why = "cut off record" if why == CUT else why
    return Damage(file=file, offset=offset, why=why, at_end=further is None), further


CUT = "record without an end"


def _member(stream: BinaryIO, offset: int) -> tuple[bytes, int, str | None]:
    """The unpacked gzip member at an offset, its packed length, and what is wrong with it."""
    stream.seek(offset)
    unpack = zlib.decompressobj(31)
    parts: list[bytes] = []
    size = read = 0
    while not unpack.eof:
        block = stream.read(BLOCK)
        if not block:
            return b"", read, CUT if read else None
        read += len(block)
        try:
            part = unpack.decompress(block, LARGEST - size + 1)
        except zlib.error as error:
            return b"", read, f"damaged record ({error})"
        size += len(part)
        if size > LARGEST:
            return b"", read, "record too large"
        parts.append(part)
    return b"".join(parts), read - len(unpack.unused_data), None


def _resume(stream: BinaryIO, offset: int) -> int | None:
    """Where the next record after a damage begins."""
    stream.seek(offset)
    tail = b""
    base = offset
    while block := stream.read(BLOCK):
        data = tail + block
        at = data.find(MAGIC)
        while at >= 0:
            if _begins_record(stream, base + at):
                return base + at
            at = data.find(MAGIC, at + 1)
        tail = data[-2:]
        base += len(data) - len(tail)
        stream.seek(base + len(tail))
    return None


def _begins_record(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    try:
        return zlib.decompressobj(31).decompress(stream.read(4096), 16).startswith(b"WARC/1.")
    except zlib.error:
        return False


LOADER = ArcWarcRecordLoader(verify_http=False)


def _parsed(data: bytes, file: Path, offset: int, length: int) -> Record:
    record = LOADER.parse_record_stream(BytesIO(data), known_format="warc")
    said = record.rec_headers.get_header
    http = record.http_headers
    kind, id = said("WARC-Type") or "", _id(said("WARC-Record-ID")) or ""
    if not kind or not id:
        raise ValueError("a record without type or id")
    return Record(
        file=file,
        offset=offset,
        length=length,
        kind=kind,
        id=id,
        date=said("WARC-Date") or "",
        url=said("WARC-Target-URI") or "",
        digest=said("WARC-Payload-Digest"),
        body=record.raw_stream.read(),
        mime=_mime(http.get_header("Content-Type") if http else said("Content-Type")),
        status=_status(http) if http and kind != "request" else None,
        headers=tuple(http.headers) if http else (),
        refers_to=_id(said("WARC-Refers-To")),
        concurrent_to=_id(said("WARC-Concurrent-To")),
    )


def _id(said: str | None) -> str | None:
    return said.strip().strip("<>") if said else None


def _mime(said: str | None) -> str:
    return (said or "").partition(";")[0].strip().split(" ")[0]


def _status(http: Any) -> int | None:
    code = http.get_statuscode()
    return int(code) if code.isdigit() and len(code) == 3 else None
