"""Mentions to releases: which shipment or concluded sale an article reports, each field with its evidence.

The news is told in some of the sentences (entities.news); what speaks of other times, wishes, yearly totals and other
people is background and gives no field.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from entities.beside import beside_the_shipment
from entities.cues import LEAD, Sentence, by_sentence
from entities.deals import deals
from entities.exporter import exporter
from entities.news import zone
from entities.records import Article, Mention, Money, Quantity, Release
from entities.release_day import release_day
from entities.release_goods import concrete, place_words
from entities.scenes import Scenes, is_event

T = TypeVar("T")
Amount = TypeVar("Amount", Money, Quantity)

Told = list[tuple[Sentence, list[Mention]]]


def releases(
    article: Article, mentions: list[Mention], here: frozenset[int], read: list[Sentence], scenes: Scenes
) -> tuple[Release, ...]:
    """The releases of an article whose topic is export_release; here: positions of what its own words give its role."""
    own = (m if at in here else _named_only(m) for at, m in enumerate(mentions))
    told_here = by_sentence((m for m in own if m), read)
    told = {at: told_here.get(at, []) for at in range(len(read))}
    news = [(read[at], told[at]) for at in zone(read, scenes, told)]
    events = [(read[at], told[at]) for at in range(len(read)) if is_event(scenes[at])]
    lead = [(s, told[at]) for at, s in enumerate(read) if s.field == "body" and s.paragraph <= LEAD]
    cut, days = deals(article, news), (news, lead)
    named = place_words(mentions)
    return tuple(
        assemble(article, mentions, told, events if len(cut) == 1 else told, days, named) for told in cut
    )


def _named_only(mention: Mention) -> Mention | None:
    """A place whose own words make it no origin: a deal told by an office may come from nowhere else."""
    return replace(mention, role="mention") if mention.kind in ("city", "province") else None


def assemble(
    article: Article,
    mentions: list[Mention],
    news: Told,
    events: Told,
    days: tuple[Told, Told],
    named: frozenset[str],
) -> Release:
    """One release from the sentences of the news; its day and quantities weigh the event sentences first.

    named: the words of the places that the article names.
    """
    told = [m for _, inside in news for m in inside]
    around = [m for _, inside in days[0] for m in inside]
    origins = specific(having("origin", told) or having("origin", around) or having("origin", mentions))
    places, goods = (
        having("destination", told),
        concrete(article, having("exported", told), named),
    )
    sums, amounts = (
        having("transaction", told),
        [m for m in told if m.kind == "quantity" and not beside_the_shipment(article, m)],
    )
    day, because = release_day(article, events, *days)
    firm = exporter(article, [*events, *news])
    return Release(
        date=day,
        origins=texts(origins),
        destinations=texts(places),
        products=texts(goods),
        values=stated(m.value for m in sums if isinstance(m.value, Money)),
        quantities=stated(m.value for m in amounts if isinstance(m.value, Quantity)),
        exporter=firm,
        evidence=(*because, *origins, *places, *goods, *sums, *amounts),
    )


def having(role: str, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions of a role."""
    return [m for m in mentions if m.role == role]


def specific(origins: list[Mention]) -> list[Mention]:
    """The most specific places: provinces only where there is no city."""
    return [m for m in origins if m.kind == "city"] or origins


def texts(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Codes or names of the mentions, each once, in reading order."""
    return distinct(m.value for m in mentions if isinstance(m.value, str))


def stated(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    """The amounts, each once as first stated, or as half of a pair: "sekitar 12 ton" and "12 ton" are one."""
    found: dict[object, Amount] = {}
    for amount in amounts:
        unit = amount.currency if isinstance(amount, Money) else amount.unit
        key = (amount.amount, amount.upto, unit)
        known = found.setdefault(key, amount)
        if _deal(known) is None and _deal(amount) is not None:
            found[key] = amount
    return tuple(found.values())


def _deal(amount: Money | Quantity) -> int | None:
    return amount.deal if isinstance(amount, Money) else None


def distinct(values: Iterable[T]) -> tuple[T, ...]:
    """The values, each once, in their order."""
    return tuple(dict.fromkeys(values))
