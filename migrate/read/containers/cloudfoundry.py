"""A Cloud Foundry manifest goes in; a component comes out for each application that it pushes.

By the manifest reference of Cloud Foundry; the old top-level defaults and `inherit` are known too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from migrate.model.facts import Plain, Reference
from migrate.read import leaks
from migrate.read.containers import document, environment, image
from migrate.read.containers.document import Value
from migrate.read.containers.environment import Peers, Setting
from migrate.read.containers.where import own
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "cloudfoundry-app"
_NAME = re.compile(r"manifest(?:[.\-_][\w.\-]+)?\.ya?ml$|cf-manifest[\w.\-]*\.ya?ml$", re.I)
_SIGN = re.compile(r"^applications[ \t]*:", re.M)
_PLAIN = {
    "memory": "resources.memory_limit",
    "disk_quota": "resources.disk",
    "path": "cloudfoundry.path",
    "stack": "cloudfoundry.stack",
    "command": "command",
    "timeout": "cloudfoundry.timeout",
}


def _is_manifest(entry: Entry) -> bool:
    return bool(_NAME.match(entry.name) and _SIGN.search(entry.text() or ""))


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when a manifest of its own lies anywhere in it."""
    return ("",) if any(_is_manifest(e) for e in own(tree, ".yml", ".yaml")) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every application of every manifest."""
    for entry in own(site.tree, ".yml", ".yaml"):
        if _is_manifest(entry):
            for value in document.documents(entry):
                yield from _applications(value, entry)


def _applications(manifest: Value, entry: Entry) -> Iterator[Found]:
    shared = {k: v for k, v in manifest.fields.items() if k not in ("applications", "version")}
    for application in manifest.each("applications"):
        if application.said("name"):
            merged = application.with_fields({**shared, **application.fields})
            merged = Value("map", application.origin, "", merged.fields)
            found = Found(application.said("name"))
            found.entries = (entry,)
            _one(merged, found)
            yield found


def _one(application: Value, found: Found) -> None:
    for key, fact in _PLAIN.items():
        value = application.at(key)
        if value.text:
            found.fact(fact, leaks.masked(value.text), value.origin)
    instances = application.at("instances")
    if instances.text.isdecimal():
        found.fact("replicas", int(instances.text), instances.origin)
    docker = application.at("docker", "image")
    if docker.text:
        image.describe(image.parse(docker.text), docker.origin, found)
    for pack in (*application.each("buildpacks"), *application.each("buildpack")):
        found.item("cloudfoundry.buildpacks", pack.origin, name=leaks.masked(pack.text))
    _routes(application, found)
    _services(application, found)
    kind = application.at("health-check-type")
    if kind.text:
        path = application.said("health-check-http-endpoint") or None
        found.fact("healthcheck", {"type": kind.text, "path": path}, kind.origin)
    variables = application.at("env").fields.items()
    settings = [Setting(n, v.text if v.shape == "text" else None, v.origin) for n, v in variables]
    environment.add(settings, Peers({}), found)


def _routes(application: Value, found: Found) -> None:
    for route in application.each("routes"):
        said = route.said("route") or route.text
        if said:
            found.item("cloudfoundry.routes", route.origin, route=said)
    if application.at("no-route").is_true:
        return
    hosts = [*application.each("host"), *application.each("hosts")]
    domains = [*application.each("domain"), *application.each("domains")]
    for host in hosts:
        for domain in domains:
            found.item("cloudfoundry.routes", host.origin, route=f"{host.text}.{domain.text}")


def _services(application: Value, found: Found) -> None:
    """Add the service instances it is bound to, each also as somebody it calls."""
    for service in application.each("services"):
        name = service.said("name") or service.text
        said: dict[str, Plain] = {"name": name}
        if name:
            found.item("cloudfoundry.services", service.origin, **said)
            reference = Reference(name, "tcp", setting="services", origins=(service.origin,))
            found.references.append(reference)
