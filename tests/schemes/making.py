"""Notices of a few words for tests of schemes: one programme of one article, everything but its id left to the test."""

import datetime as dt
from typing import Any

from entities.records import Mention, Program, Story
from entities.scheme_report import Notice, notices_of
from entities.schemes import Schemes
from tests.ledger.making import article

DAY = dt.date(2024, 3, 4)
OFFICE = "Dinas Koperasi dan UKM Kabupaten Tapin"


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def story(
    id: str,
    *programs: dict[str, Any],
    published: dt.date | None = DAY,
    source: str | None = None,
    title: str = "Program UMKM",
    body: str = "",
) -> Story:
    """A story with programmes, each given by its fields; Halal Ruai of Tapin where nothing else is given."""
    given = [
        {"name": "Halal Ruai", "agency": OFFICE, "kind": "certification", "places": ("63.05",), **fields}
        for fields in programs
    ]
    made = (Program(**fields, evidence=tuple(_named(fields["name"], body))) for fields in given)
    return Story(
        article=article(id, published=published, source=source, title=title, body=body),
        topics=("program",),
        programs=tuple(made),
    )


def _named(name: str | None, body: str) -> list[Mention]:
    at = body.find(name) if name else -1
    if not name or at < 0:
        return []
    return [
        Mention(kind="program", field="body", start=at, end=at + len(name), text=name, value=name, name=name)
    ]


def notice(id: str, *, first: str | None = None, **given: Any) -> Notice:
    """The notice of a story with one programme; what is no field of a programme is told of the story."""
    about = {key: given.pop(key) for key in ("published", "source", "title", "body") if key in given}
    return next(notices_of(story(id, given, **about), first))


def together(*notices: Notice) -> list[list[str]]:
    """The articles of each scheme, in order."""
    return sorted(sorted(one.article for one in scheme.reports) for scheme in Schemes(notices).events())
