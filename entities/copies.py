"""Whether one article is a copy of another: republished, by the same address, headline or text.

A pure rule over two prints (entities/prints.py), the same whichever comes first. Which thresholds, and what they were
measured on: docs/decisions/0007-duplicates.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from entities.almanac import WIB
from entities.prints import KEYS, MOST, Print, print_of
from entities.records import By, Copy, Story

WINDOW = timedelta(days=30)  # between an article and its copy
SOON = timedelta(days=3)  # between two of one headline
ALIKE = Decimal("0.60")  # part of the shorter text that stands in the longer one
TITLED = Decimal("0.25")  # the same, where the headline is the same
MEETING = 0.15  # part of the runs kept of one text that the other must have, to be looked at closer
TOO_FEW = 8  # shingles that prove nothing
CENT = Decimal("0.01")
# So many sentences of both with another figure or name, and such a part of them, make it other news.
OTHER_FIGURES = 2, 0.34
OTHER_NAMES = 3, 0.40


@dataclass(frozen=True, kw_only=True)
class Seen:
    """An article as it is compared: its id, when it came out, its print; copy_of: the id of its first publication."""

    id: str
    moment: datetime
    print: Print
    copy_of: str | None = None

    @property
    def order(self) -> tuple[datetime, str]:
        """The first of two articles has the lesser."""
        return self.moment, self.id

    @property
    def keys(self) -> frozenset[int]:
        """See Print.keys."""
        return self.print.keys


def seen(story: Story) -> Seen:
    """A story as it is compared; learnt_at must be known."""
    first = story.copy_of.id if story.copy_of else None
    return Seen(id=story.article.id, moment=came_out(story), print=print_of(story.article), copy_of=first)


def came_out(story: Story) -> datetime:
    """The moment, in UTC, by which the first of two publications is told; learnt_at must be known.

    Without a moment of publication that of learning counts; where only the day is known, its end in WIB, so that it is
    not put before an article of a known hour.
    """
    published, read = story.article.published_at, story.article.date
    moment = published or story.learnt_at
    assert moment is not None
    if published and read and read.precision == "day":
        moment = datetime.combine(published.astimezone(WIB).date(), time.max, WIB)
    return moment.astimezone(UTC)


def likeness(one: Seen, other: Seen) -> tuple[By, Decimal] | None:
    """How one of two articles is known as a copy of the other, and the part of the shorter text that both have.

    None where neither is. The same in either order.
    """
    a, b, apart = one.print, other.print, abs(one.moment - other.moment)
    same_title = a.title == b.title != 0
    if apart > WINDOW:
        return None
    if a.url == b.url != 0:
        return "url", share(a, b)
    if not (same_title or _part(a.runs, b.runs, KEYS) >= MEETING) or is_other_news(a, b):
        return None
    shared = share(a, b)
    if same_title and apart <= SOON and shared >= TITLED:
        return "title", shared
    return ("text", shared) if shared >= ALIKE and a.runs and b.runs else None


def share(one: Print, other: Print) -> Decimal:
    """The part of the shorter text that stands in the longer one, rounded; 0 where a text is too short to tell."""
    if min(len(one.shingles), len(other.shingles)) < TOO_FEW:
        return Decimal(0)
    return Decimal(_part(one.shingles, other.shingles, MOST)).quantize(CENT)


def _part(one: Sequence[int], other: Sequence[int], most: int) -> float:
    """The part of the smaller set that is in the larger, from the smallest numbers of both, at most so many.

    What reaches further than the last number of a list that is full is not known of it, and left out of both.
    """
    upto = min((kept[-1] for kept in (one, other) if len(kept) >= most), default=None)
    left, right = ({n for n in kept if upto is None or n <= upto} for kept in (one, other))
    return len(left & right) / max(1, min(len(left), len(right)))


def is_other_news(one: Print, other: Print) -> bool:
    """Whether the same sentences have other figures or names, as in two weeks of one piece."""
    both = [(one.turns[key], other.turns[key]) for key in one.turns.keys() & other.turns.keys()]
    figures = [a != b for a, b in both if a & b & 1]
    names = [a != b for a, b in both if not a & b & 1]
    return _many(figures, *OTHER_FIGURES) or _many(names, *OTHER_NAMES)


def _many(differing: list[bool], least: int, part: float) -> bool:
    return sum(differing) >= max(least, part * len(differing))


def original(one: Seen, others: Iterable[Seen]) -> Copy | None:
    """What an article is a copy of: the first that came out before it and is like it; None where it is none."""
    for other in sorted(others, key=lambda seen: seen.order):
        if other.order >= one.order:
            return None
        if found := likeness(one, other):
            by, shared = found
            return Copy(id=other.id, by=by, similarity=shared)
    return None
