"""What the toolkit says of each sample, and `python -m tests.accept`, which writes it down.

`samples/<case>/expected` is the specification: a change of output shows as a diff of these files.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from migrate import pipeline, published
from migrate.workspace import Workspace

ROOT = Path(__file__).parent.parent
AS_OF = "2026-06-30"
LANGUAGE = "zh"
CATALOGUES = {"official": "", "debian": "images/"}
"""Catalogue → the part of out/ that is kept; manifests differ in names of images alone."""


def cases() -> list[Path]:
    """Return the samples, sorted."""
    return sorted(path.parent for path in (ROOT / "samples").glob("*/input"))


def said(case: Path, scratch: Path) -> Mapping[str, bytes]:
    """Return everything that is said of a sample, by path below expected/."""
    found: dict[str, bytes] = {}
    for catalogue, part in CATALOGUES.items():
        root = scratch / catalogue
        workspace = Workspace.create(root, LANGUAGE, AS_OF, case / "input")
        workspace.decide({"catalogue": catalogue})
        outcome = pipeline.run(workspace, ())
        if not part:
            found.update(_values(outcome))
        for path in pipeline.generated_files(workspace):
            if path.startswith(part):
                found[f"{catalogue}/{path}"] = (workspace.out / path).read_bytes()
    return found


def _values(outcome: pipeline.Outcome) -> dict[str, bytes]:
    estate = outcome.estate
    findings = pipeline.findings_of(estate.reading, AS_OF)
    values: dict[str, msgspec.Struct] = {
        "read.json": published.reading(estate.reading, findings, LANGUAGE),
        "graph.json": published.graph(estate.inventory, estate.topology, LANGUAGE),
        "assess.json": published.assessment(estate.assessment, LANGUAGE),
        "check.json": published.check_report(outcome.check, LANGUAGE),
    }
    return {name: f"{published.to_json(value)}\n".encode() for name, value in values.items()}


def accept() -> None:
    """Write expected/ anew."""
    for case in cases():
        expected = case / "expected"
        with tempfile.TemporaryDirectory() as scratch:
            files = said(case, Path(scratch))
        shutil.rmtree(expected, ignore_errors=True)
        for path, data in files.items():
            file = expected / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        print(f"{case.name}: {len(files)} files; look at the diff")


if __name__ == "__main__":
    accept()
