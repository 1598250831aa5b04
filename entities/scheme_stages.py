"""The stages of a programme that an article tells of: announced, opened, extended, closed, results; each with its day.

The day is the one printed with the stage, else that of publication. Phrases: data/schemes.toml.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from entities.dates import day_mentions
from entities.gazetteer import table
from entities.records import Article, Mention, PartialDate, Program
from entities.scheme_levels import TABLE
from entities.sentences import sentences

StageKind = Literal["announced", "opened", "extended", "closed", "results"]
Of = Literal["registration", "programme"]
KINDS: tuple[StageKind, ...] = ("announced", "opened", "extended", "closed", "results")
HELD = frozenset(
    {"exhibition", "matching", "campaign"}
)  # what is held on the day on which its results are told
FARTHEST = 400  # days from publication that a stage is told of


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage as an article tells it.

    printed: the day stands in the text; else it is that of publication. until: the last day that is told with it. of:
    whether one signs up or the programme itself runs.
    """

    kind: StageKind
    of: Of
    day: dt.date
    printed: bool
    until: dt.date | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence on a programme, its name blotted out, as printed, and the days in it, from the sentence's start."""

    text: str
    printed: str
    days: tuple[tuple[int, dt.date, str], ...]


@cache
def rules() -> list[tuple[StageKind, Of, re.Pattern[str]]]:
    """The rows of [[stage]] in their order."""
    rows = table(TABLE)["stage"]
    return [(row["kind"], row["of"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows]


@cache
def words(key: str) -> re.Pattern[str]:
    """A pattern of [stages]."""
    return re.compile(table(TABLE)["stages"][key], re.IGNORECASE)


def stages_of(
    article: Article, program: Program, others: Sequence[Program], on: dt.date | None
) -> tuple[Stage, ...]:
    """The stages of one of an article's programmes, by day; on is the day of publication, without which only printed
    days count."""
    read = list(_sentences(article, program, others))
    told = [_lasting(stage, read) for said in read for stage in _stages(said, on)]
    told += _of_record(article, program, on)
    near = [s for s in told if on is None or abs((s.day - on).days) <= FARTHEST]
    merged = _merged(_plausible(near, program, on))
    return tuple(sorted(merged, key=lambda s: (s.day, KINDS.index(s.kind), s.of)))


# ---------------------------------------------------------------- sentences


def _sentences(article: Article, program: Program, others: Sequence[Program]) -> Iterator[Said]:
    """The sentences on a programme: of several those from its name to that of another; all of one."""
    days = [m for m in day_mentions(article) if m.field == "body"]
    anchors = sorted((at, other is program) for other in others for at in _named_at(other))
    for start, end in sentences(article.body):
        if len(others) > 1 and not _own(anchors, start, end):
            continue
        inside = (m for m in days if start <= m.start < end)
        yield Said(
            _nameless(article, program, start, end), article.body[start:end], tuple(_days(inside, start))
        )


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
            text = text[: mention.start - start] + "_" * len(mention.text) + text[mention.end - start :]
    return text


def _named_at(program: Program) -> list[int]:
    """Where the body speaks of a programme: by its name, else by what its record rests on."""
    named = [m.start for m in program.evidence if m.field == "body" and m.kind == "program"]
    return named or [m.start for m in program.evidence if m.field == "body" and m.kind in ("date", "value")]


def _own(anchors: list[tuple[int, bool]], start: int, end: int) -> bool:
    inside = [own for at, own in anchors if start <= at < end]
    before = [own for at, own in anchors if at < start]
    return any(inside) if inside else (before[-1] if before else False)


def _days(found: Iterable[Mention], start: int) -> Iterator[tuple[int, dt.date, str]]:
    for mention in found:
        day = mention.value.as_date() if isinstance(mention.value, PartialDate) else None
        if day and mention.rule != "weekday-contradicts":
            yield mention.start - start, day, mention.rule


# ---------------------------------------------------------------- stages of a sentence


def _stages(said: Said, on: dt.date | None) -> Iterator[Stage]:
    """The stages that a sentence tells; each kind once."""
    coming = words("future").search(said.text) is not None
    first, until = _plain(said), _until(said)
    if coming and on and words("announces").search(said.text):
        yield Stage(kind="announced", of="programme", day=on, printed=False, sentence=said.printed)
    taken: set[StageKind] = set()
    for kind, of, pattern in rules():
        match = pattern.search(said.text)
        if not match or kind in taken or words("denies").search(said.text[: match.start()]):
            continue
        taken.add(kind)
        yield from _stage(said, kind, of, match, on, coming=coming, first=first, until=until)


def _stage(
    said: Said,
    kind: StageKind,
    of: Of,
    match: re.Match[str],
    on: dt.date | None,
    *,
    coming: bool,
    first: list[tuple[int, dt.date]],
    until: dt.date | None,
) -> Iterator[Stage]:
    day = _nearest(first, match)
    if kind == "closed":
        day = day if day and (coming or not on or day <= on) else until or day
        until = None
    if kind == "extended":
        day = day if day and on and day <= on and day != until else None
    if kind == "results":
        day, until = (day if day and (not on or day <= on) else None), None
    if day is None and (on is None or (coming and kind != "extended")):
        return
    if kind == "results" and coming:
        return
    at = day or on
    assert at
    if until and until < at:
        until = None
    yield Stage(kind=kind, of=of, day=at, printed=day is not None, until=until, sentence=said.printed)


def _lasting(stage: Stage, read: Sequence[Said]) -> Stage:
    """A stage that is extended, with the last day that another sentence tells: "diperpanjang. Kini hingga 3 Mei"."""
    if stage.kind != "extended" or stage.until:
        return stage
    return replace(
        stage, until=max((day for said in read if (day := _until(said)) and day > stage.day), default=None)
    )


def _plain(said: Said) -> list[tuple[int, dt.date]]:
    """The days of a sentence that are neither a last day nor that of a speech."""
    return [
        (at, day)
        for at, day, rule in said.days
        if rule != "range-end"
        and not words("until").search(said.text[:at])
        and not words("speech").search(said.text[:at])
    ]


def _until(said: Said) -> dt.date | None:
    """The last of the days that a sentence names as a last one."""
    found = (d for at, d, rule in said.days if rule == "range-end" or words("until").search(said.text[:at]))
    return max(found, default=None)


def _nearest(days: list[tuple[int, dt.date]], match: re.Match[str]) -> dt.date | None:
    """The first day behind the phrase, else the last before it."""
    behind = [day for at, day in days if at >= match.start()]
    before = [day for at, day in days if at < match.start()]
    return behind[0] if behind else before[-1] if before else None


def _of_record(article: Article, program: Program, on: dt.date | None) -> Iterator[Stage]:
    """The programme's own first day, with its last."""
    if not program.start:
        return
    told = [m for m in program.evidence if m.kind == "date" and m.field == "body"]
    at = next(
        (m.start for m in told if isinstance(m.value, PartialDate) and m.value.as_date() == program.start),
        None,
    )
    text = "" if at is None else next(article.body[s:e] for s, e in sentences(article.body) if s <= at < e)
    until = program.end if program.end and program.end > program.start else None
    yield Stage(kind="opened", of="programme", day=program.start, printed=True, until=until, sentence=text)
    if on and program.start > on:
        yield Stage(kind="announced", of="programme", day=on, printed=False, sentence=text)


# ---------------------------------------------------------------- together


def _plausible(told: list[Stage], program: Program, on: dt.date | None) -> list[Stage]:
    """Without what another stage makes needless: what has begun is not announced, what is over has been opened, and
    the day on which something was paid out or ended is not the one on which it began."""
    ended = {s.day for s in told if s.kind == "closed" or (s.kind == "results" and program.kind not in HELD)}
    past = {s.kind for s in told if on is None or s.day <= on}
    over = bool(past & {"closed", "results"})
    kept = []
    for stage in told:
        if stage.kind == "announced" and past & {"opened", "closed", "extended", "results"}:
            continue
        if stage.kind == "opened" and (
            (not stage.printed and (over or "extended" in past)) or (stage.day in ended and not stage.until)
        ):
            continue
        kept.append(stage)
    return kept


def _merged(told: list[Stage]) -> list[Stage]:
    """Each stage once: one without a printed day is the printed one of its kind; two of one day or last day are one."""
    merged: list[Stage] = []
    for stage in sorted(told, key=lambda s: (not s.printed, s.of != "registration", s.day)):
        at = next((n for n, other in enumerate(merged) if _one(stage, other)), None)
        if at is None:
            merged.append(stage)
        else:
            until = merged[at].until or (
                stage.until if stage.until and stage.until >= merged[at].day else None
            )
            merged[at] = replace(merged[at], until=until)
    return merged


def _one(stage: Stage, other: Stage) -> bool:
    if stage.kind != other.kind:
        return False
    return (
        not stage.printed
        or stage.day == other.day
        or (stage.until is not None and stage.until == other.until)
    )
