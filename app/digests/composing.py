"""A digest composed: from an index, a search and a week to all that is said of it. Asks no clock.

The same index, state and earlier digests give the same digest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.digests.corrections import corrections, revisions
from app.digests.covering import Watch, coverage
from app.digests.cutting import MOST, few
from app.digests.events import Events
from app.digests.gathering import gather
from app.digests.record import Told
from app.digests.records import By, Digest
from app.digests.week import Week
from app.wording import Language
from entities.errors import BadInput
from indexer.index import Index, Query
from state.state import State


def compose(
    held: Index | Events,
    query: Query,
    week: Week,
    *,
    by: By = "learnt",
    language: Language = "id",
    state: State | Watch | None = None,
    earlier: Sequence[Told] = (),
    sources: Iterable[str] | None = None,
    most: int = MOST,
    reports: bool = False,
) -> Digest:
    """The digest of what a search finds of a week.

    held: an index, or Events(index) where several digests are composed of it: what they share is asked once.
    query: words and filters; its own days, order and page are not looked at, BadInput where it has days. by: the week
    holds what was first learnt of, or first published, in it. state: what the crawls of this index remember, for the
    coverage; Watch(state), as with Events. earlier: what earlier digests of this search told (app/digests/record.py),
    for corrections; those of this week and later ones are not looked at. sources: None for all that there are. most: of
    the events named. reports: the figures of the head count what each article tells, instead of each shipment once.
    """
    if query.since or query.until:
        raise BadInput("a digest has the days of its week; leave --since and --until out of its search")
    if sources is None:
        from crawler.sources import sources as known

        sources = known()
    search = {name: getattr(query, name) for name in SEARCH}
    asked = Query(**search, of="events", by=by, since=week.since, until=week.until)
    events = held if isinstance(held, Events) else Events(held)
    watch = state if isinstance(state, Watch) else Watch(state)
    covered = coverage(events, watch, by, sources)
    made = gather(events, asked, week, covered, by=by, language=language, most=most, reports=reports)
    told, named = corrections(earlier, week, events), few(most)
    return replace(
        made,
        corrections=told[:named],
        more_corrections=len(told) > named,
        revisions=() if reports else revisions(earlier, asked, week, events),
    )


SEARCH = (
    "text",
    "sources",
    "topics",
    "places",
    "origins",
    "countries",
    "destinations",
    "products",
    "groups",
    "programs",
    "exporters",
    "originals",
    "value",
    "volume",
)
