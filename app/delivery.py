"""How news leaves: a mail server and a webhook, as the environment names them (docs/health.md).

No sentence of a failure holds a password, what a server said, or the path of a webhook, which may be a token.
"""

import http.client
import ipaddress
import os
import smtplib
import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from app.news import News, letter, payload
from app.smtp import LOOPBACK, PATIENCE, Server, mail_server, why
from crawler.network import is_public
from entities.errors import BadInput, PantauError
from entities.wire import dumps

ACCEPTED = range(200, 300)


class Undelivered(PantauError):
    """A message could not be handed over; the sentence says where and why, and holds no secret."""


# ---------------------------------------------------------------- settings


def wanted() -> bool:
    """Whether any way of telling is configured."""
    return bool(os.environ.get("PANTAU_ALERT_TO") or os.environ.get("PANTAU_ALERT_WEBHOOK"))


def configured() -> "list[Mail | Webhook]":
    """The ways of telling that the environment names; BadInput for none, or for one that cannot be used."""
    channels: list[Mail | Webhook] = []
    if os.environ.get("PANTAU_ALERT_TO"):
        channels.append(mail())
    if address := os.environ.get("PANTAU_ALERT_WEBHOOK"):
        channels.append(webhook(address))
    if not channels:
        raise BadInput("nobody to tell: set PANTAU_ALERT_TO and PANTAU_SMTP_HOST, or PANTAU_ALERT_WEBHOOK")
    return channels


def mail() -> "Mail":
    """The mail server and addresses of the environment."""
    to = tuple(part.strip() for part in os.environ["PANTAU_ALERT_TO"].split(",") if part.strip())
    sender = os.environ.get("PANTAU_ALERT_FROM") or to[0]
    if bad := [one for one in (*to, sender) if "@" not in one or set(one) & set("\r\n\0")]:
        raise BadInput(f"{bad[0]!r} is no mail address; see PANTAU_ALERT_TO and PANTAU_ALERT_FROM")
    return Mail(server=mail_server(), sender=sender, to=to)


def webhook(address: str) -> "Webhook":
    """The webhook of an address; http only to this machine, and there only where it is named as such."""
    try:
        url = urlsplit(address)
        port = url.port or (443 if url.scheme == "https" else 80)
    except ValueError as error:
        raise BadInput("PANTAU_ALERT_WEBHOOK is no web address") from error
    if url.scheme not in ("http", "https") or not url.hostname or url.username:
        raise BadInput(
            "PANTAU_ALERT_WEBHOOK is no web address; it must start with http:// or https://, without a user"
        )
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    if set(target) & set(" \r\n\0"):
        raise BadInput("PANTAU_ALERT_WEBHOOK holds a space or a line break")
    return Webhook(scheme=url.scheme, host=url.hostname, port=port, target=target)


# ---------------------------------------------------------------- mail


@dataclass(frozen=True, kw_only=True, repr=False)
class Mail:
    """A mail server and who is written to."""

    server: Server
    sender: str
    to: tuple[str, ...]

    def send(self, fresh: Sequence[News]) -> None:
        """Hand one mail over with all of it; Undelivered says why not. An address refused among others is let go."""
        self.hand_over(letter(fresh, self.sender, self.to))

    def hand_over(self, message: EmailMessage) -> None:
        """Send one message; Undelivered says why not."""
        try:
            with self.server.open() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:  # ssl.SSLError is an OSError
            raise Undelivered(f"the mail server {self.server.host} took no message ({why(error)})") from None


# ---------------------------------------------------------------- webhook


@dataclass(frozen=True, kw_only=True, repr=False)
class Webhook:
    """Where JSON is posted; the target may hold a token."""

    scheme: str
    host: str
    port: int
    target: str

    def send(self, fresh: Sequence[News]) -> None:
        """Post all of it at once; Undelivered says why not."""
        self.post(payload(fresh))

    def post(self, told: Mapping[str, Any]) -> None:
        """Post this as JSON; Undelivered says why not. No redirect is followed."""
        body = dumps(told).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Pantau"}
        try:
            connection = self._connection()
            try:
                connection.request("POST", self.target, body=body, headers=headers)
                status = connection.getresponse().status
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as error:
            raise Undelivered(f"the webhook at {self.host} took no message ({why(error)})") from None
        if status not in ACCEPTED:
            raise Undelivered(f"the webhook at {self.host} answered HTTP {status}")

    def _connection(self) -> http.client.HTTPConnection:
        """A connection to an address that was checked, so that a name cannot change between check and use."""
        kind = http.client.HTTPSConnection if self.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.host, self.port, timeout=PATIENCE)
        found = socket.create_connection((self._address(), self.port), timeout=PATIENCE)
        connection.sock = found
        if self.scheme == "https":
            try:
                connection.sock = ssl.create_default_context().wrap_socket(found, server_hostname=self.host)
            except OSError:
                found.close()
                raise
        return connection

    def _address(self) -> str:
        """The public address of the host; a loopback one only where the webhook names it as such."""
        known = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(row[4][0]) for row in known]
        local = self.host in LOOPBACK or _is_loopback(self.host)
        good = [one for one in addresses if (_is_loopback(one) if local else is_public(one))]
        if not good:
            raise Undelivered(f"the webhook at {self.host} is at no public address")
        return good[0]


def _is_loopback(address: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    return False
