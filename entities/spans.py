"""Spans that a text finder returns, and how they become mentions of an article."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from entities.records import Article, Field, Kind, Mention, Money, PartialDate, Quantity


@dataclass(frozen=True, kw_only=True)
class Span:
    """A part of a text with the value read from it; start and end are code points, end exclusive."""

    start: int
    end: int
    value: str | Money | Quantity | PartialDate
    name: str
    rule: str


def mentions(article: Article, kind: Kind, find: Callable[[str], Iterable[Span]]) -> list[Mention]:
    """What `find` sees in the title and the body of an article, as mentions without a role."""
    return [
        Mention(
            kind=kind,
            field=cast(Field, field),
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
            value=span.value,
            name=span.name,
            rule=span.rule,
        )
        for field, text in (("title", article.title), ("body", article.body))
        for span in find(text)
    ]
