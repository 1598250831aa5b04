"""Text that may be drawn: freed of what steers or cannot be in SVG, and cut to the room there is."""

import unicodedata
from functools import lru_cache

from app.drawing.fonts import width
from app.wording import NOTHING

ELLIPSIS = "…"
SPARE = 1.06  # a reader's own font may be wider than ours
BANNED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, bidi marks, joiners, surrogates, unassigned
MARKS = 2  # combining marks that one letter may bear
LONGEST = 300  # characters of a label that are looked at


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """One line of characters that are drawn and nothing else; of a very long text its beginning and an ellipsis."""
    found: list[str] = []
    marks = 0
    for sign in " ".join(text[: 4 * LONGEST].split()):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind not in BANNED and marks <= MARKS:
            found.append(sign)
    return " ".join("".join(found).split()) + (ELLIPSIS if len(text) > 4 * LONGEST else "")


def needed(text: str, size: float, bold: bool = False) -> float:
    """The room that a line needs, with an allowance."""
    return width(plain(text), size, bold) * SPARE


def fitted(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, or as much of its beginning as there is room for and an ellipsis."""
    line = plain(text)
    if len(line) <= LONGEST and needed(line, size, bold) <= room:
        return line
    low, high = 0, min(len(line), LONGEST)
    while low < high:
        middle = (low + high + 1) // 2
        if needed(line[:middle] + ELLIPSIS, size, bold) <= room:
            low = middle
        else:
            high = middle - 1
    while low and unicodedata.combining(line[low : low + 1] or " "):
        low -= 1
    return line[:low].rstrip(" ,;:-–") + ELLIPSIS


def named(name: str, figure: str, room: float, size: float) -> str:
    """A name with its figure behind it; only the name is ever cut."""
    shown = fitted(name, room - needed(f" {figure}", size), size) if plain(name) else NOTHING
    return f"{shown} {figure}"


def wrapped(text: str, room: float, size: float) -> list[str]:
    """The text in lines that fit; a word that is longer than a line is cut."""
    lines: list[str] = []
    for word in plain(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and needed(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(fitted(word, room, size))
    return lines
