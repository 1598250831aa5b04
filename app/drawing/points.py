"""Kabupaten and kota as bubbles at their points in a frame of degrees; no coast, as no free outline is packaged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import sqrt

from app.drawing.fit import named, needed
from app.drawing.pen import MARGIN, Pen, number
from app.drawing.records import Points, Spot
from app.drawing.scale import radius
from app.drawing.words import figure, say, top

WEST, EAST, NORTH, SOUTH = 94.5, 141.5, 6.5, -11.5  # the frame, in degrees
EVERY = 5  # degrees between lines
# Radius of the largest bubble; of one for a single match where none is larger than that.
LARGEST, ONE = 24.0, 6.0
LABELS, SIZE = 14, 11.5  # how many are named where there is room, and how large
WIDEST = 220.0  # of a name
CROWD = 60  # bubbles that no name may cover
SHORT = ("Kabupaten ", "Kab. ")


@dataclass(frozen=True)
class Box:
    """Room that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def meets_any(self, others: Iterable["Box"]) -> bool:
        """Whether it overlaps any of them."""
        return any(self.meets(other) for other in others)

    def within(self, other: "Box") -> bool:
        """Whether it lies inside another whole."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Bubble:
    """A spot on the sheet."""

    spot: Spot
    x: float
    y: float
    r: float

    @property
    def box(self) -> Box:
        return Box(self.x - self.r, self.y - self.r, self.x + self.r, self.y + self.r)


def points(drawing: Points, pen: Pen) -> str:
    """Draw the map; a sentence that tells it."""
    about = drawing.about
    wide = pen.width - 2 * MARGIN
    high = wide * (NORTH - SOUTH) / (EAST - WEST)
    frame = Box(MARGIN, pen.bottom, MARGIN + wide, pen.bottom + high)
    _frame(pen, frame)
    if drawing.dots:
        places = (_place(frame, lat, lon) for lat, lon in drawing.dots)
        pen.path("".join(f"M{number(x)} {number(y)}h0" for x, y in places), "dots")
    bubbles = _bubbles(drawing, frame)
    for one in bubbles:
        pen.circle(one.x, one.y, one.r, "bubble", f"{one.spot.name}: {figure(one.spot.value, about)}")
    _labels(pen, bubbles, frame)
    pen.bottom = frame.bottom + 4
    most = top(((s.name, s.value) for s in drawing.ranked), about)
    return say(about.language, "told.points", n=len(bubbles), top=most)


def _place(frame: Box, lat: float, lon: float) -> tuple[float, float]:
    """Degrees to the sheet; near the equator a degree is as long either way."""
    x = frame.left + (lon - WEST) / (EAST - WEST) * (frame.right - frame.left)
    y = frame.top + (NORTH - lat) / (NORTH - SOUTH) * (frame.bottom - frame.top)
    return min(max(x, frame.left), frame.right), min(max(y, frame.top), frame.bottom)


def _frame(pen: Pen, frame: Box) -> None:
    pen.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top, "grid")
    for lon in range(95, int(EAST), EVERY):
        x, _ = _place(frame, 0, lon)
        pen.line(x, frame.top, x, frame.bottom, "grid")
        if lon > 95:
            pen.text(x + 3, frame.bottom - 4, f"{lon}°", look="soft", size=10)
    for lat in range(-10, int(NORTH) + 1, EVERY):
        _, y = _place(frame, lat, WEST)
        pen.line(frame.left, y, frame.right, y, "axis" if lat == 0 else "grid")
        pen.text(frame.left + 3, y - 3, f"{lat}°".replace("-", "−"), look="soft", size=10)


def _bubbles(drawing: Points, frame: Box) -> list[Bubble]:
    """Largest first, so that small ones lie on top."""
    most = max((spot.value for spot in drawing.spots), default=0)
    largest = min(LARGEST, ONE * sqrt(float(most)))
    return [
        Bubble(spot, *_place(frame, spot.lat, spot.lon), radius(spot.value, most, largest))
        for spot in drawing.ranked
        if spot.lat is not None and spot.lon is not None
    ]


def _labels(pen: Pen, bubbles: list[Bubble], frame: Box) -> None:
    """Names of the largest, where there is room beside other names and bubbles; the table has all of them."""
    room = Box(frame.left, frame.top, frame.right, frame.bottom - SIZE - 3)  # degrees stand along the edge
    names: list[Box] = []
    shown = 0
    for one in bubbles[:CROWD]:
        words = named(one.spot.name.replace(*SHORT), figure(one.spot.value, pen.about), WIDEST, SIZE)
        wide = needed(words, SIZE)
        crowd = [other.box for other in bubbles[:CROWD] if other is not one]
        for box, line in _sides(one, wide):
            if (
                box.within(room)
                and not box.meets_any((*names, *crowd))
                and not (line and line.meets_any(names))
            ):
                if line:
                    pen.line(one.x, line.top, one.x, line.bottom, "leader")
                pen.text(box.left, box.bottom - 3, words, size=SIZE)
                names += [box, line] if line else [box]
                shown += 1
                break
        if shown == LABELS:
            return


def _sides(one: Bubble, wide: float) -> Iterator[tuple[Box, Box | None]]:
    """Where a label may stand: beside, above, below, off the corners; then farther off, joined by a line."""
    high, near = SIZE + 3, one.r + 3
    for x, y in (
        (near, -high / 2),
        (-near - wide, -high / 2),
        (-wide / 2, -near - high),
        (-wide / 2, near),
        (near * 0.7, -near * 0.7 - high),
        (-near * 0.7 - wide, -near * 0.7 - high),
        (near * 0.7, near * 0.7),
        (-near * 0.7 - wide, near * 0.7),
    ):
        yield Box(one.x + x, one.y + y, one.x + x + wide, one.y + y + high), None
    for away, slant in product(range(18, 130, 14), (0.02, 0.98, 0.5)):
        left, up, down = one.x - wide * slant, one.y - near - away, one.y + near + away
        yield Box(left, up - high, left + wide, up), Box(one.x - 1, up, one.x + 1, one.y)
        yield Box(left, down, left + wide, down + high), Box(one.x - 1, one.y, one.x + 1, down)
