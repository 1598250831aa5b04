"""A real mail server and a webhook on loopback, with what they got."""

import asyncio
import json
import socket
import ssl
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "penjaga", "rahasia-sekali"


def certificate(folder: Path) -> Path:
    """A certificate for loopback, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "server.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *form)
    )
    return file


DROP = "drop"  # an answer that is none: the connection is cut
Script = Callable[[str, int], str | None]  # recipient and number of the try -> an answer of its own, or None


def _well(recipient: str, tried: int) -> str | None:
    return None


@dataclass
class Inbox:
    """What a mail server took, or how it refuses.

    at_recipient, at_text: what it says to a recipient, and to a text for one. delay: seconds before it answers a text;
    most: texts that it takes in one connection; keep: False for a server that reads and forgets.
    """

    port: int = 0
    refusal: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    at_recipient: Script = _well
    at_text: Script = _well
    delay: float = 0
    most: int = 0
    keep: bool = True
    tried: Counter[str] = field(default_factory=Counter)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.tried[address] += 1
        if said := self.at_recipient(address, self.tried[address]):
            return _said(server, said)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.delay)
        if self.refusal:
            return self.refusal
        to = envelope.rcpt_tos[0]
        said = self.at_text(to, self.tried[to])
        if said and said != DROP:
            return said
        if not self.keep:
            return "250 OK"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(list(envelope.rcpt_tos))
        self.raw.append(envelope.content)
        session.texts = getattr(session, "texts", 0) + 1
        return _said(server, said or "250 OK")

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.most and getattr(session, "texts", 0) >= self.most:
            return _said(server, "421 4.7.0 enough for one connection")
        envelope.mail_from = address
        return "250 OK"

    def got(self) -> list[str]:
        """The recipients of all that was taken, in order."""
        return [one for some in self.recipients for one in some]


def _said(server: Any, said: str) -> str:
    """An answer; one of 421 or none ends the connection."""
    if said == DROP:
        server.transport.abort()
        return "250 never heard"
    if said.startswith("421"):
        server.loop.call_soon(server.transport.close)
    return said


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


class _TLS(Controller):
    """Encrypted from the first byte."""

    def __init__(self, *arguments: Any, tls: ssl.SSLContext, **more: Any) -> None:
        super().__init__(*arguments, ssl_context=tls, **more)


@contextmanager
def mail_server(
    security: str = "none", pem: Path | None = None, login: bool = False, keep: bool = True
) -> Iterator[Inbox]:
    """A mail server of this security, with PEM as its certificate; with `login` it takes none but USER."""
    inbox = Inbox(port=free_port(), keep=keep)
    context = None
    if pem:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
    warnings.filterwarnings("ignore", "Requiring AUTH")  # a server that asks for a password in clear is meant
    asks = {"auth_required": True, "authenticator": _authenticate, "auth_require_tls": bool(pem)}
    more: dict[str, Any] = dict(asks) if login else {}
    if security == "starttls":
        more |= {"tls_context": context, "require_starttls": True}
    where = {"hostname": "127.0.0.1", "port": inbox.port}
    if security == "tls":
        server: Controller = _TLS(
            inbox, tls=context, **where, **more | ({"auth_require_tls": False} if login else {})
        )
    else:
        server = Controller(inbox, **where, **more)
    server.start()
    try:
        yield inbox
    finally:
        server.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Hook:
    """What a webhook got, or the status it answers with."""

    address: str = ""
    status: int = 204
    got: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextmanager
def webhook_server() -> Iterator[Hook]:
    """A webhook on loopback."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.paths.append(self.path)
            hook.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(hook.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
