"""Links in mail that let their reader act without a password: signed, each for one purpose, telling nothing.

They rest on PANTAU_SECRET. To change it, put the old one into PANTAU_SECRET_OLD: links of mail that was sent go on
working, new ones are signed with the new one.
"""

import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.smtp import LOOPBACK
from entities.errors import BadInput

Purpose = Literal["confirm", "unsubscribe", "manage"]
SHORTEST = 32  # letters of a secret
CONFIRM = timedelta(days=3)  # how long a new subscription waits for its owner
AGES: dict[Purpose, timedelta | None] = {"confirm": CONFIRM, "unsubscribe": None, "manage": None}
PATHS: dict[Purpose, str] = {
    "confirm": "/subscriptions/confirm/",
    "unsubscribe": "/subscriptions/unsubscribe/",
    "manage": "/subscriptions/manage/",
}
ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
MAKE = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"


class Stale(BadInput):
    """A link that is not ours, was cut, or is too old."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Links:
    """Makes and reads links. base: the address of the page, without a slash at its end; secrets: the oldest first."""

    base: str
    secrets: tuple[str, ...]

    def token(self, purpose: Purpose, id: str) -> str:
        """The signed id of a subscription, good for one purpose."""
        made = self._signer(purpose).dumps(id)
        return made if isinstance(made, str) else made.decode("ascii")

    def link(self, purpose: Purpose, id: str, language: str | None = None) -> str:
        """The address that a mail holds; language: that of its page."""
        told = f"?bahasa={language}" if language else ""
        return f"{self.base}{PATHS[purpose]}{self.token(purpose, id)}{told}"

    def read(self, purpose: Purpose, token: str, now: datetime | None = None) -> str:
        """The id of the subscription that a token of this purpose was made for; Stale for any other."""
        try:
            id, signed = self._signer(purpose).loads(token, return_timestamp=True)
        except BadSignature:
            raise Stale("this link is not complete, or not ours") from None
        age = AGES[purpose]
        if not isinstance(id, str) or not ID.fullmatch(id):
            raise Stale("this link is not ours")
        if age and now and now - signed > age:
            raise Stale("this link is too old; subscribe again")
        return id

    def mark(self, address: str) -> str:
        """What stands for an address where how often it was written to is counted; it cannot be turned back."""
        return hmac.new(self.secrets[-1].encode(), address.lower().encode(), hashlib.sha256).hexdigest()[:32]

    @property
    def host(self) -> str:
        """The name that message ids end with."""
        return urlsplit(self.base).hostname or "pantau.invalid"

    def _signer(self, purpose: Purpose) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            list(self.secrets), salt=f"pantau.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
        )


def links() -> Links:
    """The links of PANTAU_PUBLIC_URL and PANTAU_SECRET; BadInput where one is missing or cannot be used."""
    told = os.environ.get("PANTAU_SECRET", ""), os.environ.get("PANTAU_SECRET_OLD", "")
    new, *old = told[0], *(one.strip() for one in told[1].split(",") if one.strip())
    if not new:
        raise BadInput(f"no secret to sign links with; set PANTAU_SECRET, as made by {MAKE}")
    if any(len(one) < SHORTEST for one in (new, *old)):
        raise BadInput(f"PANTAU_SECRET is shorter than {SHORTEST} letters; make one with {MAKE}")
    return Links(base=public_url(), secrets=(*reversed(old), new))


def public_url() -> str:
    """The address under which readers find the page; mail leads there, so it is https but on this machine."""
    written = os.environ.get("PANTAU_PUBLIC_URL", "")
    if not written:
        raise BadInput(
            "the links in a mail lead to the page; set PANTAU_PUBLIC_URL, as https://pantau.contoh.go.id"
        )
    try:
        parts = urlsplit(written)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        usable = secure and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or "@" in parts.netloc or set(written) & set(' \r\n\t<>"'):
        raise BadInput("PANTAU_PUBLIC_URL is no address for mail; write it as https://pantau.contoh.go.id")
    return written.rstrip("/")
