"""One request to one receiver: no redirects, no proxies, and an end after ten seconds whatever the other side does."""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import monotonic
from typing import TYPE_CHECKING

from teams.models import Delivery
from teams.webhooks.destinations import Destination, Refused, destination_of
from teams.wording import one_line

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CONNECT_WITHIN = 5.0
ANSWER_WITHIN = 10.0
"""Seconds from the first packet to the answer's status."""
READ_AT_MOST = 4096
KEPT_REPLY = 200


class Unsent(Exception):
    """It did not get through; `problem` says why, `is_out_of_reach` that the next one would not either."""

    def __init__(self, problem: Delivery.Problem, *, status: int | None = None, reply: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.status = status
        self.reply = reply

    @property
    def is_out_of_reach(self) -> bool:
        """Nobody answered at all."""
        return self.status is None

    @property
    def is_gone(self) -> bool:
        """The receiver wants no more of these."""
        return self.status == HTTPStatus.GONE


def send(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post the body; returns the status with which the receiver took it. Raises Unsent."""
    try:
        destination = destination_of(url)
        return _posted(destination, body, headers)
    except Refused as refusal:
        raise Unsent(refusal.problem) from refusal
    except ssl.SSLCertVerificationError as error:
        raise Unsent(Delivery.Problem.CERTIFICATE) from error
    except TimeoutError as error:
        raise Unsent(Delivery.Problem.TIMEOUT) from error
    except OSError as error:
        raise Unsent(Delivery.Problem.CONNECTION) from error
    except HTTPException as error:
        raise Unsent(Delivery.Problem.NOT_HTTP) from error


@cache
def trusted() -> ssl.SSLContext:
    """Certificates as this machine trusts them."""
    return ssl.create_default_context()


def _posted(destination: Destination, body: bytes, headers: Mapping[str, str]) -> int:
    ends_at = monotonic() + ANSWER_WITHIN
    with _connected(destination, ends_at) as connected:
        line = _Line(connected, ends_at)
        connection = HTTPConnection(destination.host, destination.port)
        connection.sock = line  # so it neither looks the name up again nor connects by itself
        known = {"Host": destination.authority, "Connection": "close", "User-Agent": "Kontaktpunkt"}
        connection.request("POST", destination.target, body, {**known, "Content-Type": "application/json", **headers})
        return _taken(connection.getresponse())


def _taken(response: HTTPResponse) -> int:
    status = response.status
    if 200 <= status < 300:
        return status
    is_redirect = 300 <= status < 400
    problem = Delivery.Problem.REDIRECT if is_redirect else Delivery.Problem.STATUS
    raise Unsent(problem, status=status, reply=_beginning(response))


def _beginning(response: HTTPResponse) -> str:
    """The first words of a refusal, for whoever looks for the reason; it may break off."""
    beginning = b""
    with suppress(OSError, HTTPException):
        beginning = response.read(READ_AT_MOST)
    return one_line(beginning.decode(errors="replace").replace("\0", " "))[:KEPT_REPLY]


def _connected(destination: Destination, ends_at: float) -> socket.socket:
    """A line to the first of the judged addresses that answers, encrypted and its certificate checked for the name."""
    sock = _first_to_answer(destination, ends_at)
    if not destination.is_encrypted:
        return sock
    try:
        sock.settimeout(_left(ends_at))
        return trusted().wrap_socket(sock, server_hostname=destination.host.rstrip("."))
    except BaseException:
        sock.close()
        raise


def _first_to_answer(destination: Destination, ends_at: float) -> socket.socket:
    failure: OSError | None = None
    give_up_at = min(ends_at, monotonic() + CONNECT_WITHIN)
    for address in destination.addresses:
        try:
            return socket.create_connection((address, destination.port), timeout=_left(give_up_at))
        except OSError as error:
            failure = failure or error
    raise failure or TimeoutError


def _left(ends_at: float) -> float:
    """Seconds until then. Raises TimeoutError afterwards."""
    left = ends_at - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Line:
    """A socket as `http.client` uses it, on which all sending and reading together has one end.

    A timeout of the socket's own begins anew with each byte: who sends one every few seconds would hold us for ever.
    """

    def __init__(self, sock: socket.socket, ends_at: float) -> None:
        self.sock = sock
        self.ends_at = ends_at

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self.sock.settimeout(_left(self.ends_at))
            rest = rest[self.sock.send(rest) :]

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self.sock, self.ends_at))

    def close(self) -> None:
        """The socket closes with the block that opened it; until then the answer is read."""


class _Incoming(io.RawIOBase):
    """What arrives on the line."""

    def __init__(self, sock: socket.socket, ends_at: float) -> None:
        super().__init__()
        self.sock = sock
        self.ends_at = ends_at

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self.sock.settimeout(_left(self.ends_at))
        return self.sock.recv_into(buffer)
