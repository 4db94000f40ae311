"""Typed reading of knowledge/java_contents.yaml."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from migrate import knowledge


class JavaContents(Struct, frozen=True):
    """What names in descriptors, configuration and code of Java applications stand for."""

    servlets: dict[str, str]
    harmless_filters: str
    resource_kinds: dict[str, str]
    session_managers: dict[str, str]
    host_folders: tuple[str, ...]
    written_keys: str
    holds: dict[str, str]
    file_appenders: str
    network_appenders: dict[str, str]
    font_libraries: dict[str, str]
    fonts: tuple[str, ...]
    timers: dict[str, tuple[str, ...]]
    trigger_builders: dict[str, tuple[str, ...]]
    connection_beans: dict[str, str]
    guard_builders: tuple[str, ...]
    guard_calls: dict[str, tuple[str, ...]]
    no_stereotypes: tuple[str, ...]

    def guards(self, owner: str, name: str) -> bool:
        """Tell whether a call may put a path into a chain of filters."""
        return name in self.guard_calls.get(owner, ())

    def writing_key(self, key: str) -> bool:
        """Tell whether a key names a place that is written to."""
        return re.search(self.written_keys, key, re.I) is not None


@functools.cache
def java_contents() -> JavaContents:
    """Return the tables."""
    return knowledge.load("java_contents.yaml", JavaContents)
