"""Which sentences of an article are on one of its programmes, and the days in them. Words: data/schemes.toml."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from entities.dates import find_dates, local_day
from entities.gazetteer import table
from entities.program_kinds import cues_of
from entities.records import Article, PartialDate, Program
from entities.scheme_levels import TABLE
from entities.sentences import sentences

BLOT = "_"
SIGNING = re.compile(
    r"(?:pendaftaran|registrasi|pengajuan|seleksi)\b\s*", re.IGNORECASE
)  # is no name, though it is read as one


@dataclass(frozen=True)
class Said:
    """A sentence on a programme, its name blotted out, and as printed; the day on which it was published."""

    text: str
    printed: str
    published: dt.date | None

    @cached_property
    def days(self) -> tuple[tuple[int, dt.date, str], ...]:
        """The days in it, from the sentence's start; most sentences are never asked for them."""
        return tuple(_days(self.printed, self.published))

    @property
    def plain(self) -> list[tuple[int, dt.date]]:
        """The days that are neither a last day nor that of a speech."""
        spoken = self.behind(0)
        return [
            (at, day)
            for at, day, rule in self.days
            if rule != "range-end" and day in spoken and not words("until").search(self.text[:at])
        ]

    def behind(self, at: int) -> list[dt.date]:
        """The days behind a place that are not those of a speech."""
        speech = words("speech")
        return [day for place, day, _ in self.days if place >= at and not speech.search(self.text[:place])]

    @property
    def lasts(self) -> list[dt.date]:
        """The days that are named as a last one."""
        until = words("until")
        return [d for at, d, rule in self.days if rule == "range-end" or until.search(self.text[:at])]

    def until(self, since: dt.date | None) -> dt.date | None:
        """The first of the last days that is not before a day."""
        return next((day for day in self.lasts if since is None or day >= since), None)

    def nearest(self, at: int) -> dt.date | None:
        """The first plain day behind a place, else the last before it."""
        behind = [day for place, day in self.plain if place >= at]
        before = [day for place, day in self.plain if place < at]
        return behind[0] if behind else before[-1] if before else None


@cache
def words(key: str) -> re.Pattern[str]:
    """A pattern of [stages]."""
    return re.compile(table(TABLE)["stages"][key], re.IGNORECASE)


def on_program(article: Article, program: Program, others: Sequence[Program]) -> Iterator[Said]:
    """The sentences on a programme: of several those from its name to that of another; all of one."""
    published = article.published_at and local_day(article.published_at)
    first = article.body.partition("\n\n")[0]
    for start, end in _own(article, program, others):
        text = _nameless(article, program, start, end)
        near = start < len(first) or BLOT * 3 in text or words("subject").search(text)
        if near and not words("elsewhen").search(text):
            yield Said(text, article.body[start:end], published)


def _named_at(article: Article, program: Program) -> set[int]:
    """Where the body speaks of a programme: by its name, else by words for its kind or what its record rests on."""
    prints = {program.name or "", *(m.text for m in program.evidence if m.kind == "program")} - {""}
    if named := _found(prints, article.body):
        return named
    cues = (
        {cue for cue in cues_of(program.kind) if len(cue) > 4 and "-" not in cue}
        if program.kind != "other"
        else set()
    )
    rests = {m.start for m in program.evidence if m.field == "body" and m.kind in ("date", "value")}
    return rests | _found(cues, article.body)


def _found(names: set[str], text: str) -> set[int]:
    """Where a text has one of some words."""
    pattern = "|".join(map(re.escape, sorted(names)))
    return (
        {match.start() for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE)}
        if names
        else set()
    )


def _own(article: Article, program: Program, others: Sequence[Program]) -> Iterator[tuple[int, int]]:
    """The sentences from where the text speaks of a programme to where it speaks of another; all of one alone."""
    if len(others) == 1:
        yield from sentences(article.body)
        return
    anchors = sorted((at, other is program) for other in others for at in _named_at(article, other))
    for start, end in sentences(article.body):
        inside = [own for at, own in anchors if start <= at < end]
        before = [own for at, own in anchors if at < start]
        if any(inside) if inside else (before[-1] if before else False):
            yield start, end


def _nameless(article: Article, program: Program, start: int, end: int) -> str:
    """A sentence in which the name of the programme tells nothing: "Jabar Juara Ekspor" has no winners."""
    text = article.body[start:end]
    for mention in program.evidence:
        if (
            mention.kind == "program"
            and mention.field == "body"
            and start <= mention.start
            and mention.end <= end
        ):
            kept = SIGNING.match(mention.text)
            at = mention.start - start + (kept.end() if kept else 0)
            text = text[:at] + BLOT * (mention.end - start - at) + text[mention.end - start :]
    return text


def _days(sentence: str, published: dt.date | None) -> Iterator[tuple[int, dt.date, str]]:
    for span in find_dates(sentence, published):
        day = span.value.as_date() if isinstance(span.value, PartialDate) else None
        if day and span.rule != "weekday-contradicts":
            yield span.start, day, span.rule
