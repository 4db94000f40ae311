"""Selectors select something, and workloads select their own pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.check.files import Files, Manifest
from migrate.check.pods import Pod, at, maps, pods
from migrate.check.remarks import Covered, Remark, failed, warning

_CHECK = "selector"
_SELECTORS = {
    "Service": "/spec/selector",
    "PodDisruptionBudget": "/spec/selector/matchLabels",
    "NetworkPolicy": "/spec/podSelector/matchLabels",
}
_NAMESPACE_NAME = "kubernetes.io/metadata.name"


def run(files: Files) -> Iterator[Remark]:
    """Yield selectors that no pod fits."""
    known = list(pods(files))
    for manifest in files.of_kind(*_SELECTORS):
        yield Covered(manifest.path)
        place = _SELECTORS[manifest.kind]
        wanted = _labels(manifest.body, place)
        if wanted and not any(pod.fits(manifest.namespace, wanted) for pod in known):
            yield _nothing(manifest, place, wanted)
    for manifest in files.of_kind("NetworkPolicy"):
        yield from _peers(manifest, known)
    for pod in known:
        wanted = _labels(pod.manifest.body, "/spec/selector/matchLabels")
        if not pod.fits(None, wanted):
            yield _nothing(pod.manifest, "/spec/selector/matchLabels", wanted)


def _peers(manifest: Manifest, known: list[Pod]) -> Iterator[Remark]:
    """Yield peers of a policy that no pod of these manifests fits.

    Pods of other namespaces may come from somewhere else: that is doubtful, no failure.
    """
    ours = {pod.manifest.namespace for pod in known}
    for place, peer in _written_peers(manifest):
        labels = _labels(peer, "/podSelector/matchLabels")
        namespace = _namespace(manifest, peer)
        if not labels or any(pod.fits(namespace, labels) for pod in known):
            continue
        if namespace in ours:
            yield _nothing(manifest, place, labels)
        else:
            said = _said(labels)
            yield warning(manifest.path, place, _CHECK, "check.peer_elsewhere", labels=said)


def _written_peers(manifest: Manifest) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for number, rule in enumerate(maps(at(manifest.body, f"/spec/{direction}"))):
            for index, peer in enumerate(maps(rule.get(side))):
                yield f"/spec/{direction}/{number}/{side}/{index}", peer


def _namespace(manifest: Manifest, peer: Mapping[str, Any]) -> str | None:
    """Return the one namespace that a peer names, None when it names none or several."""
    if not isinstance(peer.get("namespaceSelector"), Mapping):
        return manifest.namespace
    name = _labels(peer, "/namespaceSelector/matchLabels").get(_NAMESPACE_NAME)
    return str(name) if name else None


def _labels(node: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    found = at(node, place)
    return found if isinstance(found, Mapping) else {}


def _nothing(manifest: Manifest, place: str, wanted: Mapping[str, Any]) -> Remark:
    return failed(manifest.path, place, _CHECK, "check.selects_nothing", labels=_said(wanted))


def _said(labels: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(labels.items()))
