"""Cue words of a sentence, read from data/roles.toml: which labels a sentence carries, and where."""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from entities.almanac import FULL_MONTHS, local_day
from entities.records import Article, Field, Mention
from entities.sentences import sentences

WORD = re.compile(r"\w+(?:[-’']\w+)*")
YEAR = re.compile(r"(?<![\w.,/])(?:19|20)\d\d(?![\w/]|[.,]\d)")
ENCLITIC = "nya"
VOID = "void"  # of words that mean something else together: "lepas dari" sends nothing off
SHORTEST = 6  # letters of a word that can carry the enclitic
LONGEST = 40  # letters of a word, beyond which it is no cue
BULLET = re.compile(r"[•·*–—-]\s?|\d{1,2}[.)]\s")
SHORT_LINE = 80  # letters of a list item that has no bullet
DAY_OF_MONTH = re.compile(r"\b\d{1,2}\s(\w{3,9})\s$")
RECENT = 4  # months within which a day of last year is still news
LEAD = 2  # paragraphs that tell the news itself
LATE_SENTENCE = 10  # as LATE, where the paragraphs are long
LATE = 3  # paragraph from which an article turns to the background of its news
ASIDE_WITHIN = 4  # an aside announces itself within the first words of a sentence
NAMES = frozenset({"city", "province", "country", "product", "program"})
Labels = frozenset[str]
Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


@cache
def table() -> dict[str, Any]:
    """data/roles.toml as it stands."""
    return tomllib.loads(files("entities").joinpath("data/roles.toml").read_text(encoding="utf-8"))


@cache
def phrases() -> Phrases:
    """Every cue phrase by its first word, the longest first."""
    found: Phrases = {}
    for label, cues in table()["cues"].items():
        for cue in cues:
            first, *rest = cue.split()
            found.setdefault(first, []).append((tuple(rest), label))
    return {first: sorted(rest, key=lambda r: (-len(r[0]), r[1] != VOID)) for first, rest in found.items()}


class Cue(NamedTuple):
    """A label and the words that carry it, as indices into the words of the sentence (last exclusive)."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence with its words, its cues and its place in the article; paragraph counts from 0 in the body."""

    field: Field
    index: int
    paragraph: int
    start: int
    end: int
    words: tuple[tuple[int, int], ...]
    cues: tuple[Cue, ...]
    labels: Labels

    def word_after(self, offset: int) -> int:
        """Index of the first word that begins at or after an offset of the field."""
        return bisect_left(self.words, (offset, 0))

    def word_at(self, offset: int) -> int:
        """Index of the word at or after an offset of the field."""
        at = bisect_right(self.words, (offset, 0))
        return at - 1 if at and self.words[at - 1][1] > offset else at


def read(article: Article) -> list[Sentence]:
    """The sentences of the title and the body with their cues, in reading order."""
    published = article.published_at and local_day(article.published_at)
    return [*_sentences("title", article.title, published), *_sentences("body", article.body, published)]


def _old_years(text: str, published: date | None) -> list[int]:
    """Where a text names a year before that of publication, unless it is that of a day of the last months."""
    if published is None:
        return []
    years = ((year.start(), int(year.group())) for year in YEAR.finditer(text))
    return [at for at, year in years if year < published.year and not _recent(text, at, year, published)]


def _recent(text: str, at: int, year: int, published: date) -> bool:
    """True for "13 Desember 2021" in the news of March 2022."""
    day = DAY_OF_MONTH.search(text, max(0, at - 14), at)
    month = FULL_MONTHS.get(day[1].lower()) if day else None
    return month is not None and (published.year - year) * 12 + published.month - month <= RECENT


def _sentences(field: Field, text: str, published: date | None) -> list[Sentence]:
    found: list[Sentence] = []
    paragraph, last, old = 0, 0, _old_years(text, published)
    intro: Labels = frozenset()  # labels of the words that a list follows
    for index, (start, end) in enumerate(sentences(text)):
        opens = index > 0 and "\n" in text[last:start]
        item = opens and bool(intro) and _is_item(text[start:end])
        paragraph += opens and not item
        last = end
        dated = bisect_left(old, start) < bisect_left(old, end)
        part = "@title" if field == "title" else _part(paragraph, index)
        marks = (part, "@oldyear") if dated else (part,)
        marks = (*marks, *intro, "@item") if item else marks
        found.append(_sentence(field, text, (start, end), index=index, paragraph=paragraph, marks=marks))
        if not item:
            told = frozenset(label for label in found[-1].labels if label[0] != "@")
            intro = told if text[end - 1] == ":" else frozenset()
    aside = {s.paragraph for s in found if any(c.label == "aside" and c.first < ASIDE_WITHIN for c in s.cues)}
    return [mark(s, "@aside") if s.paragraph in aside else s for s in found] if aside else found


def _is_item(text: str) -> bool:
    """True for a line of a list: "• Italia", "1. Pisang 70 ton", "Arab Saudi"."""
    return BULLET.match(text) is not None or (len(text) <= SHORT_LINE and text[-1] not in ".!?")


def _sentence(
    field: Field, text: str, span: tuple[int, int], *, index: int, paragraph: int, marks: tuple[str, ...]
) -> Sentence:
    words = tuple(word.span() for word in WORD.finditer(text, *span))
    cues = tuple(cues_in([text[a:b] for a, b in words]))
    return Sentence(
        field=field, index=index, paragraph=paragraph, start=span[0], end=span[1],
        words=words, cues=cues, labels=frozenset((*marks, *(cue.label for cue in cues))),
    )  # fmt: skip


def _part(paragraph: int, index: int) -> str:
    """The part of the body that a sentence belongs to; some sites print an article as one paragraph."""
    if paragraph >= LATE or index >= LATE_SENTENCE:
        return "@late"
    return "@lead" if paragraph < LEAD else "@body"


def mark(sentence: Sentence, label: str) -> Sentence:
    """The sentence with one more label."""
    return replace(sentence, labels=sentence.labels | {label})


def cues_in(words: list[str]) -> Iterator[Cue]:
    """Every cue phrase in a sentence; an enclitic -nya does not hide a word.

    "#" is any number, "<tahun>" a year, "<bulan>" a month. A void phrase silences what its words say alone.
    """
    forms = [_forms(word[:LONGEST]) for word in words]
    folded, plain = [form[0] for form in forms], [form[1] for form in forms]
    silent = 0  # the first word after the last void phrase
    for at, (_, _, known) in enumerate(forms):
        following = (folded[at + 1], plain[at + 1]) if at + 1 < len(forms) else ()
        for rest, label in known if at >= silent else ():
            end = at + 1 + len(rest)
            if rest and rest[0] not in following:
                continue
            if rest and rest not in (tuple(plain[at + 1 : end]), tuple(folded[at + 1 : end])):
                continue
            if label == VOID:
                silent = end
                break
            yield Cue(label=label, first=at, last=end)


@lru_cache(maxsize=1 << 15)
def _forms(word: str) -> tuple[str, str, list[tuple[tuple[str, ...], str]]]:
    """A word in lower case, without its enclitic, and how the cues go on that begin with either."""
    folded = word.casefold()
    plain = ("<tahun>" if YEAR.fullmatch(folded) else "#") if folded[0].isdigit() else folded
    if folded.partition("-")[0] in FULL_MONTHS:
        plain = "<bulan>"
    elif folded.endswith(ENCLITIC) and len(folded) >= SHORTEST:
        plain = folded[: -len(ENCLITIC)]
    known = (phrases().get(form, []) for form in dict.fromkeys((folded, plain)))
    return folded, plain, [cue for cues in known for cue in cues]


def masked(read: list[Sentence], mentions: Iterable[Mention]) -> list[Sentence]:
    """The sentences without the cues inside a name: "bunga" in "bunga pepaya" is no interest."""
    names = by_sentence((m for m in mentions if m.kind in NAMES), read)
    return [_masked(s, names[at]) if at in names else s for at, s in enumerate(read)]


def _masked(sentence: Sentence, names: list[Mention]) -> Sentence:
    inside = {w for m in names for w in range(sentence.word_at(m.start), sentence.word_after(m.end))}
    cues = tuple(c for c in sentence.cues if not inside.issuperset(range(c.first, c.last)))
    if len(cues) == len(sentence.cues):
        return sentence
    where = {label for label in sentence.labels if label.startswith("@")}
    return replace(sentence, cues=cues, labels=frozenset(where | {c.label for c in cues}))


def by_sentence(mentions: Iterable[Mention], read: list[Sentence]) -> dict[int, list[Mention]]:
    """Mentions by the position of their sentence in the list, in reading order."""
    starts = [(s.field == "body", s.start) for s in read]
    found: dict[int, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: (m.field == "body", m.start, -m.end)):
        at = bisect_right(starts, (mention.field == "body", mention.start)) - 1
        if at >= 0 and read[at].field == mention.field:
            found.setdefault(at, []).append(mention)
    return found
