"""What a crawl keeps in the archive: all that is fetched, and how each article was read (docs/archive.md).

An archive that cannot be written fails the crawl's report, once and in a sentence, while the crawl goes on.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.archive_file import Archive
from crawler.archive_place import Limits
from crawler.archive_readings import Reading
from crawler.stats import count, tell

META = "pantau_record"  # of a request: the id of its answer's record
PROBLEM = "pages of this crawl are missing in the archive"
T = TypeVar("T")

# Archives of this process, and the shares that write to each.
_open: dict[Path, tuple[Archive, set[int]]] = {}
_shares: WeakKeyDictionary[Crawler, "Share"] = WeakKeyDictionary()


class Share:
    """A crawler's part of the archive in a folder, which all crawlers of this process write to."""

    def __init__(self, crawler: Crawler, folder: Path, limits: Limits) -> None:
        self.crawler, self.folder, self.limits = crawler, folder, limits
        self.noted: set[str] = set()  # articles of this crawl
        _shares[crawler] = self

    @property
    def archive(self) -> Archive:
        """The archive of this process, which this crawler uses from now on."""
        archive, users = _open.setdefault(self.folder, (Archive(self.folder, self.limits), set()))
        users.add(id(self))
        return archive

    def keep(self, request: Request, response: Response) -> str | None:
        """Archive an answer; the id of its record."""
        return self.trying(lambda: self.archive.exchange(request, response))

    def note(self, reading: Reading, again: bool) -> str | None:
        """Archive how an article was read; the id of the record. A second address of it is dropped, so not noted."""
        if reading.article in self.noted and not again:
            return None
        id = self.trying(lambda: self.archive.reading(reading.address, reading.says()))
        self.noted |= {reading.article} if id and reading.readable else set()
        return id

    def sync(self) -> None:
        """What was archived is on disk after this."""
        self.trying(lambda: self.archive.sync())

    def close(self) -> bool:
        """This crawler is done; the last one of the process closes the file. Whether it was the last."""
        archive, users = _open.get(self.folder, (None, set()))
        users.discard(id(self))
        if archive is None or users:
            return False
        del _open[self.folder]
        self.trying(archive.close)
        return True

    def trying(self, write: Callable[[], T]) -> T | None:
        """What a writer gives; where it fails that is told, once a crawl: the archive is not whole."""
        try:
            return write()
        except OSError as error:
            count(self.crawler, "not archived")
            said = f"{self.folder} cannot be written to ({error.strerror or error}), so {PROBLEM}"
            tell(self.crawler, said, "problems")
            return None


def keep(crawler: Crawler, request: Request, response: Response) -> None:
    """Archive an answer and remember its record in the request's meta."""
    request.meta.pop(META, None)  # of the request before, where this one was redirected
    if share := _shares.get(crawler):
        request.meta[META] = share.keep(request, response)


def record_of(response: Response) -> str | None:
    """The id of an answer's record; None where it is not archived."""
    return response.meta.get(META) if response.request else None


def note(crawler: Crawler, reading: Reading, *, again: bool = False) -> str | None:
    """Archive how an article was read; the key of its page, which is the record of the first page, else of the text.

    again: the same pages, of which a way has told more since.
    """
    share = _shares.get(crawler)
    if share is None or not all(page.id for page in reading.pages):
        return None
    id = share.note(reading, again)
    return id and (reading.pages[0].id if reading.pages else id)


def sync(crawler: Crawler) -> None:
    """The pages of what is stored next are on disk after this."""
    if share := _shares.get(crawler):
        share.sync()
