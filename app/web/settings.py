"""What `pantau serve` is told: which index, under which address, what it may show, and how much it may be asked."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.wording import Language
from entities.errors import BadInput
from indexer.index import DEFAULT_INDEX

LANGUAGES: tuple[Language, ...] = ("id", "en")
SHORTEST = 32  # letters of a token and a secret
MAKE = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
YES = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False, "": False}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings of one server.

    language: of pages whose address tells none; None: what the browser prefers, else Indonesian.
    public_url: the address readers know it by, behind a reverse proxy; may have a path. host: where it listens.
    full_text: show whole texts of articles. cors: origins whose pages may read the API, or "*". seconds: how long one
    request may take. readers: how many ask the index at once. editor_token: what the editor signs in with; None: nobody
    corrects anything here. secret: what the editor's session is signed with. digests: folders of `pantau digest --to`,
    one for each language.
    """

    index: str = DEFAULT_INDEX
    state: str | None = None
    language: Language | None = None
    public_url: str | None = None
    host: str = "127.0.0.1"
    full_text: bool = False
    cors: tuple[str, ...] = ()
    digests: tuple[Path, ...] = ()
    seconds: float = 20.0
    readers: int = 8
    editor_token: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)

    @property
    def prefix(self) -> str:
        """The path below which all pages stand, as "/pantau"; empty at the root."""
        return urlsplit(self.public_url or "").path.rstrip("/")


def from_environment(**told: object) -> Settings:
    """Settings of the command line, completed from the environment; BadInput for one that cannot be used."""
    told = {name: value for name, value in told.items() if value is not None}
    return Settings(
        **{
            "public_url": read_public_url(os.environ.get("PANTAU_PUBLIC_URL")),
            "full_text": _yes("PANTAU_FULL_TEXT", os.environ.get("PANTAU_FULL_TEXT", "")),
            **_editor(os.environ.get("PANTAU_EDITOR_TOKEN"), os.environ.get("PANTAU_SECRET")),
            "cors": read_origins(os.environ.get("PANTAU_CORS", "")),
            **told,  # type: ignore[arg-type]
        }
    )


def _editor(token: str | None, secret: str | None) -> dict[str, str]:
    """What the editor signs in with and what the session is signed with; nothing where there is no token."""
    if not token:
        return {}
    if len(token) < SHORTEST:
        raise BadInput(f"PANTAU_EDITOR_TOKEN is shorter than {SHORTEST} letters; make one with {MAKE}")
    if not secret or len(secret) < SHORTEST:
        raise BadInput(
            f"PANTAU_EDITOR_TOKEN needs PANTAU_SECRET, {SHORTEST} letters or more; make one with {MAKE}"
        )
    return {"editor_token": token, "secret": secret}


def read_public_url(written: str | None) -> str | None:
    """An http(s) address with a host and no query, without the slash at its end; None where none is told."""
    if not written:
        return None
    try:
        parts = urlsplit(written)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or "@" in parts.netloc:
        raise BadInput(
            f"PANTAU_PUBLIC_URL {written!r} is no address; write it as https://pantau.example.go.id"
        )
    return written.rstrip("/")


def read_origins(written: str) -> tuple[str, ...]:
    """Origins, each as https://host or with a port, separated by blanks; or * alone. BadInput for anything else."""
    told = tuple(written.split())
    if told == ("*",):
        return told
    for one in told:
        try:
            parts = urlsplit(one)
            usable = parts.scheme in ("http", "https") and one == f"{parts.scheme}://{parts.netloc}"
            usable = usable and bool(parts.hostname) and "@" not in one and (parts.port or 1) > 0
        except ValueError:
            usable = False
        if not usable:
            raise BadInput(f"PANTAU_CORS: {one!r} is no origin; write it as https://dashboard.example.go.id")
    return told


def _yes(name: str, written: str) -> bool:
    if written.casefold() not in YES:
        raise BadInput(f"{name} is {written!r}; write 1 or 0")
    return YES[written.casefold()]
