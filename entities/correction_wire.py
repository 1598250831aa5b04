"""A correction of an editor as JSON and back, equal field by field but for `held`, which only the state keeps."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from entities.records import Correction

Json = dict[str, Any]


def correction_json(one: Correction) -> Json:
    """The correction with its moment in ISO 8601, and what it sets as an object."""
    return {
        "number": one.number,
        "article": one.article,
        "kind": one.kind,
        "at": one.at.isoformat(),
        "why": one.why,
        "mention": one.mention,
        "field": one.field,
        "text": one.text,
        "sentence": one.sentence,
        "place": one.place,
        "said": {field: list(values) for field, values in one.said},
        "sets": json.loads(one.sets, parse_float=Decimal) if one.sets else {},
    }


def correction_from(line: Json) -> Correction:
    """The correction that `correction_json` told; LookupError or ValueError for anything else."""
    sets = json.dumps(line["sets"], ensure_ascii=False, default=_digits) if line["sets"] else ""
    names = ("number", "article", "kind", "why", "mention", "field", "text", "sentence", "place")
    said = tuple((field, tuple(values)) for field, values in line["said"].items())
    at = datetime.fromisoformat(line["at"])
    return Correction(**{name: line[name] for name in names}, at=at, said=said, sets=sets)


def _digits(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
