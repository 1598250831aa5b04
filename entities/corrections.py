"""What an editor corrected, applied to what was read from an article.

A correction tells its target by what it said: a mention by its words and their sentence, a release or programme by its
place and its claims. So it holds for the article however often it is read again, as long as that is still said there;
one that no longer fits is not applied, and `unfit` names it. Corrections apply in the order in which they were made.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from entities.correction_release import RECORDS, follow, placed, released
from entities.correction_sets import mention_with
from entities.records import Article, Correction, Mention, Program, Release, Story
from entities.sentences import sentences
from entities.topics import topics

OF = {"reject-release": Release, "set-release": Release, "reject-program": Program}


def corrected(story: Story, corrections: Iterable[Correction]) -> Story:
    """The story with what the corrections of its article say of it; story.corrections holds those that did apply.

    What an editor touched bears the rule "editor", and its release or programme the names of the fields in `edited`.
    """
    for one in corrections:
        if one.article == story.article.id and (now := _applied(story, one)) is not None:
            kept = replace(one, held="")
            story = replace(now, corrections=(*story.corrections, kept))
    return story


def unfit(story: Story, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections of a corrected story's article that find no longer what they are about."""
    numbers = {one.number for one in story.corrections}
    return tuple(c for c in corrections if c.kind != "hide" and c.number not in numbers)


def hiding(corrections: Iterable[Correction]) -> Correction | None:
    """The correction that hides the article; None where it is to be seen."""
    return next((one for one in corrections if one.kind == "hide"), None)


def _applied(story: Story, one: Correction) -> Story | None:
    """The story after one correction; None where that finds nothing."""
    if one.kind in OF:
        return _record(story, one)
    return _mentions(story, one) if one.mention else None


# ---------------------------------------------------------------- mentions


def is_about(one: Correction, article: Article, mention: Mention) -> bool:
    """Whether a correction is about this mention: its kind, its words, and the sentence around them."""
    if (one.mention, one.field, one.text) != (mention.kind, mention.field, mention.text):
        return False
    return one.sentence == sentence_of(article, mention)


def sentence_of(article: Article, mention: Mention) -> str:
    """The sentence of a mention, its blanks as single ones; the whole headline for one of the title."""
    text = article.title if mention.field == "title" else article.body
    around = ((0, len(text)),) if mention.field == "title" else sentences(text)
    found = next(((a, b) for a, b in around if a <= mention.start < b), (mention.start, mention.end))
    return " ".join(text[slice(*found)].split())


def _mentions(story: Story, one: Correction) -> Story | None:
    met = [m for m in story.mentions if is_about(one, story.article, m)]
    if not met:
        return None
    for mention in dict.fromkeys(met):
        now = None if one.kind == "reject-mention" else mention_with(mention, one.sets)
        story = _exchanged(story, mention, now)
    return story


def _exchanged(story: Story, old: Mention, now: Mention | None) -> Story:
    """The story with one mention in the place of another, or without it, in the records that rest on it too."""
    mentions = (now if m == old else m for m in story.mentions)
    alone = len(story.releases) == 1
    return replace(
        story,
        mentions=tuple(m for m in mentions if m is not None),
        releases=tuple(follow(r, old, now, joins=alone) for r in story.releases),
        programs=tuple(follow(p, old, now, joins=False) for p in story.programs),
    )


# ---------------------------------------------------------------- releases and programmes


def _record(story: Story, one: Correction) -> Story | None:
    kind = OF[one.kind]
    name = RECORDS[kind]
    held: tuple[Any, ...] = getattr(story, name)
    at = placed(held, one.place, one.said)
    if at is None:
        return None
    now = [released(held[at], one.sets, story.mentions)] if one.kind == "set-release" else []
    told: dict[str, Any] = {name: (*held[:at], *now, *held[at + 1 :])}
    found = replace(story, **told)
    return replace(found, topics=topics(found.releases, found.programs))
