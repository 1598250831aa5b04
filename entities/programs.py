"""Programmes for small businesses: which ones an article is about, and a record of each."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from entities.almanac import local_day
from entities.program_agencies import agency
from entities.program_bodies import in_full
from entities.program_counts import budget, participants
from entities.program_days import ONE_DAY, span_of_days
from entities.program_forms import find_programs
from entities.program_named import Candidate
from entities.program_names import bare, programs
from entities.program_places import where
from entities.program_shares import named_in, shares
from entities.program_subjects import subjects
from entities.program_words import LEAD, Sentence, listed, sentence_at
from entities.records import Article, Mention, Money, Program
from entities.sentences import sentences as split

__all__ = ["find_programs", "is_about_program", "program_records", "programs"]


def program_records(
    article: Article, mentions: Sequence[Mention], sentences: Sequence[tuple[int, int]] | None = None
) -> tuple[Program, ...]:
    """One record for each programme the article is about or announces, in the order of the text.

    mentions carry their roles and include those of kind "date"; sentences are the spans of the body's sentences.
    """
    read = told(article, split(article.body) if sentences is None else sentences)
    about = subjects(article, mentions, read)
    named_at = named_in(mentions, read)
    taken = [(m.start, m.end) for m in mentions if m.kind == "program" and m.field == "body"]
    told_of = shares(read, [c.sentences for c in about], leading(about), named_at, [c.kind for c in about])
    published = local_day(article.published_at) if article.published_at else None
    title = article.title if len(about) == 1 else ""  # of two programmes it may tell of either
    early = [s for s in read if s.paragraph <= LEAD]
    found = []
    for n, (c, near) in enumerate(zip(about, told_of, strict=True)):
        runs = agency(near, c.agencies, title, taken, own=len(c.sentences), shown=c.kind == "exhibition")
        runs = in_full(runs, early) if runs else None
        found.append(record(mentions, read, c, near, published, runs, title, leads=n == leading(about)))
    return tuple(lent(found, about, published))


def is_about_program(article: Article, mentions: Sequence[Mention]) -> bool:
    """Whether a programme for businesses is a main subject; so it has a record, and the other way round."""
    return bool(subjects(article, mentions, told(article, split(article.body))))


def told(article: Article, spans: Iterable[tuple[int, int]]) -> list[Sentence]:
    """The sentences of the body with their paragraphs."""
    return list(_told(article.body, tuple(spans)))


@lru_cache(maxsize=1)  # whether it is about a programme and the records read the same sentences
def _told(body: str, spans: tuple[tuple[int, int], ...]) -> tuple[Sentence, ...]:
    found, paragraph, last = [], 0, 0
    for start, end in spans:
        paragraph += body.count("\n\n", last, start)
        found.append(Sentence(start, end, body[start:end], paragraph))
        last = start
    return tuple(found)


def record(
    mentions: Sequence[Mention],
    read: Sequence[Sentence],
    about: Candidate,
    near: Sequence[Sentence],
    published: dt.date | None,
    runs: str | None,
    title: str,
    *,
    leads: bool,
) -> Program:
    """The record of a programme, each field read from the sentences near it, in the order of trust; published is
    the day of the article.
    """
    year = published.year if published else 0
    start, end, days = span_of_days(
        mentions,
        read,
        near,
        about.kind,
        own=len(about.sentences),
        once=about.once,
        published=published,
    )
    money = budget(mentions, near, about.kind, year)
    places = where(mentions, beside(mentions, read, about), read, about.kind, runs, leads=leads)
    return Program(
        name=None if about.name and bare(about.name) in listed("nameless") else about.name,
        agency=runs,
        kind=about.kind,
        places=tuple(dict.fromkeys(str(m.value) for m in places)),
        start=start,
        end=end,
        values=tuple(dict.fromkeys(m.value for m in money if isinstance(m.value, Money))),
        participants=participants(near, title, year, about.kind, own=len(about.sentences)),
        evidence=(*about.evidence, *places, *days, *money),
    )


def leading(about: Sequence[Candidate]) -> int:
    """Which of the programmes the article is most about."""
    return max(range(len(about)), key=lambda n: about[n].score, default=0)


def lent(found: list[Program], about: Sequence[Candidate], published: dt.date | None) -> Iterator[Program]:
    """The records; one without an agency or told to be on the same occasion takes the leading one's, but a fair that
    is only named far from the lead of something else is another's.

    The occasion is the day of which the article tells: the last of the leading one's that has come.
    """
    lead = found[leading(about)] if found else None
    for programme, candidate in zip(found, about, strict=True):
        if lead is None or programme is lead:
            yield programme
            continue
        other = programme.kind == "exhibition" != lead.kind and programme.name and not candidate.early
        programme = replace(programme, agency=programme.agency or (None if other else lead.agency))
        same = any(s.phrases & listed("same_occasion") for s in candidate.sentences)
        news = lead.end if lead.end and published and lead.end <= published else lead.start
        if same and programme.start is None and news:
            programme = replace(programme, start=news, end=news if programme.kind in ONE_DAY else None)
        yield programme


def beside(mentions: Sequence[Mention], read: Sequence[Sentence], about: Candidate) -> list[Mention]:
    """The mentions in the programme's own sentences."""
    own = {s.start for s in about.sentences}
    in_body = [m for m in mentions if m.field == "body"]
    return [m for m in in_body if (s := sentence_at(read, m.start)) and s.start in own]
