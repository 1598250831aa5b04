"""How news leaves: a mail server and a webhook, as the environment names them (docs/health.md).

No sentence of a failure holds a password, what a server said, or the path of a webhook, which may be a token.
"""

import http.client
import ipaddress
import os
import smtplib
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.news import News, letter, payload
from crawler.network import is_public
from entities.errors import BadInput, PantauError
from entities.wire import dumps

PATIENCE = 20.0  # seconds for one step of a delivery
SECURITY = {"starttls": 587, "tls": 465, "none": 25}  # how a mail server is spoken to -> its usual port
LOOPBACK = ("localhost", "127.0.0.1", "::1")
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
    host = os.environ.get("PANTAU_SMTP_HOST", "")
    security = os.environ.get("PANTAU_SMTP_SECURITY") or "starttls"
    port = os.environ.get("PANTAU_SMTP_PORT") or str(SECURITY.get(security, 0))
    to = tuple(part.strip() for part in os.environ["PANTAU_ALERT_TO"].split(",") if part.strip())
    sender = os.environ.get("PANTAU_ALERT_FROM") or to[0]
    if not host:
        raise BadInput("PANTAU_ALERT_TO is set, but no mail server; set PANTAU_SMTP_HOST")
    if security not in SECURITY:
        raise BadInput(f"PANTAU_SMTP_SECURITY={security!r} is none of {', '.join(SECURITY)}")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInput(f"PANTAU_SMTP_PORT={port!r} is no port")
    if bad := [one for one in (*to, sender) if "@" not in one or set(one) & set("\r\n\0")]:
        raise BadInput(f"{bad[0]!r} is no mail address; see PANTAU_ALERT_TO and PANTAU_ALERT_FROM")
    user, password = os.environ.get("PANTAU_SMTP_USER", ""), os.environ.get("PANTAU_SMTP_PASSWORD", "")
    if not (user + password).isascii():
        raise BadInput("PANTAU_SMTP_USER or PANTAU_SMTP_PASSWORD holds a letter that SMTP cannot carry")
    if user and security == "none" and host not in LOOPBACK:
        raise BadInput("PANTAU_SMTP_SECURITY=none would send the password in clear; use starttls or tls")
    return Mail(
        host=host,
        port=int(port),
        security=security,
        user=user,
        password=password,
        sender=sender,
        to=to,
    )


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

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    to: tuple[str, ...]

    def send(self, fresh: Sequence[News]) -> None:
        """Hand one mail over with all of it; Undelivered says why not. An address refused among others is let go."""
        try:
            with self._server() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(letter(fresh, self.sender, self.to))
        except (OSError, smtplib.SMTPException) as error:  # ssl.SSLError is an OSError
            raise Undelivered(f"the mail server {self.host} took no message ({_why(error)})") from None

    def _server(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE, context=ssl.create_default_context()
            )
        server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        if self.security == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except (OSError, smtplib.SMTPException):
                server.close()
                raise
        return server


def _why(error: BaseException) -> str:
    """A failure in a few words; never what a server said, which may repeat a password."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it refused user or password, {error.smtp_code}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it offers no such security or login"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {error.smtp_code}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "it refused every address"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it hung up, or did not answer in time"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return getattr(error, "strerror", None) or type(error).__name__


# ---------------------------------------------------------------- webhook


@dataclass(frozen=True, kw_only=True, repr=False)
class Webhook:
    """Where JSON is posted; the target may hold a token."""

    scheme: str
    host: str
    port: int
    target: str

    def send(self, fresh: Sequence[News]) -> None:
        """Post all of it at once; Undelivered says why not. No redirect is followed."""
        body = dumps(payload(fresh)).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Pantau"}
        try:
            connection = self._connection()
            try:
                connection.request("POST", self.target, body=body, headers=headers)
                status = connection.getresponse().status
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as error:
            raise Undelivered(f"the webhook at {self.host} took no message ({_why(error)})") from None
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
