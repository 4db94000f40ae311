"""memcached.conf, sysconfig/memcached and `stats` outputs go in; its ports and limits come out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

from migrate.model.origin import Origin
from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "memcached"
_LONG = {
    "memory-limit": "m", "port": "p", "listen": "l", "conn-limit": "c", "threads": "t",
    "max-item-size": "I", "udp-port": "U", "enable-sasl": "S", "enable-ssl": "Z",
    "unix-socket": "s",
}  # fmt: skip
_ALONE = frozenset("dvSZkCFLMr")
"""Options without a value."""
_NAMED = {"c": "max_connections", "I": "item_size_max", "t": "num_threads"}


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of a memcached."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every server."""
    takers = {"memcached.conf": _conf, "memcached.sysconfig": _sysconfig, "memcached.stats": _stats}
    return servers.read(site, KIND, takers, _finish)


def _conf(entry: Entry, found: Found) -> None:
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            _options(line, entry.origin(number), found)
    found.item("config.files", entry.origin(), path=entry.path, keys=[])


def _sysconfig(entry: Entry, found: Found) -> None:
    conf = told.assignments(entry)
    for key, option in (("port", "p"), ("maxconn", "c"), ("cachesize", "m")):
        said = conf.get(key)
        if said:
            _option(option, said.value, conf.at(said), found)
    said = conf.get("options")
    if said:
        _options(said.value, conf.at(said), found)
    found.item("config.files", entry.origin(), path=entry.path, keys=[])


def _options(line: str, origin: Origin, found: Found) -> None:
    for option, value in _split(line):
        _option(option, value, origin, found)


def _split(line: str) -> Iterator[tuple[str, str]]:
    """Yield options and values of a command line: `-m 64`, `-m64`, `--port=11211`."""
    try:
        parts = shlex.split(line, comments=True)
    except ValueError:
        return
    while parts:
        part = parts.pop(0)
        if part.startswith("--"):
            name, given, value = part[2:].partition("=")
            option = _LONG.get(name, "")
        else:
            option, value, given = part[1:2], part[2:], part[2:]
        if option and not part.startswith("-"):
            continue
        if not given and option not in _ALONE and parts and not parts[0].startswith("-"):
            value = parts.pop(0)
        yield option, value


def _option(option: str, value: str, origin: Origin, found: Found) -> None:
    if option == "p":
        facts.endpoint(found, value, "memcached", origin)
    elif option == "m" and value.isdecimal():
        found.fact("memory.limit", int(value[:9]) << 20, origin)
    elif option == "l":
        found.fact("bind.addresses", [part for part in value.split(",") if part], origin)
    elif option == "S":
        found.fact("auth", {"enabled": True, "mechanism": "sasl"}, origin)
    elif option == "Z":
        found.fact("tls", {"enabled": True}, origin)
    elif option in _NAMED and value:
        found.item("settings", origin, name=_NAMED[option], value=value)


def _stats(entry: Entry, found: Found) -> None:
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        match = re.match(r"STAT (?P<key>\w{1,80}) (?P<value>\S{1,200})", line)
        if match is None:
            continue
        origin, value = entry.origin(number), match["value"]
        if match["key"] == "version":
            found.fact("memcached.version", value, origin)
        elif match["key"] == "bytes":
            facts.data_size(found, value, origin)
        elif match["key"] == "limit_maxbytes" and value.isdecimal():
            found.fact("memory.limit", int(value), origin)
        elif match["key"] == "tcpport":
            facts.endpoint(found, value, "memcached", origin)


def _finish(found: Found) -> None:
    found.fact("persistence", [])
    if found.has("config.files"):
        found.fact("auth", {"enabled": False, "mechanism": None}, confidence=0.9)
