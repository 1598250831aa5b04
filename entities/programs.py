"""Programmes for small businesses: which ones an article is about, and a record of each."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from entities.gazetteer import Words, table
from entities.program_agencies import agency, institutions
from entities.program_counts import GIVING, budget, counts, participants
from entities.program_days import ONE_DAY, day, span_of_days
from entities.program_forms import find_programs, known, vocabulary
from entities.program_names import bare, programs
from entities.program_places import where
from entities.program_shares import named_in, shares
from entities.program_words import LEAD, Sentence, both, listed, sentence_at, words
from entities.records import Article, Mention, Money, Program
from entities.sentences import sentences as split

__all__ = ["find_programs", "is_about_program", "program_records", "programs"]

ABOUT = 2
MAX_RECORDS = 12
MANY_PLACES = 4
STANDING = frozenset({"facility", "financing"})


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A programme the article might be about: name None where it has none; score as told in `named`.

    passing: it is named once, and no more is told.
    """

    name: str | None
    kind: str
    score: int
    passing: bool = False
    evidence: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]

    def told_of(self, kinds: Set[str]) -> bool:
        """Whether it is more than the house or the scheme within which something is held."""
        if any(m.field == "title" for m in self.evidence):
            return True
        return kinds == {"facility"} and len(self.sentences) > 1

    @property
    def early(self) -> bool:
        """Whether the lead names it."""
        return any(s.paragraph <= LEAD for s in self.sentences)

    @property
    def once(self) -> bool:
        """Whether it is not known as a scheme that goes on over the years."""
        return all(m.rule != "known" for m in self.evidence)

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """How the one who runs a known programme is written."""
        found = known().find(Words(self.name)) if self.name else iter(())
        return next((match.values[0].agencies for match in found), ())


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
    told_of = shares(read, [c.sentences for c in about], leading(about), named_at)
    year = article.published_at.year if article.published_at else 0
    title = article.title if len(about) == 1 else ""  # of two programmes it may tell of either
    found = [
        record(
            mentions, read, c, near, year, agency(near, c.agencies, title, taken, own=len(c.sentences)), title
        )
        for c, near in zip(about, told_of, strict=True)
    ]
    return tuple(lent(found, about, read))


def is_about_program(article: Article, mentions: Sequence[Mention]) -> bool:
    """Whether a programme for businesses is a main subject; so it has a record, and the other way round."""
    return bool(subjects(article, mentions, told(article, split(article.body))))


def subjects(article: Article, mentions: Sequence[Mention], read: Sequence[Sentence]) -> list[Candidate]:
    """The programmes that the article is about: named ones, else the one without a name."""
    found = named(article, mentions, read)
    chosen = [c for c in found if c.score >= ABOUT]
    chosen = [c for c in chosen if not c.passing] or chosen
    if not chosen:
        return christened(unnamed(article, mentions, read), found)
    kinds = {c.kind for c in chosen}
    if len(kinds) == 1 and kinds <= STANDING:  # the house or scheme is known, what goes on in it may have no name
        held = [c for c in unnamed(article, mentions, read) if held_there(article, c, kinds)]
        chosen = [c for c in chosen if not held or c.told_of(kinds)] + held
    return [*chosen, *besides(article, chosen, mentions, read)][:MAX_RECORDS]


def christened(about: list[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """What the headline tells of, under the name that the lead gives to something of its kind."""
    named_so = [
        c
        for c in found
        if c.early and c.score > (0 if c.once else -ABOUT) and any(c.kind in (a.kind, "other") for a in about)
    ]
    return [replace(c, kind=about[0].kind) for c in named_so[:1]] or about


def held_there(article: Article, about: Candidate, kinds: Set[str]) -> bool:
    """Whether the headline is of something else than the facility or scheme: a course, a fair."""
    return about.kind not in kinds and bool(both(article.title) & cues_of(about.kind))


def besides(
    article: Article, chosen: Sequence[Candidate], mentions: Sequence[Mention], read: Sequence[Sentence]
) -> Iterator[Candidate]:
    """A programme of another kind that the headline tells of too, if a sentence of its own gives its number."""
    kinds, own = {c.kind for c in chosen}, {s.start for c in chosen for s in c.sentences}
    title, doing = both(article.title), listed("opening") - listed("partaking")
    for kind in table("program_words.toml")["unnamed"]:
        cues = cues_of(kind) - listed("vague")
        if kind in kinds:
            continue
        apart = (s for s in read if s.start not in own and s.phrases & cues and s.bag & doing)
        told_of = (
            s for s in apart if title & cues or (kind in GIVING and s.phrases & listed("same_occasion"))
        )
        found = next((s for s in told_of if any(True for _ in counts(s))), None)
        if found:
            yield Candidate(name=None, kind=kind, score=0, evidence=(), sentences=(found,))
            return


@cache
def cues_of(kind: str) -> frozenset[str]:
    """The words that tell of an unnamed programme of a kind."""
    return frozenset(table("program_words.toml")["unnamed"][kind].split())


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


# ---------------------------------------------------------------- named programmes


def named(article: Article, mentions: Sequence[Mention], read: Sequence[Sentence]) -> list[Candidate]:
    """Every named programme with how much the article is about it: headline, lead, repetition, what is done."""
    groups: dict[str, list[Mention]] = {}
    business = for_businesses(article)
    for mention in mentions:
        if mention.kind == "program" and (business or mention.rule == "known"):
            groups.setdefault(bare(mention.name), []).append(mention)
    groups = one_scheme(groups)
    spoken = best_kind(article, read)[0] if groups else "other"
    days = [m.start for m in mentions if m.field == "body" and day(m)]
    return [candidate(article, group, read, spoken, days) for group in merged(groups).values()]


def one_scheme(groups: dict[str, list[Mention]]) -> dict[str, list[Mention]]:
    """The groups, with the many places of one known scheme as the scheme: Desa Devisa in five villages."""
    rows: dict[str, set[str]] = {}
    for name in groups:
        for match in known().find(Words(name)):
            if match.values[0].grows and not any(m.field == "title" for m in groups[name]):
                rows.setdefault(bare(match.values[0].name), set()).add(name)
    found: dict[str, list[Mention]] = {}
    for name, group in groups.items():
        row = next((row for row, names in rows.items() if name in names and len(names) >= MANY_PLACES), name)
        found.setdefault(row, []).extend(group)
    return found


def merged(groups: dict[str, list[Mention]]) -> dict[str, list[Mention]]:
    """The groups, with what is told under a part of a longer name: "KriyaNusa" is the "Pameran KriyaNusa"."""
    found: dict[str, list[Mention]] = {}
    for name in sorted(groups, key=len, reverse=True):
        longer = next((other for other in found if is_part(name, groups[name], other, found[other])), name)
        found[longer] = [*found.get(longer, ()), *groups[name]]
    return {name: sorted(found[name], key=lambda m: (m.field, m.start)) for name in groups if name in found}


def is_part(name: str, group: list[Mention], other: str, longer: list[Mention]) -> bool:
    """Whether a name is made of words of a longer one, and neither is known for another programme."""
    own, more = set(words(name)), set(words(other))
    if len(own & more) > 2 and len(own & more) >= 0.6 * min(len(own), len(more)):
        return True
    rows = {match.values[0].name for text in (name, other) for match in known().find(Words(text))}
    return len(rows) < 2 and own < more and (len(own) > 1 or bool(more - own <= listed("called")))


def candidate(
    article: Article, group: list[Mention], read: Sequence[Sentence], spoken: str, days: Sequence[int]
) -> Candidate:
    """A named programme with its sentences and its score; spoken is the kind that headline and lead speak of.

    days are the offsets at which the body names a day.
    """
    body = [m for m in group if m.field == "body"]
    around = tuple(dict.fromkeys(s for m in body if (s := sentence_at(read, m.start))))
    first = min((s.paragraph for s in around), default=9)
    name = called(group, body)
    headline = any(m.field == "title" for m in group) or in_headline(article.title, name)
    score = 3 * headline
    score += {0: 2, 1: 1, 2: 0}.get(first, -1)
    score += len(body) >= 3
    doing = any(s.bag & listed("opening") for s in around)
    score += doing
    launching = any(launched(m, read) for m in body)
    score += 2 * launching
    score -= aside(body, read)
    score -= 2 * (not headline and bool(body) and bool(listed("venue_of") & set(before(body[0], read, 2))))
    late = LEAD - all(m.rule == "known" for m in group)  # a national scheme is soon mentioned
    score -= 2 * (not headline and first > late and not any(detailed(s, days) for s in around))
    score -= 2 * (name.startswith("Hari ") and not headline and not launching)
    return Candidate(
        name=name,
        kind=kind_of(name, group, read) or spoken,
        score=score,
        passing=not (doing or headline or len(body) > 1),
        evidence=tuple(group),
        sentences=around,
    )


def called(group: Sequence[Mention], body: Sequence[Mention]) -> str:
    """The longest form in which it is named; of many places of one scheme the scheme."""
    forms = {m.text for m in body or group}
    rows = [match.values[0].name for form in forms for match in known().find(Words(form)) if match.values[0].grows]
    scheme = len(forms) >= MANY_PLACES and len(rows) >= MANY_PLACES and len(set(rows)) == 1
    return rows[0] if scheme else max(forms, key=len)


def detailed(sentence: Sentence, days: Sequence[int]) -> bool:
    """Whether a sentence that names a programme says when it is or how many take part."""
    return any(sentence.start <= d < sentence.end for d in days) or any(True for _ in counts(sentence))


def for_businesses(article: Article) -> bool:
    """Whether the article speaks of businesses at all."""
    return _speaks_of_business(article.title, article.body)


@lru_cache(maxsize=1)  # asked when it is decided what the article is about, and for its records
def _speaks_of_business(title: str, body: str) -> bool:
    bag = both(title) | both(body)
    told = bag & (listed("business") | listed("business_pairs"))
    return bool(told) or len(bag & listed("trade")) > 1


def in_headline(title: str, name: str) -> bool:
    """Whether the first two words of the name, or three in a row, stand so in the headline."""
    pairs = list(pairwise(words(bare(name))))
    told = set(pairwise(words(title)))
    return bool(told & set(pairs[:1])) or len(told & set(pairs)) > 1


def before(mention: Mention, read: Sequence[Sentence], count: int) -> list[str]:
    """The words that stand before a mention in its sentence."""
    sentence = sentence_at(read, mention.start) if mention.field == "body" else None
    return sentence.before(mention.start)[-count:] if sentence else []


def launched(mention: Mention, read: Sequence[Sentence]) -> bool:
    """Whether someone opens, holds or makes it right here, or it is told to be held."""
    sentence = sentence_at(read, mention.start) if mention.field == "body" else None
    if sentence is None:
        return False
    left, right = sentence.before(mention.start), sentence.after(mention.end)
    return bool(
        set(left[-4:]) & listed("launching")
        or set(left[-6:]) & listed("launch")
        or set(right[:7]) & listed("held")
    )


def aside(body: list[Mention], read: Sequence[Sentence]) -> int:
    """What to take off where the words before the first mention say that it is only background."""
    left = before(body[0], read, 6) if body else []
    marks = [word for word in left[-4:] if word in vocabulary()["aside"]]
    if not marks or set(left) & listed("launch"):  # "peluncuran peringatan Hari Koperasi"
        return 0
    if marks[-1] in ("lewat", "melalui"):
        return 0 if {"program", "skema"} & set(left[-2:]) else 1
    return 2


def kind_of(name: str, group: Iterable[Mention], read: Sequence[Sentence]) -> str:
    """The kind a name tells: known ones first, then its last word, its first, the word before it."""
    voc = vocabulary()
    for match in known().find(Words(name)):
        if 2 * (match.last - match.first + 1) > len(words(bare(name))):
            return match.values[0].kind
    keys = Words(name).keys
    tails = [voc["tails"][key] for key in reversed(keys) if key in voc["tails"]]
    heads = [voc["heads"][key] for key in keys[:1] if key in voc["heads"]]
    announced = [voc["announce"][w] for m in group for w in before(m, read, 1) if w in voc["announce"]]
    told_kinds = [kind for kind in (*tails[:1], *heads, *announced) if kind != "other"]
    return str(next(iter(told_kinds), ""))


# ---------------------------------------------------------------- unnamed programmes


def best_kind(article: Article, read: Sequence[Sentence]) -> tuple[str, int, bool]:
    """The kind of programme that headline and lead speak of most, how much, and whether the headline does."""
    best: tuple[str, int, bool] = ("other", 0, False)
    for kind in table("program_words.toml")["unnamed"]:
        score, headline = spoken_of(cues_of(kind), article, read)
        if score > best[1]:
            best = (kind, score, headline)
    return best


def spoken_of(cues: frozenset[str], article: Article, read: Sequence[Sentence]) -> tuple[int, bool]:
    """How much headline and lead speak of something, and whether the headline does."""
    headline = not both(article.title).isdisjoint(cues)
    lead = sum(not s.phrases.isdisjoint(cues) for s in read if s.paragraph <= LEAD)
    return 2 * headline + lead, headline


def unnamed(article: Article, mentions: Sequence[Mention], read: Sequence[Sentence]) -> list[Candidate]:
    """The programme without a name that headline and lead tell of, if any."""
    lead = [s for s in read if s.paragraph <= LEAD]
    bag = frozenset(words(article.title)).union(*(s.bag for s in lead))
    acting = bool(bag & listed("officials")) or any(institutions().search(s.text) for s in lead)
    placed = (
        {m.value for m in mentions if m.kind in ("city", "province") and m.start < lead[-1].end}
        if lead
        else set()
    )
    if not (acting and placed and bag & listed("served")):
        return []
    kind, score, headline = best_kind(article, read)
    if kind == "certification" and any(s.bag & listed("taught") for s in lead):
        kind = "training"  # how to get a certificate
    cues = cues_of(kind) if kind != "other" else frozenset()
    done = listed("opening") - listed("partaking")
    wishes = both(article.title) & listed("wishes") and "program" not in both(article.title)
    if wishes and not any(s.phrases & cues and s.bag & done for s in lead):
        return []
    if score < 3 + (not headline) or (not headline and both(article.title) & listed("shipping")):
        kind, cues = "other", listed("together")
        score, headline = spoken_of(cues, article, read)
        if score < 4 or not headline or len(placed) < 2:  # two towns whose businesses are brought together
            return []
    around = tuple(s for s in lead if s.phrases & cues)
    return [Candidate(name=None, kind=kind, score=score, evidence=(), sentences=around)]


# ---------------------------------------------------------------- records


def record(
    mentions: Sequence[Mention],
    read: Sequence[Sentence],
    about: Candidate,
    near: Sequence[Sentence],
    year: int,
    runs: str | None,
    title: str,
) -> Program:
    """The record of a programme, each field read from the sentences near it, in the order of trust; year is the
    article's.
    """
    start, end, days = span_of_days(
        mentions, read, near, about.kind, own=len(about.sentences), once=about.once
    )
    money = budget(mentions, near, about.kind, year)
    places = where(mentions, beside(mentions, read, about), read, about.kind)
    return Program(
        name=None if about.name and bare(about.name) in listed("nameless") else about.name,
        agency=runs,
        kind=about.kind,
        places=tuple(dict.fromkeys(str(m.value) for m in places)),
        start=start,
        end=end,
        values=tuple(dict.fromkeys(m.value for m in money if isinstance(m.value, Money))),
        participants=participants(near, title, own=len(about.sentences)),
        evidence=(*about.evidence, *places, *days, *money),
    )


def leading(about: Sequence[Candidate]) -> int:
    """Which of the programmes the article is most about."""
    return max(range(len(about)), key=lambda n: about[n].score, default=0)


def lent(found: list[Program], about: Sequence[Candidate], read: Sequence[Sentence]) -> Iterator[Program]:
    """The records; one without an agency or told to be on the same occasion takes the leading one's."""
    lead = found[leading(about)] if found else None
    for programme, candidate in zip(found, about, strict=True):
        if lead is None or programme is lead:
            yield programme
            continue
        programme = replace(programme, agency=programme.agency or lead.agency)
        same = any(s.bag & listed("same_occasion") for s in candidate.sentences)
        if same and programme.start is None and lead.start:
            end = lead.start if programme.kind in ONE_DAY else None
            programme = replace(programme, start=lead.start, end=end)
        yield programme


def beside(mentions: Sequence[Mention], read: Sequence[Sentence], about: Candidate) -> list[Mention]:
    """The mentions in the programme's own sentences."""
    own = {s.start for s in about.sentences}
    in_body = [m for m in mentions if m.field == "body"]
    return [m for m in in_body if (s := sentence_at(read, m.start)) and s.start in own]
