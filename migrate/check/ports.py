"""Ports and Services meet: probes, target ports, and the Service of a StatefulSet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate.check.files import Files, Manifest
from migrate.check.pods import Pod, at, maps, pods, ports
from migrate.check.remarks import Covered, Remark, failed

_CHECK = "dangling-reference"
_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def run(files: Files) -> Iterator[Remark]:
    """Yield ports and Services that lead nowhere."""
    known = list(pods(files))
    services = {(s.namespace, s.name) for s in files.of_kind("Service")}
    for pod in known:
        yield from _probes(pod)
    for service in files.of_kind("Service"):
        yield Covered(service.path)
        yield from _targets(service, known)
    for manifest in files.of_kind("StatefulSet"):
        name = at(manifest.body, "/spec/serviceName")
        if name and (manifest.namespace, str(name)) not in services:
            yield failed(
                manifest.path, "/spec/serviceName", _CHECK, "check.missing",
                kind="Service", name=name,
            )  # fmt: skip


def _probes(pod: Pod) -> Iterator[Remark]:
    for place, container in pod.containers():
        known = ports(container)
        for probe in _PROBES:
            for way in ("httpGet", "tcpSocket", "grpc"):
                port = at(container, f"/{probe}/{way}/port")
                if port is not None and not _among(port, known):
                    where = f"{place}/{probe}/{way}/port"
                    yield failed(pod.manifest.path, where, _CHECK, "check.missing_port", port=port)


def _targets(service: Manifest, known: list[Pod]) -> Iterator[Remark]:
    selector = at(service.body, "/spec/selector")
    if not isinstance(selector, Mapping) or not selector:
        return
    chosen = [pod for pod in known if pod.fits(service.namespace, selector)]
    for number, port in enumerate(maps(at(service.body, "/spec/ports"))):
        wanted = port.get("targetPort", port.get("port"))
        if any(not _among(wanted, pod.ports()) for pod in chosen):
            place = f"/spec/ports/{number}/targetPort"
            yield failed(service.path, place, _CHECK, "check.missing_port", port=wanted)


def _among(port: object, known: set[str | int]) -> bool:
    return isinstance(port, str | int) and port in known
