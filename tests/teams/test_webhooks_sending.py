"""A request of a webhook goes out into the Internet only, to the address that was judged, and ends in time."""

import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address, ip_network
from pathlib import Path
from time import monotonic, sleep

import pytest
from pytest_django import Settings

from teams.models import Delivery
from teams.webhooks import destinations, sending
from teams.webhooks.destinations import Address, Refused, destination_of
from teams.webhooks.sending import Unsent, send
from tests.teams.receiver import NAME, Behaviour, Receiver, answers, certificate_for, receiving

Problem = Delivery.Problem
LOOPBACK = ip_address("127.0.0.1")


def look_up(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name leads to these addresses."""
    monkeypatch.setattr(destinations, "resolve", lambda host, port: [ip_address(address) for address in addresses])


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Receiver]:
    look_up(monkeypatch, "127.0.0.1")
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    with receiving() as receiver:
        yield receiver


def problem_of(url: str) -> Delivery.Problem:
    with pytest.raises(Unsent) as failure:
        send(url, b"{}", {})
    return failure.value.problem


# --- Where it may go ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.9",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "232.1.2.3",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%2",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_no_webhook_goes_to_an_address_that_is_not_public(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    look_up(monkeypatch, address)
    with pytest.raises(Refused) as refusal:
        destination_of("https://receiver.example.com/")
    assert refusal.value.problem == Problem.ADDRESS
    assert "internes Netz" in str(refusal.value)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a01:4f8::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_let_pass(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    look_up(monkeypatch, address)
    assert destination_of("https://receiver.example.com/").addresses == (str(ip_address(address)),)


def test_one_bad_address_among_good_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(Refused):
        destination_of("https://receiver.example.com/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "receiver.example.com",
        "//receiver.example.com/",
        "ftp://receiver.example.com/",
        "file:///etc/passwd",
        "gopher://receiver.example.com/",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://anna:secret@receiver.example.com/",
        "https://anna@receiver.example.com/",
        "https://receiver.example.com@127.0.0.1/",
        "https://receiver.example.com:0/",
        "https://receiver.example.com:22/",
        "https://receiver.example.com:25/",
        "https://receiver.example.com:80/",
        "https://receiver.example.com:70000/",
        "https://receiver.example.com:x/",
        "https://receiver.example.com\\@127.0.0.1/",
        "https://receiver.example.com/a b",
        "https://receiver.example.com/\r\nX-Evil: 1",
        "https://receiver.example.com/\x00",
        "https://[::1",
        "https://[fe80::1%25eth0]/",
        "https://re..ceiver.example.com/",
        "https://-\u2028-/",
        "https://" + "a" * 64 + ".example.com/",
        "https://%31%32%37.0.0.1/",
    ],
)
def test_what_is_no_address_of_a_receiver_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    look_up(monkeypatch, "8.8.8.8")
    with pytest.raises(Refused):
        destination_of(url)


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "[::ffff:7f00:1]", "[::1]", "①②⑦.0.0.1"]
)
def test_other_ways_to_write_this_machine_are_seen_through(host: str) -> None:
    with pytest.raises(Refused):
        destination_of(f"https://{host}/")


def test_a_name_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up(monkeypatch)
    assert problem_of("https://receiver.example.com/") == Problem.NAME


def test_a_name_in_other_letters_is_asked_for_as_the_internet_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up(monkeypatch, "8.8.8.8")
    destination = destination_of("https://Büro.example.com:8443/Käse?für=Gäste#oben")
    assert destination.authority == "xn--bro-hoa.example.com:8443"
    assert destination.target == "/K%C3%A4se?f%C3%BCr=G%C3%A4ste"


def test_unencrypted_goes_only_into_networks_that_the_owner_opened(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    look_up(monkeypatch, "8.8.8.8")
    with pytest.raises(Refused, match="https"):
        destination_of("http://receiver.example.com/")
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("10.1.2.0/24")]
    look_up(monkeypatch, "10.1.2.3")
    assert destination_of("http://receiver.example.com/").authority == "receiver.example.com"
    look_up(monkeypatch, "10.1.3.3")
    with pytest.raises(Refused):
        destination_of("http://receiver.example.com/")


# --- On the way -----------------------------------------------------------------------------------


def test_the_request_says_what_it_brings(receiver: Receiver) -> None:
    assert send(receiver.url, "{„Grüße“}".encode(), {"webhook-id": "7"}) == 204
    (request,) = receiver.received
    assert (request.path, request.body.decode()) == ("/hooks?from=kp", "{„Grüße“}")
    assert request.headers["Host"] == f"{NAME}:{receiver.server_port}"
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["webhook-id"] == "7"


def test_a_name_that_turns_to_an_inner_address_after_saving_gains_nothing(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver, settings: Settings
) -> None:
    answers_of_the_resolver = iter(["8.8.8.8", "127.0.0.1"])
    monkeypatch.setattr(destinations, "resolve", lambda host, port: [ip_address(next(answers_of_the_resolver))])
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    url = f"https://{NAME}:{receiver.server_port}/"
    destination_of(url)
    assert problem_of(url) == Problem.ADDRESS
    assert receiver.received == []


def test_the_name_is_looked_up_once_and_the_line_goes_to_the_judged_address(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[Address]:
        asked.append(host)
        return [LOOPBACK]

    monkeypatch.setattr(destinations, "resolve", resolve)
    assert send(receiver.url, b"{}", {}) == 204  # its name is known to no resolver but ours
    assert asked == [NAME]


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    receiver.behaves = answers(302, Location=receiver.url)
    assert problem_of(receiver.url) == Problem.REDIRECT
    assert len(receiver.received) == 1


def test_proxies_of_the_environment_are_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert send(receiver.url, b"{}", {}) == 204


def test_of_a_refusal_the_first_words_are_kept(receiver: Receiver) -> None:
    receiver.behaves = answers(500, b"<b>Datenbank\n\x00\xff voll</b>" + b"x" * 10_000)
    with pytest.raises(Unsent) as failure:
        send(receiver.url, b"{}", {})
    assert (failure.value.status, failure.value.problem) == (500, Problem.STATUS)
    assert failure.value.reply.startswith("<b>Datenbank � voll</b>xxx")
    assert len(failure.value.reply) == sending.KEPT_REPLY


def test_where_nobody_listens_there_is_no_connection(receiver: Receiver) -> None:
    assert problem_of(f"http://{NAME}:1/") == Problem.ADDRESS
    with receiving() as gone:
        url = gone.url
    assert problem_of(url) == Problem.CONNECTION


def test_the_second_address_is_tried_if_the_first_is_silent(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    look_up(monkeypatch, "127.0.0.99", "127.0.0.1")
    assert send(receiver.url, b"{}", {}) == 204


def hangs(handler: BaseHTTPRequestHandler) -> None:
    sleep(3)


def drips(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(300):
        handler.wfile.write(b"X-More: 1\r")
        sleep(0.02)


def drips_its_refusal(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 500 Broken\r\nContent-Length: 4000\r\n\r\n")
    for _ in range(300):
        handler.wfile.write(b"x")
        sleep(0.02)


def never_ends(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 500 Broken\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(10_000):
        handler.wfile.write(b"400\r\n" + b"x" * 0x400 + b"\r\n")


def sends_endless_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-More: 1\r\n" * 1000)


def speaks_something_else(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"220 mail.example.com ESMTP\r\n")


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


@pytest.mark.parametrize("behaviour", [hangs, drips])
def test_who_does_not_answer_in_time_is_left(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour
) -> None:
    monkeypatch.setattr(sending, "ANSWER_WITHIN", 0.3)
    receiver.behaves = behaviour
    began = monotonic()
    assert problem_of(receiver.url) == Problem.TIMEOUT
    assert monotonic() - began < 1.5


@pytest.mark.parametrize("behaviour", [drips_its_refusal, never_ends])
def test_a_refusal_without_end_is_cut(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour
) -> None:
    monkeypatch.setattr(sending, "ANSWER_WITHIN", 0.5)
    receiver.behaves = behaviour
    began = monotonic()
    assert problem_of(receiver.url) == Problem.STATUS
    assert monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("behaviour", "problem"),
    [
        (sends_endless_headers, Problem.NOT_HTTP),
        (speaks_something_else, Problem.NOT_HTTP),
        (hangs_up, Problem.CONNECTION),
    ],
)
def test_an_odd_answer_is_a_problem_with_a_name(
    receiver: Receiver, behaviour: Behaviour, problem: Delivery.Problem
) -> None:
    receiver.behaves = behaviour
    assert problem_of(receiver.url) == problem


# --- Encrypted ------------------------------------------------------------------------------------


@pytest.fixture
def encrypted(receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Its certificate is trusted here, and names it."""
    certificate = certificate_for(NAME, tmp_path / "receiver.pem")
    monkeypatch.setattr(sending, "trusted", lambda: ssl.create_default_context(cafile=certificate))
    with receiving(certificate) as receiver:
        yield receiver


def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(encrypted: Receiver) -> None:
    assert send(encrypted.url, b"{}", {}) == 204
    assert problem_of(encrypted.url.replace(NAME, "other.example.com")) == Problem.CERTIFICATE
    assert len(encrypted.received) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(encrypted: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "trusted", ssl.create_default_context)
    assert problem_of(encrypted.url) == Problem.CERTIFICATE
    assert encrypted.received == []


def test_who_does_not_speak_encrypted_is_no_connection(receiver: Receiver) -> None:
    assert problem_of(receiver.url.replace("http:", "https:")) == Problem.CONNECTION


def test_an_encrypted_answer_that_drips_is_cut_too(encrypted: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "ANSWER_WITHIN", 0.5)
    encrypted.behaves = drips
    began = monotonic()
    assert problem_of(encrypted.url) == Problem.TIMEOUT
    assert monotonic() - began < 1.5
