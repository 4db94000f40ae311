"""Small PHP sites as folders, read by the whole stage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from migrate.model.facts import Component
from migrate.read.stage import read


def components(root: Path, files: dict[str, str | bytes]) -> list[Component]:
    """Write files below `site/` and read that folder."""
    for path, content in files.items():
        file = root / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return [c for c in read([root / "site"], root).components if c.kind == "php-site"]


def site(root: Path, files: dict[str, str | bytes]) -> Component:
    """Read a folder that is one site."""
    (found,) = components(root, files)
    return found


def code(root: Path, source: str | bytes) -> Component:
    """Read a site of one file."""
    return site(root, {"index.php": source})


def items(component: Component, fact: str) -> list[dict[str, Any]]:
    """Return the items of a list fact without their origins."""
    value: Any = component.value(fact) or []
    return [{k: v for k, v in item.items() if k != "origins"} for item in value]


def places(component: Component, fact: str, **item: Any) -> list[str]:
    """Return where an item was found, relative to the site."""
    value: Any = component.value(fact) or []
    found = next(i for i in value if all(i.get(k) == v for k, v in item.items()))
    return [f"{o['source']}:{o['place']}".removeprefix("site/") for o in found["origins"]]


def version(component: Component) -> tuple[str | None, str | None]:
    """Return the ends of the PHP version's interval."""
    value: Any = component.value("php.version") or {}
    return value.get("min"), value.get("max")
