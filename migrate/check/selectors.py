"""Selectors select something, and workloads select their own pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.check.files import Files, Manifest
from migrate.check.pods import Pod, at, maps, pods
from migrate.check.remarks import Covered, Remark, failed

_CHECK = "selector"
_SELECTORS = {
    "Service": "/spec/selector",
    "PodDisruptionBudget": "/spec/selector/matchLabels",
    "NetworkPolicy": "/spec/podSelector/matchLabels",
}


def run(files: Files) -> Iterator[Remark]:
    """Yield selectors that no pod fits."""
    known = list(pods(files))
    for manifest in files.of_kind(*_SELECTORS):
        yield Covered(manifest.path)
        place = _SELECTORS[manifest.kind]
        wanted = at(manifest.body, place)
        if isinstance(wanted, Mapping) and wanted and not _selected(manifest, wanted, known):
            yield _nothing(manifest, place, wanted)
    for manifest in files.of_kind("NetworkPolicy"):
        yield from _peers(manifest, known)
    for pod in known:
        wanted = at(pod.manifest.body, "/spec/selector/matchLabels")
        if isinstance(wanted, Mapping) and not wanted.items() <= pod.labels.items():
            yield _nothing(pod.manifest, "/spec/selector/matchLabels", wanted)


def _peers(manifest: Manifest, known: list[Pod]) -> Iterator[Remark]:
    """Yield peers of a policy that no pod of these manifests fits."""
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for number, rule in enumerate(maps(at(manifest.body, f"/spec/{direction}"))):
            for index, peer in enumerate(maps(rule.get(side))):
                labels = at(peer, "/podSelector/matchLabels")
                if isinstance(labels, Mapping) and labels and not _met(manifest, peer, known):
                    place = f"/spec/{direction}/{number}/{side}/{index}"
                    yield _nothing(manifest, place, labels)


def _met(manifest: Manifest, peer: Mapping[str, Any], known: list[Pod]) -> bool:
    labels = at(peer, "/podSelector/matchLabels")
    name = at(peer, "/namespaceSelector/matchLabels") or {}
    elsewhere = isinstance(peer.get("namespaceSelector"), Mapping)
    wanted = name.get("kubernetes.io/metadata.name") if elsewhere else manifest.namespace
    return any(
        wanted in (None, pod.manifest.namespace) and labels.items() <= pod.labels.items()
        for pod in known
    )


def _selected(manifest: Manifest, wanted: Mapping[str, Any], known: list[Pod]) -> bool:
    return any(
        pod.manifest.namespace == manifest.namespace and wanted.items() <= pod.labels.items()
        for pod in known
    )


def _nothing(manifest: Manifest, place: str, wanted: Mapping[str, Any]) -> Remark:
    labels = ", ".join(f"{key}={value}" for key, value in sorted(wanted.items()))
    return failed(manifest.path, place, _CHECK, "check.selects_nothing", labels=labels)
