"""Runs the pods of generated manifests on a Docker engine, as a kubelet would, less the cluster.

What the manifests say is what the containers get: image, user, read-only root file system, dropped
capabilities, variables, command, ConfigMaps and Secrets by subPath, emptyDirs as tmpfs, claims as
Docker volumes, Services as network aliases. So a manifest that does not work fails here.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docker
import yaml

from migrate.deploy import secrets as secret_values

Manifest = dict[str, Any]
WORKLOADS = ("Deployment", "StatefulSet")


class Pods:
    """The pods of one out/ folder on one network of one engine."""

    def __init__(
        self, engine: docker.DockerClient, out: Path, secrets: Mapping[str, str], name: str
    ) -> None:
        self.engine = engine
        self.name = name
        self.objects = [self._filled(file, secrets) for file in sorted(_manifests(out))]
        self.remove()  # what a run that was cut off left on the engine
        self.network = engine.networks.create(name, labels={"pods": name})
        self.folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
        self.containers: dict[str, Any] = {}

    def start(self, workload: str) -> Any:
        """Start a workload's pod; return the container."""
        manifest = self._workload(workload)
        spec = manifest["spec"]["template"]["spec"]
        container = spec["containers"][0]
        volumes = self._volumes(workload, manifest)
        binds, tmpfs = self._mounts(workload, container.get("volumeMounts", []), volumes, spec)
        security = spec.get("securityContext", {}) | container.get("securityContext", {})
        created = self.engine.containers.create(
            container["image"],
            name=f"{self.name}-{workload}",
            labels={"pods": self.name},
            command=container.get("args"),
            entrypoint=container.get("command"),
            environment={e["name"]: e["value"] for e in container.get("env", [])},
            user=f"{security['runAsUser']}:{security['runAsGroup']}",
            group_add=[str(security["fsGroup"])],
            read_only=security["readOnlyRootFilesystem"],
            cap_drop=security["capabilities"]["drop"],
            security_opt=["no-new-privileges"],
            mem_limit=_bytes(container["resources"]["limits"]["memory"]),
            volumes=binds,
            tmpfs=tmpfs,
            detach=True,
        )
        self.network.connect(created, aliases=self._service_names(manifest))
        self.engine.networks.get("bridge").disconnect(created)
        created.start()
        self.containers[workload] = created
        return created

    def restart(self, workload: str) -> Any:
        """Replace a workload's pod by a new one; claims stay."""
        self.containers.pop(workload).remove(force=True)
        return self.start(workload)

    def run(self, workload: str, command: list[str]) -> str:
        """Run a command in a running pod; return what it printed, or fail with it."""
        code, output = self.containers[workload].exec_run(command)
        text = str(output.decode("utf-8", errors="replace"))
        assert code == 0, f"{workload}: {command} ended with {code}: {text}"
        return text

    def address(self, workload: str) -> str:
        """Return the pod's address on the network."""
        container = self.containers[workload]
        container.reload()
        return str(container.attrs["NetworkSettings"]["Networks"][self.name]["IPAddress"])

    def port(self, workload: str) -> int:
        """Return the first container port the manifest names."""
        manifest = self._workload(workload)
        spec = manifest["spec"]["template"]["spec"]
        return int(spec["containers"][0]["ports"][0]["containerPort"])

    def logs(self, workload: str) -> str:
        """Return what the pod wrote to standard output and error."""
        return str(self.containers[workload].logs().decode("utf-8", errors="replace"))

    def remove(self) -> None:
        """Remove containers, volumes and networks of this name, whoever made them."""
        ours = {"label": f"pods={self.name}"}
        for container in self.engine.containers.list(all=True, filters=ours):
            container.remove(force=True)
        for volume in self.engine.volumes.list(filters=ours):
            volume.remove(force=True)
        for network in self.engine.networks.list(filters=ours):
            network.remove()

    def _workload(self, name: str) -> Manifest:
        found = (o for o in self.objects if o["kind"] in WORKLOADS)
        return next(o for o in found if o["metadata"]["name"] == name)

    def _filled(self, file: Path, secrets: Mapping[str, str]) -> Manifest:
        manifest: Manifest = yaml.safe_load(file.read_text("utf-8"))
        if manifest["kind"] == "Secret":
            data = manifest.get("stringData", {})
            manifest["stringData"] = {k: secret_values.fill(v, secrets) for k, v in data.items()}
        return manifest

    def _service_names(self, manifest: Manifest) -> list[str]:
        labels = manifest["spec"]["template"]["metadata"]["labels"]
        services = [o for o in self.objects if o["kind"] == "Service"]
        selected = [
            s for s in services
            if s["metadata"]["namespace"] == manifest["metadata"]["namespace"]
            and s["spec"].get("selector", {}).items() <= labels.items()
        ]  # fmt: skip
        short = [s["metadata"]["name"] for s in selected]
        full = [f"{s['metadata']['name']}.{s['metadata']['namespace']}.svc" for s in selected]
        return short + full

    def _volumes(self, workload: str, manifest: Manifest) -> dict[str, Manifest]:
        found = {v["name"]: v for v in manifest["spec"]["template"]["spec"].get("volumes", [])}
        for claim in manifest["spec"].get("volumeClaimTemplates", []):
            name = claim["metadata"]["name"]
            found[name] = {"persistentVolumeClaim": {"claimName": f"{name}-{workload}-0"}}
        return found

    def _mounts(
        self, workload: str, mounts: list[Manifest], volumes: dict[str, Manifest], spec: Manifest
    ) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
        owner = spec["securityContext"]["fsGroup"]
        binds: dict[str, dict[str, str]] = {}
        tmpfs: dict[str, str] = {}
        for mount in mounts:
            volume, path = volumes[mount["name"]], mount["mountPath"]
            if "emptyDir" in volume:
                tmpfs[path] = f"mode=1777,uid={owner},gid={owner}"
            elif "persistentVolumeClaim" in volume:
                claim = volume["persistentVolumeClaim"]["claimName"]
                binds[self._claim(claim, owner)] = {"bind": path, "mode": "rw"}
            else:
                host = self._written(workload, volume, mount)
                binds[str(host)] = {"bind": path, "mode": "ro"}
        return binds, tmpfs

    def _claim(self, claim: str, owner: int) -> str:
        name = f"{self.name}-{claim}"
        self.engine.volumes.create(name, labels={"pods": self.name})
        self.engine.containers.run(
            "debian-base:bookworm",
            ["sh", "-c", f"chgrp {owner} /claim && chmod 2775 /claim"],
            volumes={name: {"bind": "/claim", "mode": "rw"}},
            remove=True,
            network_mode="none",
        )
        return name

    def _written(self, workload: str, volume: Manifest, mount: Manifest) -> Path:
        kind, name = (
            ("ConfigMap", volume["configMap"]["name"])
            if "configMap" in volume
            else ("Secret", volume["secret"]["secretName"])
        )
        holder = next(o for o in self.objects if (o["kind"], o["metadata"]["name"]) == (kind, name))
        texts = holder.get("data" if kind == "ConfigMap" else "stringData", {})
        folder = self.folder / workload / mount["name"]
        folder.mkdir(parents=True, exist_ok=True)
        items = (volume.get("configMap") or volume["secret"]).get("items")
        paths = {i["key"]: i["path"] for i in items} if items else {key: key for key in texts}
        for key, path in paths.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(texts[key], "utf-8")
            file.chmod(0o444)
        self.folder.chmod(0o755)
        return folder / mount["subPath"] if "subPath" in mount else folder


@contextmanager
def pods(
    engine: docker.DockerClient, out: Path, secrets: Mapping[str, str], name: str
) -> Iterator[Pods]:
    """Give pods, and clean up whatever happens."""
    running = Pods(engine, out, secrets, name)
    try:
        yield running
    finally:
        running.remove()


def until(seconds: float, attempt: Any) -> Any:
    """Return what `attempt` returns once it no longer raises; fail with its last error."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except (AssertionError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(1)


def _manifests(out: Path) -> Iterator[Path]:
    for file in [*(out / "manifests").rglob("*.yaml"), *(out / "secrets").rglob("*.yaml")]:
        if file.name != "kustomization.yaml":
            yield file


def _bytes(quantity: str) -> int:
    units = {"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30}
    return int(float(quantity[:-2]) * units[quantity[-2:]])
