"""Stories made in one line, and how tests read results."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from entities.records import Article, Mention, Money, Program, Quantity, Release, Story
from indexer.index import Index, Query, Results

DAY = datetime(2021, 12, 20, 3, tzinfo=UTC)


class Finding:
    """What every part of the contract starts from."""

    @pytest.fixture
    def find(self, index: Index):
        """Ids found for a text among the stories put, best first."""
        return lambda text, **asked: ids(index.search(Query(text=text, **asked)))


def mention(kind: str, value: str, role: str | None = None) -> Mention:
    return Mention(
        kind=kind, field="body", start=0, end=1, text="x", value=value, name=value, role=role, rule="test"
    )


def story(id: str, title: str = "Kabar", body: str = "Isi berita.", **more) -> Story:
    article = {k: more.pop(k) for k in ("source", "published_at", "sample") if k in more}
    article = {"source": "solopos", "published_at": DAY, **article}
    return Story(
        article=Article(id=id, title=title, body=body, url=f"https://example.com/{id}", **article), **more
    )


def sale(
    *values: str,
    day: str | None = "2021-12-20",
    weight: str | None = None,
    to: str = "",
    by: str | None = None,
    **more,
) -> Release:
    """A release by its values as "IDR 100", its day, its weight in kg, its destinations and its exporter."""
    return Release(
        date=date.fromisoformat(day) if day else None,
        values=tuple(
            Money(amount=Decimal(amount), currency=currency) for currency, amount in map(str.split, values)
        ),
        quantities=(Quantity(amount=Decimal(weight), unit="kg"),) if weight else (),
        destinations=tuple(to.split()),
        exporter=by,
        **more,
    )


def scheme(name: str, start: str | None = None, **more) -> Program:
    return Program(name=name, kind="training", start=date.fromisoformat(start) if start else None, **more)


def ids(results: Results) -> list[str]:
    return [hit.story.article.id for hit in results.hits]


def paged(index: Index, query: Query) -> Iterator[str]:
    """Ids of all pages, one after the other."""
    while True:
        results = index.search(query)
        assert len(results.hits) <= query.limit
        yield from ids(results)
        if results.next is None:
            return
        query = replace(query, after=results.next)
