"""From a migration plan to files: object trees, Dockerfiles, manifests and charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from generators import dockerfile, helm, manifests
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan

Generator: TypeAlias = Callable[[MigrationPlan], tuple[Artifact, ...]]

GENERATORS: tuple[Generator, ...] = (dockerfile.generate, manifests.generate, helm.generate)
"""Every generator. Each takes a plan and returns the files of its own folder of out/."""


def generate(plan: MigrationPlan) -> tuple[Artifact, ...]:
    """Return every file made from a plan, sorted by path."""
    made = (artifact for generator in GENERATORS for artifact in generator(plan))
    return tuple(sorted(made, key=lambda artifact: artifact.path))
