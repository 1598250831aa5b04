"""Sentences of Indonesian news prose, as offsets; none crosses a line break."""

import re
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 1500  # code points
LINE = re.compile(r"[^\n]+")
# A full stop, its closing quotes and the blank before something that can open a sentence; or a stop that pages
# print without its blank ("selesai.Bupati").
STOP = re.compile(
    r"[.!?…]{1,3}[\"'”’»)\]]{0,3}[ \t\u00a0]{1,3}(?=[\"'“”‘’«(\[]{0,3}[A-Z0-9À-Þ])|[.](?<=[a-z]{4}[.])(?=[A-Z][a-z]{2})"
)
LAST_WORD = re.compile(r"[\w.&/-]{1,16}$")
ABBREVIATIONS = frozenset(
    """
    pt cv ud pd tbk kab kec kel ds dsn jl jln no nomor rp dr drs dra prof ir h hj kh st sp sh se mt mm mh ma
    s.e s.h s.t s.p m.si m.m m.t tgl hlm hal a.n d.a u.p pd.i s.sos s.pd s.ip
    """.split()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), blank ends left out, in order, never overlapping."""
    return list(_sentences(text))


@lru_cache(maxsize=2)  # those who read one article in turn
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for line in LINE.finditer(text):
        start = line.start()
        for stop in STOP.finditer(text, line.start(), line.end()):
            if not is_abbreviation(text[max(start, stop.start() - 16) : stop.start()], stop.group()):
                found.append((start, stop.end()))
                start = stop.end()
        found.append((start, line.end()))
    pieces = (piece for start, end in found for piece in bounded(text, start, end))
    return tuple([trimmed for start, end in pieces if (trimmed := trim(text, start, end))])


def bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span in pieces no longer than LONGEST, cut after a blank where there is one: no prose needs more."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST) + 1 or start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def is_abbreviation(before: str, stop: str) -> bool:
    """True where the full stop belongs to the word before it: "PT.", "Kab.", "Rp. 5", an initial."""
    word = LAST_WORD.search(before)
    if not stop.startswith(".") or stop.startswith("..") or not word:
        return False
    last = word.group().casefold()
    initial = len(last) == 1 and last.isalpha() and word.group().isupper()
    return initial or (stop.strip() == "." and last in ABBREVIATIONS)


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without blanks at its ends; None where nothing is left."""
    inner = text[start:end]
    left = start + len(inner) - len(inner.lstrip())
    right = end - (len(inner) - len(inner.rstrip()))
    return (left, right) if left < right else None
