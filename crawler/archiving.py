"""Scrapy's extension that opens a crawler's share of the archive; the last one of the process looks after it all."""

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.archive import Share
from crawler.archive_place import folder_of, limits_of
from crawler.archive_upkeep import catch_up


class Archiving:
    """On unless PANTAU_ARCHIVE says off."""

    def __init__(self, crawler: Crawler) -> None:
        folder = folder_of(crawler.settings["PANTAU_INDEX"], crawler.settings.get("PANTAU_ARCHIVE"))
        if folder is None:
            raise NotConfigured
        self.share = Share(crawler, folder, limits_of(crawler.settings))
        crawler.signals.connect(self.leave, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Archiving":
        return cls(crawler)

    def leave(self) -> None:
        """Close the share; the last one of the process deletes what is too old or was to be forgotten."""
        if self.share.close():
            self.share.trying(lambda: catch_up(self.share.folder, self.share.limits))


def leave(crawler: Crawler) -> None:
    """Close a crawler's share of the archive, as after a crawl that was broken off; may be called again."""
    archiving = crawler.get_extension(Archiving) if getattr(crawler, "extensions", None) else None
    if archiving:
        archiving.leave()
