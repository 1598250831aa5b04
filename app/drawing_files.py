"""A drawing as a file: SVG, or a picture of it."""

from pathlib import Path

from app.drawing.draw import draw, png
from app.drawing.records import Drawing
from entities.errors import BadInput

FORMS = ("svg", "png")


def form(to: Path) -> str:
    """What a file is to be, by its suffix; BadInput for another."""
    suffix = to.suffix.lower().removeprefix(".")
    if suffix not in FORMS:
        raise BadInput(f"{to} is neither .svg nor .png")
    return suffix


def write(drawing: Drawing, to: Path, kind: str) -> None:
    """Write the drawing, with its own colours, title and notes; BadInput where the file cannot be written."""
    svg = draw(drawing, standalone=True)
    content = svg.encode() if kind == "svg" else png(svg)
    try:
        to.write_bytes(content)
    except OSError as error:
        raise BadInput(f"{to} cannot be written: {error.strerror}") from error
