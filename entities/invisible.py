"""Characters that nobody sees: soft hyphens, zero-width blanks, marks of direction, control characters.

The finders read a text without them ("mi\\u00adliar" is miliar); what they find is then told at its place in the text
as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from entities.records import Article, Mention, Story

HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
INVISIBLE = re.compile(f"[{HIDDEN}]+")
UNSEEN = re.compile(f"[{HIDDEN}\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")  # with the controls that are no blanks
Place = Callable[[int], int]


def visible(article: Article) -> Article:
    """The article without unseen characters in its title and body; the same one where it has none."""
    title, body = UNSEEN.sub("", article.title), UNSEEN.sub("", article.body)
    same = (title, body) == (article.title, article.body)
    return article if same else replace(article, title=title, body=body)


def restored(story: Story, article: Article) -> Story:
    """The story of `visible(article)` as that of the article itself: every mention at its place there."""
    places = {"title": _places(article.title), "body": _places(article.body)}

    def moved(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(_moved(m, article, places[m.field]) for m in mentions)

    return replace(
        story,
        article=article,
        mentions=moved(story.mentions),
        releases=tuple(replace(r, evidence=moved(r.evidence)) for r in story.releases),
        programs=tuple(replace(p, evidence=moved(p.evidence)) for p in story.programs),
    )


def _moved(mention: Mention, article: Article, place: Place) -> Mention:
    text = article.title if mention.field == "title" else article.body
    start, end = place(mention.start), place(mention.end - 1) + 1
    return replace(mention, start=start, end=end, text=text[start:end])


def _places(text: str) -> Place:
    """From an offset in the visible text to the one in the text."""
    ends, gone = [], [0]
    for hidden in UNSEEN.finditer(text):
        ends.append(hidden.start() - gone[-1])
        gone.append(gone[-1] + len(hidden[0]))
    return lambda at: at + gone[bisect_right(ends, at)]
