"""Typed reading of knowledge/java-*.yaml: libraries, frameworks, what servers have and lack."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate import knowledge


class Artifact(Struct, frozen=True):
    """A published library."""

    group: str
    name: str


class Libraries(Struct, frozen=True):
    """How libraries are recognised that no record names."""

    packages: dict[str, Artifact]
    classifiers: tuple[str, ...]

    def of_package(self, path: str) -> tuple[str, Artifact] | None:
        """Return the longest known package that a class (`org/quartz/Job.class`) lies in."""
        while path:
            path = path.rpartition("/")[0]
            known = self.packages.get(f"{path}/")
            if known:
                return f"{path}/", known
        return None


class Framework(Struct, frozen=True):
    """A framework, by the libraries and the packages that give it away."""

    name: str
    artifacts: tuple[str, ...]
    packages: tuple[str, ...]
    groups: tuple[str, ...] = ()
    starters: tuple[str, ...] = ()
    """Libraries that bring it along; their version is another one."""
    jakarta_from: str = ""
    """The release that uses `jakarta.*`."""
    namespace: str = ""
    """What every release uses."""
    java: dict[str, int] = {}
    """Release → the Java release it needs at least, newest first."""

    def rank(self, artifact: str, group: str) -> int | None:
        """Return how well a library tells this framework's version, 0 best; None: it is none."""
        if self.groups and group not in self.groups:
            return None
        for number, known in enumerate(self.artifacts):
            if artifact == known or (known.endswith("*") and artifact.startswith(known[:-1])):
                return number
        return None

    def brought_by(self, artifact: str) -> bool:
        """Tell whether a library brings this framework along."""
        return any(
            artifact == known or (known.endswith("*") and artifact.startswith(known[:-1]))
            for known in self.starters
        )

    def space(self, version: str) -> str:
        """Return `javax` or `jakarta` for a version, empty when that tells nothing."""
        if self.namespace or not self.jakarta_from or not version[:1].isdigit():
            return self.namespace
        return "jakarta" if numbers(version) >= numbers(self.jakarta_from) else "javax"

    def needs_java(self, version: str) -> int:
        """Return the Java release that a version needs at least, 0 when unknown."""
        if not version[:1].isdigit():
            return 0
        fitting = (java for since, java in self.java.items() if numbers(version) >= numbers(since))
        return next(fitting, 0)


def numbers(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: `5.3.39.RELEASE` → 5, 3, 39."""
    found = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        found.append(int(digits[:9]))
    return tuple(found)


@functools.cache
def java_libraries() -> Libraries:
    """Return the table of packages."""
    return knowledge.load("java-libraries.yaml", Libraries)


@functools.cache
def java_frameworks() -> tuple[Framework, ...]:
    """Return the frameworks in the order in which they are told."""
    return knowledge.load("java-frameworks.yaml", tuple[Framework, ...])


class Vendor(Struct, frozen=True, forbid_unknown_fields=True):
    """What gives a server away."""

    descriptors: tuple[str, ...]
    """File names, or paths where a name alone says nothing."""
    packages: tuple[str, ...]


class Lacking(Struct, frozen=True, forbid_unknown_fields=True):
    """An API that a servlet container does not bring."""

    api: str
    packages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Types that show another use: clients made by a tool."""
    unless: tuple[str, ...] = ()
    """Libraries that bring it."""


class Addable(Struct, frozen=True, forbid_unknown_fields=True, rename={"brought_by": "with"}):
    """An API that a library inside the application can bring."""

    api: str
    packages: tuple[str, ...]
    brought_by: tuple[str, ...]


class Since(Struct, frozen=True, forbid_unknown_fields=True):
    """A servlet version and what came with it."""

    version: str
    types: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


class Servers(Struct, frozen=True, forbid_unknown_fields=True):
    """What servers bring and lack."""

    vendors: dict[str, Vendor]
    full: tuple[Lacking, ...]
    addable: tuple[Addable, ...]
    servlet: tuple[Since, ...]
    own: tuple[str, ...]
    """Jars of the servers themselves."""
    stock: tuple[str, ...]
    """Web applications that servers bring, by their display name."""
    starters: tuple[str, ...]
    """Main classes of servers."""


@functools.cache
def java_servers() -> Servers:
    """Return what ties an application to a server."""
    return knowledge.load("java-servers.yaml", Servers)


def both_spaces(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of Java EE with those of Jakarta EE beside them."""
    return tuple(n for name in names for n in dict.fromkeys((name, _jakarta(name))))


def one_of(name: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a library's name is one of some; `*` at the end stands for anything."""
    return any(name == p or (p.endswith("*") and name.startswith(p[:-1])) for p in patterns)


def _jakarta(name: str) -> str:
    return f"jakarta.{name[6:]}" if name.startswith("javax.") else name
