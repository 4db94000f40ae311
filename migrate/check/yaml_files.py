"""Text goes in; YAML documents come out, or the line where it is none."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml
from msgspec import Struct

_MOST_ALIASES = 20
"""A few are harmless; nested ones grow without bounds when they are written out."""
_DEEPEST = 100


class Broken(Struct, frozen=True):
    """Why a text is not taken for YAML."""

    text: str
    """Text id."""
    detail: str
    line: int = 0


class _Loader(yaml.CSafeLoader):
    """Refuses keys that are given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build a map; the second of two equal keys would silently win."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key.value!r} is given twice", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def documents(text: str) -> list[object] | Broken:
    """Return the documents of a YAML file."""
    try:
        suspicious = _suspicious(text)
        return suspicious or list(yaml.load_all(text, Loader=_Loader))
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        detail = str(getattr(wrong, "problem", None) or wrong).splitlines()[0]
        return Broken("check.not_yaml", detail, mark.line + 1 if mark else 0)
    except (ValueError, RecursionError) as wrong:
        return Broken("check.not_yaml", str(wrong).splitlines()[0])


def _suspicious(text: str) -> Broken | None:
    """Refuse what would grow without bounds before it is built."""
    depth = aliases = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        if depth > _DEEPEST or aliases > _MOST_ALIASES:
            text = "check.too_deep" if depth > _DEEPEST else "check.too_many_aliases"
            mark = event.start_mark
            return Broken(text, "", mark.line + 1 if mark else 0)
    return None
