"""The commands that read the index: search, releases, programs, show, dump; and what it holds of each source."""

import sys
from dataclasses import dataclass, replace
from typing import Any, Literal, TextIO

from app import wording
from app.empty import advice
from app.found import Found
from entities.errors import BadInput, IndexUnusable
from entities.wire import dumps, program_json, release_json, story_json
from entities.worth import day_of, kilograms, worth
from indexer.index import MARK_END, MARK_START, Hit, Index, Query, open_index, shown

DEFAULT_FACETS = ("source", "topic", "province", "city", "destination", "product")
ABOUT = ("id", "source", "url", "title", "published_at", "learnt_at", "sample", "copy_of")
PUBLICATION = ("id", "source", "url", "title", "published_at", "copy_of")
STRIP = str.maketrans({MARK_START: "[", MARK_END: "]"})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to print beside the hits. facets: None for the usual ones; summary: a last JSON line with all of it.

    reports: totals of articles are over what each of them tells, instead of each shipment once.
    """

    facets: tuple[str, ...] | None = None
    series: Literal["week", "year"] | None = None
    totals: bool = False
    as_json: bool = False
    summary: bool = False
    reports: bool = False

    @property
    def sums(self) -> bool:
        """Whether anything but the hits is printed."""
        return self.summary or not self.as_json


def run_search(query: Query, *, index: str, wanted: Wanted) -> None:
    """Print a page of hits with what was asked beside it, for people or as JSON lines."""
    usual = () if wanted.as_json else DEFAULT_FACETS
    query = replace(query, facets=usual if wanted.facets is None else wanted.facets)
    held = open_index(index)
    results = held.search(query)
    of_stories = query.of == "stories"
    events = replace(query, of="events", after=None, limit=0, facets=())
    found = Found(
        query=query,
        results=results,
        advice=() if results.total else tuple(advice(held, query)),
        series=held.series(query, wanted.series) if wanted.series else (),
        totals=held.totals(events if of_stories and not wanted.reports else query) if wanted.totals else None,
        events=held.search(events).total if of_stories and results.total and wanted.sums else None,
    )
    if wanted.as_json:
        _print_json(found, summary=wanted.summary)
        return
    from app.terminal_results import print_found

    print_found(found)


def run_show(id: str, *, index: str, as_json: bool) -> None:
    """Print one story; BadInput when the index does not hold it."""
    held = open_index(index)
    story, group = held.get(id), held.copies(id)
    if story is None:
        raise BadInput(f"no article {id!r} in {shown(index)}")
    if as_json:
        published = [{key: story_json(other)[key] for key in PUBLICATION} for other in group]
        print(dumps(without_text(story_json(story)) | {"publications": published}))
        return
    from app.archive import archived
    from app.terminal_story import print_story

    print_story(story, archived(story.article, index), group)


def run_dump(*, index: str, out: TextIO) -> None:
    """Write every story of the index as one JSON line."""
    for hit in open_index(index).hits():
        out.write(dumps(story_json(hit.story)) + "\n")


def source_rows(*, index: str) -> list[dict[str, Any]]:
    """The sources by name, with what the index, if there is one, holds of each."""
    return rows_of(_held(index))


def rows_of(held: Index | None) -> list[dict[str, Any]]:
    """The same of an open index; None where there is none."""
    from crawler.sources import sources

    return [
        {
            "source": name,
            "about": (spider.__doc__ or "").strip().split("\n")[0],
            "home": f"https://{spider.allowed_domains[0]}/",
            **_of_source(held, name),
        }
        for name, spider in sorted(sources().items())
    ]


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


# ---------------------------------------------------------------- for machines


def _print_json(found: Found, *, summary: bool) -> None:
    for hit in found.results.hits:
        print(dumps(hit_json(hit)))
    if summary:
        print(dumps({"summary": found.json()}))
        return
    wording.note((*found.results.notes, *found.advice))
    if found.results.next:
        print(f"pantau: the next page follows with --after {found.results.next}", file=sys.stderr)


def without_text(line: dict[str, Any]) -> dict[str, Any]:
    """A story line as readers get it: the text is the publisher's, see docs/policy.md; `pantau dump` has it."""
    return {key: value for key, value in line.items() if key not in ("body", "captions")}


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as a line: a story without its text, an event or scheme with its claims, or a release or programme with its
    article's headline and link."""
    whole = story_json(hit.story)
    told = {"score": hit.score, "snippet": hit.snippet.translate(STRIP)}
    if hit.event is not None:
        from entities.ledger_wire import entry_json

        return entry_json(hit.event) | {"score": hit.score}
    if hit.scheme is not None:
        from entities.scheme_wire import scheme_json

        return scheme_json(hit.scheme, wording.today()) | {"score": hit.score}
    if hit.release is None and hit.program is None:
        return without_text(whole) | told
    about = {key: whole[key] for key in ABOUT}
    if hit.program is not None:
        day = day_of(hit.story.article, hit.program)
        return about | {"program": program_json(hit.program, day)} | told
    assert hit.release is not None
    day = day_of(hit.story.article, hit.release)
    value = worth(hit.release.values, day)
    amounts = {
        "rupiah": value.rupiah,
        "dollars": value.dollars,
        "kilograms": kilograms(hit.release.quantities),
    }
    return about | {"release": release_json(hit.release, day)} | amounts | told
