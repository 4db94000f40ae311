"""Writes every object of every system, and the list of secrets that a person must provide.

Secrets hold placeholders and lie in a folder of their own: whoever applies manifests/ as it is
must not make passwords of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generators.manifests.secrets_template import secrets_template
from generators.objects import Built, objects
from generators.tree import resolve
from generators.writer import artifact
from migrate import text
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan, TargetSystem


def generate(plan: MigrationPlan) -> tuple[Artifact, ...]:
    """Return the files below manifests/ and secrets/, and the secrets template."""
    made = [file for system in plan.systems for file in _of_system(plan, system)]
    return (*made, *secrets_template(plan))


def _of_system(plan: MigrationPlan, system: TargetSystem) -> Iterator[Artifact]:
    for built in objects(plan, system):
        if built.kind == "Secret":
            head = text.say(plan.language, "manifests.secrets.object")
            yield _written(f"secrets/{system.id}/{built.file}", built, head.splitlines())
        else:
            yield _written(f"manifests/{system.id}/{built.file}", built)


def _written(path: str, built: Built, comment: Sequence[str] = ()) -> Artifact:
    plain = resolve(built.node)
    if plain is None:
        raise ValueError(f"{built.file}: an object needs a plain reading")
    return artifact(path, plain, comment)
