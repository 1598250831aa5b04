"""Why a candidate became no mention. Finders say it as they go; it is kept only while somebody listens.

Extracting costs nothing more for it: `rejected` does nothing outside `listening`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from entities.records import Kind


class Candidate(NamedTuple):
    """A part of a text that a finder looked at and left out; reason is a key of app/data/reasons.csv.

    whole is the text it stands in, the title or the body; start and end are code points in it.
    """

    kind: Kind
    whole: str
    start: int
    end: int
    reason: str


_heard: ContextVar[list[Candidate] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[list[Candidate]]:
    """A list that fills with what finders reject meanwhile."""
    heard: list[Candidate] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def rejected(kind: Kind, whole: str, start: int, end: int, reason: str) -> None:
    """Tell that whole[start:end] is no mention of a kind, and why."""
    heard = _heard.get()
    if heard is not None:
        heard.append(Candidate(kind, whole, start, end, reason))
