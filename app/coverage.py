"""Coverage: what the sources covered in a period, and where they were silent, by the judgement of `pantau sources`.

A source has told something of a period when the index holds an article of it. Else it has covered the days on which it
was watched and neither silent nor broken; on such days no news is no news. What a source covers is declared by its
spider (`covers`). One that reports on the whole country covers no province day by day: it tells of any, and proves
none quiet.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Literal

from app.wording import WIB, last_day
from crawler.health import TROUBLE, Health, conditions
from crawler.health_days import judged, known_of, states
from crawler.spider import COUNTRY
from entities import regions
from indexer.index import Index, Query
from state.state import State

DAY = timedelta(days=1)
# Days that are judged one by one: of a period its last so many, of one without beginning.
LONGEST, OPEN = 366, 92
IDLE = ("unwatched", "never", "off")  # states in which nobody looked
Said = Literal["told", "quiet", "silent", "unwatched"]


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days in WIB, both ends included, on which a source was in one state: "silent", "broken" or not watched."""

    state: str
    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source in a period.

    covers: codes of regions, or "ID". health: as `pantau sources` says at the end of the period, or now. held: its
    articles of the period in the index. begun: the first day that was judged; days: so many of the period were; spans:
    those on which it covered nothing.
    """

    name: str
    covers: tuple[str, ...]
    health: Health
    held: int
    days: int
    begun: dt.date | None = None
    spans: tuple[Span, ...] = ()

    def lost(self, *kinds: str) -> int:
        """How many days it was in these states; without any, how many it covered nothing."""
        return sum(span.days for span in self.spans if not kinds or span.state in kinds)

    @property
    def said(self) -> Said:
        """ "told" (it has articles), "quiet" (watched, none), "silent" (silent or broken), "unwatched" (no look)."""
        if self.held:
            return "told"
        if self.lost() < self.days:
            return "quiet"
        return "silent" if self.lost(*TROUBLE) else "unwatched"

    @property
    def covered(self) -> bool:
        """Whether no news from it means that there was none."""
        return self.said in ("told", "quiet")

    @property
    def national(self) -> bool:
        return COUNTRY in self.covers


@dataclass(frozen=True, kw_only=True)
class Province:
    """A province in a period. sources: those that covered it or a part of it; lost: those that would have."""

    code: str
    sources: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def covered(self) -> bool:
        """True: no news is no news. False: there was no source."""
        return bool(self.sources)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """All sources in a period in WIB, by name; first and last are None where the period is open at that end."""

    first: dt.date | None
    last: dt.date | None
    sources: tuple[Source, ...]

    @property
    def silent(self) -> tuple[Source, ...]:
        """The sources that were silent or broken at the end, or on some day of the period."""
        return tuple(one for one in self.sources if one.health.trouble or one.lost(*TROUBLE))

    @property
    def national(self) -> tuple[str, ...]:
        """Sources that tell of the whole country, and covered it in the period."""
        return tuple(one.name for one in self.sources if one.national and one.covered)

    def province(self, code: str) -> Province:
        """How a province was covered."""
        own = [one for one in self.sources if code in {c[:2] for c in one.covers if c != COUNTRY}]
        return Province(
            code=code,
            sources=tuple(one.name for one in own if one.covered),
            lost=tuple(one.name for one in own if not one.covered),
        )

    def part(self, source: str, province: str) -> tuple[str, ...]:
        """The kabupaten and kota that a source covers of a province; none where it covers all of it."""
        covers = next(one.covers for one in self.sources if one.name == source)
        return () if province in covers else tuple(c for c in covers if c[:2] == province)

    def watched(self, first: dt.date, last: dt.date) -> bool:
        """Whether any source covered any of these days."""
        return any(_covered_days(one, first, last) for one in self.sources)


def _covered_days(source: Source, first: dt.date, last: dt.date) -> bool:
    """Whether it covered some of these days, as far as they were judged."""
    if source.begun is None:
        return False
    first, last = max(first, source.begun), min(last, source.begun + (source.days - 1) * DAY)
    lost = (_overlap(span, first, last) for span in source.spans)
    return sum(lost) < (last - first).days + 1


def _overlap(span: Span, first: dt.date, last: dt.date) -> int:
    return max(0, (min(span.last, last) - max(span.first, first)).days + 1)


# ---------------------------------------------------------------- reading it


def coverage(
    held: Index,
    state: State | None,
    query: Query,
    now: datetime,
    covers: Mapping[str, Sequence[str]] | None = None,
) -> Coverage:
    """The coverage of the period of a query (since, until, by) by its sources; all other parts are left aside.

    Articles of a period are those published in it, also where a search is by the day of release; by "learnt" those
    that we learnt of in it.
    state: what crawls remember; None: nothing. covers: source -> codes of what it covers, else of all spiders.
    """
    covers = declared() if covers is None else covers
    covers = {name: held_by for name, held_by in covers.items() if name in query.sources or not query.sources}
    until = min(query.until or now, now)
    health = _health(state, sorted(covers), until, now)
    by: Literal["published", "learnt"] = "learnt" if query.by == "learnt" else "published"
    asked = Query(since=query.since, until=query.until, by=by, limit=1, facets=())
    return Coverage(
        first=query.since and query.since.astimezone(WIB).date(),
        last=query.until and last_day(query.until),
        sources=tuple(
            _source(state, one, tuple(covers[one.source]), query.since, until, _held(held, asked, one.source))
            for one in health
        ),
    )


def declared() -> dict[str, tuple[str, ...]]:
    """Source -> codes of the regions that it covers, as its spider says."""
    from crawler.sources import sources

    return {name: spider.covers for name, spider in sources().items()}


def _held(held: Index, asked: Query, source: str) -> int:
    return held.search(replace(asked, sources=(source,))).total


def _health(state: State | None, names: Sequence[str], until: datetime, now: datetime) -> Iterable[Health]:
    """As `pantau sources` says: today's, or what it would have said at the end of the period."""
    if state and until >= now:
        return conditions(state, now, names)
    return [judged(state, name, until) for name in names]


def _source(
    state: State | None,
    health: Health,
    covers: tuple[str, ...],
    since: datetime | None,
    until: datetime,
    held: int,
) -> Source:
    begun = since or _begun(state, health.source, until)
    begun = begun and max(begun, until - (LONGEST if since else OPEN) * DAY)
    ends = list(_ends(begun, until)) if begun and begun < until else []
    days = [last_day(end) for end in ends]
    found = Source(
        name=health.source,
        covers=covers,
        health=health,
        held=held,
        days=len(days),
        begun=days[0] if days else None,
    )
    if not days:
        return found
    if state is None:
        return replace(found, spans=(Span(state="unwatched", first=days[0], last=days[-1]),))
    each = states(known_of(state, health.source, ends[0], until), ends)
    return replace(found, spans=tuple(_spans(days, each)))


def _begun(state: State | None, source: str, until: datetime) -> datetime | None:
    """Since when a source is watched, for a period without a beginning."""
    first = state.first_run(source) if state else None
    return first.started_at if first and first.started_at < until else None


def _ends(since: datetime, until: datetime) -> Iterator[datetime]:
    """The ends of the days in WIB from one moment to another, the last of them that moment."""
    end = datetime.combine(since.astimezone(WIB).date() + DAY, time(), WIB)
    while end < until:
        yield end
        end += DAY
    yield until


def _spans(days: Sequence[dt.date], each: Sequence[str]) -> Iterator[Span]:
    """Days of one state in a row, where it covered nothing."""
    pairs = [(day, "unwatched" if state in IDLE else state) for day, state in zip(days, each, strict=True)]
    for state, group in groupby(pairs, key=lambda pair: pair[1]):
        held = [day for day, _ in group]
        if state != "ok":
            yield Span(state=state, first=held[0], last=held[-1])


def provinces() -> tuple[str, ...]:
    """The codes of all provinces, in order."""
    return tuple(sorted(code for code in regions.codes() if len(code) == 2))
