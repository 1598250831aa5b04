"""The charts of a digest: events by week, and where the goods of the week go; each with all its numbers in words."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from app.digests.document import Chart, Line, Part
from app.digests.language import Language
from app.digests.numbers import number
from app.digests.records import Digest
from app.drawing.records import About, Bar, Bars, Drawing, Series, Step

LEAST = 2  # destinations that are worth a chart


def charts(digest: Digest, says: Language) -> Iterator[Chart]:
    """Those that have something to show."""
    if any(figure and figure.value for _, figure in digest.series):
        parts = says.line("alt_series", list=_weeks(digest, says))
        yield _chart("series", _series(digest, says), parts)
    if len(digest.destinations) >= LEAST:
        told = ((Part(text=f"{says.country(code)} "), number(one, says)) for code, one in digest.destinations)
        parts = says.line("alt_destinations", list=_joined(told))
        yield _chart("destinations", _bars(digest, says), parts)


def _series(digest: Digest, says: Language) -> Series:
    steps = (
        Step(period=week.name, value=int(figure.value) if figure else None) for week, figure in digest.series
    )
    return Series(about=_about("chart_series", says), unit="week", steps=tuple(steps))


def _bars(digest: Digest, says: Language) -> Bars:
    bars = (Bar(name=says.country(code), value=int(one.value)) for code, one in digest.destinations)
    return Bars(about=_about("chart_destinations", says), head=says.text("destination"), bars=tuple(bars))


def _about(title: str, says: Language) -> About:
    return About(title=says.text(title), what=says.text("figure_events"), language=says.code)


def _chart(name: str, drawing: Drawing, parts: Line) -> Chart:
    return Chart(name=name, drawing=drawing, parts=parts)


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


def _joined(lines: Iterable[Line]) -> Line:
    made: Line = ()
    for line in lines:
        made += ((Part(text=", "),) if made else ()) + line
    return made
