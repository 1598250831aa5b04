"""What stands before every page: bounds on requests, the Host check, a time limit, security headers on every answer.

Headers follow the OWASP Secure Headers Project; docs/serving.md says what each rule is for.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from app.web.settings import Settings

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Answer = Callable[[Scope, int, str], Response]  # status and key of a sentence -> the answer

MAX_PATH, MAX_QUERY = 1_000, 16_000  # bytes as sent
MAX_BODY = 256 * 1024  # bytes; only an editor's forms have one
ONE_CLICK = re.compile(r"/subscriptions/unsubscribe/[A-Za-z0-9_.-]+", re.ASCII)
AT_ONCE = 200  # requests under way
METHODS = ("GET", "HEAD", "POST")
READING = ("GET", "HEAD")
CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
ALWAYS = {
    "content-security-policy": CONTENT,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
USUAL = {
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}  # an answer may say otherwise
HSTS = "max-age=31536000"


class Guard:
    """The outermost layer; `answer` makes the page of a refusal."""

    def __init__(self, app: App, settings: Settings, answer: Answer) -> None:
        self.app, self.settings, self.answer, self.running = app, settings, answer, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        send = self._with_headers(scope, send)
        scope = scope | {"root_path": self.settings.prefix}
        refused = refusal(scope, self.settings)
        if refused is None and self.running >= AT_ONCE:
            refused = 503, "refused.busy"
        if refused:
            await self.answer(scope, *refused)(scope, receive, send)
            return
        # Routes are asked as GET; the body is left out on its way back.
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        head = scope["method"] == "HEAD"
        self.running += 1
        try:
            await self._in_time(scope | {"method": method, "head": head}, bounded(receive), send)
        finally:
            self.running -= 1

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(ALWAYS)
                for name, value in USUAL.items():
                    headers.setdefault(name, value)
                if (self.settings.public_url or "").startswith("https:"):
                    headers.setdefault("strict-transport-security", HSTS)
            elif scope["method"] == "HEAD":
                message = message | {"body": b""}
            await send(message)

        return sending

    async def _in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request; where no answer has begun in time, give it up. A download may go on once it has begun."""
        begun, given_up = asyncio.Event(), False

        async def sending(message: Message) -> None:
            if given_up:
                return
            begun.set()
            await send(message)

        running = asyncio.ensure_future(self.app(scope, receive, sending))
        beginning = asyncio.ensure_future(begun.wait())
        try:
            await asyncio.wait(
                {running, beginning},
                timeout=self.settings.seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if begun.is_set() or running.done():
                await running
                return
            given_up = True
            running.cancel()
            await self.answer(scope, 503, "refused.slow")(scope, receive, send)
        finally:
            beginning.cancel()
            if not running.done():
                running.cancel()


class TooLarge(Exception):
    """A request whose body is larger than MAX_BODY; the connection is closed."""


def bounded(receive: Receive) -> Receive:
    """The body of a request, up to MAX_BODY bytes."""
    read = 0

    async def receiving() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MAX_BODY:
            raise TooLarge
        return message

    return receiving


# ---------------------------------------------------------------- refusals


def refusal(scope: Scope, settings: Settings) -> tuple[int, str] | None:
    """Status and key of the sentence for a request that is not answered; None for one that is."""
    headers = Headers(scope=scope)
    if not is_known_host(headers.get("host", ""), settings):
        return 421, "refused.host"
    if scope["method"] not in METHODS:
        return 405, "refused.method"
    if len(scope.get("raw_path") or b"") > MAX_PATH or len(scope.get("query_string", b"")) > MAX_QUERY:
        return 414, "refused.address"
    if scope["method"] not in READING:
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            return 413, "refused.body"
        if not is_own(headers, settings) and not is_one_click(scope, settings):
            return 403, "refused.origin"
    return None


def is_known_host(host: str, settings: Settings) -> bool:
    """Whether a Host header names this server: an IP address, localhost, this machine, or the public address.

    Any other name may be a stranger's that points here, so that pages of theirs could read ours (DNS rebinding).
    """
    name = host_name(host)
    return name is not None and (name in {"localhost", *_names(settings)} or _is_address(name))


def host_name(host: str) -> str | None:
    """The name in a Host header, without its port; None for none."""
    try:
        parts = urlsplit(f"//{host}")
        known = (
            parts.hostname and (parts.port or 0) >= 0 and not (parts.username or parts.path or parts.query)
        )
    except ValueError:
        return None
    return parts.hostname if known else None


def _names(settings: Settings) -> set[str]:
    public = urlsplit(settings.public_url or "").hostname
    return {name.lower() for name in (public, settings.host, _machine()) if name}


@cache
def _machine() -> str:
    return socket.gethostname()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_own(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether a request that changes something comes from a page of ours, or from no browser at all (no cookie)."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin == "null" and site == "same-origin":  # as our own referrer policy makes browsers say
        return True
    if origin is not None:
        return origin in origins(headers.get("host", ""), settings)
    return site is not None or "cookie" not in headers


def is_one_click(scope: Scope, settings: Settings) -> bool:
    """Whether a request leaves a subscription by a signed link, which a mail reader may post to (RFC 8058)."""
    return bool(ONE_CLICK.fullmatch(scope["path"].removeprefix(settings.prefix)))


def origins(host: str, settings: Settings) -> set[str]:
    """The origins that pages of ours have: the public one, and the one that was asked."""
    public = urlsplit(settings.public_url or "")
    own = {f"{public.scheme}://{public.netloc}"} if settings.public_url else set()
    return own | {f"http://{host}"}
