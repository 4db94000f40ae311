"""Sizes as people and servers write them, as bytes and as Kubernetes quantities."""

from __future__ import annotations

import math
import re

_MIB = 1 << 20
_UNITS = {"": 1, "b": 1, "k": 1 << 10, "m": _MIB, "g": 1 << 30, "t": 1 << 40}
_SIZE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?\s*$", re.IGNORECASE)


def to_bytes(text: object) -> int | None:
    """Return a size such as `512m`, `2G`, `64M` or `1048576` in bytes; None when it is none."""
    found = _SIZE.match(str(text))
    return int(float(found[1]) * _UNITS[found[2].lower()]) if found else None


def mib(size: float, step: int) -> int:
    """Return bytes as MiB, rounded up to a step."""
    return math.ceil(size / _MIB / step) * step


def gib(size: float, step: int) -> int:
    """Return bytes as GiB, rounded up to a step."""
    return max(step, math.ceil(size / (1 << 30) / step) * step)


def memory(size_mib: int) -> str:
    """Return MiB as a Kubernetes quantity."""
    return f"{size_mib // 1024}Gi" if size_mib % 1024 == 0 else f"{size_mib}Mi"


def cpu(millis: int) -> str:
    """Return thousandths of a core as a Kubernetes quantity."""
    return str(millis // 1000) if millis % 1000 == 0 else f"{millis}m"
