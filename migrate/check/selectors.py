"""Selectors select something, and workloads select their own pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.check.files import Files, Manifest
from migrate.check.pods import Pod, at, pods
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
    for pod in known:
        wanted = at(pod.manifest.body, "/spec/selector/matchLabels")
        if isinstance(wanted, Mapping) and not wanted.items() <= pod.labels.items():
            yield _nothing(pod.manifest, "/spec/selector/matchLabels", wanted)


def _selected(manifest: Manifest, wanted: Mapping[str, Any], known: list[Pod]) -> bool:
    return any(
        pod.manifest.namespace == manifest.namespace and wanted.items() <= pod.labels.items()
        for pod in known
    )


def _nothing(manifest: Manifest, place: str, wanted: Mapping[str, Any]) -> Remark:
    labels = ", ".join(f"{key}={value}" for key, value in sorted(wanted.items()))
    return failed(manifest.path, place, _CHECK, "check.selects_nothing", labels=labels)
