"""Writes the files of a small input and reads them."""

from __future__ import annotations

from pathlib import Path

from migrate import read
from migrate.model.facts import Component, Reading


def reading(folder: Path, files: dict[str, str | bytes], name: str = "input") -> Reading:
    """Read a folder of these files."""
    root = folder / name
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read.read([root], folder)


def components(
    folder: Path, files: dict[str, str | bytes], kind: str, name: str = "input"
) -> list[Component]:
    """Read a folder of these files; return its components of a kind."""
    return [c for c in reading(folder, files, name).components if c.kind == kind]


def one(folder: Path, files: dict[str, str | bytes], kind: str, name: str = "input") -> Component:
    """Read a folder of these files; it must hold one component of a kind."""
    (found,) = components(folder, files, kind, name)
    return found


def items(component: Component, fact: str) -> list[dict[str, object]]:
    """Return the items of a list fact without their origins."""
    value = component.value(fact)
    assert isinstance(value, list | tuple), f"{fact}: {value!r}"
    return [{key: v for key, v in item.items() if key != "origins"} for item in value]


def places(component: Component, fact: str) -> list[str]:
    """Return where a fact, or each item of a list fact, was found: `zoo.cfg:8`."""
    known = component.facts[fact]
    if isinstance(known.value, list | tuple) and known.value and isinstance(known.value[0], dict):
        found = [(o["source"], o["place"]) for i in known.value for o in i["origins"]]
    else:
        found = [(origin.source, origin.place) for origin in known.origins]
    return [f"{source.rsplit('/', 1)[-1]}:{place}".rstrip(":") for source, place in found]


def targets(component: Component) -> list[tuple[str, str, str]]:
    """Return target, protocol and purpose of every reference."""
    return [(r.target, r.protocol, r.purpose) for r in component.references]


def unknown(component: Component) -> dict[str, str]:
    """Return the reasons of what is unknown."""
    return {each.fact: each.because.id for each in component.unknown}


def ports(component: Component) -> list[tuple[int, str]]:
    """Return the ports and protocols."""
    return [(each.port, each.protocol) for each in component.endpoints]
