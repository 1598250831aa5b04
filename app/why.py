"""Why a value stands in the index: the sentence and the words it was read from, the rules that read them, the rate.

A value is asked for by its path: "releases.0.date", "programs.1.agency", or by its field alone ("destinations"): in
all releases and programmes, and where the story has none, by its mentions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app import wording
from entities import countries, regions
from entities.errors import BadInput
from entities.rates import Converted
from entities.records import Mention, Money, Program, Quantity, Release, Story
from entities.sentences import sentences
from entities.wire import mention_json, program_json, release_json
from entities.worth import day_of, worth
from indexer.index import open_index

PLACES = ("city", "province")
RELEASE = {  # field -> kinds of mention that bear it
    "date": ("date",),
    "origins": PLACES,
    "destinations": ("country",),
    "products": ("product",),
    "values": ("value",),
    "quantities": ("quantity",),
    "exporter": (),
}
PROGRAM = {
    "name": ("program",),
    "agency": (),
    "kind": (),
    "places": PLACES,
    "start": ("date",),
    "end": ("date",),
    "values": ("value",),
    "participants": (),
}
MENTIONED = {
    "origins": (PLACES, "origin"),
    "destinations": (("country",), "destination"),
    "products": (("product",), None),
    "values": (("value",), None),
    "quantities": (("quantity",), None),
    "places": (PLACES, None),
    "countries": (("country",), None),
    "programs": (("program",), None),
}
SAME_AS = {
    **{"origin": "origins", "destination": "destinations", "product": "products", "value": "values"},
    **{"quantity": "quantities", "volume": "quantities", "volumes": "quantities", "day": "date"},
    **{"city": "places", "cities": "places", "province": "places", "provinces": "places", "place": "places"},
    **{"country": "countries", "program": "programs", "release": "releases"},
    **{"rupiah": "values", "dollars": "values", "kilograms": "quantities"},
}
PATH = re.compile(r"(releases?|programs?)(?:\.(\d{1,4}))?(?:\.(\w+))?(?:\.\d{1,4})?")


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
    """One field: its values as told at the edge and as JSON, what they rest on, and how they were converted."""

    path: str
    told: tuple[str, ...]
    value: Any
    grounds: tuple[Ground, ...]
    rates: tuple[tuple[Money, Converted], ...] = ()


def run_why(id: str, field: str | None, *, index: str, as_json: bool) -> None:
    """Print what a field of a story rests on, or without a field what can be asked; BadInput for an unknown one."""
    story = open_index(index).get(id)
    if story is None:
        raise BadInput(f"no article {id!r} in {index}")
    found = overview(story) if field is None else answers(story, field)
    from app import terminal_why

    show = terminal_why.print_json if as_json else terminal_why.print_answers
    show(story, found, whole=field is not None)


# ---------------------------------------------------------------- what is asked


def answers(story: Story, asked: str) -> list[Answer]:
    """The answers to a path or a field; BadInput names what can be asked of this story."""
    path = asked.strip().casefold()
    if match := PATH.fullmatch(path):
        kind, number, field = match.groups()
        wanted = ".".join(part for part in (f"{kind.rstrip('s')}s", number, field and _name(field)) if part)
        found = [a for a in everything(story) if _within(a.path, wanted)]
    else:
        found = [a for a in everything(story) if a.path.rpartition(".")[2] == _name(path)]
        found = found or list(_mentioned(story, _name(path)))
    if not found:
        raise BadInput(
            f"nothing to say of {asked!r}; of this article can be asked: {', '.join(askable(story))}"
        )
    return found


def askable(story: Story) -> list[str]:
    """Every path and field that `answers` takes for this story."""
    mentioned = [answer.path for field in MENTIONED for answer in _mentioned(story, field)]
    return [*(answer.path for answer in everything(story)), *mentioned]


def overview(story: Story) -> list[Answer]:
    """What the story's releases and programmes say; where it has none, what it mentions."""
    return list(everything(story)) or [answer for field in MENTIONED for answer in _mentioned(story, field)]


def everything(story: Story) -> Iterator[Answer]:
    """An answer for each field of each release and programme, in the order of the article."""
    for number, release in enumerate(story.releases):
        for field, kinds in RELEASE.items():
            yield _answer(story, release, f"releases.{number}.{field}", kinds)
    for number, program in enumerate(story.programs):
        for field, kinds in PROGRAM.items():
            yield _answer(story, program, f"programs.{number}.{field}", kinds)


def _name(field: str) -> str:
    return SAME_AS.get(field, field)


def _within(path: str, wanted: str) -> bool:
    """Whether a path is the wanted one or in it; a wanted one may leave the number out."""
    kind, number, field = path.split(".")
    return any(wanted == p or wanted == f"{kind}.{field}" for p in (path, f"{kind}.{number}", kind))


# ---------------------------------------------------------------- answers


def _answer(story: Story, record: Release | Program, path: str, kinds: tuple[str, ...]) -> Answer:
    field = path.rpartition(".")[2]
    value = getattr(record, field)
    line = release_json(record) if isinstance(record, Release) else program_json(record)
    mentions = [m for m in record.evidence if m.kind in kinds]
    grounds = [ground(story, m) for m in _of_day(mentions, value)] if kinds else _printed(story, value)
    return Answer(
        path=path,
        told=tuple(
            _told(one, field) for one in (value if isinstance(value, tuple) else (value,)) if one is not None
        ),
        value=line[field],
        grounds=tuple(grounds),
        rates=_rates(story, record) if field == "values" else (),
    )


def _of_day(mentions: list[Mention], value: Any) -> list[Mention]:
    """Of several days of evidence those that say this one; all of them where the day was resolved from a part."""
    if not mentions or mentions[0].kind != "date":
        return mentions
    if value is None:
        return []
    return [m for m in mentions if m.name == value.isoformat()] or mentions


def _printed(story: Story, value: Any) -> list[Ground]:
    """Where a name stands that was taken as it is printed: first in the body, else in the title."""
    if isinstance(value, str):
        for field, text in (("body", story.article.body), ("title", story.article.title)):
            if (start := text.find(value)) >= 0:
                return [_ground(story, field, start, start + len(value))]
    return []


def _mentioned(story: Story, field: str) -> Iterator[Answer]:
    kinds, role = MENTIONED.get(field, ((), None))
    mentions = [m for m in story.mentions if m.kind in kinds and role in (None, m.role)]
    if mentions:
        yield Answer(
            path=field,
            told=tuple(dict.fromkeys(_told(m.value, field) for m in mentions)),
            value=[line for m in mentions for line in mention_json(m)],
            grounds=tuple(ground(story, m) for m in mentions),
        )


def _rates(story: Story, record: Release | Program) -> tuple[tuple[Money, Converted], ...]:
    found = worth(record.values, day_of(story.article, record))
    return tuple((found.stated, rate) for rate in found.rates if found.stated)


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


# ---------------------------------------------------------------- words


def _told(value: Any, field: str) -> str:
    if isinstance(value, Money | Quantity):
        return _amount(value)
    if field in ("origins", "places") and value in regions.codes():
        return f"{regions.label(value)} ({value})"
    if field in ("destinations", "countries") and value in countries.codes():
        return f"{countries.label(value)} ({value})"
    return wording.day(value) if hasattr(value, "isoformat") else str(value)


def _amount(value: Money | Quantity) -> str:
    money = isinstance(value, Money)
    ends = [end for end in (value.amount, value.upto) if end is not None]
    shown = [wording.money(e, value.currency) if money else wording.quantity(e, value.unit) for e in ends]
    return ("sekitar " if value.approximate else "") + " sampai ".join(shown)
