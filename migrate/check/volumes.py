"""What the volumes of a pod are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from migrate.check.pods import maps

_SOURCES = (
    ("configMap", "ConfigMap", "name"),
    ("secret", "Secret", "secretName"),
    ("persistentVolumeClaim", "PersistentVolumeClaim", "claimName"),
)
_PROJECTED = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "name"))


class Source(Struct, frozen=True):
    """An object that a volume is made from."""

    place: str
    """Below the volume: `/secret`."""
    key: str
    """The field that holds the object's name."""
    kind: str
    name: str
    items: Sequence[Mapping[str, Any]]
    optional: bool


def sources(volume: Mapping[str, Any]) -> Iterator[Source]:
    """Yield every object that a volume is made from."""
    yield from _of(volume, "", _SOURCES)
    projected = volume.get("projected")
    if isinstance(projected, Mapping):
        for number, part in enumerate(maps(projected.get("sources"))):
            yield from _of(part, f"/projected/sources/{number}", _PROJECTED)


def _of(
    holder: Mapping[str, Any], place: str, fields: tuple[tuple[str, str, str], ...]
) -> Iterator[Source]:
    for field, kind, key in fields:
        found = holder.get(field)
        if isinstance(found, Mapping):
            yield Source(
                f"{place}/{field}", key, kind, str(found.get(key)), maps(found.get("items")),
                bool(found.get("optional")),
            )  # fmt: skip


def is_known(volume: Mapping[str, Any]) -> bool:
    """Tell whether ConfigMaps and Secrets are all that a volume is made from."""
    projected = volume.get("projected")
    if not isinstance(projected, Mapping):
        return "configMap" in volume or "secret" in volume
    parts = maps(projected.get("sources"))
    return all("configMap" in part or "secret" in part for part in parts)
