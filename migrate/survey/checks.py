"""What rows say of each other: repeated names, unknown hosts, counts that do not agree."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from migrate.model.survey import Problem, Row
from migrate.survey.schema import schema

_MACHINES = {
    "midrange": "midrange",
    "blade": "blade",
    "pc-server": "pc_server",
    "virtual": "virtual",
}
"""Machine type of a host row → column of the rooms sheet that counts it."""


def check_rows(rows: Mapping[str, Sequence[Row]]) -> tuple[Problem, ...]:
    """Return the contradictions between rows, sheet by sheet."""
    checks = (_repeated, _addresses, _counts, _components, _dependencies)
    return tuple(problem for check in checks for problem in check(rows))


def _problem(row: Row, column: str, code: str, suggestion: str = "", **params: object) -> Problem:
    cell = f"{row.columns.get(column, '')}{row.number}"
    said = {name: str(value) for name, value in params.items()}
    return Problem(row.workbook, row.title, cell, code, "error", said, suggestion)


def _repeated(rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    for sheet in schema().sheets:
        for column in (c for c in sheet.columns if c.key):
            seen: dict[tuple[str, str], Row] = {}
            for row in rows.get(sheet.id, ()):
                key = (row.text(column.id), row.text("system"))
                if key[0] and key in seen:
                    first = seen[key].origin(column.id).place
                    yield _problem(row, column.id, "duplicate", value=key[0], first=first)
                seen.setdefault(key, row)


def _addresses(rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    networks = []
    for row in rows.get("networks", ()):
        if row.text("cidr"):
            try:
                networks.append(ipaddress.ip_network(row.text("cidr"), strict=False))
            except ValueError:
                yield _problem(row, "cidr", "not-a-network", value=row.text("cidr"))
    for row in rows.get("hosts", ()):
        for address in _list(row, "addresses"):
            if networks and not any(ipaddress.ip_address(address) in n for n in networks):
                yield _problem(row, "addresses", "address-not-in-network", value=address)


def _counts(rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    hosts = Counter((row.text("room"), row.text("type")) for row in rows.get("hosts", ()))
    listed = {room for room, _ in hosts}
    for row in rows.get("rooms", ()):
        for machine, column in _MACHINES.items():
            stated, found = row.values.get(column), hosts[row.text("name"), machine]
            if row.text("name") in listed and stated is not None and stated != found:
                yield _problem(row, column, "count-differs", str(found), stated=stated, found=found)


def _components(rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    hosts = [row.text("name") for row in rows.get("hosts", ())]
    systems = [row.text("name") for row in rows.get("systems", ())]
    for row in rows.get("components", ()):
        for host in _list(row, "host"):
            if hosts and host not in hosts:
                yield _problem(row, "host", "unknown-host", _close(host, hosts), value=host)
        system = row.text("system")
        if system and systems and system not in systems:
            yield _problem(row, "system", "unknown-system", _close(system, systems), value=system)


def _dependencies(rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    known = [row.text(c) for row in rows.get("components", ()) for c in ("name", "code")]
    for row in rows.get("dependencies", ()):
        for column in ("source", "target"):
            name = row.text(column)
            if name and known and name not in known:
                yield _problem(row, column, "unknown-component", _close(name, known), value=name)


def _list(row: Row, column: str) -> list[str]:
    value = row.values.get(column)
    return [str(item) for item in value] if isinstance(value, list) else []


def _close(name: str, known: Sequence[str]) -> str:
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=60)
    return str(found[0]) if found else ""
