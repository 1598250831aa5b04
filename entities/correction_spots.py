"""Where the words and sentences that an editor names stand in an article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from entities.invisible import UNSEEN, restored, visible
from entities.records import Article, Field, Mention, Story
from entities.sentences import sentences

FIELDS: tuple[Field, ...] = ("title", "body")
LONGEST = 300  # code points of words that are looked for
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

    Characters that nobody sees, and how wide a blank is, are left out of account; capitals are not.
    """
    seen = visible(article)
    wanted = UNSEEN.sub("", words).split()
    if not wanted or len(words) > LONGEST:
        return ()
    phrase = BLANK.join(map(re.escape, wanted))
    found = list(_found(seen, rf"(?<!\w){phrase}(?!\w)")) or list(_found(seen, phrase))
    story = Story(article=seen, mentions=tuple(found))
    told = story if seen is article else restored(story, article)
    return tuple(_spot(article, m) for m in told.mentions)


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


def _spot(article: Article, mention: Mention) -> Spot:
    text = text_of(article, mention.field)
    start = next((a for a, b in spans(article, mention.field) if a <= mention.start < b), mention.start)
    return Spot(
        field=mention.field,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        sentence=sentence_of(article, mention),
        place=sum(1 for _ in _places(text, mention.text, start, mention.start)),
    )


def _places(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Where words begin from `start` on, before `end`."""
    at = text.find(words, start)
    while 0 <= at < end:
        yield at
        at = text.find(words, at + 1)
