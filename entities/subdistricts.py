"""Districts and villages after their cue words ("Kecamatan Lembang", "Desa Cibiru Wetan"), and their kabupaten.

They are no cities. They tell which namesake an article means, and where its goods come from when it names no
kabupaten or kota at all. The table of 69,000 names stays packed until a cue word occurs, and is then searched as it is.
"""

import gzip
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from entities.gazetteer import DATA, Words, keys, table

LONGEST = 4  # words of a name


class Part(NamedTuple):
    """A district or village as printed: its words, and the codes of the kabupaten and kota that have one so named."""

    first: int
    last: int
    homes: frozenset[str]


def joined(name: str) -> str:
    """A name as it is looked up: "Kedabu Rapat", "Kedaburapat" and "Kedabu-rapat" are one."""
    return "".join(keys(name))


@cache
def _packed() -> bytes:
    """Lines "name,kind,codes", the names `joined`, in order."""
    return gzip.decompress((DATA / "subdistricts.csv.gz").read_bytes())


@cache
def _cues() -> dict[str, str]:
    """Cue word -> "kecamatan" or "desa"."""
    cues = table("place_context.toml")["subdistrict"]
    return {word: kind for kind in ("kecamatan", "desa") for word in cues[kind]}


def homes(name: str, kind: str) -> frozenset[str]:
    """The kabupaten and kota with such a district or village; none for a name unknown. The name is `joined`."""
    lines, wanted = _packed(), f"{name},{kind},".encode()
    low, high = 0, len(lines)
    while low < high:
        start = lines.rfind(b"\n", 0, (low + high) // 2) + 1
        end = lines.index(b"\n", start)
        if lines.startswith(wanted, start):
            return frozenset(lines[start + len(wanted) : end].decode().split())
        low, high = (end + 1, high) if lines[start:end] < wanted else (low, start)
    return frozenset()


def parts(words: Words) -> Iterator[Part]:
    """The districts and villages of a text that stand after their cue word."""
    for i in words.where(_cues().keys()):
        found = _named(words, i)
        if found:
            yield found


def _named(words: Words, cue: int) -> Part | None:
    """The longest known name in capitals after a cue word; "Desa Wisata X" is named X."""
    passed = table("place_context.toml")["subdistrict"]
    first = cue + 2 if words.key(cue + 1) in passed["between"] else cue + 1
    near = words.joined(first) or words.gap(first).strip() in (".", ":")
    if not near or words.key(cue - 1) in passed["not_after"]:
        return None
    for last in range(_last_capital(words, first), first - 1, -1):
        name = "".join(words.keys[first : last + 1])
        codes = homes(name, _cues()[words.keys[cue]]) if name not in passed["words"] else frozenset()
        if words.keys[cue] in passed["kampung"]:
            codes = frozenset(code for code in codes if code[:2] in passed["kampung_provinces"])
        if codes:
            return Part(cue, last, codes)
    return None


def _last_capital(words: Words, first: int) -> int:
    """Where the words in capitals end that may make up a name; first - 1 where there is none."""
    last = first - 1
    while last < first + LONGEST - 1 and words.capital(last + 1) and (words.joined(last + 1) or last < first):
        last += 1
    return last
