"""Which item of a list was which before people put others between them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

_NAMES = ("name", "mountPath", "containerPort", "port", "key", "path", "protocol")
"""Fields that tell items of Kubernetes' lists apart."""


def aligned(now: Sequence[object], before: Sequence[object]) -> list[int | None]:
    """Return for each item now its number before, None for a new one.

    Items go by what names them; as many new as lost ones were renamed, in their order.
    """
    waiting: dict[bytes, list[int]] = {}
    for number, item in enumerate(before):
        waiting.setdefault(_identity(item), []).append(number)
    found: list[int | None] = [
        same.pop(0) if (same := waiting.get(_identity(item))) else None for item in now
    ]
    lost = sorted(number for numbers in waiting.values() for number in numbers)
    new = [number for number, was in enumerate(found) if was is None]
    if len(lost) == len(new):
        for number, was in zip(new, lost, strict=True):
            found[number] = was
    return found


def _identity(item: object) -> bytes:
    if isinstance(item, dict):
        named = [str(item[key]) for key in _NAMES if isinstance(item.get(key), str | int)]
        if named:
            return msgspec.json.encode(named)
    return msgspec.json.encode(item, order="sorted")
