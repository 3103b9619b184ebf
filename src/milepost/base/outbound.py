"""The one way out: HTTP requests that reach only addresses they may reach.

A host is resolved once, every address it has must be public (or allowed by name in
MILEPOST_OUTBOUND_ALLOW), and the connection goes to the address that was checked, so a name cannot point
elsewhere a moment later. Redirects are answers, not orders. No proxy or credentials are taken from the
environment.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

import httpx
from django.conf import settings

from milepost.base.refusal import Refusal

Address = IPv4Address | IPv6Address
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]

TIMEOUT_SECONDS = 20.0
LONGEST_ANSWER = 20 * 1024 * 1024
_PORTS_BELOW_1024 = frozenset({80, 443})

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
# What `is_global` lets through, or judges differently from one Python to the next.
_NOT_PUBLIC = tuple(
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/4"),
        *("240.0.0.0/4", "::/96", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16"),
        *("fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)


class NotReachable(Refusal):
    """An address Milepost does not connect to, or nobody who answers there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; a redirect is an answer like any other."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the URL as asked for, and the checked address it is sent to."""

    url: httpx.URL
    address: Address


def request(
    method: Method,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> Answer:
    """Send one request and read its whole answer.

    Raises: NotReachable, in a sentence that may be shown to whoever typed the address.
    """
    target = checked(url)
    pinned = target.url.copy_with(host=str(target.address))
    host = target.url.netloc.decode("ascii")
    try:
        with (
            httpx.Client(trust_env=False, follow_redirects=False, timeout=timeout_seconds) as client,
            client.stream(
                method,
                pinned,
                headers={**(headers or {}), "Host": host},
                content=content,
                extensions={"sni_hostname": target.url.host},
            ) as response,
        ):
            return Answer(response.status_code, dict(response.headers), _read(response))
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise NotReachable(f"{target.url.host} did not answer ({type(error).__name__}).") from None


def checked(url: str) -> Target:
    """Where a URL leads, if it may be gone to. Raises: NotReachable."""
    parsed = _parsed(url)
    addresses = _resolved(parsed.host, parsed.port or (443 if parsed.scheme == "https" else 80))
    for address in addresses:
        if not _may_reach(parsed.host, address):
            raise NotReachable(
                f"{parsed.host} leads to {address}, an address inside the network, where Milepost does not"
                " go. An administrator can allow it in MILEPOST_OUTBOUND_ALLOW."
            )
    return Target(parsed, addresses[0])


def _parsed(url: str) -> httpx.URL:
    if any(character <= " " or character in "\\\x7f" for character in url):
        raise NotReachable("The address contains blanks or characters no address has.")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise NotReachable("That is not an address.") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise NotReachable("An address starts with https:// or http:// and names a host.")
    if parsed.userinfo:
        raise NotReachable("An address with a name or password in it is not accepted.")
    if parsed.port is not None and parsed.port < 1024 and parsed.port not in _PORTS_BELOW_1024:
        raise NotReachable(f"Milepost does not connect to port {parsed.port}.")
    return parsed


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # A scope ("fe80::1%eth0") says which cable, not which host.
        return [ip_address(str(address[0]).partition("%")[0]) for *_, address in found]
    except (OSError, UnicodeError, ValueError):
        raise NotReachable(f"There is no host called {host}.") from None


def _may_reach(host: str, address: Address) -> bool:
    allowed: tuple[str, ...] = tuple(settings.MILEPOST_OUTBOUND_ALLOW)
    return is_public(address) or any(_allows(entry, host, address) for entry in allowed)


def _allows(entry: str, host: str, address: Address) -> bool:
    """Does an entry of the allow-list, a host name or a network, name this one?"""
    try:
        network = ip_network(entry, strict=False)
    except ValueError:
        return entry.lower() == host.lower()
    return address.version == network.version and address in network


def is_public(address: Address) -> bool:
    """Is it an address of the open internet, and is every address wrapped inside it one too?"""
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    if any(address in block for block in _NOT_PUBLIC if block.version == address.version):
        return False
    return address.is_global and not address.is_multicast


def _embedded(address: Address) -> IPv4Address | None:
    """The IPv4 address an IPv6 address stands for: mapped, NAT64, 6to4 (what a tunnel would connect to)."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if any(address in network for network in _NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour


def _read(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LONGEST_ANSWER:
            raise NotReachable(f"The answer is longer than {LONGEST_ANSWER // 1024**2} MB.")
        parts.append(part)
    return b"".join(parts)
