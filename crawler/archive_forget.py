"""`pantau forget` in the archive: every record of an article is taken out, its files are written anew without them.

A file that a crawl is writing cannot be written anew; what is to be forgotten waits in `forget-*.json` for its end.
"""

import json
import os
import uuid
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from crawler.archive_file import locked
from crawler.archive_index import Entry, beginning, beside, entry, made, remove, save, settle, surt
from crawler.archive_readings import address
from crawler.archive_records import READING, bare
from crawler.archive_scan import Record, records
from crawler.archive_shelf import Shelf
from crawler.links import article_url, joined
from crawler.sources import sources

WAITING = "forget-*.json"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be forgotten: ids of an article and addresses of it; source is None for a foreign address."""

    source: str | None
    ids: tuple[str, ...]
    urls: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Forgot:
    """records taken out, and files that could not be changed now and follow at the end of the crawl writing them."""

    records: int = 0
    waiting: tuple[Path, ...] = ()


def forget(folder: Path, wanted: Wanted) -> Forgot:
    """Take an article out of all files. Safe at any moment: a file is either as it was or without the article."""
    done, busy = _sweep(folder, wanted)
    if busy:
        _wait(folder, wanted)
    return Forgot(records=done, waiting=tuple(busy))


def forget_waiting(folder: Path) -> int:
    """Take out what could not be when it was asked for; how many records that were."""
    done = 0
    for file in sorted(folder.glob(WAITING)):
        says = json.loads(file.read_text("utf-8"))
        wanted = Wanted(source=says["source"], ids=tuple(says["ids"]), urls=tuple(says["urls"]))
        number, busy = _sweep(folder, wanted)
        done += number
        if not busy:
            file.unlink(missing_ok=True)
    return done


def _wait(folder: Path, wanted: Wanted) -> None:
    """Keep what is to be forgotten, in a file that is there whole or not at all."""
    file = folder / WAITING.replace("*", uuid.uuid4().hex)
    draft = file.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as out:
        json.dump(asdict(wanted), out)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    settle(folder)


def _sweep(folder: Path, wanted: Wanted) -> tuple[int, list[Path]]:
    with closing(Shelf(folder)) as shelf:
        marks = _Marks(wanted, shelf)
    done, busy = 0, []
    with closing(Shelf(folder)) as shelf:  # its indexes are read once the file is ours
        for file in shelf.files:
            with locked(file) as number:
                if number is not None:
                    done += _without(file, marks) if marks.are_in(shelf, file) else 0
                elif file.exists():
                    busy.append(file)
    return done, busy


class _Marks:
    """What tells the records of an article: its addresses in all their forms, and the pages that its readings name."""

    def __init__(self, wanted: Wanted, shelf: Shelf) -> None:
        self.ids = set(wanted.ids)
        self.urls = {bare(url) for url in wanted.urls}
        self.canonical = {article_url(url) for url in wanted.urls}
        self.pages: set[str] = set()
        self.spider = sources()[wanted.source]() if wanted.source in sources() else None
        for id in wanted.ids if wanted.source else ():
            for _, _, reading in shelf.readings_of(wanted.source or "", id):
                self.pages |= {page.id for page in reading.pages}
                self.urls |= {bare(page.url) for page in reading.pages} | {bare(reading.url)}
        hosts = {surt(url).partition(")")[0] for url in self.urls}
        domains = {surt(f"https://{domain}").partition(")")[0] for domain in self.domains}
        readings = {f"{surt(address(wanted.source, id))} " for id in wanted.ids} if wanted.source else set()
        self.prefixes = {prefix.encode() for prefix in hosts | domains | readings}

    @property
    def domains(self) -> list[str]:
        return self.spider.allowed_domains if self.spider else []

    def fit(self, url: str) -> bool:
        """Whether an address is one of the article."""
        if url.startswith(READING):
            return url.rpartition(":")[2] in self.ids
        if url in self.urls or article_url(url) in self.canonical:
            return True
        return self.spider is not None and self.spider.is_ours(url) and self.spider.key(url) in self.ids

    def are_on(self, record: Record) -> bool:
        """Whether a record is of the article: by address, as a redirect to it, or as a page that a reading names."""
        place = next((value for name, value in record.headers if name.lower() == "location"), "")
        return (
            record.id in self.pages
            or self.fit(record.url)
            or (bool(place) and self.fit(joined(record.url, place)))
        )

    def are_in(self, shelf: Shelf, file: Path) -> bool:
        """Whether a file holds any of it; one that was never finished may, in its torn end."""
        if not beside(file).exists():
            return True
        return any(
            self.fit(found.url) or ((found.status or "").startswith("3") and self._leads(shelf, file, found))
            for prefix in self.prefixes
            for line in beginning(shelf.index(file), prefix)
            for found in [entry(line)]
        )

    def _leads(self, shelf: Shelf, file: Path, found: Entry) -> bool:
        record = shelf.record(file, found)
        return isinstance(record, Record) and self.are_on(record)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where a record is, and the ids it goes with: its own, that of its answer, that of what it repeats."""

    offset: int
    length: int
    id: str
    leans: frozenset[str | None]
    marked: bool

    @classmethod
    def of(cls, record: Record, marks: _Marks) -> "_Place":
        leans = frozenset({record.id, record.concurrent_to, record.refers_to})
        marked = marks.are_on(record)
        return cls(offset=record.offset, length=record.length, id=record.id, leans=leans, marked=marked)


def _without(file: Path, marks: _Marks) -> int:
    """Write a file anew without what is marked, and without what cannot be read; how many records went."""
    read, damages = [], 0
    for one in records(file):
        if isinstance(one, Record):
            read.append(_Place.of(one, marks))
        else:
            damages += 1
    gone = {place.id for place in read if place.marked}
    kept = [place for place in read if not (place.leans & gone)]
    if damages or len(kept) < len(read):
        remove(file)
        _copy(file, kept)
        save(file, made(file)[0])
    return len(read) - len(kept)


def _copy(file: Path, kept: list[_Place]) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with file.open("rb") as old, draft.open("wb") as new:
            for place in kept:
                old.seek(place.offset)
                new.write(old.read(place.length))
            new.flush()
            os.fsync(new.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
