"""Which sources were covered in a week, so that no figure is held against one of a time when nobody looked.

A source is covered in a week in which the index has an article of it, or in which it was watched and neither silent
nor broken at its end, by the judgement of `pantau sources`. Where the week goes by when things were learnt, the first
week of a source is no measure: with it came whatever the source had.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.coverage import IDLE
from app.digests.events import Events
from app.digests.records import By
from app.digests.week import Week
from crawler.health import TROUBLE, Health
from crawler.health_days import judged
from state.state import State

UNSEEN = (*TROUBLE, *IDLE)  # states in which no news is not told from no look


class Watch:
    """A state (None: nothing is remembered), asked how sources were; what was asked once is kept, so it is for digests
    of weeks that are over."""

    def __init__(self, state: State | None) -> None:
        self.state = state
        self._judged: dict[tuple[str, datetime, str | None], Health] = {}

    def judged(self, source: str, moment: datetime, off: str | None = None) -> Health:
        """How a source was at a moment; off: why it is switched off."""
        asked = source, moment, off
        if asked not in self._judged:
            self._judged[asked] = judged(self.state, source, moment, off)
        return self._judged[asked]

    def off(self) -> dict[str, str]:
        """The sources that are switched off today, each with the reason."""
        return self.state.switched_off() if self.state else {}


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Since when each source is held, by when its articles were learnt of or published, and how it was at moments asked
    for."""

    by: By
    first: Mapping[str, datetime]
    sources: tuple[str, ...]
    watch: Watch

    def at(self, moment: datetime) -> tuple[Health, ...]:
        """How each source was at a moment, by name; one that is switched off today counts as off."""
        off = self.watch.off()
        return tuple(self.watch.judged(name, moment, off.get(name)) for name in self.sources)

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
        return name in told or self.watch.judged(name, week.until).state not in UNSEEN


def coverage(held: Events, watch: Watch, by: By, sources: Iterable[str]) -> Coverage:
    """The coverage of these sources, by when their articles were learnt of or published."""
    names = tuple(sorted(sources))
    began = {name: held.began(name, by) for name in names}
    return Coverage(by=by, first={n: m for n, m in began.items() if m}, sources=names, watch=watch)
