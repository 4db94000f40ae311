"""hosts files, resolv.conf, `ip addr` and ifconfig -> names and addresses of a host."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from msgspec import Struct

_STANDARD = frozenset(
    {
        "localhost", "localhost.localdomain", "localhost4", "localhost4.localdomain4", "localhost6",
        "localhost6.localdomain6", "ip6-localhost", "ip6-loopback", "ip6-localnet",
        "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters", "ip6-allhosts", "broadcasthost",
    }
)  # fmt: skip
_LOOPBACK = re.compile(r"^[ \t]{0,40}(?:127\.0\.0\.1|::1)[ \t]{1,80}\S{0,80}localhost", re.M)
_LINE = re.compile(r"^\s*(?P<address>[0-9A-Fa-f:.]{2,45})(?:%\w+)?\s+(?P<names>[^#]+)")
_NAME = re.compile(r"[A-Za-z0-9_][\w.\-]{0,252}$")
_INTERFACE = re.compile(r"^(?:\d+:\s+)?(?P<name>[A-Za-z][\w.\-]{0,30})(?:@\w+)?[:\s]")
_INET = re.compile(
    r"^\s+inet6?\s+(?:addr:\s?)?(?P<address>[0-9A-Fa-f:.]{2,45})(?:/(?P<prefix>\d+))?"
)
_IP_SIGN = re.compile(
    r"^[ \t]{1,40}(?:link/\w|inet6?[ \t]{1,40}(?:addr:)?[ \t]?[0-9a-fA-F:.])", re.M
)
_LOOKED_AT = 64 << 10
"""Characters that decide what a file is."""


class Alias(Struct, frozen=True):
    """A name and the address it means."""

    name: str
    address: str
    line: int


class Own(Struct, frozen=True):
    """An address of the host itself."""

    address: str
    interface: str
    line: int


def is_hosts_file(name: str, text: str) -> bool:
    """Tell a hosts file: by its line for the machine itself, or by its name and its lines."""
    if "hosts" not in name.lower() and ("localhost" not in text or not _LOOPBACK.search(text)):
        return False
    lines = [
        line
        for raw in text[:_LOOKED_AT].splitlines()[:400]
        if (line := raw.partition("#")[0].strip())
    ]
    if not lines:
        return False
    fitting = sum(1 for line in lines if any(True for _ in _aliases(line, 1, keep=True)))
    return fitting * 2 >= len(lines)


def aliases(text: str) -> Iterator[Alias]:
    """Yield the names of a hosts file, those that every machine has left out."""
    for number, raw in enumerate(text.splitlines(), 1):
        yield from _aliases(raw, number)


def _aliases(line: str, number: int, *, keep: bool = False) -> Iterator[Alias]:
    match = _LINE.match(line[:4000])
    address = _address(match["address"]) if match else ""
    if match is None or not address:
        return
    for name in match["names"].split():
        if _NAME.match(name) and (keep or name.lower() not in _STANDARD):
            yield Alias(name, address, number)


def is_address_list(text: str) -> bool:
    """Tell what `ip addr` or ifconfig printed."""
    if "inet" not in text and "link/" not in text:
        return False
    return bool(_IP_SIGN.search(text)) and any(True for _ in own(text))


def own(text: str) -> Iterator[Own]:
    """Yield the addresses of the host, those that every machine has left out."""
    interface = ""
    for number, raw in enumerate(text.splitlines(), 1):
        named = _INTERFACE.match(raw)
        if named and not raw[:1].isspace():
            interface = named["name"]
        match = _INET.match(raw[:500])
        address = _address(match["address"]) if match and interface else ""
        if address and not _is_everywhere(address):
            yield Own(address, interface, number)


def resolvers(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name servers of a resolv.conf with their lines."""
    for number, raw in enumerate(text.splitlines(), 1):
        words = raw.split()
        if words[:1] == ["nameserver"] and len(words) > 1 and _address(words[1]):
            yield _address(words[1]), number


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


def _is_everywhere(address: str) -> bool:
    known = ipaddress.ip_address(address)
    return known.is_loopback or known.is_link_local or known.is_multicast
