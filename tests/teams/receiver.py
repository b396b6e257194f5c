"""A real receiver of webhooks on this machine, plain or encrypted, that can be told how to behave."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

type Behaviour = Callable[[BaseHTTPRequestHandler], None]

NAME = "receiver.example.com"


@dataclass
class Request:
    """What arrived."""

    path: str
    headers: Message
    body: bytes


def answers(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Takes the request and says so, or not."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


class Receiver(ThreadingHTTPServer):
    """Keeps what it got."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, certificate: Path | None) -> None:
        self.received: list[Request] = []
        self.behaves: Behaviour = answers(204)
        super().__init__(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.scheme = "https" if certificate else "http"

    @property
    def url(self) -> str:
        """Where it is reached by its name."""
        return f"{self.scheme}://{NAME}:{self.server_port}/hooks?from=kp"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up early is no news here."""


class Handler(BaseHTTPRequestHandler):
    """Notes the request and behaves as its receiver was told."""

    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(Request(self.path, self.headers, body))
        self.server.behaves(self)

    do_GET = do_POST

    def log_message(self, *args: object) -> None:
        """Nothing is printed."""


@contextmanager
def receiving(certificate: Path | None = None) -> Iterator[Receiver]:
    """A receiver that listens for the length of the block."""
    with Receiver(certificate) as receiver:
        thread = Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield receiver
        receiver.shutdown()
        thread.join()


def certificate_for(name: str, path: Path) -> Path:
    """A certificate that its owner has signed, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    owner = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(owner)
        .issuer_name(owner)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
    return path
