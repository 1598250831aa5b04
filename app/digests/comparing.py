"""Headline figures beside those of the week before and of the same ISO week a year ago.

A source that was not covered in one of the two weeks is left out of both figures, and that is said: one more paper
watched is no rise of exports.
"""

from dataclasses import replace

from app.digests.covering import Coverage
from app.digests.events import Events
from app.digests.measuring import figure
from app.digests.records import Baseline, Comparison, Figure, Headline, Kind
from app.digests.week import Week
from indexer.index import Query


def baselines(query: Query, week: Week, held: Events, coverage: Coverage) -> tuple[Baseline, ...]:
    """The weeks to compare with, and which sources can be compared."""
    weeks: dict[Kind, Week | None] = {"before": week.earlier(), "year_ago": week.year_ago}
    return tuple(_baseline(kind, then, query, week, held, coverage) for kind, then in weeks.items())


def headline(now: Figure, against: tuple[Baseline, ...], held: Events) -> Headline:
    """A figure of the week beside those of the baselines that it can be compared with."""
    found = (_compared(now, one, held) for one in against if one.week and one.comparable)
    return Headline(figure=now, comparisons=tuple(found))


def in_week(query: Query, week: Week) -> Query:
    """The same asked of a week."""
    return replace(query, since=week.since, until=week.until)


def _baseline(
    kind: Kind, then: Week | None, query: Query, week: Week, held: Events, coverage: Coverage
) -> Baseline:
    if then is None:
        return Baseline(kind=kind, comparable=False)
    told = {one: set(_stories(in_week(query, one), held)) for one in (week, then)}
    before, now = (coverage.covered(one, told[one]) for one in (then, week))
    named = sorted(told[week] | told[then])
    missing = tuple(name for name in named if name not in before)
    unseen = tuple(name for name in named if name not in now and name in before)
    left = tuple(name for name in query.sources or coverage.sources if name in before and name in now)
    return Baseline(
        kind=kind,
        week=then,
        sources=left if missing or unseen else (),
        missing=missing,
        unseen=unseen,
        comparable=bool(left),
    )


def _compared(now: Figure, against: Baseline, held: Events) -> Comparison:
    query = replace(now.query, sources=against.sources or now.query.sources)
    assert against.week is not None
    return Comparison(
        baseline=against,
        now=figure(held, now.measure, query) if against.sources else now,
        then=figure(held, now.measure, in_week(query, against.week)),
    )


def _stories(query: Query, held: Events) -> dict[str, int]:
    """How many articles of each source a query finds."""
    return held.results(replace(query, of="stories")).facets["source"]
