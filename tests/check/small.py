"""A small estate of files, written for one test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from migrate.check import check
from migrate.model.artifact import CheckReport

NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"


def checked(root: Path, files: Mapping[str, str | bytes], version: str = "1.34") -> CheckReport:
    """Write files to out/ and check them, with the namespace `shop`."""
    for path, content in {"manifests/namespace.yaml": NAMESPACE, **files}.items():
        file = root / "out" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return check(root / "out", version)


def found(report: CheckReport, outcome: str = "failed") -> list[tuple[str, str]]:
    """Return place and text id of each result of one outcome."""
    return [(r.place, r.because.id) for r in report.results if r.outcome == outcome]
