"""The font that pictures for mail are drawn with, and the width of text in it; Roboto, its Latin part, is shipped.

Roboto is Google's, Apache-2.0 (NOTICE). A page shows text in the reader's own font, which may be somewhat wider; so
what must fit is measured with an allowance (app/drawing/fit.py).
"""

import struct
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
FILES = {False: DATA / "Roboto-Regular.ttf", True: DATA / "Roboto-Bold.ttf"}
FAMILY = "Roboto"
WIDE = 1.0  # em, of a character that the font does not have


@cache
def advances(bold: bool) -> dict[int, float]:
    """Code point -> how far it moves on, in em; from the tables cmap and hmtx of the font file."""
    data = FILES[bold].read_bytes()
    tables = _tables(data)
    (em,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (count,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    widths = [struct.unpack_from(">H", data, tables["hmtx"] + 4 * at)[0] / em for at in range(count)]
    return {code: widths[min(glyph, count - 1)] for code, glyph in _glyphs(data, tables["cmap"]).items()}


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is at a size, in the same unit."""
    known = advances(bold)
    return size * sum(known.get(ord(sign), WIDE) for sign in text)


def _tables(data: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", data, 4)
    rows = (struct.unpack_from(">4sIII", data, 12 + 16 * at) for at in range(count))
    return {name.decode("ascii"): start for name, _, start, _ in rows}


def _glyphs(data: bytes, start: int) -> dict[int, int]:
    """Code point -> glyph, of the subtable of format 4 (segments of 16 bits)."""
    (count,) = struct.unpack_from(">H", data, start + 2)
    offsets = (struct.unpack_from(">I", data, start + 8 + 8 * at)[0] for at in range(count))
    at = next(start + o for o in offsets if struct.unpack_from(">H", data, start + o)[0] == 4)
    segments = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts, deltas, ranges = (
        struct.unpack_from(f">{segments}H", data, at + 14 + 2 * segments * n + 2 * (n > 0)) for n in range(4)
    )
    found: dict[int, int] = {}
    for n in range(segments):
        for code in range(starts[n], min(ends[n], 0xFFFE) + 1):
            glyph = code
            if ranges[n]:
                place = at + 16 + 6 * segments + 2 * n + ranges[n] + 2 * (code - starts[n])
                (glyph,) = struct.unpack_from(">H", data, place)
            if glyph or not ranges[n]:
                found[code] = (glyph + deltas[n]) & 0xFFFF
    return {code: glyph for code, glyph in found.items() if glyph}
