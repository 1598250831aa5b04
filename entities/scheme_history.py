"""The history of a programme: its stages as all notices tell them, each with its day; and whether it is open on a day.

A stage that is told without its day is the one of that kind that was told before it, where there is one. Of two printed
days that dispute one stage the one of most independent sources is shown; of an opening's last day too.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from entities.gazetteer import table
from entities.ledger_claims import Telling
from entities.ledger_opinions import independent, is_official
from entities.ledger_told import Said
from entities.scheme_levels import TABLE
from entities.scheme_report import Notice
from entities.scheme_stages import KINDS, Of, Stage, StageKind

State = Literal["announced", "open", "closed", "unknown"]
Why = Literal[
    "before opening",
    "until",
    "no last day",
    "last day over",
    "told closed",
    "results",
    "announced",
    "too long ago",
    "nothing told",
]
OPENS = frozenset({"opened", "extended", "closed"})  # what tells when one may sign up or take part
Told = tuple[Notice, Stage]


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A stage of a programme.

    day is the printed one, else (printed False) the first day of publication. until: the last day told with it. sources
    are independent; official: a sentence names someone who speaks for the state. shown False: another day of the same
    stage has more sources.
    """

    kind: StageKind
    of: Of
    day: dt.date
    printed: bool
    until: dt.date | None
    tellings: tuple[Telling, ...]
    sources: int
    official: bool
    shown: bool = True


@dataclass(frozen=True, kw_only=True)
class Status:
    """Whether a programme is open on a day, and what that rests on.

    of: whether that is of signing up or of the programme itself. since: first day of what is open; closes: its last,
    None where none is told. rests: the stage that tells it, None where nothing does.
    """

    state: State
    why: Why
    of: Of | None = None
    since: dt.date | None = None
    closes: dt.date | None = None
    rests: Dated | None = None


@dataclass
class _Group:
    """Tellings of one stage."""

    kind: StageKind
    of: Of
    day: dt.date
    printed: bool
    told: list[Told] = field(default_factory=list)


def history(notices: Iterable[Notice]) -> tuple[Dated, ...]:
    """The stages by day, in the order of KINDS on one day; the same in whatever order the notices come."""
    told = [(notice, stage) for notice in sorted(notices, key=lambda n: n.order) for stage in notice.stages]
    groups: list[_Group] = []
    for notice, stage in sorted(told, key=_first):
        group = next((g for g in groups if _same(g, stage)), None)
        if group is None:
            group = _Group(stage.kind, stage.of, stage.day, stage.printed)
            groups.append(group)
        if stage.of == "registration":
            group.of = stage.of
        group.told.append((notice, stage))
    stages = [_dated(group) for group in groups]
    shown = (replace(one, shown=not any(_outvotes(other, one) for other in stages)) for one in stages)
    return tuple(sorted(shown, key=lambda s: (s.day, KINDS.index(s.kind), s.of)))


def _first(told: Told) -> tuple[bool, dt.date, bool, str]:
    """Printed days before those of publication; the earliest first, signing up before the programme."""
    notice, stage = told
    return not stage.printed, stage.day, stage.of != "registration", notice.key


def _same(group: _Group, stage: Stage) -> bool:
    """Whether a stage is one that a group tells of."""
    if group.kind != stage.kind:
        return False
    if stage.kind == "extended" and stage.until and (untils := _untils(group)):
        return stage.until in untils
    if stage.printed:
        return group.day == stage.day or _overlapping(group, stage)
    if stage.kind == "announced":
        return True
    after = (stage.day - group.day).days
    if stage.kind in ("opened", "closed"):
        return after >= 0 or (stage.until is not None and stage.until in _untils(group))
    days: int = table(TABLE)["rival" if stage.kind == "results" else "round"]
    return 0 <= after <= days


def _untils(group: _Group) -> set[dt.date]:
    return {stage.until for _, stage in group.told if stage.until}


def _overlapping(group: _Group, stage: Stage) -> bool:
    """One last day, of the same thing: two prints of its first day."""
    return stage.of == group.of and stage.until in _untils(group) and abs((stage.day - group.day).days) <= 1


def _dated(group: _Group) -> Dated:
    notices = [notice for notice, _ in group.told]
    says = (Said(field="start", value=s.day, sentence=s.sentence) for _, s in group.told)
    return Dated(
        kind=group.kind,
        of=group.of,
        day=group.day,
        printed=group.printed,
        until=_until(group.told),
        tellings=tuple(_tellings(group.told)),
        sources=independent(notices),
        official=any(map(is_official, says)),
    )


def _tellings(told: Sequence[Told]) -> Iterator[Telling]:
    for notice, stage in sorted(told, key=lambda pair: pair[0].order):
        printed = stage.day.isoformat() if stage.printed else ""
        yield Telling(
            report=notice.key, source=notice.source, url=notice.url, printed=printed, sentence=stage.sentence
        )


def _until(told: Sequence[Told]) -> dt.date | None:
    """The last day of most independent sources, of equals the one told last: it is the newest word."""
    days = {stage.until for _, stage in told if stage.until}
    by = {day: [notice for notice, stage in told if stage.until == day] for day in days}
    return max(days, key=lambda day: (independent(by[day]), max(n.order for n in by[day]), day), default=None)


def _outvotes(one: Dated, other: Dated) -> bool:
    """Whether a printed day of the same stage, near enough to be a dispute, has more for it."""
    if one is other or (one.kind, one.of) != (other.kind, other.of) or one.kind in ("extended", "results"):
        return False
    near = 0 < abs((one.day - other.day).days) <= table(TABLE)["rival"]
    return near and one.printed and _weight(one) < _weight(other)


def _weight(one: Dated) -> tuple[bool, int, bool, dt.date]:
    return not one.printed, -one.sources, not one.official, one.day


# ---------------------------------------------------------------- open or not


def status(stages: Sequence[Dated], on: dt.date, *, goes_on: bool = False) -> Status:
    """Whether it is open on a day: signing up where anything is told of it, else the programme itself.

    goes_on: what runs until someone ends it, a facility or fund; it is taken to be open for `stale` days after it was
    last told of. Anything else of which no last day is told is unknown once `fresh` days have passed.
    """
    shown = [stage for stage in stages if stage.shown]
    last = max((stage.day for stage in shown if stage.day <= on), default=on)
    goes_on = goes_on and (on - last).days <= table(TABLE)["stale"]
    of: Of = "registration" if any(s.of == "registration" and s.kind in OPENS for s in shown) else "programme"
    opened = [s for s in shown if s.kind == "opened" and s.of == of]
    begun = [s for s in opened if s.day <= on]
    if begun:
        return _since(begun[-1], shown, on, goes_on=goes_on)
    if opened:
        first = opened[0]
        return Status(
            state="announced", why="before opening", of=of, since=first.day, closes=first.until, rests=first
        )
    return _without_opening(shown, of, on, goes_on=goes_on)


def _since(opened: Dated, shown: Sequence[Dated], on: dt.date, *, goes_on: bool) -> Status:
    """The status from the last opening on: to its last day, or the one to which it was extended since."""
    after = [s for s in shown if s.day >= opened.day and s is not opened]
    extended = [s for s in after if s.until and s.kind == "extended"]
    if extended or opened.until:
        last = max([opened, *extended], key=lambda s: s.until or s.day)
        return _until_last(last, last.until or last.day, opened, on)
    closed = [s for s in after if s.kind == "closed" and s.of == opened.of]
    if closed:
        return _until_last(closed[0], closed[0].day, opened, on)
    results = [s for s in after if s.kind == "results" and s.day <= on]
    if results and not goes_on:
        return Status(state="closed", why="results", of=opened.of, since=opened.day, rests=results[0])
    fresh = goes_on or (on - opened.day).days <= table(TABLE)["fresh"]
    return Status(
        state="open" if fresh else "unknown",
        why="no last day" if fresh else "too long ago",
        of=opened.of,
        since=opened.day,
        rests=opened,
    )


def _until_last(stage: Dated, last: dt.date, opened: Dated, on: dt.date) -> Status:
    """Open to the last day, that day too; over from the day on which it is told to be over."""
    why: Why = "until" if on <= last else "told closed" if stage.kind == "closed" else "last day over"
    state: State = "open" if on <= last else "closed"
    return Status(state=state, why=why, of=opened.of, since=opened.day, closes=last, rests=stage)


def _without_opening(shown: Sequence[Dated], of: Of, on: dt.date, *, goes_on: bool) -> Status:
    """The status where no opening is told: by the last day, by what is over, or by an announcement."""
    lasts = [(s, s.until or s.day) for s in shown if s.kind in OPENS - {"opened"} and s.of == of]
    told = [(s, last) for s, last in lasts if s.kind == "closed" or s.until]
    if told and (of == "registration" or told[-1][1] < on):
        stage, last = max(told, key=lambda pair: pair[1])
        return replace(_until_last(stage, last, stage, on), since=None)
    results = [s for s in shown if s.kind == "results" and s.day <= on]
    if results:
        state: State = "open" if goes_on else "closed"
        return Status(state=state, why="no last day" if goes_on else "results", rests=results[-1])
    announced = [s for s in shown if s.kind == "announced" and s.day <= on]
    if not announced:
        return Status(state="unknown", why="nothing told")
    fresh = (on - announced[-1].day).days <= table(TABLE)["reach"]
    return Status(
        state="announced" if fresh else "unknown",
        why="announced" if fresh else "too long ago",
        rests=announced[-1],
    )
