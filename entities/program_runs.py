"""Runs of capitalised words: how far the name of a programme goes, and whether it tells one from another."""

import re
from functools import cache
from typing import Any

from entities.gazetteer import Words, table
from entities.regions import aliases, bearers
from entities.spans import Span

YEAR = re.compile(r"(?:19|20)\d\d")
HIJRI = re.compile(r"14\d\d")
ROMAN = re.compile(r"[IVX]{1,5}|\d{1,3}")
VERB = re.compile(
    r"me[lmnr]\w{3,}(?:kan|i)|di\w{2,}(?:kan|(?<![aiu]s)i)|\w{5,}kan"
)  # "diresmikan", "hadirkan"
MAX_NAME = 9
INLAND = ("negeri",)  # "Produk Dalam Negeri"


@cache
def vocabulary() -> dict[str, Any]:
    """program_words.toml, its word lists as sets."""
    words = table("program_words.toml")
    lists = {k: frozenset(v.split() if isinstance(v, str) else v) for k, v in words["lists"].items()}
    return {
        "heads": words["heads"],
        "second": words["second"],
        "tails": words["tails"],
        "announce": words["words"]["announce"],
        **lists,
        "unspecific": lists["not_names"] | lists["joints"] | lists["general"],
        "leading": lists["lead_ins"] | lists["joints"],
    }


def run(words: Words, first: int) -> int:
    """The last word of the run of capitalised words from `first`; first - 1 where there is none."""
    if not words.capital(first):
        return first - 1
    last = i = first
    joints, ends = vocabulary()["joints"], vocabulary()["districts"] | vocabulary()["owners"]
    while i + 1 < len(words) and goes_on(words, i + 1) and i - first < MAX_NAME:
        i += 1
        if i > first + 1 and (is_verb(words, i) or (words.key(i) in ends and words.key(i + 1) not in INLAND)):
            break
        if words.word(i).startswith("Rp") or words.word(i).isdigit():
            break
        if words.capital(i):
            last = i
        elif words.key(i) not in joints or not words.capital(i + 1):
            break
    return last


def is_verb(words: Words, i: int) -> bool:
    """Whether word i goes on a headline after the name: "Pekan Batik Solo Dibuka"."""
    key = words.key(i)
    if key in vocabulary()["verbs"]:
        return True
    return key.endswith(("kan", "i")) and bool(VERB.fullmatch(key)) and key not in vocabulary()["heads"]


def goes_on(words: Words, i: int) -> bool:
    """Whether word i may go on a name: after a space, "&", or a hyphen or dash before a capital."""
    gap = words.gap(i)
    return gap == " " or words.spaced(i) or gap.strip() == "&" or (gap in ("-", "–") and words.capital(i))


def specific(words: Words, first: int, last: int) -> bool:
    """Whether a word of the stretch tells one programme from another."""
    voc = vocabulary()
    return any(words.key(i) not in voc["unspecific"] for i in range(first, last + 1))


def edition(words: Words, last: int) -> int:
    """The last word of a name with its year or edition: "2022", "Season II", "ke-9", "Tahap 9"."""
    i = last + 1
    if i >= len(words) or not words.spaced(i):
        return last
    if YEAR.fullmatch(words.word(i)):
        return i
    if HIJRI.fullmatch(words.word(i)) and words.word(i + 1) in ("H", "Hijriah", "Hijriyah"):
        return i + 1
    if words.key(i) in vocabulary()["editions"] and words.word(i) != "tahun" and words.spaced(i + 1):
        nxt = words.word(i + 1)
        if ROMAN.fullmatch(nxt) or YEAR.fullmatch(nxt):
            return i + 1
    if words.key(i) == "ke" and words.gap(i + 1) in ("-", " ") and ROMAN.fullmatch(words.word(i + 1)):
        return last
    return last


def is_region(words: Words, first: int, last: int) -> bool:
    """Whether a run is no more than the name of a province, kabupaten or kota: "program Sumut"."""
    name = " ".join(words.keys[first : last + 1])
    return name in bearers() or name in aliases()


def spanned(words: Words, first: int, last: int, rule: str) -> Span:
    start, end = words.starts[first], words.ends[last]
    name = " ".join(words.text[start:end].split())
    return Span(start=start, end=end, value=name, name=name, rule=rule)
