"""Named programmes of an article: how much it is about each, and what their own sentences tell."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from entities.gazetteer import Words
from entities.program_agencies import ACTS, actors
from entities.program_counts import counts
from entities.program_days import day
from entities.program_groups import called, is_common, merged, one_scheme
from entities.program_kinds import before, best_kind, kind_of
from entities.program_known import known
from entities.program_names import bare
from entities.program_runs import vocabulary
from entities.program_words import LEAD, Sentence, both, listed, sentence_at, words
from entities.records import Article, Mention, Money

MIN_SUM = 500_000
Beside = Mapping[int, Sequence[Mention]]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A programme the article might be about: name None where it has none; score as told in `candidate`.

    passing: it is named once, and no more is told. details: how much its own sentences tell of it alone.
    headline: the headline names it. within: it is what something else was part of.
    """

    name: str | None
    kind: str
    score: int
    passing: bool = False
    details: int = 0
    headline: bool = False
    within: bool = False
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


def named(
    article: Article, mentions: Sequence[Mention], read: Sequence[Sentence], beside: Beside
) -> list[Candidate]:
    """Every named programme with how much the article is about it: headline, lead, repetition, what is done."""
    groups: dict[str, list[Mention]] = {}
    business = for_businesses(article)
    for mention in mentions:
        if mention.kind == "program" and (business or mention.rule == "known"):
            groups.setdefault(bare(mention.name), []).append(mention)
    groups = one_scheme(groups)
    spoken = best_kind(article, read)[0] if groups else "other"
    return [candidate(article, group, read, spoken, beside) for group in merged(groups).values()]


def candidate(
    article: Article,
    group: list[Mention],
    read: Sequence[Sentence],
    spoken: str,
    beside: Beside,
) -> Candidate:
    """A named programme with its sentences and its score; spoken is the kind that headline and lead speak of."""
    body = [m for m in group if m.field == "body"]
    around = tuple(dict.fromkeys(s for m in body if (s := sentence_at(read, m.start))))
    first = min((s.paragraph for s in around), default=9)
    name = called(group, body)
    headline = any(m.field == "title" for m in group) or in_headline(article.title, name)
    doing = any(s.bag & listed("opening") for s in around)
    launching = any(launched(m, read) for m in body)
    told = max((details(s, beside) for s in around), default=0)
    detailed = any(dated(s, beside) or (any(counts(s)) and not s.bag & listed("lent")) for s in around)
    score = 3 * headline + {0: 2, 1: 1, 2: 0}.get(first, -1) + (len(body) >= 3) + doing + 2 * launching
    score -= 6 * is_partner(group, read, article.title)
    score -= (
        aside(body, read)
        + 3 * (not headline and is_scene(body, read))
        + 2 * (not headline and is_venue(body, read))
    )
    late = LEAD - all(m.rule == "known" for m in group)  # a national scheme is soon mentioned
    score -= 2 * (not headline and first > late and not detailed)
    score -= 2 * (name.startswith("Hari ") and not headline and not launching)
    score -= 2 * (not headline and not launching and is_common(name))
    return Candidate(
        name=name,
        kind=kind_of(name, group, read, spoken),
        score=score,
        passing=not (doing or headline or len(body) > 1),
        details=told if doing or launching else 0,
        headline=headline,
        within=bool(body) and bool({"dalam", "pada", "di", "saat", "ketika"} & set(before(body[0], read, 2))),
        evidence=tuple(group),
        sentences=around,
    )


def for_businesses(article: Article) -> bool:
    """Whether the article speaks of businesses at all."""
    return _speaks_of_business(article.title, article.body)


@lru_cache(maxsize=1)  # asked when it is decided what the article is about, and for its records
def _speaks_of_business(title: str, body: str) -> bool:
    bag = both(title) | both(body)
    told = bag & (listed("business") | listed("business_pairs"))
    traded = len(bag & listed("trade"))
    return bool(told) or traded > 1 or traded + len(bag & listed("worked")) > 2


def in_headline(title: str, name: str) -> bool:
    """Whether the first two words of the name, or three in a row, stand so in the headline."""
    pairs = list(pairwise(words(bare(name))))
    told = set(pairwise(words(title)))
    return bool(told & set(pairs[:1])) or len(told & set(pairs)) > 1


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


def is_venue(body: list[Mention], read: Sequence[Sentence]) -> bool:
    """Whether the words before the first mention say that it is where something is, or whose something is."""
    left = before(body[0], read, 2) if body else []
    if left[-1:] == ["di"] and len(body) == 1 and is_house(body[0].name):
        return True
    return bool(listed("venue_of") & set(left))


def is_house(name: str) -> bool:
    """Whether a name is that of a place where one helps businesses."""
    return kind_of(name, (), (), "other") == "facility" or words(name)[:1] == ["klinik"]


def is_partner(group: Sequence[Mention], read: Sequence[Sentence], title: str) -> bool:
    """Whether it is a house with whose help something else is held: "Bank X gandeng Rumah BUMN"."""
    if kind_of(group[0].name, (), (), "other") != "facility":
        return False
    left = [words(title[: m.start])[-1:] if m.field == "title" else before(m, read, 1) for m in group]
    return any(listed("partner") & set(word) for word in left)


def is_scene(body: list[Mention], read: Sequence[Sentence]) -> bool:
    """Whether it is only where someone said something: "kata Kepala Dinas saat dialog pada Festival X"."""
    sentence = sentence_at(read, body[0].start) if len(body) == 1 else None
    if sentence is None:
        return False
    left = sentence.before(body[0].start)
    if not listed("scene") & set(left[-5:]) or listed("launching") & set(left[-4:]):
        return False
    return bool(listed("speech") & {*left, *sentence.after(body[0].end)})


def aside(body: list[Mention], read: Sequence[Sentence]) -> int:
    """What to take off where the words before the first mention say that it is only background."""
    left = before(body[0], read, 6) if body else []
    if listed("negations") & set(left[-3:]):  # "yang tidak mendapat KUR"
        return 6
    marks = [word for word in left[-4:] if word in vocabulary()["aside"]]
    if not marks or set(left) & listed("launch"):  # "peluncuran peringatan Hari Koperasi"
        return 0
    if marks[-1] in ("lewat", "melalui"):
        return 0 if {"program", "skema"} & set(left[-2:]) else 1
    return 2


# ---------------------------------------------------------------- what a sentence tells


def by_sentence(mentions: Sequence[Mention], read: Sequence[Sentence]) -> Beside:
    """The mentions of the body by where their sentence starts."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.field == "body" and (held := sentence_at(read, mention.start)):
            found.setdefault(held.start, []).append(mention)
    return found


def details(sentence: Sentence, beside: Beside) -> int:
    """How much a sentence tells of a programme alone: who runs it, when it is, how many take part, its sum."""
    days = dated(sentence, beside)
    span = any(m.rule in ("range-start", "range-end") for m in days)
    sums = any(
        isinstance(m.value, Money) and m.value.amount >= MIN_SUM for m in beside.get(sentence.start, ())
    )
    acting = any(a.acts == ACTS for a in actors(sentence))
    return (2 if span else bool(days)) + any(True for _ in counts(sentence)) + sums + acting


def dated(sentence: Sentence, beside: Beside) -> list[Mention]:
    """The days that a sentence names."""
    return [m for m in beside.get(sentence.start, ()) if day(m)]
