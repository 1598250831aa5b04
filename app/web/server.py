"""The researcher's page: one FastAPI app over one index. docs/serving.md tells how to put it online."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from app.web import (
    api,
    articles,
    digests,
    dossiers,
    editing,
    events,
    failures,
    files,
    schemes,
    search,
    seeing,
    subscribing,
)
from app.web.held import Held
from app.web.security import Guard, Scope
from app.web.settings import Settings
from app.web.sharing import Sharing
from app.web.signing import Failures

# Each answers for a part of the page.
ROUTERS = (
    files.router,
    search.router,
    events.router,
    schemes.router,
    articles.router,
    editing.router,
    seeing.router,
    dossiers.router,
    digests.router,
    api.router,
    api.docs,
    subscribing.router,
)
SMALLEST = 800  # bytes from which on an answer is compressed


class Pages(FastAPI):
    """The app within the guard: every answer passes it, that of a failure too."""

    def build_middleware_stack(self):  # type: ignore[no-untyped-def]
        inner = super().build_middleware_stack()

        def refusing(scope: Scope, status: int, key: str) -> Response:
            return failures.answer(Request({**scope, "app": self}), status, key)

        return Guard(inner, self.state.settings, refusing)


def create_app(settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> FastAPI:
    """The app of a server; it opens the index at the first request, and again when another file stands in its place.

    clock: the moment at which a reader asks, for what is open today.
    """
    app = Pages(
        title="Pantau",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_closing,
        redirect_slashes=False,
    )
    app.state.settings, app.state.held, app.state.clock = settings, Held(settings), clock
    app.state.failures, app.state.looks = Failures(), seeing.Looks()
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST)
    app.add_middleware(Sharing, origins=settings.cors)
    failures.handle(app)
    for router in ROUTERS:
        app.include_router(router)
    return app


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.held.close()
