"""Numbers as parts of a line: each leads to the search or to the event that gives it."""

from decimal import Decimal

from app.digests.document import Part
from app.digests.language import Language
from app.digests.records import Figure
from entities.ledger_claims import Entry

CURRENCIES = {"rupiah": "IDR", "dollars": "USD"}


def number(figure: Figure, says: Language, *, strong: bool = False) -> Part:
    """A figure as it is printed, leading to what gives it."""
    return Part(text=printed(figure, says), figure=figure, strong=strong)


def printed(figure: Figure, says: Language) -> str:
    """A sum with its currency, a count as a plain number."""
    currency = CURRENCIES.get(figure.measure)
    return says.money(Decimal(figure.value), currency) if currency else says.number(figure.value)


def amount(one: Entry, field: str, says: Language) -> Part:
    """The worth of an event in rupiah or dollars, leading to the event."""
    value = {"rupiah": one.worth.rupiah, "dollars": one.worth.dollars}[field]
    return Part(text=says.money(value or Decimal(0), CURRENCIES[field]), event=one.id, field=field)
