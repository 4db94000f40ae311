"""values.schema.json: what values a chart accepts.

A misspelt name, a wrong type and a missing value are refused. Maps that users fill hold texts.
"""

from __future__ import annotations

import json

from generators.helm.values_tree import Values
from generators.tree import Leaf, Setting
from migrate.model.artifact import Artifact
from migrate.model.plan import TargetSystem

_DRAFT = "http://json-schema.org/draft-07/schema#"


def schema_file(system: TargetSystem, settings: Values) -> Artifact:
    """Return values.schema.json of a system's chart."""
    schema = {"$schema": _DRAFT, "title": system.id, **_map(settings)}
    # Helm hands the values of a parent chart on under this key.
    schema["properties"]["global"] = {"type": "object"}  # type: ignore[index]
    body = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return Artifact(f"charts/{system.id}/values.schema.json", body)


def _map(settings: Values) -> dict[str, object]:
    properties = {
        key: _setting(child) if isinstance(child, Setting) else _map(child)
        for key, child in settings.items()
    }
    # Every value has a default, so this refuses only the null that would take one away.
    needed = [key for key, child in properties.items() if isinstance(child["type"], str)]
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _setting(setting: Setting) -> dict[str, object]:
    default = setting.default
    if isinstance(default, list):
        items = [item for item in default if isinstance(item, Leaf)]
        return {"type": ["array", "null"], **({"items": _scalar(items[0])} if items else {})}
    if isinstance(default, dict):
        texts = {"additionalProperties": {"type": "string"}} if setting.free else {}
        return {"type": ["object", "null"], **texts}
    return _scalar(default)


def _scalar(leaf: Leaf) -> dict[str, object]:
    if isinstance(leaf.value, bool):
        return {"type": "boolean"}
    if isinstance(leaf.value, int):
        return {"type": "integer", "minimum": 0}
    return {"type": "string"}
