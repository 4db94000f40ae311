"""Writes every object of every system, and the list of secrets that a person must provide."""

from __future__ import annotations

from collections.abc import Iterator

from generators.manifests.secrets_template import secrets_template
from generators.objects import Built, objects
from generators.tree import resolve
from generators.writer import artifact
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan, TargetSystem


def generate(plan: MigrationPlan) -> tuple[Artifact, ...]:
    """Return the files below manifests/, and the secrets template."""
    made = [file for system in plan.systems for file in _of_system(plan, system)]
    return (*made, *secrets_template(plan))


def _of_system(plan: MigrationPlan, system: TargetSystem) -> Iterator[Artifact]:
    for built in objects(plan, system):
        yield _manifest(system, built)


def _manifest(system: TargetSystem, built: Built) -> Artifact:
    plain = resolve(built.node)
    if plain is None:
        raise ValueError(f"{built.file}: an object needs a plain reading")
    return artifact(f"manifests/{system.id}/{built.file}", plain)
