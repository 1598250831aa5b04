"""What a digest says, put into words and not yet into a format: sections of lines whose parts keep where they lead.

Each number stands in a part of its own that holds its figure, or the event and the field that it is read from; so every
format links it, and a test can take each one anew.
"""

from dataclasses import dataclass
from typing import Literal

from app.digests.records import Figure
from app.drawing.records import Drawing


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a line. figure: the text is a number that a search gives. event: it leads to an event of this id;
    field: and is what the event says there. issue: it is what the digest of that week told. url: it leads to an
    address. strong: it weighs more."""

    text: str
    figure: Figure | None = None
    event: str | None = None
    field: str | None = None
    issue: str | None = None
    url: str | None = None
    strong: bool = False


Line = tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A line of its own. tone: quiet for what explains, alert for what must be checked."""

    line: Line
    tone: Literal["plain", "quiet", "alert"] = "plain"


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A headline figure: the number, what it counts, how it compares."""

    number: Part
    label: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """The headline figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """An event, a programme, a correction: a head and lines below it."""

    head: Line
    lines: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Items:
    """Items under a heading of their own, if they have one."""

    items: tuple[Item, ...]
    heading: Line = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing. parts: all that it shows in words, each number with its figure."""

    name: str
    drawing: Drawing
    parts: Line

    @property
    def alt(self) -> str:
        """What stands for it where it cannot be seen."""
        return plain(self.parts)


Block = Paragraph | Tiles | Items | Chart


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with blocks; key: its name in addresses."""

    key: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """All of it. lead: the line below the title; preheader: what a list of mails shows beside the subject."""

    language: str
    title: str
    lead: Line
    preheader: str
    sections: tuple[Section, ...]
    banner: str = ""


def plain(line: Line) -> str:
    """The words of a line alone."""
    return "".join(part.text for part in line)
