"""Articles read before every way had told of them, to be read again with what a way tells later.

Ways answer in any order, and a page may lack what only one of them tells: its day, its section, who wrote it. What a
crawl keeps must not hang on which answer came first. So the pages of such an article stay at hand while a way may still
tell, in memory up to KEPT bytes and then in a file without a name.
"""

import pickle
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

from crawler.archive_readings import Reading
from crawler.discovery import Link
from entities.records import Article

Html = tuple[str | bytes, str]  # a page and its address
KEPT = 16 * 1024 * 1024
# Where a page states its own day; one seen elsewhere may be the day of something else.
STATED = ("json-ld", "meta")


@dataclass(frozen=True, kw_only=True)
class Early:
    """An article as it was read: from which pages, how, and what came of it; None where nothing could be read."""

    pages: list[Html]
    how: Reading
    article: Article | None


@dataclass(frozen=True, kw_only=True)
class _Place:
    start: int
    size: int
    lacks: frozenset[str]


class Later:
    """What one crawl read early, and which of its articles come once more."""

    def __init__(self) -> None:
        self.spool = SpooledTemporaryFile(max_size=KEPT)  # noqa: SIM115  # lives as long as the crawl
        self.places: dict[str, _Place] = {}
        self.coming: set[str] = set()  # ids of articles on their way through the pipelines for another time
        self.let_go: dict[str, str] = {}  # id of an article that was not kept -> the figure it counts in

    def keep(self, ids: Iterable[str], early: Early, tellable: frozenset[str]) -> None:
        """Keep an article at hand, under all its ids, if some way could tell what it lacks."""
        lacks = lacking(early.article, early.how.link) & tellable
        if not lacks:
            for id in ids:
                self.places.pop(id, None)
            return
        packed = zlib.compress(pickle.dumps(early), 1)
        place = _Place(start=self.spool.seek(0, 2), size=self.spool.write(packed), lacks=lacks)
        self.places |= dict.fromkeys(ids, place)

    def completed_by(self, id: str, link: Link) -> Early | None:
        """The article that was read early, if the link tells what it lacks."""
        place = self.places.get(id)
        if place is None or not any(getattr(link, name) for name in place.lacks):
            return None
        self.spool.seek(place.start)
        return pickle.loads(zlib.decompress(self.spool.read(place.size)))

    def clear(self) -> None:
        """No way can tell any more."""
        if self.places:
            self.places = {}
            self.spool.seek(0)
            self.spool.truncate()


def lacking(article: Article | None, link: Link) -> frozenset[str]:
    """The fields of Link that no way told, and that the reader would use had one told them."""
    untold = {name for name in ("title", "date", "author", "section") if not getattr(link, name)}
    if article is None:
        return frozenset(untold & {"title"})  # a page without a headline is read by the one a way gave
    stated = article.published_at and article.date and article.date.source in STATED
    has = {
        "date": stated,
        "author": article.authors and not _are_desks(article.authors),
        "section": article.section,
    }
    return frozenset(name for name in untold if not has.get(name))


def _are_desks(authors: Iterable[str]) -> bool:
    from crawler.candidates import DESK

    return all(DESK.search(name) for name in authors)
