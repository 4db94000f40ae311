"""The one door to Kubernetes clusters; objects are plain maps on both sides."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from migrate.deploy.errors import ClusterError
from migrate.deploy.manifests import Manifest
from migrate.deploy.target import Target

FIELD_MANAGER = "container-migrate"
PARALLEL = 16
_TIMEOUT = (5, 60)
"""Seconds to connect and to wait for an answer."""


class Rejected(Exception):  # noqa: N818  what a server does, not what went wrong here
    """The server did not take an object; its words on one line."""

    def __init__(self, message: str, *, no_namespace: bool = False) -> None:
        """Take the server's message."""
        super().__init__(" ".join(message.split()))
        self.no_namespace = no_namespace


class Cluster:
    """A connection; `resources` tells how the server calls the kinds that are asked for."""

    def __init__(self, client: Any, resources: Mapping[tuple[str, str], Any]) -> None:
        self._client = client
        self._resources = resources

    def knows(self, manifest: Manifest) -> bool:
        """Tell whether the server has this kind in this version."""
        return self._resources.get((manifest.api_version, manifest.kind)) is not None

    def live(self, manifest: Manifest) -> dict[str, Any] | None:
        """Return the object as the server has it, None when it has none.

        Raises:
            Rejected: the server does not show it.
        """
        from kubernetes.dynamic.exceptions import NotFoundError

        resource = self._resource(manifest)
        try:
            with _in_words():
                return _body(
                    self._client.get(
                        resource,
                        name=manifest.name,
                        namespace=manifest.namespace or None,
                        _request_timeout=_TIMEOUT,
                        serialize=False,
                    )
                )
        except Rejected as rejected:
            if isinstance(rejected.__cause__, NotFoundError):
                return None
            raise

    def apply(self, manifest: Manifest, *, dry_run: bool) -> dict[str, Any]:
        """Apply an object on the server's side and return what became of it.

        Raises:
            Rejected: the server did not take it.
        """
        with _in_words():
            return _body(
                self._client.server_side_apply(
                    self._resource(manifest),
                    body=manifest.body,
                    name=manifest.name,
                    namespace=manifest.namespace or None,
                    field_manager=FIELD_MANAGER,
                    dry_run="All" if dry_run else None,
                    _request_timeout=_TIMEOUT,
                    serialize=False,
                )
            )

    def _resource(self, manifest: Manifest) -> Any:
        return self._resources[manifest.api_version, manifest.kind]


def contexts(kubeconfig: Path | None = None) -> list[str]:
    """Return the names of a kubeconfig's contexts, sorted; none when there is no kubeconfig.

    Raises:
        ClusterError: the kubeconfig cannot be read.
    """
    try:
        return sorted(_names(_kubeconfig(_place(kubeconfig))))
    except ClusterError as wrong:
        if wrong.because.id == "deploy.cluster.no_file":
            return []
        raise


@contextmanager
def connect(target: Target, manifests: Iterable[Manifest]) -> Iterator[Cluster]:
    """Open a connection for the kinds of some objects.

    Raises:
        ClusterError: there is no such context, no way in, or no answer.
    """
    from kubernetes.client.exceptions import ApiException
    from kubernetes.dynamic import DynamicClient
    from urllib3.exceptions import HTTPError

    # Not the library's own place for this cache: that one is shared and predictable.
    with tempfile.TemporaryDirectory(prefix="migrate-") as folder, _api_client(target) as api:
        server = api.configuration.host
        try:
            client = DynamicClient(api, cache_file=str(Path(folder, "discovery.json")))
            kinds = sorted({(m.api_version, m.kind) for m in manifests})
            resources = {kind: _discover(client, *kind) for kind in kinds}
        except ApiException as wrong:
            raise ClusterError(
                "deploy.cluster.refused",
                context=target.context,
                server=server,
                reason=f"{wrong.status} {wrong.reason}",
            ) from wrong
        except HTTPError as wrong:
            problem = "untrusted" if "CERTIFICATE_VERIFY_FAILED" in str(wrong) else "no_answer"
            raise ClusterError(
                f"deploy.cluster.{problem}", context=target.context, server=server
            ) from wrong
        yield Cluster(client, resources)


@contextmanager
def _api_client(target: Target) -> Iterator[Any]:
    from kubernetes.client import ApiClient, Configuration
    from kubernetes.config import ConfigException
    from kubernetes.config.kube_config import KubeConfigLoader

    place = _place(target.kubeconfig)
    merged = _kubeconfig(place)
    try:
        loader = KubeConfigLoader(merged, active_context=target.context)
    except ConfigException as wrong:
        raise ClusterError(
            "deploy.cluster.no_context",
            context=target.context,
            file=place,
            known=", ".join(sorted(_names(merged))) or "–",
        ) from wrong
    _refuse_commands(merged, target)
    configuration = Configuration()
    configuration.connection_pool_maxsize = PARALLEL
    configuration.retries = 2
    try:
        loader.load_and_set(configuration)
    except (ConfigException, OSError, ValueError) as wrong:
        raise ClusterError(
            "deploy.cluster.bad_login", context=target.context, file=place
        ) from wrong
    with ApiClient(configuration) as api:
        yield api


def _place(kubeconfig: Path | None) -> str:
    """Return the kubeconfig's path, or the usual ones joined as in KUBECONFIG."""
    return str(kubeconfig or os.environ.get("KUBECONFIG") or "~/.kube/config")


def _kubeconfig(place: str) -> Any:
    import yaml
    from kubernetes.config import ConfigException
    from kubernetes.config.kube_config import KubeConfigMerger

    try:
        merged = KubeConfigMerger(place).config
    except (ConfigException, OSError, yaml.YAMLError, AttributeError, TypeError, KeyError):
        raise ClusterError("deploy.cluster.bad_file", file=place) from None
    if merged is None:
        raise ClusterError("deploy.cluster.no_file", file=place)
    return merged


def _refuse_commands(merged: Any, target: Target) -> None:
    """Refuse a user entry that runs a command, unless that was asked for."""
    context = merged["contexts"].get_with_name(target.context)["context"]
    name = context.safe_get("user")
    entry = merged["users"].get_with_name(name, safe=True) if name else None
    user = entry["user"].value if entry and entry.safe_get("user") else {}
    provider = (user.get("auth-provider") or {}).get("config") or {}
    command = (user.get("exec") or {}).get("command") or provider.get("cmd-path")
    if command and not target.allow_commands:
        raise ClusterError("deploy.cluster.runs_command", context=target.context, command=command)


def _names(merged: Any) -> list[str]:
    return [str(entry["name"]) for entry in merged.value.get("contexts", ())]


def _discover(client: Any, api_version: str, kind: str) -> Any:
    from kubernetes.dynamic.exceptions import ResourceNotFoundError, ResourceNotUniqueError

    try:
        return client.resources.get(api_version=api_version, kind=kind)
    except (ResourceNotFoundError, ResourceNotUniqueError):
        return None


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what the library raises into the server's own words."""
    from kubernetes.dynamic.exceptions import DynamicApiError
    from urllib3.exceptions import HTTPError

    try:
        yield
    except DynamicApiError as wrong:
        answer = _status(wrong.body)
        details = answer.get("details") or {}
        raise Rejected(
            str(answer.get("message") or f"{wrong.status} {wrong.reason}"),
            no_namespace=wrong.status == 404 and details.get("kind") == "namespaces",
        ) from wrong
    except (HTTPError, ValueError) as wrong:
        raise Rejected(f"{type(wrong).__name__}: {wrong}") from wrong


def _status(body: object) -> dict[str, Any]:
    try:
        found = json.loads(body if isinstance(body, str | bytes) else "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _body(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.data)
    return found
