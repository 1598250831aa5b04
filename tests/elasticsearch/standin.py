"""What the test node lacks, from a local HTTP server: TLS, credentials, other products, and answers on demand."""

import datetime as dt
import json
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = tuple[int, object]
Answering = Callable[[str, str, bytes], Answer | None]  # method, path, body; None: what a sound server says

INFO = {"name": "x", "cluster_name": "x", "version": {"number": "8.15.5"}, "tagline": "You Know, for Search"}


class StandIn:
    """A server on loopback that says what it is told to; asked: method, path and authorization of each request."""

    def __init__(self, answer: Answering | None = None, *, product: str | None = "Elasticsearch") -> None:
        self.answer, self.product = answer or (lambda *asked: None), product
        self.asked: list[tuple[str, str, str | None]] = []
        self.written: list[list[str]] = []  # ids of the articles of each bulk
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.scheme = "http"

    def secured(self, certificate: Path, key: Path) -> "StandIn":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.scheme = "https"
        return self

    def url(self, prefix: str = "uji", user: str = "") -> str:
        return f"{self.scheme}://{user}127.0.0.1:{self.http.server_address[1]}/{prefix}"

    def __enter__(self) -> "StandIn":
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    # ------------------------------------------------------------ answers

    def sound(self, method: str, path: str, body: bytes) -> Answer:
        """As much of a server as an index needs to be opened and written to."""
        if path == "/":
            return 200, INFO
        if path.split("?")[0].endswith("_bulk"):
            keys = [next(iter(action.values()))["_id"] for action in _actions(body)]
            self.written.append(keys)
            return 200, {"errors": False, "items": [{"index": {"status": 201}} for _ in keys]}
        if path.split("?")[0].endswith("_mget"):
            ids = json.loads(body)["ids"]
            return 200, {"docs": [{"_id": id, "found": False} for id in ids]}
        if path.split("?")[0].endswith("_search"):
            return 200, {"hits": {"hits": []}}
        if method == "GET":
            return 200, {}
        return 200, {"acknowledged": True}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _reply(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                outer.asked.append((self.command, self.path, self.headers.get("authorization")))
                asked = self.command, self.path, body
                status, told = outer.answer(*asked) or outer.sound(*asked)
                self._send(status, json.dumps(told).encode())

            def _send(self, status: int, told: bytes) -> None:
                self.send_response(status)
                if outer.product:
                    self.send_header("X-Elastic-Product", outer.product)
                self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _reply

            def log_message(self, *told: object) -> None:
                pass

        return Handler


def _actions(body: bytes) -> list[dict]:
    """The action lines of a bulk."""
    lines = [json.loads(line) for line in body.splitlines() if line.strip()]
    return [line for line in lines if line.keys() <= {"index", "delete"}]


def authority(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pantau test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "ca.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, secret
