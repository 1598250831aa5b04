"""Names of programmes by the word before them: "program X", "bertajuk “X”", "meluncurkan X"."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from entities.gazetteer import Words
from entities.program_runs import edition, is_region, is_verb, run, spanned, specific, vocabulary
from entities.program_words import listed
from entities.spans import Span

FIGURE = re.compile(r"\w*\d{2,}|Rp\d+")
CALLED = re.compile(r"[^.\n\"“”]{0,60}?\b(?:namanya|dinamai|dinamakan|diberi nama)\s+", re.I)
PLAIN_NAME = re.compile(r"(?:[A-Z][\w-]*|\d+)(?: [\w-]+){1,4}(?=[.,;\n]|$)")
QUOTED = re.compile(r"[ \u00a0][\"“”'‘]([^\"“”'‘’\n]{3,110})[\"“”'’]")
NUMBER = re.compile(r"\d{1,3}")
INITIALS = re.compile(r"\(([A-Z]{3,6})\)")
TOLD_INITIALS = re.compile(r"\b(?:[Pp]rogram|[Kk]egiatan|[Ss]kema) ([A-Z]{3,6})\b")
CAPITALS = re.compile(r"\b[A-Z]{3,6}\b")
MAX_PLAIN = 7
CALLABLE = re.compile(
    r"\b(?:program|wadah|platform|aplikasi|gerakan|kegiatan|layanan|pameran|pelatihan|skema)\b", re.I
)


def announced(words: Words, text: str) -> Iterator[Span]:
    """What "program", "bertajuk", "pameran" and the like announce."""
    voc = vocabulary()
    for i in words.where(voc["announce"].keys()):
        key = words.keys[i]
        quoted = QUOTED.match(text, words.ends[i])
        if quoted and quoted.group(1)[:1].isupper() and key != "bernama":
            name = quoted.group(1).strip().rstrip(",.")
            start = quoted.start(1)
            yield Span(start=start, end=start + len(name), value=name, name=name, rule="quoted")
            continue
        first = next(n for n in range(i + 1, i + 4) if words.capital(n) or words.key(n) not in voc["between"])
        if words.spaced(i + 1) and words.spaced(first) and words.capital(first) and not words.capital(i):
            last = run(words, first)
            if key in voc["announce_quoted"] or (last == first and key in voc["announce_long"]):
                continue
            if key in voc["announce_shaped"] and not _has_form(words, first, last):
                continue
            if _announced_fits(words, first, last):
                yield spanned(words, first, edition(words, last), "announced")
    yield from _opened(words)
    yield from _called(text)
    yield from _plain(words)
    yield from _defined(words, text)


def _has_form(words: Words, first: int, last: int) -> bool:
    """Whether a run holds a word that names of programmes hold: "Business Matching", no "Halal Bihalal"."""
    voc = vocabulary()
    told = voc["heads"].keys() | voc["tails"].keys() | voc["meant"]
    return not told.isdisjoint(words.keys[first : last + 1])


def _opened(words: Words) -> Iterator[Span]:
    """What is launched, held or opened under a name that begins like a programme: "meluncurkan Kredit Guyub"."""
    voc = vocabulary()
    for i in words.where(voc["openers"] | voc["launchers"]):
        if words.capital(i) or not words.spaced(i + 1):
            continue
        last = run(words, i + 1)
        counted = words.key(i) == "peserta" and words.key(i + 1) in voc["traded"]
        if counted and edition(words, last) == last:  # "50 peserta IKM Anyam"
            continue
        last = _numbered(words, i + 1, last)
        if last > i + 1 and words.key(i + 1) in voc["opened"] and words.key(i + 2) not in voc["other_events"]:
            last = edition(words, last)
            if specific(words, i + 2, last) and words.key(last) not in voc["venues"]:
                yield spanned(words, i + 1, last, "opened")
        elif words.key(i) in voc["launchers"] and _meant(words, i + 1, last):
            yield spanned(words, i + 1, edition(words, last), "launched")
        elif words.key(i) in voc["holding"] and last > i + 1 and _held_fits(words, i + 1, last):
            first = i + 1 + (words.key(i + 1) in voc["leading"])  # "menggelar Kegiatan X"
            yield spanned(words, first, edition(words, last), "held")


def _numbered(words: Words, first: int, last: int) -> int:
    """The last word of a run with its number: "Galeri 88"."""
    return (
        last + 1
        if last == first and NUMBER.fullmatch(words.word(last + 1)) and words.spaced(last + 1)
        else last
    )


def _plain(words: Words) -> Iterator[Span]:
    """What a programme is called in small letters: "program restrukturisasi mesin bagi IKM"."""
    voc = vocabulary()
    for i in words.where(frozenset({"program", "skema"})):
        last = i
        while last - i < MAX_PLAIN and words.spaced(last + 1) and not _ends_plain(words, last + 1):
            last += 1
        while last > i and words.key(last) in voc["joints"]:
            last -= 1
        small = not words.capital(i + 1) and words.key(i + 1) not in voc["plain_programs"] | listed(
            "taking_part"
        )
        if small and last > i + 1 and any(words.key(n) not in voc["general"] for n in range(i + 1, last + 1)):
            yield spanned(words, i + 1, last, "plain")


def _ends_plain(words: Words, i: int) -> bool:
    """Whether a name in small letters ends before word i."""
    key = words.key(i)
    return (
        key in vocabulary()["plain_ends"]
        or (words.capital(i) and not words.word(i).isupper())
        or is_verb(words, i)
    )


def _defined(words: Words, text: str) -> Iterator[Span]:
    """A name whose initials stand in brackets behind it, where these are told to be a programme: "Kegiatan PDB"."""
    told = {use.group(1) for use in TOLD_INITIALS.finditer(text)}
    uses = Counter(CAPITALS.findall(text))
    for given in INITIALS.finditer(text):
        initials = given.group(1)
        last = bisect_left(words.starts, given.start(1)) - 1
        first = _spelt(words, last, initials)
        none = vocabulary()["not_names"]
        if (
            first is None
            or initials.casefold() in none
            or _of_office(words, first)
            or _is_office(words, first)
        ):
            continue
        if initials in told or (uses[initials] > 1 and _shaped(words, first, last)):
            yield spanned(words, first, last, "defined")


def _of_office(words: Words, first: int) -> bool:
    """Whether the run of capitalised words before a name begins an office: "Balai Besar Pendidikan"."""
    i = first
    while words.spaced(i) and words.capital(i - 1):
        i -= 1
        if words.key(i) in vocabulary()["offices"]:
            return True
    return False


def _is_office(words: Words, first: int) -> bool:
    """Whether a name begins an office or a firm: "Bank Bahari Rukun (BBR)" whose "kegiatan BBR" is told of."""
    return words.key(first) in vocabulary()["offices"] - {"pusat", "bidang"}


def _shaped(words: Words, first: int, last: int) -> bool:
    """Whether words hold what a programme begins with, and are of no office or other event."""
    voc = vocabulary()
    keys = [words.key(i) for i in range(first, last + 1)]
    if not voc["other_events"].isdisjoint(keys) or keys[0] in voc["offices"] - {"pusat"}:
        return False
    return any(
        key in voc["heads"] and after in voc["second"].get(key, {after}) for key, after in pairwise(keys)
    )


def _spelt(words: Words, last: int, initials: str) -> int | None:
    """The first of the words up to `last` whose initials are these; small words between do not count."""
    i, left = last, initials
    while left and i >= 0 and last - i < MAX_PLAIN:
        if words.key(i) not in vocabulary()["joints"] or words.capital(i):
            if words.word(i)[:1] != left[-1]:
                return None
            left = left[:-1]
        if left and not words.spaced(i):
            return None
        i -= 1
    return None if left else i + 1


def _meant(words: Words, first: int, last: int) -> bool:
    """Whether a run of capitalised words tells of businesses and of more, and begins no office: "Desa Kakao Devisa"."""
    keys = {words.key(i) for i in range(first, last + 1)}
    voc = vocabulary()
    named = last > first + 1 and not keys & (voc["offices"] | voc["venues"])
    return named and bool(keys & voc["meant"]) and specific(words, first, last)


def _called(text: str) -> Iterator[Span]:
    """A name written like other words: "wadah yang namanya UMKM kita bisa"."""
    for noun in CALLABLE.finditer(text) if "nama" in text.lower() else ():
        called = CALLED.match(text, noun.end())
        name = PLAIN_NAME.match(text, called.end()) if called else None
        if name:
            yield Span(
                start=name.start(), end=name.end(), value=name.group(), name=name.group(), rule="called"
            )


def _held_fits(words: Words, first: int, last: int) -> bool:
    """Whether what is held is an event of its own name, no "bazar" or "pelatihan" that is judged by its form."""
    keys = {words.key(i) for i in range(first, last + 1)}
    if keys & (vocabulary()["other_events"] | vocabulary()["heads"].keys()):
        return False
    return _announced_fits(words, first, last)


def _announced_fits(words: Words, first: int, last: int) -> bool:
    voc = vocabulary()
    if words.key(first) in voc["offices"] | voc["speakers"] or (
        first == last and FIGURE.fullmatch(words.word(first))
    ):
        return False
    if words.key(first) in voc["never"] or is_region(words, first, last):
        return False
    if words.key(first) in voc["heads"] and words.key(first + 1) in voc["other_events"]:
        return False
    if words.key(first) in voc["towns"]:
        return first < last and words.key(first + 1) not in voc["sides"]
    if words.key(first) in voc["not_names"] and last - first < 2:
        return any(words.key(i) in voc["tails"] for i in range(first, last + 1))
    return specific(words, first, last) and words.key(last) not in voc["venues"] and len(words.key(first)) > 2
