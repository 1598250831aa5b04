"""Why a search found nothing, and what to type instead: each part of the query is left out in turn and counted."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app import wording
from app.export_about import OPTIONS, described
from indexer.index import Index, Query

COMMAND = {
    "stories": "search",
    "releases": "releases --reports",
    "events": "releases",
    "programs": "programs",
}
CALLED = {
    "stories": "berita",
    "releases": "laporan pelepasan ekspor",
    "events": "peristiwa ekspor",
    "programs": "program",
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
    parts = [(name, without) for name, (what, without) in PARTS.items() if _is_asked(query, what)]
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
    tried = list(_less(index, query, parts))
    yield from tried or (
        f"Hanya {name}: {wording.number(_total(index, replace(query, **_all_but(parts, name))))} {CALLED[query.of]}"
        for name, _ in parts
    )


def _all_but(parts: list[tuple[str, dict[str, Any]]], kept: str) -> dict[str, Any]:
    return {field: value for name, without in parts if name != kept for field, value in without.items()}


def _less(index: Index, query: Query, parts: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    for name, without in parts:
        broader = replace(query, **without)
        if number := _total(index, broader):
            command = f"pantau {COMMAND[query.of]} {described(broader)}".rstrip()
            yield f"Tanpa {name}: {wording.number(number)} {CALLED[query.of]} ({command})"


def _is_asked(query: Query, what: str) -> bool:
    return bool(query.since or query.until) if what == "window" else bool(getattr(query, what))


def _total(index: Index, query: Query) -> int:
    return index.search(replace(query, limit=1, after=None, facets=())).total
