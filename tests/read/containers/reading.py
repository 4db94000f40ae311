"""Inputs written by a test, and what is read from them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from migrate import pipeline
from migrate.model.facts import Component, Reading


def read(tmp_path: Path, files: Mapping[str, str | bytes], name: str = "shop") -> Reading:
    """Read a folder with some files."""
    for path, content in files.items():
        file = tmp_path / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return pipeline.read_paths([tmp_path / name], tmp_path)


def by_name(reading: Reading) -> dict[str, Component]:
    return {component.name: component for component in reading.components}


def items(component: Component, fact: str) -> list[dict[str, Any]]:
    """Return the items of a list fact without their origins."""
    value: Any = component.facts[fact].value
    return [{k: v for k, v in item.items() if k != "origins"} for item in value]


def places(component: Component, fact: str) -> list[str]:
    """Return where the items of a list fact stand."""
    value: Any = component.facts[fact].value
    return [f"{o['source']} {o['place']}".strip() for item in value for o in item["origins"]]


def calls(component: Component) -> list[tuple[str, str, str]]:
    return [(r.target, r.protocol, r.setting) for r in component.references]
