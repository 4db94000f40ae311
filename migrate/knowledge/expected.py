"""Typed reading of knowledge/expected.yaml."""

from __future__ import annotations

import functools

from migrate import knowledge


def expected_facts(kind: str) -> tuple[str, ...]:
    """Return the facts a component of a kind should have; none for a kind nobody described."""
    return _table().get(kind, ())


@functools.cache
def _table() -> dict[str, tuple[str, ...]]:
    return knowledge.load("expected.yaml", dict[str, tuple[str, ...]])
