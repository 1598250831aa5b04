"""Figures by week or year as columns, the year before as a line; a period in which nobody watched is striped, not 0."""

import datetime as dt
from collections.abc import Iterator

from app.drawing.fit import needed
from app.drawing.pen import MARGIN, SMALL, Pen, number
from app.drawing.records import Amount, Series, Step
from app.drawing.scale import marks
from app.drawing.words import figure, say, top
from app.wording import NOTHING
from indexer.periods import days

THURSDAY = dt.timedelta(days=3)  # from the Monday of a week
HIGH = 200.0  # of the area
THICK = 26.0  # of a column, at most
ROOM = 8.0  # between the words of an axis


def series(drawing: Series, pen: Pen) -> str:
    """Draw the series; a sentence that tells it."""
    about = drawing.about
    values = [step.value for step in (*drawing.steps, *drawing.before) if step.value is not None]
    ticks = marks(max(values, default=0), whole=about.measure == "count")
    left = MARGIN + max(needed(figure(tick, about), SMALL) for tick in ticks) + 6
    area = Area(pen, left, pen.bottom + 10, float(ticks[-1]), len(drawing.steps))
    for tick in ticks:
        y = area.y(tick)
        pen.line(left, y, pen.width - MARGIN, y, "axis" if tick == 0 else "grid")
        pen.text(left - 6, y + 4, figure(tick, about), look="soft", size=SMALL, anchor="end")
    gaps = _gaps(pen, drawing, area)
    pen.path(_columns(drawing.steps, area), "one")
    if drawing.before:
        pen.path(_line(drawing.before, area), "line")
    _axis(pen, drawing, area)
    pen.bottom = area.bottom + 24
    _legend(pen, drawing, gaps)
    return _told(drawing)


class Area:
    """Where the columns stand."""

    def __init__(self, pen: Pen, left: float, top: float, most: float, count: int) -> None:
        self.left, self.top, self.bottom, self.most = left, top, top + HIGH, most
        self.each = (pen.width - MARGIN - left) / max(count, 1)

    def x(self, at: float) -> float:
        return self.left + at * self.each

    def y(self, value: Amount) -> float:
        return self.bottom - float(value) / self.most * HIGH


def _columns(steps: tuple[Step, ...], area: Area) -> str:
    """All columns as one path."""
    wide = min(THICK, area.each * 0.8)
    found = []
    for at, step in enumerate(steps):
        if step.value:
            x, high = area.x(at + 0.5) - wide / 2, area.bottom - area.y(step.value)
            found.append(f"M{_fine(x)} {number(area.bottom)}v-{_fine(high)}h{_fine(wide)}v{_fine(high)}z")
    return "".join(found)


def _fine(value: float) -> str:
    """A coordinate with two decimals: columns of many years are thin."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _line(steps: tuple[Step, ...], area: Area) -> str:
    """The middles of the periods joined, broken where nobody watched."""
    found, pen_down = [], False
    for at, step in enumerate(steps):
        if step.value is not None:
            found.append(f"{'L' if pen_down else 'M'}{number(area.x(at + 0.5))} {number(area.y(step.value))}")
            found.extend(["h0.1"] if not pen_down else [])  # a lone period shows as a point
        pen_down = step.value is not None
    return "".join(found)


def _gaps(pen: Pen, drawing: Series, area: Area) -> str:
    """Stripes over the periods in which nobody watched; what they are filled with, "" where there is none."""
    if all(step.value is not None for step in drawing.steps):
        return ""
    stripes = pen.stripes()
    for first, last in _runs(drawing.steps):
        wide = (last - first + 1) * area.each
        names = dict.fromkeys((drawing.steps[first].period, drawing.steps[last].period))
        hint = f"{' – '.join(names)}: {say(pen.about.language, 'legend.gap')}"
        pen.rect(area.x(first), area.top, wide, HIGH, "", hint, fill=stripes)
    return stripes


def _runs(steps: tuple[Step, ...]) -> Iterator[tuple[int, int]]:
    """First and last place of each stretch without a figure."""
    start = None
    for at, step in enumerate((*steps, Step(period="", value=0))):
        if step.value is None and start is None:
            start = at
        elif step.value is not None and start is not None:
            yield start, at - 1
            start = None


def _legend(pen: Pen, drawing: Series, gaps: str) -> None:
    language = drawing.about.language
    about = drawing.about
    what = about.what if about.measure == "count" else say(language, f"head.{about.measure}")
    entries = [("one", what)]
    if any(step.value is not None for step in drawing.before):
        entries = [("one", say(language, "legend.now")), ("line", say(language, "legend.before"))]
    if gaps:
        entries.append((gaps, say(language, "legend.gap")))
    pen.legend(entries)


# ---------------------------------------------------------------- the axis of time


def _axis(pen: Pen, drawing: Series, area: Area) -> None:
    """Names of years or months below the first period of each, as many as have room."""
    free = area.left
    for at, words in _names(drawing, area):
        x = area.x(at)
        wide = needed(words, SMALL)
        if x >= free and x + wide <= pen.width - MARGIN + 4:
            pen.line(x, area.bottom, x, area.bottom + 5, "axis")
            pen.text(x + 2, area.bottom + 18, words, look="soft", size=SMALL)
            free = x + wide + ROOM


def _names(drawing: Series, area: Area) -> list[tuple[int, str]]:
    """The months of a series of weeks where there is room for them, else its years; years as they are."""
    steps, language = drawing.steps, drawing.about.language
    if drawing.unit == "year":
        return [(at, step.period) for at, step in enumerate(steps)]
    by_year = area.each * 52 < 12 * 22 or len(steps) > 110
    months = say(language, "months.short").split()
    found: list[tuple[int, str]] = []
    last = None
    for at, step in enumerate(steps):
        day = days(step.period, "week")[0] + THURSDAY  # decides to which year and month a week belongs
        key = (day.year,) if by_year else (day.year, day.month)
        if key != last:
            month = (
                f"{months[day.month - 1]} {day.year}"
                if last is None or day.month == 1
                else months[day.month - 1]
            )
            found.append((at, str(day.year) if by_year else month))
            last = key
    if len(steps) <= 8 and not by_year:
        return [(at, step.period) for at, step in enumerate(steps)]
    return found


def _told(drawing: Series) -> str:
    about, steps = drawing.about, drawing.steps
    if not steps:
        return say(about.language, "told.nothing")
    ranked = sorted((s for s in steps if s.value), key=lambda s: (-(s.value or 0), s.period))
    gaps = [s.period for s in steps if s.value is None]
    return say(
        about.language, "told.series", n=len(steps), first=steps[0].period, last=steps[-1].period,
        top=top(((s.period, s.value or 0) for s in ranked[:1]), about), gaps=len(gaps) or NOTHING,
    )  # fmt: skip
