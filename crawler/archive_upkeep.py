"""Looking after an archive: list, check, index and prune its files."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crawler import archive_index as cdx
from crawler.archive_file import GOES_ON, begun, files, is_written, locked
from crawler.archive_forget import forget_waiting
from crawler.archive_place import Limits
from crawler.archive_records import READING, digest_of
from crawler.archive_scan import Damage, Record, records
from crawler.archive_shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Held:
    """A file: bytes, numbers of indexed records, and of articles read by source, first and last moment."""

    file: Path
    bytes: int
    records: int
    first: datetime | None
    last: datetime | None
    sources: Counter[str] = field(default_factory=Counter)
    written: bool = False


def held(shelf: Shelf) -> Iterator[Held]:
    """What each file holds, oldest first."""
    for file in shelf.files:
        entries = [cdx.entry(line) for line in cdx.beginning(shelf.index(file), b"")]
        moments = sorted(entry.at for entry in entries)
        sources = Counter(
            e.key.removeprefix(READING).partition(":")[0] for e in entries if cdx.is_reading(e.key)
        )
        yield Held(
            file=file,
            bytes=_size(file),
            records=len(entries),
            first=_moment(moments[0]) if moments else None,
            last=_moment(moments[-1]) if moments else None,
            sources=sources,
            written=is_written(file),
        )


def check(folder: Path) -> Iterator[str | int]:
    """Read everything; a sentence for each thing that is wrong, and for each file how many records are sound."""
    for file in files(folder):
        sound, last = 0, None
        lines: list[bytes] = []
        for record in records(file):
            if isinstance(record, Damage):
                last = record
                if not (record.at_end and is_written(file)):
                    yield str(record)
                continue
            if said := wrong(record):
                yield f"{file}: {said} at byte {record.offset}"
            sound += 1
            if record.kind in cdx.INDEXED:
                lines.append(cdx.line_of(record))
        if (
            last is None
            and cdx.beside(file).exists()
            and sorted(lines) != cdx.beside(file).read_bytes().splitlines()
        ):
            yield f"{cdx.beside(file)} does not tell what its file holds; `pantau archive index` makes it anew"
        yield sound


def wrong(record: Record) -> str | None:
    """What is wrong with a record that can be read."""
    if record.kind == "response" and record.digest and digest_of(record.body) != record.digest:
        return "a payload that is not what was archived (its digest differs)"
    return None


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """What was done to a file: its index made anew, its unfinished end of so many bytes cut off, damages left in it."""

    file: Path
    records: int
    cut: int = 0
    damages: tuple[Damage, ...] = ()


def index(folder: Path, *, anew: bool = False) -> Iterator[Indexed]:
    """Make the indexes that are missing (anew: all), and cut off what a killed crawl left unfinished at an end.

    Files that are being written now are left alone.
    """
    for file in files(folder):
        if cdx.beside(file).exists() and not anew:
            continue
        with locked(file) as number:
            if number is None:
                continue
            cdx.remove(file)
            lines, damages = cdx.made(file)
            size = os.fstat(number).st_size
            ends = [damage for damage in damages if damage.at_end]
            for damage in ends:
                os.ftruncate(number, damage.offset)
                os.fsync(number)
            cdx.save(file, lines)
            left = tuple(damage for damage in damages if not damage.at_end)
            cut = size - ends[0].offset if ends else 0
            yield Indexed(file=file, records=len(lines), cut=cut, damages=left)


def prune(folder: Path, limits: Limits, now: datetime | None = None) -> list[Path]:
    """Delete whole files: those whose last record is too old, then the oldest until the archive is small enough.

    Files that are being written stay. Returns what was deleted.
    """
    now = now or datetime.now(UTC)
    sizes = {file: _size(file) + _size(cdx.beside(file)) for file in files(folder)}
    gone: list[Path] = []
    for file in sizes:
        old = limits.age is not None and now - _last(file) > limits.age
        over = limits.total is not None and sum(sizes.values()) - sum(sizes[f] for f in gone) > limits.total
        if (old or over) and _delete(file):
            gone.append(file)
    return gone


def catch_up(folder: Path, limits: Limits) -> None:
    """What is due at the end of a crawl: to take out what was forgotten meanwhile, and to delete what is too old."""
    forget_waiting(folder)
    prune(folder, limits)


def _delete(file: Path) -> bool:
    with locked(file) as number:
        if number is None:
            return False
        cdx.remove(file)
        file.unlink()
    return True


def _last(file: Path) -> datetime:
    """The latest moment at which a record of a file may have been written."""
    return begun(file) + GOES_ON


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at.replace("Z", "+00:00"))
