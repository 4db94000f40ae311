"""The schemas of the chosen Kubernetes version; the one door to kubernetes-validate.

The library takes the nearest older schemas for a version it does not have and says nothing, so
versions are compared here first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from migrate.check.files import Files, Manifest
from migrate.check.remarks import Covered, Remark, failed, not_checked, pointer
from migrate.check.syntax import is_typed
from migrate.knowledge.clusters import history, profile

_LONGEST = 300


def run(files: Files) -> Iterator[Remark]:
    """Yield what the schemas say of each object, and the objects nobody has a schema for."""
    known = files.kube_version in _versions()
    for manifest in files.manifests:
        if not is_typed(manifest):
            continue
        wrong = _not_served(manifest, files.kube_version)
        if wrong:
            yield wrong
        elif not known:
            version = files.kube_version
            yield not_checked(manifest.path, "check.no_schemas", version=version)
        elif _is_builtin(manifest.group):
            yield from _validated(manifest, files.kube_version)
        else:
            yield _unknown(manifest)


def _validated(manifest: Manifest, version: str) -> Iterator[Remark]:
    import kubernetes_validate as library

    try:
        library.validate(dict(manifest.body), version, strict=True)
    except library.SchemaNotFoundError:
        yield _unknown(manifest)
    except RecursionError:
        yield failed(manifest.path, "", "schema", "documents.too_deep", detail="")
    except library.ValidationError as wrong:
        place = pointer(wrong.absolute_path)
        detail = _said(wrong, hide=manifest.kind == "Secret")
        yield failed(manifest.path, place, "schema", "check.schema", version=version, detail=detail)
        yield Covered(manifest.path)
    else:
        yield Covered(manifest.path)


def _said(wrong: Any, *, hide: bool) -> str:
    """Return what is wrong; never the value when it may be a secret."""
    told = f"{wrong.validator}: {wrong.validator_value}" if hide else str(wrong.message)
    return " ".join(told.split())[:_LONGEST]


def _unknown(manifest: Manifest) -> Remark:
    kind = f"{manifest.body['apiVersion']} {manifest.kind}"
    return not_checked(manifest.path, "check.no_schema", kind=kind)


def _is_builtin(group: str) -> bool:
    """Tell whether a group is Kubernetes' own.

    The library cuts domains off: `apps.example.com/v1` would be held against `apps/v1`.
    """
    return "." not in group or group.endswith(".k8s.io")


def _not_served(manifest: Manifest, version: str) -> Remark | None:
    """Tell of a kind that servers of the version have under another API, or not at all."""
    if manifest.kind not in history().kinds or version not in history().versions:
        return None
    served, written = profile(version).api_versions.get(manifest.kind), manifest.body["apiVersion"]
    if served == written or not _is_ours(str(written), manifest.kind):
        return None
    return failed(
        manifest.path,
        "/apiVersion",
        "schema",
        "check.not_served" if served else "check.kind_not_served",
        version=version,
        written=written,
        kind=manifest.kind,
        served=served or "",
    )


def _is_ours(written: str, kind: str) -> bool:
    """Tell whether an API version is one of those the kind has had; others are foreign kinds."""
    groups = {api.rpartition("/")[0] for api in history().kinds[kind].values()}
    return written.rpartition("/")[0] in {*groups, "extensions"}


def _versions() -> Sequence[str]:
    from kubernetes_validate.utils import all_versions, major_minor

    return [major_minor(version) for version in all_versions()]
