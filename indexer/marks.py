"""Hits as readers see them: the original text, its matched words between marks."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from entities.records import Story
from indexer.books import BOOKS
from indexer.index import MARK_END, MARK_START, Hit
from indexer.language import Words
from indexer.words import search_words, tokens

READ = 100_000  # letters of a text that are looked at for a page; no article has as many, a hostile one may
SNIPPET_WORDS = 30
SENTENCE_START = 0.5  # what the first word of a sentence is worth, beside a word that is asked for

Phrases = tuple[tuple[str, ...], ...]


class Token(NamedTuple):
    """A search word and the place of the written word it stands for."""

    start: int
    end: int
    word: str


class Found(NamedTuple):
    """A phrase that occurs: which one, and its tokens from first to last."""

    phrase: tuple[str, ...]
    first: int
    last: int


def hit(story: Story, of: str, place: int, line: str | None = None, **more: Any) -> Hit:
    """The hit of a story, of its release or programme of this place, or of what is joined from that and others.

    line: that of the event or scheme, as indexer/books.py reads it.
    """
    for book in BOOKS.values():
        if of == book.of:
            more[book.one] = book.shown(line or "")
        if of in (book.of, book.parts):
            more[book.part] = getattr(story, book.parts)[place]
    return Hit(story=story, **more)


def lead(body: str, length: int = 200) -> str:
    """The beginning of a body, cut between words."""
    first = body.split("\n\n", 1)[0]
    return first if len(first) <= length else first[:length].rsplit(" ", 1)[0] + " …"


# ---------------------------------------------------------------- marks


def phrases(words: Iterable[Words], field: str) -> Phrases:
    """The search words that stand side by side where these words are asked for in the title or the body."""
    told = (node.text for node in words if node.field in (None, field))
    return tuple(dict.fromkeys(found for text in told if (found := tuple(tokens(text)))))


def marked(text: str, asked: Phrases) -> str:
    """The whole text; what of it is read has marks."""
    parts = _tokens(text[:READ])
    return _with_marks(text, parts, _occurring(parts, asked), 0, len(text))


def snippet(text: str, asked: Phrases) -> str | None:
    """The piece of a text that holds most of the phrases, with marks; None where it holds none."""
    parts = _tokens(text[:READ])
    found = _occurring(parts, asked)
    if not found:
        return None
    starts = {0} | {n for n in range(1, len(parts)) if _opens(text, parts, n)}
    first = max(sorted({max(0, each.first - 2) for each in found} | starts), key=_worth(found, starts))
    last = min(first + SNIPPET_WORDS, len(parts)) - 1
    start = 0 if first == 0 else parts[first].start
    end = len(text) if last == len(parts) - 1 and len(text) <= READ else parts[last].end
    inside = [each for each in found if first <= each.first and each.last <= last]
    piece = _with_marks(text, parts, inside, start, end)
    return ("" if start == 0 else "…") + piece + ("" if end == len(text) else "…")


def _worth(found: list[Found], starts: set[int]) -> Any:
    """How much of what is asked the piece from a token on holds: different phrases first, then how often."""
    begins = [each.first for each in found]

    def worth(first: int) -> tuple[float, int]:
        near = found[bisect_left(begins, first) : bisect_left(begins, first + SNIPPET_WORDS)]
        inside = [each for each in near if each.last < first + SNIPPET_WORDS]
        return len({each.phrase for each in inside}) + SENTENCE_START * (first in starts), len(inside)

    return worth


def _tokens(text: str) -> list[Token]:
    return [Token(start, end, word) for start, end, found in search_words(text) for word in found if word]


def _occurring(parts: list[Token], asked: Phrases) -> list[Found]:
    """Every phrase at every place where it stands, in the order of the text."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in asked:
        by_first.setdefault(phrase[0], []).append(phrase)
    words = [token.word for token in parts]
    return [
        Found(phrase, at, at + len(phrase) - 1)
        for at, word in enumerate(words)
        for phrase in by_first.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    ]


def _opens(text: str, parts: list[Token], at: int) -> bool:
    """True where a sentence or a line ends before a token."""
    between = text[parts[at - 1].end : parts[at].start]
    return "\n" in between or any(sign in between for sign in ".!?")


def _with_marks(text: str, parts: list[Token], found: list[Found], start: int, end: int) -> str:
    """A piece of the text; what overlaps is marked once."""
    pieces, at = [], start
    for first, last in _joined((parts[each.first].start, parts[each.last].end) for each in found):
        pieces += [text[at:first], MARK_START, text[first:last], MARK_END]
        at = last
    return "".join([*pieces, text[at:end]])


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for first, last in sorted(spans):
        if held and first < held[1]:
            held = held[0], max(held[1], last)
            continue
        if held:
            yield held
        held = first, last
    if held:
        yield held
