"""What every report of the ledger has, whether of a release or a programme: who said it, where, and when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from entities.records import Article, Mention, Money, Quantity
from entities.sentences import sentences

NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
Field = Literal[
    "day", "origins", "destinations", "products", "values", "quantities", "exporter",
    "name", "agency", "kind", "places", "start", "end", "participants",
]  # fmt: skip
Value = dt.date | str | int | Money | Quantity


@dataclass(frozen=True, kw_only=True)
class Said:
    """A claim as a report makes it: one value of a field, the words it was read from and their sentence, "" if none."""

    field: Field
    value: Value
    printed: str = ""
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that an article tells of. place: which of them in the article, from 0.

    alone: the article tells of no other. first: the id of the article that this one was republished from, else its own.
    window: the days on which what is told of can have taken place, as ordinals, both included; None where neither day
    nor publication is known.
    """

    letter: ClassVar[str]

    article: str
    place: int
    source: str
    url: str
    title: str
    published_at: dt.datetime | None
    learnt_at: dt.datetime | None
    first: str
    window: tuple[int, int] | None
    looks_back: bool = False
    said: tuple[Said, ...] = ()
    sample: bool = False
    alone: bool = True

    @property
    def edited(self) -> tuple[str, ...]:
        """The fields that an editor set of what is told of."""
        raise NotImplementedError

    @cached_property
    def key(self) -> str:
        """The id of the report: `pantau export` names the release or programme so too."""
        return f"{self.article}-{self.letter}{self.place + 1}"

    @cached_property
    def order(self) -> tuple[bool, dt.datetime, str]:
        """Of the reports of one thing the one with the least is its first: no look back, the earliest published."""
        return self.looks_back, self.published_at or NEVER, self.key


# ---------------------------------------------------------------- sentences


def claim(article: Article, field: Field, value: Value, told: Iterable[Mention]) -> Said:
    """A value with the words it was read from, the body's before the title's."""
    best = min(told, key=lambda m: (m.field == "title", m.start), default=None)
    if best is None:
        return Said(field=field, value=value)
    text = article.title if best.field == "title" else article.body
    return Said(field=field, value=value, printed=best.text, sentence=sentence(text, best.start))


def naming(article: Article, words: str) -> str:
    """The first sentence that has the words, the title last; "" for none."""
    text = next((text for text in (article.body, article.title) if words in text), "")
    return sentence(text, text.find(words))


def sentence(text: str, at: int) -> str:
    """The sentence that a place in the text lies in."""
    return next((text[start:end] for start, end in sentences(text) if start <= at < end), "")
