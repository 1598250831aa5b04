"""What every report has (entities/ledger_told.py) as JSON and back, equal field by field."""

import datetime as dt
from decimal import Decimal
from typing import Any

from entities.ledger_told import Said, Told, Value
from entities.records import Money, Quantity
from entities.wire import amounts, moment, money_from, quantity_from

Json = dict[str, Any]
DAYS = frozenset({"day", "start", "end"})


def told_json(told: Told) -> Json:
    """Who said it, where and when, and every claim."""
    return {
        "article": told.article,
        "place": told.place,
        "source": told.source,
        "url": told.url,
        "title": told.title,
        "published_at": told.published_at and told.published_at.isoformat(),
        "learnt_at": told.learnt_at and told.learnt_at.isoformat(),
        "first": told.first,
        "window": told.window and list(told.window),
        "looks_back": told.looks_back,
        "said": [_said(one) for one in told.said],
        "sample": told.sample,
        "alone": told.alone,
    }


def told_from(line: Json) -> Json:
    """The fields of a report by name; BadInput for a time that is none."""
    known = ("article", "place", "source", "url", "title", "first", "looks_back", "sample", "alone")
    return {
        **{name: line[name] for name in known},
        "published_at": moment(line, "published_at"),
        "learnt_at": moment(line, "learnt_at"),
        "window": None if line["window"] is None else (line["window"][0], line["window"][1]),
        "said": tuple(map(_said_from, line["said"])),
    }


def _said(said: Said) -> Json:
    return {
        "field": said.field,
        "value": value_json(said.value),
        "printed": said.printed,
        "sentence": said.sentence,
    }


def _said_from(line: Json) -> Said:
    value = value_from(line["field"], line["value"])
    return Said(field=line["field"], value=value, printed=line["printed"], sentence=line["sentence"])


def value_json(value: Value) -> Any:
    """A claimed value: an amount as the data contract prints it, a range by its lower end with `upto`, else as is."""
    if isinstance(value, Money | Quantity):
        return next(amounts(value))
    return value.isoformat() if isinstance(value, dt.date) else value


def value_from(field: str, value: Any) -> Value:
    """A claimed value of a field."""
    if isinstance(value, dict):
        return money_from(value) if "currency" in value else quantity_from(value)
    read: Value = dt.date.fromisoformat(value) if field in DAYS else value
    return read


def spans_json(spans: tuple[tuple[Decimal, Decimal], ...]) -> list[list[str]]:
    """Spans with every digit of their ends."""
    return [[str(low), str(high)] for low, high in spans]


def span_from(ends: list[str]) -> tuple[Decimal, Decimal]:
    return Decimal(ends[0]), Decimal(ends[1])
