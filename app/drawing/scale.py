"""Scales: classes of a colour, round marks of an axis, radii whose area is the figure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import ceil, floor, log10, sqrt

from app.drawing.records import Amount
from app.drawing.style import STEPS

ROUND = (1, 2, 2.5, 5, 10)


def classes(values: Iterable[Amount]) -> tuple[Amount, ...]:
    """The upper ends of at most five classes, rising; figures of one class look alike.

    Each class takes as many of the different figures as the others, as near as that goes: news is very uneven.
    """
    known = sorted(set(values))
    if len(known) <= STEPS:
        return tuple(known)
    return tuple(known[ceil(len(known) * n / STEPS) - 1] for n in range(1, STEPS + 1))


def step(value: Amount, ends: Sequence[Amount]) -> int:
    """The class of a figure as a step of the colours, 1 to 5; few classes are spread over them."""
    place = next(at for at, end in enumerate(ends) if value <= end)
    return STEPS if len(ends) == 1 else 1 + round(place * (STEPS - 1) / (len(ends) - 1))


def marks(most: Amount, wanted: int = 4, whole: bool = True) -> list[Decimal]:
    """Round figures from 0 to at least `most`, about as many as wanted; whole ones where figures are counts."""
    rough = float(most) / wanted
    if rough <= 0:
        return [Decimal(0), Decimal(1)]
    scale = 10 ** floor(log10(rough))
    size = Decimal(str(next(r for r in ROUND if r * scale >= rough * (1 - 1e-9)))) * Decimal(10) ** floor(
        log10(rough)
    )
    size = max(Decimal(1), Decimal(ceil(size))) if whole else size
    return [size * n for n in range(ceil(Decimal(most) / size) + 1)]


def radius(value: Amount, most: Amount, largest: float, least: float = 3) -> float:
    """The radius of a circle whose area is to the largest as the figures are."""
    return max(least, largest * sqrt(float(value) / float(most))) if most else least
