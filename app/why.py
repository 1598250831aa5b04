"""Why a value stands in the index: the sentence and the words it was read from, the rules that read them, the rate.

A value is asked for by its path: "releases.0.date", "programs.1.agency", or by its field alone ("destinations"): in
all releases and programmes, and where the story has none, by its mentions.
"""

import re
from collections.abc import Iterator
from typing import Any

from app import wording
from app.facts import warning
from app.grounds import Answer, ground, printed, told
from entities.errors import BadInput
from entities.rates import Converted
from entities.records import Mention, Money, Program, Release, Story
from entities.wire import mention_json, program_json, release_json
from entities.worth import day_of, disagreements, worth
from indexer.index import open_index, shown

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
ALSO = {
    "origins": "origin asal",
    "destinations": "destination tujuan",
    "products": "product produk",
    "values": "value nilai rupiah dollars",
    "quantities": "quantity volume kilograms",
    "places": "place city cities province provinces",
    "countries": "country",
    "programs": "program programme programmes",
    "date": "day",
    "published_at": "published terbit",
}
SAME_AS = {other: field for field, others in ALSO.items() for other in others.split()}
EDITED = "penyunting, bukan aturan; `pantau show` menyebut kapan dan mengapa"
PATH = re.compile(r"(releases?|programs?)(?:\.(\d{1,4}))?(?:\.(\w+))?(?:\.\d{1,4})?")


def run_why(id: str, field: str | None, *, index: str, as_json: bool) -> None:
    """Print what a field of a story rests on, or without a field what can be asked; BadInput for an unknown one."""
    story = open_index(index).get(id)
    if story is None:
        raise BadInput(f"no article {id!r} in {shown(index)}")
    found = overview(story) if field is None else answers(story, field)
    from app import terminal_why
    from app.archive import archived

    show = terminal_why.print_json if as_json else terminal_why.print_answers
    show(story, found, whole=field is not None, archive=archived(story.article, index))


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
    mentioned = [answer for field in MENTIONED for answer in _mentioned(story, field)]
    return [*everything(story), *(() if story.releases or story.programs else mentioned)]


def everything(story: Story) -> Iterator[Answer]:
    """An answer for the day of publication and each field of each release and programme, in the article's order."""
    yield _published(story)
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
    kind, number, field = (*path.split("."), "", "")[:3]
    return any(wanted == p or wanted == f"{kind}.{field}" for p in (path, f"{kind}.{number}", kind))


# ---------------------------------------------------------------- answers


def _answer(story: Story, record: Release | Program, path: str, kinds: tuple[str, ...]) -> Answer:
    field = path.rpartition(".")[2]
    value = getattr(record, field)
    line = release_json(record) if isinstance(record, Release) else program_json(record)
    mentions = [m for m in record.evidence if m.kind in kinds]
    grounds = [ground(story, m) for m in _of_day(mentions, value)] if kinds else printed(story, value)
    return Answer(
        path=path,
        told=tuple(
            told(one, field) for one in (value if isinstance(value, tuple) else (value,)) if one is not None
        ),
        value=line[field],
        grounds=tuple(grounds),
        rates=_rates(story, record) if field == "values" else (),
        warnings=_warnings(story, record) if field == "values" else (),
        note=EDITED if field in record.edited else None,
    )


def _published(story: Story) -> Answer:
    when, read = story.article.published_at, story.article.date
    flags = f"; {', '.join(read.flags)}" if read and read.flags else ""
    return Answer(
        path="published_at",
        told=(wording.moment(when),) if when else (),
        value=when and when.isoformat(),
        grounds=(),
        note=f"{read.raw!r} ({read.source}, {read.precision or wording.NOTHING}{flags})" if read else None,
    )


def _of_day(mentions: list[Mention], value: Any) -> list[Mention]:
    """Of several days of evidence those that say this one; all of them where the day was resolved from a part."""
    if not mentions or mentions[0].kind != "date":
        return mentions
    if value is None:
        return []
    return [m for m in mentions if m.name == value.isoformat()] or mentions


def _mentioned(story: Story, field: str) -> Iterator[Answer]:
    kinds, role = MENTIONED.get(field, ((), None))
    mentions = [m for m in story.mentions if m.kind in kinds and role in (None, m.role)]
    if mentions:
        yield Answer(
            path=field,
            told=tuple(dict.fromkeys(told(m.value, field) for m in mentions)),
            value=[line for m in mentions for line in mention_json(m)],
            grounds=tuple(ground(story, m) for m in mentions),
        )


def _rates(story: Story, record: Release | Program) -> tuple[tuple[Money, Converted], ...]:
    found = worth(record.values, day_of(story.article, record))
    return tuple((found.stated, rate) for rate in found.rates if found.stated)


def _warnings(story: Story, record: Release | Program) -> tuple[str, ...]:
    return tuple(warning(found) for found in disagreements(record.values, day_of(story.article, record)))
