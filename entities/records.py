"""Every record that crosses a room, as frozen, keyword-only dataclasses.

A stage that learns more returns a new one by `dataclasses.replace`.
Codes inside, names at the edge: Kemendagri region codes, ISO 3166-1 alpha-2 countries, ISO 4217 currencies.
Datetimes are aware. Money and quantities are Decimal. What is unknown is None, never a default.
Field names are those of the data contract, docs/data-contract.md. entities/wire.py turns records into JSON and back.
"""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Kind = Literal["city", "province", "country", "product", "value", "quantity", "program", "date"]
Field = Literal["title", "body"]
By = Literal["url", "title", "text"]
CorrectionKind = Literal[
    "reject-mention", "set-mention", "add-mention",
    "reject-release", "set-release", "add-release",
    "reject-program", "set-program", "add-program",
    "hide",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DateRead:
    """How a publication date was read: the words as printed, how exact, where they stood, what is odd.

    source: "json-ld", "meta", "shown", "feed", "api", "url" or "text".
    precision: "second", "minute", "hour" or "day"; None where nothing could be read.
    flags: "false-zone" (the stated offset is wrong; the shown local time was believed), "no-zone" (none stated,
    the site's own was taken), "future" (later than the fetch), "unreadable", "weekday" (it contradicts the date).
    """

    raw: str
    source: str
    precision: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article as a reader of the site would know it; body is clean paragraphs joined by a blank line.

    published_at is None when no date could be read or the read one lies in the future; `date` then says why.
    changed_at is the site's own word of a later edit. page is the key of the archived page, None without archive.
    sample marks what came from a sample press and not from the site itself.
    """

    id: str
    source: str
    url: str
    title: str
    body: str
    published_at: datetime | None = None
    date: DateRead | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    dateline: str | None = None
    premium: bool = False
    fetched_at: datetime | None = None
    changed_at: datetime | None = None
    page: str | None = None
    sample: bool = False


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount as stated: currency is ISO 4217, upto the other end of a range.

    Two figures of one deal in two currencies ("US$100 ribu atau Rp1,5 miliar") share `deal`, a number within the text.
    """

    amount: Decimal
    currency: str
    upto: Decimal | None = None
    approximate: bool = False
    deal: int | None = None


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A measured amount of goods in a unit of the data contract (kg, l, m3, m, ft, container, pcs, ...)."""

    amount: Decimal
    unit: str
    upto: Decimal | None = None
    approximate: bool = False


@dataclass(frozen=True, kw_only=True)
class PartialDate:
    """A date as far as the text gives it; a missing year is filled by the rule in entities/dates.py."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def as_date(self) -> dt.date | None:
        """The day, or None while any part is missing."""
        return dt.date(self.year, self.month, self.day) if self.year and self.month and self.day else None


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A span of the article that names something; article.<field>[start:end] == text, in code points.

    value: the code (city, province, country), the name (product, program), Money, Quantity, or PartialDate.
    name: how the thing is called at the edge ("Kota Surakarta"). role: see docs/data-contract.md; None where the
    kind has none. rule: the named rule that fired, and the one that decided the role after a "/".
    """

    kind: Kind
    field: Field
    start: int
    end: int
    text: str
    value: "str | Money | Quantity | PartialDate"
    name: str
    role: str | None = None
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Release:
    """One export shipment or concluded sale reported as news; evidence holds the mentions each field rests on.

    edited: the fields that an editor set (Story.corrections says when and why).
    """

    date: dt.date | None = None
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    values: tuple[Money, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    exporter: str | None = None
    evidence: tuple[Mention, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Program:
    """One programme for small businesses that the article is about; kind as in docs/data-contract.md."""

    name: str | None = None
    agency: str | None = None
    kind: str = "other"
    places: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    values: tuple[Money, ...] = ()
    participants: int | None = None
    evidence: tuple[Mention, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What a republished article is a copy of: the id of the first one held that it is like (entities/copies.py).

    by: "url" (one address), "title" (one headline, some of the text) or "text". similarity: the part of the shorter
    text that stands in the other, 0 to 1; 0 where a text is too short to tell.
    """

    id: str
    by: By
    similarity: Decimal


@dataclass(frozen=True, kw_only=True)
class Correction:
    """An editor's word on what was read from one article, its target told by what it said (entities/corrections.py).

    Of a mention: its kind (`mention`), field, text and the sentence it stands in; of an added one also which of the
    same words in that sentence it is, from 0 (`place`). Of a release or programme: its place in the article, from 0,
    and what it claimed, field -> values as text; of an added one the sentence that tells of it. sets: what is put there
    instead, a JSON object with the keys of the data contract. held: the story line of a hidden article, so that it can
    come back.
    at: when it was made, aware. number: by which the state knows it.
    """

    article: str
    kind: CorrectionKind
    at: datetime
    why: str = ""
    mention: Kind | None = None
    field: Field | None = None
    text: str = ""
    sentence: str = ""
    place: int | None = None
    said: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sets: str = ""
    held: str = ""
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    """An article with what was read from it: what the index holds and readers see.

    learnt_at: when this index first held the article; set by the index, kept through later changes. copy_of: set by the
    index too, None for a first publication. corrections: those of an editor that hold for what is told here.
    """

    article: Article
    topics: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    releases: tuple[Release, ...] = ()
    programs: tuple[Program, ...] = ()
    learnt_at: datetime | None = None
    copy_of: Copy | None = None
    corrections: tuple[Correction, ...] = ()
