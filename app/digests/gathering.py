"""From an index to a Digest: figures, events, firsts and programmes of a week, cut to what matters."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.digests.comparing import baselines, headline, in_week
from app.digests.covering import Coverage
from app.digests.cutting import few, homes, shown, weight
from app.digests.events import Events
from app.digests.late import parted
from app.digests.measuring import figure, is_valued, late
from app.digests.programmes import closing, opening, programmes
from app.digests.records import By, Digest, Figure, Group, Measure, Value
from app.digests.week import Week
from app.wording import Language
from entities.ledger_claims import Entry
from entities.ledger_firsts import First
from indexer.index import Query

WEEKS = 13  # of the series: a quarter of a year
BIGGEST = 5
NATIONS = 8  # destinations in the chart
COMPARED: tuple[Measure, ...] = (
    "rupiah",
    "dollars",
    "provinces",
    "destinations",
    "reports",
    "programs",
    "stories",
)
WRITTEN = {"origins": "asal", "destinations": "tujuan"}


def gather(
    held: Events,
    query: Query,
    week: Week,
    coverage: Coverage,
    *,
    by: By,
    language: Language,
    most: int,
    reports: bool = False,
) -> Digest:
    """What a week brought, without corrections. query: of events, with the days of the week.

    reports: the figures of the head count what each article tells, instead of each shipment once.
    """
    head = replace(query, of="releases") if reports else query
    entries = held.entries(query)
    own, earlier = parted(entries, query)
    against = baselines(query, week, held, coverage)
    announced, named, firsts = programmes(query, held), shown(own, most), _firsts(own, held)
    least = few(most)
    stories = held.results(replace(query, of="stories"))
    return Digest(
        week=week,
        by=by,
        language=language,
        query=query,
        baselines=against,
        events=headline(figure(held, "events", query), against, held),
        headlines=tuple(headline(figure(held, one, head), against, held) for one in COMPARED),
        value=_value(held, head) if entries else None,
        reports=reports,
        late_count=late(entries, query),
        shown=Figure(measure="shown", value=len(named), query=query) if len(named) < len(own) else None,
        series=tuple(_series(held, query, week, coverage)),
        destinations=tuple(_destinations(held, query)),
        groups=tuple(_groups(own, named, held, query)),
        firsts=tuple(firsts[:least]),
        more_firsts=len(firsts) > least,
        biggest=tuple(_biggest(entries)),
        late=tuple(earlier[:least]),
        programmes=announced,
        opening=opening(query, week, held),
        closing=closing(query, week, held),
        health=coverage.at(week.until),
        sources=tuple(_sources(stories.facets["source"], query)),
        most=most,
        notes=stories.notes,
        sample=any(one.sample for one in entries) or any(one.entry.sample for one in announced),
    )


# ---------------------------------------------------------------- which events are named


def _groups(entries: Sequence[Entry], named: frozenset[str], held: Events, query: Query) -> Iterable[Group]:
    """By province, the one with most events first; those of no known origin last."""
    counted = held.results(query).facets["origin"]
    found: dict[str | None, list[Entry]] = {}
    for one in sorted(entries, key=weight):
        for code in homes(one):
            found.setdefault(code, []).append(one)
    for code in sorted(found, key=lambda code: (code is None, -counted.get(code or "", 0), code or "")):
        told = tuple(one for one in found[code] if one.id in named)
        all_of_it = figure(held, "events", narrowed(query, "origins", code)) if code else None
        yield Group(code=code, figure=all_of_it, entries=told)


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
    """Events by week; None, which is not nothing, for one in which no source was watched."""
    weeks = [week.earlier(back) for back in reversed(range(WEEKS))]
    whole = replace(query, since=weeks[0].since)
    events, stories = held.weeks(whole), held.weeks(replace(whole, of="stories"))
    for one in weeks:
        told = one == week or events.get(one.name) or stories.get(one.name)
        number = _events(events.get(one.name, 0), in_week(query, one))
        yield one, number if told or coverage.is_watched(one) else None


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
