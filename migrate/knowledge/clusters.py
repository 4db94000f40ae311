"""clusters/history.yaml as a profile of one Kubernetes version."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import KnowledgeError, load

_POD_TEMPLATES = {
    "Deployment": "/spec/template/spec",
    "StatefulSet": "/spec/template/spec",
    "Job": "/spec/template/spec",
    "CronJob": "/spec/jobTemplate/spec/template/spec",
}


class History(Struct, frozen=True, forbid_unknown_fields=True):
    """When kinds and fields came."""

    versions: tuple[str, ...]
    kinds: dict[str, dict[str, str]]
    fields: dict[str, dict[str, str]]


class Profile(Struct, frozen=True):
    """What servers of one version accept."""

    version: str
    api_versions: dict[str, str]
    """Kind → apiVersion; a kind the version cannot have is absent."""
    rejected_fields: dict[str, tuple[str, ...]]
    """Kind → JSON pointers it does not know; `*` stands for every item of a list."""


@functools.cache
def history() -> History:
    """Return when kinds and fields came.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("clusters/history.yaml", History)


@functools.cache
def profile(version: str) -> Profile:
    """Return what servers of a minor version (`1.34`) accept.

    Raises:
        KnowledgeError: the version is not one of the history's.
    """
    known = history()
    if version not in known.versions:
        raise KnowledgeError(f"knowledge/clusters: no version {version}")
    served = {kind: _latest(since, version) for kind, since in known.kinds.items()}
    return Profile(
        version=version,
        api_versions={kind: api for kind, api in served.items() if api},
        rejected_fields=_rejected(known, version),
    )


def _rejected(known: History, version: str) -> dict[str, tuple[str, ...]]:
    rejected: dict[str, list[str]] = {}
    for kind, fields in known.fields.items():
        late = [pointer for pointer, since in fields.items() if _minor(since) > _minor(version)]
        for owner, prefix in _POD_TEMPLATES.items() if kind == "Pod" else ((kind, ""),):
            rejected.setdefault(owner, []).extend(prefix + pointer for pointer in late)
    return {kind: tuple(sorted(late)) for kind, late in sorted(rejected.items()) if late}


def _latest(since: dict[str, str], version: str) -> str:
    fitting = [first for first in since if _minor(first) <= _minor(version)]
    return since[max(fitting, key=_minor)] if fitting else ""


def _minor(version: str) -> int:
    return int(version.split(".")[1])
