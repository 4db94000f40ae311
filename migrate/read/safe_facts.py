"""What a reader says as a fact goes in; the same without any secret comes out.

Readers mask where they know best; this is the last line, for what none of them thought of.
"""

from __future__ import annotations

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Plain
from migrate.read import leaks

_DEEPEST = 20
_SHORTEST = 4
"""Nothing shorter is a secret together with the word that names it."""


def without_secrets(value: Plain, depth: int = 0) -> Plain:
    """Return a JSON-shaped value with every secret in its strings masked.

    Where an item has a name and a value, the name may tell that the value is one.
    """
    if isinstance(value, str):
        return leaks.masked(value) if len(value) >= _SHORTEST else value
    if depth > _DEEPEST:
        return value
    if isinstance(value, list):
        return [without_secrets(each, depth + 1) for each in value]
    if isinstance(value, dict):
        safe = {key: without_secrets(each, depth + 1) for key, each in value.items()}
        return {**safe, "value": leaks.MASK} if _tells_secret(safe) else safe
    return value


def _tells_secret(item: dict[str, Plain]) -> bool:
    name, value = item.get("name"), item.get("value")
    return (
        isinstance(name, str)
        and isinstance(value, str)
        and value != ""
        and not leaks.is_placeholder(value)
        and setting_keys().is_secret(name, value)
    )
