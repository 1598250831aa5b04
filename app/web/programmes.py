"""The list of programmes, those open today first; each with the sentence it rests on."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.evidence import ground_sentence
from app.web import asked, filters
from app.web.rows import ProgramChips, program_chips
from app.web.visit import Visit
from entities.records import Article, Program
from indexer.index import Hit, Index, Query

router = APIRouter(include_in_schema=False)
LOOKED_AT, SHOWN = 2_000, 20  # programmes looked at for those open today, and shown of them
Standing = Literal["open", "coming", "ended", "unknown"]


@dataclass(frozen=True, kw_only=True)
class ProgramRow:
    """One programme in the table."""

    chips: ProgramChips
    standing: Standing
    participants: int | None
    article: Article
    sentence: str


@router.get("/programmes")
def programmes(request: Request) -> Response:
    """The programmes that a search finds, and which of them are open today."""
    visit = Visit(request)
    query = asked.read(visit.pairs, of="programmes")
    if asked.page_of(query) != "/programmes":
        return visit.moved(asked.page_of(query), query)
    today = visit.today()
    with visit.held.index() as index:
        results = index.search(query)
        open_now = open_on(index, query, today) if results.total and not query.after else []
        emptied = None if results.total else filters.emptied(index, query, visit.t)
    return visit.listing(
        "programmes.html",
        "part_programmes.html",
        query=query,
        results=results,
        rows=[program_row(hit, visit, today) for hit in results.hits],
        open_now=[program_row(hit, visit, today) for hit in open_now],
        emptied=emptied,
        sample=any(hit.story.article.sample for hit in results.hits),
        sorts=asked.COMMON_SORTS,
        counted="programme.found",
        today=today,
    )


def open_on(index: Index, query: Query, today: date) -> list[Hit]:
    """Of the newest programmes that match those that run on a day: their first and last day are told and embrace it."""
    newest = filters.first_page(query, sort="newest")
    found = (
        hit
        for hit in islice(index.hits(newest), LOOKED_AT)
        if hit.program and standing(hit.program, today) == "open"
    )
    return list(islice(found, SHOWN))


def standing(program: Program, today: date) -> Standing:
    """Whether a programme runs on a day; unknown where the days it tells leave that open."""
    if program.end and program.end < today:
        return "ended"
    if program.start and program.start > today:
        return "coming"
    return "open" if program.start and program.end else "unknown"


def program_row(hit: Hit, visit: Visit, today: date) -> ProgramRow:
    """One programme found."""
    assert hit.program is not None
    return ProgramRow(
        chips=program_chips(hit.program, visit.t),
        standing=standing(hit.program, today),
        participants=hit.program.participants,
        article=hit.story.article,
        sentence=sentence_of(hit),
    )


def sentence_of(hit: Hit) -> str:
    """The sentence that most of a programme rests on; "" where it has none."""
    assert hit.program is not None
    found = ground_sentence(hit.story, hit.program.evidence)
    return " ".join("".join(words for words, _ in found.pieces()).split())[:600] if found else ""
