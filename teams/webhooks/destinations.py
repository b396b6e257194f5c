"""Where webhooks may go: only out into the Internet, never to what this server alone can reach.

A name is looked up once and each address behind it is judged; `sending` then connects to one of exactly these, so
that a name which points elsewhere a moment later gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from teams.models import Delivery

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Address = IPv4Address | IPv6Address

USUAL_PORTS = {"https": 443, "http": 80}
FIRST_FREE_PORT = 1024
"""Below it listen services that are none of ours to talk to, such as mail servers."""
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|[0-9a-f:.]+")

TRANSLATED = ip_network("64:ff9b::/96")
"""Where networks with IPv6 alone reach IPv4: the last four bytes are the true address."""
UNICAST = ip_network("2000::/3")
CLOSED = [
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocols between routers
        "192.88.99.0/24",  # and the tunnels 6to4 …
        "2002::/16",
        "2001::/23",  # … and Teredo, which hide another address
        "3fff::/20",  # examples in books
        "168.63.129.16/32",  # what a cloud tells its own machines
    )
]
"""What Python's `is_global` lets pass or changes its mind about from version to version."""


class Refused(Exception):
    """No webhook goes there; the sentence says why."""

    def __init__(self, sentence: StrOrPromise, problem: Delivery.Problem = Delivery.Problem.ADDRESS) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.problem = problem


@dataclass(frozen=True)
class Destination:
    """A URL that was let pass: whom to ask for what, and the addresses at which they may be reached."""

    is_encrypted: bool
    host: str
    port: int
    target: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """Host and port as the request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS["https" if self.is_encrypted else "http"] else f"{host}:{self.port}"


def destination_of(url: str) -> Destination:
    """Take a URL apart and look its host up. Raises Refused."""
    parts = _taken_apart(url)
    host = _host(parts)
    port = _port(parts)
    addresses = resolve(host, port)
    if not addresses:
        raise Refused(_("Dieser Name ist nicht zu finden."), Delivery.Problem.NAME)
    is_encrypted = parts.scheme == "https"
    for address in addresses:
        if not is_allowed(address) and not (is_public(address) and is_encrypted):
            raise Refused(
                _("Diese Adresse führt in ein internes Netz.")
                if is_encrypted
                else _("Webhooks gehen verschlüsselt auf den Weg: Die Adresse beginnt mit https://.")
            )
    target = iri_to_uri(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
    return Destination(is_encrypted, host, port, target, tuple(str(address) for address in addresses))


def resolve(host: str, port: int) -> list[Address]:
    """All addresses of a host, each once; none if nobody knows it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ip_address(address) for address in dict.fromkeys(str(entry[4][0]) for entry in found)]


def is_public(address: Address) -> bool:
    """Whether it belongs to the Internet at large, however it is wrapped."""
    address = _unwrapped(address)
    if address.version == 6 and address not in UNICAST:
        return False
    return address.is_global and not address.is_multicast and not _is_in(address, CLOSED)


def is_allowed(address: Address) -> bool:
    """Whether the owner of this server has opened the network, which may be an internal one."""
    return _is_in(_unwrapped(address), settings.WEBHOOK_ALLOWED_NETWORKS)


def _unwrapped(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address


def _is_in(address: Address, networks: Iterable[object]) -> bool:
    return any(address in network for network in networks)  # type: ignore[operator]


def _taken_apart(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused(_("Das ist keine Adresse.")) from None
    if parts.scheme not in USUAL_PORTS or not parts.netloc or not url.isprintable() or " " in url or "\\" in url:
        raise Refused(_("Das ist keine Adresse: Vorn steht https://."))
    if "@" in parts.netloc:
        raise Refused(_("In die Adresse gehört kein Passwort: Was geschickt wird, ist unterschrieben."))
    return parts


def _host(parts: SplitResult) -> str:
    try:
        host = (parts.hostname or "").encode("idna").decode()
    except UnicodeError:
        host = ""
    if not HOST.fullmatch(host):
        raise Refused(_("Das ist keine Adresse."))
    return host


def _port(parts: SplitResult) -> int:
    usual = USUAL_PORTS[parts.scheme]
    try:
        port = usual if parts.port is None else parts.port
    except ValueError:
        raise Refused(_("Das ist keine Adresse.")) from None
    if port != usual and port < FIRST_FREE_PORT:
        raise Refused(_("Auf diesem Port nimmt niemand Webhooks an."))
    return port
