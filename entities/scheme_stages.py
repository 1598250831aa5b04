"""The stages of a programme that an article tells of: announced, opened, extended, closed, results; each with its day.

The day is the one printed with the stage, else that of publication. Phrases: data/schemes.toml.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from entities.gazetteer import table
from entities.records import Article, PartialDate, Program
from entities.scheme_levels import TABLE
from entities.scheme_sentences import Said, on_program, words
from entities.sentences import sentences

StageKind = Literal["announced", "opened", "extended", "closed", "results"]
Of = Literal["registration", "programme"]
Days = tuple[dt.date | None, dt.date | None]
KINDS: tuple[StageKind, ...] = ("announced", "opened", "extended", "closed", "results")
HELD = frozenset(
    {"exhibition", "matching", "campaign"}
)  # what is held on the day on which its results are told
ENDS = frozenset({"closed", "extended", "results"})
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


@cache
def rules() -> list[tuple[StageKind, Of, re.Pattern[str]]]:
    """The rows of [[stage]] in their order."""
    rows = table(TABLE)["stage"]
    return [(row["kind"], row["of"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows]


def stages_of(
    article: Article, program: Program, others: Sequence[Program], on: dt.date | None
) -> tuple[Stage, ...]:
    """The stages of one of an article's programmes, by day.

    on is the day of publication, without which only printed days count.
    """
    read = list(on_program(article, program, others))
    told = [_lasting(stage, read) for said in read for stage in _stages(said, on)]
    told += _of_record(article, program, on)
    near = [s for s in told if on is None or abs((s.day - on).days) <= FARTHEST]
    merged = _merged(_plausible(near, program, on))
    return tuple(sorted(merged, key=lambda s: (s.day, KINDS.index(s.kind), s.of)))


# ---------------------------------------------------------------- stages of a sentence


def _stages(said: Said, on: dt.date | None) -> Iterator[Stage]:
    """The stages that a sentence tells; each kind once."""
    taken: set[StageKind] = set()
    for kind, of, pattern in rules():
        match = pattern.search(said.text)
        if match and kind not in taken and not _denied(said.text, match, kind):
            taken.add(kind)
            upto = len(said.text) if kind in ENDS else match.end()  # "yang terpilih akan didampingi"
            coming = _is_coming(said.text, upto)
            yield from _stage(said, kind, of, match.end(), on, coming=coming)
    announces = on and not taken & ENDS and words("announces").search(said.text)
    if on and announces and _is_coming(said.text, len(said.text)):
        yield Stage(kind="announced", of="programme", day=on, printed=False, sentence=said.printed)


def _is_coming(text: str, upto: int) -> bool:
    """Whether words anywhere in a sentence, or before a place in it, say that it is still to come."""
    return bool(words("ahead").search(text) or words("future").search(text[:upto]))


def _denied(text: str, match: re.Match[str], kind: StageKind) -> bool:
    """Whether words before a phrase, or before its last word, say that it is not so."""
    last = match.end() - len(match.group().split()[-1])
    says = [words("denies"), *([words("once")] if kind in ENDS else [])]
    return any(pattern.search(text[:at]) for pattern in says for at in (match.start(), last))


def _stage(
    said: Said, kind: StageKind, of: Of, at: int, on: dt.date | None, *, coming: bool
) -> Iterator[Stage]:
    """The stage that a phrase at a place in the sentence tells of, with its day."""
    day, until = DAYS[kind](said, at, on)
    when = day or on
    if when is None or (coming and (kind == "results" or (day is None and kind != "extended"))):
        return
    last = until if until and until >= when else None
    yield Stage(kind=kind, of=of, day=when, printed=day is not None, until=last, sentence=said.printed)


def _opened(said: Said, at: int, on: dt.date | None) -> Days:
    day = said.nearest(at)
    return day, said.until(day or on)


def _closed(said: Said, at: int, on: dt.date | None) -> Days:
    """The first day behind the phrase, whatever leads up to it, else a plain one before."""
    return next(iter(said.behind(at)), None) or said.nearest(at), None


def _extended(said: Said, at: int, on: dt.date | None) -> Days:
    day, until = said.nearest(at), said.until(on)
    return (day if day and on and day <= on and day != until else None), until


def _told(said: Said, at: int, on: dt.date | None) -> Days:
    """Of results: the day, the last of a span, unless it is still to come."""
    day = next((day for _, day, rule in said.days if rule == "range-end"), None) or said.nearest(at)
    return (day if day and (on is None or day <= on) else None), None


DAYS: dict[StageKind, Callable[[Said, int, dt.date | None], Days]] = {
    "opened": _opened,
    "closed": _closed,
    "extended": _extended,
    "results": _told,
}


def _lasting(stage: Stage, read: Sequence[Said]) -> Stage:
    """A stage that is extended, with the last day that another sentence tells: "diperpanjang. Kini hingga 3 Mei"."""
    if stage.kind != "extended" or stage.until:
        return stage
    later = (day for said in read for day in said.lasts if day > stage.day)
    return replace(stage, until=max(later, default=None))


def _of_record(article: Article, program: Program, on: dt.date | None) -> Iterator[Stage]:
    """The programme's own first day, with its last."""
    if not program.start:
        return
    told = [m for m in program.evidence if m.kind == "date" and m.field == "body"]
    places = (
        m.start for m in told if isinstance(m.value, PartialDate) and m.value.as_date() == program.start
    )
    at = next(places, -1)
    text = next((article.body[s:e] for s, e in sentences(article.body) if s <= at < e), "")
    until = program.end if program.end and program.end > program.start else None
    yield Stage(kind="opened", of="programme", day=program.start, printed=True, until=until, sentence=text)
    if on and program.start > on:
        yield Stage(kind="announced", of="programme", day=on, printed=False, sentence=text)


# ---------------------------------------------------------------- together


def _plausible(told: list[Stage], program: Program, on: dt.date | None) -> list[Stage]:
    """Without what another stage makes needless.

    What has begun is not announced, what is over has been opened before; the day on which something was paid out or
    ended is not the one on which it began. What is told to be over ended on its last day, where that is known.
    """
    ended = {s.day for s in told if s.kind == "closed" or (s.kind == "results" and program.kind not in HELD)}
    past = {s.kind for s in told if on is None or s.day <= on}
    lasts = [s.until for s in told if s.until and s.printed and s.of == "programme"]
    last = max((day for day in lasts if on is None or day <= on), default=None)
    kept = []
    for stage in told:
        if stage.kind == "announced" and past - {"announced"}:
            continue
        if stage.kind == "opened" and not stage.printed and past & {"closed", "results", "extended"}:
            continue
        if stage.kind == "opened" and stage.day in ended and not stage.until:
            continue
        if stage.kind == "closed" and not stage.printed and last:
            stage = replace(stage, day=last, printed=True)
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
