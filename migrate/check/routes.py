"""Routes lead to Services and to ports that these have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from migrate.check.files import Files, Manifest
from migrate.check.pods import at, maps
from migrate.check.remarks import Remark, failed

_CHECK = "dangling-reference"


class Backend(Struct, frozen=True):
    """What a route leads to."""

    place: str
    namespace: str
    name: str
    port: object
    port_place: str


def run(files: Files) -> Iterator[Remark]:
    """Yield routes that lead nowhere. Their other fields are left to their schemas."""
    services = {(s.namespace, s.name): s for s in files.of_kind("Service")}
    for manifest in files.of_kind("HTTPRoute", "Ingress"):
        found = _of_ingress(manifest) if manifest.kind == "Ingress" else _of_route(manifest)
        for backend in found:
            yield from _met(manifest, backend, services.get((backend.namespace, backend.name)))


def _of_route(manifest: Manifest) -> Iterator[Backend]:
    for number, rule in enumerate(maps(at(manifest.body, "/spec/rules"))):
        for index, backend in enumerate(maps(rule.get("backendRefs"))):
            if backend.get("kind", "Service") == "Service":
                place = f"/spec/rules/{number}/backendRefs/{index}"
                namespace = str(backend.get("namespace") or manifest.namespace)
                name, port = str(backend.get("name")), backend.get("port")
                yield Backend(place, namespace, name, port, f"{place}/port")


def _of_ingress(manifest: Manifest) -> Iterator[Backend]:
    default = at(manifest.body, "/spec/defaultBackend/service")
    if isinstance(default, Mapping):
        yield _service(manifest, default, "/spec/defaultBackend/service")
    for number, rule in enumerate(maps(at(manifest.body, "/spec/rules"))):
        for index, path in enumerate(maps(at(rule, "/http/paths"))):
            place = f"/spec/rules/{number}/http/paths/{index}/backend"
            backend = path.get("backend")
            service = at(backend, "/service")
            if isinstance(service, Mapping):
                yield _service(manifest, service, f"{place}/service")
            elif isinstance(backend, Mapping) and "serviceName" in backend:
                yield _old_service(manifest, backend, place)


def _service(manifest: Manifest, service: Mapping[str, Any], place: str) -> Backend:
    written = service.get("port")
    port: Mapping[str, Any] = written if isinstance(written, Mapping) else {}
    key = "name" if "name" in port else "number"
    where = f"{place}/port/{key}"
    return Backend(place, manifest.namespace, str(service.get("name")), port.get(key), where)


def _old_service(manifest: Manifest, backend: Mapping[str, Any], place: str) -> Backend:
    """Read what servers before 1.22 also take."""
    name, port = str(backend["serviceName"]), backend.get("servicePort")
    return Backend(place, manifest.namespace, name, port, f"{place}/servicePort")


def _met(manifest: Manifest, backend: Backend, service: Manifest | None) -> Iterator[Remark]:
    if service is None:
        key = "serviceName" if backend.port_place.endswith("servicePort") else "name"
        place = f"{backend.place}/{key}"
        yield failed(
            manifest.path, place, _CHECK, "check.missing", kind="Service", name=backend.name
        )
        return
    numbers_only = manifest.kind == "HTTPRoute"
    keys = ("port",) if numbers_only else ("name", "port")
    known = [port.get(key) for port in maps(at(service.body, "/spec/ports")) for key in keys]
    if backend.port not in known:
        yield failed(
            manifest.path, backend.port_place, _CHECK, "check.missing_port", port=backend.port
        )
