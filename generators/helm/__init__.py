"""A migration plan goes in; a Helm chart for each system comes out."""

from __future__ import annotations

from generators.helm.generator import generate

__all__ = ["generate"]
