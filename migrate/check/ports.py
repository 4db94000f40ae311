"""Ports and Services meet: probes, target ports, routes, and the Service of a StatefulSet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.check.files import Files, Manifest
from migrate.check.pods import Pod, at, maps, pods
from migrate.check.remarks import Covered, Remark, failed

_CHECK = "dangling-reference"
_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def run(files: Files) -> Iterator[Remark]:
    """Yield ports and Services that lead nowhere."""
    known = list(pods(files))
    services = {(s.namespace, s.name): s for s in files.of_kind("Service")}
    for pod in known:
        yield from _probes(pod)
    for service in services.values():
        yield Covered(service.path)
        yield from _targets(service, known)
    for manifest in files.of_kind("StatefulSet"):
        name = at(manifest.body, "/spec/serviceName")
        if (manifest.namespace, name) not in services:
            yield _missing(manifest, "/spec/serviceName", str(name))
    for manifest in files.of_kind("HTTPRoute", "Ingress"):
        for place, name, port in _backends(manifest):
            yield from _backend(
                manifest, services.get((manifest.namespace, name)), (place, name, port)
            )


def _probes(pod: Pod) -> Iterator[Remark]:
    for place, container in pod.containers():
        ports = {(str(p.get("name")), p.get("containerPort")) for p in maps(container.get("ports"))}
        known = {value for pair in ports for value in pair}
        for probe in _PROBES:
            for way in ("httpGet", "tcpSocket"):
                port = at(container, f"/{probe}/{way}/port")
                if port is not None and port not in known:
                    where = f"{place}/{probe}/{way}/port"
                    yield failed(pod.manifest.path, where, _CHECK, "check.missing_port", port=port)


def _targets(service: Manifest, known: list[Pod]) -> Iterator[Remark]:
    selector = at(service.body, "/spec/selector")
    if not isinstance(selector, Mapping) or not selector:
        return
    chosen = [
        pod
        for pod in known
        if pod.manifest.namespace == service.namespace and selector.items() <= pod.labels.items()
    ]
    for number, port in enumerate(maps(at(service.body, "/spec/ports"))):
        wanted = port.get("targetPort", port.get("port"))
        for pod in chosen:
            if wanted not in {value for pair in pod.ports() for value in pair}:
                place = f"/spec/ports/{number}/targetPort"
                yield failed(service.path, place, _CHECK, "check.missing_port", port=wanted)


def _backends(manifest: Manifest) -> Iterator[tuple[str, str, object]]:
    """Yield the place, Service and port of everything that a route leads to."""
    for number, rule in enumerate(maps(at(manifest.body, "/spec/rules"))):
        start = f"/spec/rules/{number}"
        for index, backend in enumerate(maps(rule.get("backendRefs"))):
            yield f"{start}/backendRefs/{index}", str(backend.get("name")), backend.get("port")
        for index, path in enumerate(maps(at(rule, "/http/paths"))):
            port = at(path, "/backend/service/port") or {}
            found: Mapping[str, Any] = port if isinstance(port, Mapping) else {}
            name = str(at(path, "/backend/service/name"))
            place = f"{start}/http/paths/{index}/backend/service"
            yield place, name, found.get("name", found.get("number"))


def _backend(
    manifest: Manifest, service: Manifest | None, wanted: tuple[str, str, object]
) -> Iterator[Remark]:
    place, name, port = wanted
    if service is None:
        yield _missing(manifest, f"{place}/name", name)
        return
    ports = maps(at(service.body, "/spec/ports"))
    if port not in {value for p in ports for value in (p.get("name"), p.get("port"))}:
        yield failed(manifest.path, f"{place}/port", _CHECK, "check.missing_port", port=port)


def _missing(manifest: Manifest, place: str, name: str) -> Remark:
    return failed(manifest.path, place, _CHECK, "check.missing", kind="Service", name=name)
