"""An object of the first Kubernetes API (v1beta1, v1beta2; until 1.0) -> the same as of v1.

From the examples of Kubernetes 0.5 to 0.16: `id` and `labels` at the top, `desiredState` with the
pod's manifest inside of it, a service's ports beside its selector.
"""

from __future__ import annotations

from collections.abc import Mapping

from migrate.read.containers.document import NOTHING, Value

_VERSIONS = frozenset({"v1beta1", "v1beta2"})


def as_v1(value: Value) -> Value:
    """Return an object with the shape of v1; its kind and API version stay as they are written."""
    if value.said("apiVersion") not in _VERSIONS or not value.said("id"):
        return value
    kind = value.said("kind")
    if kind == "ReplicationController":
        spec = _controller(value.at("desiredState"))
    elif kind == "Pod":
        spec = _pod(value.at("desiredState", "manifest"))
    elif kind == "Service":
        spec = _service(value)
    else:
        return value
    return value.with_fields(
        {
            "kind": value.at("kind"),
            "apiVersion": value.at("apiVersion"),
            "metadata": _map(
                value,
                name=value.at("id"),
                namespace=value.at("namespace"),
                labels=value.at("labels"),
            ),
            "spec": spec,
        }
    )


def _controller(state: Value) -> Value:
    template = state.at("podTemplate")
    pod = _map(
        template,
        metadata=_map(template, labels=template.at("labels")),
        spec=_pod(template.at("desiredState", "manifest")),
    )
    selector = state.at("replicaSelector")
    return _map(state, replicas=state.at("replicas"), selector=selector, template=pod)


def _pod(manifest: Value) -> Value:
    volumes = tuple(_volume(volume) for volume in manifest.each("volumes"))
    return _map(
        manifest,
        containers=manifest.at("containers"),
        volumes=Value("list", manifest.origin, items=volumes),
    )


def _volume(volume: Value) -> Value:
    sources = dict(volume.at("source").fields)
    if "hostDir" in sources:
        sources["hostPath"] = sources.pop("hostDir")
    return volume.with_fields({"name": volume.at("name"), **sources})


def _service(value: Value) -> Value:
    port = _map(
        value,
        port=value.at("port"),
        targetPort=value.at("containerPort"),
        protocol=value.at("protocol"),
    )
    return _map(
        value,
        selector=value.at("selector"),
        ports=Value("list", value.at("port").origin, items=(port,)),
    )


def _map(at: Value, **fields: Value) -> Value:
    """Return a map at a place of what is there at all."""
    there: Mapping[str, Value] = {k: v for k, v in fields.items() if v is not NOTHING}
    return at.with_fields(there)
