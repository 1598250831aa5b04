"""Which reports are compared at all: those that share a place and a week, a text, a firm, or, where one does not
say where the goods come from, goods and country or a sum.

Each report is known by some keys and looks for some; one report finds another exactly where that one finds it.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import log10

from entities.gazetteer import table
from entities.ledger_pairs import CITY, bare_name
from entities.ledger_report import TABLE, Report

DAYS = 7  # of a bucket
HIGHEST = 200  # step, 10^20 rupiah
Key = tuple[str | int, ...]


def keys(report: Report) -> tuple[set[Key], set[Key]]:
    """What a report is known by, and what it looks for."""
    known: set[Key] = {("text", report.first)}
    sought = set(known)
    for bucket in buckets(report):
        for key in _firm(report):
            known.add((*key, bucket))
            sought.add((*key, bucket))
        for key, wanted in _places(report) if report.release.origins else _nowhere(report):
            known.add((*key, bucket))
            sought.update((*one, bucket) for one in wanted)
        if report.release.origins:
            for key, wanted in _somewhere(report):
                known.add((*key, bucket))
                sought.update((*one, bucket) for one in wanted)
    return known, sought


def buckets(report: Report) -> Iterable[int]:
    """The weeks that the days of a report, and those told badly around them, fall in."""
    if report.window is None:
        return ()
    late = table(TABLE)["late"]
    first, last = report.window[0] - late, report.window[1] + late
    return range(first // DAYS, last // DAYS + 1)


def _firm(report: Report) -> Iterator[Key]:
    if report.firm:
        yield ("firm", *sorted(report.firm))


def _places(report: Report) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """A city by its name, which kota and kabupaten share, and by its province; a province for all within."""
    for code in report.release.origins:
        province = code[:2]
        if len(code) == CITY:
            yield ("city", bare_name(code) or code), (("city", bare_name(code) or code),)
            yield ("within", province), (("province", province),)
        else:
            yield ("province", province), (("province", province), ("within", province))


def _somewhere(report: Report) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """How a report with an origin is found by one without."""
    for key in _goods(report):
        yield ("placed", *key), (("unplaced", *key),)


def _nowhere(report: Report) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    for key in _goods(report):
        yield ("unplaced", *key), (("placed", *key), ("unplaced", *key))


def _goods(report: Report) -> Iterator[Key]:
    """Goods with a country, and sums: by their order of magnitude, with those beside it."""
    kinds = {*report.headings, *(word for words in report.goods for word in words)}
    yield from (("sent", kind, country) for kind in kinds for country in report.release.destinations)
    steps = {step for low, high in report.sums for step in range(_step(low), _step(high) + 1)}
    yield from (("sum", step) for step in steps)


def _step(amount: Decimal) -> int:
    """Which of the steps, ten a decade, an amount is on; what nobody pays is on the ends."""
    return min(int(log10(amount) * 10), HIGHEST) if amount > 1 else 0
