"""container-images.yaml as typed values: what an image's name and tag tell."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import load


class Runtime(Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that the tag of an image tells of the application built on it."""

    image: tuple[str, ...]
    fact: str
    pattern: str


class ContainerImages(Struct, frozen=True, forbid_unknown_fields=True):
    """What images are."""

    kinds: dict[str, tuple[str, ...]]
    own_versions: tuple[str, ...]
    """Images whose tags tell a version of their own, not that of the kind."""
    versions: dict[str, str]
    """Kind → the fact that the tag of its image tells."""
    runtimes: tuple[Runtime, ...]

    def kind(self, name: str) -> str:
        """Return the kind of component that an image of a name is, empty when it is not known."""
        return next((kind for kind, names in self.kinds.items() if name in names), "")


@functools.cache
def container_images() -> ContainerImages:
    """Return the tables.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("container-images.yaml", ContainerImages)
