"""The API of `pantau serve`, below /api/v1: the same facts as the pages, for programs. docs/api.md tells how to use it.

Answers hold no whole text of an article, unless the server's setting allows (docs/policy.md).
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.searching import hit_json, without_text
from app.web import api_counts, api_exports, api_feeds, api_one
from app.web.answers import json_answer
from app.web.operations import (
    ASKED,
    PAGED,
    ROOT,
    Operation,
    address,
    held,
    next_page,
    page_of,
    query_of,
    settings,
)
