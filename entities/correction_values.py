"""What an editor set, read again from `Correction.sets`: a mention or the fields of a record with it."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from entities import countries, money, quantity, regions
from entities.correction_sets import CODED
from entities.records import Correction, Mention, Money, Quantity

EDITOR = "editor"
# What a mention says before anything was set of it.
UNSAID: dict[str, Money | Quantity] = {
    "value": Money(amount=Decimal(0), currency=""),
    "quantity": Quantity(amount=Decimal(0), unit=""),
}


def mention_with(mention: Mention, sets: str) -> Mention:
    """The mention with what is set; its rule tells that an editor decided the value, the role or both."""
    given: Mapping[str, Any] = _loaded(sets)
    role = given.get("role", mention.role)
    value = _value(mention, given)
    finder, _, decided = mention.rule.partition("/")
    finder = EDITOR if value != mention.value else finder
    decided = EDITOR if "role" in given else decided
    rule = "/".join(filter(None, (finder, decided)))
    return replace(mention, value=value, name=_called(mention, value), role=role, rule=rule)


def mention_of(one: Correction, start: int, end: int) -> Mention:
    """The mention that an editor added, where its words stand now."""
    assert one.mention
    assert one.field
    unsaid = UNSAID.get(one.mention, "")
    blank = Mention(
        kind=one.mention, field=one.field, start=start, end=end, text=one.text, value=unsaid, name=one.text
    )
    return mention_with(blank, one.sets)


def _value(mention: Mention, given: Mapping[str, Any]) -> Any:
    old = mention.value
    if isinstance(old, Money | Quantity):
        told = {key: given[key] for key in ("amount", "upto", "currency", "unit") if key in given}
        if "amount" in told:
            told = {"upto": None, **told}
        return replace(old, **told)
    return given.get("code", given.get("name", old))


def _called(mention: Mention, value: Any) -> str:
    """How the thing is called at the edge."""
    if value == mention.value:
        return mention.name
    if isinstance(value, Money | Quantity):
        return money.name_of(value) if isinstance(value, Money) else quantity.name_of(value)
    if mention.kind == "country":
        return countries.label(value)
    return regions.label(value) if mention.kind in CODED else str(value)


def record_values(sets: str) -> dict[str, Any]:
    """The fields of a release or programme that are set, as the record holds them."""
    return {field: _field(field, value) for field, value in _loaded(sets).items()}


def _field(field: str, value: Any) -> Any:
    if field in ("date", "start", "end"):
        return value and dt.date.fromisoformat(value)
    if field == "values":
        return tuple(Money(currency=one["currency"], **_ends(one)) for one in value)
    if field == "quantities":
        return tuple(Quantity(unit=one["unit"], **_ends(one)) for one in value)
    if field == "participants":
        return value and int(value)
    return tuple(value) if isinstance(value, list) else value


def _ends(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: Decimal(one[key]) for key in ("amount", "upto") if key in one}


def _loaded(sets: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(sets, parse_float=Decimal, parse_int=Decimal) if sets else {}
    return read
