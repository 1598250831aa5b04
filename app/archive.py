"""`pantau archive …`: list, check, index and prune the archive of pages; where an article's page is."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import wording
from app.options import DEFAULT, FAILED, AsJson, IndexUrl
from crawler.archive_place import folder_of, limits_of
from entities.errors import BadInput
from entities.records import Article
from indexer.index import shown

if TYPE_CHECKING:
    from crawler.archive_forget import Forgot

archive_commands = typer.Typer(
    no_args_is_help=True,
    help="Look after the archive of all that was fetched: list, check, index, prune.",
    epilog="Examples: pantau archive list · pantau archive check",
)
Folder = Annotated[
    str | None,
    typer.Option(
        "--archive",
        envvar="PANTAU_ARCHIVE",
        help="The archive's folder; else beside the index.",
        metavar="FOLDER",
    ),
]


@archive_commands.command("list", epilog="Example: pantau archive list --json")
def list_files(index: IndexUrl = DEFAULT, archive: Folder = None, json: AsJson = False) -> None:
    """List the files: size, records, first and last moment, and articles read by source."""
    from crawler.archive_shelf import Shelf
    from crawler.archive_upkeep import held
    from entities.wire import dumps

    shelf = Shelf(folder(index, archive))
    files = records = size = 0
    for one in held(shelf):
        files, records, size = files + 1, records + one.records, size + one.bytes
        if json:
            days = {
                name: when and when.isoformat() for name, when in (("first", one.first), ("last", one.last))
            }
            line = {"file": one.file.name, "bytes": one.bytes, "records": one.records, **days}
            print(dumps({**line, "articles": dict(sorted(one.sources.items())), "written": one.written}))
            continue
        print(f"{one.file.name}{' (sedang ditulis)' if one.written else ''}")
        print(f"  {one.records} rekaman, {_megabytes(one.bytes)}, {_span(one.first, one.last)}")
        if one.sources:
            print(f"  bacaan: {wording.safe(', '.join(f'{n} {s}' for s, n in sorted(one.sources.items())))}")
    if not json:
        print(f"{shelf.folder}: {files} berkas, {records} rekaman, {_megabytes(size)}")
    raise typer.Exit(_told(map(str, shelf.damages)))


@archive_commands.command(epilog="Example: pantau archive check")
def check(index: IndexUrl = DEFAULT, archive: Folder = None) -> None:
    """Read all of the archive and name what is wrong, with file and byte; also while a crawl writes."""
    from crawler.archive_upkeep import check as read_all

    place = folder(index, archive)
    sound, problems = 0, []
    for said in read_all(place):
        if isinstance(said, int):
            sound += said
        else:
            problems.append(said)
    print(f"{place}: {sound} rekaman {'terbaca' if problems else 'utuh'}")
    raise typer.Exit(_told(problems))


@archive_commands.command("index", epilog="Examples: pantau archive index · pantau archive index --all")
def make_index(
    everything: Annotated[bool, typer.Option("--all", help="Also those that are there.")] = False,
    index: IndexUrl = DEFAULT,
    archive: Folder = None,
) -> None:
    """Make the CDXJ indexes that are missing, and cut off the unfinished record that a killed crawl left at an end."""
    from crawler.archive_upkeep import index as make

    place = folder(index, archive)
    damages: list[str] = []
    for done in make(place, anew=everything):
        cut = f", {done.cut} bita yang tidak selesai dipotong" if done.cut else ""
        print(f"{done.file.name}: {done.records} rekaman{cut}")
        damages += map(str, done.damages)
    raise typer.Exit(_told(damages))


@archive_commands.command(epilog="Examples: pantau archive prune · pantau archive prune --days 730 --gb 50")
def prune(
    days: Annotated[float | None, typer.Option(min=0, help="Else PANTAU_ARCHIVE_DAYS; 0: no limit.")] = None,
    gb: Annotated[float | None, typer.Option(min=0, help="Else PANTAU_ARCHIVE_GB; 0: no limit.")] = None,
    index: IndexUrl = DEFAULT,
    archive: Folder = None,
) -> None:
    """Delete whole files that are too old, then the oldest until the archive is small enough; every crawl ends so."""
    from crawler.archive_forget import forget_waiting
    from crawler.archive_upkeep import prune as delete

    given = {"PANTAU_ARCHIVE_DAYS": days, "PANTAU_ARCHIVE_GB": gb}
    said = {**os.environ, **{name: str(value) for name, value in given.items() if value is not None}}
    place = folder(index, archive)
    limits = limits_of(said)
    forget_waiting(place)
    gone = delete(place, limits)
    for file in gone:
        print(f"{file.name}: dihapus")
    print(f"{place}: {len(gone)} berkas dihapus")


def folder(index: str, said: str | None) -> Path:
    """The archive of an index; BadInput where it is turned off or not there."""
    place = folder_of(index, said)
    if place is None:
        raise BadInput("PANTAU_ARCHIVE is off; name the folder with --archive")
    if not place.is_dir():
        raise BadInput(f"there is no archive at {place}; a crawl into {shown(index)} makes one")
    return place


# ---------------------------------------------------------------- the page of an article


@dataclass(frozen=True, kw_only=True)
class Archived:
    """Where the page of an article is kept, and when it was fetched."""

    file: str
    at: datetime
    url: str
    id: str


def archived(article: Article, index: str) -> Archived | None:
    """The archived page that an article was read from, else the newest one of it; None where there is none any more."""
    from crawler.archive_shelf import Shelf

    place = folder_of(index, os.environ.get("PANTAU_ARCHIVE"))
    if article.page is None or place is None or not place.is_dir():
        return None
    shelf = Shelf(place)
    try:
        found = [
            Archived(file=file.name, at=reading.at, url=url, id=id)
            for file, entry, reading in shelf.readings_of(article.source, article.id)
            for id, url in [(part.id, part.url) for part in reading.pages] or [(entry.id, reading.url)]
        ]
    finally:
        shelf.close()
    return next((one for one in found if one.id == article.page), found[0] if found else None)


def forget_pages(keys: Sequence[str], index: str) -> "Forgot":
    """Take an article, by its ids and URLs, out of the archive; nothing where there is none."""
    from crawler.archive_forget import Forgot, Wanted, forget
    from crawler.sources import source_of, sources

    place = folder_of(index, os.environ.get("PANTAU_ARCHIVE"))
    if place is None or not place.is_dir():
        return Forgot()
    urls = tuple(key for key in keys if "://" in key)
    ids = tuple(key for key in keys if "://" not in key)
    named = [source for source in map(source_of, urls) if source]
    named += [name for name in sources() if any(id.startswith(f"{name}-") for id in ids)]
    return forget(place, Wanted(source=named[0] if named else None, ids=ids, urls=urls))


def archive_words(article: Article, found: Archived | None) -> str:
    """The same in words."""
    if article.page is None:
        return "belum ada arsip"
    return f"{wording.moment(found.at)}, {found.file}" if found else "tidak lagi ada di arsip"


def _told(problems: Iterable[str]) -> int:
    status = 0
    for problem in problems:
        status = FAILED
        print(f"pantau: {wording.safe(problem)}", file=sys.stderr)
    return status


def _megabytes(size: int) -> str:
    from decimal import Decimal

    return f"{wording.number(Decimal(size) / 10**6)} MB"


def _span(first: datetime | None, last: datetime | None) -> str:
    return " – ".join(dict.fromkeys((wording.moment(first), wording.moment(last))))
