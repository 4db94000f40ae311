"""What a host looks like: names, addresses, ports and lists of them; what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.settings import SettingKeys

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}(?![\d.])"
_IPV6 = r"\[[0-9A-Fa-f:.]{2,45}(?:%\w{1,20})?\]"
NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]{0,62})(?:\.[A-Za-z0-9_\-]{1,63}){0,10}"
HOST = rf"(?:{IPV4}|{_IPV6}|{NAME})"
PORT = r"\d{1,5}(?!\d)"
_ITEM = re.compile(rf"(?P<host>{HOST})(?::(?P<port>{PORT}))?(?P<rest>(?:[:@]\d{{1,5}}){{0,3}})")
_PREFIX = re.compile(r"\d{1,3}@(?=\S+:)")
_GAP = re.compile(r"[\s\\]*+[,;|][\s\\]*+|[\s\\]++")
_CHROOT = re.compile(r"/[\w./\-]{0,200}$")
_TITLED = re.compile(r"[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?(?:\.[a-z0-9\-]+)*", re.I)
_NO_HOST = frozenset({"true", "false", "yes", "no", "on", "off", "none", "null", "any", "all"})
_MOST = 200


class Spot(Struct, frozen=True):
    """A host inside a value, and what the value tells of it."""

    host: str
    port: int
    """0 when unknown."""
    protocol: str
    start: int
    """Where the host begins in the value's meaning."""
    end: int
    """Behind the host, or behind the port that follows it."""
    database: str = ""
    account: str = ""
    sure: bool = True
    """False for a bare host or list, whose protocol and port only its key can tell."""


def is_ipv4(host: str) -> bool:
    """Tell whether a host is written as four numbers."""
    return re.fullmatch(IPV4, host) is not None


def is_local(host: str) -> bool:
    """Tell whether the machine itself is meant."""
    return host.lower() in ("localhost", "localhost.localdomain", "[::1]") or (
        is_ipv4(host) and host.startswith("127.")
    )


def is_dotted(host: str) -> bool:
    """Tell whether a host is a name with a domain: letters at its end, no class name."""
    last = host.rpartition(".")
    return bool(last[1]) and last[2].isalpha() and last[2].islower() and len(last[2]) > 1


def reachable(host: str, keys: SettingKeys) -> bool:
    """Tell whether something can be called there: no mask, no `0.0.0.0`, no vocabulary."""
    if host in ("0.0.0.0", "[::]") or re.search(keys.noise_hosts, host.lower()):
        return False
    return not (is_ipv4(host) and (host.startswith(("255.", "0.")) or host.endswith(".255")))


def listed(value: str) -> list[Spot]:
    """Return the hosts of a value that is nothing but a list of them; empty when it is not."""
    found: list[Spot] = []
    place = len(value) - len(value.lstrip())
    stop = len(value.rstrip())
    while place < stop and len(found) < _MOST:
        prefix = _PREFIX.match(value, place, stop)
        place = prefix.end() if prefix else place
        item = _ITEM.match(value, place, stop)
        if item is None:
            return []
        port = int(item["port"] or 0)
        end = item.end("port") if item["port"] else item.end("host")
        found.append(Spot(item["host"], port, "", item.start(), end, sure=False))
        place = item.end()
        if place == stop or _CHROOT.match(value, place, stop):
            return found
        gap = _GAP.match(value, place, stop)
        if gap is None or gap.end() == place:
            return []
        place = gap.end()
    return found


def bare(value: str, key: str, keys: SettingKeys) -> Iterator[Spot]:
    """Yield the hosts of a value without a scheme, as far as key and form make them certain."""
    found = listed(value)
    one, several = keys.is_a("host", key), keys.is_a("hosts", key)
    if not found or keys.is_a("noise", key):
        return
    if all(is_ipv4(spot.host) and spot.port for spot in found) or (
        (one or several) and all(_certain(spot, one and len(found) == 1) for spot in found)
    ):
        yield from found


def _certain(spot: Spot, alone: bool) -> bool:
    host = spot.host
    if is_ipv4(host) or is_local(host) or host.startswith("["):
        return True
    if host.lower() in _NO_HOST or host.isdecimal() or not _TITLED.fullmatch(host):
        return False
    return is_dotted(host) or bool(spot.port) or (alone and "." not in host and "_" not in host)


def says_host(host: str, key: str) -> bool:
    """Tell whether a host of one word and no port is one: only a key that says so is enough."""
    return not host.isalpha() or is_local(host) or re.search(r"(?i)host|ip\b|ip$", key) is not None
