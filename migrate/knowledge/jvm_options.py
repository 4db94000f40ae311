"""jvm-options.yaml as a typed value: what becomes of old JVM options."""

from __future__ import annotations

import functools
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.knowledge import load

Fate: TypeAlias = Literal["kept", "heap", "gone", "pointless", "file", "agent"]


class JvmOption(Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """One option, by how it begins."""

    prefix: str
    becomes: Fate
    since: int = 0
    """The Java version from which it is gone."""


class JvmOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """The table."""

    options: tuple[JvmOption, ...]
    added: tuple[str, ...]
    own_addresses: str
    """Pattern of options and variables that say where the server itself is, parts joined by `_`."""

    def fate(self, option: str, java: int) -> Fate:
        """Return what becomes of an option on a Java version."""
        for known in self.options:
            if option.startswith(known.prefix) and (known.becomes != "gone" or java >= known.since):
                return known.becomes
        return "kept"


@functools.cache
def jvm_options() -> JvmOptions:
    """Return the table.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("jvm-options.yaml", JvmOptions)
