"""Which sources were covered in a week, so that no figure is held against one of a time when nobody looked.

A source is covered in a week in which the index has an article of it, or in which it was watched and neither silent
nor broken at its end, by the judgement of `pantau sources`. Where the week goes by when things were learnt, the first
week of a source is no measure: with it came whatever the source had.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.digests.events import Events
from app.digests.records import By
from app.digests.week import Week
from crawler.health import Health
from crawler.health_days import judged
from state.state import State

UNSEEN = ("silent", "broken", "unwatched", "never")  # states in which no news is not told from no look


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Since when each source is held, by when its articles were learnt of or published, and how it was at moments asked
    for. state: None where nothing is remembered."""

    by: By
    first: Mapping[str, datetime]
    sources: tuple[str, ...]
    state: State | None = None

    def at(self, moment: datetime) -> tuple[Health, ...]:
        """How each source was at a moment, by name; one that is switched off today counts as off."""
        off = self.state.switched_off() if self.state else {}
        return tuple(judged(self.state, name, moment, off.get(name)) for name in self.sources)

    def covered(self, week: Week, told: Collection[str]) -> frozenset[str]:
        """The sources that were covered in a week; told: those of which the index has an article of it."""
        return frozenset(
            name
            for name in self.sources
            if self._began_before(name, week) and self._is_covered(name, week, told)
        )

    def is_watched(self, week: Week) -> bool:
        """Whether any source was watched in a week, and neither silent nor broken at its end."""
        return any(self._is_covered(name, week, ()) for name in self.sources)

    def _began_before(self, name: str, week: Week) -> bool:
        return self.by == "published" or (name in self.first and self.first[name] < week.since)

    def _is_covered(self, name: str, week: Week, told: Collection[str]) -> bool:
        if name in told:
            return True
        return self.state is not None and judged(self.state, name, week.until).state not in UNSEEN


def coverage(held: Events, state: State | None, by: By, sources: Iterable[str]) -> Coverage:
    """The coverage of these sources, by when their articles were learnt of or published."""
    names = tuple(sorted(sources))
    began = {name: held.began(name, by) for name in names}
    return Coverage(by=by, first={n: m for n, m in began.items() if m}, sources=names, state=state)
