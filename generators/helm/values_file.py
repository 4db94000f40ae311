"""values.yaml: every setting with its default and what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from generators.helm.values_tree import Values
from generators.naming import root
from generators.tree import Setting
from generators.writer import STEP, Line, Writer, below
from migrate import text
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan, TargetSystem


def values_file(plan: MigrationPlan, system: TargetSystem, settings: Values) -> Artifact:
    """Return values.yaml of a system's chart."""
    titles = {root(w): f"{w.name} ({w.id})" for w in plan.of_system(system.id)}
    head = text.say(plan.language, "helm.values.head", {"system": system.name})
    lines = [Line(f"# {line}".rstrip()) for line in head.splitlines()]
    for key, child in settings.items():
        lines.append(Line(""))
        if key in titles:
            lines.append(Line(f"# ---- {' '.join(titles[key].split())} ----"))
        lines.extend(_entry(key, child, 0, "", plan.language))
    reasons = {line.pointer: line.reason for line in lines if line.reason}
    body = "\n".join([*(line.text for line in lines), ""])
    return Artifact(f"charts/{system.id}/values.yaml", body, reasons)


def _entry(
    key: str, node: Values | Setting, indent: int, pointer: str, language: str
) -> Iterator[Line]:
    space, place = " " * indent, below(pointer, key)
    if isinstance(node, Setting):
        said = text.say(language, node.doc.id, node.doc.params)
        for number, line in enumerate(said.splitlines()):
            yield Line(f"{space}# {line}" if number else f"{space}# {key}: {line}")
        yield from Writer().entry(f"{key}:", node.default, indent, place)  # type: ignore[arg-type]
        return
    yield Line(f"{space}{key}:")
    for name, child in node.items():
        yield from _entry(name, child, indent + STEP, place, language)
