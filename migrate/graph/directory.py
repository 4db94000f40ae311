"""Who is meant by a host name, an address or a component's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from migrate.graph.evidence import origins_of
from migrate.graph.projects import Projects, is_private
from migrate.graph.targets import canonical, is_address
from migrate.graph.virtual import floating
from migrate.model.facts import Component, Fact
from migrate.model.inventory import Host, Inventory, Member
from migrate.model.origin import Origin

_OWN_ADDRESSES = (
    "mysql.report_host",
    "mysql.bind_address",
    "mysql.addresses",
    "mysql.hostname",
    "bind.addresses",
    "network.addresses",
)
"""Facts in which captures and configuration tell a component's own address."""

_OWN_NAMES = ("survey.public_hosts",)

_OWN_LISTENERS = ("advertised.listeners", "listeners")
"""Facts of brokers whose items tell under which hosts they are reached."""

_EVERYWHERE = frozenset({"0.0.0.0", "::", "*", ""})


class Known(Struct, frozen=True):
    """Something a name stands for."""

    member: Member | None = None
    host: Host | None = None
    origins: tuple[Origin, ...] = ()


class Alias(Struct, frozen=True):
    """An address that a name is given, or a port is handed on to."""

    address: str
    origins: tuple[Origin, ...]


class Directory:
    """Looks up names and addresses of an inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self._on_host: dict[str, list[Member]] = defaultdict(list)
        self._hosts = {host.id: host for host in inventory.hosts}
        self._names = {host.id: _host_names(host) for host in inventory.hosts}
        for host in sorted(inventory.hosts, key=lambda host: host.id):
            self._add_host(host)
        for member in sorted(inventory.members, key=lambda member: member.component.id):
            self._add_member(member)
        for virtual in floating(inventory.members):
            known = Known(member=virtual.member, origins=virtual.origins)
            self._by_name[canonical(virtual.address)].append(known)
        self._projects = Projects(inventory.members)

    def find(self, name: str) -> tuple[Known, ...]:
        """Return everything a host name, address or component's name stands for."""
        return tuple(self._by_name.get(canonical(name), ()))

    def near(self, member: Member, name: str) -> tuple[Known, ...]:
        """Return what a name stands for in the project or namespace of a component."""
        found = self._projects.find(member, name)
        return tuple(Known(member=each, origins=_origins(each)) for each in found)

    def aliases(self, member: Member, name: str) -> tuple[Alias, ...]:
        """Return the addresses that the hosts files where a component runs give a name."""
        own = aliases(member.component.facts.get("host.aliases")).get(canonical(name), ())
        if own:
            return tuple(own)
        files = (self._names.get(host, {}) for host in sorted(member.hosts))
        return tuple(alias for names in files for alias in names.get(canonical(name), ()))

    def forward(self, host: Host, port: int) -> Alias | None:
        """Return where a host hands a port on to, as `host:port`; None when it keeps it."""
        fact = host.facts.get("host.forwards")
        found = [
            Alias(str(item.get("to")), origins_of(item))
            for item in (fact.value if fact and isinstance(fact.value, list | tuple) else ())
            if isinstance(item, Mapping) and item.get("port") == port and item.get("to")
        ]
        if len({alias.address for alias in found}) != 1:
            return None
        origins = sorted({origin for alias in found for origin in alias.origins})
        return Alias(found[0].address, tuple(origins))

    def component(self, name: str, system: str) -> Member | None:
        """Return the one component of a name, in the given system if several bear it."""
        found = {k.member.component.id: k.member for k in self.find(name) if k.member}
        own = [member for member in found.values() if member.system == system]
        choice = own if len(found) > 1 else list(found.values())
        return choice[0] if len(choice) == 1 else None

    def on_host(self, host: str) -> tuple[Member, ...]:
        """Return the components that run on a host."""
        return tuple(self._on_host.get(host, ()))

    def hosts_of(self, member: Member) -> tuple[Host, ...]:
        """Return the hosts a component runs on."""
        return tuple(self._hosts[host] for host in member.hosts if host in self._hosts)

    def _add_host(self, host: Host) -> None:
        for address in host.addresses:
            origins = address.origins or host.origins
            self._by_name[canonical(address.value)].append(Known(host=host, origins=origins))
        names = {canonical(name) for name in (host.id, host.name)}
        for name in sorted(names | {name.split(".")[0] for name in names if not is_address(name)}):
            self._by_name[name].append(Known(host=host, origins=host.origins))

    def _add_member(self, member: Member) -> None:
        for host in member.hosts:
            self._on_host[host].append(member)
        names = {member.component.id, member.identity}
        if not is_private(member.component):
            names.add(member.component.name)
        for name in sorted({canonical(name) for name in names}):
            self._by_name[name].append(Known(member=member, origins=member.origins))
        for value, fact in _told(member.component, (*_OWN_ADDRESSES, *_OWN_NAMES)):
            if value not in _EVERYWHERE:
                known = Known(member=member, origins=fact.origins)
                self._by_name[canonical(value)].append(known)
        for value, origins in _listening(member.component):
            self._by_name[canonical(value)].append(Known(member=member, origins=origins))


def _origins(member: Member) -> tuple[Origin, ...]:
    """Return where a component of a project is described."""
    return member.component.origins("compose.service", "kubernetes.name") or member.origins


def _host_names(host: Host) -> dict[str, list[Alias]]:
    return aliases(host.facts.get("host.aliases"))


def aliases(fact: Fact | None) -> dict[str, list[Alias]]:
    """Return the names of a hosts file with the addresses it gives them."""
    names: dict[str, list[Alias]] = defaultdict(list)
    for item in fact.value if fact and isinstance(fact.value, list | tuple) else ():
        if isinstance(item, Mapping) and item.get("name") and item.get("address"):
            alias = Alias(str(item["address"]), origins_of(item))
            names[canonical(str(item["name"]))].append(alias)
    return dict(names)


def _told(component: Component, facts: Iterable[str]) -> Iterator[tuple[str, Fact]]:
    for name in facts:
        fact = component.facts.get(name)
        if fact is not None:
            values = fact.value if isinstance(fact.value, list | tuple) else [fact.value]
            yield from ((text, fact) for value in values if (text := _text(value)))


def _listening(component: Component) -> Iterator[tuple[str, tuple[Origin, ...]]]:
    """Yield the hosts at which a broker says that it is reached, each once."""
    seen = set()
    for name in _OWN_LISTENERS:
        fact = component.facts.get(name)
        for item in fact.value if fact and isinstance(fact.value, list | tuple) else ():
            host = _text({"value": item.get("host")}) if isinstance(item, Mapping) else ""
            if host not in _EVERYWHERE and host not in seen:
                seen.add(host)
                yield host, origins_of(item)


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("value") or value.get("name") or value.get("address") or ""
    return str(value or "").strip()
