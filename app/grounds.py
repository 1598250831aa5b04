"""What a value of a story rests on: words with their sentence and the rules that read them."""

from dataclasses import asdict, dataclass
from typing import Any

from app import wording
from entities import countries, regions
from entities.rated import rate_json
from entities.rates import Converted
from entities.records import Mention, Money, Quantity, Story
from entities.sentences import sentences


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Words of the article that a value rests on: start and end within the title or the body, and within the sentence.

    read: what the words mean, as told at the edge. finder and decided: the rule that read them, the one that gave the
    role; None where only the words are kept.
    """

    field: str
    start: int
    end: int
    text: str
    sentence: str
    at: int
    read: str | None = None
    finder: str | None = None
    role: str | None = None
    decided: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One field: its values as told at the edge and as JSON, what they rest on, and how they were converted.

    warnings: sentences on statements of one deal that do not fit.
    note: where it came from, for what was read from the page and not from the text, or was said by an editor.
    """

    path: str
    told: tuple[str, ...]
    value: Any
    grounds: tuple[Ground, ...]
    rates: tuple[tuple[Money, Converted], ...] = ()
    warnings: tuple[str, ...] = ()
    note: str | None = None


def answer_json(story: Story, answer: Answer) -> dict[str, Any]:
    """An answer as a line: its value, the words it rests on, rates, and where the article came from."""
    article = story.article
    return {
        "id": article.id,
        "field": answer.path,
        "value": answer.value,
        "grounds": [asdict(ground) for ground in answer.grounds],
        "converted": [rate_json(*pair) for pair in answer.rates],
        "warnings": list(answer.warnings),
        "note": answer.note,
        "url": article.url,
        "fetched_at": article.fetched_at and article.fetched_at.isoformat(),
        "page": article.page,
    }


def ground(story: Story, mention: Mention) -> Ground:
    """What a mention shows, with its sentence."""
    finder, _, decided = mention.rule.partition("/")
    return _ground(
        story,
        mention.field,
        mention.start,
        mention.end,
        read=mention.name,
        finder=finder or None,
        role=mention.role,
        decided=decided or None,
    )


def _ground(story: Story, field: str, start: int, end: int, **more: str | None) -> Ground:
    text = story.article.title if field == "title" else story.article.body
    around = [(a, b) for a, b in sentences(text) if a < end and start < b] or [(start, end)]
    first, last = around[0][0], around[-1][1]
    return Ground(
        field=field,
        start=start,
        end=end,
        text=text[start:end],
        sentence=text[first:last],
        at=start - first,
        **more,
    )


def printed(story: Story, value: Any) -> list[Ground]:
    """Where a name stands that was taken as it is printed: first in the body, else in the title."""
    if isinstance(value, str):
        for field, text in (("body", story.article.body), ("title", story.article.title)):
            if (start := text.find(value)) >= 0:
                return [_ground(story, field, start, start + len(value))]
    return []


# ---------------------------------------------------------------- words


def told(value: Any, field: str) -> str:
    """A value as people read it, codes with their names."""
    if isinstance(value, Money | Quantity):
        return wording.amount(value, between=" sampai ")
    if field in ("origins", "places") and value in regions.codes():
        return f"{regions.label(value)} ({value})"
    if field in ("destinations", "countries") and value in countries.codes():
        return f"{countries.label(value)} ({value})"
    return wording.day(value) if hasattr(value, "isoformat") else str(value)
