"""Names of programmes, schemes, events and facilities for businesses: known ones, and others by their form."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from entities.gazetteer import Gazetteer, Match, Words, rows, table, words_of
from entities.spans import Span

YEAR = re.compile(r"(?:19|20)\d\d")
FIGURE = re.compile(r"\w*\d{2,}")
HIJRI = re.compile(r"14\d\d")
ROMAN = re.compile(r"[IVX]{1,5}|\d{1,3}")
VERB = re.compile(
    r"me[lmnr]\w{3,}(?:kan|i)|di\w{2,}(?:kan|(?<![aiu]s)i)|\w{5,}kan"
)  # "diresmikan", "hadirkan"
CALLED = re.compile(r"[^.\n\"“”]{0,60}?\b(?:namanya|dinamai|dinamakan|diberi nama)\s+", re.I)
PLAIN_NAME = re.compile(r"(?:[A-Z][\w-]*|\d+)(?: [\w-]+){1,4}(?=[.,;\n]|$)")
QUOTED = re.compile(r"[ \u00a0][\"“”'‘]([^\"“”'‘’\n]{3,110})[\"“”'’]")
CALLABLE = re.compile(
    r"\b(?:program|wadah|platform|aplikasi|gerakan|kegiatan|layanan|pameran|pelatihan|skema)\b", re.I
)
MOTTO = re.compile(r"\s?(?:\([^()\n]{1,20}\)\s?)?(?:bertajuk|bertema|bertitel)\s[\"“'‘]")
MAX_NAME = 9


@dataclass(frozen=True, slots=True)
class Known:
    """A row of programs.csv under one of its names; grows: the words after it may belong to it.

    short: this is not the name of the row. agencies: how the one who runs it is written.
    """

    name: str
    kind: str
    grows: bool
    short: bool
    agencies: tuple[str, ...]


@cache
def known() -> Gazetteer[Known]:
    """The recurring national and regional programmes by every name they go by."""
    entries: list[tuple[str, Known, Any]] = []
    for row in rows("programs.csv"):
        for name in (row["name"], *filter(None, row["also"].split("|"))):
            agencies = tuple(filter(None, row["agency"].split("|")))
            value = Known(row["name"], row["kind"], row["grows"] == "yes", name != row["name"], agencies)
            entries.append((name, value, _case(name, loose=row["loose"] == "yes")))
    return Gazetteer(entries)


def _case(name: str, *, loose: bool) -> Any:
    """How a name must be written: an acronym in capitals, a loose name of several words in any way."""
    if " " not in name:
        return "upper" if name.isupper() else "name"
    return "any" if loose else "name"


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


def find_programs(text: str) -> list[Span]:
    """Programmes named in a text, in order, never overlapping; a short form carries the full name."""
    return list(_programs(text))


@lru_cache(maxsize=8)
def _programs(text: str) -> tuple[Span, ...]:
    """The same for goods, which are none inside the name of a programme."""
    words = words_of(text)
    return tuple(_untitled(_unoverlapped([*_known(words), *_named(words), *_announced(words, text)]), text))


def _untitled(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """The spans without the motto of the programme before: "Festival Kopi (Feskop) bertajuk “Mendunia”"."""
    end = -1
    for span in spans:
        if end < 0 or not MOTTO.fullmatch(text[end : span.start][:60]):
            yield span
        end = span.end


def _unoverlapped(spans: Iterable[Span]) -> Iterator[Span]:
    end = -1
    for span in sorted(spans, key=lambda s: (s.start, s.start - s.end)):
        if span.start >= end:
            end = span.end
            yield span


# ---------------------------------------------------------------- known names


def _known(words: Words) -> Iterator[Span]:
    for match in known().find(words):
        value = match.values[0]
        if _excluded_known(words, match):
            continue
        last = _grown(words, match) if value.grows else match.last
        last = last if value.name.startswith("Hari ") else _edition(words, last)
        start, end = match.start, words.ends[last]
        first = match.first
        name = value.name if value.short or not words.capital(first) else words.text[start:end]
        if (
            words.word(first - 1) in ("Pameran", "Program")
            and words.spaced(first)
            and value.name[:1].isupper()
            and words.capital(first)
        ):
            start = words.starts[first - 1]
            name = words.text[start:end] if words.word(first - 1) == "Pameran" else name
        yield Span(start=start, end=end, value=name, name=name, rule="known")


def _excluded_known(words: Words, match: Match[Known]) -> bool:
    """ "KUR Award" is a prize, "RKB" after digits something else."""
    return words.key(match.last + 1) in ("award", "awards") and words.spaced(match.last + 1)


def _grown(words: Words, match: Match[Known]) -> int:
    """The last word of a known name with the capitalised words that follow it."""
    last = match.last
    while (
        last + 1 < len(words) and last - match.last < 3 and words.spaced(last + 1) and words.capital(last + 1)
    ):
        if words.key(last + 1) in vocabulary()["not_names"] and words.word(last + 1).isupper():
            break
        if _verb(words, last + 1) or words.key(last + 1) in vocabulary()["owners"]:
            break
        last += 1
    return last


# ---------------------------------------------------------------- names by their form


def _named(words: Words) -> Iterator[Span]:
    done = -1
    for i in [i for i, capital in enumerate(words.capitals) if capital]:
        if i > done:
            done = _run(words, i)
            if done > i:
                yield from _from_run(words, i, done)


def _run(words: Words, first: int) -> int:
    """The last word of the run of capitalised words from `first`; first - 1 where there is none."""
    if not words.capital(first):
        return first - 1
    last = i = first
    joints, ends = vocabulary()["joints"], vocabulary()["districts"] | vocabulary()["owners"]
    while i + 1 < len(words) and _goes_on(words, i + 1) and i - first < MAX_NAME:
        i += 1
        if i > first + 1 and (_verb(words, i) or words.key(i) in ends):
            break
        if words.capital(i):
            last = i
        elif words.key(i) not in joints or not words.capital(i + 1):
            break
    return last


def _verb(words: Words, i: int) -> bool:
    """Whether word i goes on a headline after the name: "Pekan Batik Solo Dibuka"."""
    key = words.key(i)
    if key in vocabulary()["verbs"]:
        return True
    return key.endswith(("kan", "i")) and bool(VERB.fullmatch(key)) and key not in vocabulary()["heads"]


def _goes_on(words: Words, i: int) -> bool:
    """Whether word i may go on a name: after a space, "&", or a hyphen before a capital."""
    gap = words.gap(i)
    return gap == " " or words.spaced(i) or gap.strip() == "&" or (gap == "-" and words.capital(i))


def _from_run(words: Words, first: int, last: int) -> Iterator[Span]:
    """The programmes in a run of capitalised words, if its form tells of any."""
    voc = vocabulary()
    heads = [i for i in range(first, last + 1) if words.key(i) in voc["heads"] and _head_fits(words, i, last)]
    tails = [i for i in range(last, first, -1) if words.key(i) in voc["tails"]]
    end = _edition(words, last)
    if words.key(first - 1) in voc["grounds"] and words.spaced(first):
        return
    if heads and tails and first < heads[0] == tails[0] - 1:
        yield from _tail(words, first, tails[0])  # "Padang Business Matching"
    elif heads and not any(words.key(i) in voc["offices"] for i in range(first, heads[0])):
        yield from _heads(words, heads, last)
    elif tails:
        yield from _tail(words, first, tails[0])
    elif first < last < end and not YEAR.fullmatch(words.word(end)):
        start = _trimmed(words, first, last)
        if start < last and words.key(start) not in voc["not_names"]:
            yield _span(words, start, end, "edition")


def _heads(words: Words, heads: list[int], last: int) -> Iterator[Span]:
    """One name from the first head on; a second head after "dan" begins another name."""
    begins = [heads[0], *(i for i in heads[1:] if words.key(i - 1) == "dan" and i - 1 > heads[0] + 1)]
    for begin, following in zip(begins, [*begins[1:], last + 2], strict=True):
        yield _span(words, begin, _edition(words, following - 2), "head")


def _tail(words: Words, first: int, tail: int) -> Iterator[Span]:
    """The name that ends with a tail: "Minahasa Craft Fest", without what leads up to it."""
    start = _trimmed(words, first, tail)
    told = specific(words, start, tail - 1) or start < tail - 1
    if start < tail and told and words.key(tail + 1) not in vocabulary()["venues"]:
        yield _span(words, start, _edition(words, tail), "tail")


def _head_fits(words: Words, i: int, last: int) -> bool:
    """Whether a head begins a name here: what follows is one of its second words, or tells more than "UMKM"."""
    if i == last or not words.spaced(i + 1) or words.key(last) in vocabulary()["venues"]:
        return False
    second = vocabulary()["second"].get(words.key(i))
    if second is not None:
        alone = f"{words.key(i)} {words.key(i + 1)}" in vocabulary()["meetings"] and i + 1 == _edition(
            words, last
        )
        return words.key(i + 1) in second and not (alone and words.key(i) != "misi")
    if words.key(i + 1) in vocabulary()["other_events"] or not words.capital(i + 1):
        return False
    if words.key(i) in vocabulary()["naming"] and words.key(i + 1) in vocabulary()["traded"]:
        return True
    return specific(words, i + 1, _cut(words, i + 1, last)) or _edition(words, last) > last


def _cut(words: Words, first: int, last: int) -> int:
    """The last word before a "dan" that begins another name."""
    heads = vocabulary()["heads"]
    other = (i for i in range(first + 1, last) if words.key(i) == "dan" and words.key(i + 1) in heads)
    return next(other, last + 1) - 1


def specific(words: Words, first: int, last: int) -> bool:
    """Whether a word of the stretch tells one programme from another."""
    voc = vocabulary()
    return any(words.key(i) not in voc["unspecific"] for i in range(first, last + 1))


def _trimmed(words: Words, first: int, tail: int) -> int:
    """The run without what leads up to the name: "Kegiatan", a first word of the sentence, "Sumatera dan"."""
    voc = vocabulary()
    start = first
    while start < tail and words.key(start) in voc["leading"]:
        start += 1
    cuts = [i + 1 for i in range(start, tail - 2) if words.key(i) in ("dan", "serta")]
    return cuts[-1] if cuts else start


def _edition(words: Words, last: int) -> int:
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


# ---------------------------------------------------------------- names by the word before


def _announced(words: Words, text: str) -> Iterator[Span]:
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
        first = i + 1 + (words.key(i + 1) in voc["between"] and not words.capital(i + 1))
        if words.spaced(i + 1) and words.spaced(first) and words.capital(first) and not words.capital(i):
            last = _run(words, first)
            if key in voc["announce_quoted"] or (last == first and key in voc["announce_long"]):
                continue
            if _announced_fits(words, first, last):
                yield _span(words, first, _edition(words, last), "announced")
    yield from _opened(words)
    yield from _called(text)


def _opened(words: Words) -> Iterator[Span]:
    """What is launched, held or opened under a name that begins like a programme: "meluncurkan Kredit Guyub"."""
    voc = vocabulary()
    for i in words.where(voc["openers"] | voc["launchers"]):
        if words.capital(i) or not words.spaced(i + 1):
            continue
        last = _run(words, i + 1)
        if last > i + 1 and words.key(i + 1) in voc["opened"] and words.key(i + 2) not in voc["other_events"]:
            last = _edition(words, last)
            if specific(words, i + 2, last) and words.key(last) not in voc["venues"]:
                yield _span(words, i + 1, last, "opened")
        elif words.key(i) in voc["launchers"] and _meant(words, i + 1, last):
            yield _span(words, i + 1, _edition(words, last), "launched")


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


def _announced_fits(words: Words, first: int, last: int) -> bool:
    voc = vocabulary()
    if words.key(first) in voc["offices"] or (first == last and FIGURE.fullmatch(words.word(first))):
        return False
    if words.key(first) in voc["not_names"] and last - first < 2:
        return any(words.key(i) in voc["tails"] for i in range(first, last + 1))
    return specific(words, first, last) and words.key(last) not in voc["venues"] and len(words.key(first)) > 2


def _span(words: Words, first: int, last: int, rule: str) -> Span:
    start, end = words.starts[first], words.ends[last]
    name = " ".join(words.text[start:end].split())
    return Span(start=start, end=end, value=name, name=name, rule=rule)
