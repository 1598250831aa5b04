"""What a digest asks of an index: the one place where it does.

A search that nothing matches whole is answered by an index with what matches some of its words; a digest takes none of
that. An event lies in the days of a query when it was first told of in them: by "learnt" when the first of its reports
was learnt of, by "published" when its first report was published.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from datetime import date, datetime

from entities.almanac import day_in_wib
from entities.ledger_claims import Entry
from entities.ledger_firsts import First, firsts
from entities.scheme_claims import SchemeEntry
from indexer.index import Hit, Index, Query, Results, Totals
from indexer.language import LOOSENED

PLACES = ("origin", "province", "destination")
FACETS = {"events": PLACES, "releases": PLACES, "stories": ("source",), "schemes": ()}


class Events:
    """An index, asked as digests ask; what was asked once is kept, so it is for an index that nobody writes to."""

    def __init__(self, held: Index) -> None:
        self.held = held
        self._results: dict[Query, Results] = {}
        self._totals: dict[Query, Totals] = {}
        self._began: dict[tuple[str, str], datetime | None] = {}
        self._firsts: dict[str, tuple[First, ...]] | None = None
        self._schemes: dict[tuple[Query, Hashable], list[SchemeEntry]] = {}

    def results(self, query: Query) -> Results:
        """How many a query finds, with the facets of FACETS; none where it finds only what matches it in part."""
        asked = replace(query, limit=1, sort="newest", facets=FACETS[query.of])
        if asked not in self._results:
            found = self.held.search(asked)
            empty = Results(hits=(), total=0, facets={name: {} for name in asked.facets}, notes=_heard(found))
            self._results[asked] = empty if LOOSENED in found.notes else found
        return self._results[asked]

    def totals(self, query: Query) -> Totals:
        """The sums over the events of a query."""
        if query not in self._totals:
            self._totals[query] = self.held.totals(query) if self.results(query).total else Totals()
        return self._totals[query]

    def weeks(self, query: Query) -> dict[str, int]:
        """ISO week -> how many a query finds in it; weeks without any may be missing."""
        if not self.results(query).total:
            return {}
        return {bucket.period: bucket.count for bucket in self.held.series(query, "week")}

    def entries(self, query: Query) -> list[Entry]:
        """The events of a query, by id."""
        found = [hit.event for hit in self._hits(query) if hit.event]
        return sorted(found, key=lambda one: one.id)

    def schemes(self, query: Query) -> Iterator[SchemeEntry]:
        """The programmes of a query."""
        return (hit.scheme for hit in self._hits(replace(query, of="schemes")) if hit.scheme)

    def schemes_that(
        self, query: Query, name: Hashable, holds: Callable[[SchemeEntry], bool]
    ) -> Iterator[SchemeEntry]:
        """The programmes of a query of which something holds; name: what that is called.

        No search asks for it, so the programmes of its days are read, once for all searches; those of which it holds
        are then looked for by the article that told of them first.
        """
        anyone = Query(of="schemes", since=query.since, until=query.until, by=query.by)
        if (anyone, name) not in self._schemes:
            self._schemes[anyone, name] = [one for one in self.schemes(anyone) if holds(one)]
        for one in self._schemes[anyone, name]:
            text = f'id:"{one.scheme.reports[0].article}" {query.text}'.strip()
            if any(found.id == one.id for found in self.schemes(replace(query, text=text))):
                yield one

    def find(self, id: str) -> Entry | None:
        """The event that an id means now, or None."""
        return self.held.event(id)

    def firsts(self, one: Entry) -> tuple[First, ...]:
        """What was first in an event, or who came back."""
        if self._firsts is None:
            self._firsts = firsts(self.held.outlines(), self._covered())
        return self._firsts.get(one.id, ())

    def _covered(self) -> dict[str, date]:
        """Of each source that tells of an event the day of its earliest article."""
        told = self.held.search(Query(of="events", limit=1, facets=("source",))).facets["source"]
        began = {name: self.began(name, "published") for name in sorted(told)}
        return {name: day_in_wib(moment) for name, moment in began.items() if moment}

    def began(self, source: str, by: str) -> datetime | None:
        """When the first article of a source was learnt of or published."""
        if (source, by) not in self._began:
            self._began[source, by] = self._first_moment(source, by)
        return self._began[source, by]

    def _first_moment(self, source: str, by: str) -> datetime | None:
        asked = Query(
            sources=(source,), sort="oldest", by="learnt" if by == "learnt" else "published", limit=1
        )
        story = next((hit.story for hit in self.held.search(replace(asked, facets=())).hits), None)
        if story is None:
            return None
        return story.learnt_at if by == "learnt" else story.article.published_at

    def _hits(self, query: Query) -> Iterator[Hit]:
        return self.held.hits(replace(query, sort="oldest")) if self.results(query).total else iter(())


def _heard(found: Results) -> tuple[str, ...]:
    return tuple(note for note in found.notes if note != LOOSENED)
