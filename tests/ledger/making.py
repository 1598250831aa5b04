"""Reports of a few words for tests of the ledger: one release of one article, everything but its id left to the test."""

import datetime as dt
from decimal import Decimal
from typing import Any

from entities.ledger_report import Report, reports_of
from entities.records import Article, Money, Quantity, Release, Story

DAY = dt.date(2021, 12, 20)
WIB = dt.timezone(dt.timedelta(hours=7), "WIB")


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
    at = published and dt.datetime.combine(published, dt.time(9), WIB)
    return Story(
        article=Article(
            id=id, source=source or id, url=f"https://{id}.example/", title=title, body=body, published_at=at
        ),
        topics=("export_release",),
        releases=tuple(Release(**{"origins": origins, **fields}) for fields in releases),
    )


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
    from entities.ledger import Ledger

    events = Ledger(reports).events()
    return sorted(sorted(one.article for one in event.reports) for event in events)
