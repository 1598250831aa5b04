"""Amounts told beside a shipment that are no part of it: a pack's size, a loss, a rate, a whole contract.

Words: [[beside]] of data/quantity.toml.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from entities.gazetteer import table
from entities.records import Article, Mention, Quantity

REACH = 72  # letters before an amount that may say what it is of


class Beside(NamedTuple):
    """A row of the table: what stands before or right after an amount, and the units it is said of (none: all)."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    units: frozenset[str]


def beside_the_shipment(article: Article, mention: Mention) -> bool:
    """True for an amount that is no part of the shipment: "kemasan 250 gram", "5 ton per bulan", "kontraknya"."""
    text = article.title if mention.field == "title" else article.body
    unit = mention.value.unit if isinstance(mention.value, Quantity) else ""
    return any(_says(row, text, mention) for row in _rows() if not row.units or unit in row.units)


def _says(row: Beside, text: str, mention: Mention) -> bool:
    before = row.before and row.before.search(text, max(0, mention.start - REACH), mention.start)
    return bool(before or (row.after and row.after.match(text, mention.end)))


@cache
def _rows() -> tuple[Beside, ...]:
    return tuple(_row(row) for row in table("quantity.toml")["beside"])


def _row(row: dict[str, Any]) -> Beside:
    """The patterns of a row; "292 karung dan 1.250 kg" counts sacks, and is no size of one."""
    gap = rf"(?:(?!(?:dan|serta|plus|atau)\b)[^\W\d][\w-]*,?\s){{0,{row.get('gap', 0)}}}"
    before = rf"(?<!\d\s)(?<!\w){_any(row['before'])}\s{gap}$" if "before" in row else None
    after = rf"\s{_any(row['after'])}(?!\w)" if "after" in row else None
    return Beside(_compiled(before), _compiled(after), frozenset(row.get("units", ())))


def _any(words: Iterable[str]) -> str:
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s") for word in words) + ")"
    )


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None
