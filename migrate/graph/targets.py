"""Addresses as applications write them -> host and port."""

from __future__ import annotations

import ipaddress
import re

from msgspec import Struct

_LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost"})
_HOST = re.compile(r"[^\s/@${}%<>*]{1,253}")


class Target(Struct, frozen=True):
    """Where something should be reached."""

    host: str
    """Lower case; IP addresses in their canonical form, without brackets."""
    port: int = 0
    """0 when none is written."""

    @property
    def is_local(self) -> bool:
        """Whether the machine itself is meant."""
        address = _address(self.host)
        return self.host in _LOCAL_NAMES or bool(address and address.is_loopback)

    @property
    def written(self) -> str:
        """Return `host:port` as people write it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port else host


def parse(text: str) -> Target | None:
    """Return what an address means; None for placeholders and what is no address."""
    host, port = _split(text.strip())
    if port and not (port.isascii() and port.isdigit() and int(port) < 65536):
        return None
    if not _HOST.fullmatch(host):
        return None
    return Target(canonical(host), int(port or 0))


def canonical(host: str) -> str:
    """Return a host name or address in the form in which equals are equal."""
    address = _address(host)
    return str(address) if address else host.casefold().rstrip(".")


def is_address(host: str) -> bool:
    """Tell an IP address from a name."""
    return _address(host) is not None


def _split(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":")
    if text.count(":") > 1:
        return text, ""
    host, _, port = text.partition(":")
    return host, port


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
