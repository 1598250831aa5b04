"""So many at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in their order, so many at a time; no more are taken than are given."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
