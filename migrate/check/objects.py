"""Which objects there are, and which keys ConfigMaps and Secrets hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from migrate.check.files import Files

_FIELDS = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}


class Objects:
    """The objects of all manifests, to be looked up."""

    def __init__(self, files: Files) -> None:
        self._named = {(m.kind, m.namespace, m.name) for m in files.manifests}
        self._keys = {
            (m.kind, m.namespace, m.name): _keys(m.body, _FIELDS[m.kind])
            for m in files.of_kind(*_FIELDS)
        }

    def has(self, kind: str, namespace: str, name: str) -> bool:
        """Tell whether there is such an object."""
        return (kind, namespace, name) in self._named

    def keys(self, kind: str, namespace: str, name: str) -> frozenset[str] | None:
        """Return what a ConfigMap or Secret holds, None when there is none of the name."""
        return self._keys.get((kind, namespace, name))


def _keys(body: Mapping[str, Any], fields: tuple[str, ...]) -> frozenset[str]:
    found = (body.get(field) for field in fields)
    return frozenset(str(key) for held in found if isinstance(held, Mapping) for key in held)
