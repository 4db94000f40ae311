"""A Helm chart goes in; what it says without being rendered comes out, and what it leaves open.

Charts of Helm 2 (apiVersion v1, requirements.yaml) and Helm 3 (apiVersion v2). Templates are text:
only what stands in them literally counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from migrate.knowledge.kubernetes_retired import retired
from migrate.read import leaks
from migrate.read.containers import document, image
from migrate.read.containers.chart_values import Values
from migrate.read.containers.document import NOTHING, Value
from migrate.read.containers.where import folder_of, own
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "helm-chart"
_SUBCHART = re.compile(r"(?:^|/)charts/[^/]+/$")
_OBJECT = re.compile(r"^(?P<key>apiVersion|kind):[ \t]*(?P<value>[\w./{}\-\" ]+?)[ \t]*$", re.M)
_TILLER = re.compile(r"tiller|\.Release\.Time|helm\.sh/hook:\s*crd-install|crd-install", re.I)
_DEEPEST = 12


def roots(tree: Tree) -> Sequence[str]:
    """Return the folders of charts; those that lie inside of a chart belong to it."""
    folders = [folder_of(e) for e in own(tree, ".yaml") if e.name == "Chart.yaml"]
    return [f for f in folders if not _SUBCHART.search(f) or not _inside(f, folders)]


def _inside(folder: str, folders: Sequence[str]) -> bool:
    return any(other != folder and folder.startswith(other) for other in folders)


def read(site: Site) -> Iterable[Found]:
    """Read one chart."""
    chart = site.tree.get("Chart.yaml")
    about = next(iter(document.documents(chart)), NOTHING) if chart else NOTHING
    if chart is None or not about.fields:
        return
    found = Found(about.said("name"))
    found.entries = tuple(_parts(site.tree))
    _about(about, found)
    values = Values(site.tree)
    found.entries = (*found.entries, *(e for e in values.files if "/" in e.path))
    off: list[str] = []
    for name in ("Chart.yaml", "requirements.yaml"):
        entry = site.tree.get(name)
        for value in document.documents(entry) if entry else ():
            off.extend(_dependencies(value, values, found))
    _images(values.effective(off), "", found, 0)
    values.add(found, off)
    _templates(site.tree, found)
    yield found


def _parts(tree: Tree) -> Iterator[Entry]:
    for entry in tree.entries():
        if "/" not in entry.path or entry.path.startswith("templates/"):
            yield entry


def _about(about: Value, found: Found) -> None:
    for key, fact in {
        "apiVersion": "chart.api_version",
        "version": "chart.version",
        "appVersion": "chart.app_version",
        "kubeVersion": "chart.kube_version",
        "tillerVersion": "chart.tiller_version",
    }.items():
        value = about.at(key)
        if value.text:
            found.fact(fact, value.text, value.origin)
    version = about.at("apiVersion")
    if version.text in ("v1", "v2"):
        found.fact("chart.generation", 2 if version.text == "v1" else 3, version.origin)
    elif not version.text and about.fields:
        # Helm 2 took charts without it; Helm 3 refuses them.
        found.fact("chart.generation", 2, about.origin, confidence=0.9)


def _dependencies(value: Value, values: Values, found: Found) -> Iterator[str]:
    """Add the charts that it brings along; yield those that its values turn off."""
    for each in value.each("dependencies"):
        if each.said("name"):
            enabled = _is_on(each.said("condition"), values)
            if enabled is False:
                yield each.said("alias") or each.said("name")
            found.item(
                "chart.dependencies",
                each.origin,
                name=each.said("name"),
                version=each.said("version") or None,
                repository=leaks.masked(each.said("repository")) or None,
                condition=each.said("condition") or None,
                enabled=enabled,
            )


def _is_on(condition: str, values: Values) -> bool | None:
    """Return what the first of some paths that is set says; None when none is."""
    said = (values.said(path.strip()) for path in condition.split(",") if path.strip())
    return next((value.is_true for value in said if value.shape == "text"), None)


def _images(value: Value, path: str, found: Found, depth: int) -> None:
    """Add images of values.yaml: `image: name:tag`, or maps with repository and tag."""
    if depth > _DEEPEST:
        return
    repository = value.said("repository")
    if repository and ("tag" in value.fields or path.lower().endswith("image")):
        registry, tag = value.said("registry"), value.said("tag")
        name = f"{registry}/{repository}" if registry else repository
        written = f"{name}:{tag}" if tag else name
        _image(written, path, value, found)
    for key, each in value.fields.items():
        inside = f"{path}.{key}" if path else key
        if key.lower().endswith("image") and each.shape == "text" and each.text:
            _image(each.text, inside, each, found)
        _images(each, inside, found, depth + 1)
    for number, each in enumerate(value.items[:100]):
        _images(each, f"{path}[{number}]", found, depth + 1)


def _image(written: str, path: str, where: Value, found: Found) -> None:
    parsed = image.parse(leaks.masked(written))
    found.item(
        "chart.images",
        where.origin,
        value=path,
        image=parsed.written,
        kind=parsed.kind or None,
        tag=parsed.tag or None,
    )


def _templates(tree: Tree, found: Found) -> None:
    open_ones = 0
    for entry in tree.below("templates/", ".yaml", ".yml", ".tpl", ".txt"):
        text = entry.text() or ""
        open_ones += "{{" in text and entry.suffix in (".yaml", ".yml")
        for match in _TILLER.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.item("chart.tiller", entry.origin(line), hint=match[0][:60])
            break
        _objects(entry, text, found)
    if open_ones:
        found.unknown("kubernetes.workloads", "read.unknown.helm.templates", count=str(open_ones))


def _objects(entry: Entry, text: str, found: Found) -> None:
    version = ""
    for match in _OBJECT.finditer(text):
        value = match["value"].strip('" ')
        line = text.count("\n", 0, match.start()) + 1
        if match["key"] == "apiVersion":
            version = value
            continue
        if "{{" in value or not value:
            continue
        written = None if "{{" in version or not version else version
        found.item("chart.templates", entry.origin(line), kind=value, api_version=written)
        known = retired(value, version)
        if known:
            found.item(
                "kubernetes.retired",
                entry.origin(line),
                kind=value,
                api_version=version,
                name=None,
                removed_in=known.removed_in or None,
                replaced_by=known.replaced_by,
                what_changes=f"read.retired.{known.change}",
            )
        version = ""
