"""Charts for tests: written to a folder and rendered with both Helms."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import helm_python
import pytest
import testbed
import yaml

from generators import manifests
from generators.helm.values_tree import collect, walk
from generators.objects import objects
from generators.tree import Setting
from migrate import pipeline
from migrate.deploy import secrets as secret_values
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan
from tests.conftest import make_workspace

Manifest = dict[str, Any]
Render = Callable[[Path, Mapping[str, Any]], list[Manifest]]
SYSTEMS = ("database", "portal", "score-record")


def write(artifacts: tuple[Artifact, ...], folder: Path) -> Path:
    for artifact in artifacts:
        file = folder / artifact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(artifact.text, "utf-8")
    return folder


def make_plan(folder: Path, **answers: str) -> MigrationPlan:
    return pipeline.plan(make_workspace(folder / "w", **answers))[1]


def helm4(chart: Path, values: Mapping[str, Any]) -> list[Manifest]:
    loaded = helm_python.chart.Chart.load(str(chart))
    files = loaded.render(dict(values), name=chart.name, namespace=chart.name)
    texts = [text for name, text in sorted(files.items()) if name.endswith(".yaml")]
    return [o for text in texts for o in yaml.safe_load_all(text) if o]


def helm3(chart: Path, values: Mapping[str, Any]) -> list[Manifest]:
    binary = testbed.require(testbed.helm3)
    done = subprocess.run(
        [str(binary), "template", chart.name, str(chart), "-n", chart.name, "-f", "-"],
        input=_json(values), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [o for o in yaml.safe_load_all(done.stdout) if o]


def _json(values: Mapping[str, Any]) -> str:
    """Return JSON that a YAML reader takes too: it knows no pairs of surrogates."""
    written = json.dumps(values, ensure_ascii=False)
    return "".join(c if c.isprintable() or ord(c) > 0xFFFF else f"\\u{ord(c):04x}" for c in written)


both_helms = pytest.mark.parametrize("render", [helm3, helm4], ids=["helm3", "helm4"])


def named(found: list[Manifest]) -> dict[tuple[str, str], Manifest]:
    """Return the objects by kind and name, without what only one of the two forms has."""
    result = {}
    for manifest in found:
        if manifest["kind"] == "Namespace" or "helm.sh/hook" in annotations(manifest):
            continue
        result[manifest["kind"], manifest["metadata"]["name"]] = stripped(manifest)
    return result


def annotations(manifest: Manifest) -> Manifest:
    return manifest["metadata"].get("annotations") or {}


def stripped(node: Any) -> Any:
    if isinstance(node, dict):
        dropped = ("helm.sh/chart", "app.kubernetes.io/managed-by", "checksum/")
        kept = {key: stripped(child) for key, child in node.items() if not key.startswith(dropped)}
        return {k: v for k, v in kept.items() if k != "annotations" or v}
    if isinstance(node, list):
        return [stripped(child) for child in node]
    return node


def plain(plan: MigrationPlan, system: str) -> list[Manifest]:
    """Return a system's plain manifests."""
    return loaded(plan, f"manifests/{system}/")


def secrets(plan: MigrationPlan, system: str, given: Mapping[str, str]) -> list[Manifest]:
    """Return a system's Secrets, filled in."""
    found = loaded(plan, f"secrets/{system}/")
    for manifest in found:
        texts = manifest["stringData"].items()
        manifest["stringData"] = {k: secret_values.fill(v, given) for k, v in texts}
    return found


def loaded(plan: MigrationPlan, start: str) -> list[Manifest]:
    return [yaml.safe_load(a.text) for a in manifests.generate(plan) if a.path.startswith(start)]


def keys(plan: MigrationPlan, system: str) -> Iterator[tuple[str, str]]:
    for setting in settings(plan, system):
        if setting.path[0] == "secrets" and setting.path[1] != "create":
            yield setting.path[1], setting.doc.params["id"]


def settings(plan: MigrationPlan, system: str) -> list[Setting]:
    target = next(s for s in plan.systems if s.id == system)
    built = [b for b in objects(plan, target) if b.kind != "Namespace"]
    return list(walk(collect(built)))
