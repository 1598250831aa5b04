"""Sentences with their mentions as a page prints them: what each means, its role, and the rule that read it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.evidence import Sentence, sentences_shown
from app.web.language import Speech
from app.web.rows import cut
from entities.correction_values import EDITOR
from entities.records import Mention, Money, PartialDate, Quantity, Story

KINDS = ("city", "province", "country", "product", "value", "quantity", "program", "date")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A mention for reading; id: of its explanation on the page; edited: an editor had a word in it."""

    id: str
    words: str
    kind: str
    value: str
    role: str
    rule: str
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words of a sentence, and the mention that they are."""

    words: str
    mention: Told | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence or paragraph; at: where it begins, as "body:120", in code points."""

    at: str
    pieces: tuple[Piece, ...]


WORDS, LETTERS = 1_500, 80_000  # letters of one piece, and of all lines together


def evidence(story: Story, t: Speech) -> tuple[list[Line], int]:
    """The sentences that hold mentions, never the whole text (docs/policy.md), and how many are left out."""
    shown, left_out = sentences_shown(story)
    made = lines(shown, t)
    return made, left_out + len(shown) - len(made)


def whole(story: Story, t: Speech) -> list[Line]:
    """The whole text by paragraphs, with its mentions."""
    body = story.article.body
    found = sorted((m for m in story.mentions if m.field == "body"), key=lambda m: (m.start, -m.end))
    paragraphs = []
    at = 0
    for text in body.split("\n\n"):
        end = at + len(text)
        inside = tuple(m for m in found if at <= m.start and m.end <= end)
        paragraphs.append(Sentence("body", body, at, end, inside))
        at = end + 2
    return lines(paragraphs, t)


def lines(sentences: Iterable[Sentence], t: Speech) -> list[Line]:
    """Sentences as pieces, mentions numbered through the page; no more of them than a page can bear."""
    made: list[Line] = []
    number = letters = 0
    for sentence in sentences:
        line = []
        for words, mention in sentence.pieces():
            number += mention is not None
            shown = cut(words, WORDS)
            letters += len(shown) + LETTERS // 800 * (mention is not None)
            line.append(Piece(words=shown, mention=mention and told(mention, f"m{number}", t)))
            if letters > LETTERS:
                break
        at = f"{sentence.field}:{sentence.start}"
        made.append(Line(at=at, pieces=tuple(piece for piece in line if piece.words)))
        if letters > LETTERS:
            break
    return made


def told(mention: Mention, id: str, t: Speech) -> Told:
    """A mention in the reader's language."""
    return Told(
        id=id,
        words=cut(mention.text, WORDS),
        kind=mention.kind,
        value=cut(value_of(mention, t), WORDS),
        role=t.known(f"role.{mention.role}", mention.role or "") if mention.role else "",
        rule=mention.rule,
        edited=EDITOR in mention.rule.split("/"),
    )


def value_of(mention: Mention, t: Speech) -> str:
    """What a mention means: a name with its code, an amount, a day."""
    value = mention.value
    if isinstance(value, Money | Quantity):
        return t.amount(value)
    if isinstance(value, PartialDate):
        return t.day(value.as_date()) if value.as_date() else mention.name
    if mention.kind == "country":
        return f"{t.country(value)} ({value})"
    return f"{mention.name} ({value})" if mention.kind in ("city", "province") else mention.name


def listed(made: Iterable[Line]) -> Iterator[Told]:
    """The mentions of lines, in their order."""
    yield from (piece.mention for line in made for piece in line.pieces if piece.mention)
