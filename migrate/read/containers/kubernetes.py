"""Kubernetes YAML goes in; a component comes out for each workload, with what is retired of it."""

from __future__ import annotations

import shlex
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrate.knowledge.kubernetes_retired import retired
from migrate.knowledge.ports import usual_ports
from migrate.model.facts import Endpoint, Plain
from migrate.read import leaks
from migrate.read.containers import environment, image, starting
from migrate.read.containers.document import Value
from migrate.read.containers.environment import Peers, Setting
from migrate.read.containers.objects import Estate, Object, is_manifest, objects
from migrate.read.containers.overlays import Overlays, Variant
from migrate.read.containers.where import own
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Tree

KIND = "kubernetes-workload"
_OTHERS = "kubernetes-objects"
_WEB = {80: "http", 443: "https", 8080: "http", 8443: "https", 8000: "http", 3000: "http"}
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_SOURCES = {
    "persistentVolumeClaim": "claimName",
    "hostPath": "path",
    "configMap": "name",
    "secret": "secretName",
    "nfs": "path",
}


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when any manifest lies in it."""
    suffixes = (".yaml", ".yml", ".json")
    return ("",) if any(is_manifest(entry) for entry in own(tree, *suffixes)) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every workload; what belongs to none and is retired makes a component of its own."""
    overlays = Overlays(site.tree, objects(site.tree))
    estate = overlays.estate
    joined: set[int] = set()
    peers = _peers(estate)
    estates = {id(estate): peers}
    for workload in estate.workloads:
        reading = _Reading(estate, workload, peers[workload.namespace])
        joined |= reading.joined
        for variant in overlays.variants(workload):
            estates.setdefault(id(variant.estate), _peers(variant.estate))
            _vary(variant, estates[id(variant.estate)], reading.found)
        yield reading.found
    yield from _others(estate, joined)


def _vary(variant: Variant, peers: Mapping[str, Peers], found: Found) -> None:
    """Add what an overlay makes of a workload, and whom it calls there and nowhere else."""
    overlay, workload = variant.rendering.overlay, variant.object
    replicas = workload.value.said("spec", "replicas")
    first = next(iter(workload.pod.each("spec", "containers")), Value())
    found.entries = (*found.entries, overlay.entry)
    found.item(
        "kubernetes.variants",
        overlay.entry.origin(),
        overlay=overlay.folder.rstrip("/") or ".",
        name=variant.rendering.name(workload.name),
        namespace=workload.value.said("metadata", "namespace") or None,
        replicas=_number(replicas),
        image=leaks.masked(first.said("image")) or None,
    )
    if not variant.is_only:
        there = _Reading(variant.estate, workload, peers[workload.namespace])
        found.references.extend(there.found.references)


def _others(estate: Estate, joined: set[int]) -> Iterator[Found]:
    found = Found("objects", _OTHERS)
    left = [o for o in estate.all if id(o) not in joined]
    for each in left:
        _retired(each, found)
    if found.has("kubernetes.retired"):
        found.entries = tuple({o.entry.path: o.entry for o in left}.values())
        yield found


def _retired(each: Object, found: Found) -> None:
    known = retired(each.kind, each.version)
    if known:
        found.item(
            "kubernetes.retired",
            each.value.at("apiVersion").origin,
            kind=each.kind,
            api_version=each.version,
            name=each.name,
            removed_in=known.removed_in or None,
            replaced_by=known.replaced_by,
            what_changes=f"read.retired.{known.change}",
        )


class _Reading:
    """One workload while it is read."""

    def __init__(self, estate: Estate, workload: Object, peers: Peers) -> None:
        self._estate = estate
        self._peers = peers
        self._workload = workload
        self._spec = workload.pod.at("spec")
        self._services = estate.services(workload)
        self._routes = estate.routes(self._services)
        self._origin = workload.value.at("kind").origin
        others = (*self._services, *self._routes, *estate.about(workload))
        self.joined = {id(o) for o in (workload, *others)}
        self.found = Found(workload.name)
        entries = {o.entry.path: o.entry for o in (workload, *others)}
        self.found.entries = tuple(entries.values())
        self._identity()
        containers = self._spec.each("containers")
        for number, container in enumerate(containers):
            self._container(container, main=number == 0)
        for container in self._spec.each("initContainers"):
            self._listed(container, init=True)
        self._reach()
        for each in (workload, *others):
            _retired(each, self.found)

    def _identity(self) -> None:
        found, workload = self.found, self._workload
        found.fact("kubernetes.kind", workload.kind, self._origin)
        found.fact("kubernetes.api_version", workload.version, self._origin)
        written = workload.value.at("metadata", "namespace")
        where = written.origin if written.text else self._origin
        found.fact(
            "kubernetes.namespace",
            workload.namespace,
            where,
            confidence=1.0 if written.text else 0.5,
        )
        found.fact("kubernetes.name", workload.name, self._origin)
        replicas = workload.value.at("spec", "replicas")
        if replicas.text.isdecimal():
            found.fact("replicas", int(replicas.text), replicas.origin)
        schedule = workload.value.at("spec", "schedule")
        if schedule.text:
            command = _command(self._spec.each("containers")[:1])
            found.item("schedules", schedule.origin, cron=schedule.text, command=command, user=None)
        for key in ("hostNetwork", "hostPID", "hostIPC"):
            if self._spec.at(key).is_true:
                found.fact(f"security.{key}", True, self._spec.at(key).origin)
        for alias in self._spec.each("hostAliases"):
            for name in alias.each("hostnames"):
                address = alias.said("ip")
                found.item("host.aliases", alias.origin, name=name.text, address=address)

    def _container(self, container: Value, *, main: bool) -> None:
        written = container.at("image")
        if main and written.text:
            image.describe(image.parse(written.text), written.origin, self.found)
        self._listed(container, init=False)
        kind = self.found.kind
        for port in container.each("ports"):
            self._port(port, kind)
        if main:
            command = _command((container,))
            if command:
                self.found.fact("command", command, container.origin)
        self._resources(container)
        self._rights(container)
        self._probes(container)
        self._volumes(container)
        settings = {s.name: s for s in self._environment(container)}
        own = self._peers.of(self._own_names())
        environment.add(tuple(settings.values()), own, self.found)
        if main:
            parts = [p.text for key in ("command", "args") for p in container.each(key)]
            told = container.at("args" if container.at("args").items else "command").origin
            on_host = self._spec.at("hostNetwork").is_true
            words = starting.words(parts, as_list=True)
            start = starting.Start(words, told, tuple(settings.values()), own.own, on_host)
            starting.tell(start, self.found)

    def _listed(self, container: Value, *, init: bool) -> None:
        written = leaks.masked(container.said("image"))
        name = container.said("name")
        self.found.item("containers", container.origin, name=name, image=written, init=init)

    def _port(self, port: Value, kind: str) -> None:
        number, transport = port.said("containerPort"), port.said("protocol").lower() or "tcp"
        if not number.isdecimal() or not 0 < int(number) < 65536:
            return
        published = port.said("hostPort")
        self.found.item(
            "ports",
            port.origin,
            port=int(number),
            name=port.said("name") or None,
            published=int(published) if published.isdecimal() else None,
            transport=transport,
        )
        usual = {known.port: known.protocol for known in usual_ports().get(kind, ())}
        spoken = usual.get(int(number)) or _WEB.get(int(number), "tcp")
        protocol = spoken if transport == "tcp" else transport
        self.found.endpoints.append(Endpoint(int(number), protocol, (port.origin,)))

    def _resources(self, container: Value) -> None:
        for group, fact in (("limits", "limit"), ("requests", "request")):
            for name in ("cpu", "memory"):
                value = container.at("resources", group, name)
                if value.text:
                    self.found.fact(f"resources.{name}_{fact}", value.text, value.origin)

    def _rights(self, container: Value) -> None:
        for key, fact in (("privileged", "privileged"), ("readOnlyRootFilesystem", "read_only")):
            value = container.at("securityContext", key)
            if value.is_true:
                self.found.fact(f"security.{fact}", True, value.origin)
        for item in container.each("securityContext", "capabilities", "add"):
            self.found.item("security.capabilities", item.origin, name=item.text)

    def _probes(self, container: Value) -> None:
        for kind in _PROBES:
            probe = container.at(kind)
            if not probe.fields:
                continue
            said: dict[str, Plain] = {"kind": kind.removesuffix("Probe")}
            said["path"] = probe.said("httpGet", "path") or None
            said["port"] = probe.said("httpGet", "port") or probe.said("tcpSocket", "port") or None
            words = [word.text for word in probe.each("exec", "command")]
            said["command"] = leaks.masked(shlex.join(words)) if words else None
            said["delay"] = probe.said("initialDelaySeconds") or None
            self.found.item("probes", probe.origin, **said)

    def _volumes(self, container: Value) -> None:
        volumes = {volume.said("name"): volume for volume in self._spec.each("volumes")}
        claims = self._workload.value.each("spec", "volumeClaimTemplates")
        templates = {claim.said("metadata", "name"): claim for claim in claims}
        for mount in container.each("volumeMounts"):
            name, path = mount.said("name"), mount.said("mountPath")
            said: dict[str, Plain] = {"path": path, "read_only": mount.at("readOnly").is_true}
            if name in templates:
                spec = templates[name].at("spec")
                said["type"], said["source"] = "claim", name
                said["size"] = spec.said("resources", "requests", "storage") or None
                said["class"] = _class(templates[name])
            else:
                said["type"], said["source"] = _volume(volumes.get(name, Value()))
                said.update(self._claimed(said))
            self.found.item("volumes", mount.origin, **said)

    def _claimed(self, said: Mapping[str, Plain]) -> dict[str, Plain]:
        """Return what the claim that a volume names says, where it was handed over."""
        name = str(said["source"]) if said["type"] == "persistentVolumeClaim" else ""
        claim = self._estate.named("PersistentVolumeClaim", self._workload.namespace, name)
        if claim is None:
            return {}
        size = claim.value.said("spec", "resources", "requests", "storage")
        return {"size": size or None, "class": _class(claim.value)}

    def _environment(self, container: Value) -> Iterator[Setting]:
        for source in container.each("envFrom"):
            yield from self._env_from(source)
        for item in container.each("env"):
            name = item.said("name")
            taken = item.at("valueFrom")
            if not taken.fields:
                yield Setting(name, item.at("value").text, item.origin)
                continue
            config = taken.at("configMapKeyRef")
            held = self._config(config.said("name"), config.said("key")) if config.fields else None
            self.found.item("environment.from", item.origin, name=name, source=_source(taken))
            if held is not None:
                yield Setting(name, held.text, held.origin)

    def _env_from(self, source: Value) -> Iterator[Setting]:
        prefix, name = source.said("prefix"), source.said("configMapRef", "name")
        kind = "configMap" if name else "secret"
        named = name or source.said("secretRef", "name")
        self.found.item("environment.from", source.origin, name=None, source=f"{kind}/{named}")
        held = self._estate.named("ConfigMap", self._workload.namespace, name) if name else None
        if held is None:
            self.found.unknown("environment", "read.unknown.environment.object", object=named)
            return
        for key, value in held.value.at("data").fields.items():
            if "\n" not in value.text:
                yield Setting(f"{prefix}{key}", value.text, value.origin)

    def _config(self, name: str, key: str) -> Value | None:
        held = self._estate.named("ConfigMap", self._workload.namespace, name)
        value = held.value.at("data", key) if held else Value()
        return value if value.shape == "text" else None

    def _own_names(self) -> Iterator[str]:
        for service in self._services:
            yield from (service.name, *_qualified(service))

    def _reach(self) -> None:
        """Add how the workload is reached: services, their names, hosts of ingresses."""
        for service in self._services:
            for name in (service.name, *_qualified(service)):
                origin = service.value.at("kind").origin
                self.found.item("kubernetes.names", origin, name=name)
            for port in service.value.each("spec", "ports"):
                self.found.item(
                    "kubernetes.services",
                    port.origin,
                    name=service.name,
                    type=service.value.said("spec", "type") or "ClusterIP",
                    port=_number(port.said("port")),
                    target=port.said("targetPort") or port.said("port"),
                    node_port=_number(port.said("nodePort")),
                )
        for route in self._routes:
            for rule in route.value.each("spec", "rules"):
                host = rule.said("host") or None
                for path in rule.each("http", "paths"):
                    said = path.said("path") or "/"
                    self.found.item("kubernetes.hosts", rule.origin, host=host, path=said)
            routed = route.value.at("spec", "host")
            if routed.text:
                self.found.item("kubernetes.hosts", routed.origin, host=routed.text, path="/")
        self._aliases()

    def _aliases(self) -> None:
        """Add services of the namespace that stand for something outside of the cluster."""
        for each in self._estate.of(self._workload.namespace, "Service", "Endpoints"):
            outside = each.value.at("spec", "externalName")
            if each.kind == "Service" and outside.text:
                self.found.item(
                    "host.aliases", outside.origin, name=each.name, address=outside.text
                )
            for subset in each.value.each("subsets") if each.kind == "Endpoints" else ():
                for address in subset.each("addresses"):
                    ip = address.said("ip")
                    self.found.item("host.aliases", address.origin, name=each.name, address=ip)


def _peers(estate: Estate) -> dict[str, Peers]:
    """Return what can be named in each namespace: its services, and those of others in full."""
    everywhere: dict[str, str] = {}
    inside: dict[str, dict[str, str]] = {w.namespace: {} for w in estate.workloads}
    for workload in estate.workloads:
        first = next(iter(workload.pod.each("spec", "containers")), Value())
        kind = image.parse(first.said("image")).kind
        for service in estate.services(workload):
            inside[service.namespace][service.name] = kind
            everywhere.update(dict.fromkeys(_qualified(service), kind))
    for namespace, names in inside.items():
        for service in estate.of(namespace, "Service"):
            names.setdefault(service.name, "")
    return {namespace: Peers(ChainMap(names, everywhere)) for namespace, names in inside.items()}


def _qualified(service: Object) -> tuple[str, ...]:
    name = f"{service.name}.{service.namespace}"
    return name, f"{name}.svc", f"{name}.svc.cluster.local"


def _volume(volume: Value) -> tuple[str, str | None]:
    for kind, key in _SOURCES.items():
        if volume.at(kind).fields:
            server = volume.said(kind, "server")
            held = volume.said(kind, key)
            return kind, f"{server}:{held}" if server else held
    kinds = [key for key in volume.fields if key != "name"]
    return (kinds[0] if kinds else "unknown"), None


def _source(taken: Value) -> str:
    for key, kind in (("secretKeyRef", "secret"), ("configMapKeyRef", "configMap")):
        if taken.at(key).fields:
            return f"{kind}/{taken.said(key, 'name')}/{taken.said(key, 'key')}"
    return "field"


def _command(containers: Sequence[Value]) -> str:
    words = [
        word.text
        for container in containers
        for key in ("command", "args")
        for word in container.each(key)
    ]
    return leaks.masked(shlex.join(words))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _class(claim: Value) -> str | None:
    """Return the storage class of a claim, before Kubernetes 1.6 an annotation."""
    old = claim.said("metadata", "annotations", "volume.beta.kubernetes.io/storage-class")
    return claim.said("spec", "storageClassName") or old or None
