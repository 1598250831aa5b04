"""From an index to a Digest: figures, events, firsts and programmes of a week, cut to what matters."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.digests.comparing import baselines, headline, in_week
from app.digests.covering import Coverage
from app.digests.events import Events
from app.digests.late import parted
from app.digests.measuring import destinations, is_valued, of_events, provinces
from app.digests.programmes import closing, programmes
from app.digests.records import (
    By,
    Digest,
    Figure,
    Group,
    LanguageCode,
    Measure,
    Value,
)
from app.digests.week import Week
from app.export_row import province_codes
from entities.ledger_claims import Entry
from entities.ledger_firsts import First
from indexer.index import Query

WEEKS = 13  # of the series: a quarter of a year
BIGGEST = 5
NATIONS = 8  # destinations in the chart
SHARE = 3  # other parts name one event for so many of the main part
COMPARED: tuple[Measure, ...] = ("rupiah", "dollars", "provinces", "destinations", "stories")


def gather(
    held: Events,
    query: Query,
    week: Week,
    coverage: Coverage,
    *,
    by: By,
    language: LanguageCode,
    most: int,
) -> Digest:
    """What a week brought, without corrections. query: with the days of the week."""
    entries = held.of(query)
    own, late = parted(entries, query)
    stories = held.stories(query)
    against = baselines(query, week, held, coverage)
    programs = replace(query, of="programs")
    announced = programmes(programs, held)
    named = shown(own, most)
    firsts = _firsts(own, held)
    return Digest(
        week=week,
        by=by,
        language=language,
        query=query,
        baselines=against,
        events=headline(of_events("events", entries, query), against, held),
        headlines=tuple(
            headline(figure, against, held)
            for figure in (
                *(of_events(measure, entries, query) for measure in COMPARED[:-1]),
                Figure(measure="programs", value=len(announced), query=programs),
                Figure(measure="stories", value=stories.total, query=replace(query, of="stories")),
            )
        ),
        value=_value(entries, query),
        late_count=of_events("late", entries, replace(query, sort="oldest")),
        shown=Figure(measure="shown", value=len(named), query=query) if len(named) < len(own) else None,
        series=tuple(_series(held, query, week)),
        destinations=tuple(_destinations(entries, query)),
        groups=tuple(_groups(own, named, query)),
        firsts=firsts[: max(1, most // SHARE)],
        more_firsts=len(firsts) > most // SHARE,
        biggest=tuple(_biggest(entries)),
        late=tuple(late[: max(1, most // SHARE)]),
        programmes=announced,
        closing=closing(programs, week, held),
        health=coverage.at(week.until),
        sources=tuple(_sources(stories.facets["source"], query)),
        notes=stories.notes,
        sample=any(one.sample for one in entries) or any(one.article.sample for one in announced),
    )


def shown(entries: Sequence[Entry], most: int) -> frozenset[str]:
    """The ids of the events that are named where not all can be: the weightiest of each province, then of all."""
    ranked = sorted(entries, key=weight)
    firsts = {code: one.id for one in reversed(ranked) for code in _homes(one)}
    leading = [one.id for one in ranked if one.id in firsts.values()]
    return frozenset(list(dict.fromkeys([*leading, *(one.id for one in ranked)]))[:most])


def weight(one: Entry) -> tuple[bool, float, int, str]:
    """What orders events by how much they matter: value, then the number of sources that tell of it."""
    return one.worth.rupiah is None, -float(one.worth.rupiah or 0), -one.sources, one.id


def _homes(one: Entry) -> tuple[str | None, ...]:
    return province_codes(one.origins) or (None,)


def _groups(entries: Sequence[Entry], named: frozenset[str], query: Query) -> Iterable[Group]:
    """By province, the one with most events first; those of no known origin last."""
    counted = provinces(entries)
    for code in (*sorted(counted, key=lambda code: (-counted[code], code)), None):
        here = sorted((one for one in entries if code in _homes(one)), key=weight)
        told = tuple(one for one in here if one.id in named)
        if here:
            yield Group(
                code=code, figure=_of_province(code, here, query), entries=told, left=len(here) - len(told)
            )


def _of_province(code: str | None, here: Sequence[Entry], query: Query) -> Figure | None:
    """How many events have an origin in a province; None for no known origin, which no query asks for."""
    return Figure(measure="events", value=len(here), query=narrowed(query, "origins", code)) if code else None


def _value(entries: Sequence[Entry], query: Query) -> Value | None:
    """The sum of the values; None where there is no event."""
    measures: tuple[Measure, ...] = ("rupiah", "dollars", "valued", "unvalued", "unconverted")
    return Value(**{name: of_events(name, entries, query) for name in measures}) if entries else None


def _series(held: Events, query: Query, week: Week) -> Iterable[tuple[Week, Figure]]:
    for back in reversed(range(WEEKS)):
        asked = in_week(query, week.earlier(back))
        yield week.earlier(back), of_events("events", held.of(asked), asked)


def _destinations(entries: Sequence[Entry], query: Query) -> Iterable[tuple[str, Figure]]:
    counted = destinations(entries)
    for code in sorted(counted, key=lambda code: (-counted[code], code))[:NATIONS]:
        yield code, Figure(measure="events", value=counted[code], query=narrowed(query, "destinations", code))


def _sources(counted: dict[str, int], query: Query) -> Iterable[tuple[str, Figure]]:
    for name, number in sorted(counted.items()):
        asked = replace(query, of="stories", sources=(name,))
        yield name, Figure(measure="stories", value=number, query=asked)


def _biggest(entries: Sequence[Entry]) -> list[Entry]:
    """The events of most value, of those whose value is in the sum."""
    return sorted(filter(is_valued, entries), key=weight)[:BIGGEST]


def _firsts(entries: Sequence[Entry], held: Events) -> list[tuple[Entry, tuple[First, ...]]]:
    """The events in which something was first; what was checked against most comes first."""
    found = [(one, firsts) for one in entries if (firsts := held.firsts(one))]
    return sorted(found, key=lambda pair: (-pair[1][0].checked, weight(pair[0])))


WRITTEN = {"origins": "asal", "destinations": "tujuan"}


def narrowed(query: Query, field: str, code: str) -> Query:
    """A query of which also this must hold; where the search has such a filter already, by a word of its text."""
    if not getattr(query, field):
        return replace(query, **{field: (code,)})
    return replace(query, text=f"{WRITTEN[field]}:{code} {query.text}".strip())
