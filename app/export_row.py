"""What an export says of one hit: facts with names beside codes, exact amounts, the sentences they rest on.

Text is cleaned here once for all formats: no control characters, no lone surrogates, white space as single blanks.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cached_property

from app import wording
from entities import countries, regions
from entities.correction_release import RECORDS
from entities.corrections import OF
from entities.records import Correction, Mention, Money, Program, Quantity, Release
from entities.sentences import sentences
from entities.worth import Worth, day_of, disagreements, kilograms, published_day, worth
from indexer.index import Hit

EVIDENCE = (
    2000  # characters of evidence a row holds at most: an export is no copy of the article (docs/policy.md)
)
CENT = Decimal("0.01")
ENOUGH = Context(prec=400, rounding=ROUND_HALF_EVEN)  # digits for any amount a page may state
ODD = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # no text of any file format may hold these


class Row:
    """One row of an export."""

    def __init__(self, hit: Hit) -> None:
        self.hit = hit
        self.story = hit.story
        self.article = hit.story.article
        self.record: Release | Program | None = hit.release or hit.program

    @cached_property
    def key(self) -> str:
        """The id of the row: the article's, and which of its releases or programmes this is."""
        if self.record is None:
            return clean(self.article.id)
        letter, own = ("r", self.story.releases) if self.hit.release else ("p", self.story.programs)
        place = min(range(len(own)), key=lambda n: (own[n] is not self.record, own[n] != self.record))
        return f"{clean(self.article.id)}-{letter}{place + 1}"

    @cached_property
    def evidence(self) -> tuple[Mention, ...]:
        if self.record is not None:
            return self.record.evidence
        records = (*self.story.releases, *self.story.programs)
        return tuple(dict.fromkeys(m for record in records for m in record.evidence))

    @property
    def values(self) -> tuple[Money, ...]:
        return self.record.values if self.record else ()

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.hit.release.quantities if self.hit.release else ()

    @cached_property
    def worth(self) -> Worth:
        return worth(self.values, day_of(self.article, self.record)) if self.record else Worth()

    @property
    def differ(self) -> Decimal | None:
        """How many times the larger of two statements of one deal is the smaller, where they do not fit."""
        found = disagreements(self.values, day_of(self.article, self.record)) if self.record else ()
        factor = max((unlike.factor for unlike in found), default=None)
        return factor and factor.quantize(CENT, context=ENOUGH)

    @property
    def edited(self) -> tuple[str, ...]:
        """The fields that an editor set; of an article what was corrected in it."""
        if self.record is not None:
            return self.record.edited
        return tuple(dict.fromkeys(map(corrected_part, self.story.corrections)))

    @property
    def kilograms(self) -> Decimal | None:
        return kilograms(self.quantities)

    @property
    def published_on(self) -> date | None:
        return published_day(self.article)

    def amount(self, currency: str) -> Decimal | None:
        """The worth in IDR or USD: exact as stated, or converted and rounded to the cent."""
        amount = {"IDR": self.worth.rupiah, "USD": self.worth.dollars}[currency]
        if amount is None or not any(rate.currency == currency for rate in self.worth.rates):
            return amount
        return amount.quantize(CENT, context=ENOUGH)

    @property
    def origins(self) -> tuple[str, ...]:
        return (
            self.hit.release.origins
            if self.hit.release
            else self.mentioned("city", "province", role="origin")
        )

    @property
    def destinations(self) -> tuple[str, ...]:
        return (
            self.hit.release.destinations
            if self.hit.release
            else self.mentioned("country", role="destination")
        )

    @property
    def products(self) -> tuple[str, ...]:
        return self.hit.release.products if self.hit.release else self.mentioned("product", role="exported")

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The regions a map shows the row at: of a release its origins, of a programme its places."""
        if self.hit.program:
            return self.hit.program.places
        return self.origins if self.hit.release else self.origins or self.mentioned("city", "province")

    def mentioned(self, *kinds: str, role: str | None = None) -> tuple[str, ...]:
        """The values of the article's mentions, first mentioned first."""
        chosen = (m for m in self.story.mentions if m.kind in kinds and role in (None, m.role))
        return tuple(dict.fromkeys(str(m.value) for m in chosen))

    def printed(self, kind: str) -> tuple[str, ...]:
        """The words of the article that the facts of a kind were read from."""
        return wording.unlike(m.text for m in self.evidence if m.kind == kind)

    @cached_property
    def quoted(self) -> str:
        """The sentences the facts rest on, in the order of the article; an ellipsis where text is left out."""
        fields = (("title", self.article.title), ("body", self.article.body))
        text = " … ".join(passage for field, words in fields for passage in self._passages(field, words))
        return text if len(text) <= EVIDENCE else text[:EVIDENCE].rsplit(" ", 1)[0] + " …"

    def _passages(self, field: str, words: str) -> Iterable[str]:
        """Sentences that hold evidence; those that follow each other are one passage."""
        at = [(m.start, m.end) for m in self.evidence if m.field == field]
        passage: list[str] = []
        for start, end in sentences(words) if at else ():
            if any(start <= first and last <= end for first, last in at):
                passage.append(clean(words[start:end]))
            elif passage:
                yield " ".join(passage)
                passage = []
        if passage:
            yield " ".join(passage)


def corrected_part(one: Correction) -> str:
    """What of an article a correction is about: a kind of mention, or its releases or programmes."""
    return one.mention or RECORDS[OF[one.kind]]


# ---------------------------------------------------------------- values


def clean(text: str | None) -> str:
    """Words of the web for a file: one line, nothing that steers a terminal or breaks a format."""
    return " ".join(ODD.sub("\ufffd", wording.safe((text or "").replace("\r", " "))).split())


def wib(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(wording.WIB)


def exact(amount: Decimal) -> str:
    """All digits of an amount, never an exponent: 1.5E+9 is 1500000000."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def stated(value: Money | Quantity) -> str:
    """An amount as read: "~IDR 1500000000", a range as "kg 500..800"."""
    unit = value.currency if isinstance(value, Money) else value.unit
    upto = "" if value.upto is None else f"..{exact(value.upto)}"
    return f"{'~' if value.approximate else ''}{unit} {exact(value.amount)}{upto}"


def region_names(codes: Iterable[str]) -> tuple[str, ...]:
    known = regions.codes()
    return tuple(regions.label(code) if code in known else code for code in codes)


def province_codes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(regions.province_of(code) for code in codes))


def country_names(codes: Iterable[str]) -> tuple[str, ...]:
    known = countries.codes()
    return tuple(countries.label(code) if code in known else code for code in codes)
