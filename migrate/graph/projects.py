"""Short names that only some components know: those of a compose project or of a namespace.

What lies in a compose project's folder (an application that a service is built from) is started
with it and uses the same names; everyone else does not know them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from migrate.graph.targets import canonical
from migrate.model.facts import Component, Fact
from migrate.model.inventory import Member
from migrate.model.origin import Origin

_COMPOSE = "compose.project"
_NAMESPACE = "kubernetes.namespace"
_NAMES = ("compose.names", "kubernetes.names")

_Scope = tuple[str, str, str]
"""What kind of scope, the folder it lies in, its name."""


class Projects:
    """The short names of every project and namespace."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._names: dict[_Scope, dict[str, list[Member]]] = {}
        self._containers: dict[str, list[Member]] = defaultdict(list)
        for member in sorted(members, key=lambda member: member.component.id):
            for scope in _scopes(member.component):
                names = self._names.setdefault(scope, defaultdict(list))
                for name in _called(member.component):
                    names[canonical(name)].append(member)
            for name in _container_names(member.component):
                self._containers[canonical(name)].append(member)

    def find(self, member: Member, name: str) -> tuple[Member, ...]:
        """Return what a name means to a component; nothing where it has no such meaning."""
        own = set(_scopes(member.component))
        found = [
            each
            for scope, names in sorted(self._names.items())
            if scope in own or _lies_in(member.component, scope)
            for each in names.get(canonical(name), ())
        ]
        if not found and own:
            found = self._containers.get(canonical(name), [])
        return tuple({each.component.id: each for each in found}.values())


def is_private(component: Component) -> bool:
    """Tell a component whose own name means nothing outside of its project or namespace."""
    return _COMPOSE in component.facts or _NAMESPACE in component.facts


def _scopes(component: Component) -> Iterator[_Scope]:
    project = component.facts.get(_COMPOSE)
    if project is not None and project.origins:
        yield "compose", _folder(project.origins[0]), str(project.value)
    namespace = component.facts.get(_NAMESPACE)
    if namespace is not None:
        yield "kubernetes", "", str(namespace.value)


def _called(component: Component) -> Iterator[str]:
    for fact in (component.facts.get(name) for name in _NAMES):
        yield from _names(fact)


def _names(fact: Fact | None) -> Iterator[str]:
    for item in fact.value if fact and isinstance(fact.value, list | tuple) else ():
        if isinstance(item, Mapping) and item.get("name"):
            yield str(item["name"])


def _container_names(component: Component) -> Iterator[str]:
    """Yield the names by which other projects or namespaces reach a container."""
    yield from (name for name in _names(component.facts.get(_NAMES[1])) if "." in name)
    given = component.value("compose.container_name")
    project, service = component.value(_COMPOSE), component.value("compose.service")
    if given:
        yield str(given)
    elif project and service:
        yield from (f"{project}{mark}{service}{mark}1" for mark in "_-")


def _folder(origin: Origin) -> str:
    """Return the folder in which the file of an origin lies, inside of archives too."""
    inside = origin.place.rpartition(":")[0]
    whole = f"{origin.source}/{inside}" if inside else origin.source
    return _plain(whole.rpartition("/")[0])


def _lies_in(component: Component, scope: _Scope) -> bool:
    kind, folder, _ = scope
    if kind != "compose" or not folder:
        return False
    return any(f"{_plain(source)}/".startswith(f"{folder}/") for source in component.sources)


def _plain(path: str) -> str:
    return path.replace("!/", "/")
