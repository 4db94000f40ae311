"""An image as it is written -> its parts, the kind of component it is, versions it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.container_images import container_images
from migrate.model.origin import Origin
from migrate.read.findings import Found

_VERSION = re.compile(r"v?(\d+(?:\.\d+){0,3})(?![\d.])")
_TAG_CONFIDENCE = 0.8
"""A tag is a name that people move; what runs may be older."""


class Image(Struct, frozen=True):
    """The parts of `registry.example.com:5000/base/mysql:5.7@sha256:…`."""

    written: str
    repository: str
    """Without tag and digest."""
    tag: str
    """Empty when none is written."""
    digest: str

    @property
    def name(self) -> str:
        """The last part of the repository: `mysql`."""
        return self.repository.rsplit("/", 1)[-1].lower()

    @property
    def kind(self) -> str:
        """The kind of component it is, empty when it is not known."""
        return container_images().kind(self.name)

    @property
    def version(self) -> str:
        """The version that the tag starts with, empty when it starts with none."""
        match = _VERSION.match(self.tag)
        return match[1] if match else ""

    def runtimes(self) -> Iterator[tuple[str, str]]:
        """Yield the facts that the tag tells of an application built on the image."""
        for runtime in container_images().runtimes:
            match = re.search(runtime.pattern, self.tag) if self.name in runtime.image else None
            if match:
                yield runtime.fact, match[1]


def parse(written: str) -> Image:
    """Return the parts of an image's name."""
    rest, _, digest = written.strip().partition("@")
    head, slash, last = rest.rpartition("/")
    last, _, tag = last.partition(":")
    return Image(written.strip(), f"{head}{slash}{last}", tag, digest)


def describe(image: Image, origin: Origin, found: Found) -> None:
    """Add what an image tells to the component that runs it."""
    found.fact("image", image.written, origin)
    if "$" in image.written:
        found.unknown("image.tag", "read.unknown.image.unset", image=image.written)
        return
    if image.tag:
        found.fact("image.tag", image.tag, origin)
    elif image.digest:
        found.unknown("image.tag", "read.unknown.image.digest")
    else:
        found.unknown("image.tag", "read.unknown.image.tag")
    if image.digest:
        found.fact("image.digest", image.digest, origin)
    found.kind = image.kind or found.kind
    known = container_images()
    version = known.versions.get(image.kind) if image.name not in known.own_versions else None
    if version and image.version:
        found.fact(version, image.version, origin, confidence=_TAG_CONFIDENCE)
