"""Where the words and sentences that an editor names stand in an article."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from entities.invisible import UNSEEN, restored, visible
from entities.records import Article, Field, Mention, Story
from entities.sentences import sentences

FIELDS: tuple[Field, ...] = ("title", "body")
LONGEST, MOST = 300, 2_000  # code points of words that are looked for, places of the same words
BLANK = r"[^\S\n]+"  # within a line: no sentence goes on in the next


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Words where they stand: article.<field>[start:end] == text. sentence: see sentence_of; place: which of the same
    words in that sentence, from 0."""

    field: Field
    start: int
    end: int
    text: str
    sentence: str
    place: int


def text_of(article: Article, field: Field) -> str:
    """The headline or the body."""
    return article.title if field == "title" else article.body


def spans(article: Article, field: Field) -> tuple[tuple[int, int], ...]:
    """Where the sentences of the body are; the whole headline is one."""
    return ((0, len(article.title)),) if field == "title" else tuple(sentences(article.body))


def sentence_of(article: Article, mention: Mention) -> str:
    """The sentence of a mention, its blanks as single ones; the whole headline for one of the title."""
    around = spans(article, mention.field)
    found = next(((a, b) for a, b in around if a <= mention.start < b), (mention.start, mention.end))
    return levelled(text_of(article, mention.field)[slice(*found)])


def levelled(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


def standing(article: Article, field: Field, sentence: str) -> list[tuple[int, int]]:
    """Where a sentence, as `sentence_of` tells it, stands; an article may print it twice."""
    text = text_of(article, field)
    return [(start, end) for start, end in spans(article, field) if levelled(text[start:end]) == sentence]


def spots(article: Article, words: str) -> tuple[Spot, ...]:
    """Where words stand within a sentence, the headline's first; as whole words, or else within longer ones.

    Characters that nobody sees, and how wide a blank is, are left out of account; capitals are not. Of words that stand
    very often only the first places.
    """
    seen = visible(article)
    wanted = UNSEEN.sub("", words).split()
    if not wanted or len(words) > LONGEST:
        return ()
    phrase = BLANK.join(map(re.escape, wanted))
    whole, within = _found(seen, rf"(?<!\w){phrase}(?!\w)"), _found(seen, phrase)
    found = tuple(islice(whole, MOST)) or tuple(islice(within, MOST))
    story = Story(article=seen, mentions=found)
    told = story if seen is article else restored(story, article)
    return tuple(_told(article, told.mentions))


def again(article: Article, field: Field, text: str, sentence: str, place: int) -> Iterator[tuple[int, int]]:
    """Where the words of a spot stand now, in each sentence that is still the same."""
    for start, end in standing(article, field, sentence):
        found = list(_places(text_of(article, field), text, start, end))
        if place < len(found):
            yield found[place], found[place] + len(text)


def _found(article: Article, pattern: str) -> Iterator[Mention]:
    for field in FIELDS:
        text = text_of(article, field)
        for start, end in spans(article, field):
            for m in re.compile(pattern).finditer(text, start, end):
                yield Mention(
                    kind="product", field=field, start=m.start(), end=m.end(), text=m[0], value="", name=""
                )


def _told(article: Article, mentions: tuple[Mention, ...]) -> Iterator[Spot]:
    """The spots of words, found in the order of the text."""
    for field in FIELDS:
        text, around = text_of(article, field), spans(article, field)
        starts = [start for start, _ in around]
        for mention in (m for m in mentions if m.field == field):
            start, end = around[bisect_right(starts, mention.start) - 1]
            yield Spot(
                field=field,
                start=mention.start,
                end=mention.end,
                text=mention.text,
                sentence=levelled(text[start:end]),
                place=sum(1 for _ in _places(text, mention.text, start, mention.start)),
            )


def _places(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Where words begin from `start` on, before `end`."""
    at = text.find(words, start)
    while 0 <= at < end:
        yield at
        at = text.find(words, at + 1)
