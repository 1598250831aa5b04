"""Corrections of releases and programmes: which one is meant, what is set there, and what follows from a mention."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from entities.correction_values import EDITOR, record_values
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
# field -> kinds of the mentions that bear it
BEARING = {
    "date": ("date",),
    "start": ("date",),
    "end": ("date",),
    "origins": ("city", "province"),
    "places": ("city", "province"),
    "destinations": ("country",),
    "products": ("product",),
    "values": ("value",),
    "quantities": ("quantity",),
    "name": ("program",),
}
BESIDE = {"start": "end", "end": "start"}  # fields that mentions of the same kind bear


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


def alike(records: Sequence[Release | Program], record: Release | Program) -> int | None:
    """Where a record stands that tells the same as this one as far as both go; None for no such. Being of one kind of
    programme is not enough."""
    claims = tuple(one for one in said(record) if one[0] != "kind")
    return next((at for at, other in enumerate(records) if _is_of(other, claims)), None)


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


def amended(record: Any, sets: str, mentions: Iterable[Mention]) -> Any:
    """The record with these fields; its evidence is what the article's mentions say of the new values, in their order.

    A value that a mention bears is told as that does: approximate, and of which deal.
    """
    held = tuple(mentions)
    for field, value in record_values(sets).items():
        told: dict[str, Any] = {field: _as_told(value, held)}
        evidence = _evidence(record, field, value, held)
        record = replace(record, **told, evidence=evidence, edited=_with(record.edited, (field,)))
    return record


def _as_told(value: Any, mentions: Iterable[Mention]) -> Any:
    if not isinstance(value, tuple):
        return value
    known = {_key(m.value): m.value for m in mentions if m.kind in ("value", "quantity")}
    return tuple(known.get(_key(one), one) for one in value)


def _evidence(record: Any, field: str, value: Any, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The record's evidence without what bore the old value of a field, and with what bears the new one.

    Days of a programme bear its stages too: of them only the old day goes.
    """
    kinds, wanted = BEARING.get(field, ()), _keys(value)
    old = _keys(getattr(record, field)) - _keys(getattr(record, BESIDE.get(field, field)))
    stays = [
        _key(m.value) in wanted or (field in BESIDE and _key(m.value) not in old) for m in record.evidence
    ]
    there = [m for m, kept in zip(record.evidence, stays, strict=True) if kept or m.kind not in kinds]
    known = {_key(m.value) for m in there if m.kind in kinds}
    fresh = [m for m in mentions if m.kind in kinds and _key(m.value) in wanted - known]
    return (*there, *(replace(m, rule=EDITOR) for m in fresh))


def _keys(value: Any) -> set[object]:
    return {_key(one) for one in (value if isinstance(value, tuple) else (value,))} - {None}


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
