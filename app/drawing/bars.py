"""The largest of a kind as bars, each with its name and figure."""

from app.drawing.fit import needed
from app.drawing.pen import MARGIN, TEXT, Pen
from app.drawing.records import Bars
from app.drawing.words import figure, say, top

HIGH, EACH = 17.0, 26.0  # of a bar, and from one to the next
WIDEST = 0.42  # of the width, for the names


def bars(drawing: Bars, pen: Pen) -> str:
    """Draw the bars; a sentence that tells them."""
    about = drawing.about
    if not drawing.bars:
        return nothing(pen)
    names = min(max(needed(bar.name, TEXT) for bar in drawing.bars), pen.width * WIDEST)
    figures = max(needed(figure(bar.value, about), TEXT, bold=True) for bar in drawing.bars)
    left = MARGIN + names + 8
    room = pen.width - MARGIN - left - figures - 6
    most = float(max(bar.value for bar in drawing.bars)) or 1.0
    for bar in drawing.bars:
        y, wide = pen.bottom + (EACH - HIGH) / 2, float(bar.value) / most * room
        pen.text(left - 8, y + 13, bar.name, anchor="end", room=names)
        pen.rect(left, y, max(wide, 1), HIGH, "one", f"{bar.name}: {figure(bar.value, about)}")
        pen.text(left + wide + 6, y + 13, figure(bar.value, about), bold=True)
        pen.bottom += EACH
    pen.line(left, pen.bottom - EACH * len(drawing.bars), left, pen.bottom, "axis")
    shown = top(((bar.name, bar.value) for bar in drawing.bars), about)
    return say(about.language, "told.bars", n=len(drawing.bars), top=shown)


def nothing(pen: Pen) -> str:
    """Say that there is nothing to draw."""
    told = say(pen.about.language, "told.nothing")
    pen.bottom += 24
    pen.text(MARGIN, pen.bottom - 6, told, look="soft")
    return told
