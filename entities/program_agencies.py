"""Who runs a programme: the institution of which the words around it say that it acts, the first of the lead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from entities.program_bodies import find_institutions, in_full, is_official, unknown_holder, without_partner
from entities.program_words import LEAD, Sentence, listed, words

VERB = re.compile(r"me[mnlryw]\w{3,}|di\w{3,}(?:kan|i)|diminta|diajak|disebut|dinilai|berharap|berkomitmen")
CLAUSE = re.compile(r"[,;:.“”\"]")
RELATIVE = re.compile(r"^, yang [^.;]{3,110}, (?=(?:kembali |telah |akan )?me[mn])")
APPOSED = re.compile(r"^,(?: [A-Z][\w-]+){1,3},?(?: [A-Z][\w-]+){0,3},? ")
GUESTS = 25  # words before an institution that may tell that it came as a guest
FIRMS = ("PT", "PT.", "CV", "CV.")
ACTS, MAY_ACT, HEAD_ACTS, IS_THERE = 4, 3, 2, 1


@dataclass(frozen=True)
class Actor:
    """An institution in a sentence: its name and how surely it acts."""

    name: str
    acts: int

    @property
    def own(self) -> bool:
        """Whether its head runs what it speaks of."""
        return self.name.split()[0] in listed("own_heads")

    @property
    def bank(self) -> bool:
        """Whether it is a bank that lends; the central bank does not."""
        head = words(self.name)[:2]
        return bool(listed("banks") & set(head)) and head != ["bank", "indonesia"]

    @property
    def office(self) -> bool:
        """Whether it is one of the offices that do a town's work."""
        return self.name.casefold().startswith(tuple(listed("office")))

    @property
    def general(self) -> bool:
        """Whether it stands for a whole town or ministry, and gives way to the office that does the work."""
        return self.name.split()[0].casefold() in listed("general")


def actors(sentence: Sentence, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Actor]:
    """The institutions that act in a sentence; taken are the spans of the body that name a programme."""
    for span in find_institutions(sentence.text):
        name, start, end = span.name, sentence.start + span.start, sentence.start + span.end
        if any(a < end and start < b for a, b in taken):
            continue
        before = sentence.text[: span.start]
        acts = how_it_acts(before, name, without_partner(sentence.text[span.end :]))
        if acts:
            yield Actor(name, acts)


def how_it_acts(before: str, name: str, after: str) -> int:
    """ACTS where words say that the institution runs something, MAY_ACT where it does something, HEAD_ACTS where
    only its head does, IS_THERE where it only has or sees something, else 0."""
    left, right = (
        words(CLAUSE.split(before[-200:])[-1]),
        words(APPOSED.sub("", RELATIVE.sub(" ", after[:200])[:120])),
    )
    head = name.split()[0]
    if left[-2:] == ["data", "dari"] or listed("through") & set(right[:1]):
        return 0
    through = bool(listed("through") & set(left[-1:]))
    aside = (listed("places_of") | listed("urged")) & set(left[-1:]) or (
        not through and listed("joining") & set(right[:7])
    )
    if aside or right[:1] == ["expo"] or is_guest(before):
        return 0
    verb = next((w for w in right[:8] if VERB.fullmatch(w) or w in listed("visiting")), "")
    if is_official(before):
        if head in listed("own_heads") and verb not in listed("visiting"):
            return ACTS
        return HEAD_ACTS if is_run_by_head(before, right) else 0
    from_group = left[-1:] == ["dari"] and head in listed("groups")
    if through and head.casefold() in listed("payers") and listed("paying") & set(left[-5:]):
        return 0  # "penyalurannya melalui BRI"
    if left[-1:] == ["oleh"] and listed("proposed") & set(left[-8:]):
        return 0
    if left == ["dari"] or from_group:  # ", dari X" tells where a person comes from
        return 0
    if head in listed("own_heads") or listed("run_by") & {*left[-2:], "-".join(left[-2:])}:
        return 0 if verb in listed("visiting") and not through else ACTS
    if right[:1] and right[0] in listed("runs_headline"):
        return ACTS
    if right[:1] and right[0] in listed("beside"):
        return ACTS
    at, verb = next(((n, w) for n, w in enumerate(right[:8]) if VERB.fullmatch(w)), (0, ""))
    if set(right[at + 1 : at + 3]) & listed("praise"):  # "memberikan dukungan"
        return ACTS if is_by_holding(right) else 0
    planned = verb in listed("planning") and listed("runs") & set(right[at : at + 4])
    if verb in listed("runs") or planned:
        return ACTS
    if listed("with") & set(left[-2:]):  # goods are sold "dengan PT X"
        return 0 if left[-1:] == ["dengan"] and head in FIRMS else MAY_ACT
    if at > 2 or not verb.startswith("me") or verb in listed("speech"):
        return 0
    return IS_THERE if verb in listed("idle") else MAY_ACT


def is_by_holding(right: Sequence[str]) -> bool:
    """Whether the words behind an institution say that it helps by holding something: "lewat penyelenggaraan bazar"."""
    return any(a in listed("through") and b in listed("held_nouns") for a, b in pairwise(right))


def is_run_by_head(before: str, right: Sequence[str]) -> bool:
    """Whether the head of an institution opens or closes something, or is in charge of it."""
    verb = next((w for w in right[:12] if VERB.fullmatch(w)), "")
    return verb in listed("head_runs") or bool(listed("in_charge") & set(words(before[-80:])))


def is_guest(before: str) -> bool:
    """Whether the last verb before an institution says that it came as a guest."""
    left = words(before[-200:])[-GUESTS:]
    if listed("deeds") & set(left[-1:]):
        return False
    for word in reversed(left):
        if word in listed("guests"):
            return True
        if VERB.fullmatch(word) or (word.endswith("kan") and len(word) > 6) or word in listed("held_by"):
            return False
    return False


def agency(
    near: Sequence[Sentence],
    usual: Sequence[str],
    title: str = "",
    taken: Sequence[tuple[int, int]] = (),
    *,
    own: int,
    shown: bool = False,
) -> str | None:
    """Who runs it, as printed, the most specific of those who act first; None where only officials speak.

    near are the sentences that tell of the programme in the order of trust; usual how its owner is known to be
    written; the first `own` name the programme; the headline counts only where the body names none. shown: it is
    a fair, to which others only come.
    """
    found = [
        actor
        for n, sentence in enumerate(near)
        for actor in (first_hand(a) if sentence.paragraph == 0 else a for a in actors(sentence, taken))
        if (actor.acts > IS_THERE or sentence.paragraph == 0)
        and (n < own or sentence.paragraph <= LEAD or sentence.bag & listed("it") or actor.own)
    ]
    found = without_payers(found, near)
    best = chosen(found)
    if best and best.general:  # the office that does the work, if the lead tells of it
        told = (s for n, s in enumerate(near) if s.paragraph < LEAD or n < own or s.phrases & held_by())
        lead = [a for s in told for a in actors(s, taken)]
        best = next((a for a in lead if a.acts == ACTS and a.office), best)
    for name in sorted(usual, key=len, reverse=True):  # in full, where it is so printed
        if any(is_told(name, sentence) for sentence in near) and (
            best is None or best.general or shown or best.name not in near[0].text
        ):
            return in_full(name, near)
    if best is None and title:
        best = chosen(list(actors(Sentence(0, len(title), title, 0))))
    if best is None:
        holders = (unknown_holder(s.text) for s in near if s.paragraph < LEAD)
        return next(filter(None, holders), None)
    return in_full(best.name, near)


@cache
def held_by() -> frozenset[str]:
    """Pairs of words after which the one who runs something is named: "disiapkan-oleh"."""
    return frozenset(f"{verb}-oleh" for verb in listed("held_by") | listed("readied_by"))


def without_payers(found: list[Actor], near: Sequence[Sentence]) -> list[Actor]:
    """Those who act; of several banks that one after the other lend under a scheme of the state none."""
    banks = {a.name for a in found if a.bank}
    early = {a.name for s in near if s.paragraph == 0 for a in actors(s)} if len(banks) > 1 else banks
    return [a for a in found if not a.bank or a.name in early]


def is_told(name: str, sentence: Sentence) -> bool:
    """Whether a sentence speaks of an institution itself, not only of one of its officials."""
    found = re.search(rf"\b{re.escape(name)}\b(?! Daerah\b)", sentence.text)
    return found is not None and not is_official(sentence.text[: found.start()])


def chosen(found: Iterable[Actor]) -> Actor | None:
    """The first that surely acts, else the first that may."""
    return min(found, key=lambda actor: -actor.acts, default=None)


def first_hand(actor: Actor) -> Actor:
    """An institution that does something in the first paragraph: that is what the article is about."""
    return replace(actor, acts=ACTS) if actor.acts == MAY_ACT else actor
