"""Reports of a few words for tests of the ledger: one release of one article, everything but its id left to the test."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from entities.ledger import Ledger
from entities.ledger_report import Report, reports_of
from entities.records import Article, Money, Quantity, Release, Story
from indexer.index import open_index

DAY = dt.date(2021, 12, 20)
WIB = dt.timezone(dt.timedelta(hours=7), "WIB")
LEARNT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def story(
    id: str,
    *releases: dict[str, Any],
    published: dt.date | None = DAY,
    source: str | None = None,
    title: str = "Ekspor",
    body: str = "",
    origins: tuple[str, ...] = ("33.72",),
) -> Story:
    """A story with releases, each given by its fields; the origin is Solo where none is given."""
    return Story(
        article=article(id, published=published, source=source, title=title, body=body),
        topics=("export_release",),
        releases=tuple(Release(**{"origins": origins, **fields}) for fields in releases),
    )


def article(id: str, *, published: dt.date | None, source: str | None, title: str, body: str) -> Article:
    """An article, published at nine; of a source of its own where none is given."""
    at = published and dt.datetime.combine(published, dt.time(9), WIB)
    url = f"https://{id}.example/"
    return Article(id=id, source=source or id, url=url, title=title, body=body, published_at=at)


def report(id: str, *, first: str | None = None, **given: Any) -> Report:
    """The report of a story with one release; what is no field of a release is told of the story."""
    about = {key: given.pop(key) for key in ("published", "source", "title", "body") if key in given}
    return next(reports_of(story(id, given, **about), first))


def idr(amount: int, upto: int | None = None) -> tuple[Money, ...]:
    return (Money(amount=Decimal(amount), currency="IDR", upto=None if upto is None else Decimal(upto)),)


def kg(amount: int) -> tuple[Quantity, ...]:
    return (Quantity(amount=Decimal(amount), unit="kg"),)


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def together(*reports: Report) -> list[list[str]]:
    """The articles of each event, in order."""
    events = Ledger(reports).events()
    return sorted(sorted(one.article for one in event.reports) for event in events)


def put(url: str, **told: list[dict[str, Any]]) -> str:
    """The URL of an index that holds an article of each id, with its releases."""
    return stored(url, (story(id, *releases) for id, releases in told.items()))


def stored(url: str, stories: Iterable[Story]) -> str:
    """The URL of an index that holds these too, all learnt at one moment."""
    held = open_index(url, create=True)
    held.put(replace(one, learnt_at=LEARNT) for one in stories)
    held.close()
    return url
