"""Requests reach only what they may reach, however an address is spelled."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from typing import Any

import pytest

from milepost.base import outbound
from milepost.base.outbound import NotReachable

INSIDE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.000.000.001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://127.127.127.127/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://10.0.0.1/",
    "http://10.255.255.254:8080/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://192.168.1.1:8443/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://169.254.43518/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[100::1]/",
]
NO_ADDRESS = [
    "",
    "//example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/",
    "javascript:alert(1)",
    "http:///nowhere",
    "http://",
    "http://user:secret@example.org/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1\\@example.org/",
    "http://example.org\r\nX-Evil: 1/",
    "http://exa mple.org/",
    "http://example.org\t/",
    "http://\u0000.example.org/",
    "http://[::1/",
    "http://[1.2.3.4]/",
    "http://example.org:99999/",
    "http://example.org:22/",
    "http://example.org:25/",
    "http://" + "a" * 300 + ".example/",
]


@pytest.mark.parametrize("url", INSIDE + NO_ADDRESS)
def test_no_spelling_of_an_inside_address_gets_out(url: str) -> None:
    with pytest.raises(NotReachable):
        outbound.checked(url)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::200e"])
def test_addresses_of_the_open_internet_may_be_reached(address: str) -> None:
    assert outbound.is_public(ip_address(address))


def resolving_to(*addresses: str) -> Any:
    """A resolver that gives a name these addresses, one call after the other."""
    given, real = iter(addresses), socket.getaddrinfo

    def resolve(host: str, port: int, *args: Any, **options: Any) -> Any:
        if host[0].isdigit():
            return real(host, port, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in next(given).split()]

    return resolve


def test_one_inside_address_among_a_hosts_addresses_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("8.8.8.8 10.0.0.1"))

    with pytest.raises(NotReachable, match=r"10\.0\.0\.1"):
        outbound.checked("https://example.org/")


def test_an_administrator_may_allow_a_host_or_a_network(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MILEPOST_OUTBOUND_ALLOW = ["10.1.0.0/16", "jira.example.org"]
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("192.168.7.7", "192.168.7.7"))

    assert str(outbound.checked("http://10.1.2.3/").address) == "10.1.2.3"
    assert str(outbound.checked("http://jira.example.org/").address) == "192.168.7.7"
    with pytest.raises(NotReachable):
        outbound.checked("http://other.example.org/")


class Answering(BaseHTTPRequestHandler):
    """Answers with what it was asked; `/away` redirects inside."""

    def do_GET(self) -> None:
        is_away = self.path == "/away"
        self.send_response(302 if is_away else 200)
        if is_away:
            self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()
        self.wfile.write(f"{self.headers['Host']} {self.path}".encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answering) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening.server_port
        listening.shutdown()


def test_a_name_that_points_elsewhere_a_moment_later_is_not_followed(
    server: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MILEPOST_OUTBOUND_ALLOW = ["127.0.0.1"]
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("127.0.0.1", "10.0.0.1"))

    answer = outbound.request("GET", f"http://rebinding.example:{server}/x")

    assert answer.content.decode() == f"rebinding.example:{server} /x"


def test_a_redirect_is_an_answer(server: int, settings: Any) -> None:
    settings.MILEPOST_OUTBOUND_ALLOW = ["127.0.0.1"]

    answer = outbound.request("GET", f"http://127.0.0.1:{server}/away")

    assert (answer.status, answer.headers["location"]) == (302, "http://169.254.169.254/")


def test_nobody_answering_is_a_sentence(settings: Any) -> None:
    settings.MILEPOST_OUTBOUND_ALLOW = ["127.0.0.1"]

    with pytest.raises(NotReachable, match="did not answer"):
        outbound.request("GET", "http://127.0.0.1:1999/", timeout_seconds=2)
