"""Kubernetes objects as trees, one file per kind; plain manifests and charts share them."""
