"""Small Java applications written in tests, packed and read as users hand them over."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from migrate.model.facts import Component
from migrate.pipeline import read_paths

Files = Mapping[str, str | bytes]
_MANIFEST = {"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n", "WEB-INF/x.txt": "x"}


def read_war(files: Files, beside: Files | None = None) -> Component:
    """Read a WAR, with the files that were handed over beside it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "shop")
        place.mkdir()
        with zipfile.ZipFile(place / "shop.war", "w") as packed:
            for name, content in {**_MANIFEST, **files}.items():
                packed.writestr(name, content)
        for name, content in (beside or {}).items():
            data = content.encode() if isinstance(content, str) else content
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
        found = read_paths([place], Path(folder)).components
    wars = [component for component in found if component.kind == "java-war"]
    assert len(wars) == 1, [(c.id, c.kind) for c in found]
    return wars[0]


def read_folder(path: Path) -> Component:
    """Read an exploded application."""
    (found,) = read_paths([path], path.parent).components
    return found


def items(component: Component, fact: str, *keys: str) -> list[Any]:
    """Return the items of a list fact: one key's values, or tuples of several keys'."""
    value: Any = component.value(fact) or []
    if len(keys) == 1:
        return [item[keys[0]] for item in value]
    return [tuple(item[key] for key in keys) for item in value]


def item(component: Component, fact: str, **known: object) -> dict[str, Any]:
    """Return the only item of a list fact that has some values; its origins as `places`."""
    value: Any = component.value(fact) or []
    fitting = [one for one in value if all(one.get(k) == v for k, v in known.items())]
    assert len(fitting) == 1, value
    places = [origin["place"] for origin in fitting[0]["origins"]]
    return {**fitting[0], "places": places}


def places(component: Component, fact: str) -> list[str]:
    """Return the places of a fact."""
    return [origin.place for origin in component.facts[fact].origins]
