"""Which programmes an article is about: named ones, else the one without a name that headline and lead tell of."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from entities.program_bodies import institutions
from entities.program_counts import counts
from entities.program_kinds import best_kind, cues_of, kinds, settled, spoken_of
from entities.program_named import Beside, Candidate, by_sentence, details, for_businesses, named
from entities.program_words import LEAD, Sentence, both, listed, words
from entities.records import Article, Mention

ENUMERATION = re.compile(
    r"\b(?:dua|tiga|empat|lima|enam|[2-6])\s+(?:program|skema|kegiatan|acara|agenda|event|ajang|pameran|layanan)\b"
    r".{0,80}?\b(?:yakni|yaitu|antara lain|di antaranya|meliputi|terdiri (?:dari|atas))\b",
    re.I | re.S,
)
ABOUT = 2
MAX_RECORDS = 12
FOR_PEOPLE = frozenset(
    {"training", "campaign", "exhibition", "matching"}
)  # goods and ships are certified too
STANDING = frozenset({"facility", "financing"})


def subjects(article: Article, mentions: Sequence[Mention], read: Sequence[Sentence]) -> list[Candidate]:
    """The programmes that the article is about: named ones, else the one without a name."""
    beside = by_sentence(mentions, read)
    found = named(article, mentions, read, beside)
    chosen = [c for c in found if c.score >= ABOUT]
    chosen = distinct([c for c in chosen if not c.passing] or chosen)
    listed_too = enumerated(found, read)
    chosen = [c for c in found if c in chosen or c in listed_too]
    if not chosen:
        chosen = christened(unnamed(article, mentions, read), found)
    elif len(told := {c.kind for c in chosen}) == 1 and told <= STANDING:
        # The house or scheme is known, what goes on in it may have no name.
        held = [c for c in unnamed(article, mentions, read) if held_there(article, c, told)]
        chosen = [c for c in chosen if not held or c.told_of(told)] + held
    elif len(chosen) == 1 and not chosen[0].headline:
        held = [c for c in unnamed(article, mentions, read) if held_there(article, c, {chosen[0].kind})]
        chosen = [replace(chosen[0], kind=c.kind) for c in held] or chosen
    if not chosen:
        return []
    return [*chosen, *besides(article, chosen, found, beside, read)][:MAX_RECORDS]


def distinct(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, without those that are no more than another name of one that is told of more."""
    kept: list[Candidate] = []
    for c in sorted(chosen, key=lambda c: -c.score):
        twin = any(c.kind in (k.kind, "other") and c.once and c.details < 2 for k in kept)
        if not twin:
            kept.append(c)
    headed = any(c.headline for c in kept)
    return [c for c in chosen if c in kept and (c.headline or not headed or not c.within)]


def enumerated(found: Sequence[Candidate], read: Sequence[Sentence]) -> list[Candidate]:
    """Those that the lead counts and names one after the other: "tiga program, yakni A, B, dan C"."""
    told = [s for s in read if s.paragraph <= 1 and ENUMERATION.search(s.text)][:1]
    inside = [c for c in found if any(named_behind(m, s) for m in c.evidence for s in told)]
    return inside if len(inside) > 1 else []


def named_behind(mention: Mention, sentence: Sentence) -> bool:
    """Whether a programme stands in a sentence behind the words that count it with others."""
    told = ENUMERATION.search(sentence.text)
    begins = sentence.start + told.end() if told else sentence.end
    return mention.field == "body" and begins <= mention.start < sentence.end


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


# ---------------------------------------------------------------- what is told besides


def besides(
    article: Article,
    chosen: Sequence[Candidate],
    found: Sequence[Candidate],
    beside: Beside,
    read: Sequence[Sentence],
) -> Iterator[Candidate]:
    """Programmes that the article announces after its own: with a name and details, or of another kind."""
    own = {s.start for c in chosen for s in c.sentences}
    apart = [c for c in found if c.once and not own & {s.start for s in c.sentences}]
    more = [c for c in apart if c.details >= 2 and c.score > -5]
    yield from more
    own |= {s.start for c in more for s in c.sentences}
    told = {c.kind for c in (*chosen, *more)}
    others = [
        (kind, *best)
        for kind in kinds()
        if kind not in told and (best := announced(article, kind, own, beside, read))
    ]
    for kind, _, sentence in sorted(others, key=lambda other: (-other[1], other[2].start))[:1]:
        first = max(c.score for c in chosen) + 1 if sentence.paragraph == 0 else 0
        yield Candidate(name=None, kind=kind, score=first, evidence=(), sentences=(sentence,))


def announced(
    article: Article, kind: str, own: Set[int], beside: Beside, read: Sequence[Sentence]
) -> tuple[int, Sentence] | None:
    """The sentence that announces a further programme of a kind with its number or sum, and how much it tells."""
    cues = cues_of(kind) - listed("vague")
    doing = listed("opening") - listed("partaking")
    title = bool(both(article.title) & cues)
    for sentence in read:
        if sentence.start in own or not sentence.phrases & cues or not sentence.bag & doing:
            continue
        if settled(kind, "", [sentence]) != kind:
            continue
        hinted = title or bool(sentence.phrases & listed("same_occasion"))
        much = details(sentence, beside)
        numbered = any(True for _ in counts(sentence)) or (title and much >= 2 and sentence.paragraph == 0)
        if numbered and (hinted or much >= 2):
            return much, sentence
    return None


# ---------------------------------------------------------------- unnamed programmes


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
    kind, score, headline = best_kind(article, read)
    business = for_businesses(article)
    served = bag & listed("served") or (headline and kind in FOR_PEOPLE and business)
    if not (acting and placed and served):
        return []
    cues = cues_of(kind) if kind != "other" else frozenset()
    if kind == "financing":
        cues |= cues_of("grant")  # what it is called before it is seen that it is paid back
    if kind == "training":
        cues |= cues_of("certification")
    done = listed("opening") - listed("partaking")
    wishes = both(article.title) & listed("wishes") and "program" not in both(article.title)
    if wishes and not any(s.phrases & cues and s.bag & done for s in lead):
        return []
    enough = 1 if any(announces(s, cues, business=business) for s in lead) else 3 + (not headline)
    if score < enough or (not headline and both(article.title) & listed("shipping")):
        kind, cues = "other", listed("together")
        score, headline = spoken_of(cues, article, read)
        if score < 4 or not headline or len(placed) < 2:  # two towns whose businesses are brought together
            return []
    around = tuple(s for s in lead if s.phrases & cues)
    return [Candidate(name=None, kind=kind, score=score, evidence=(), sentences=around)]


def announces(sentence: Sentence, cues: Set[str], *, business: bool) -> bool:
    """Whether an opening sentence says that an institution does something of a kind for businesses; business: the
    article speaks of them.
    """
    doing = sentence.bag & (listed("opening") | listed("gives")) - listed("partaking")
    told = sentence.phrases & cues and doing and (business or sentence.bag & listed("served"))
    return sentence.paragraph < 2 and bool(told) and institutions().search(sentence.text) is not None
