"""The mail server that the environment names (docs/commands.md): how it is reached, and its failures in words.

No sentence of a failure holds a password or what a server said, which may repeat one.
"""

import os
import smtplib
import ssl
from dataclasses import dataclass

from entities.errors import BadInput

PATIENCE = 20.0  # seconds for one step of a delivery
SECURITY = {"starttls": 587, "tls": 465, "none": 25}  # how a mail server is spoken to -> its usual port
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, kw_only=True, repr=False)
class Server:
    """A mail server and who logs in there; user is empty where nobody does."""

    host: str
    port: int
    security: str
    user: str
    password: str

    def open(self) -> smtplib.SMTP:
        """A connection, secured as asked for and logged in; OSError or SMTPException where that fails."""
        server = self._connected()
        try:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=PATIENCE)


def mail_server() -> Server:
    """The mail server of PANTAU_SMTP_*; BadInput for none, or for one that cannot be used."""
    host = os.environ.get("PANTAU_SMTP_HOST", "")
    security = os.environ.get("PANTAU_SMTP_SECURITY") or "starttls"
    port = os.environ.get("PANTAU_SMTP_PORT") or str(SECURITY.get(security, 0))
    if not host:
        raise BadInput("no mail server is named; set PANTAU_SMTP_HOST")
    if security not in SECURITY:
        raise BadInput(f"PANTAU_SMTP_SECURITY={security!r} is none of {', '.join(SECURITY)}")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInput(f"PANTAU_SMTP_PORT={port!r} is no port")
    user, password = os.environ.get("PANTAU_SMTP_USER", ""), os.environ.get("PANTAU_SMTP_PASSWORD", "")
    if not (user + password).isascii():
        raise BadInput("PANTAU_SMTP_USER or PANTAU_SMTP_PASSWORD holds a letter that SMTP cannot carry")
    if user and security == "none" and host not in LOOPBACK:
        raise BadInput("PANTAU_SMTP_SECURITY=none would send the password in clear; use starttls or tls")
    return Server(host=host, port=int(port), security=security, user=user, password=password)


def why(error: BaseException) -> str:
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
