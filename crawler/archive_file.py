"""The WARC file that is being written: whole records only, locked while it is open, indexed when it is closed."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from pathlib import Path
from typing import Any

from scrapy.http import Request, Response

from crawler import archive_index as cdx
from crawler.archive_place import Limits
from crawler.archive_records import (
    Earlier,
    answered,
    asked,
    bare,
    digest_of,
    new_id,
    read_from,
    revisit,
    warc_date,
    warcinfo,
)
from entities.errors import PantauError

RECORDS = 20_000  # indexed records of a file at most: its index is kept in memory while it is written
GOES_ON = timedelta(days=1)  # how long after its beginning a file may be continued by a later crawl
PATTERN = "pantau-[0-9]*Z-*.warc.gz"
STAMP = "%Y%m%dT%H%M%SZ"
numbers = count(1)


def files(folder: Path) -> list[Path]:
    """The WARC files of an archive, oldest first."""
    return sorted(folder.glob(PATTERN))


def begun(file: Path) -> datetime:
    """When a file was begun, by its name: copies of files keep that."""
    return datetime.strptime(file.name.split("-")[1], STAMP).replace(tzinfo=UTC)


@contextmanager
def locked(file: Path) -> Iterator[int | None]:
    """Hold a file alone, its descriptor open to read and write; None while another process holds it, or it is gone."""
    number = _take(file)
    try:
        yield number
    finally:
        if number is not None:
            os.close(number)


def _take(file: Path) -> int | None:
    try:
        number = os.open(file, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(number).st_ino == file.stat().st_ino:
            return number
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(number)
    return None


def is_written(file: Path) -> bool:
    """Whether another holds the file now, as a crawl that writes it."""
    with locked(file) as number:
        return number is None and file.exists()


class Archive:
    """Writes what crawls of one process fetch and read, one file at a time. Every method may raise OSError.

    A record that cannot be written whole is taken back, so that the file stays sound. An answer with the address and
    payload of an earlier one of the same file becomes a small revisit; no record ever leans on another file.
    """

    def __init__(
        self, folder: Path, limits: Limits, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.folder, self.limits, self.clock = folder, limits, clock
        self.number: int | None = None
        self.path = folder
        self.until = clock()
        self.size = 0
        self.dirty = False
        self.lines: list[bytes] = []
        self.known: dict[tuple[str, str], Earlier] = {}
        self.latest: dict[str, Earlier] = {}

    def exchange(self, request: Request, response: Response) -> str:
        """Write a request and its answer; the id of the answer's record."""
        self._ready()
        at, id, url = self.clock(), new_id(), bare(response.url)
        digest = digest_of(response.body)
        earlier = self.latest.get(url) if response.status == 304 else self.known.get((url, digest))
        again = response.status == 304 or (earlier is not None and response.status == 200)
        made = revisit(response, at, id, earlier) if again else answered(response, at, id, digest)
        first = asked(request, at, id)
        start = self._append(first + made)
        line = cdx.line(
            url, warc_date(at), id, kind="revisit" if again else "response", mime=_mime(response),
            status=response.status, digest=(earlier and earlier.digest) if again else digest,
            offset=start + len(first), length=len(made), file=self.path.name,
        )  # fmt: skip
        self.lines.append(line)
        if response.status == 200 and not again:
            self._remember(url, Earlier(id=id, date=warc_date(at), digest=digest))
        return id

    def reading(self, url: str, says: dict[str, Any]) -> str:
        """Write how an article was read (see crawler/archive_readings.py); the id of its record."""
        self._ready()
        at, id, block = self.clock(), new_id(), json.dumps(says).encode()
        made = read_from(url, at, id, block)
        start = self._append(made)
        line = cdx.line(
            url, warc_date(at), id, kind="metadata", mime="application/json", status=None,
            digest=digest_of(block), offset=start, length=len(made), file=self.path.name,
        )  # fmt: skip
        self.lines.append(line)
        return id

    def sync(self) -> None:
        """What was written is on disk after this."""
        if self.number is not None and self.dirty:
            os.fsync(self.number)
            self.dirty = False

    def close(self) -> None:
        """Finish the file and write its index; a later write opens one again."""
        if self.number is None:
            return
        number, self.number = self.number, None
        try:
            os.fsync(number)
            cdx.save(self.path, self.lines)
        finally:
            os.close(number)
            self.lines, self.known, self.latest = [], {}, {}

    # ------------------------------------------------------------ the file

    def _remember(self, url: str, earlier: Earlier) -> None:
        self.known[url, earlier.digest] = self.latest[url] = earlier

    def _ready(self) -> None:
        """A file that is open, there and not full."""
        full = self.size >= self.limits.file or len(self.lines) >= RECORDS or self.clock() > self.until
        if self.number is not None and (full or not os.fstat(self.number).st_nlink):
            self.close() if full else self._drop()
        if self.number is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._continue() or self._begin()

    def _begin(self) -> None:
        at = self.clock()
        name = f"pantau-{at.astimezone(UTC).strftime(STAMP)}-{os.getpid()}-{next(numbers):04}.warc.gz"
        self.path = self.folder / name
        self.until = at + GOES_ON
        self.number = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        fcntl.flock(self.number, fcntl.LOCK_EX)
        cdx.remove(self.path)  # a reader may have been quicker than the lock
        self.size = 0
        try:
            self._append(warcinfo(name, at, _version()))
            cdx.settle(self.folder)
        except OSError:
            self._drop()
            self.path.unlink(missing_ok=True)
            raise

    def _continue(self) -> bool:
        """Go on with a file that an earlier crawl of this day finished, so that small crawls make no small files."""
        oldest = f"pantau-{(self.clock() - GOES_ON).astimezone(UTC).strftime(STAMP)}"
        for path in reversed(files(self.folder)):
            if path.name < oldest:
                return False
            if path.stat().st_size < self.limits.file and cdx.beside(path).exists() and self._reopen(path):
                return True
        return False

    def _reopen(self, path: Path) -> bool:
        """Go on with this file, if nobody holds it and its index is sound and not full."""
        number = _take(path)
        if number is None:
            return False
        try:
            lines = cdx.beside(path).read_bytes().splitlines()
            entries = sorted(map(cdx.entry, lines), key=lambda one: one.at)
        except (FileNotFoundError, PantauError):
            lines, entries = [], []
        if not entries or len(lines) >= RECORDS:
            os.close(number)
            return False
        cdx.remove(path)
        self.number, self.path, self.lines, self.until = number, path, lines, begun(path) + GOES_ON
        self.size = os.fstat(number).st_size
        for one in entries:
            if one.status == "200" and one.mime != "warc/revisit" and one.digest:
                self._remember(one.url, Earlier(id=one.id, date=one.at, digest=one.digest))
        return True

    def _append(self, data: bytes) -> int:
        """Write records at the end, all or nothing; where they begin."""
        assert self.number is not None
        start, left = self.size, memoryview(data)
        try:
            while left:
                left = left[os.pwrite(self.number, left, start + len(data) - len(left)) :]
        except OSError:
            self._take_back()
            raise
        self.size += len(data)
        self.dirty = True
        return start

    def _take_back(self) -> None:
        """Cut off what was half written; where even that fails the file is left, and read up to there."""
        try:
            os.ftruncate(self.number, self.size)
        except OSError:
            self._drop()

    def _drop(self) -> None:
        """Let go of a file without an index: it is made when the archive is read."""
        number, self.number = self.number, None
        self.lines, self.known, self.latest = [], {}, {}
        if number is not None:
            os.close(number)


def _mime(response: Response) -> str:
    said = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return said.partition(";")[0].strip().split(" ")[0]


@cache
def _version() -> str:
    try:
        return version("pantau")
    except PackageNotFoundError:
        return "unknown"
