"""Settings without secrets: one ConfigMap for each group of files that are mounted together."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from generators.objects.content import leaf
from generators.objects.scope import Scope, own
from generators.tree import Leaf, Node
from migrate.model.plan import PlannedFile


def build(scope: Scope) -> Iterator[Node]:
    """Yield the ConfigMaps of a workload."""
    for name in scope.workload.config_objects:
        files = [f for f in scope.workload.files if f.object_name == name and not f.secret]
        texts: dict[str, Node] = {f.key: leaf(f) for f in files if _is_text(f)}
        others: dict[str, Node] = {f.key: _encoded(f) for f in files if not _is_text(f)}
        yield {
            **own(scope, "ConfigMap", Leaf(name, scope.house)),
            **({"data": texts} if texts else {}),
            **({"binaryData": others} if others else {}),
        }


def _is_text(file: PlannedFile) -> bool:
    """A ConfigMap's text is UTF-8; a file in another encoding travels as bytes."""
    return file.encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def _encoded(file: PlannedFile) -> Leaf:
    data = file.text.encode(file.encoding, errors="strict")
    return Leaf(base64.b64encode(data).decode(), file.reason)
