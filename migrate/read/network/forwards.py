"""iptables rules go in; ports that are handed on to other machines come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_RULE = re.compile(
    r"^\s*(?:iptables\s+(?:-t\s+nat\s+)?)?-[AI]\s+(?P<chain>[\w\-]+)\s+(?P<rest>.*)$"
)
_TO = re.compile(r"-j\s+DNAT\s+--to-destination\s+(?P<to>[\w.\-:\[\]]+)")
_REDIRECT = re.compile(r"-j\s+REDIRECT\s+--to-ports?\s+(?P<port>\d+)")
_PORT = re.compile(r"--dports?\s+(?P<ports>[\d,:]+)")
_ADDRESS = re.compile(r"(?:^|\s)-d\s+(?P<address>[\d.]+)")


class Forward(Struct, frozen=True):
    """A port of the host that leads elsewhere."""

    address: str
    """Of the host, empty for any."""
    port: int
    to: str
    """`host:port`; `:port` for another port of the host itself."""
    line: int


def read(text: str) -> Iterator[Forward]:
    """Yield the ports that DNAT and REDIRECT rules hand on."""
    for number, raw in enumerate(text.splitlines(), 1):
        rule = _RULE.match(raw[:2000])
        if rule is None or rule["chain"].startswith("DOCKER"):
            continue
        to, redirect = _TO.search(rule["rest"]), _REDIRECT.search(rule["rest"])
        ports = _PORT.search(rule["rest"])
        if not ports or not (to or redirect):
            continue
        address = _ADDRESS.search(rule["rest"])
        for one in ports["ports"].split(","):
            if one.isdecimal():
                target = (
                    _target(to["to"], one) if to else f":{redirect['port']}" if redirect else ""
                )
                yield Forward(address["address"] if address else "", int(one), target, number)


def _target(to: str, port: str) -> str:
    return to if ":" in to else f"{to}:{port}"
