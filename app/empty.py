"""Why a search found nothing, and what to type instead: each part of the query is left out in turn and counted."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app import wording
from app.export_about import OPTIONS, described
from indexer.index import Index, Query

COMMAND = {
    "stories": "search",
    "releases": "releases --reports",
    "events": "releases",
    "programs": "programs --reports",
    "schemes": "programs",
}
CALLED = {
    "stories": "berita",
    "releases": "laporan pelepasan ekspor",
    "events": "peristiwa ekspor",
    "programs": "laporan program",
    "schemes": "program",
}
PARTS: dict[str, tuple[str, dict[str, Any]]] = {  # how it is called -> (what it is, the query without it)
    **{option: (field, {field: ()}) for field, option in OPTIONS.items()},
    "--min-value dan --max-value": ("value", {"value": None}),
    "--min-weight dan --max-weight": ("volume", {"volume": None}),
    "--since dan --until": ("window", {"since": None, "until": None}),
    "kata-kata": ("text", {"text": ""}),
}


def advice(index: Index, query: Query) -> Iterator[str]:
    """Sentences for a query that found nothing; BadInput as of a search."""
    held = index.count()
    if not held:
        yield "Indeks masih kosong; isi dengan: pantau crawl"
        return
    parts = parts_of(query)
    if [name for name, _ in parts] == ["kata-kata"]:
        yield (
            f"Tidak ada {CALLED[query.of]} yang cocok dengan kata-kata itu di antara {wording.number(held)} berita; "
            "coba kata lain, lebih sedikit, atau tanpa tanda kutip dan pengecualian."
        )
    else:
        yield from _without(index, query, parts)
    if query.of != "stories" and (others := _total(index, replace(query, of="stories"))):
        asked = described(query)
        yield f"Ada {wording.number(others)} berita tentang itu: pantau search {asked}".rstrip()
    if query.text:
        yield "Nama yang dikenal indeks: pantau suggest AWALAN"


def _without(index: Index, query: Query, parts: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    """What each part less would find; where that is nothing, what each part alone finds."""
    what = CALLED[query.of]
    found = without_each(index, query, parts)
    for lift in found:
        command = f"pantau {COMMAND[query.of]} {described(lift.query)}".rstrip()
        yield f"Tanpa {lift.part}: {wording.number(lift.total)} {what} ({command})"
    if not found:
        for lift in each_alone(index, query, parts):
            yield f"Hanya {lift.part}: {wording.number(lift.total)} {what}"


@dataclass(frozen=True, kw_only=True)
class Lift:
    """A query without one of its parts, or with that part alone, and how many it finds. part: a key of PARTS."""

    part: str
    query: Query
    total: int


def parts_of(query: Query) -> list[tuple[str, dict[str, Any]]]:
    """What the query asks for: parts of PARTS, each with what of the query it is."""
    return [(name, without) for name, (what, without) in PARTS.items() if _is_asked(query, what)]


def without_each(index: Index, query: Query, parts: list[tuple[str, dict[str, Any]]]) -> list[Lift]:
    """The query with each part left out in turn; only those that find something."""
    broader = [(name, replace(query, after=None, **without)) for name, without in parts]
    lifts = (Lift(part=name, query=one, total=_total(index, one)) for name, one in broader)
    return [lift for lift in lifts if lift.total]


def each_alone(index: Index, query: Query, parts: list[tuple[str, dict[str, Any]]]) -> list[Lift]:
    """The query with each part alone."""
    alone = [(name, replace(query, after=None, **_all_but(parts, name))) for name, _ in parts]
    return [Lift(part=name, query=one, total=_total(index, one)) for name, one in alone]


def _all_but(parts: list[tuple[str, dict[str, Any]]], kept: str) -> dict[str, Any]:
    return {field: value for name, without in parts if name != kept for field, value in without.items()}


def _is_asked(query: Query, what: str) -> bool:
    return bool(query.since or query.until) if what == "window" else bool(getattr(query, what))


def _total(index: Index, query: Query) -> int:
    return index.search(replace(query, limit=1, after=None, facets=())).total
