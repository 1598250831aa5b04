"""What one search found, with the sums asked for beside its page."""

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from indexer.index import Bucket, Query, Results, Totals

CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of results; series is empty and totals None where not asked for; advice is for an empty one.

    events: how many shipments the articles found tell of; None where not articles are asked for.
    """

    query: Query
    results: Results
    series: tuple[Bucket, ...] = ()
    totals: Totals | None = None
    advice: tuple[str, ...] = ()
    events: int | None = None

    def json(self) -> dict[str, Any]:
        """All but the hits, under the names of indexer/index.py."""
        return {
            "of": self.query.of,
            "total": self.results.total,
            **({} if self.events is None else {"events": self.events}),
            "next": self.results.next,
            "notes": list(self.results.notes),
            "meant": self.results.meant,
            "advice": list(self.advice),
            "facets": self.results.facets,
            "series": [rounded(asdict(bucket)) for bucket in self.series],
            "totals": self.totals and rounded(asdict(self.totals)),
        }


def rounded(sums: dict[str, Any]) -> dict[str, Any]:
    """Sums with their converted amounts to two decimals."""
    return sums | {name: cents(sums[name]) for name in ("rupiah", "dollars")}


def cents(amount: Decimal | None) -> Decimal | None:
    """A converted amount to two decimals, half up; printing is the only place where amounts are rounded."""
    return None if amount is None else amount.quantize(CENT, ROUND_HALF_UP, Context(prec=400))
