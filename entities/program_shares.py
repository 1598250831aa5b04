"""Which sentences tell of which programme: one article may be about several, and name others in passing."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from entities.gazetteer import table
from entities.program_names import bare
from entities.program_words import LEAD, Sentence, sentence_at
from entities.records import Mention

BACK = frozenset({"itu", "tersebut", "ini"})


def named_in(mentions: Sequence[Mention], read: Sequence[Sentence]) -> dict[int, set[str]]:
    """The programmes that each sentence names, by where it starts."""
    found: dict[int, set[str]] = {}
    for mention in mentions:
        if (
            mention.kind == "program"
            and mention.field == "body"
            and (held := sentence_at(read, mention.start))
        ):
            found.setdefault(held.start, set()).add(bare(mention.name))
    return found


def shares(
    read: Sequence[Sentence],
    own: Sequence[Sequence[Sentence]],
    lead: int,
    named: Mapping[int, set[str]],
    kinds: Sequence[str],
) -> list[list[Sentence]]:
    """For each programme the sentences that tell of it, in the order of trust; own are those that name each.

    The leading one has its own, the lead of the article and all that no other claims; the others what follows
    their own in the same paragraph. kinds are theirs: "pelatihan itu" takes up the one that is a course.
    """
    holders = dict(claims(read, own, lead, kinds))
    starts = [frozenset(s.start for s in sentences) for sentences in own]
    names = [set().union(*(named.get(s.start, set()) for s in sentences)) for sentences in own]
    found = []
    for n, sentences in enumerate(own):
        rest = [s for s in read if s.start not in starts[n] and n in holders[s.start]]
        rest = [s for s in rest if s.paragraph <= LEAD or not named.get(s.start, set()) - names[n]]
        found.append(
            [*sentences, *(s for s in rest if s.paragraph <= LEAD), *(s for s in rest if s.paragraph > LEAD)]
        )
    return found


def taken_up(sentence: Sentence, kinds: Sequence[str]) -> set[int]:
    """The one programme of its kind that a sentence takes up again: "pelatihan itu", "bazar tersebut"."""
    told = {
        kind for pair in pairwise(sentence.words) if (kind := noun_kinds().get(pair[0])) and pair[1] in BACK
    }
    found = {n for n, kind in enumerate(kinds) if kind in told}
    return found if len(found) == 1 and len(kinds) > 1 else set()


@cache
def noun_kinds() -> dict[str, str]:
    """What each noun calls a programme of which kind."""
    nouns: dict[str, str] = table("program_words.toml")["nouns"]
    return {noun: kind for kind, told in nouns.items() for noun in told.split()}


def claims(
    read: Sequence[Sentence], own: Sequence[Sequence[Sentence]], lead: int, kinds: Sequence[str]
) -> Iterator[tuple[int, set[int]]]:
    """Where each sentence starts, with the programmes it tells of."""
    holder, paragraph = {lead}, -1
    starts = [frozenset(s.start for s in sentences) for sentences in own]
    for sentence in read:
        if sentence.paragraph != paragraph:
            holder, paragraph = {lead}, sentence.paragraph
        naming = {n for n, known in enumerate(starts) if sentence.start in known}
        naming = naming or taken_up(sentence, kinds)
        if (
            naming == {lead} and holder - naming
        ):  # the other one goes on: it pays the interest of the leading one
            yield sentence.start, holder | naming
            continue
        holder = naming or holder
        yield sentence.start, holder
