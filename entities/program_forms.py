"""Names of programmes, schemes, events and facilities for businesses: known ones, and others by their form."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from entities.gazetteer import Match, Words, words_of
from entities.program_announced import announced
from entities.program_known import Known, known
from entities.program_runs import YEAR, edition, is_region, is_verb, run, spanned, specific, vocabulary
from entities.spans import Span

CAMEL_TAIL = re.compile(r"[A-Z][a-z]+(?:Fest|Expo|Fair|Preneur)")  # "CreatiFest"
NOUN_OF_VERB = re.compile(r"(?:di|me|ter)\w{4,}nya")  # "Diselenggarakannya Bazar"
MOTTO = re.compile(r"\s?(?:\([^()\n]{1,20}\)\s?)?(?:bertajuk|bertema|bertitel)\s[\"“'‘]")
QUOTED_NEAR = re.compile(r"[^\"“”'‘’.\n]{0,25}[\"“'‘]([^\"“”'‘’\n]{3,110})[\"”'’]")


def find_programs(text: str) -> list[Span]:
    """Programmes named in a text, in order, never overlapping; a short form carries the full name."""
    return list(_programs(text))


@lru_cache(maxsize=8)
def _programs(text: str) -> tuple[Span, ...]:
    """The same for goods, which are none inside the name of a programme."""
    words = words_of(text)
    first = list(_known(words))
    shaped = [*_named(words), *announced(words, text)]
    starts = [span.start for span in first]
    apart = [
        s for s in shaped if s.rule != "plain" or bisect_left(starts, s.start) == bisect_left(starts, s.end)
    ]
    mottos = list(_mottos(words))
    found = (s for s in _unoverlapped([*first, *apart]) if not any(a <= s.start < b for a, b in mottos))
    return tuple(_untitled(found, text))


def _mottos(words: Words) -> Iterator[tuple[int, int]]:
    """Where in quotes a motto stands that is no name: "mengangkat tema “Anyam Berdaya”"."""
    for i in words.where(vocabulary()["mottos"]):
        quoted = QUOTED_NEAR.match(words.text, words.ends[i])
        if quoted and not _names(quoted.group(1)):
            yield quoted.span(1)


def _names(motto: str) -> bool:
    """Whether a motto begins as a name does: "Program Pendampingan Kakao"."""
    first = motto.split()[0].casefold() if motto.split() else ""
    return first in vocabulary()["heads"] or first in vocabulary()["announce"]


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
        last = last if value.name.startswith("Hari ") else edition(words, last)
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
        if is_verb(words, last + 1) or words.key(last + 1) in vocabulary()["owners"]:
            break
        last += 1
    return last


# ---------------------------------------------------------------- names by their form


def _named(words: Words) -> Iterator[Span]:
    done = -1
    for i in [i for i, capital in enumerate(words.capitals) if capital]:
        if i > done:
            done = run(words, i)
            if done > i or YEAR.fullmatch(words.word(i + 1)):
                yield from _from_run(words, i, done)


def _from_run(words: Words, first: int, last: int) -> Iterator[Span]:
    """The programmes in a run of capitalised words, if its form tells of any."""
    voc = vocabulary()
    heads = [i for i in range(first, last + 1) if words.key(i) in voc["heads"] and _head_fits(words, i, last)]
    tails = [
        i
        for i in range(last, first, -1)
        if words.key(i) in voc["tails"] or CAMEL_TAIL.fullmatch(words.word(i))
    ]
    if len(heads) > 1 and words.key(heads[0]) == "sosialisasi":  # of what, is the name
        first, heads = heads[1], heads[1:]
    end = edition(words, last)
    if words.key(first - 1) in voc["grounds"] and words.spaced(first):
        return
    if heads and tails and first < heads[0] == tails[0] - 1:
        yield from _tail(words, first, tails[0])  # "Padang Business Matching"
    elif heads and not any(words.key(i) in voc["offices"] for i in range(first, heads[0])):
        yield from _heads(words, [_backed(words, first, heads[0]), *heads[1:]], last)
    elif tails:
        yield from _tail(words, first, tails[0])
    elif first == last < end and YEAR.fullmatch(words.word(end)):
        if (
            words.key(first - 1) in voc["holders"]
            and words.spaced(first)
            and words.key(first) not in voc["not_names"]
        ):
            yield spanned(words, first, end, "edition")
    elif first < last < end and _is_edition(words, first, end):
        start = _trimmed(words, first, last)
        if start < last and words.key(start) not in voc["not_names"]:
            yield spanned(words, start, end, "edition")


def _is_edition(words: Words, first: int, end: int) -> bool:
    """Whether what follows a run makes it a name: an edition, or the year of what is held; no year of the Hijra."""
    if not YEAR.fullmatch(words.word(end)):
        return not words.key(end).startswith("h")
    return words.key(first - 1) in vocabulary()["openers"] and words.spaced(first)


def _backed(words: Words, first: int, head: int) -> int:
    """Where a name begins: what holds goods may have its own words before it, "Timika Expo PON"."""
    voc = vocabulary()
    people = voc["offices"] | voc["speakers"]
    none = voc["leading"] | people | voc["verbs"] | voc["not_names"] | voc["launchers"] | voc["openers"]
    if any(words.key(i) in people for i in range(first, head)):  # "Menurut Prakoso Bazar Tani"
        return head
    while head > first and words.key(head) in voc["tails"] and words.key(head - 1) not in none:
        if is_verb(words, head - 1) or not words.capital(head - 1):
            break
        head -= 1
        if head == first or words.key(head - 1) in none or not words.capital(head - 1):
            break
    return head


def _heads(words: Words, heads: list[int], last: int) -> Iterator[Span]:
    """One name from the first head on; a second head after "dan" begins another name."""
    begins = [heads[0], *(i for i in heads[1:] if words.key(i - 1) == "dan" and i - 1 > heads[0] + 1)]
    for begin, following in zip(begins, [*begins[1:], last + 2], strict=True):
        yield spanned(words, begin, edition(words, _cut(words, begin + 1, following - 2)), "head")


def _tail(words: Words, first: int, tail: int) -> Iterator[Span]:
    """The name that ends with a tail: "Minahasa Craft Fest", without what leads up to it."""
    start = _trimmed(words, first, tail)
    told = specific(words, start, tail - 1) or start < tail - 1
    if start < tail and told and words.key(tail + 1) not in vocabulary()["venues"]:
        yield spanned(words, start, edition(words, tail), "tail")


def _head_fits(words: Words, i: int, last: int) -> bool:
    """Whether a head begins a name here: what follows is one of its second words, or tells more than "UMKM"."""
    if i == last or not words.spaced(i + 1) or words.key(last) in vocabulary()["venues"]:
        return False
    second = vocabulary()["second"].get(words.key(i))
    if second is not None:
        alone = f"{words.key(i)} {words.key(i + 1)}" in vocabulary()["meetings"] and i + 1 == edition(
            words, last
        )
        return words.key(i + 1) in second and not (alone and words.key(i) != "misi")
    if words.key(i + 1) in vocabulary()["other_events"] or not words.capital(i + 1):
        return False
    if words.key(i) in vocabulary()["naming"] and (
        words.key(i + 1) in vocabulary()["traded"] or last - i > 2
    ):
        return True
    return specific(words, i + 1, _cut(words, i + 1, last)) or edition(words, last) > last


def _cut(words: Words, first: int, last: int) -> int:
    """The last word before a "dan" that begins another name."""
    heads = vocabulary()["heads"]
    other = (i for i in range(first + 1, last) if words.key(i) == "dan" and words.key(i + 1) in heads)
    return next(other, last + 1) - 1


def _trimmed(words: Words, first: int, tail: int) -> int:
    """The run without what leads up to the name: "Kegiatan", a first word of the sentence, "Sumatera dan"."""
    voc = vocabulary()
    start = first
    while start < tail and (words.key(start) in voc["leading"] or NOUN_OF_VERB.fullmatch(words.key(start))):
        if is_region(words, start, start + 1):  # "Sulawesi Utara Expo"
            break
        start += 1
    cuts = [i + 1 for i in range(start, tail - 2) if words.key(i) in ("dan", "serta")]
    return cuts[-1] if cuts else start
