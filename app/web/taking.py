"""What every list offers to take away: the links to its files, citations, feeds, and to the same list for programs."""

from dataclasses import dataclass, replace

from fastapi import Request

from app.web import asked
from app.web.api_exports import CITED, FORMAT_OF, SUFFIX
from app.web.api_feeds import KINDS as FEEDS
from app.web.operations import address
from indexer.index import Query

Links = tuple[tuple[str, str], ...]  # what it is called, and its address
REFERENCES, JOINED = ("ris", "bib"), ("events", "schemes")


@dataclass(frozen=True, kw_only=True)
class Taking:
    """Addresses below the API for one query."""

    files: Links
    cites: Links
    feeds: Links
    list: str


def taking(request: Request, query: Query) -> Taking:
    """The links of a query, from its first page on. An event or scheme is no reference."""
    of = asked.OF_NAMES[query.of]
    first = replace(query, after=None, limit=asked.LIMIT)
    plain = replace(first, sort="relevance")
    formats = [one for one in FORMAT_OF if of not in JOINED or one not in REFERENCES]
    cites = (SUFFIX.get(name, name) for name in CITED)
    return Taking(
        files=tuple((one, address(request, f"/export/{of}.{one}", first)) for one in formats),
        cites=tuple((one, address(request, f"/cite/{of}.{one}", first)) for one in cites),
        feeds=tuple((one, address(request, f"/feeds/{of}.{one}", plain)) for one in FEEDS),
        list=address(request, f"/{of}", first),
    )
