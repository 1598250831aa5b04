"""What an editor puts in the place of what was read, checked as written: a JSON object with the keys of the contract.

entities/correction_values.py reads it again.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from entities import countries, regions
from entities.errors import BadInput
from entities.records import Kind, Money, Program, Quantity, Release
from entities.wire import encoded

ROLES: dict[str, tuple[str, ...]] = {
    "city": ("origin", "mention"),
    "province": ("origin", "mention"),
    "country": ("destination", "mention"),
    "product": ("exported", "mention"),
    "value": ("transaction", "other"),
}  # of each kind that has one, the stronger first
UNITS = "kg l m3 m ft container carton pack pcs pair head set bag".split()
PROGRAM_KINDS = "training exhibition matching financing grant certification facility campaign other".split()
CODED = ("city", "province", "country")
KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(CODED, ("code", "role")),
    "product": ("name", "role"),
    "value": ("amount", "upto", "currency", "role"),
    "quantity": ("amount", "upto", "unit"),
    "program": ("name",),
}
NEEDED: dict[str, tuple[str, ...]] = {
    kind: tuple(key for key in keys if key not in ("upto", "role")) for kind, keys in KEYS.items()
}  # without these a mention says nothing
CALLED: dict[type, str] = {Release: "release", Program: "programme"}
LONGEST = 200  # code points of a name
LARGEST, DIGITS = Decimal(10) ** 15, 15  # what JSON numbers carry without a loss
PARTICIPANTS = 10**9
CURRENCY = re.compile(r"[A-Z]{3}")
Sets = Mapping[str, Any]


def mention_sets(kind: Kind, given: Mapping[str, str]) -> str:
    """What is set of a mention, as `Correction.sets`; BadInput in one sentence for what cannot be."""
    _check_keys(kind, given, KEYS.get(kind, ()))
    read: dict[str, Any] = {
        "role": lambda v: _one_of(v, ROLES[kind], "role"),
        "code": lambda v: _code(kind, v),
        "name": _name,
    }
    read |= {"amount": _amount, "upto": _amount, "currency": _currency, "unit": _unit}
    return encoded({key: _of_field(key, read[key], value) for key, value in given.items()})


def record_sets(kind: type, given: Mapping[str, str]) -> str:
    """What is set of a release or programme, as `Correction.sets`; lists by comma, amounts as "USD 100000" or
    "18000 kg", a range as "500..800 kg"; an empty value empties the field. BadInput for what cannot be."""
    _check_keys(CALLED[kind], given, READ[kind])
    return encoded({key: _of_field(key, READ[kind][key], value.strip()) for key, value in given.items()})


def _of_field(field: str, read: Callable[[str], Any], value: str) -> Any:
    """The value of a field; BadInput tells which field cannot be read."""
    try:
        return read(value)
    except BadInput as error:
        error.field = field
        raise


def as_given(record: Release | Program) -> dict[str, str]:
    """The fields of a record as `record_sets` reads them, each once; approximate amounts without saying so."""
    return {name: _written(getattr(record, name)) for name in READ[type(record)]}


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_written, value))
    if isinstance(value, Money | Quantity):
        ends = "..".join(f"{end.normalize():f}" for end in (value.amount, value.upto) if end is not None)
        return f"{value.currency} {ends}" if isinstance(value, Money) else f"{ends} {value.unit}"
    return "" if value is None else str(value)


# ---------------------------------------------------------------- one value


def _check_keys(what: str, given: Mapping[str, str], known: Iterable[str]) -> None:
    if not given:
        raise BadInput("of a {what} can be set {known}; not nothing", what=what, known=", ".join(known))
    if unknown := [key for key in given if key not in known]:
        raise BadInput(
            "of a {what} can be set {known}; not {told}",
            field=unknown[0],
            what=what,
            known=", ".join(known),
            told=", ".join(unknown),
        )


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _all(read: Callable[[str], Any]) -> Callable[[str], list[Any]]:
    return lambda text: [read(one) for one in _listed(text)]


def _perhaps(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(text) if text else None


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadInput("{text!r} is no day; write 2021-12-20", text=text) from error


def _money(text: str) -> Sets:
    currency, _, amount = text.partition(" ")
    return {**_ends(amount), "currency": _currency(currency)}


def _quantity(text: str) -> Sets:
    amount, _, unit = text.partition(" ")
    return {**_ends(amount), "unit": _unit(unit)}


def _ends(text: str) -> Sets:
    """An amount, or both ends of a range: 500..800."""
    low, dots, high = text.partition("..")
    return {"amount": _amount(low), **({"upto": _amount(high)} if dots else {})}


def _one_of(value: str, known: Any, what: str) -> str:
    if value not in known:
        raise BadInput("{value!r} is no {what}; use {known}", value=value, what=what, known=", ".join(known))
    return value


def _code(kind: str, value: str) -> str:
    found = value.strip().upper()
    known = countries.codes() if kind == "country" else regions.codes()
    if found not in known or (kind != "country" and ("." in found) != (kind == "city")):
        raise BadInput("{value!r} is no code of a {kind}; see docs/data-contract.md", value=value, kind=kind)
    return found


def _place(value: str) -> str:
    return _code("city" if "." in value else "province", value)


def _amount(value: str) -> Decimal:
    try:
        amount = Decimal(value.strip())
    except InvalidOperation as error:
        raise BadInput(
            "{value!r} is no amount; write digits with a point for decimals, as 1500000000", value=value
        ) from error
    if not amount.is_finite() or not 0 < amount <= LARGEST or len(amount.as_tuple().digits) > DIGITS:
        raise BadInput(
            "{value!r} is no amount; it must be above 0, at most 10^15, of at most {most} digits",
            value=value,
            most=DIGITS,
        )
    return amount


def _currency(value: str) -> str:
    if not CURRENCY.fullmatch(value.strip().upper()):
        raise BadInput("{value!r} is no currency; write its three letters, as IDR", value=value)
    return value.strip().upper()


def _unit(value: str) -> str:
    return _one_of(value.strip(), UNITS, "unit")


def _name(value: str) -> str:
    found = " ".join(value.split())
    if not found or len(found) > LONGEST or not found.isprintable():
        raise BadInput("a name has 1 to {most} characters, all printable", most=LONGEST)
    return found


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 11 and 0 < int(value) <= PARTICIPANTS):
        raise BadInput("{value!r} is no number of participants; write digits, as 50", value=value)
    return int(value)


READ: dict[type, dict[str, Callable[[str], Any]]] = {
    Release: {
        "date": _perhaps(_day),
        "origins": _all(_place),
        "destinations": _all(lambda one: _code("country", one)),
        "products": _all(_name),
        "values": _all(_money),
        "quantities": _all(_quantity),
        "exporter": _perhaps(_name),
    },
    Program: {
        "name": _perhaps(_name),
        "agency": _perhaps(_name),
        "kind": lambda text: _one_of(text or "other", PROGRAM_KINDS, "kind of programme"),
        "places": _all(_place),
        "start": _perhaps(_day),
        "end": _perhaps(_day),
        "values": _all(_money),
        "participants": _perhaps(_count),
    },
}  # field -> how it is read, in the order of the forms
