"""The API for pages of other sites (CORS): only where a setting names them, only what is read, never with cookies."""

from starlette.datastructures import Headers, MutableHeaders

from app.web.failures import API
from app.web.security import App, Message, Receive, Scope, Send

EXPOSED = "ETag, Link, Last-Modified, Content-Disposition, Retry-After"


class Sharing:
    """Tells browsers which origins may read answers below /api."""

    def __init__(self, app: App, origins: tuple[str, ...]) -> None:
        self.app, self.origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.origins or not _is_read(scope):
            await self.app(scope, receive, send)
            return
        told = self._told(Headers(scope=scope).get("origin"))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(told)
                if self.origins != ("*",):
                    headers.add_vary_header("Origin")
            await send(message)

        await self.app(scope, receive, sending)

    def _told(self, origin: str | None) -> dict[str, str]:
        allowed = "*" if self.origins == ("*",) else origin if origin in self.origins else None
        if allowed is None:
            return {}
        return {
            "access-control-allow-origin": allowed,
            "access-control-expose-headers": EXPOSED,
            "cross-origin-resource-policy": "cross-origin",
        }


def _is_read(scope: Scope) -> bool:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return scope["method"] == "GET" and str(path).startswith(API)
