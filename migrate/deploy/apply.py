"""Manifests go to a cluster by server-side apply; what became of each object comes back.

A second run with the same files changes nothing. Nothing is forced and nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from migrate import text
from migrate.deploy import cluster, manifests, secret_objects
from migrate.deploy.cluster import Cluster, Rejected
from migrate.deploy.errors import SecretsError
from migrate.deploy.manifests import Manifest
from migrate.deploy.target import Target
from migrate.model.outcome import ObjectOutcome

Progress: TypeAlias = Callable[[str, str], None]
"""Called with `deploy` and the object at hand."""
State: TypeAlias = Literal["created", "changed", "unchanged", "refused", "kept", "unchecked"]

_SET_BY_SERVER = ("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp")


def deploy(
    out: Path,
    target: Target | str,
    *,
    dry_run: bool = False,
    secrets: Mapping[str, str] | None = None,
    language: str = "en",
    progress: Progress = lambda stage, detail: None,
) -> tuple[ObjectOutcome, ...]:
    """Apply every manifest below out/manifests; a plain string names the context.

    With `dry_run` the server checks everything and keeps nothing. `secrets` by id, sent to the
    cluster and nowhere else.

    Raises:
        DeployError: there is nothing to deploy, or an edit still conflicts.
        ClusterError: no such cluster or no answer.
        SecretsError: a Secret is neither live nor given; nothing was applied.
    """
    wanted = manifests.load(out)
    target = Target(target) if isinstance(target, str) else target
    with cluster.connect(target, wanted) as live:
        run = _Run(live, dry_run, secrets or {}, language, progress)
        return run.all(wanted)


class _Run(Struct, frozen=True):
    """One deployment."""

    cluster: Cluster
    dry_run: bool
    secrets: Mapping[str, str]
    language: str
    progress: Progress

    def all(self, wanted: Sequence[Manifest]) -> tuple[ObjectOutcome, ...]:
        """Return the outcome of every object, in the order of applying."""
        settled, sure = self._settle_secrets(wanted)
        outcomes: list[ObjectOutcome] = []
        with ThreadPoolExecutor(cluster.PARALLEL) as pool:
            for rank in manifests.ranks(settled):
                outcomes.extend(pool.map(lambda m: sure.get(m.title) or self._one(m), rank))
        return tuple(outcomes)

    def _settle_secrets(
        self, wanted: Sequence[Manifest]
    ) -> tuple[list[Manifest], dict[str, ObjectOutcome]]:
        """Return the objects with Secrets filled, and outcomes that are sure beforehand."""
        settled: list[Manifest] = []
        sure: dict[str, ObjectOutcome] = {}
        lacking: list[secret_objects.Lacking] = []
        for manifest in wanted:
            result = self._settled(manifest)
            if isinstance(result, Manifest):
                settled.append(result)
                continue
            settled.append(manifest)
            if isinstance(result, ObjectOutcome):
                sure[manifest.title] = result
            elif isinstance(result, secret_objects.Kept):
                words = self._say("stale", keys=", ".join(result.stale)) if result.stale else ""
                sure[manifest.title] = self._outcome(manifest, "kept", words or self._say("kept"))
            else:
                lacking.append(result)
                words = self._say("lacking", keys=str(result))
                sure[manifest.title] = self._outcome(manifest, "refused", words)
        if lacking and not self.dry_run:
            raise SecretsError("deploy.secrets.lacking", secrets="; ".join(map(str, lacking)))
        return settled, sure

    def _settled(
        self, manifest: Manifest
    ) -> Manifest | ObjectOutcome | secret_objects.Kept | secret_objects.Lacking:
        if not secret_objects.is_template(manifest):
            return manifest
        try:
            live = self.cluster.live(manifest)
        except Rejected as rejected:
            return self._outcome(manifest, "refused", str(rejected))
        return secret_objects.settle(manifest, live, self.secrets)

    def _one(self, manifest: Manifest) -> ObjectOutcome:
        self.progress("deploy", manifest.title)
        if not self.cluster.knows(manifest):
            kind = {"kind": manifest.kind, "version": manifest.api_version}
            return self._outcome(manifest, "refused", self._say("unknown_kind", **kind))
        try:
            before = self.cluster.live(manifest)
            after = self.cluster.apply(manifest, dry_run=self.dry_run)
        except Rejected as rejected:
            if self.dry_run and rejected.no_namespace:
                words = self._say("no_namespace", namespace=manifest.namespace)
                return self._outcome(manifest, "unchecked", words)
            return self._outcome(manifest, "refused", self._without_secrets(str(rejected)))
        return self._outcome(manifest, _state(before, after))

    def _without_secrets(self, message: str) -> str:
        for value in sorted(self.secrets.values(), key=len, reverse=True):
            message = message.replace(value, "***")
        return message

    def _outcome(self, manifest: Manifest, state: State, detail: str = "") -> ObjectOutcome:
        return ObjectOutcome(manifest.title, manifest.path, state, detail)

    def _say(self, word: str, **params: object) -> str:
        return text.say(self.language, f"deploy.object.{word}", params)


def _state(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> Literal["created", "changed", "unchanged"]:
    if before is None:
        return "created"
    # Resource versions alone would not do: old servers raise them once more when they rewrite
    # their own bookkeeping of an object, and a dry run never raises them.
    return "unchanged" if _essence(before) == _essence(after) else "changed"


def _essence(object_: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object without what the server sets by itself."""
    essence = {key: value for key, value in object_.items() if key not in ("status", "metadata")}
    metadata = object_["metadata"]
    return essence | {
        "metadata": {key: metadata[key] for key in metadata if key not in _SET_BY_SERVER}
    }
