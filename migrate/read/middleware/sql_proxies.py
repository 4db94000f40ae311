"""MaxScale, MySQL Router and MHA go in by their ini files; backends, ports and routing come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.middleware.balancing import endpoint, host_port, reference
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "maxscale"
_SECTION = re.compile(r"^\s*\[(?P<name>[^\]\n]{1,200})\]\s*$")
_PAIR = re.compile(r"^\s*(?P<key>[A-Za-z_][\w\-]{0,60})\s*=\s*(?P<value>[^\n]*?)\s*$")
_SPLITTERS = ("readwritesplit",)


class _Section(Struct):
    name: str
    line: int
    values: dict[str, str] = {}
    lines: dict[str, int] = {}


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when one of these configurations lies in it."""
    return ("",) if any(_kind(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read each kind as one component."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in site.tree.entries():
        if kind := _kind(entry):
            by_kind.setdefault(kind, []).append(entry)
    for kind, entries in by_kind.items():
        found = Found(kind=kind)
        for entry in entries:
            _READERS[kind](_sections(entry), entry, found)
            config_files.held(entry, found)
        yield found


def _kind(entry: Entry) -> str:
    if entry.suffix not in (".cnf", ".conf", ".ini", ".cfg"):
        return ""
    text = entry.decoded()[0]
    if re.search(r"(?mi)^[ \t]{0,200}router[ \t]{0,200}=[ \t]{0,200}\w", text) and re.search(
        r"(?mi)^[ \t]{0,200}type[ \t]{0,200}=[ \t]{0,200}service", text
    ):
        return "maxscale"
    if re.search(r"(?m)^[ \t]{0,200}\[routing(?::[^\]\n]{1,100})?\]", text):
        return "mysql-router"
    if re.search(r"(?m)^[ \t]{0,200}\[server default\]", text) and re.search(
        r"(?m)^[ \t]{0,200}hostname[ \t]{0,200}=", text
    ):
        return "mha"
    return ""


def _sections(entry: Entry) -> list[_Section]:
    found: list[_Section] = []
    for number, raw in enumerate(entry.expected_text().splitlines(), 1):
        opened, pair = _SECTION.match(raw[:4000]), _PAIR.match(raw[:4000])
        if opened:
            found.append(_Section(opened["name"].strip(), number))
        elif pair and found and "password" not in pair["key"].lower():
            key = pair["key"].lower().replace("-", "_")
            found[-1].values[key] = pair["value"]
            found[-1].lines[key] = number
    return found


def _port(text: str | None, usual: int = 0) -> int:
    return int(text) if text and text.isdecimal() and int(text) < 65536 else usual


def _maxscale(sections: Sequence[_Section], entry: Entry, found: Found) -> None:
    routers = {s.name: s.values["router"] for s in sections if "router" in s.values}
    for section in sections:
        kind, origin = section.values.get("type", "").lower(), entry.origin(section.line)
        if kind == "server" and section.values.get("address"):
            host, port = section.values["address"], _port(section.values.get("port"), 3306)
            found.item("proxy.backends", origin, host=host, port=port, group=section.name)
            reference(found, host, port, "mysql", section.name, origin)
        elif kind == "listener":
            endpoint(found, _port(section.values.get("port")), "mysql", origin)
        elif kind == "service":
            servers = _list(section.values.get("servers", ""))
            router = routers.get(section.name)
            found.item("proxy.services", origin, name=section.name, router=router, servers=servers)
    split = [s for s in sections if routers.get(s.name) in _SPLITTERS]
    served = [s for s in sections if s.name in routers]
    if served:
        value = {"read_write_split": bool(split), "rules": []}
        found.fact("proxy.routing", value, *[entry.origin(s.line) for s in split or served])


def _router(sections: Sequence[_Section], entry: Entry, found: Found) -> None:
    modes: set[str] = set()
    origins = []
    for section in sections:
        if section.name.partition(":")[0] != "routing":
            continue
        origin, values = entry.origin(section.line), section.values
        origins.append(origin)
        endpoint(found, _port(values.get("bind_port")), "mysql", origin)
        listens = host_port(values.get("bind_address", ""))
        endpoint(found, listens[1] if listens else 0, "mysql", origin)
        role = values.get("mode") or values.get("routing_strategy") or ""
        if "role=" in values.get("destinations", ""):
            role = "read-write" if "PRIMARY" in values["destinations"] else "read-only"
        modes.add(role)
        for text in _list(values.get("destinations", "")):
            where = host_port(text)
            if where and where[0]:
                port = where[1] or 3306
                found.item("proxy.backends", origin, host=where[0], port=port, group=section.name,
                           role=role or None)  # fmt: skip
                reference(found, where[0], port, "mysql", section.name, origin)
    if origins:
        value = {"read_write_split": len(modes) > 1, "rules": []}
        found.fact("proxy.routing", value, *origins)


def _mha(sections: Sequence[_Section], entry: Entry, found: Found) -> None:
    for section in sections:
        host = section.values.get("hostname", "")
        if section.name == "server default" or not host:
            continue
        origin, port = entry.origin(section.line), _port(section.values.get("port"), 3306)
        candidate = section.values.get("candidate_master") == "1"
        found.item("proxy.backends", origin, host=host, port=port, group=section.name,
                   role="candidate" if candidate else None)  # fmt: skip
        reference(found, host, port, "mysql", section.name, origin)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")[:200] if part.strip()]


_READERS = {"maxscale": _maxscale, "mysql-router": _router, "mha": _mha}
