"""What the editor's forms on an article hold: all that was read from it, and empty ones for what was missed."""

from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from app.web import signing
from app.web.editor_acts import now
from app.web.mentions import told
from app.web.rows import cut
from app.web.visit import Visit
from entities import countries, regions
from entities.correction_sets import KEYS, PROGRAM_KINDS, ROLES, UNITS, as_given
from entities.correction_spots import sentence_of
from entities.corrections import RECORD_KINDS
from entities.records import Mention, Program, Release, Story

MENTIONS, SENTENCE = 200, 160  # mentions of one article with a form, letters shown of the sentence
ALL_KEYS = tuple(dict.fromkeys(key for keys in KEYS.values() for key in keys if key != "role"))
ALL_ROLES = tuple(
    (tuple(kind for kind in ROLES if ROLES[kind] == roles), roles) for roles in dict.fromkeys(ROLES.values())
)  # kinds with the roles that they can have
# How a field is written: the type of its input, or an example of a list.
DAYS = ("date", "start", "end")
EXAMPLES = {
    "origins": "33.72, 33.11",
    "destinations": "JP, SG",
    "products": "kopi, gula semut",
    "values": "USD 100000, IDR 1500000000",
    "quantities": "18000 kg, 2 container",
    "places": "33.72, 33",
}
CHOICES = {"kind": ("", *PROGRAM_KINDS), "unit": ("", *UNITS)}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One mention with its form: its place in the story, what it says, and what can be set, with what is there."""

    place: int
    words: str
    kind: str
    value: str
    role: str
    sentence: str
    keys: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Record:
    """One release or programme ("release", "program") with its form; an empty one, to be added, has no place."""

    name: str
    fields: tuple[tuple[str, str], ...]
    place: int | None = None


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What the editor's part of a page needs; print: of what was read when the page was made; codes: code and name of
    each place and country."""

    form: str
    print: str
    rows: tuple[Row, ...]
    records: tuple[Record, ...]
    missed: tuple[Record, ...]
    codes: tuple[tuple[str, str], ...]

    kinds: ClassVar = tuple(KEYS)
    keys: ClassVar = tuple((key, "") for key in ALL_KEYS)
    roles: ClassVar = ALL_ROLES
    days: ClassVar = DAYS
    examples: ClassVar = EXAMPLES
    choices: ClassVar = CHOICES


def tools(visit: Visit, story: Story) -> Tools | None:
    """The forms of an article; None for a reader."""
    mark = signing.session(visit.request)
    if mark is None:
        return None
    held = (*enumerate(story.releases), *enumerate(story.programs))
    return Tools(
        form=signing.form_token(visit.request, mark),
        print=print_of(story),
        rows=tuple(_row(at, m, story, visit) for at, m in enumerate(story.mentions[:MENTIONS])),
        records=tuple(_record(one, at) for at, one in held),
        missed=tuple(_record(kind(), None) for kind in RECORD_KINDS),
        codes=(
            *((code, regions.label(code)) for code in sorted(regions.codes())),
            *((code, visit.t.country(code)) for code in sorted(countries.codes())),
        ),
    )


def _row(place: int, mention: Mention, story: Story, visit: Visit) -> Row:
    shown = told(mention, "", visit.t)
    return Row(
        place=place,
        words=shown.words,
        kind=mention.kind,
        value=shown.value,
        role=shown.role,
        sentence=cut(sentence_of(story.article, mention), SENTENCE),
        keys=tuple((key, now(mention, key)) for key in KEYS.get(mention.kind, ()) if key != "role"),
        roles=ROLES.get(mention.kind, ()),
    )


def _record(one: Release | Program, place: int | None) -> Record:
    """The form of a record as it is; of an empty one nothing is chosen."""
    fields = {name: "" if place is None else value for name, value in as_given(one).items()}
    return Record(name=RECORD_KINDS[type(one)], place=place, fields=tuple(fields.items()))


def print_of(story: Story) -> str:
    """A few signs that change with what was read: a form of an earlier reading is refused."""
    read = repr((story.mentions, story.releases, story.programs))
    return sha256(read.encode("utf-8", "replace")).hexdigest()[:16]
