"""A migration plan goes in; plain manifests, one object per file, come out."""

from __future__ import annotations

from generators.manifests.generator import generate

__all__ = ["generate"]
