"""A migration plan goes in; Dockerfiles and the files beside them come out."""

from __future__ import annotations

from generators.dockerfile.generator import generate

__all__ = ["generate"]
