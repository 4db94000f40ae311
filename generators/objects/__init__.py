"""Kubernetes objects as trees, one file per kind; plain manifests and charts share them."""

from __future__ import annotations

from generators.objects.build import Built, objects

__all__ = ["Built", "objects"]
