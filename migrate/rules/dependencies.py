"""The third-party libraries of a component -> the answers to `java.dependency`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from migrate.model.code import Library
from migrate.rules import patterns, versions
from migrate.rules.shape import Depends

_TOO_COMMON = {"api", "client", "common", "commons", "core", "main", "server", "util", "utils"}
"""Artifact ids that say nothing without their group."""


class Dependencies:
    """The libraries of one component, by name."""

    def __init__(self, libraries: Iterable[Library]) -> None:
        """Sort libraries by artifact."""
        self._by_artifact: defaultdict[str, list[Library]] = defaultdict(list)
        for library in libraries:
            self._by_artifact[library.name].append(library)

    def matching(self, asked: Depends) -> Iterator[Library]:
        """Return the libraries a question means."""
        for library in self._named(asked):
            if _within(library.version, asked):
                yield library

    def _named(self, asked: Depends) -> Iterator[Library]:
        if asked.name_regex:
            for libraries in self._by_artifact.values():
                for library in libraries:
                    if patterns.search(asked.name_regex, _full_name(library)):
                        yield library
            return
        for artifact in _artifacts(asked.name):
            for library in self._by_artifact.get(artifact, ()):
                group = asked.name[: -len(artifact) - 1]
                if library.group == group or _goes_without_group(library):
                    yield library


def _full_name(library: Library) -> str:
    return f"{library.group}.{library.name}" if library.group else library.name


def _artifacts(name: str) -> Iterator[str]:
    """Return what may be the artifact id in `group.artifact`: either may hold dots."""
    parts = name.split(".")
    for number in range(1, min(len(parts), 20)):
        yield ".".join(parts[number:])


def _goes_without_group(library: Library) -> bool:
    """Tell whether a library known by its file name alone may be meant."""
    return not library.group and library.name not in _TOO_COMMON


def _within(version: str, asked: Depends) -> bool:
    """Tell whether a version lies between the bounds, which count in; an unknown one does not."""
    too_old = versions.older(version, asked.lower) if asked.lower else False
    too_new = versions.older(asked.upper, version) if asked.upper else False
    return too_old is False and too_new is False
