"""How an article was read: which archived pages make it up, and what feeds and APIs had said of it.

Kept beside the pages, so that `pantau replay` can read them again just as the crawl did.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from crawler.archive_records import READING
from crawler.discovery import Link

LINK = {field.name for field in fields(Link)}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One page of an article: the id of its record, and the address it was read under."""

    id: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One reading of one article. pages is empty where the text of a listing was read; at is aware.

    article: the id by the rules of that time. encoding: of the pages, None where the reader found it out. since and
    until: the days of publication that the crawl was asked for, None where that end was open.
    """

    article: str
    source: str
    url: str
    at: datetime
    link: Link
    pages: tuple[Part, ...] = ()
    encoding: str | None = None
    readable: bool = True
    sample: bool = False
    since: date | None = None
    until: date | None = None

    @property
    def address(self) -> str:
        """The address of its record in the archive."""
        return address(self.source, self.article)

    def says(self) -> dict[str, Any]:
        """Its JSON; reading_from turns it back."""
        days = {name: day and day.isoformat() for name, day in (("since", self.since), ("until", self.until))}
        return {**asdict(self), "at": self.at.isoformat(), **days}


def address(source: str, article: str) -> str:
    """Where the readings of an article are kept."""
    return f"{READING}{source}:{article}"


def reading_from(says: Any) -> Reading:
    """The Reading of its JSON; ValueError for any other."""
    try:
        link = Link(**{name: value for name, value in says["link"].items() if name in LINK})
        known = {field.name: says[field.name] for field in fields(Reading) if field.name in says}
        pages = tuple(Part(id=page["id"], url=page["url"]) for page in says["pages"])
        days = {name: date.fromisoformat(says[name]) for name in ("since", "until") if says.get(name)}
        at = datetime.fromisoformat(says["at"])
        read = Reading(**{**known, "link": link, "pages": pages, "at": at, **days})
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no reading of an article ({error})") from error
    if read.at.tzinfo is None or not all(isinstance(t, str) for t in (read.article, read.source, read.url)):
        raise ValueError("no reading of an article (a field is of another kind)")
    return read
