"""What one search found, with the sums asked for beside its page."""

from dataclasses import asdict, dataclass
from typing import Any

from indexer.index import Bucket, Query, Results, Totals


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of results; series is empty and totals None where not asked for."""

    query: Query
    results: Results
    series: tuple[Bucket, ...] = ()
    totals: Totals | None = None

    def json(self) -> dict[str, Any]:
        """All but the hits, under the names of indexer/index.py."""
        return {
            "total": self.results.total,
            "next": self.results.next,
            "notes": list(self.results.notes),
            "meant": self.results.meant,
            "facets": self.results.facets,
            "series": [asdict(bucket) for bucket in self.series],
            "totals": self.totals and asdict(self.totals),
        }
