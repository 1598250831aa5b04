"""Where the notices of one programme cannot all be right, and which of their figures are of one city only."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from entities.almanac import day_in_wib
from entities.ledger_claims import Conflict
from entities.ledger_opinions import Stated, opinions, plainest
from entities.ledger_told import Field
from entities.scheme_history import Dated
from entities.scheme_report import Notice
from entities.scheme_stages import StageKind
from entities.worth import Worth, worth

ANOTHER = 10  # sums so many times apart are of other things: a budget, a ceiling, what was sold
TENTH = Decimal("1.1")
STAGED: tuple[tuple[StageKind, Field], ...] = (("opened", "start"), ("closed", "end"))


def many_places(notices: Iterable[Notice]) -> bool:
    """True for a programme of the country that is told of in several cities: one paper's number is that of its city."""
    held = tuple(notices)
    return any(n.national for n in held) and len({code for n in held for code in n.program.places}) > 1


def conflicts(notices: tuple[Notice, ...], told: tuple[Dated, ...]) -> Iterator[Conflict]:
    """The claims of a scheme that cannot all be true; told is its history."""
    names = tuple(dict.fromkeys(n.program.name for n in notices if n.program.name and _rivals(n, notices)))
    if names:
        yield Conflict(field="name", kind="differ", values=names)
    for kind, field in STAGED:
        outvoted = {stage.of for stage in told if stage.kind == kind and not stage.shown}
        days = dict.fromkeys(s.day for s in told if s.kind == kind and s.of in outvoted and s.printed)
        if outvoted:
            yield Conflict(field=field, kind="differ", values=tuple(days))
    if not many_places(notices):
        worths = {notice.key: worth(notice.program.values, rate_day(notice)) for notice in notices}
        yield from _apart(mains(notices, worths))
        yield from _counts(notices)


def _rivals(notice: Notice, others: Iterable[Notice]) -> bool:
    """True where another notice has a name of its own too, and neither has all words of the other."""
    mine = notice.name
    names = [other.name for other in others if notice.named and other.named]
    names = [name for name in names if not (name.single and name.known == mine.known)]
    return any(not (mine.words <= name.words or name.words <= mine.words) for name in names)


def _apart(stated: list[Stated]) -> Iterator[Conflict]:
    """Sums more than a tenth apart, but not so far that they are of other things."""
    for low, high in pairwise(opinions(stated)):
        one, other = low[0][0], high[-1][0]
        if one and other / one < ANOTHER:
            factor = (other / one).quantize(Decimal("0.01"))
            values = plainest(low)[2], plainest(high)[2]
            yield Conflict(field="values", kind="factor", values=values, factor=factor)


def _counts(notices: Iterable[Notice]) -> Iterator[Conflict]:
    """Numbers of participants more than a tenth apart that are told as results; a quota and a result may differ."""
    told = (n.program.participants for n in notices if any(s.kind == "results" for s in n.stages))
    counts = sorted(count for count in told if count)
    if counts and counts[-1] > counts[0] * TENTH:
        factor = (Decimal(counts[-1]) / counts[0]).quantize(Decimal("0.01"))
        values = counts[0], counts[-1]
        yield Conflict(field="participants", kind="factor", values=values, factor=factor)


def mains(notices: Iterable[Notice], worths: dict[str, Worth]) -> list[Stated]:
    """The largest figure of each notice in rupiah."""
    found = ((notice, worths[notice.key]) for notice in notices)
    return [(w.rupiah, notice, w.stated) for notice, w in found if w.rupiah is not None and w.stated]


def rate_day(notice: Notice) -> dt.date | None:
    """The day whose rates count."""
    return notice.program.start or (notice.published_at and day_in_wib(notice.published_at))
