"""Programmes for small businesses that an article is about, as records."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from entities.gazetteer import Words, table
from entities.program_names import bare, find_programs, known, programs, vocabulary
from entities.records import Article, Mention, Money, PartialDate, Program
from entities.sentences import sentences as split

__all__ = ["find_programs", "is_about_program", "program_records", "programs"]

WORD = re.compile(r"\w+(?:-\w+)*")
ABOUT = 2
COUNTED = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:\s+(?:lebih|orang))?\s+((?:\w+\s+){0,2}?)(\w+)", re.I
)
NUMBER_WORDS = {"dua puluh lima": 25, "dua ratus": 200, "seratus": 100, "lima puluh": 50, "tiga puluh": 30}
OFFICE = re.compile(
    r"\b(?:(?:Dinas|Kementerian|Badan|Balai(?: Besar)?|Lembaga|Direktorat Jenderal|Ditjen|Dekranasda|Disperindag\w*|"
    r"Disperdagin|Diskop\w*|Dinkop\w*|Dinperindag\w*|Pemkot|Pemkab|Pemprov|Pemerintah (?:Kota|Kabupaten|Provinsi)|"
    r"Bank Indonesia|Indonesia Eximbank|Bea Cukai|Kanwil|Kantor|Kadin|Baznas|Bank|Kemen\w+|LPEI|Barantin|OJK|Pertamina|"
    r"BPJPH|Universitas|Politeknik|BRI|BNI|PNM|Telkom|PLN|Bulog|Gubernur|Asosiasi|Apindo|Hipmi|HIMKI|ASEPHI|Apkasi)"
    r"(?:(?:,? (?:dan|serta)|,)? [A-Z][\w.]*){0,9}|pemkot|pemkab|pemprov)"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the body: its place, its lower-case words, its paragraph counted from 0."""

    start: int
    end: int
    text: str
    paragraph: int

    @cached_property
    def words(self) -> list[str]:
        return [word.casefold() for word in WORD.findall(self.text)]

    @cached_property
    def bag(self) -> frozenset[str]:
        return frozenset(self.words)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A programme the article might be about: name None where it has none."""

    name: str | None
    kind: str
    score: int
    evidence: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]


@cache
def words_of(key: str) -> frozenset[str]:
    """A word list of the records part of program_words.toml."""
    return frozenset(table("program_words.toml")["records"][key].split())


def program_records(
    article: Article, mentions: Sequence[Mention], sentences: Sequence[tuple[int, int]] | None = None
) -> tuple[Program, ...]:
    """One record for each programme the article is about or announces, named ones first, in order.

    mentions carry their roles and include those of kind "date"; sentences are the spans of the body's sentences.
    """
    read = told(article, split(article.body) if sentences is None else sentences)
    chosen = [c for c in named(article, mentions, read) if c.score >= ABOUT] or unnamed(
        article, mentions, read
    )
    return tuple(record(article, mentions, read, candidate) for candidate in chosen)


def is_about_program(article: Article, mentions: Sequence[Mention]) -> bool:
    """Whether a programme for businesses is a main subject; so it has a record, and the other way round."""
    return bool(program_records(article, mentions))


def told(article: Article, spans: Iterable[tuple[int, int]]) -> list[Sentence]:
    """The sentences of the body with their paragraphs."""
    found, paragraph, last = [], 0, 0
    for start, end in spans:
        paragraph += article.body.count("\n\n", last, start)
        found.append(Sentence(start, end, article.body[start:end], paragraph))
        last = start
    return found


# ---------------------------------------------------------------- which programmes


def named(article: Article, mentions: Sequence[Mention], read: Sequence[Sentence]) -> list[Candidate]:
    """Every named programme with how much the article is about it."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.kind == "program":
            groups.setdefault(bare(mention.name), []).append(mention)
    return [candidate(group, read) for group in groups.values()]


def candidate(group: list[Mention], read: Sequence[Sentence]) -> Candidate:
    """A named programme with its sentences and its score."""
    body = [m for m in group if m.field == "body"]
    around = tuple(s for s in read if any(s.start <= m.start < s.end for m in body))
    first = min((s.paragraph for s in around), default=9)
    score = 3 * any(m.field == "title" for m in group)
    score += {0: 2, 1: 1, 2: 0}.get(first, -1)
    score += len(body) >= 3
    score += any(s.bag & words_of("opening") for s in around)
    score -= aside(body, read)
    name = next((m.name for m in group if m.field == "body"), group[0].name)
    return Candidate(
        name=name, kind=kind_of(name, group), score=score, evidence=tuple(group), sentences=around
    )


def aside(body: list[Mention], read: Sequence[Sentence]) -> int:
    """What to take off where the words before the first mention say that it is only background."""
    if not body:
        return 0
    sentence = next((s for s in read if s.start <= body[0].start < s.end), None)
    before = WORD.findall(sentence.text[: body[0].start - sentence.start].casefold())[-4:] if sentence else []
    marks = [word for word in before if word in vocabulary()["aside"]]
    return 0 if not marks else 1 if marks[-1] in ("lewat", "melalui") else 2


def kind_of(name: str, group: Iterable[Mention]) -> str:
    """The kind a name tells: known programmes first, then its head, its last word, the word that announced it."""
    voc = vocabulary()
    for match in known().find(Words(name)):
        return match.values[0].kind
    keys = Words(name).keys
    if keys and keys[0] in voc["heads"]:
        return str(voc["heads"][keys[0]])
    tails = [voc["tails"][key] for key in reversed(keys) if key in voc["tails"]]
    return str(tails[0]) if tails else "other"


def unnamed(article: Article, mentions: Sequence[Mention], read: Sequence[Sentence]) -> list[Candidate]:
    """The programme without a name that headline and lead tell of, if any."""
    title = frozenset(WORD.findall(article.title.casefold()))
    lead = [s for s in read if s.paragraph <= 2]
    pairs = {s: frozenset(f"{a}-{b}" for a, b in zip(s.words, s.words[1:], strict=False)) for s in lead}
    bag = title.union(*(s.bag for s in lead)) if lead else title
    if not bag & words_of("served"):
        return []
    scores: dict[str, int] = {}
    for kind, cues in table("program_words.toml")["unnamed"].items():
        listed = frozenset(cues.split())
        hits = [s for s in lead if (s.bag | pairs[s]) & listed]
        scores[kind] = 2 * bool(title & listed) + len(hits)
    kind = max(scores, key=lambda k: scores[k])
    if scores[kind] < 3 or not (offices(lead) or bag & words_of("officials")):
        return []
    listed = frozenset(table("program_words.toml")["unnamed"][kind].split())
    around = tuple(s for s in lead if (s.bag | pairs[s]) & listed)
    return [Candidate(name=None, kind=kind, score=scores[kind], evidence=(), sentences=around)]


# ---------------------------------------------------------------- fields


def record(
    article: Article, mentions: Sequence[Mention], read: Sequence[Sentence], about: Candidate
) -> Program:
    """The record of a programme, each field read from the sentences around it and those that tell of its course."""
    near = nearby(read, about)
    start, end, days = span_of_days(mentions, near, about)
    money = budget(mentions, read)
    places = where(mentions, read)
    return Program(
        name=about.name,
        agency=agency(near),
        kind=about.kind,
        places=tuple(dict.fromkeys(str(m.value) for m in places)),
        start=start,
        end=end,
        values=tuple(dict.fromkeys(m.value for m in money if isinstance(m.value, Money))),
        participants=participants(near),
        evidence=(*about.evidence, *places, *days, *money),
    )


def nearby(read: Sequence[Sentence], about: Candidate) -> list[Sentence]:
    """The sentences that tell of the programme, in the order of trust: its own, the lead, then the rest."""
    own = list(about.sentences)
    lead = [s for s in read if s.paragraph <= 2 and s not in own]
    rest = [s for s in read if s.paragraph > 2 and s not in own and s.bag & words_of("opening")]
    return [*own, *lead, *rest]


def offices(read: Iterable[Sentence]) -> Iterator[str]:
    """Offices that act in the sentences: named, and not merely in the title of an official."""
    for sentence in read:
        for match in OFFICE.finditer(sentence.text):
            before = [w.casefold() for w in WORD.findall(sentence.text[: match.start()])[-2:]]
            after = [w.casefold() for w in WORD.findall(sentence.text[match.end() :])[:2]]
            if any(word in words_of("officials") for word in before):
                continue
            if {*before, *after} & words_of("runs"):
                yield match.group().strip(" ,.")


def agency(read: Sequence[Sentence]) -> str | None:
    """Who runs it, as printed; None where only officials speak."""
    return next(offices(read), None)


def where(mentions: Sequence[Mention], read: Sequence[Sentence]) -> list[Mention]:
    """The places of a programme: of headline, else of the lead, that it serves; a province only without a city."""
    for kind in ("city", "province"):
        placed = [m for m in mentions if m.kind == kind]
        served = [m for m in placed if m.role == "origin"] or placed
        title = [m for m in served if m.field == "title"]
        if chosen := title or [m for m in served if m.field == "body"][:1]:
            return chosen
    return []


def span_of_days(
    mentions: Sequence[Mention], near: Sequence[Sentence], about: Candidate
) -> tuple[dt.date | None, dt.date | None, list[Mention]]:
    """First and last day, with the mentions they rest on."""
    dates = [m for m in mentions if m.kind == "date" and m.field == "body"]
    start: Mention | None = None
    end: Mention | None = None
    for sentence in near:
        for mention in (m for m in dates if sentence.start <= m.start < sentence.end):
            role = day_role(sentence, mention)
            if role == "start" and start is None:
                start = mention
            elif role == "end" and end is None:
                end = mention
    first, last = day(start), day(end)
    if first and not last and one_day(near, about):
        last = first
    if first and last and last < first:
        last = None
    return first, last, [m for m in (start, end) if m]


def day(mention: Mention | None) -> dt.date | None:
    return mention.value.as_date() if mention and isinstance(mention.value, PartialDate) else None


def day_role(sentence: Sentence, mention: Mention) -> str | None:
    """Whether a day begins or ends the programme, or is only that of a statement (None)."""
    if day(mention) is None:
        return None
    if mention.rule == "range-start":
        return "start"
    if mention.rule == "range-end":
        return "end"
    before = [w.casefold() for w in WORD.findall(sentence.text[: mention.start - sentence.start])]
    after = [w.casefold() for w in WORD.findall(sentence.text[mention.end - sentence.start :])]
    cues = words_of("opening") | words_of("closing") | words_of("speech")
    cue = next((w for w in [*reversed(before), *after] if w in cues), None)
    if cue is None or cue in words_of("speech"):
        return None
    return "end" if cue in words_of("closing") else "start"


def one_day(near: Sequence[Sentence], about: Candidate) -> bool:
    """Whether a programme with one day ends on it."""
    return about.kind in ("grant", "matching") or any("sehari" in s.bag for s in near)


def budget(mentions: Sequence[Mention], read: Sequence[Sentence]) -> list[Mention]:
    """Sums the programme costs or gives."""
    return [m for m in mentions if m.kind == "value" and m.field == "body" and is_budget(m, read)]


def is_budget(mention: Mention, read: Sequence[Sentence]) -> bool:
    sentence = next((s for s in read if s.start <= mention.start < s.end), None)
    if sentence is None or mention.role == "transaction":
        return False
    return bool(sentence.bag & words_of("budget")) and not sentence.bag & words_of("not_budget")


def participants(near: Sequence[Sentence]) -> int | None:
    """The stated number of businesses or people who take part."""
    for sentence in near:
        if sentence.bag & words_of("not_taking_part"):
            continue
        for match in COUNTED.finditer(sentence.text):
            inner = [w.casefold() for w in match.group(2).split()] + [match.group(3).casefold()]
            if inner[0] in words_of("taking_part") or (
                len(inner) > 1 and inner[-1] in words_of("taking_part")
            ):
                return int(match.group(1).replace(".", ""))
    return None
