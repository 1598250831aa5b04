"""A decision of people about the ledger as JSON and back, equal field by field."""

import datetime as dt
from typing import Any

from entities.ledger_decisions import Decision, Known

Json = dict[str, Any]


def decision_json(decision: Decision) -> Json:
    """The decision with its moment in ISO 8601."""
    return {
        "number": decision.number,
        "kind": decision.kind,
        "one": list(decision.one),
        "other": list(decision.other),
        "at": decision.at.isoformat(),
        "why": decision.why,
        "known": [
            {"key": one.key, "alone": one.alone, "said": {field: list(values) for field, values in one.said}}
            for one in decision.known
        ],
    }


def decision_from(line: Json) -> Decision:
    """The decision that `decision_json` told; LookupError or ValueError for anything else."""
    return Decision(
        kind=line["kind"],
        one=tuple(line["one"]),
        other=tuple(line["other"]),
        at=dt.datetime.fromisoformat(line["at"]),
        why=line["why"],
        known=tuple(_known(one) for one in line["known"]),
        number=line["number"],
    )


def _known(line: Json) -> Known:
    said = tuple((field, tuple(values)) for field, values in line["said"].items())
    return Known(key=line["key"], alone=line["alone"], said=said)
