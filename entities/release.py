"""Mentions to releases: which shipment or concluded sale an article reports, each field with its evidence."""

from collections.abc import Callable, Iterable
from datetime import date

from entities.cues import Sentence, by_sentence
from entities.records import Article, Mention, PartialDate, Release
from entities.scenes import Scenes, is_background, is_event


def releases(
    article: Article, mentions: list[Mention], read: list[Sentence], scenes: Scenes
) -> tuple[Release, ...]:
    """The releases of an article whose topic is export_release."""
    inside = by_sentence(mentions, read)
    told = [at for at in range(len(read)) if not is_background(scenes[at])]
    news = [m for at in told for m in inside.get(at, ())]
    events = [m for at in range(len(read)) if is_event(scenes[at]) for m in inside.get(at, ())]
    return (assemble(news, events, article),)


def assemble(news: list[Mention], events: list[Mention], article: Article) -> Release:
    """One release from the mentions of its sentences."""
    origins = specific([m for m in news if m.role == "origin"])
    goods = [m for m in news if m.role == "exported"]
    places = [m for m in news if m.role == "destination"]
    sums = [m for m in news if m.role == "transaction"]
    amounts = [m for m in events if m.kind == "quantity"]
    days = [m for m in events if m.kind == "date" and _day(m, article)][:1]
    return Release(
        date=_day(days[0], article) if days else None,
        origins=distinct(origins, str),
        destinations=distinct(places, str),
        products=distinct(goods, str),
        values=distinct(sums),
        quantities=distinct(amounts),
        evidence=(*days, *origins, *places, *goods, *sums, *amounts),
    )


def specific(origins: list[Mention]) -> list[Mention]:
    """The most specific places: provinces only where there is no city."""
    cities = [m for m in origins if m.kind == "city"]
    return cities or origins


def distinct(mentions: Iterable[Mention], form: Callable[..., object] = lambda v: v) -> tuple:  # type: ignore[type-arg]
    """Values of the mentions, each once, in reading order."""
    return tuple(dict.fromkeys(form(m.value) for m in mentions))


def _day(mention: Mention, article: Article) -> date | None:
    value = mention.value
    return value.as_date() if isinstance(value, PartialDate) else None
