"""Lists to take away: every match in every format of `pantau export`; and how to cite them, or an article."""

import re
from dataclasses import replace
from datetime import datetime
from importlib.util import find_spec
from typing import BinaryIO

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from app import cite, export, wording
from app.export_about import About, described, stock
from app.web import asked
from app.web.answers import answer
from app.web.operations import ASKED, Operation, address, format_of, held, only, page_url, query_of
from app.web.refused import Unknown
from app.web.stream import Stream
from indexer.index import Hit, Query

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
    "parquet": "application/vnd.apache.parquet",
}
CITED = {"text": "text/plain; charset=utf-8", "ris": KINDS["ris"], "bibtex": KINDS["bibtex"]}
SUFFIX = {"bibtex": "bib", "text": "txt"}
# What pyarrow writes only where it is installed.
FORMAT_OF = {
    SUFFIX.get(name, name): name for name in KINDS if name != "parquet" or find_spec("pyarrow") is not None
}
CITE_OF = {SUFFIX.get(name, name): name for name in cite.FORMATS}
PLAIN = re.compile(r"[^a-z0-9]+")


def download(request: Request) -> Response:
    """Every match, streamed and never capped; its citation stands in the file, else where the Link header leads."""
    of, suffix = request.path_params["of"], request.path_params["suffix"]
    format = format_of(suffix, FORMAT_OF)
    query = query_of(request, of, also=("bom",), without=("limit", "after"))
    bom = asked.own(request.query_params.multi_items(), "bom", ("no", "yes"), "no") == "yes"
    export.refuse(query, format)
    write = export.writer(format, bom=bom)

    def fill(file: BinaryIO, stream: Stream) -> None:
        with held(request).streaming() as index:
            about = export.about_of(index, query, now())
            write(file, stream.begun(about.rows(index.hits(query))), about)

    headers = {
        "content-disposition": f'attachment; filename="{file_name(of, query, suffix)}"',
        "link": f'<{address(request, f"/cite/{of}.txt", query)}>; rel="describedby"',
    }
    parts = iter(()) if request.scope.get("head") else Stream(fill).start().parts()
    return StreamingResponse(parts, headers=headers, media_type=KINDS[format])


def cite_list(request: Request) -> Response:
    """How to cite a list: what was asked, when, of what index, and how many rows it has."""
    of, suffix = request.path_params["of"], request.path_params["suffix"]
    query = query_of(request, of, without=("limit", "after"))
    format = format_of(suffix, CITE_OF)
    with held(request).index() as index:
        about = About(query=query, at=now(), stock=stock(index))
        found = index.search(replace(query, limit=asked.MOST, facets=()))
    about.count, about.notes = found.total, found.notes
    if any(hit.story.article.sample for hit in found.hits):
        about.notes = (SAMPLE, *about.notes)
    cited = cite.cite_list(about, format, page_url(request, query))
    return answer(request, cited.encode(), kind=CITED[format])


def cite_article(request: Request) -> Response:
    """How to cite an article."""
    only(request, ())
    format, id = format_of(request.path_params["suffix"], CITE_OF), request.path_params["id"]
    with held(request).index() as index:
        story = index.get(id)
        if story is None:
            raise Unknown("article", what=id)
        about = About(query=Query(text=f"id:{story.article.id}"), at=now(), stock=stock(index))
    return answer(request, cite.cite_article(Hit(story=story), about, format).encode(), kind=CITED[format])


def now() -> datetime:
    return datetime.now(wording.WIB)


def file_name(of: str, query: Query, suffix: str) -> str:
    """A name without any sign that a file system or a header reads, as pantau-releases-kopi-20211224.csv."""
    words = PLAIN.sub("-", described(query).lower())[:40].strip("-")
    return "-".join(filter(None, ("pantau", of, words, f"{now():%Y%m%d}"))) + f".{suffix}"


SAMPLE = "CONTOH: memuat data rekaan dari pers contoh, bukan berita."
OPERATIONS = (
    Operation(
        path="/export/{of}.{suffix}",
        name="download",
        told="Take away every match as a file, in the formats of `pantau export`.",
        run=download,
        takes=(*ASKED, "sort", "bom"),
        kinds=tuple(KINDS[name] for name in FORMAT_OF.values()),
        suffixes=tuple(FORMAT_OF),
        of=tuple(asked.OF),
        missing=True,
    ),
    Operation(
        path="/cite/{of}.{suffix}",
        name="cite_list",
        told="Cite a list of matches.",
        run=cite_list,
        takes=(*ASKED, "sort"),
        kinds=tuple(CITED.values()),
        suffixes=("txt", "ris", "bib"),
        of=tuple(asked.OF),
        missing=True,
    ),
    Operation(
        path="/articles/{id:path}/cite.{suffix}",
        name="cite_article",
        told="Cite an article.",
        run=cite_article,
        kinds=tuple(CITED.values()),
        suffixes=("txt", "ris", "bib"),
        missing=True,
    ),
)
