"""image-settings.yaml as typed values: what servers in containers take from their start."""

from __future__ import annotations

import functools
from typing import Literal

from msgspec import Struct

from migrate.knowledge import load

Takes = Literal[
    "text", "number", "flag", "log", "size", "size_1000", "heap", "constant", "port", "listeners",
    "advertised", "hosts", "seeds", "ensemble", "voters", "source",
]  # fmt: skip


class ImageSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """What one variable or option tells, whichever of the names it has."""

    names: tuple[str, ...]
    takes: Takes
    fact: str = ""
    value: str | bool | dict[str, str | bool | None] | None = None
    when: str = ""
    image: str = ""
    unless: str = ""
    protocol: str = ""
    port: int = 0
    port_from: tuple[str, ...] = ()


@functools.cache
def image_settings() -> dict[str, tuple[ImageSetting, ...]]:
    """Return the settings of every kind.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("image-settings.yaml", dict[str, tuple[ImageSetting, ...]])
