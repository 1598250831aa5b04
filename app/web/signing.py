"""Who the one editor is: a token from the environment, and for an hour a signed cookie that no script can read.

Without PANTAU_EDITOR_TOKEN there is no editor, and everything of theirs is answered as if it were not there.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

from fastapi import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import Response

from app.web.refused import Refused, Unknown
from app.web.settings import Settings

LASTS = 3600  # seconds of a session
COOKIE = "pantau_editor"
TRIES, WITHIN = 5, timedelta(minutes=10)  # failed sign-ins of all addresses together before all wait


class Barred(Refused):
    """A sign-in that is refused."""

    http = 403


class TooOften(Refused):
    """Too many failed sign-ins."""

    http = 429


class Failures:
    """The failed sign-ins of a server, of late. They are counted together: behind a proxy all come from one address."""

    def __init__(self) -> None:
        self._at: list[datetime] = []
        self._lock = Lock()

    def check(self, now: datetime) -> None:
        """TooOften where there were too many."""
        with self._lock:
            self._at = [at for at in self._at if now - at < WITHIN]
            if len(self._at) >= TRIES:
                raise TooOften("sign_ins")

    def add(self, now: datetime) -> None:
        """One more."""
        with self._lock:
            self._at.append(now)


def require_editing(request: Request) -> Settings:
    """The settings of a server that has an editor; Unknown for any other."""
    settings: Settings = request.app.state.settings
    if not settings.editor_token or not settings.secret:
        raise Unknown("nothing")
    return settings


def session(request: Request) -> str | None:
    """The mark of the editor's session; None for a reader. A new token, or a new secret, ends all sessions."""
    settings: Settings = request.app.state.settings
    if not settings.editor_token or not settings.secret:
        return None
    if begun := getattr(
        request.state, "begun", None
    ):  # with this request; its cookie goes out with the answer
        return str(begun)
    try:
        told = _signer(settings, "session").loads(request.cookies.get(_cookie(settings), ""), max_age=LASTS)
    except BadSignature:
        return None
    is_ours = isinstance(told, dict) and secrets.compare_digest(str(told.get("by")), _print(settings))
    return str(told.get("mark")) if is_ours else None


def sign_in(request: Request, token: str) -> None:
    """Refused unless this is the editor's token; the time that it takes tells nothing of it."""
    settings = require_editing(request)
    now: datetime = request.app.state.clock()
    failures: Failures = request.app.state.failures
    failures.check(now)
    if not secrets.compare_digest(token.encode(), (settings.editor_token or "").encode()):
        failures.add(now)
        raise Barred("wrong_token", field="token")
    request.state.begun = secrets.token_urlsafe(16)


def begin(request: Request, response: Response) -> Response:
    """An answer with which the session of a request lasts an hour from here."""
    settings = require_editing(request)
    value = _signer(settings, "session").dumps({"by": _print(settings), "mark": session(request)})
    response.set_cookie(
        _cookie(settings),
        value,
        max_age=LASTS,
        path=settings.prefix or "/",
        secure=_is_secure(settings),
        httponly=True,
        samesite="strict",
    )
    return private(response)


def end(request: Request, response: Response) -> Response:
    """An answer that takes the cookie away."""
    settings = require_editing(request)
    path = settings.prefix or "/"
    response.delete_cookie(
        _cookie(settings), path=path, secure=_is_secure(settings), httponly=True, samesite="strict"
    )
    return private(response)


def private(response: Response) -> Response:
    """An answer that nobody keeps."""
    response.headers["cache-control"] = "no-store"
    return response


# ---------------------------------------------------------------- forms


def form_of(request: Request) -> str | None:
    """What every form of this session holds; None for a reader."""
    mark = session(request)
    return mark and form_token(request, mark)


def form_token(request: Request, mark: str) -> str:
    """What every form of a session holds."""
    return str(_signer(require_editing(request), "form").dumps(mark))


def check_form(request: Request, token: str) -> str:
    """The mark of the session that a form came with; Barred for a reader's ("editor_session"), and for one of another
    session or an old one ("old_form")."""
    settings = require_editing(request)
    mark = session(request)
    try:
        told = _signer(settings, "form").loads(token, max_age=LASTS)
    except BadSignature:
        told = None
    if mark is None:
        raise Barred("editor_session")
    if not isinstance(told, str) or not secrets.compare_digest(told, mark):
        raise Barred("old_form")
    return mark


def _signer(settings: Settings, use: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret or "", salt=f"pantau-editor-{use}")


def _print(settings: Settings) -> str:
    """A few signs of the token, which do not tell it."""
    return sha256(f"{settings.secret}\n{settings.editor_token}".encode()).hexdigest()[:16]


def _is_secure(settings: Settings) -> bool:
    return (settings.public_url or "").startswith("https:")


def _cookie(settings: Settings) -> str:
    return f"__Host-{COOKIE}" if _is_secure(settings) and not settings.prefix else COOKIE
