"""What is said of a server's ports, peers, folders and limits -> facts that all kinds share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.knowledge.servers import tuned
from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Endpoint, Plain, Reference
from migrate.model.origin import Origin
from migrate.read import leaks
from migrate.read.findings import Found
from migrate.read.told import Told
from migrate.read.tree import Entry

_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.\-]{0,30}://)?(?:[^\s/@]{0,200}@)?"
    r"(?:\[(?P<six>[0-9a-fA-F:.]{2,45})\]|(?P<host>[A-Za-z0-9](?:[\w.\-]{0,252})))"
    r"(?::(?P<port>\d{1,5}))?(?=[/?\s,;|)]|$)"
)
_EVERYWHERE = frozenset({"0.0.0.0", "::", "*"})
_SIZE = re.compile(r"^\s*(\d{1,18}(?:\.\d{1,6})?)\s*([kmgt]?)(i?b)?\s*$", re.I)
_FACTOR = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_MOST_KEYS = 20_000
_LONGEST_SIZE = 18
"""Digits of a size in bytes: a thousand petabytes."""


def endpoint(found: Found, port: object, protocol: str, origin: Origin) -> None:
    """Add a port the server listens on; 0 and what is no port are left out."""
    text = str(port).strip()
    if not text.isdecimal() or not 0 < int(text[:6]) < 65536:
        return
    known = Endpoint(int(text), protocol, (origin,))
    if all((each.port, each.protocol) != (known.port, protocol) for each in found.endpoints):
        found.endpoints.append(known)


def hosts(text: str, port: int = 0) -> Iterator[tuple[str, int]]:
    """Yield hosts and ports of a list, `zk1:2181,zk2:2181/kafka`, with or without schemes."""
    for part in re.split(r"[,;\s|]+", text[:20_000]):
        match = _HOST.match(part)
        if match:
            host = match["six"] or match["host"]
            given = int(match["port"] or port)
            yield host, given if given < 65536 else 0


def target(host: str, port: int) -> str:
    """Return `host:port`; the port is left out when it is 0."""
    written = f"[{host}]" if ":" in host else host
    return f"{written}:{port}" if port else written


def refer(
    found: Found, address: tuple[str, int], protocol: str, setting: str, origin: Origin
) -> Reference | None:
    """Add a host that the server wants to reach; none for an address that means every host."""
    host, port = address
    if not host or host in _EVERYWHERE or "$" in host:
        return None
    reference = Reference(target(host, port), protocol, setting=setting, origins=(origin,))
    found.references.append(reference)
    return reference


def replicates(
    found: Found, address: tuple[str, int], protocol: str, setting: str, origin: Origin
) -> None:
    """Set from which server this one copies, and refer to it."""
    host, port = address
    if not host or "$" in host:
        return
    where = target(host, port)
    found.fact("replication.role", "replica", origin)
    found.fact("replication.source", [where], origin)
    found.references.append(
        Reference(where, protocol, setting=setting, purpose="replicate", origins=(origin,))
    )


def data_dir(found: Found, path: str, origin: Origin) -> None:
    """Add a folder that holds the server's data; the first is `data.dir`."""
    path = path.strip().removeprefix("file://").removeprefix("file:")
    if not path:
        return
    found.fact("data.dir", path, origin)
    if path.startswith("/"):
        found.item("files.written", origin, path=path, holds="data")


def data_size(found: Found, text: str, origin: Origin) -> None:
    """Set how many bytes the data are, unless it is no figure or an absurd one."""
    if text.isdecimal() and len(text) <= _LONGEST_SIZE:
        found.fact("data.size", int(text), origin)


def log_file(found: Found, path: str, origin: Origin) -> None:
    """Add a file or folder that the server logs into."""
    path = path.strip()
    if path and path not in ("stdout", "stderr", "/dev/null", "/dev/stdout"):
        found.item("log.files", origin, path=path)
        if path.startswith("/"):
            found.item("files.written", origin, path=path, holds="log")


def tuning(kind: str, told: Told, found: Found) -> None:
    """List the settings that matter when a server is moved; secrets never are among them."""
    wanted = tuned(kind)
    last = {said.key.lower(): said for said in told.said if said.key.lower() in wanted}
    for key, said in last.items():
        if not setting_keys().is_a("secret", key):
            value = leaks.masked(said.value)
            if key == "rename-command":
                # Whoever knows the new name may run the command: it is a password.
                value = re.sub(r"^(\S{1,100}\s{1,20})[^\s\"']\S*$", rf"\g<1>{leaks.MASK}", value)
            found.item("settings", told.at(said), name=said.key, value=value)


def config_file(told: Told, found: Found, *keys: str) -> None:
    """List a configuration file and those of its keys that hold a secret or an address."""
    is_a = setting_keys().is_a
    given = {said.key for said in told.said}
    wanted = set(keys)
    telling = {key for key in given if key.lower() in wanted or is_a("secret", key)}
    item: dict[str, Plain] = {"path": told.entry.path, "keys": sorted(telling)}
    holds: list[Plain] = [
        {"key": said.key, "holds": "secret", "line": said.line}
        for said in told.said[:_MOST_KEYS]
        if said.value
        and said.entry in (None, told.entry)
        and setting_keys().is_secret(said.key, said.value)
    ]
    found.item("config.files", told.entry.origin(), **item, **({"holds": holds} if holds else {}))


def stated(found: Found, fact: str, pattern: re.Pattern[str], entry: Entry) -> None:
    """Set a fact from the first group of a pattern's first match in a file."""
    text = entry.expected_text()
    match = pattern.search(text)
    if match:
        found.fact(fact, match[1], entry.origin(text.count("\n", 0, match.start()) + 1))


def size(text: str, *, thousand_without_b: bool = False) -> int | None:
    """Return a size in bytes, None when it is none; Redis means 1000 by `k` and 1024 by `kb`."""
    match = _SIZE.match(text)
    if match is None:
        return None
    base = 1000 if thousand_without_b and not match[3] else 1024
    return int(float(match[1]) * base ** _FACTOR[match[2].lower()])
