"""Annotations that replace pods when their settings change.

Files mounted by subPath are never refreshed. Those that are read only while an empty volume is set
up do not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from generators.objects.scope import Scope
from generators.objects.secret import CREATE
from generators.tree import Call, ChartOnly, Joined, Leaf, Node, When, setting, values, why
from migrate.model.plan import PlannedFile


def checksums(scope: Scope) -> dict[str, Node]:
    """Return a checksum of the ConfigMaps, one of the Secrets' templates, one of their values."""
    files = [file for file in scope.workload.files if file.lasting]
    config = [file for file in files if not file.secret]
    secret = [file for file in files if file.secret]
    found: dict[str, Node] = {}
    if config:
        call = Call(_included("configmap", config), _digest(config))
        found["checksum/config"] = Joined((call,), why("manifests.why.checksum"))
    if secret:
        found["checksum/settings"] = Leaf(_digest(secret), why("manifests.why.checksum_settings"))
        found["checksum/secrets"] = ChartOnly(_of_values(secret))
    return found


def _of_values(files: Sequence[PlannedFile]) -> When:
    call = Call(_included("secret", files), "")
    node = Joined((call,), why("manifests.why.checksum_settings"))
    return When(values(CREATE), node, (setting(CREATE, "secrets_create", False),))


def _included(kind: str, files: Sequence[PlannedFile]) -> str:
    names = dict.fromkeys(file.object_name for file in files)
    templates = " ".join(
        f'(include (print $.Template.BasePath "/{kind}-{name}.yaml") .)' for name in names
    )
    return f"print {templates} | sha256sum"


def _digest(files: Iterable[PlannedFile]) -> str:
    texts = (f"{file.mount_path}\n{file.text}" for file in files)
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
