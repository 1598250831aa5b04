"""The archive as readers see it: readings of articles in order, and any record by its address and id."""

import heapq
import mmap
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from crawler import archive_index as cdx
from crawler.archive_file import files, locked
from crawler.archive_index import Entry
from crawler.archive_readings import Reading, address, reading_from
from crawler.archive_scan import Damage, Record, record_at
from entities.errors import BadInput

OPEN = 100  # indexes that are open at once


class Shelf:
    """All files of an archive. What cannot be read is in `damages`, each once; a file without index gets one.

    BadInput where there is no archive.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise BadInput(
                f"there is no archive at {folder}; a crawl makes one, and PANTAU_ARCHIVE names another"
            )
        self.folder = folder
        self.damages: list[Damage] = []
        self.indexes: OrderedDict[Path, Any] = OrderedDict()
        self.files = files(folder)

    def close(self) -> None:
        """Let go of the indexes."""
        for data in self.indexes.values():
            _release(data)
        self.indexes.clear()

    def index(self, file: Path) -> Any:
        """The sorted index of a file, as bytes or a map of them."""
        if file in self.indexes:
            self.indexes.move_to_end(file)
            return self.indexes[file]
        data = self.indexes[file] = self._mapped(file) or self._made(file)
        if len(self.indexes) > OPEN:
            _release(self.indexes.popitem(last=False)[1])
        return data

    def _mapped(self, file: Path) -> Any:
        try:
            with cdx.beside(file).open("rb") as lines:
                return mmap.mmap(lines.fileno(), 0, access=mmap.ACCESS_READ)
        except (FileNotFoundError, ValueError):  # none, or one of no lines
            return None

    def _made(self, file: Path) -> bytes:
        """An index made anew; kept beside the file only where that is whole and nobody writes it."""
        with locked(file) as number:
            try:
                lines, damages = cdx.made(file)
            except FileNotFoundError:
                return b""
            growing = number is None
            self.tell(damage for damage in damages if not (growing and damage.at_end))
            if not damages and not growing:
                save_quietly(file, lines)
        return b"\n".join(lines)

    def tell(self, damages: Iterable[Damage]) -> None:
        self.damages += [damage for damage in damages if damage not in self.damages]

    # ------------------------------------------------------------ looking up

    def lines(self, prefix: str) -> Iterator[bytes]:
        """The lines of all indexes that begin so, sorted; many files are merged in rounds, through temporary ones."""
        wanted = prefix.encode()
        with tempfile.TemporaryDirectory(prefix="pantau-") as room:
            streams: list[Iterable[bytes]] = []
            rounds = iter(self.files)
            while batch := list(islice(rounds, OPEN)):
                merged = heapq.merge(*(cdx.beginning(self.index(file), wanted) for file in batch))
                if len(self.files) <= OPEN:
                    streams.append(merged)
                    continue
                part = Path(room) / str(len(streams))
                with part.open("wb") as out:
                    out.writelines(text + b"\n" for text in merged)
                streams.append(_lines_of(part))
            yield from heapq.merge(*streams)

    def reading(self, line: bytes) -> tuple[Entry, Reading | Damage]:
        """The reading that a line of an index leads to."""
        found = cdx.entry(line)
        record = self.record(self.folder / found.file, found)
        if isinstance(record, Damage):
            return found, record
        try:
            return found, reading_from(cdx.json.loads(record.body))
        except (ValueError, RecursionError) as error:
            return found, Damage(file=record.file, offset=record.offset, why=str(error))

    def record(self, file: Path, found: Entry) -> Record | Damage:
        """The record of an entry; Damage where something else stands there."""
        record = record_at(file, found.offset)
        if isinstance(record, Record) and record.id != found.id:
            return Damage(file=file, offset=found.offset, why="another record than its index says")
        return record

    def page(self, id: str, url: str, near: Path) -> Record | Damage | None:
        """The record of an id, or what it repeats as a revisit; looked for in one file first. None: it has gone."""
        prefix = f"{cdx.surt(url)} ".encode()
        for file in sorted(self.files, key=lambda file: file != near):
            for line in cdx.beginning(self.index(file), prefix):
                if id.encode() in line and (found := cdx.entry(line)).id == id:
                    record = self.record(file, found)
                    again = record.refers_to if isinstance(record, Record) else None
                    return self.page(again, url, file) if again and again != id else record
        return None

    def readings_of(self, source: str, article: str) -> Iterator[tuple[Path, Entry, Reading]]:
        """The readings of one article, newest first; what cannot be read is left out."""
        for line in sorted(self.lines(f"{cdx.surt(address(source, article))} "), reverse=True):
            found, read = self.reading(line)
            if isinstance(read, Reading):
                yield self.folder / found.file, found, read


def save_quietly(file: Path, lines: list[bytes]) -> None:
    """Keep an index where the folder lets us; reading goes on without."""
    try:
        cdx.save(file, lines)
    except OSError:
        return


def _lines_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as lines:
        for line in lines:
            yield line.rstrip(b"\n")


def _release(data: Any) -> None:
    if isinstance(data, mmap.mmap):
        data.close()
