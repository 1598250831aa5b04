"""The charts of a digest: events by week, and where the goods of the week go; each with all its numbers in words."""

from collections.abc import Iterator
from itertools import groupby

from app.digests.document import Chart, Line, Part, plain
from app.digests.language import Language
from app.digests.numbers import number
from app.digests.records import Digest

LEAST = 2  # destinations that are worth a chart


def charts(digest: Digest, says: Language) -> Iterator[Chart]:
    """Those that have something to show."""
    if any(figure and figure.value for _, figure in digest.series):
        yield _chart("series", says.line("alt_series", list=_weeks(digest, says)))
    if len(digest.destinations) >= LEAST:
        parts = (
            (Part(text=f"{says.country(code)} "), number(one, says)) for code, one in digest.destinations
        )
        yield _chart("destinations", says.line("alt_destinations", list=_joined(parts)))


def _weeks(digest: Digest, says: Language) -> Line:
    """Each week with its number; weeks that nobody watched together."""
    lines: list[Line] = []
    for seen, together in groupby(digest.series, key=lambda pair: pair[1] is not None):
        weeks = list(together)
        if not seen:
            names = dict.fromkeys((weeks[0][0].name, weeks[-1][0].name))
            lines.append(says.line("unwatched_weeks", weeks="–".join(names)))
        lines += [(Part(text=f"{week.name} "), number(one, says)) for week, one in weeks if one]
    return _joined(lines)


def _chart(name: str, parts: Line) -> Chart:
    return Chart(name=name, alt=plain(parts), svg="", png=b"", width=0, height=0, parts=parts)


def _joined(lines: "Iterator[Line] | list[Line]") -> Line:
    made: Line = ()
    for line in lines:
        made += ((Part(text=", "),) if made else ()) + line
    return made
