"""What is named where not all can be: the weightiest events of each province first, then of all; counts stay true."""

from collections.abc import Sequence
from dataclasses import replace

from app.digests.records import Digest, Figure, Group
from app.export_row import province_codes
from entities.ledger_claims import Entry

MOST = 30  # events that a digest names in its main part
SHARE = 3  # other parts name one for so many of the main part


def few(most: int) -> int:
    """How many the other parts name."""
    return max(1, most // SHARE)


def shown(entries: Sequence[Entry], most: int) -> frozenset[str]:
    """The ids of the events that are named: the weightiest of each province, then of all."""
    ranked = sorted(entries, key=weight)
    leading = {code: one.id for one in reversed(ranked) for code in homes(one)}
    first = [one.id for one in ranked if one.id in set(leading.values())]
    return frozenset(list(dict.fromkeys([*first, *(one.id for one in ranked)]))[:most])


def weight(one: Entry) -> tuple[bool, float, int, str]:
    """What orders events by how much they matter: value, then the number of sources that tell of it."""
    return one.worth.rupiah is None, -float(one.worth.rupiah or 0), -one.sources, one.id


def homes(one: Entry) -> tuple[str | None, ...]:
    """The provinces under which an event stands; None for no known origin."""
    return province_codes(one.origins) or (None,)


def cut(digest: Digest, most: int) -> Digest:
    """The same digest with fewer events named."""
    held = {one.id: one for group in digest.groups for one in group.entries}
    named, least = shown(list(held.values()), most), few(most)
    groups = tuple(_cut(group, named) for group in digest.groups)
    is_cut = len(named) < len(held) or digest.shown is not None
    return replace(
        digest,
        groups=groups,
        shown=Figure(measure="shown", value=len(named), query=digest.query) if is_cut else None,
        firsts=digest.firsts[:least],
        more_firsts=digest.more_firsts or len(digest.firsts) > least,
        late=digest.late[:least],
        corrections=digest.corrections[:least],
        more_corrections=digest.more_corrections or len(digest.corrections) > least,
        most=most,
    )


def _cut(group: Group, named: frozenset[str]) -> Group:
    told = tuple(one for one in group.entries if one.id in named)
    return replace(group, entries=told)
