"""Renders the recipe of every workload, with the files that its Dockerfile copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generators.dockerfile import base_image, lines, values
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan, Workload
from migrate.render import render

HELPERS: Mapping[str, tuple[str, ...]] = {
    "tomcat-official": ("server.xml", "logging.properties"),
    "tomcat-debian": ("server.xml", "logging.properties"),
    "php-apache-official": ("apache.conf", "ports.conf", "php.ini"),
    "php-apache-debian": ("apache.conf", "ports.conf", "php.ini"),
    "mysql-official": (),
    "mariadb-debian": ("entrypoint.sh",),
}
"""Recipe → the files that its Dockerfile copies from beside it."""


def generate(plan: MigrationPlan) -> tuple[Artifact, ...]:
    """Return the files below images/, sorted by path."""
    made = [file for workload in plan.workloads for file in _of_workload(workload, plan)]
    made.extend(base_image.generate(plan))
    return tuple(sorted(made, key=lambda artifact: artifact.path))


def _of_workload(workload: Workload, plan: MigrationPlan) -> Iterator[Artifact]:
    recipe, folder = workload.image.recipe, f"images/{workload.id}"
    text = _render(f"{recipe}.Dockerfile", {"image": values.image_values(workload, plan)})
    yield Artifact(f"{folder}/Dockerfile", text, lines.reasons(text, workload))
    ignored = _render("dockerignore", values.ignore_values(workload))
    yield Artifact(f"{folder}/Dockerfile.dockerignore", ignored)
    for name in HELPERS[recipe]:
        helper = _render(name, values.helper_values(workload))
        reasons = lines.helper_reasons(helper, workload)
        yield Artifact(f"{folder}/{name}", helper, reasons, executable=name.endswith(".sh"))


def _render(template: str, given: Mapping[str, object]) -> str:
    return render("generators.dockerfile", f"{template}.j2", given)
