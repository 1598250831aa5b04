"""What the values of a record come to at the rates of its day, and which statements of one deal do not fit, as JSON."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from entities.rates import Converted
from entities.records import Money
from entities.worth import Disagreement, conversions, disagreements

Json = dict[str, Any]


def rated(values: Iterable[Money], on: date | None) -> Json:
    """`converted` and `warnings` of a record, at the rates of the day `on`; both empty without a day or a rate."""
    values = tuple(values)
    return {
        "converted": [rate_json(value, rate) for value, rate in conversions(values, on)],
        "warnings": [warning_json(found) for found in disagreements(values, on)],
    }


def rate_json(stated: Money, rate: Converted) -> Json:
    """A value in another currency; of a range both ends, the upper one as `upto`."""
    upto = {} if stated.upto is None else {"upto": stated.upto * rate.rate}
    return {
        "stated": stated.amount,
        "stated_currency": stated.currency,
        "amount": rate.amount,
        **upto,
        "currency": rate.currency,
        "rate": rate.rate,
        "rate_date": rate.rate_date.isoformat(),
        "source": rate.source,
    }


def warning_json(found: Disagreement) -> Json:
    """Two statements of one deal that differ, and the rate of the first in the currency of the second."""
    return {
        "kind": "deal-differs",
        "deal": found.first.deal,
        "factor": round(found.factor, 2),
        **rate_json(found.first, found.rate),
        "against": found.second.amount,
    }
