"""The index of a WARC file: sorted CDXJ lines beside it, as other readers of archives expect them.

FILE.cdxj is there only while it tells all of FILE: whoever changes FILE removes it first (durably) and writes it last.
Where it is missing, as after SIGKILL, it is made anew from the file.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from crawler.archive_records import READING
from crawler.archive_scan import Damage, Record, records
from entities.errors import PantauError

INDEXED = ("response", "revisit", "metadata")
PORTS = {"http": "80", "https": "443"}
SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the index, read."""

    key: str
    time: str  # YYYYMMDDhhmmss, UTC
    url: str
    id: str
    at: str  # the same moment as WARC-Date has it
    mime: str
    status: str | None
    digest: str | None
    offset: int
    length: int
    file: str  # the name of the WARC file


def beside(file: Path) -> Path:
    """The index of a WARC file."""
    return file.with_name(file.name.removesuffix(".warc.gz") + ".cdxj")


def surt(url: str) -> str:
    """The key of an address: host from the right, without www, in small letters, its query in order."""
    if not url.startswith(("http://", "https://")):
        return quote(url, safe="%" + SAFE)
    parts = urlsplit(url)
    host, _, port = parts.netloc.rpartition("@")[2].lower().partition(":")
    labels = re.sub(r"^www\d*\.", "", host.rstrip(".")).split(".")
    place = ",".join(reversed(labels)) + (f":{port}" if port and port != PORTS[parts.scheme] else "")
    path = re.sub("/{2,}", "/", _even(parts.path)).rstrip("/") or "/"
    query = "&".join(sorted(_even(parts.query).split("&"))) if parts.query else ""
    return f"{place}){path}" + (f"?{query}" if query else "")


def _even(text: str) -> str:
    """A path or query in small letters, each character escaped or not by one rule."""
    return quote(unquote_to_bytes(text).lower(), safe=SAFE).lower()


def line(
    url: str, at: str, id: str, *, kind: str, mime: str, status: int | None, digest: str | None,
    offset: int, length: int, file: str,
) -> bytes:  # fmt: skip
    """A line of the index, without its end."""
    says: dict[str, Any] = {
        "at": at,
        "url": url,
        "mime": "warc/revisit" if kind == "revisit" else mime or "unk",
        "status": status and str(status),
        "digest": digest,
        "length": str(length),
        "offset": str(offset),
        "filename": file,
        "id": id,
    }
    told = {name: value for name, value in says.items() if value is not None}
    return f"{surt(url)} {re.sub('[^0-9]', '', at)[:14]} {json.dumps(told)}".encode()


def line_of(record: Record) -> bytes:
    """The line of a record of the kinds in INDEXED."""
    return line(
        record.url, record.date, record.id, kind=record.kind, mime=record.mime, status=record.status,
        digest=record.digest, offset=record.offset, length=record.length, file=record.file.name,
    )  # fmt: skip


def entry(text: bytes) -> Entry:
    """A line read; PantauError, with what to do, for one that is damaged."""
    try:
        key, time, rest = text.decode().split(" ", 2)
        says = json.loads(rest)
        return Entry(
            key=key,
            time=time,
            url=says["url"],
            id=says["id"],
            at=says["at"],
            mime=says["mime"],
            status=says.get("status"),
            digest=says.get("digest"),
            offset=int(says["offset"]),
            length=int(says["length"]),
            file=says["filename"],
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        said = "an index of the archive is damaged; `pantau archive index --all` makes all of them anew"
        raise PantauError(said) from error


def is_reading(key: str) -> bool:
    return key.startswith(READING)


def made(file: Path) -> tuple[list[bytes], list[Damage]]:
    """The lines of a file, sorted, and what of it cannot be read."""
    lines: list[bytes] = []
    damages: list[Damage] = []
    for record in records(file):
        if isinstance(record, Damage):
            damages.append(record)
        elif record.kind in INDEXED:
            lines.append(line_of(record))
    return sorted(lines), damages


def save(file: Path, lines: Iterable[bytes]) -> None:
    """Write the index of a file, all of it or nothing; the file itself is on disk by then."""
    target = beside(file)
    draft = target.with_suffix(f".{os.getpid()}.new")
    try:
        with draft.open("wb") as out:
            out.writelines(text + b"\n" for text in sorted(lines))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    settle(target.parent)


def remove(file: Path) -> None:
    """Take the index of a file away, before the file is changed."""
    if beside(file).exists():
        beside(file).unlink()
        settle(file.parent)


def settle(folder: Path) -> None:
    """Names that were made and removed are on disk after this."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def beginning(data: Any, prefix: bytes) -> Iterator[bytes]:
    """The lines of a sorted index (bytes or a map of the file) that begin so."""
    at = _first(data, prefix)
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        text = data[at:end]
        if not text.startswith(prefix):
            return
        yield text
        at = end + 1


def _first(data: Any, prefix: bytes) -> int:
    """Where the first line stands that is not before the prefix."""
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", low, middle) + 1 or low
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        if data[start:end] < prefix:
            low = end + 1
        else:
            high = start
    return low
