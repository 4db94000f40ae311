"""Small captures written by a test, read as one input."""

from __future__ import annotations

from pathlib import Path

from migrate import read
from migrate.model.facts import Component


def captured(folder: Path, files: dict[str, str | bytes]) -> list[Component]:
    """Write the files of one input and return its components."""
    root = folder / "in"
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read.read([root], folder).components)


def only(folder: Path, files: dict[str, str | bytes]) -> Component:
    """Return the one component that is read."""
    (component,) = captured(folder, files)
    return component


def items(component: Component, fact: str) -> list[dict[str, object]]:
    """Return the items of a list fact without their origins."""
    value = component.value(fact)
    assert isinstance(value, list), (fact, value)
    return [{k: v for k, v in item.items() if k != "origins"} for item in value]


def places(component: Component, fact: str) -> list[str]:
    """Return where a fact is told."""
    return [str(origin) for origin in component.origins(fact)]
