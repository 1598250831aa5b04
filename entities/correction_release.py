"""Corrections of releases and programmes: which one is meant, what is set there, and what follows from a mention."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from entities.correction_sets import EDITOR, release_values
from entities.ledger_decisions import agree, as_text
from entities.records import Mention, Money, PartialDate, Program, Quantity, Release

Said = tuple[tuple[str, tuple[str, ...]], ...]
RECORDS: dict[type, str] = {Release: "releases", Program: "programs"}
TOLD = {
    Release: "date origins destinations products values quantities exporter".split(),
    Program: "name agency kind places start end values participants".split(),
}
# kind of mention -> field that rests on it, and the role that it must have there (None: any)
RESTS: dict[type, dict[str, tuple[str, str | None]]] = {
    Release: {
        "city": ("origins", "origin"),
        "province": ("origins", "origin"),
        "country": ("destinations", "destination"),
        "product": ("products", "exported"),
        "value": ("values", "transaction"),
        "quantity": ("quantities", None),
    },
    Program: {"city": ("places", None), "province": ("places", None), "value": ("values", None)},
}
BEARING = {
    "date": ("date",),
    "origins": ("city", "province"),
    "destinations": ("country",),
    "products": ("product",),
    "values": ("value",),
    "quantities": ("quantity",),
    "exporter": (),
}


# ---------------------------------------------------------------- which one


def said(record: Release | Program) -> Said:
    """What a release or programme claims, as text by field; a field without a value is left out."""
    found = ((name, getattr(record, name)) for name in TOLD[type(record)])
    return tuple((name, _texts(value)) for name, value in found if value not in (None, ()))


def placed(records: Sequence[Release | Program], place: int | None, claims: Said) -> int | None:
    """Where the record of these claims stands now: at its place, else where one alone says the same, or None."""
    fitting = [at for at, record in enumerate(records) if _is_of(record, claims)]
    if place in fitting:
        return place
    return fitting[0] if len(fitting) == 1 else None


def _is_of(record: Release | Program, claims: Said) -> bool:
    """Whether all that both state fits, and something is stated by both, or nothing by either."""
    now = dict(said(record))
    shared = [agree(field, values, now[field]) for field, values in claims if field in now]
    return all(shared) and (bool(shared) or (not claims and not now))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(as_text, value)) if isinstance(value, tuple) else (as_text(value),)


def _unit(value: Money | Quantity) -> str:
    return value.currency if isinstance(value, Money) else value.unit


# ---------------------------------------------------------------- what is set


def released(release: Release, sets: str, mentions: Iterable[Mention]) -> Release:
    """The release with these fields; its evidence is what the article's mentions say of the new values."""
    values = release_values(sets)
    evidence = release.evidence
    for field, value in values.items():
        kinds = BEARING[field]
        wanted = _keys(value)
        there = [m for m in evidence if m.kind not in kinds or _key(m.value) in wanted]
        known = {_key(m.value) for m in there if m.kind in kinds}
        fresh = [m for m in mentions if m.kind in kinds and _key(m.value) in wanted - known]
        evidence = (*there, *(replace(m, rule=EDITOR) for m in fresh))
    edited = tuple(dict.fromkeys((*release.edited, *values)))
    return replace(release, **values, evidence=evidence, edited=edited)


def _keys(value: Any) -> set[object]:
    return {_key(one) for one in (value if isinstance(value, tuple) else (value,))}


def _key(value: Any) -> object:
    """What makes two values one: of an amount the figures and the unit, of a date the day."""
    if isinstance(value, Money | Quantity):
        return (value.amount, value.upto, _unit(value))
    return value.as_date() if isinstance(value, PartialDate) else value


# ---------------------------------------------------------------- what follows from a mention


def follow(record: Any, old: Mention, now: Mention | None, *, joins: bool) -> Any:
    """The record after one of the mentions was exchanged for another or taken out.

    A value goes with the last mention that it rests on. joins: the record takes in what earns its place only now.
    """
    field, _ = RESTS[type(record)].get(old.kind, (None, None))
    rests = any(_same_span(m, old) for m in record.evidence)
    earned = now if now is not None and field and _earns(record, now) else None
    if not (rests or (joins and earned)):
        return record
    left: tuple[Mention, ...] = tuple(m for m in record.evidence if not _same_span(m, old))
    if field is None:
        return _named(record, old, now, (*left, *filter(None, [now])))
    gone = _key(old.value) not in {_key(m.value) for m in left if m.kind == old.kind}
    values = _values(getattr(record, field), old, earned, gone=gone and rests)
    edited = _with(record.edited, (field,) if values != getattr(record, field) else ())
    told: dict[str, Any] = {field: values}
    return replace(record, **told, evidence=(*left, *filter(None, [earned])), edited=edited)


def _named(record: Any, old: Mention, now: Mention | None, evidence: tuple[Mention, ...]) -> Any:
    """The record with other evidence; a programme that bore the old name bears the new one."""
    if isinstance(record, Program) and now and old.kind == "program" and record.name == old.name:
        return replace(record, name=now.name, evidence=evidence, edited=_with(record.edited, ("name",)))
    return replace(record, evidence=evidence)


def _values(held: tuple[Any, ...], old: Mention, now: Mention | None, *, gone: bool) -> tuple[Any, ...]:
    fresh = () if now is None else (now.value,)
    found: list[Any] = []
    for value in held:
        found += fresh if gone and _key(value) == _key(old.value) else (value,)
    found += fresh
    once: dict[object, Any] = {}
    for value in found:
        once.setdefault(_key(value), value)
    return tuple(once.values())


def _with(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *more)))


def _same_span(one: Mention, other: Mention) -> bool:
    return (one.kind, one.field, one.start, one.end, _key(one.value)) == (
        other.kind,
        other.field,
        other.start,
        other.end,
        _key(other.value),
    )


def _earns(record: Release | Program, mention: Mention) -> bool:
    role = RESTS[type(record)][mention.kind][1]
    return role is None or mention.role == role
