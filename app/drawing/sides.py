"""Two regions or two periods side by side: what a reader names them by, and what each has of a search."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from app.coverage_words import sentences
from app.drawing.gathered import FIELD, MOST, PLACED, Asked, of_one_kind, period
from app.drawing.over_time import DAY, midnight
from app.drawing.records import Compared, Pair
from app.drawing.words import capital, say
from entities import regions
from entities.errors import BadInput
from indexer.index import Query
from indexer.names import near, places
from indexer.periods import days as days_of

Days = tuple[dt.date, dt.date]
YEAR, MONTH, WEEK = (re.compile(form, re.ASCII) for form in (r"\d{4}", r"(\d{4})-(\d{2})", r"\d{4}-W\d{2}"))
FORMS = "a province, kabupaten or kota, 2021, 2021-12, 2021-W51 or 2021-12-01..2021-12-31"


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two that are compared: its name, and the search narrowed to it."""

    name: str
    query: Query


def read_sides(asked: Asked, written: list[str]) -> tuple[Side, Side]:
    """The two sides that two words name: both regions, or both periods. BadInput for anything else."""
    if len(written) != 2:
        raise BadInput(f"two sides are compared, not {len(written)}; name each, as {FORMS}")
    spans = [read_days(one) for one in written]
    if any(spans) and not all(spans):
        raise BadInput(
            f"{written[0]!r} and {written[1]!r} are not of one kind; compare two regions or two periods"
        )
    found = [_of_days(asked, s) if s else _of_region(asked, w) for s, w in zip(spans, written, strict=True)]
    if found[0].query == found[1].query:
        raise BadInput(f"{written[0]!r} and {written[1]!r} are the same; name two")
    return found[0], found[1]


def read_days(written: str) -> Days | None:
    """The first and last day of a period as people write it; None for what is none. BadInput for an impossible one."""
    text = written.strip()
    first, dots, last = text.partition("..")
    try:
        if dots:
            span = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
            if span[0] > span[1]:
                raise ValueError
            return span
        if YEAR.fullmatch(text) or WEEK.fullmatch(text):
            return days_of(text, "year" if YEAR.fullmatch(text) else "week")
        if month := MONTH.fullmatch(text):
            start = dt.date(int(month[1]), int(month[2]), 1)
            return start, (start + 31 * DAY).replace(day=1) - DAY
    except (ValueError, OverflowError):
        raise BadInput(f"{written!r} is no period; write {FORMS}") from None
    return None


def _of_days(asked: Asked, span: Days) -> Side:
    """A period in place of the days that the search asks for."""
    query = replace(asked.query, since=midnight(span[0]), until=midnight(span[1] + DAY))
    return Side(name=period(query, asked.language), query=query)


def _of_region(asked: Asked, written: str) -> Side:
    """A region in place of those that the search asks for."""
    codes = places(written)
    if not codes:
        known = " or ".join(near(written, "place"))
        told = f"perhaps {known}" if known else f"name {FORMS}"
        raise BadInput(f"{written!r} is no side; {told}")
    name = regions.label(codes[0]) if len(codes) == 1 else written.strip()
    return Side(name=name, query=replace(asked.query, **{FIELD[PLACED[asked.query.of]]: codes}))  # type: ignore[arg-type]


def compared(asked: Asked, sides: tuple[Side, Side], facet: str = "product", most: int = MOST) -> Compared:
    """Two sides by the values of a facet, those first of which there are most on both together."""
    (left, mine), (right, theirs) = (asked.counted(side.query, facet) for side in sides)
    mine, theirs = of_one_kind(facet, mine), of_one_kind(facet, theirs)
    names = sorted({*mine, *theirs}, key=lambda value: (-mine.get(value, 0) - theirs.get(value, 0), value))
    head = say(asked.language, f"facet.{facet}")
    return Compared(
        about=asked.about_two(
            "compared", _coverage(asked, sides), facet=head, left=sides[0].name, right=sides[1].name
        ),
        head=capital(head),
        left=sides[0].name,
        right=sides[1].name,
        pairs=tuple(
            Pair(name=asked.label(facet, value), left=mine.get(value, 0), right=theirs.get(value, 0))
            for value in names[:most]
        ),
        whole=Pair(name=say(asked.language, "head.whole"), left=left, right=right),
        others=max(0, len(names) - most),
    )


def _coverage(asked: Asked, sides: tuple[Side, Side]) -> list[str]:
    """What is said of the coverage of either period, each under its name; once where both have the same."""
    if (sides[0].query.since, sides[0].query.until) == (sides[1].query.since, sides[1].query.until):
        return list(sentences(asked.covered, asked.language))
    return [
        f"{side.name}: {sentence}"
        for side in sides
        for sentence in sentences(asked.look(side.query), asked.language)
    ]
