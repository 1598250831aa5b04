"""Lists to take away: every match in every format of `pantau export`, while it is read; and how to cite a list or an article."""

import re
from datetime import datetime
from typing import BinaryIO

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from app import cite, export, wording
from app.export_about import About, described, stock
from app.web import asked
from app.web.answers import answer
from app.web.operations import ASKED, PAGED, Operation, address, held, only, query_of, settings
from app.web.refused import Unknown
from app.web.stream import Stream
from indexer.index import Hit, Index, Query

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
FORMAT_OF = {SUFFIX.get(name, name): name for name in KINDS}
PLAIN = re.compile(r"[^a-z0-9]+")


def download(request: Request) -> Response:
    """Every match, streamed and never capped; its citation stands in the file, else where the Link header leads."""
    of, suffix = request.path_params["of"], request.path_params["suffix"]
    if suffix not in FORMAT_OF:
        raise Unknown("format", what=suffix[: asked.LONG], known=", ".join(FORMAT_OF))
    query = query_of(request, of, also=("bom",), without=("limit", "after"))
    bom = asked.own(request.query_params.multi_items(), "bom", ("no", "yes"), "no") == "yes"
    format = FORMAT_OF[suffix]
    write = export.writer(format, bom=bom)

    def fill(file: BinaryIO, stream: Stream) -> None:
        with held(request).streaming() as index:
            about = about_of(index, query)
            write(file, stream.begun(about.rows(index.hits(query))), about)

    headers = {
        "content-disposition": f'attachment; filename="{file_name(of, query, suffix)}"',
        "link": f'<{address(request, f"/cite/{of}", query)}>; rel="describedby"',
    }
    return StreamingResponse(Stream(fill).start().parts(), headers=headers, media_type=KINDS[format])


def cite_list(request: Request) -> Response:
    """How to cite a list: what was asked, when, of what index, and how many rows it has."""
    of = request.path_params["of"]
    query = query_of(request, of, also=("format",), without=("limit", "after"))
    format = asked.own(request.query_params.multi_items(), "format", cite.FORMATS, "text")
    with held(request).index() as index:
        about = about_of(index, query)
        about.count = index.search(_first(query)).total
    url = absolute(request, address(request, f"/{of}", query))
    return _cited(request, cite.cite_list(about, format, url), format, file_name(of, query, SUFFIX.get(format, format)))


def cite_article(request: Request) -> Response:
    """How to cite an article."""
    told = only(request, ("format",))
    format = asked.own(told.items(), "format", cite.FORMATS, "text")
    id = request.path_params["id"]
    with held(request).index() as index:
        story = index.get(id)
        if story is None:
            raise Unknown("article", what=id)
        about = About(query=Query(text=f"id:{story.article.id}"), at=now(), stock=stock(index))
    name = f"pantau-{_plain(story.article.id)}.{SUFFIX.get(format, format)}"
    return _cited(request, cite.cite_article(Hit(story=story), about, format), format, name)
