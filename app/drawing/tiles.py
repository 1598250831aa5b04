"""Indonesia as a grid of tiles, one a province, laid out by geography (app/drawing/data/tiles.csv)."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.drawing.fit import needed
from app.drawing.pen import MARGIN, Pen
from app.drawing.records import Tile, Tiles
from app.drawing.scale import classes, step
from app.drawing.words import figure, say, short, top
from app.wording import NOTHING

GRID = Path(__file__).with_name("data") / "tiles.csv"
GAP, TALL = 3, 0.92  # between tiles; height of a tile to its width


class Place(NamedTuple):
    """Where a province has its tile, counted from the north-west, and what stands on it."""

    column: int
    row: int
    short: str


@cache
def grid() -> dict[str, Place]:
    """Code of a province -> its place."""
    with GRID.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Place(int(row["column"]), int(row["row"]), row["short"])
            for row in csv.DictReader(file)
        }


def tiles(drawing: Tiles, pen: Pen) -> str:
    """Draw the grid with its legend; a sentence that tells it."""
    about = drawing.about
    side = (pen.width - 2 * MARGIN) / (1 + max(place.column for place in grid().values()))
    found = [tile.value for tile in drawing.tiles if tile.state == "value" and tile.value is not None]
    ends, stripes = classes(found), pen.stripes()
    for tile in drawing.tiles:
        _tile(pen, tile, side, step(tile.value, ends) if tile.value is not None and ends else 0, stripes)
    pen.bottom += side * TALL * (1 + max(place.row for place in grid().values()))
    pen.legend([*_classes(drawing, ends), *_states(drawing, stripes)])
    counted = {
        state: sum(t.state == state for t in drawing.tiles) for state in ("value", "quiet", "unsourced")
    }
    most = sorted((t for t in drawing.tiles if t.value is not None), key=lambda t: (-(t.value or 0), t.code))
    return say(
        about.language, "told.tiles", **counted, top=top(((t.name, t.value or 0) for t in most), about)
    )


def _tile(pen: Pen, tile: Tile, side: float, shade: int, stripes: str) -> None:
    place, language = grid()[tile.code], pen.about.language
    x, y = MARGIN + place.column * side, pen.bottom + place.row * side * TALL
    wide, high = side - GAP, side * TALL - GAP
    told = figure(tile.value, pen.about) if tile.value is not None else say(language, f"state.{tile.state}")
    shown = short(tile.value, pen.about) if tile.value is not None else ""
    hint = f"{tile.name}: {told}"
    if tile.state == "value":
        pen.rect(x, y, wide, high, f"s{shade}", hint, rx=3)
        ink = f"on{shade}"
    elif tile.state == "quiet":
        pen.rect(x + 0.5, y + 0.5, wide - 1, high - 1, "quiet", hint, rx=3)
        ink, shown = "soft", "0"
    else:
        pen.rect(x + 0.5, y + 0.5, wide - 1, high - 1, "bare", hint, rx=3, fill=stripes)
        pen.rect(x + 2, y + high / 2 - 15, wide - 4, 14, "paper", rx=2)
        ink, shown = "soft", NOTHING
    middle = x + wide / 2
    small = min(10.5, 10.5 * wide / needed(place.short, 10.5))
    pen.text(middle, y + high / 2 - 4, place.short, look=ink, size=small, anchor="middle")
    size = min(13, 13 * wide / needed(shown, 13, bold=True))
    if tile.state == "unsourced":
        pen.rect(middle - 8, y + high / 2 + 1, 16, 13, "paper", rx=2)
    pen.text(middle, y + high / 2 + 12, shown, look=ink, size=size, anchor="middle", bold=True)


def _classes(drawing: Tiles, ends: tuple) -> list[tuple[str, str]]:
    """A mark for each class of figures, with the least and the most that lie in it."""
    about = drawing.about
    values = sorted(t.value for t in drawing.tiles if t.value is not None and t.state == "value")
    entries = []
    for end in ends:
        own = [value for value in values if step(value, ends) == step(end, ends)]
        low, high = figure(own[0], about), figure(own[-1], about)
        words = low if low == high else say(about.language, "legend.upto", low=low, high=high)
        entries.append((f"s{step(end, ends)}", words))
    return entries


def _states(drawing: Tiles, stripes: str) -> list[tuple[str, str]]:
    language = drawing.about.language
    marks = {"quiet": "quiet", "unsourced": stripes}
    words = {
        "quiet": f"0: {say(language, 'state.quiet')}",
        "unsourced": f"–: {say(language, 'state.unsourced')}",
    }
    return [(marks[state], words[state]) for state in marks]
