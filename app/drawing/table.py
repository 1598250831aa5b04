"""The table that stands beside a drawing and says all that it shows, and what it had no room for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app import wording
from app.drawing.fit import plain
from app.drawing.records import About, Amount, Bars, Compared, Drawing, Flows, Points, Series, Tiles
from app.drawing.words import capital, figure, say

Cell = str | Amount | float | None


@dataclass(frozen=True, kw_only=True)
class Column:
    """key: for machines. kind: "text", "figure" (in the measure of the drawing) or "degrees"."""

    key: str
    name: str
    kind: str = "text"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of what is drawn, exact and uncut; None is unknown."""

    about: About
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def texts(self) -> list[list[str]]:
        """The rows as people read them."""
        return [
            [self.text(cell, column) for cell, column in zip(r, self.columns, strict=True)] for r in self.rows
        ]

    def text(self, cell: Cell, column: Column) -> str:
        """A cell as people read it; a dash for what is unknown."""
        if cell is None:
            return wording.NOTHING
        if column.kind == "degrees":
            return wording.number(wording.Decimal(str(cell)), 4, self.about.language)
        return plain(cell) if isinstance(cell, str) else figure(cell, self.about)  # type: ignore[arg-type]

    def json(self) -> list[dict[str, Any]]:
        """The rows for machines: key -> value, exact."""
        return [{c.key: cell for c, cell in zip(self.columns, row, strict=True)} for row in self.rows]


def table(drawing: Drawing) -> Table:
    """The table of a drawing."""
    make: Callable[..., Table] = MAKE[type(drawing)]
    return make(drawing)


def notes(drawing: Drawing) -> tuple[str, ...]:
    """What stands below a drawing and its table: its notes, then what it leaves out."""
    about = drawing.about
    return (*about.notes, *LEFT_OUT[type(drawing)](drawing))


# ---------------------------------------------------------------- tables


def _made(about: About, columns: Iterable[Column], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(about=about, columns=tuple(columns), rows=tuple(rows))


def _columns(about: About, *keys: str, kind: str = "text") -> tuple[Column, ...]:
    """Columns of which the words know the heads."""
    return tuple(Column(key=key, name=say(about.language, f"head.{key}"), kind=kind) for key in keys)


def _values(about: About) -> Column:
    """The column of figures."""
    counts = about.measure == "count"
    head = capital(about.what) if counts else say(about.language, f"head.{about.measure}")
    return Column(key="value", name=head, kind="figure")


def _tiles(drawing: Tiles) -> Table:
    about = drawing.about
    columns = (
        *_columns(about, "code", "province"),
        _values(about),
        *_columns(about, "state", "sources"),
    )
    rows = (
        (t.code, t.name, t.value, say(about.language, f"state.{t.state}"), ", ".join(t.sources) or None)
        for t in drawing.tiles
    )
    return _made(about, columns, rows)


def _points(drawing: Points) -> Table:
    about = drawing.about
    columns = (
        *_columns(about, "code", "city"),
        _values(about),
        *_columns(about, "lat", "lon", kind="degrees"),
    )
    return _made(about, columns, ((s.code, s.name, s.value, s.lat, s.lon) for s in drawing.ranked))


def _flows(drawing: Flows) -> Table:
    about = drawing.about
    columns = (*_columns(about, "origin", "destination"), _values(about))
    ranked = sorted(drawing.links, key=lambda link: (link.origin, -link.value, link.destination))
    rows = (
        (drawing.origins[k.origin].name, drawing.destinations[k.destination].name, k.value) for k in ranked
    )
    return _made(about, columns, rows)


def _series(drawing: Series) -> Table:
    about = drawing.about
    columns = [Column(key="period", name=say(about.language, f"head.{drawing.unit}")), _values(about)]
    rows: list[tuple[Cell, ...]] = [(step.period, step.value) for step in drawing.steps]
    if drawing.before:
        columns += _columns(about, "before", kind="figure")
        rows = [(*row, then.value) for row, then in zip(rows, drawing.before, strict=True)]
    return _made(about, columns, rows)


def _bars(drawing: Bars) -> Table:
    columns = (Column(key="name", name=drawing.head), _values(drawing.about))
    return _made(drawing.about, columns, ((bar.name, bar.value) for bar in drawing.bars))


def _compared(drawing: Compared) -> Table:
    about = drawing.about
    columns = (
        Column(key="name", name=drawing.head),
        Column(key="left", name=drawing.left, kind="figure"),
        Column(key="right", name=drawing.right, kind="figure"),
        *_columns(about, "difference", kind="figure"),
    )
    pairs = (drawing.whole, *drawing.pairs)
    return _made(about, columns, ((p.name, p.left, p.right, p.right - p.left) for p in pairs))


MAKE: dict[type, Callable[..., Table]] = {
    Tiles: _tiles,
    Points: _points,
    Flows: _flows,
    Series: _series,
    Bars: _bars,
    Compared: _compared,
}


# ---------------------------------------------------------------- what is left out


def _of_tiles(drawing: Tiles) -> tuple[str, ...]:
    return _some(drawing.about, "note.unplaced", drawing.unplaced)


def _of_points(drawing: Points) -> tuple[str, ...]:
    about = drawing.about
    lost = [f"{s.name} {figure(s.value, about)}" for s in drawing.spots if s.lat is None]
    names = say(about.language, "note.no_point", names=", ".join(lost)) if lost else ""
    outline = say(about.language, "note.outline")
    return (*_some(about, "note.no_city", drawing.unplaced), *filter(None, (names,)), outline)


def _of_flows(drawing: Flows) -> tuple[str, ...]:
    return (say(drawing.about.language, "note.twice"),)


def _of_many(drawing: Bars | Compared) -> tuple[str, ...]:
    return _some(drawing.about, "note.others", drawing.others)


def _some(about: About, key: str, n: int) -> tuple[str, ...]:
    shown = wording.number(n, language=about.language)
    return (say(about.language, key, n=shown),) if n else ()


def _none(drawing: Series) -> tuple[str, ...]:
    return ()


LEFT_OUT: dict[type, Callable[..., tuple[str, ...]]] = {
    Tiles: _of_tiles,
    Points: _of_points,
    Flows: _of_flows,
    Series: _none,
    Bars: _of_many,
    Compared: _of_many,
}
