"""What the editor's forms on an article hold: all that was read from it, and empty ones for what was missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from app.web import editor_back, signing
from app.web.editor_acts import now
from app.web.editor_back import Back
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
    """One mention with its form: its place in the story, what it says, and what can be set, with what is there. item:
    by which it is found again in another reading."""

    place: int
    item: str
    words: str
    kind: str
    value: str
    role: str
    sentence: str
    keys: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Record:
    """One release or programme ("release", "program") with its form; an empty one, to be added, has no place. item: as
    of a mention."""

    name: str
    fields: tuple[tuple[str, str], ...]
    place: int | None = None
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What the editor's part of a page needs; print: of what was read when the page was made; codes: code and name of
    each place and country; back: a form that was not taken, lost: that it is none of this page's any more."""

    form: str
    print: str
    rows: tuple[Row, ...]
    records: tuple[Record, ...]
    missed: tuple[Record, ...]
    codes: tuple[tuple[str, str], ...]
    back: Back | None = None
    lost: bool = False

    kinds: ClassVar = tuple(KEYS)
    keys: ClassVar = tuple((key, "") for key in ALL_KEYS)
    roles: ClassVar = ALL_ROLES
    days: ClassVar = DAYS
    examples: ClassVar = EXAMPLES
    choices: ClassVar = CHOICES

    def of(self, action: str, place: int | None = None) -> Back:
        """The form of an action as it was sent, where it was."""
        return self.back.only(action, place) if self.back else editor_back.NONE


def tools(visit: Visit, story: Story, back: Back | None = None) -> Tools | None:
    """The forms of an article, one of them as it was sent; None for a reader."""
    form = signing.form_of(visit.request)
    if form is None:
        return None
    held = (*enumerate(story.releases), *enumerate(story.programs))
    back = back and back.at(_place(back, story))
    return Tools(
        form=form,
        print=print_of(story),
        rows=tuple(_row(at, m, story, visit) for at, m in enumerate(story.mentions[:MENTIONS])),
        records=tuple(_record(one, at) for at, one in held),
        missed=tuple(_record(kind(), None) for kind in RECORD_KINDS),
        codes=(
            *((code, regions.label(code)) for code in sorted(regions.codes())),
            *((code, visit.t.country(code)) for code in sorted(countries.codes())),
        ),
        back=back,
        lost=back is not None and back.place is None and _held(back.sent.action, story) is not None,
    )


def _held(action: str, story: Story) -> Sequence[Mention | Release | Program] | None:
    """What an action chooses from; None for one that chooses nothing."""
    verb, _, of = action.partition("-")
    held = {"": story.mentions[:MENTIONS], "release": story.releases, "program": story.programs}
    return held.get(of, ()) if verb in ("set", "reject") else None


def _place(back: Back, story: Story) -> int | None:
    """Where the subject of a form stands; None where it has none, or is not read like that any more."""
    held, given = _held(back.sent.action, story) or (), back.sent.given
    same = [at for at, one in enumerate(held) if item_of(one) == given.get("item")]
    told = [at for at in same if str(at) == given.get("place")]
    return next(iter(told or same), None)


def _row(place: int, mention: Mention, story: Story, visit: Visit) -> Row:
    shown = told(mention, "", visit.t)
    return Row(
        place=place,
        item=item_of(mention),
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
    item = "" if place is None else item_of(one)
    return Record(name=RECORD_KINDS[type(one)], place=place, fields=tuple(fields.items()), item=item)


def print_of(story: Story) -> str:
    """A few signs that change with what was read: a form of an earlier reading is refused."""
    return _signs((story.mentions, story.releases, story.programs))


def item_of(one: Mention | Release | Program) -> str:
    """A few signs that change with what is said of one of them."""
    return _signs(one)


def _signs(read: object) -> str:
    return sha256(repr(read).encode("utf-8", "replace")).hexdigest()[:16]
