"""When a programme begins and ends."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from entities.numerals import numerals
from entities.program_words import Sentence, listed, sentence_at
from entities.records import Mention, PartialDate

SOON = 200  # characters
DATELINE = 30  # characters
ONE_DAY = ("grant", "matching")
SHORT = (*ONE_DAY, "training", "campaign")  # over on the day they began, unless told otherwise
LASTING = re.compile(
    r"\b(?:\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sepuluh|beberapa)\s+(?:\([\w ]{1,12}\)\s+)?"
    r"(?:hari|pekan|minggu|bulan|tahun|tahap|angkatan|gelombang|sesi)\b|\b(?:sepekan|seminggu|sebulan)\b",
    re.I,
)

GOING_ON = re.compile(
    r"\bberlangsung (?!di\b|pada\b|dengan\b|meriah\b|lancar\b)|\bsejak (?:minggu|pekan|bulan|tahun|awal)\b",
    re.I,
)

DURATION = re.compile(
    r"\b(?:selama|digelar|diselenggarakan|dilaksanakan|berlangsung) (?:sekitar |kurang lebih )?"
    r"([\w]+)(?: \([\w ]{1,12}\))? hari\b",
    re.I,
)
MOST_DAYS = 40


def span_of_days(
    mentions: Sequence[Mention],
    read: Sequence[Sentence],
    near: Sequence[Sentence],
    kind: str,
    *,
    own: int,
    once: bool,
    published: dt.date | None = None,
) -> tuple[dt.date | None, dt.date | None, list[Mention]]:
    """First and last day, with the mentions they rest on; the first `own` sentences name the programme.

    Two days printed as a span go before single ones. published is the day of the article. once: it is no scheme
    that goes on over the years, so that the day on which the lead tells of it is its own.
    """
    held_once = kind == "matching" or (once and kind in SHORT)
    dates: dict[int, list[Mention]] = {}
    for mention in mentions:
        held = sentence_at(read, mention.start) if mention.field == "body" and day(mention) else None
        if held:
            dates.setdefault(held.start, []).append(mention)
    span = coming([pair for s in near for pair in spans(s, dates.get(s.start, ()))], published)
    ends = dict(zip(("start", "end"), span, strict=True)) if span else {}
    for n, sentence in enumerate(near):
        for mention in dates.get(sentence.start, ()):
            begun = ends.get("start")
            if begun and is_until(sentence, mention) and goes_on(sentence, begun) and later(mention, begun):
                ends.setdefault("end", mention)
            role = day_role(sentence, mention, own=held_once and (n < own or sentence.paragraph == 0))
            if role is None and held_once and is_aside_of(sentence, mention):
                role = "start"
            if span:  # a later round may end later
                if role == "end" and later(mention, ends["end"]):
                    ends["end"] = mention
            elif role == "since":
                ends["start"] = mention
            elif role:
                ends.setdefault(role, mention)
    start, end = day(ends.get("start")), day(ends.get("end"))
    if start and not end:
        end = last_of_duration(start, ends["start"], near[:own], read)
    if start and not end and one_day(near[: own + 3], kind) and not is_first(ends["start"], read):
        end = start
    if start and end and end < start:
        end = None
    return start, end, list(ends.values())


def coming(
    told: Sequence[tuple[Mention, Mention]], published: dt.date | None
) -> tuple[Mention, Mention] | None:
    """The first of several spans of days; where it is over, the first that is not: the next edition."""
    if not told or published is None:
        return told[0] if told else None
    ahead = (pair for pair in told if (last := day(pair[1])) and last >= published)
    return next(ahead, told[0])


def is_until(sentence: Sentence, mention: Mention) -> bool:
    """Whether "hingga" stands right before a day, and it is not when one must sign up."""
    left = sentence.before(mention.start)
    return bool(set(left[-2:]) & listed("until")) and not set(left[-12:]) & listed("signing_up")


def is_first(mention: Mention, read: Sequence[Sentence]) -> bool:
    """Whether a day is told to be the first of more: "mulai Senin (4/3)", the day of a launch."""
    sentence = sentence_at(read, mention.start)
    if sentence is None:
        return False
    return bool(
        set(sentence.before(mention.start)[-3:]) & listed("from") or sentence.bag & listed("launched")
    )


def goes_on(sentence: Sentence, begun: Mention) -> bool:
    """Whether a sentence follows the day on which something began: "Yaitu hingga 30 April"."""
    return 0 <= sentence.start - begun.end < SOON or sentence.start <= begun.start < sentence.end


def spans(sentence: Sentence, days: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """The pairs of days in a sentence that are printed as one span, or as a day "dan" the next, and of which it is not
    told that one signs up.
    """
    for first, last in pairwise(days):
        span = (first.rule, last.rule) == ("range-start", "range-end") or is_next(sentence, first, last)
        if span and not set(sentence.before(first.start)[-12:]) & listed("signing_up"):
            yield first, last


def is_next(sentence: Sentence, first: Mention, last: Mention) -> bool:
    """Whether "dan" joins a day to the next one: "Sabtu (16/4) dan Minggu (17/4)"."""
    between = sentence.text[first.end - sentence.start : last.start - sentence.start]
    one, other = day(first), day(last)
    return between.strip() == "dan" and one is not None and one + dt.timedelta(days=1) == other


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
    if mention.text.casefold() == "minggu lalu":
        return None  # as often last week as last Sunday
    if (
        set(left[-8:]) & listed("laws")
        or set(left[-12:]) & listed("signing_up")
        or set(left[-4:]) & listed("previously")
        or is_deadline(left)
    ):
        return None
    if set(left[-2:]) & listed("until"):
        return "end" if set(left) & listed("opening") else None
    if "sejak" in left[-2:]:
        told = listed("opening") | listed("running")
        return "since" if set(right[:4]) & told or set(left) & told else None
    if is_dateline(sentence, mention) and sentence.bag & listed("to_come"):
        return None
    cues = listed("opening") | listed("closing") | listed("speech")
    if "simbolis" in sentence.bag:
        cues -= {"disampaikan"}  # what was handed over
        cues |= {"simbolis"}
    cue = next((w for w in [*reversed(left), *right] if w in cues), "")
    if cue in listed("closing"):
        return "end"
    return "start" if cue in listed("opening") or cue == "simbolis" or (own and not cue) else None


def is_aside_of(sentence: Sentence, mention: Mention) -> bool:
    """Whether a day is that of a statement made while it went on: "katanya di sela pelatihan, Kamis (4/5)"."""
    left = sentence.before(mention.start)[-8:]
    at = next((n for n, word in enumerate(left) if word in listed("meanwhile")), len(left))
    return bool(set(left[at : at + 4]) & (listed("it") | listed("launch")))


def is_dateline(sentence: Sentence, mention: Mention) -> bool:
    """Whether a day stands at the head of the text beside the place: "Solo, 5 Mei 2023 –"."""
    return sentence.paragraph == 0 and mention.start - sentence.start < DATELINE and mention.start < DATELINE


def is_deadline(left: Sequence[str]) -> bool:
    """Whether the words before a day make it the last on which something must be done: "wajib halal per 17 Oktober"."""
    told = frozenset([*left[-4:], *map("-".join, pairwise(left[-4:]))])
    return bool(told & listed("deadline")) or (
        left[-1:] in (["per"], ["tanggal"]) and bool(listed("duty") & set(left))
    )


def goes_on_for(sentence: Sentence) -> bool:
    """Whether a sentence says that what it tells of takes days or more."""
    told = LASTING.search(sentence.text) and sentence.bag & listed("it")
    return bool(told) or GOING_ON.search(sentence.text) is not None


def last_of_duration(
    start: dt.date, begun: Mention, own: Sequence[Sentence], read: Sequence[Sentence]
) -> dt.date | None:
    """The last of the days for which a programme is told to go on, beside its first day or its name."""
    beside = sentence_at(read, begun.start)
    told = [s for s in (beside, *own) if s and s.bag & listed("opening")]
    for duration in filter(None, (DURATION.search(s.text) for s in told)):
        days = numerals(duration.group(1))
        if days and 1 < days[0].amount <= MOST_DAYS:
            return start + dt.timedelta(days=int(days[0].amount) - 1)
    return None


def one_day(near: Sequence[Sentence], kind: str) -> bool:
    """Whether a programme with one day ends on it."""
    if kind in ONE_DAY or any("sehari" in s.bag for s in near):
        return True
    lasting = any(s.bag & listed("lasting") or goes_on_for(s) for s in near)
    handed = kind == "financing" and any("simbolis" in s.bag for s in near)
    short = (
        kind in SHORT
        or handed
        or (kind == "certification" and any(s.bag & {"kegiatan", "acara"} for s in near))
    )
    return short and not lasting
