"""The archive of a crawl: all that is fetched, and how each article was read, goes to WARC files (docs/archive.md).

An archive that cannot be written fails the crawl's report, once and in a sentence, while the crawl goes on.
"""

from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from crawler.archive_file import Archive
from crawler.archive_place import folder_of, limits_of
from crawler.archive_readings import Reading
from crawler.stats import count, tell

META = "pantau_record"  # of a request: the id of its answer's record
PROBLEM = "pages of this crawl are missing in the archive"

# Archives of this process, and the crawlers that write to each.
_open: dict[Path, tuple[Archive, set[int]]] = {}


class Archiving:
    """Scrapy's extension: a crawler's share of the archive."""

    def __init__(self, crawler: Crawler) -> None:
        folder = folder_of(crawler.settings["PANTAU_INDEX"], crawler.settings.get("PANTAU_ARCHIVE"))
        if folder is None:
            raise NotConfigured
        self.crawler, self.folder = crawler, folder
        self.limits = limits_of(crawler.settings)
        self.noted: set[str] = set()  # articles of this crawl
        crawler.signals.connect(self.leave, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Archiving":
        return cls(crawler)

    @property
    def archive(self) -> Archive:
        """The archive of this process, which this crawler uses from now on."""
        archive, users = _open.setdefault(self.folder, (Archive(self.folder, self.limits), set()))
        users.add(id(self))
        return archive

    def keep(self, request: Request, response: Response) -> str | None:
        """Archive an answer; the id of its record."""
        try:
            return self.archive.exchange(request, response)
        except OSError as error:
            self.missed(error)
            return None

    def note(self, reading: Reading, again: bool) -> str | None:
        """Archive how an article was read; the id of the record. A second address of it is dropped, so not noted."""
        if reading.article in self.noted and not again:
            return None
        try:
            id = self.archive.reading(reading.address, reading.says())
            self.noted |= {reading.article} if reading.readable else set()
            return id
        except OSError as error:
            self.missed(error)
            return None

    def sync(self) -> None:
        """What was archived is on disk after this."""
        try:
            self.archive.sync()
        except OSError as error:
            self.missed(error)

    def missed(self, error: OSError) -> None:
        """Tell, once a crawl, that the archive is not whole."""
        count(self.crawler, "not archived")
        said = f"{self.folder} cannot be written to ({error.strerror or error}), so {PROBLEM}"
        tell(self.crawler, said, "problems")

    def leave(self) -> None:
        """This crawler is done; the last one of the process closes the file and deletes what is too old."""
        archive, users = _open.get(self.folder, (None, set()))
        users.discard(id(self))
        if archive is None or users:
            return
        from crawler.archive_upkeep import catch_up

        del _open[self.folder]
        try:
            archive.close()
            catch_up(self.folder, self.limits)
        except OSError as error:
            self.missed(error)


def check_settings(settings: BaseSettings) -> None:
    """BadInput for an archive's setting that cannot be used."""
    limits_of(settings)


def keep(crawler: Crawler, request: Request, response: Response) -> None:
    """Archive an answer and remember its record in the request's meta."""
    request.meta.pop(META, None)  # of the request before, where this one was redirected
    if archiving := _share(crawler):
        request.meta[META] = archiving.keep(request, response)


def record_of(response: Response) -> str | None:
    """The id of an answer's record; None where it is not archived."""
    return response.meta.get(META) if response.request else None


def note(crawler: Crawler, reading: Reading, *, again: bool = False) -> str | None:
    """Archive how an article was read; the key of its page, which is the record of the first page, else of the text.

    again: the same pages, of which a way has told more since.
    """
    archiving = _share(crawler)
    if archiving is None or not all(page.id for page in reading.pages):
        return None
    id = archiving.note(reading, again)
    return id and (reading.pages[0].id if reading.pages else id)


def sync(crawler: Crawler) -> None:
    """The pages of what is stored next are on disk after this."""
    if archiving := _share(crawler):
        archiving.sync()


def leave(crawler: Crawler) -> None:
    """Close a crawler's share of the archive, as after a crawl that was broken off; may be called again."""
    if archiving := _share(crawler):
        archiving.leave()


def _share(crawler: Crawler) -> Archiving | None:
    """None where archiving is off, or the crawler has not started."""
    return crawler.get_extension(Archiving) if getattr(crawler, "extensions", None) else None
