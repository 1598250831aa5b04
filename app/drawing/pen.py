"""SVG text, element by element: escaped, with rounded numbers, so that the same drawing is the same bytes."""

import re
from collections.abc import Iterable
from html import escape

from app.drawing.fit import fitted, needed, plain, wrapped
from app.drawing.fonts import FAMILY, width
from app.drawing.records import About
from app.drawing.style import ROOT, looks

ID = re.compile(r"[a-z][a-z0-9-]{0,40}", re.ASCII)
TEXT, SMALL, HEAD = 13, 12, 16  # sizes of text
MARGIN = 12
LINE = 1.35  # of a line of text, in its size


class Pen:
    """One drawing in the making. y grows downward; `bottom` is how far the drawing reaches so far."""

    def __init__(self, about: About, *, width: float, id: str, standalone: bool) -> None:
        if not ID.fullmatch(id):
            raise ValueError(f"{id!r} is no id of a drawing")
        self.about, self.width, self.id, self.standalone = about, width, id, standalone
        self.parts: list[str] = []
        self.bottom = float(MARGIN)
        if standalone:
            self.heading()

    # ------------------------------------------------------------ elements

    def put(self, tag: str, look: str = "", inner: str = "", **attributes: object) -> None:
        """An element; `inner` is markup. Underscores in names of attributes are hyphens."""
        self.parts.append(self.element(tag, look, inner, **attributes))

    def element(self, tag: str, look: str = "", inner: str = "", **attributes: object) -> str:
        told = {**(looks(look, standalone=self.standalone) if look else {}), **attributes}
        written = "".join(
            f' {name.replace("_", "-")}="{_value(value)}"'
            for name, value in told.items()
            if value is not None
        )
        return f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>"

    def rect(self, x: float, y: float, w: float, h: float, look: str, hint: str = "", **more: object) -> None:
        """A rectangle; hint: what a pointer that rests on it shows."""
        self.put("rect", look, _hint(hint), x=x, y=y, width=max(0.0, w), height=max(0.0, h), **more)

    def line(self, x1: float, y1: float, x2: float, y2: float, look: str) -> None:
        self.put("path", look, d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}")

    def circle(self, x: float, y: float, r: float, look: str, hint: str = "") -> None:
        self.put("circle", look, _hint(hint), cx=x, cy=y, r=r)

    def path(self, d: str, look: str, hint: str = "", **more: object) -> None:
        self.put("path", look, _hint(hint), d=d, **more)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        look: str = "ink",
        size: float = TEXT,
        anchor: str = "start",
        bold: bool = False,
        room: float | None = None,
    ) -> str:
        """A line of text on a base line, cut to the room there is; what was drawn."""
        shown = plain(words) if room is None else fitted(words, room, size, bold)
        more: dict[str, object] = {
            "text_anchor": None if anchor == "start" else anchor,
            "font_weight": "bold" if bold else None,
        }
        if not self.standalone and shown:  # in whatever font, it takes the room that was measured
            more |= {"textLength": width(shown, size, bold), "lengthAdjust": "spacingAndGlyphs"}
        hint = "" if shown == plain(words) else words
        self.put("text", look, escape(shown) + _hint(hint), x=x, y=y, font_size=size, **more)
        return shown

    def stripes(self) -> str:
        """What fills an area where there is no source; once a drawing."""
        pattern = f"{self.id}-stripes"
        lines = self.element("path", "stripe", d="M-2 2L2 -2M0 8L8 0M6 10L10 6")
        self.put("pattern", "", lines, id=pattern, width=8, height=8, patternUnits="userSpaceOnUse")
        return f"url(#{pattern})"

    # ------------------------------------------------------------ the whole

    def heading(self) -> None:
        """The title, where no page around the drawing has it."""
        for line in wrapped(self.about.title, self.width - 2 * MARGIN, HEAD * 1.05):
            self.bottom += HEAD * LINE
            self.text(MARGIN, self.bottom - 5, line, size=HEAD, bold=True)
        self.bottom += 6

    def legend(self, entries: Iterable[tuple[str, str]]) -> None:
        """A row of marks with words, broken where it is full: (look or fill, words)."""
        x, y = float(MARGIN), self.bottom + 18
        for mark, words in entries:
            wide = 20 + needed(words, SMALL) + 16
            if x > MARGIN and x + wide > self.width:
                x, y = float(MARGIN), y + 20
            self._mark(mark, x, y)
            self.text(x + 20, y, words, look="soft", size=SMALL, room=self.width - x - 20 - MARGIN)
            x += wide
        self.bottom = y + 8

    def _mark(self, mark: str, x: float, y: float) -> None:
        if mark.startswith("url("):
            self.rect(x, y - 11, 14, 13, "bare", fill=mark)
        elif mark == "line":
            self.path(f"M{number(x)} {number(y - 4)}h14", "line")
        elif mark in ("circle", "diamond"):
            MARKS[mark](self, x + 7, y - 4)
        else:
            self.rect(x, y - 11, 14, 13, mark)

    def notes(self, notes: Iterable[str]) -> None:
        """Sentences below the drawing, where no page around it has them."""
        if not self.standalone:
            return
        self.bottom += 6
        for note in notes:
            for line in wrapped(note, self.width - 2 * MARGIN, SMALL):
                self.bottom += SMALL * LINE
                self.text(MARGIN, self.bottom, line, look="soft", size=SMALL)
            self.bottom += 3

    def svg(self, told: str) -> str:
        """The drawing as it stands. told: a few sentences that say it to who cannot see it."""
        height = number(self.bottom + MARGIN)
        names = [f"{self.id}-title", f"{self.id}-desc"]
        ground = [self.element("rect", "paper", width="100%", height="100%")] if self.standalone else []
        head = [
            self.element("title", "", escape(plain(self.about.title)), id=names[0]),
            self.element("desc", "", escape(plain(told)), id=names[1]),
        ]
        return self.element(
            "svg", "", "\n".join(["", *head, *ground, *self.parts, ""]),
            xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(self.width)} {height}",
            width=self.width if self.standalone else None, height=height if self.standalone else None,
            role="img", aria_labelledby=" ".join(names), lang=self.about.language,
            font_family=f"{FAMILY}, sans-serif" if self.standalone else None,
            **{"class": None if self.standalone else ROOT},
        ) + "\n"  # fmt: skip


def circle(pen: Pen, x: float, y: float, size: float = 6) -> None:
    """The mark of the first of two."""
    pen.circle(x, y, size, "one")


def diamond(pen: Pen, x: float, y: float, size: float = 6) -> None:
    """The mark of the second of two, told from the first without colour."""
    n = number(size)
    pen.path(f"M{number(x - size)} {number(y)}l{n} -{n}l{n} {n}l-{n} {n}z", "mark")


MARKS = {"circle": circle, "diamond": diamond}


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    shown = f"{value:.1f}"
    return "0" if shown == "-0.0" else shown.removesuffix(".0")


def _value(value: object) -> str:
    return number(value) if isinstance(value, int | float) else escape(str(value), quote=True)


def _hint(words: str) -> str:
    return f"<title>{escape(plain(words))}</title>" if words else ""
