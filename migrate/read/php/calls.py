"""What a site's own code calls over the network by a literal address -> references.

Only the host is kept: what stands in front of it, or behind it in the address, may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.read import hosts, urls
from migrate.read.findings import Found
from migrate.read.php.code import Call, Seen
from migrate.read.php.expressions import Literal
from migrate.read.php.survey import Survey

_ADDRESS = {
    "curl_init": 0, "curl_setopt": 2, "new soapclient": 0, "new nusoap_client": 0,
    "file_get_contents": 0, "fopen": 0, "readfile": 0, "copy": 0, "get_headers": 0,
    "simplexml_load_file": 0, "fsockopen": 0, "pfsockopen": 0, "stream_socket_client": 0,
}  # fmt: skip
"""Function or class → which argument is an address (php.net/manual)."""
_STORE = re.compile(r"(?:(tcp|redis|rediss)://)?([A-Za-z0-9][\w.\-]{0,252}):(\d{1,5})(?=$|[/?])")
_SOCKETS = ("fsockopen", "pfsockopen")


def tell(survey: Survey, found: Found) -> None:
    """Add a reference for each call; the host's own other ports count apart."""
    for file in survey.own_files():
        for call in file.seen.looked:
            for target, protocol in _targets(call, file.seen):
                origin = file.entry.origin(call.line)
                found.references.append(
                    Reference(target=target, protocol=protocol, setting="", origins=(origin,))
                )


def _targets(call: Call, seen: Seen) -> Iterator[tuple[str, str]]:
    if call.name == "ini_set":
        yield from _sessions(call)
        return
    place = _ADDRESS.get(call.name)
    if place is None or len(call.arguments) <= place:
        return
    if call.name == "curl_setopt" and call.arguments[1].constant != "CURLOPT_URL":
        return
    address = _known(call.arguments[place], seen)
    if call.name in _SOCKETS and "://" not in address.text:
        yield from _socket(call, address)
        return
    keys = setting_keys()
    for spot in urls.spots(address.text[:2000], keys)[:1]:
        if _begins(address.text, spot.start) and _is_elsewhere(spot.host):
            port = spot.port or keys.protocols.get(spot.protocol, 0)
            yield (f"{spot.host}:{port}" if port else spot.host), spot.protocol


def _sessions(call: Call) -> Iterator[tuple[str, str]]:
    """Yield the servers of `ini_set('session.save_path', '10.1.2.3:11211')`.

    Memcached's are written as host and port, Redis' as URLs (php.net/memcached.sessions, phpredis).
    """
    if len(call.arguments) < 2 or call.arguments[0].text != "session.save_path":
        return
    value = call.arguments[1]
    for one in value.text[:2000].split(",") if value.whole else ():
        match = _STORE.match(one.strip())
        if match and _is_elsewhere(match[2]) and 0 < int(match[3]) < 65536:
            scheme = (match[1] or "").lower()
            usual = {11211: "memcached", 6379: "redis"}.get(int(match[3]), "tcp")
            yield f"{match[2]}:{int(match[3])}", usual if scheme in ("", "tcp") else scheme


def _begins(address: str, host: int) -> bool:
    """Tell whether a value is an address, and not a text that mentions one."""
    return " " not in address[:host].strip() and "," not in address[:host]


def _known(argument: Literal, seen: Seen) -> Literal:
    return seen.assigned.get(argument.variable or argument.constant, argument)


def _socket(call: Call, address: Literal) -> Iterator[tuple[str, str]]:
    """Yield the host and port of `fsockopen('10.1.2.3', 25)`."""
    port = call.arguments[1].text if len(call.arguments) > 1 else ""
    if not address.whole or not port.isdecimal():
        return
    scheme, _, host = address.text.rpartition("://")
    found = hosts.listed(host)
    if len(found) == 1 and _is_elsewhere(host) and 0 < int(port) < 65536:
        yield f"{host}:{int(port)}", scheme or "tcp"


def _is_elsewhere(host: str) -> bool:
    return hosts.reachable(host, setting_keys()) and not hosts.is_local(host)
