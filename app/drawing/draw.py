"""A drawing as SVG text, and as a picture for mail and documents."""

from collections.abc import Callable

from app.drawing.bars import bars
from app.drawing.compared import compared
from app.drawing.flows import flows
from app.drawing.fonts import FAMILY, FILES
from app.drawing.pen import Pen
from app.drawing.points import points
from app.drawing.records import Bars, Compared, Drawing, Flows, Points, Series, Tiles
from app.drawing.series import series
from app.drawing.table import notes
from app.drawing.tiles import tiles
from app.drawing.words import say
from entities.errors import BadInput

DRAW: dict[type, Callable[..., str]] = {
    Tiles: tiles,
    Points: points,
    Flows: flows,
    Series: series,
    Bars: bars,
    Compared: compared,
}
WIDTH = 720.0  # in which text is of its true size
SHARP = 2.0  # pixels of a picture for one of the drawing


def draw(drawing: Drawing, *, id: str = "gambar", standalone: bool = False, width: float = WIDTH) -> str:
    """A drawing as SVG text.

    id: begins all ids in it, so that a page may hold several. standalone: with its own colours, title and notes, for a
    file or a mail; else colours are those of `stylesheet()` (app/drawing/style.py), and the page has title and notes.
    """
    pen = Pen(drawing.about, width=width, id=id, standalone=standalone)
    told = DRAW[type(drawing)](drawing, pen)
    left_out = notes(drawing)
    pen.notes(left_out)
    return pen.svg(" ".join([told, *left_out, say(drawing.about.language, "told.table")]))


def png(svg: str, *, scale: float = SHARP) -> bytes:
    """A standalone drawing as a PNG picture, so many pixels for one unit. BadInput where the font is not there.

    Only the font that comes along is used, so that every machine draws the same bytes.
    """
    from resvg_py import svg_to_bytes

    files = [str(path) for path in FILES.values()]
    if lost := [path.name for path in FILES.values() if not path.is_file()]:
        raise BadInput(
            "no picture without the font: app/drawing/data/{file} is missing; write SVG instead", file=lost[0]
        )
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            font_files=files,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            skip_system_fonts=True,
        )
    )
