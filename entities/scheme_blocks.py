"""Which notices are compared at all: those that share a text, a word of a name within a year, or, where one has no
name of its own, a place and a month.

Each notice is known by some keys and looks for some; one notice finds another exactly where that one finds it.
"""

from collections.abc import Iterable, Iterator

from entities.gazetteer import table
from entities.ledger_blocks import Key
from entities.scheme_levels import TABLE
from entities.scheme_report import Notice

YEAR = 100  # days of a bucket


def keys(notice: Notice) -> tuple[set[Key], set[Key]]:
    """What a notice is known by, and what it looks for."""
    known: set[Key] = {("text", notice.first)}
    if notice.standing:
        known.add(("standing", notice.name.known or "", notice.year or 0))
        return known, known
    sought = set(known)
    for key in _named(notice) if notice.named else ():
        known.add(key)
        sought.add(key)
    for bucket in _buckets(notice, table(TABLE)["near"] // 2 + 1, table(TABLE)["month"]):
        for key, wanted in _places(notice):
            known.add(("own" if notice.named else "general", *key, bucket))
            sought.update(("general", *one, bucket) for one in wanted)
            if not notice.named:
                sought.update(("own", *one, bucket) for one in wanted)
    return known, sought


def _named(notice: Notice) -> Iterator[Key]:
    """The words and initials of a name, each with the times in which another notice may have it."""
    words = set() if notice.name.general else {*notice.name.words, notice.short.casefold()} - {""}
    if notice.name.single:
        words.add(notice.name.known or "")
    times = [*_times(notice), *(("of", year) for year in notice.years)]
    if notice.lasting:
        times.append(("lasting", 0))
    yield from (("word", word, *time) for word in words for time in times)


def _times(notice: Notice) -> Iterator[tuple[str, int]]:
    """The buckets of days, half of the farthest distance added on either side."""
    yield from (("at", bucket) for bucket in _buckets(notice, table(TABLE)["reach"] // 2 + 1, YEAR))


def _places(notice: Notice) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """A city by its code and its province; a province for all within."""
    for code in notice.program.places:
        province = code[:2]
        if code == province:
            yield ("province", code), (("province", code), ("within", code))
        else:
            yield ("city", code), (("city", code),)
            yield ("within", province), (("province", province),)


def _buckets(notice: Notice, more: int, size: int) -> Iterable[int]:
    if notice.window is None:
        return ()
    return range((notice.window[0] - more) // size, (notice.window[1] + more) // size + 1)
