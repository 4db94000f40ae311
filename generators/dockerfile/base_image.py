"""The script that makes the Debian base image, when a workload stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan
from migrate.render import render

BASE = "debian-base"


def generate(plan: MigrationPlan) -> Iterator[Artifact]:
    """Yield one script for each Debian suite that an image is based on."""
    bases = {w.image.base.value: w.image.base for w in plan.workloads}
    for reference in sorted(bases):
        name, _, suite = reference.partition(":")
        if name == BASE:
            values = {"reference": reference, "suite": suite, "name": name}
            text = render("generators.dockerfile", "build.sh.j2", values)
            line = 1 + text[: text.index("suite=")].count("\n")
            reasons = {f"L{line}": bases[reference].reason}
            yield Artifact(f"images/{BASE}/build.sh", text, reasons, executable=True)
