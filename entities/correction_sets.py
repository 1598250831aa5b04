"""What an editor puts in the place of what was read: a JSON object with the keys of the data contract."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from entities import countries, regions
from entities.errors import BadInput
from entities.records import Kind, Mention, Money, Quantity
from entities.wire import encoded

EDITOR = "editor"
ROLES: dict[str, tuple[str, ...]] = {
    "city": ("origin", "mention"),
    "province": ("origin", "mention"),
    "country": ("destination", "mention"),
    "product": ("exported", "mention"),
    "value": ("transaction", "other"),
}
UNITS = "kg l m3 m ft container carton pack pcs pair head set bag".split()
CODED = ("city", "province", "country")
KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(CODED, ("code", "role")),
    "product": ("name", "role"),
    "value": ("amount", "upto", "currency", "role"),
    "quantity": ("amount", "upto", "unit"),
    "program": ("name",),
}
FIELDS = "date origins destinations products values quantities exporter".split()
LONGEST = 200  # code points of a name
LARGEST, DIGITS = Decimal(10) ** 15, 15  # what JSON numbers carry without a loss
CURRENCY = re.compile(r"[A-Z]{3}")
Sets = Mapping[str, Any]


# ---------------------------------------------------------------- checked, as an editor writes it


def mention_sets(kind: Kind, given: Mapping[str, str]) -> str:
    """What is set of a mention, as `Correction.sets`; BadInput in one sentence for what cannot be."""
    keys = KEYS.get(kind, ())
    if not given or (unknown := [key for key in given if key not in keys]):
        raise BadInput(
            f"of a {kind} can be set {', '.join(keys)}; not {', '.join(unknown if given else ['nothing'])}"
        )
    read: dict[str, Any] = {
        "role": lambda v: _one_of(v, ROLES[kind], "role"),
        "code": lambda v: _code(kind, v),
        "name": _name,
    }
    read |= {"amount": _amount, "upto": _amount, "currency": _currency, "unit": _unit}
    return encoded({key: read[key](value) for key, value in given.items()})


def release_sets(given: Mapping[str, str]) -> str:
    """What is set of a release, as `Correction.sets`; lists by comma, amounts as "USD 100000" or "18000 kg", a comma
    between two; an empty value empties the field. BadInput in one sentence for what cannot be."""
    if not given or (unknown := [key for key in given if key not in FIELDS]):
        raise BadInput(
            f"of a release can be set {', '.join(FIELDS)}; not {', '.join(unknown if given else ['nothing'])}"
        )
    return encoded({key: READ[key](value.strip()) for key, value in given.items()})


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _places(text: str) -> list[str]:
    return [_code("city" if "." in one else "province", one) for one in _listed(text)]


def _day(text: str) -> str | None:
    try:
        return dt.date.fromisoformat(text).isoformat() if text else None
    except ValueError as error:
        raise BadInput(f"{text!r} is no day; write 2021-12-20") from error


def _money(text: str) -> Sets:
    currency, _, amount = text.partition(" ")
    return {"amount": _amount(amount), "currency": _currency(currency)}


def _quantity(text: str) -> Sets:
    amount, _, unit = text.partition(" ")
    return {"amount": _amount(amount), "unit": _unit(unit)}


READ: dict[str, Any] = {
    "date": _day,
    "origins": _places,
    "destinations": lambda text: [_code("country", one) for one in _listed(text)],
    "products": lambda text: [_name(one) for one in _listed(text)],
    "values": lambda text: [_money(one) for one in _listed(text)],
    "quantities": lambda text: [_quantity(one) for one in _listed(text)],
    "exporter": lambda text: _name(text) if text else None,
}


def _one_of(value: str, known: Any, what: str) -> str:
    if value not in known:
        raise BadInput(f"{value!r} is no {what}; use {', '.join(known)}")
    return value


def _code(kind: str, value: str) -> str:
    found = value.strip().upper()
    known = countries.codes() if kind == "country" else regions.codes()
    if found not in known or (kind != "country" and ("." in found) != (kind == "city")):
        raise BadInput(f"{value!r} is no code of a {kind}; see docs/data-contract.md")
    return found


def _amount(value: str) -> Decimal:
    try:
        amount = Decimal(value.strip())
    except InvalidOperation as error:
        raise BadInput(
            f"{value!r} is no amount; write digits with a point for decimals, as 1500000000"
        ) from error
    if not amount.is_finite() or not 0 < amount <= LARGEST or len(amount.as_tuple().digits) > DIGITS:
        raise BadInput(
            f"{value!r} is no amount; it must be above 0, at most 10^15, of at most {DIGITS} digits"
        )
    return amount


def _currency(value: str) -> str:
    if not CURRENCY.fullmatch(value.strip().upper()):
        raise BadInput(f"{value!r} is no currency; write its three letters, as IDR")
    return value.strip().upper()


def _unit(value: str) -> str:
    return _one_of(value.strip(), UNITS, "unit")


def _name(value: str) -> str:
    found = " ".join(value.split())
    if not found or len(found) > LONGEST or not found.isprintable():
        raise BadInput(f"a name has 1 to {LONGEST} characters, all printable")
    return found


# ---------------------------------------------------------------- read again


def mention_with(mention: Mention, sets: str) -> Mention:
    """The mention with what is set; its rule tells that an editor decided the value, the role or both."""
    given: Sets = _loaded(sets)
    role = given.get("role", mention.role)
    value = _value(mention, given)
    finder, _, decided = mention.rule.partition("/")
    finder = EDITOR if value != mention.value else finder
    decided = EDITOR if "role" in given else decided
    rule = "/".join(filter(None, (finder, decided)))
    return replace(mention, value=value, name=_called(mention, value), role=role, rule=rule)


def _value(mention: Mention, given: Sets) -> Any:
    old = mention.value
    if isinstance(old, Money | Quantity):
        told = {key: given[key] for key in ("amount", "upto", "currency", "unit") if key in given}
        if "amount" in told:
            told = {"upto": None, **told}
        return replace(old, **told)
    return given.get("code", given.get("name", old))


def _called(mention: Mention, value: Any) -> str:
    """How the thing is called at the edge."""
    if value == mention.value or not isinstance(value, str):
        return mention.name
    if mention.kind == "country":
        return countries.label(value)
    return regions.label(value) if mention.kind in CODED else value


def release_values(sets: str) -> dict[str, Any]:
    """The fields of a release that are set, as the record holds them."""
    given = _loaded(sets)
    read: dict[str, Any] = {field: _field(field, value) for field, value in given.items()}
    return read


def _field(field: str, value: Any) -> Any:
    if field == "date":
        return value and dt.date.fromisoformat(value)
    if field == "values":
        return tuple(Money(amount=Decimal(one["amount"]), currency=one["currency"]) for one in value)
    if field == "quantities":
        return tuple(Quantity(amount=Decimal(one["amount"]), unit=one["unit"]) for one in value)
    return value if field == "exporter" else tuple(value)


def _loaded(sets: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(sets, parse_float=Decimal, parse_int=Decimal) if sets else {}
    return read
