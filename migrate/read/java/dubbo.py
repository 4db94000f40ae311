"""Dubbo in XML, annotations and properties -> services offered and used, and their registries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from migrate.knowledge.java_services import java_services
from migrate.model.origin import Origin
from migrate.read.java import listening
from migrate.read.java.annotations import Annotation
from migrate.read.java.application import Application
from migrate.read.java.documents import Node
from migrate.read.java.services import (
    Registry,
    Service,
    address_of,
    consume,
    provide,
    refer,
    registry,
)

_PORT = "20880"
_VOID = ("void", "V", "java.lang.Void")


def read(application: Application) -> None:
    """Read everything that an application says of Dubbo."""
    nodes = list(_nodes(application))
    dubbo = _Dubbo(application)
    dubbo.defaults(nodes)
    for node in nodes:
        if node.name == "service" and node.get("export") != "false":
            dubbo.offer(node.get("interface"), node.attributes, "xml", node.origin)
        elif node.name == "reference":
            dubbo.use(node.get("interface"), node.attributes, "xml", node.origin)
    dubbo.annotated()
    _ports(nodes, application)


def _nodes(application: Application) -> Iterator[Node]:
    """Yield the elements of Dubbo's namespace, whichever prefix they have."""
    for root in application.documents:
        if root.name in ("beans", "dubbo"):
            yield from (node for node in root.all() if "/schema/dubbo" in node.namespace)


class _Dubbo:
    """What holds for every service of an application that says nothing else, and how it is told."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._registries: list[Registry] = []
        self._protocols: set[str] = set()
        self._said: dict[str, dict[str, str]] = {"provider": {}, "consumer": {}}

    def defaults(self, nodes: Iterable[Node]) -> None:
        """Read registries, protocols and what `provider` and `consumer` set for all."""
        for node in nodes:
            if node.name == "registry":
                kind = self._application.filled(node.get("protocol"))
                self._registry(node.get("address"), kind, (node.origin,), node.get("id", "name"))
            elif node.name == "protocol":
                self._protocols.add(self._application.filled(node.get("name")) or "dubbo")
            elif node.name in self._said:
                self._said[node.name].update(node.attributes)
        self._properties()

    def _properties(self) -> None:
        keys = self._application.spring
        for name in ("dubbo.registry", *self._named("dubbo.registries.")):
            said = keys.get(f"{name}.address")
            if said is not None:
                id_ = keys.value(f"{name}.id") or name.rpartition(".")[2]
                self._registry(said.value, keys.value(f"{name}.protocol"), said.origins, id_)
        for name in ("dubbo.protocol", *self._named("dubbo.protocols.")):
            if keys.value(f"{name}.name"):
                self._protocols.add(keys.value(f"{name}.name"))
        for role, into in self._said.items():
            for name in ("version", "group"):
                if keys.value(f"dubbo.{role}.{name}"):
                    into.setdefault(name, keys.value(f"dubbo.{role}.{name}"))

    def _named(self, prefix: str) -> list[str]:
        """Return the keys of what is named below a prefix: `dubbo.registries.beijing`."""
        rests = self._application.spring.starting(prefix)
        names = dict.fromkeys(rest.partition(".")[0] for rest, _ in rests)
        return [f"{prefix}{name}" for name in names if name]

    def _registry(self, address: str, kind: str, origins: Iterable[Origin], id_: str) -> None:
        known = registry(self._application, address, kind or "dubbo", *origins, id=id_)
        if known:
            self._registries.append(known)

    def annotated(self) -> None:
        """Read annotations; unless they name it, the first interface or the field's type counts."""
        index, known = self._application.index, java_services()
        services = {*known.dubbo_provides, *known.dubbo_consumes}
        told = [each for each in index.annotations() if each[0].name in services]
        interfaces = {owner: names for owner, _, names, _ in index.supertypes()} if told else {}
        for found, entry in told:
            if found.name in known.dubbo_provides and found.on == "class":
                name = _interface(found) or "".join(interfaces.get(found.owner, ())[:1])
                if found.elements.get("export") != "false":
                    self.offer(name, found.elements, "annotation", entry.origin())
            elif found.name in known.dubbo_consumes:
                name = _interface(found) or found.type
                self.use(name, found.elements, "annotation", entry.origin())

    def offer(self, name: str, said: Mapping[str, str], how: str, origin: Origin) -> None:
        """Add a service that is offered."""
        provide(self._application, self._service(name, said, how, "provider"), origin)

    def use(self, name: str, said: Mapping[str, str], how: str, origin: Origin) -> None:
        """Add a service that is used; by its `url` it is called without asking a registry."""
        url = self._application.filled(said.get("url", ""))
        service = self._service(name, said, how, "consumer")
        if url:
            address, _ = address_of(self._application, url if "://" in url else f"dubbo://{url}")
            service = replace(service, registries=(), address=address, direct=True)
            if address:
                setting = said.get("id") or name
                refer(self._application, address, service.protocol, setting, origin)
        consume(self._application, service, origin)

    def _service(self, name: str, said: Mapping[str, str], how: str, role: str) -> Service:
        both = {**self._said[role], **{key: value for key, value in said.items() if value}}
        spoken = set(both.get("protocol", "").split(",")) - {""} or self._protocols
        return Service(
            name,
            how,
            protocol=next(iter(spoken)) if len(spoken) == 1 and role == "provider" else "dubbo",
            registries=self._chosen(both.get("registry", "")),
            version=both.get("version", ""),
            group=both.get("group", ""),
        )

    def _chosen(self, names: str) -> tuple[Registry, ...]:
        """Return the registries that a service names, all of them when it names none."""
        wanted = {name.strip() for name in names.split(",") if name.strip()}
        if wanted & {"N/A", "n/a"}:
            return ()
        chosen = [each for each in self._registries if each.id in wanted]
        return tuple(chosen or self._registries)


def _interface(found: Annotation) -> str:
    """Return the interface that an annotation names."""
    class_ = found.elements.get("interfaceClass", "")
    return found.elements.get("interfaceName", "") or ("" if class_ in _VOID else class_)


def _ports(nodes: Iterable[Node], application: Application) -> None:
    """Add the ports at which services are offered; -1 lets Dubbo choose one."""
    for node in nodes:
        if node.name == "protocol":
            name = application.filled(node.get("name")) or "dubbo"
            port = node.get("port") or (_PORT if name == "dubbo" else "")
            listening.endpoint(application, port, name, "dubbo:protocol", node.origin)
    for key in ("dubbo.protocol", "dubbo.protocols.dubbo"):
        said = application.spring.get(f"{key}.port")
        if said is not None:
            name = application.spring.value(f"{key}.name") or "dubbo"
            listening.endpoint(application, said.value, name, said.key, said.origins[0])
