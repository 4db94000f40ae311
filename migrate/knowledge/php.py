"""Typed reading of knowledge/php.yaml."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate import knowledge


class Framework(Struct, frozen=True):
    """A framework and the files that give it away, all of them."""

    name: str
    files: tuple[str, ...]


class PhpKnowledge(Struct, frozen=True):
    """What functions and classes tell."""

    extensions: dict[str, tuple[str, ...]]
    classes: dict[str, str]
    pdo_drivers: dict[str, str]
    since: dict[str, str]
    until: dict[str, str]
    writes: tuple[str, ...]
    frameworks: tuple[Framework, ...]


@functools.cache
def php_knowledge() -> PhpKnowledge:
    """Return the tables."""
    return knowledge.load("php.yaml", PhpKnowledge)
