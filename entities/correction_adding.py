"""What an editor need not say when adding what the rules missed: what they read of the words by themselves, and of a
sentence what its mentions say."""

from collections.abc import Iterable
from typing import Any

from entities.correction_release import RESTS
from entities.correction_sets import CODED, KEYS, NEEDED, ROLES, as_given, mention_sets, record_sets
from entities.correction_spots import Spot, standing
from entities.correction_values import mention_of
from entities.corrections import overlapped
from entities.errors import BadInput
from entities.extract import find
from entities.records import Article, Correction, Kind, Mention, Program, Release, Story

LISTS: dict[type, tuple[str, ...]] = {
    Release: ("origins", "destinations", "products", "values", "quantities"),
    Program: ("places",),
}  # fields that the mentions of a sentence fill


def added_sets(kind: Kind, words: str, given: dict[str, str]) -> str:
    """`Correction.sets` of an added mention: what is given, else what the rules read of the words alone, else for goods
    and programmes the words themselves; the weaker role where none is given. BadInput where that says too little."""
    known = {key: value for key, value in given.items() if value.strip()}
    whole = {**_read(kind, words), **known}
    if kind in ROLES:
        whole = {"role": ROLES[kind][-1], **whole}
    if missing := [key for key in NEEDED.get(kind, ()) if key not in whole]:
        raise BadInput(
            "the rules read no {kind} in {words!r}; give its {missing}",
            field=missing[0],
            kind=kind,
            words=words,
            missing=" and ".join(missing),
        )
    return mention_sets(kind, whole)


def _read(kind: Kind, words: str) -> dict[str, str]:
    """What a mention of these words alone says, as it would be given."""
    alone = find(Article(id="", source="", url="", title=words, body=""))
    found = next((m for m in alone if m.kind == kind and m.text == words), None)
    if found is None:
        own = words.lower() if kind == "product" else words
        return {"name": own} if NEEDED.get(kind) == ("name",) else {}
    if kind in CODED or isinstance(found.value, str):
        return {NEEDED[kind][0]: str(found.value)}
    parts = ((key, getattr(found.value, key, None)) for key in KEYS[kind])
    return {key: f"{part:f}" if key in ("amount", "upto") else str(part) for key, part in parts if part}


def check_free(story: Story, one: Correction, spot: Spot) -> None:
    """BadInput where the words are read as such a mention already."""
    for old in overlapped(story, mention_of(one, spot.start, spot.end)):
        raise BadInput(
            "{words!r} is read as {kind} there already; set or reject that",
            field="words",
            words=old.text,
            kind=old.kind,
        )


def record_given(story: Story, kind: type, spot: Spot, given: dict[str, str]) -> str:
    """`Correction.sets` of an added release or programme: what is given, else what the mentions of the sentence say;
    BadInput where both say nothing."""
    around = standing(story.article, spot.field, spot.sentence)
    inside = (m for m in story.mentions if m.field == spot.field and any(a <= m.start < b for a, b in around))
    told = {**as_given(_said(kind, inside)), **{key: v for key, v in given.items() if v.strip()}}
    told = {key: value for key, value in told.items() if value and (key != "kind" or "kind" in given)}
    if not set(told) - {"kind"}:
        raise BadInput("nothing is told of it; give at least one field, as destinations=JP")
    return record_sets(kind, told)


def _said(kind: type, mentions: Iterable[Mention]) -> Any:
    """A release or programme of what mentions say. What a sum beside a programme is for only a person can tell."""
    found: dict[str, list[Any]] = {}
    for mention in mentions:
        field, role = RESTS[kind].get(mention.kind, ("", None))
        if field in LISTS[kind] and role in (None, mention.role):
            found.setdefault(field, []).append(mention.value)
        elif kind is Program and mention.kind == "program":
            found.setdefault("name", []).append(mention.value)
    for field in found.keys() & {"origins", "places"}:
        found[field] = _specific(found[field])
    told = {
        name: values[0] if name == "name" else tuple(dict.fromkeys(values)) for name, values in found.items()
    }
    return kind(**told)


def _specific(codes: list[str]) -> list[str]:
    """Without a province that a city lies in."""
    around = {code[:2] for code in codes if "." in code}
    return [code for code in codes if code not in around]
