"""Kubernetes YAML of a tree -> its objects; which services and routes lead to a workload."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from migrate.read.containers import document
from migrate.read.containers.document import NOTHING, Value
from migrate.read.containers.first_api import as_v1
from migrate.read.containers.where import folder_of, own
from migrate.read.tree import Entry, Tree

WORKLOADS = (
    "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Pod", "Job",
    "CronJob", "DeploymentConfig", "PetSet", "ScheduledJob",
)  # fmt: skip
_MARKS = (
    re.compile(r"(?:^|[{,])[ \t]*\"?apiVersion\"?[ \t]*:", re.M),
    re.compile(r"(?:^|[{,])[ \t]*\"?kind\"?[ \t]*:", re.M),
)
_MOST = 5000


class Object(Struct, frozen=True):
    """One object."""

    value: Value
    entry: Entry

    @property
    def kind(self) -> str:
        """Return its kind."""
        return self.value.said("kind")

    @property
    def version(self) -> str:
        """Return its API version."""
        return self.value.said("apiVersion")

    @property
    def name(self) -> str:
        """Return its name."""
        return self.value.said("metadata", "name") or self.value.said("metadata", "generateName")

    @property
    def namespace(self) -> str:
        """Return its namespace, `default` where none is written."""
        return self.value.said("metadata", "namespace") or "default"

    @property
    def pod(self) -> Value:
        """Return the pod it starts, with metadata and spec."""
        if self.kind == "Pod":
            return self.value
        spec = self.value.at("spec")
        if self.kind in ("CronJob", "ScheduledJob"):
            spec = spec.at("jobTemplate", "spec")
        return spec.at("template")

    def labels(self) -> dict[str, str]:
        """Return the labels of its pods; those of the object where the template has none."""
        labels = self.pod.at("metadata", "labels") or NOTHING
        if not labels.fields:
            labels = self.value.at("metadata", "labels")
        return texts(labels)


def texts(value: Value) -> dict[str, str]:
    """Return a map of scalars as texts."""
    return {key: each.text for key, each in value.fields.items()}


def is_manifest(entry: Entry) -> bool:
    """Tell Kubernetes YAML or JSON by the keys that every object has; templates are none."""
    text = entry.text() if entry.suffix in (".yaml", ".yml", ".json") else None
    return bool(text) and "{{" not in (text or "") and all(m.search(text or "") for m in _MARKS)


def objects(tree: Tree) -> list[Object]:
    """Return the objects of every manifest; what lists hold counts one by one."""
    found: list[Object] = []
    charts = tuple(f"{folder_of(e)}templates/" for e in tree.named("Chart.yaml"))
    for entry in own(tree, ".yaml", ".yml", ".json"):
        # What a chart renders is told by the chart.
        if not entry.path.startswith(charts) and is_manifest(entry):
            for value in document.documents(entry):
                found.extend(_unpacked(value, entry))
        if len(found) > _MOST:
            break
    return found[:_MOST]


def _unpacked(value: Value, entry: Entry) -> Iterator[Object]:
    if value.said("kind") in ("List", "Template"):
        for item in (*value.each("items"), *value.each("objects")):
            if item.said("kind"):
                yield Object(as_v1(item), entry)
    elif value.said("kind") and value.said("apiVersion"):
        yield Object(as_v1(value), entry)


class Estate:
    """The objects of one tree, found by what they are."""

    def __init__(self, found: Sequence[Object]) -> None:
        """Take all objects."""
        self.all = tuple(found)
        self.workloads = tuple(o for o in found if o.kind in WORKLOADS and o.name)
        self._held: dict[tuple[str, str], list[Object]] = {}
        for each in found:
            self._held.setdefault((each.kind, each.namespace), []).append(each)
        self._leading: dict[int, tuple[Object, ...]] = {}

    def of(self, namespace: str, *kinds: str) -> Iterator[Object]:
        """Yield the objects of some kinds in a namespace."""
        for kind in kinds:
            yield from self._held.get((kind, namespace), ())

    def services(self, workload: Object) -> tuple[Object, ...]:
        """Return the services that lead to a workload's pods."""
        if id(workload) not in self._leading:
            labels = workload.labels()
            self._leading[id(workload)] = tuple(
                o
                for o in self.of(workload.namespace, "Service")
                if _selects(texts(o.value.at("spec", "selector")), labels)
            )
        return self._leading[id(workload)]

    def routes(self, services: Sequence[Object]) -> tuple[Object, ...]:
        """Return the ingresses and routes that lead to some services."""
        names = {service.name for service in services}
        return tuple(
            o
            for namespace in {service.namespace: None for service in services}
            for o in self.of(namespace, "Ingress", "Route")
            if any(name in names for name in routed(o.value))
        )

    def about(self, workload: Object) -> tuple[Object, ...]:
        """Return the autoscalers and disruption budgets of a workload."""
        labels = workload.labels()
        return tuple(
            o
            for o in self.of(workload.namespace, "HorizontalPodAutoscaler", "PodDisruptionBudget")
            if (
                o.value.said("spec", "scaleTargetRef", "name") == workload.name
                if o.kind == "HorizontalPodAutoscaler"
                else _selects(texts(o.value.at("spec", "selector", "matchLabels")), labels)
            )
        )

    def named(self, kind: str, namespace: str, name: str) -> Object | None:
        """Return an object by its name."""
        fitting = (o for o in self.of(namespace, kind) if o.name == name)
        return next(fitting, None)


def routed(value: Value) -> Iterator[str]:
    """Yield the services that an ingress or an OpenShift route leads to."""
    if value.said("spec", "to", "name"):
        yield value.said("spec", "to", "name")
    for backend in (value.at("spec", "backend"), value.at("spec", "defaultBackend")):
        yield from _backend(backend)
    for rule in value.each("spec", "rules"):
        for path in rule.each("http", "paths"):
            yield from _backend(path.at("backend"))


def _backend(value: Value) -> Iterator[str]:
    name = value.said("serviceName") or value.said("service", "name")
    if name:
        yield name


def _selects(selector: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    return bool(selector) and all(labels.get(key) == said for key, said in selector.items())
