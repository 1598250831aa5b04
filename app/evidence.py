"""The sentences that facts rest on, mentions coloured by their kind; never the whole text (docs/policy.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.text import Text

from app import wording
from entities.records import Mention, Story
from entities.sentences import sentences

KIND_STYLE = {
    "city": "green",
    "province": "green",
    "country": "cyan",
    "product": "yellow",
    "value": "magenta",
    "quantity": "blue",
    "program": "bold",
    "date": "dim",
}
KIND_NAMES = {
    "city": "kota/kabupaten",
    "province": "provinsi",
    "country": "negara",
    "product": "produk",
    "value": "nilai",
    "quantity": "jumlah",
    "program": "program",
    "date": "tanggal",
}
SHARE = 0.6  # of an article's text at most is shown for mentions that no record rests on


def ground_of(story: Story, evidence: Iterable[Mention]) -> Text | None:
    """As `ground_sentence`, coloured for the terminal."""
    best = ground_sentence(story, evidence)
    return best and _coloured(best)


def ground_sentence(story: Story, evidence: Iterable[Mention]) -> "Sentence | None":
    """The one sentence that most of a record rests on; of the body where it can be."""
    found = list(_sentences(story, evidence))
    return max(
        found, key=lambda s: (s.field == "body", len({m.kind for m in s.mentions}), -s.start), default=None
    )


def evidence_sentences(story: Story) -> tuple[list[Text], int]:
    """As `sentences_shown`, coloured for the terminal."""
    shown, left_out = sentences_shown(story)
    return [_coloured(s) for s in shown], left_out


def sentences_shown(story: Story) -> "tuple[list[Sentence], int]":
    """The sentences that hold mentions, in their order, and how many of them are left out.

    Those that releases and programmes rest on come first in choosing; never more than SHARE of the text is shown.
    """
    rests = {m for record in (*story.releases, *story.programs) for m in record.evidence}
    found = list(_sentences(story, {*story.mentions, *rests}))
    left = SHARE * len(story.article.body)
    chosen = set()
    for sentence in sorted(found, key=lambda s: not rests & set(s.mentions)):
        left -= len(sentence) if sentence.field == "body" else 0
        if left >= 0 or rests & set(sentence.mentions):
            chosen.add(sentence)
    return [s for s in found if s in chosen], len(found) - len(chosen)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a title or body with the mentions in it, in order."""

    field: str
    words: str
    start: int
    end: int
    mentions: tuple[Mention, ...]

    def __len__(self) -> int:
        return self.end - self.start

    def pieces(self) -> Iterator[tuple[str, Mention | None]]:
        """The sentence as runs of words, each with the mention that it is; one within another is left out."""
        at = self.start
        for mention in self.mentions:
            if mention.start < at:
                continue
            yield self.words[at : mention.start], None
            yield mention.text, mention
            at = mention.end
        yield self.words[at : self.end], None


def _sentences(story: Story, mentions: Iterable[Mention]) -> Iterator[Sentence]:
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    for field, words in (("title", story.article.title), ("body", story.article.body)):
        chosen = [m for m in ordered if m.field == field]
        for start, end in sentences(words) if chosen else ():
            if inside := tuple(m for m in chosen if start <= m.start and m.end <= end):
                yield Sentence(field, words, start, end, inside)


def _coloured(sentence: Sentence) -> Text:
    line = Text()
    for words, mention in sentence.pieces():
        line.append(wording.safe(words), KIND_STYLE[mention.kind] if mention else None)
    return line
