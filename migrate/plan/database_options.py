"""The old server's my.cnf goes in; the options of the new server come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from migrate.knowledge.databases import Dialect
from migrate.model.facts import Component, Finding
from migrate.model.origin import Origin
from migrate.plan.listed import Item, items
from migrate.plan.quantities import to_bytes
from migrate.plan.why import finding

_SECONDS_A_DAY = 86_400
_MIB = 1 << 20
_BARE = re.compile(r"[A-Za-z0-9_.,:+/%-]+")


class Options(Struct, frozen=True):
    """An options file, what it was made from, and what was left behind."""

    text: str
    origins: tuple[Origin, ...]
    findings: tuple[Finding, ...]


def options(component: Component, dialect: Dialect, given: Mapping[str, str]) -> Options:
    """Return the options of a server; `given` are those that the plan itself sets."""
    written = settings(component)
    modes = _modes(written.get("sql_mode"), dialect)
    carried = {name: value for item in written.values() for name, value in _carried(item, dialect)}
    lines = {**dialect.always, **carried, **modes, **given}
    body = "".join(f"{name} = {_quoted(value)}\n" for name, value in sorted(lines.items()))
    origins = (o for item in written.values() for o in item.origins[:1])
    return Options(
        text=f"[mysqld]\n{body}",
        origins=tuple(dict.fromkeys(origins)),
        findings=tuple(_left_out(component, written, dialect)),
    )


def settings(component: Component) -> dict[str, Item]:
    """Return the old server's options by name; what its own file says comes first."""
    found: dict[str, Item] = {}
    for item in items(component, "mysql.settings"):
        found.setdefault(item.text("name").removeprefix("loose_"), item)
    return found


def _carried(item: Item, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Yield an option as the new server knows it; nothing when it does not."""
    name, value = item.text("name").removeprefix("loose_"), item.text("value")
    if name in dialect.keep:
        yield name, value
    elif name in dialect.rename:
        yield dialect.rename[name], value
    elif name in dialect.seconds and value.isdecimal():
        yield dialect.seconds[name], str(int(value) * _SECONDS_A_DAY)
    elif name in dialect.doubled:
        size = to_bytes(value)
        if size:
            yield dialect.doubled[name], _size(size * 2)


def _modes(item: Item | None, dialect: Dialect) -> dict[str, str]:
    """Return the SQL modes less those that the new server refuses."""
    if item is None:
        return {}
    modes = [mode.strip() for mode in item.text("value").split(",") if mode.strip()]
    return {"sql_mode": ",".join(m for m in modes if m.upper() not in dialect.refused_modes)}


def _left_out(
    component: Component, written: Mapping[str, Item], dialect: Dialect
) -> Iterator[Finding]:
    left = [
        item
        for name, item in sorted(written.items())
        if name != "sql_mode" and name not in dialect.settled and not list(_carried(item, dialect))
    ]
    if left:
        origins = [origin for item in left for origin in item.origins[:1]]
        names = ", ".join(item.text("name") for item in left)
        yield finding(
            "database-options-left-out",
            "potential",
            component.id,
            origins,
            options=names,
            server=f"{dialect.name} {dialect.version}",
        )


def _size(size: int) -> str:
    return f"{size // _MIB}M" if size % _MIB == 0 else str(size)


def _quoted(value: str) -> str:
    """Return a value as an option file reads it back; lines cannot be broken out of."""
    flat = " ".join(value.split())
    if _BARE.fullmatch(flat):
        return flat
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'
