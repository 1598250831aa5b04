"""When a programme begins and ends."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from entities.program_words import Sentence, listed, sentence_at
from entities.records import Mention, PartialDate

SOON = 200  # characters
ONE_DAY = ("grant", "matching")
SHORT = (*ONE_DAY, "training", "campaign")  # over on the day they began, unless told otherwise
LASTING = re.compile(
    r"\b(?:\d+|dua|tiga|empat|lima|enam|tujuh|delapan|sepuluh|beberapa)\s+(?:\([\w ]{1,12}\)\s+)?"
    r"(?:hari|pekan|minggu|bulan|tahun|tahap|angkatan|gelombang|sesi)\b|\b(?:sepekan|seminggu|sebulan)\b",
    re.I,
)


def span_of_days(
    mentions: Sequence[Mention],
    read: Sequence[Sentence],
    near: Sequence[Sentence],
    kind: str,
    *,
    own: int,
    once: bool,
) -> tuple[dt.date | None, dt.date | None, list[Mention]]:
    """First and last day, with the mentions they rest on; the first `own` sentences name the programme.

    Two days printed as a span go before single ones. once: it is no scheme that goes on over the years, so that the
    day on which the lead tells of it is its own.
    """
    held_once = kind == "matching" or (once and kind in SHORT)
    dates: dict[int, list[Mention]] = {}
    for mention in mentions:
        held = sentence_at(read, mention.start) if mention.field == "body" and day(mention) else None
        if held:
            dates.setdefault(held.start, []).append(mention)
    span = next((pair for s in near for pair in spans(s, dates.get(s.start, ()))), None)
    ends = dict(zip(("start", "end"), span, strict=True)) if span else {}
    for n, sentence in enumerate(near):
        for mention in dates.get(sentence.start, ()):
            begun = ends.get("start")
            if begun and is_until(sentence, mention) and goes_on(sentence, begun) and later(mention, begun):
                ends.setdefault("end", mention)
            role = day_role(sentence, mention, own=held_once and (n < own or sentence.paragraph == 0))
            if span:  # a later round may end later
                if role == "end" and later(mention, ends["end"]):
                    ends["end"] = mention
            elif role == "since":
                ends["start"] = mention
            elif role:
                ends.setdefault(role, mention)
    start, end = day(ends.get("start")), day(ends.get("end"))
    if start and not end and one_day(near[: own + 3], kind):
        end = start
    if start and end and end < start:
        end = None
    return start, end, list(ends.values())


def is_until(sentence: Sentence, mention: Mention) -> bool:
    """Whether "hingga" stands right before a day, and it is not when one must sign up."""
    left = sentence.before(mention.start)
    return bool(set(left[-2:]) & listed("until")) and not set(left[-12:]) & listed("signing_up")


def goes_on(sentence: Sentence, begun: Mention) -> bool:
    """Whether a sentence follows the day on which something began: "Yaitu hingga 30 April"."""
    return 0 <= sentence.start - begun.end < SOON or sentence.start <= begun.start < sentence.end


def spans(sentence: Sentence, days: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """The pairs of days in a sentence that are printed as one span, and of which it is not told that one signs up."""
    for first, last in pairwise(days):
        span = (first.rule, last.rule) == ("range-start", "range-end")
        if span and not set(sentence.before(first.start)[-12:]) & listed("signing_up"):
            yield first, last


def later(mention: Mention, other: Mention) -> bool:
    """Whether a day comes after another."""
    one, two = day(mention), day(other)
    return bool(one and two and one > two)


def day(mention: Mention | None) -> dt.date | None:
    return mention.value.as_date() if mention and isinstance(mention.value, PartialDate) else None


def day_role(sentence: Sentence, mention: Mention, *, own: bool) -> str | None:
    """Whether a day begins or ends the programme, or is only that of a statement (None)."""
    if mention.rule in ("range-start", "range-end"):
        return mention.rule.removeprefix("range-")
    left, right = sentence.before(mention.start), sentence.after(mention.end)
    if (
        set(left[-8:]) & listed("laws")
        or set(left[-12:]) & listed("signing_up")
        or set(left[-3:]) & listed("previously")
    ):
        return None
    if set(left[-2:]) & listed("until"):
        return "end" if set(left) & listed("opening") else None
    if "sejak" in left[-2:]:
        return "since" if set(right[:4]) & listed("opening") or set(left) & listed("opening") else None
    cues = listed("opening") | listed("closing") | listed("speech")
    cue = next((w for w in [*reversed(left), *right] if w in cues), "")
    if cue in listed("closing"):
        return "end"
    return "start" if cue in listed("opening") or (own and not cue) else None


def one_day(near: Sequence[Sentence], kind: str) -> bool:
    """Whether a programme with one day ends on it."""
    if kind in ONE_DAY or any("sehari" in s.bag for s in near):
        return True
    lasting = any(s.bag & listed("lasting") or LASTING.search(s.text) for s in near)
    short = kind in SHORT or (kind == "certification" and any(s.bag & {"kegiatan", "acara"} for s in near))
    return short and not lasting
