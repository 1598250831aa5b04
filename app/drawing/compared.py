"""Two regions or two periods side by side: two marks a line, joined by what lies between them."""

from app.drawing.bars import nothing
from app.drawing.fit import needed
from app.drawing.pen import MARGIN, SMALL, TEXT, Pen, circle, diamond
from app.drawing.records import Compared, Pair
from app.drawing.scale import marks
from app.drawing.words import figure, say

EACH = 26.0
WIDEST = 0.38  # of the width, for the names


def compared(drawing: Compared, pen: Pen) -> str:
    """Draw the two; a sentence that tells them."""
    about, pairs = drawing.about, drawing.pairs
    pen.legend([("circle", _side(drawing, left=True)), ("diamond", _side(drawing, left=False))])
    pen.bottom += 6
    if not pairs:
        return nothing(pen)
    ticks = marks(max(max(p.left, p.right) for p in pairs), whole=about.measure == "count")
    widest = max(needed(figure(max(p.left, p.right), about), SMALL) for p in pairs) + 10
    names = min(max(needed(pair.name, TEXT) for pair in pairs), pen.width * WIDEST)
    left = MARGIN + names + 8 + widest
    room = pen.width - MARGIN - left - widest
    high = EACH * len(pairs)
    for tick in ticks:
        x = left + float(tick / ticks[-1]) * room
        pen.line(x, pen.bottom, x, pen.bottom + high, "axis" if tick == 0 else "grid")
        pen.text(x, pen.bottom + high + 15, figure(tick, about), look="soft", size=SMALL, anchor="middle")
    for pair in pairs:
        y = pen.bottom + EACH / 2
        places = [left + float(value) / float(ticks[-1]) * room for value in (pair.left, pair.right)]
        pen.text(MARGIN + names, y + 4.5, pair.name, anchor="end", room=names)
        _pair(pen, pair, places, y)
        pen.bottom += EACH
    pen.bottom += 20
    return say(
        about.language, "told.compared", left=drawing.left, right=drawing.right, n=len(pairs),
        whole=f"{figure(drawing.whole.left, about)}, {figure(drawing.whole.right, about)}",
    )  # fmt: skip


def _side(drawing: Compared, *, left: bool) -> str:
    """What a mark stands for, with all that was found on its side."""
    name, value = (drawing.left, drawing.whole.left) if left else (drawing.right, drawing.whole.right)
    return f"{name}: {figure(value, drawing.about)} {drawing.about.what}"


def _pair(pen: Pen, pair: Pair, places: list[float], y: float) -> None:
    """Two marks, one in the other where they are equal; the smaller's figure before it, the larger's behind."""
    same = pair.left == pair.right
    pen.line(places[0], y, places[1], y, "between")
    diamond(pen, places[1], y, 9 if same else 6)
    circle(pen, places[0], y, 4 if same else 6)
    (low, less), (high, more) = sorted(zip(places, (pair.left, pair.right), strict=True))
    if not same:
        pen.text(low - 10, y + 4, figure(less, pen.about), look="soft", size=SMALL, anchor="end")
    pen.text(high + 12, y + 4, figure(more, pen.about), size=SMALL, bold=True)
