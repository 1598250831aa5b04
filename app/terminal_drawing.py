"""The table of a drawing in the terminal."""

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.table import Table as Rich

from app.drawing.table import Table
from app.terminal import console, text


def print_table(table: Table, notes: Iterable[str]) -> None:
    """The title, the rows with figures to the right, then the notes."""
    console.print(text(table.about.title, "bold"), soft_wrap=True)
    shown = Rich(box=SIMPLE_HEAD)
    for column in table.columns:
        side = "left" if column.kind == "text" else "right"
        shown.add_column(text(column.name), justify=side, no_wrap=column.key in ("code", "state", "period"))
    for row in table.texts():
        shown.add_row(*map(text, row))
    console.print(shown)
    for note in notes:
        console.print(text(note, "dim"), soft_wrap=True)
