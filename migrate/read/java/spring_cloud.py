"""Spring Cloud: where an application registers, what it calls by name, its configuration server."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.knowledge.java_services import Discovery, java_services
from migrate.model.origin import Origin
from migrate.read.java.annotations import Annotation
from migrate.read.java.application import Application
from migrate.read.java.services import (
    Registry,
    Service,
    address_of,
    consume,
    provide,
    refer,
    registry,
)
from migrate.read.java.spring_keys import Said

_CLOUD = "org.springframework.cloud."
_FEIGN = (
    f"{_CLOUD}openfeign.FeignClient",
    f"{_CLOUD}netflix.feign.FeignClient",
)
_RIBBON = (
    f"{_CLOUD}netflix.ribbon.RibbonClient",
    f"{_CLOUD}loadbalancer.annotation.LoadBalancerClient",
)
_BALANCED = f"{_CLOUD}client.loadbalancer.LoadBalanced"
_GATEWAY = ("spring.cloud.gateway.routes[", "spring.cloud.gateway.server.webflux.routes[")
_LB = re.compile(r"\s*lb(?::wss?)?://(?P<name>[\w.\-]{1,120})")
_PLAIN = re.compile(r"https?://(?P<name>[A-Za-z][\w\-]{1,120})(?:/[\w\-./{}?=&%$]{0,800})?")


def read(application: Application) -> None:
    """Read everything that an application says of Spring Cloud."""
    cloud = _Cloud(application)
    cloud.register()
    cloud.serve()
    cloud.annotated()
    cloud.ribbon()
    cloud.routes()
    cloud.configured()
    cloud.called_by_code()


class _Cloud:
    """One application, its name and its registries."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._keys = application.spring
        self._registries: list[Registry] = []

    def register(self) -> None:
        """Find the registries, and offer the application there by its name."""
        for kind, each in java_services().discoveries.items():
            evidence = tuple(self._evidence(each))
            found = self._registry(kind, each, evidence)
            if found is None:
                continue
            self._registries.append(found)
            if not any(self._keys.value(key).lower() == "false" for key in each.off):
                self._offer(found, each)
        name = self._keys.get("spring.application.name")
        if name is not None and name.known:
            self._application.found.fact("spring.application_name", name.value, *name.origins)

    def _evidence(self, each: Discovery) -> Iterator[Origin]:
        """Yield what shows that the application knows a kind of registry."""
        for library in self._application.found.libraries:
            if library.name in each.libraries:
                yield from library.origins
        for found, entry in self._application.index.annotations():
            if found.name in each.annotations:
                yield entry.origin()

    def _registry(
        self, kind: str, each: Discovery, evidence: tuple[Origin, ...]
    ) -> Registry | None:
        said = list(self._addresses(each))
        found = [registry(self._application, s.value, kind, *s.origins) for s in said]
        if each.host:
            found.extend(self._by_host(kind, each))
        known = [one for one in found if one is not None]
        if not known and not evidence:
            return None
        at = dict.fromkeys(target for one in known for target in one.at)
        origins = (o for one in known for o in one.origins)
        return Registry(kind, tuple(at), tuple(dict.fromkeys((*evidence, *origins))))

    def _addresses(self, each: Discovery) -> Iterator[Said]:
        for key in each.address:
            if key.endswith("."):
                yield from (said for _, said in self._keys.starting(key))
            else:
                said = self._keys.get(key)
                if said is not None:
                    yield said
                    return

    def _by_host(self, kind: str, each: Discovery) -> Iterator[Registry | None]:
        host = self._keys.get(each.host)
        if host is not None and host.known:
            port = self._keys.value(each.port)
            written = f"{host.value}:{port}" if port else host.value
            yield registry(self._application, written, kind, *host.origins)

    def _offer(self, found: Registry, each: Discovery) -> None:
        name = self._keys.get(*each.name, "spring.application.name")
        if name is None:
            self._application.found.unknown("services.provided", "read.service.no_name")
            return
        group = self._keys.value(each.group) if each.group else ""
        service = Service(name.value, "properties", "http", (found,), group=group)
        provide(self._application, service, *name.origins)

    def serve(self) -> None:
        """Tell what the application is for others: a registry, a configuration server."""
        for found, entry in self._application.index.annotations():
            role = java_services().servers.get(found.name)
            if role:
                self._application.found.item("services.server", entry.origin(), role=role)

    def annotated(self) -> None:
        """Read Feign's clients, and those that are balanced by name."""
        for found, entry in self._application.index.annotations():
            if found.name in _FEIGN:
                self._feign(found, entry.origin())
            elif found.name in _RIBBON:
                name = found.elements.get("name") or found.elements.get("value", "")
                self._use(name, "annotation", entry.origin())

    def _feign(self, found: Annotation, origin: Origin) -> None:
        said = found.elements
        name = said.get("name") or said.get("value") or said.get("serviceId", "")
        url = self._application.filled(said.get("url", ""))
        if not url:
            self._use(re.sub(r"^https?://", "", name), "annotation", origin)
            return
        address, protocol = address_of(self._application, url if "://" in url else f"http://{url}")
        if address:
            refer(self._application, address, protocol, name or "FeignClient", origin)
        service = Service(
            name or url, "annotation", protocol or "http", address=address, direct=True
        )
        consume(self._application, service, origin)

    def _use(self, name: str, how: str, *origins: Origin) -> None:
        """Add a service that is looked up by name."""
        if name:
            service = Service(name, how, "http", tuple(self._registries))
            consume(self._application, service, *origins)

    def ribbon(self) -> None:
        """Read `stock.ribbon.listOfServers` and the rules by which servers are chosen."""
        listed = set()
        for name, said in self._keys.ending(".ribbon.listOfServers"):
            listed.add(name)
            for text in said.value.split(",")[:200]:
                self._fixed(name, text.strip(), said)
        for name, said in self._keys.ending(".ribbon.NFLoadBalancerRuleClassName"):
            if name not in listed:
                self._use(name, "properties", *said.origins)

    def _fixed(self, name: str, text: str, said: Said) -> None:
        address, protocol = address_of(
            self._application, text if "://" in text else f"http://{text}"
        )
        if address:
            refer(self._application, address, protocol, said.key, *said.origins)
            service = Service(name, "properties", protocol, address=address, direct=True)
            consume(self._application, service, *said.origins)

    def routes(self) -> None:
        """Read the routes of Spring Cloud Gateway and Zuul."""
        for start in _GATEWAY:
            for rest, said in self._keys.starting(start):
                if rest.endswith("].uri"):
                    self._route(said)
        for rest, said in self._keys.starting("zuul.routes."):
            name, _, what = rest.partition(".")
            what = what.replace("-", "").lower()
            if what == "url":
                self._route(said)
            elif what == "serviceid":
                self._use(said.value, "properties", *said.origins)
            elif not what and not self._keys.get(f"zuul.routes.{name}.path"):
                self._use(name, "properties", *said.origins)

    def _route(self, said: Said) -> None:
        by_name = _LB.match(said.value)
        if by_name:
            self._use(by_name["name"], "properties", *said.origins)
            return
        address, protocol = address_of(self._application, said.value)
        if address:
            refer(self._application, address, protocol, said.key, *said.origins)

    def configured(self) -> None:
        """Read where configuration comes from, and where traces and states are sent."""
        for key, role in java_services().addresses.items():
            said = self._keys.get(key)
            for text in said.value.split(",") if said is not None else ():
                written = text.strip().removeprefix("configserver:")
                written = written if "://" in written else f"tcp://{written}"
                address, protocol = address_of(self._application, written)
                if said is not None and address:
                    refer(self._application, address, protocol, said.key, *said.origins)
                    service = Service(role, "properties", protocol, address=address, direct=True)
                    consume(self._application, service, *said.origins)
        self._configured_by_name()

    def _configured_by_name(self) -> None:
        said = self._keys.get("spring.cloud.config.discovery.service-id")
        asked = self._keys.get("spring.cloud.config.discovery.enabled")
        if said is not None:
            self._use(said.value, "properties", *said.origins)
        elif asked is not None and asked.value == "true":
            self._use("configserver", "properties", *asked.origins)

    def called_by_code(self) -> None:
        """Take `http://STOCK/…` of classes where addresses are names of services."""
        annotations = self._application.index.annotations()
        if not any(found.name == _BALANCED for found, _ in annotations):
            return
        for text, entries in self._application.index.strings():
            match = _PLAIN.fullmatch(text) or _LB.match(text)
            if match and match["name"].lower() != "localhost":
                self._use(match["name"], "url", *(entry.origin() for entry in entries))
