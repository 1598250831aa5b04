"""From an index to a Digest: figures, events, firsts and programmes of a week, cut to what matters."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.digests.comparing import baselines, headline, in_week
from app.digests.covering import Coverage
from app.digests.events import Events
from app.digests.late import parted
from app.digests.measuring import figure, is_valued, late
from app.digests.programmes import closing, programmes
from app.digests.records import By, Digest, Figure, Group, LanguageCode, Measure, Value
from app.digests.week import Week
from app.export_row import province_codes
from entities.ledger_claims import Entry
from entities.ledger_firsts import First
from indexer.index import Query

WEEKS = 13  # of the series: a quarter of a year
BIGGEST = 5
NATIONS = 8  # destinations in the chart
SHARE = 3  # other parts name one event for so many of the main part
COMPARED: tuple[Measure, ...] = ("rupiah", "dollars", "provinces", "destinations", "programs", "stories")
WRITTEN = {"origins": "asal", "destinations": "tujuan"}


def gather(
    held: Events, query: Query, week: Week, coverage: Coverage, *, by: By, language: LanguageCode, most: int
) -> Digest:
    """What a week brought, without corrections. query: of events, with the days of the week."""
    entries = held.entries(query)
    own, earlier = parted(entries, query)
    against = baselines(query, week, held, coverage)
    announced, named, firsts = programmes(query, held), shown(own, most), _firsts(own, held)
    few = max(1, most // SHARE)
    stories = held.results(replace(query, of="stories"))
    return Digest(
        week=week,
        by=by,
        language=language,
        query=query,
        baselines=against,
        events=headline(figure(held, "events", query), against, held),
        headlines=tuple(headline(figure(held, one, query), against, held) for one in COMPARED),
        value=_value(held, query) if entries else None,
        late_count=late(entries, query),
        shown=Figure(measure="shown", value=len(named), query=query) if len(named) < len(own) else None,
        series=tuple(_series(held, query, week, coverage)),
        destinations=tuple(_destinations(held, query)),
        groups=tuple(_groups(own, named, held, query)),
        firsts=tuple(firsts[:few]),
        more_firsts=len(firsts) > few,
        biggest=tuple(_biggest(entries)),
        late=tuple(earlier[:few]),
        programmes=announced,
        closing=closing(query, week, held),
        health=coverage.at(week.until),
        sources=tuple(_sources(stories.facets["source"], query)),
        notes=stories.notes,
        sample=any(one.sample for one in entries) or any(one.article.sample for one in announced),
    )


# ---------------------------------------------------------------- which events are named


def shown(entries: Sequence[Entry], most: int) -> frozenset[str]:
    """The ids of the events that are named where not all can be: the weightiest of each province, then of all."""
    ranked = sorted(entries, key=weight)
    leading = {code: one.id for one in reversed(ranked) for code in _homes(one)}
    first = [one.id for one in ranked if one.id in set(leading.values())]
    return frozenset(list(dict.fromkeys([*first, *(one.id for one in ranked)]))[:most])


def weight(one: Entry) -> tuple[bool, float, int, str]:
    """What orders events by how much they matter: value, then the number of sources that tell of it."""
    return one.worth.rupiah is None, -float(one.worth.rupiah or 0), -one.sources, one.id


def _homes(one: Entry) -> tuple[str | None, ...]:
    return province_codes(one.origins) or (None,)


def _groups(entries: Sequence[Entry], named: frozenset[str], held: Events, query: Query) -> Iterable[Group]:
    """By province, the one with most events first; those of no known origin last."""
    counted = held.results(query).facets["origin"]
    homes: dict[str | None, list[Entry]] = {}
    for one in sorted(entries, key=weight):
        for code in _homes(one):
            homes.setdefault(code, []).append(one)
    for code in sorted(homes, key=lambda code: (code is None, -counted.get(code or "", 0), code or "")):
        told = tuple(one for one in homes[code] if one.id in named)
        all_of_it = figure(held, "events", narrowed(query, "origins", code)) if code else None
        yield Group(code=code, figure=all_of_it, entries=told, left=len(homes[code]) - len(told))


def _biggest(entries: Sequence[Entry]) -> list[Entry]:
    """The events of most value, of those whose value is in the sum."""
    return sorted(filter(is_valued, entries), key=weight)[:BIGGEST]


def _firsts(entries: Sequence[Entry], held: Events) -> list[tuple[Entry, tuple[First, ...]]]:
    """The events in which something was first; what was checked against most comes first."""
    found = [(one, firsts) for one in entries if (firsts := held.firsts(one))]
    return sorted(found, key=lambda pair: (-pair[1][0].checked, weight(pair[0])))


# ---------------------------------------------------------------- figures


def _value(held: Events, query: Query) -> Value:
    measures: tuple[Measure, ...] = ("rupiah", "dollars", "valued", "unvalued", "unconverted")
    return Value(**{name: figure(held, name, query) for name in measures})


def _events(number: int, query: Query) -> Figure:
    """A number of events that a facet tells, with the query that gives the same."""
    return Figure(measure="events", value=number, query=query)


def _series(
    held: Events, query: Query, week: Week, coverage: Coverage
) -> Iterable[tuple[Week, Figure | None]]:
    """Events by week; None, which is not nothing, for one in which no source was covered."""
    for one in (week.earlier(back) for back in reversed(range(WEEKS))):
        asked = in_week(query, one)
        told = held.results(replace(asked, of="stories")).facets["source"]
        covered = one == week or coverage.covered(one, told)
        yield one, figure(held, "events", asked) if covered else None


def _destinations(held: Events, query: Query) -> Iterable[tuple[str, Figure]]:
    counted = held.results(query).facets["destination"]
    for code in sorted(counted, key=lambda code: (-counted[code], code))[:NATIONS]:
        yield code, _events(counted[code], narrowed(query, "destinations", code))


def _sources(counted: dict[str, int], query: Query) -> Iterable[tuple[str, Figure]]:
    for name, number in sorted(counted.items()):
        asked = replace(query, of="stories", sources=(name,))
        yield name, Figure(measure="stories", value=number, query=asked)


def narrowed(query: Query, field: str, code: str) -> Query:
    """A query of which also this must hold; where the search has such a filter already, by a word of its text."""
    if not getattr(query, field):
        only: dict[str, Any] = {field: (code,)}
        return replace(query, **only)
    return replace(query, text=f"{WRITTEN[field]}:{code} {query.text}".strip())
