"""What an editor corrected, applied to what was read from an article.

A correction tells its target by what it said: a mention by its words and their sentence, a release or programme by its
place and its claims; one that adds something by the words or the sentence of the article that say it. So it holds for
the article however often it is read again, as long as that is still said there; one that no longer fits is not applied,
and `unfit` names it. Corrections apply in the order in which they were made.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from entities.correction_release import RECORDS, alike, amended, follow, placed
from entities.correction_spots import again, sentence_of, standing
from entities.correction_values import mention_of, mention_with
from entities.dates import day_mentions
from entities.records import Article, Correction, Mention, PartialDate, Program, Release, Story
from entities.release_day import day_of
from entities.topics import topics

RECORD_KINDS: dict[type, str] = {Release: "release", Program: "program"}  # as kinds of corrections call them
OF: dict[str, type] = {
    f"{action}-{name}": kind for kind, name in RECORD_KINDS.items() for action in ("reject", "set", "add")
}
DATED = ("date", "start", "end")


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
    if one.kind == "add-mention":
        return _added(story, one)
    return _mentions(story, one) if one.mention else None


# ---------------------------------------------------------------- mentions


def is_about(one: Correction, article: Article, mention: Mention) -> bool:
    """Whether a correction is about this mention: its kind, its words, and the sentence around them."""
    if (one.mention, one.field, one.text) != (mention.kind, mention.field, mention.text):
        return False
    return one.sentence == sentence_of(article, mention)


def _mentions(story: Story, one: Correction) -> Story | None:
    met = [m for m in story.mentions if is_about(one, story.article, m)]
    if not met:
        return None
    for mention in dict.fromkeys(met):
        now = None if one.kind == "reject-mention" else mention_with(mention, one.sets)
        story = _exchanged(story, mention, now)
    return story


def _added(story: Story, one: Correction) -> Story | None:
    """The story with a mention that the rules missed; where they read its words by now, it takes the place of that."""
    assert one.field
    made = [
        mention_of(one, *found)
        for found in again(story.article, one.field, one.text, one.sentence, one.place or 0)
    ]
    if not made:
        return None
    for mention in made:
        there = overlapped(story, mention)
        story = _exchanged(story, there[0], mention) if there else _inserted(story, mention)
        for other in there[1:]:
            story = _exchanged(story, other, None)
    return story


def overlapped(story: Story, mention: Mention) -> list[Mention]:
    """The story's mentions of the same kind that stand on some of the same words."""
    return [
        m
        for m in story.mentions
        if (m.kind, m.field) == (mention.kind, mention.field)
        and m.start < mention.end
        and mention.start < m.end
    ]


def _inserted(story: Story, mention: Mention) -> Story:
    """The mention before the first one of its kind that stands later, else behind all."""
    later = (
        at
        for at, m in enumerate(story.mentions)
        if m.kind == mention.kind and (m.field == "body", m.start) > (mention.field == "body", mention.start)
    )
    at = next(later, len(story.mentions))
    mentions = (*story.mentions[:at], mention, *story.mentions[at:])
    return _followed(replace(story, mentions=mentions), mention, mention)


def _exchanged(story: Story, old: Mention, now: Mention | None) -> Story:
    """The story with one mention in the place of another, or without it."""
    mentions = (now if m == old else m for m in story.mentions)
    return _followed(replace(story, mentions=tuple(m for m in mentions if m is not None)), old, now)


def _followed(story: Story, old: Mention, now: Mention | None) -> Story:
    """The story with what a mention brings to, or takes from, the records that rest on it."""
    alone = len(story.releases) == 1
    return replace(
        story,
        releases=tuple(follow(r, old, now, joins=alone) for r in story.releases),
        programs=tuple(follow(p, old, now, joins=False) for p in story.programs),
    )


# ---------------------------------------------------------------- releases and programmes


def _record(story: Story, one: Correction) -> Story | None:
    """The story with a record less, another or one more; None where what that is about does not stand there."""
    kind, (action, _, _) = OF[one.kind], one.kind.partition("-")
    held: tuple[Any, ...] = getattr(story, RECORDS[kind])
    at = _behind(story, one, held) if action == "add" else placed(held, one.place, one.said)
    if at is None:
        return None
    old = held[at] if at < len(held) else kind()
    now = () if action == "reject" else (amended(old, one.sets, grounds(story, one)),)
    told: dict[str, Any] = {RECORDS[kind]: (*held[:at], *now, *held[at + 1 :])}
    found = replace(story, **told)
    return replace(found, topics=topics(found.releases, found.programs))


def _behind(story: Story, one: Correction, held: tuple[Any, ...]) -> int | None:
    """Where what an editor added is put: behind all, or where the rules read the same by now."""
    assert one.field
    if not standing(story.article, one.field, one.sentence):
        return None
    known = alike(held, amended(OF[one.kind](), one.sets, ()))
    return len(held) if known is None else known


def grounds(story: Story, one: Correction) -> tuple[Mention, ...]:
    """What the article says for a record: of one with a sentence first what that says, and of the rest what it does
    not; days are told as the days that they mean."""
    article = story.article
    days = () if not any(f'"{name}"' in one.sets for name in DATED) else tuple(_days(article))
    around = standing(article, one.field, one.sentence) if one.field else []
    held = (*story.mentions, *days)
    inside = [m for m in held if m.field == one.field and any(a <= m.start < b for a, b in around)]
    said = {(m.kind, m.value) for m in inside}
    return (*inside, *(m for m in held if m not in inside and (m.kind, m.value) not in said))


def _days(article: Article) -> Iterator[Mention]:
    """The days that are printed, in full."""
    for mention in day_mentions(article):
        printed = mention.value.as_date() if isinstance(mention.value, PartialDate) else None
        if day := printed or day_of(mention, article):
            yield replace(mention, value=PartialDate(year=day.year, month=day.month, day=day.day))
