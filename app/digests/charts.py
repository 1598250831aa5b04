"""The charts of a digest: events by week, and where the goods of the week go."""

from collections.abc import Iterator

from app.digests.document import Chart, Line, Part
from app.digests.language import Language
from app.digests.numbers import number
from app.digests.records import Digest


def charts(digest: Digest, says: Language) -> Iterator[Chart]:
    """Each with all its numbers in words, for those who do not see it."""
    if any(figure.value for _, figure in digest.series):
        parts = _joined([(Part(text=f"{week.name} "), number(one, says)) for week, one in digest.series])
        yield _chart("series", says.line("alt_series", list=parts))
    if len(digest.destinations) > 1:
        parts = _joined(
            [(Part(text=f"{says.country(code)} "), number(one, says)) for code, one in digest.destinations]
        )
        yield _chart("destinations", says.line("alt_destinations", list=parts))


def _chart(name: str, parts: Line) -> Chart:
    alt = "".join(part.text for part in parts)
    return Chart(name=name, alt=alt, svg="", png=b"", width=0, height=0, parts=parts)


def _joined(lines: list[Line]) -> Line:
    made: Line = ()
    for line in lines:
        made += ((Part(text=", "),) if made else ()) + line
    return made
