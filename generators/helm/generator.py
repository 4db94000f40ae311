"""Writes the chart of each system from the trees that its plain manifests are written from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from generators.helm.connection_test import connection_tests
from generators.helm.schema_file import schema_file
from generators.helm.values_file import values_file
from generators.helm.values_tree import collect, walk
from generators.helm.writer import ChartWriter
from generators.objects import Built, objects
from generators.tree import Leaf, Setting, data
from migrate import text
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan, TargetSystem, Workload
from migrate.render import render

_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")


def generate(plan: MigrationPlan) -> tuple[Artifact, ...]:
    """Return the files below charts/."""
    return tuple(file for system in plan.systems for file in _chart(plan, system))


def _chart(plan: MigrationPlan, system: TargetSystem) -> Iterator[Artifact]:
    built = [one for one in objects(plan, system) if one.kind != "Namespace"]
    built.extend(connection_tests(plan, system))
    settings = collect(built)
    yield _chart_yaml(plan, system)
    yield values_file(plan, system, settings)
    yield schema_file(system, settings)
    for one in built:
        yield _template(system, one)
    folder, given = f"charts/{system.id}", _given(plan, system)
    yield Artifact(f"{folder}/templates/_helpers.tpl", _render("helpers.tpl", given))
    yield Artifact(f"{folder}/templates/NOTES.txt", _render("notes.txt", given))
    yield Artifact(f"{folder}/.helmignore", _render("helmignore", given))
    rows = [_row(setting, plan.language) for setting in walk(settings)]
    yield Artifact(f"{folder}/README.md", _render("readme.md", {**given, "rows": rows}))


def _template(system: TargetSystem, built: Built) -> Artifact:
    lines = list(ChartWriter().document(built.node))
    reasons = {f"L{n}": line.reason for n, line in enumerate(lines, 1) if line.reason}
    body = "\n".join([*(line.text for line in lines), ""])
    return Artifact(f"charts/{system.id}/templates/{built.file}", body, reasons)


def _chart_yaml(plan: MigrationPlan, system: TargetSystem) -> Artifact:
    workloads = plan.of_system(system.id)
    values = {
        "name": json.dumps(system.id),
        "description": json.dumps(" ".join(system.name.split()), ensure_ascii=False),
        "version": version(plan.as_of),
        "app_version": json.dumps(workloads[0].image.tag.value),
        "kubernetes": json.dumps(plan.cluster.version.value),
    }
    return Artifact(f"charts/{system.id}/Chart.yaml", _render("chart.yaml", values))


def version(as_of: str) -> str:
    """Return the plan's date as a semantic version: 2026-06-30 becomes 2026.6.30."""
    found = _DATE.match(as_of)
    return ".".join(str(int(part)) for part in found.groups()) if found else "0.0.0"


def _given(plan: MigrationPlan, system: TargetSystem) -> dict[str, object]:
    workloads = plan.of_system(system.id)
    asked = {p.secret for w in workloads for f in w.files for p in f.parts if hasattr(p, "secret")}
    return {
        "chart": system.id,
        "namespace": system.namespace.value,
        "name": " ".join(system.name.split()),
        "kubernetes": plan.cluster.version.value,
        "say": _sayer(plan.language),
        "exposed": [_address(w) for w in workloads if w.exposure],
        "secrets": sorted(asked),
    }


def _sayer(language: str) -> object:
    return lambda name, **params: text.say(language, f"helm.{name}", params)


def _address(workload: Workload) -> str:
    exposure = workload.exposure
    host = exposure.hostname.value if exposure and exposure.hostname else "<host>"
    return f"http://{host}{exposure.path.value if exposure else '/'}"


def _row(setting: Setting, language: str) -> tuple[str, str, str]:
    said = text.say(language, setting.doc.id, setting.doc.params).replace("|", "\\|")
    return ".".join(setting.path), " ".join(said.split()), _short(setting)


def _short(setting: Setting) -> str:
    default = setting.default
    if not isinstance(default, Leaf):
        bare = data(default)
        return json.dumps(bare) if not bare else "…"
    return json.dumps(default.value, ensure_ascii=False).replace("|", "\\|")


def _render(template: str, given: Mapping[str, object]) -> str:
    return render("generators.helm", f"{template}.j2", given)
