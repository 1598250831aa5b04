"""The API of `pantau serve`, below /api/v1: the same facts as the pages, for programs. docs/api.md tells how to use it.

Answers hold no whole text of an article, unless the server's setting allows (docs/policy.md).
"""

from fastapi import APIRouter

from app.web import api_counts, api_docs, api_exports, api_feeds, api_lists, api_one, api_subscriptions
from app.web.operations import ROOT, Operation

# Operations that only read.
OPERATIONS: tuple[Operation, ...] = (
    *api_lists.OPERATIONS,
    *api_exports.OPERATIONS,
    *api_feeds.OPERATIONS,
    *api_one.OPERATIONS,
    *api_counts.OPERATIONS,
)
ALL = (*OPERATIONS, *api_subscriptions.OPERATIONS)


def made() -> APIRouter:
    """The routes of all operations; HEAD is answered from GET (app/web/security.py)."""
    router = APIRouter(prefix=ROOT)
    for one in ALL:
        router.add_api_route(one.path, one.run, methods=[one.method], name=one.name, response_model=None)
    return router


router, docs = made(), api_docs.made(ALL)
