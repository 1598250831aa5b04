"""How near an extraction comes to an annotation, counted as docs/data-contract.md sets out the fields.

A mention kind is a set per article; a record (release, programme) is paired with the annotated one it shares most
with. Names agree when at least half of all their stemmed words are common, sums within a thousandth.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from snowballstemmer import stemmer

Json = dict[str, Any]
Same = Callable[[Any, Any], bool]
FILLERS = frozenset({"dan", "atau", "serta", "dari", "asal", "untuk", "yang"})
TOPICS = ("export_release", "program")
KEYS = {  # kind -> what makes two mentions of it one
    "city": ("code",),
    "province": ("code",),
    "country": ("code",),
    "product": ("name",),
    "value": ("amount", "currency"),
    "quantity": ("amount", "unit"),
    "program": ("name",),
}
WITH_ROLE = ("city", "province", "country", "product", "value")
RECORDS = {
    "release": ("date", "origins", "destinations", "products", "values", "quantities"),
    "programme": ("name", "agency", "kind", "places", "start", "end", "values", "participants"),
}
LISTED = {"release": "releases", "programme": "programs"}


@dataclass
class Tally:
    """Counts of one row: how many agree, of how many annotated and how many found."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, right: int, gold: int, found: int) -> None:
        """Counts in another article."""
        self.right += right
        self.gold += gold
        self.found += found

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0


_stem = stemmer("indonesian")


@cache
def stems(name: str) -> frozenset[str]:
    """The stemmed words of a name that carry meaning."""
    return frozenset(_stem.stemWords([w for w in re.findall(r"\w+", name.casefold()) if w not in FILLERS]))


def alike(a: str, b: str) -> bool:
    """True where at least half of all words of two names are common to both."""
    both = stems(a) & stems(b)
    return bool(both) and 2 * len(both) >= len(stems(a) | stems(b))


def _named(a: Json, b: Json) -> bool:
    return any(alike(x, y) for x in (a["name"], a["text"]) for y in (b["name"], b["text"]))


def _near(a: float, b: float, share: float) -> bool:
    return abs(a - b) <= share * max(abs(a), abs(b))


def _sums(a: Json, b: Json) -> bool:
    return bool(a["currency"] == b["currency"]) and _near(a["amount"], b["amount"], 1e-3)


def _amounts(a: Json, b: Json) -> bool:
    return bool(a["unit"] == b["unit"]) and _near(a["amount"], b["amount"], 1e-9)


SAME: dict[str, Same] = {
    "product": _named,
    "program": _named,
    "value": _sums,
    "quantity": _amounts,
    "products": alike,
    "values": _sums,
    "quantities": _amounts,
    "name": alike,
    "agency": alike,
}


def _of_kind(kind: str, role: bool) -> Same:
    """How two mentions of a kind are compared, with their roles or without."""
    same = SAME.get(kind, lambda a, b: bool(a["code"] == b["code"]))
    return (lambda a, b: a["role"] == b["role"] and same(a, b)) if role else same


def matched(gold: Sequence[Any], found: Sequence[Any], same: Same) -> int:
    """How many of each side can be paired with one of the other at most (augmenting paths)."""
    taken: dict[int, int] = {}

    def place(at: int, seen: set[int]) -> bool:
        for n in range(len(gold)):
            if n in seen or not same(gold[n], found[at]):
                continue
            seen.add(n)
            if n not in taken or place(taken[n], seen):
                taken[n] = at
                return True
        return False

    return sum(place(at, set()) for at in range(len(found)))


def _distinct(mentions: Iterable[Json], kind: str, role: bool) -> list[Json]:
    """The mentions of a kind, each key once."""
    keys = (*KEYS[kind], *(["role"] if role else []))
    chosen = (m for m in mentions if m["kind"] == kind)
    return list({tuple(_plain(m[key]) for key in keys): m for m in chosen}.values())


def _plain(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _entries(record: Json, field: str) -> list[Any]:
    """A field of a record as a list; nothing where it is not told."""
    value = record.get(field)
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _shared(gold: Json, found: Json, fields: Sequence[str]) -> Counter[str]:
    """How many entries of each field two records share."""
    pairs = (
        (f, _entries(gold, f), _entries(found, f), SAME.get(f, lambda a, b: bool(a == b))) for f in fields
    )
    return Counter({field: matched(a, b, same) for field, a, b, same in pairs})


def paired(gold: list[Json], found: list[Json], fields: Sequence[str]) -> list[Counter[str]]:
    """What each pair of records shares, paired one to one for the greatest sum."""
    table = [[_shared(g, f, fields) for f in found] for g in gold]

    @cache
    def best(at: int, free: frozenset[int]) -> tuple[int, tuple[tuple[int, int], ...]]:
        if at == len(gold):
            return 0, ()
        ways = [best(at + 1, free)]
        for n in sorted(free):
            if gain := table[at][n].total():
                total, rest = best(at + 1, free - {n})
                ways.append((total + gain, ((at, n), *rest)))
        return max(ways, key=lambda way: way[0])

    return [table[g][f] for g, f in best(0, frozenset(range(len(found))))[1]]


Counted = Iterator[tuple[str, int, int, int]]


def _mentions(gold: Json, found: Json) -> Counted:
    for kind in KEYS:
        for role in (False, True) if kind in WITH_ROLE else (False,):
            a, b = (_distinct(side["mentions"], kind, role) for side in (gold, found))
            counts = matched(a, b, _of_kind(kind, role)), len(a), len(b)
            yield kind + "+role" * role, *counts
            if not role:
                yield "mentions", *counts
            if role or kind not in WITH_ROLE:
                yield "mentions+role", *counts


def _topics(gold: Json, found: Json) -> Counted:
    for topic in TOPICS:
        a, b = topic in gold["topics"], topic in found["topics"]
        yield f"topic {topic}", a and b, a, b


def _records(gold: Json, found: Json) -> Counted:
    for row, fields in RECORDS.items():
        a, b = (side.get(LISTED[row], []) for side in (gold, found))
        pairs = paired(a, b, fields)
        yield row, len(pairs), len(a), len(b)
        for field in fields:
            sizes = (sum(len(_entries(record, field)) for record in side) for side in (a, b))
            counts = (sum(pair[field] for pair in pairs), *sizes)
            yield f"{row} {field}", *counts
            yield f"{row}s pooled", *counts


def score(gold: dict[str, Json], found: dict[str, Json]) -> dict[str, Tally]:
    """The counts of every row over articles: annotations and extractions by the id of the article."""
    rows: dict[str, Tally] = {}
    for key, told in gold.items():
        for part in (_mentions, _topics, _records):
            for row, *counts in part(told, found[key]):
                rows.setdefault(row, Tally()).add(*counts)
    return rows
