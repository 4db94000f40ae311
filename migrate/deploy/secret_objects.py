"""Secret templates, the live Secrets and the values people gave go in; what to send comes out.

A template is never applied over a live Secret: it would replace the secret by its placeholder.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from migrate.deploy import secrets
from migrate.deploy.manifests import Manifest


class Lacking(Struct, frozen=True):
    """A Secret that cannot be made: its keys, and the ids of the values they lack."""

    manifest: Manifest
    keys: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        """Return `portal/portal-settings: settings.php (mysql-master.portal)`."""
        keys = ", ".join(f"{key} ({', '.join(ids)})" for key, ids in sorted(self.keys.items()))
        return f"{self.manifest.namespace}/{self.manifest.name}: {keys}"


class Kept(Struct, frozen=True):
    """A template whose live Secret stays as it is."""

    manifest: Manifest
    stale: tuple[str, ...] = ()
    """Keys whose text has changed apart from the secrets in it."""


def is_template(manifest: Manifest) -> bool:
    """Tell whether an object is a Secret with placeholders."""
    return manifest.kind == "Secret" and any(_needs(manifest).values())


def settle(
    template: Manifest, live: Mapping[str, Any] | None, values: Mapping[str, str]
) -> Manifest | Kept | Lacking:
    """Return the filled Secret, or why there is none."""
    needs = _needs(template)
    lacking = {key: tuple(each for each in ids if each not in values) for key, ids in needs.items()}
    if not any(lacking.values()):
        return _filled(template, values)
    known = set((live or {}).get("data") or {})
    absent = {key: lacking[key] or needs[key] for key in needs if key not in known}
    if live is not None and not absent:
        return Kept(template, tuple(_stale(template, live)))
    return Lacking(template, {key: ids for key, ids in absent.items() if ids})


def _stale(template: Manifest, live: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of a live Secret that no values could have made from the template."""
    data = live.get("data") or {}
    for key, text in (template.body.get("stringData") or {}).items():
        held = base64.b64decode(str(data.get(key, ""))).decode("utf-8", errors="replace")
        if not secrets.could_be(held, str(text)):
            yield str(key)


def _needs(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    texts = manifest.body.get("stringData") or {}
    return {str(key): secrets.needed(str(text)) for key, text in texts.items()}


def _filled(template: Manifest, values: Mapping[str, str]) -> Manifest:
    """Return the Secret with `data` only: stringData would hide who owns which key."""
    body = {key: value for key, value in template.body.items() if key != "stringData"}
    data = dict(body.get("data") or {})
    for key, text in (template.body.get("stringData") or {}).items():
        data[key] = base64.b64encode(secrets.fill(str(text), values).encode()).decode()
    return Manifest(template.path, {**body, "data": data})
