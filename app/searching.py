"""The commands that read the index: search, show, sources, dump."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, TextIO

from app import wording
from entities import countries, regions
from entities.errors import BadInput, IndexUnusable
from entities.wire import dumps, story_json
from indexer.index import MARK_END, MARK_START, Index, Query, Results, open_index

TOPICS = ("export_release", "program")


def run_search(
    words: Sequence[str],
    *,
    index: str,
    sources: Sequence[str],
    topics: Sequence[str],
    places: Sequence[str],
    countries: Sequence[str],
    since: date | None,
    until: date | None,
    sort: Literal["relevance", "newest", "oldest"],
    limit: int,
    after: str | None,
    as_json: bool,
) -> None:
    """Print a page of hits; days are whole days in WIB, until included. BadInput for an unknown filter value."""
    query = Query(
        text=" ".join(f'"{word}"' if " " in word else word for word in words),
        sources=_known(sources, _sources(), "source"),
        topics=_known(topics, TOPICS, "topic"),
        places=_places(places),
        countries=_countries(countries),
        since=since and _midnight(since),
        until=until and _midnight(until + timedelta(days=1)),
        sort=sort,
        limit=limit,
        after=after,
    )
    results = open_index(index).search(query)
    _print_json(results) if as_json else _print_results(results, query)


def run_show(id: str, *, index: str, as_json: bool) -> None:
    """Print one story; BadInput when the index does not hold it."""
    story = open_index(index).get(id)
    if story is None:
        raise BadInput(f"no article {id!r} in {index}")
    if as_json:
        print(dumps(story_json(story)))
        return
    from app.terminal import print_story

    print_story(story)


def run_dump(*, index: str, out: TextIO) -> None:
    """Write every story of the index as one JSON line."""
    for hit in open_index(index).hits():
        out.write(dumps(story_json(hit.story)) + "\n")


def run_sources(*, index: str, as_json: bool) -> None:
    """List the sources with what the index, if there is one, holds of each."""
    from crawler.sources import sources

    held = _held(index)
    rows = [
        {
            "source": name,
            "about": (spider.__doc__ or "").strip().split("\n")[0],
            "home": f"https://{spider.allowed_domains[0]}/",
            **_of_source(held, name),
        }
        for name, spider in sorted(sources().items())
    ]
    if as_json:
        print("\n".join(dumps(row) for row in rows))
        return
    from rich.table import Table

    from app.terminal import console

    table = Table("Sumber", "Situs", "Berita", "Terbaru", "Keterangan")
    for row in rows:
        newest = row["newest"] and wording.day(date.fromisoformat(row["newest"]))
        table.add_row(
            row["source"], row["home"], str(row["stories"]), newest or wording.NOTHING, row["about"]
        )
    console.print(table)


def _held(index: str) -> Index | None:
    try:
        return open_index(index)
    except IndexUnusable as error:
        if "no index" in str(error):
            return None
        raise


def _of_source(held: Index | None, name: str) -> dict[str, Any]:
    if held is None:
        return {"stories": 0, "newest": None}
    found = held.search(Query(sources=(name,), sort="newest", limit=1))
    newest = found.hits[0].story.article.published_at if found.hits else None
    return {"stories": found.total, "newest": newest and newest.astimezone(wording.WIB).date().isoformat()}


# ---------------------------------------------------------------- what a reader may ask


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), wording.WIB)


def _sources() -> Sequence[str]:
    from crawler.sources import sources

    return sorted(sources())


def _known(asked: Sequence[str], known: Sequence[str], what: str) -> tuple[str, ...]:
    for value in asked:
        if value not in known:
            raise BadInput(f"unknown {what} {value!r}; known are {', '.join(known)}")
    return tuple(asked)


def _places(asked: Sequence[str]) -> tuple[str, ...]:
    for code in asked:
        if code not in regions.codes():
            raise BadInput(
                f"unknown region code {code!r}; codes are as 33 (Jawa Tengah) or 33.72 (Kota Surakarta)"
            )
    return tuple(asked)


def _countries(asked: Sequence[str]) -> tuple[str, ...]:
    codes = [code.upper() for code in asked]
    for code in codes:
        if code not in countries.codes():
            raise BadInput(f"unknown country code {code!r}; codes are ISO 3166-1 alpha-2, as JP")
    return tuple(codes)


# ---------------------------------------------------------------- printing


def _print_json(results: Results) -> None:
    for hit in results.hits:
        strip = str.maketrans({MARK_START: "[", MARK_END: "]"})
        line = {k: v for k, v in story_json(hit.story).items() if k not in ("body", "captions")}
        print(dumps({**line, "score": hit.score, "snippet": hit.snippet.translate(strip)}))


def _print_results(results: Results, query: Query) -> None:
    from app.terminal import console, print_hit, sample_banner

    if any(hit.story.article.sample for hit in results.hits):
        sample_banner()
    shown = f"{len(results.hits)} dari {results.total}" if results.next or query.after else str(results.total)
    console.print(f"{shown} berita\n", style="bold")
    for note in results.notes:
        console.print(note, style="yellow")
    for hit in results.hits:
        print_hit(hit)
    if results.total:
        _print_facets(results)
    if results.next:
        console.print(f"Berikutnya: --after {results.next}", style="dim", soft_wrap=True)


def _print_facets(results: Results) -> None:
    from app.terminal import console

    labels = {"province": regions.label, "city": regions.label, "country": countries.label}
    for facet, counted in results.facets.items():
        name = labels.get(facet, str)
        most = [f"{name(value)} {number}" for value, number in list(counted.items())[:8]]
        console.print(f"{facet:<9} {', '.join(most)}", style="dim")
